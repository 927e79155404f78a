"""What all actions have in common."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct

from eq_sim.session.change import Change
from eq_sim.session.knob_sets import Knobs
from eq_sim.session.messages import Argument, Message
from eq_sim.session.messages import called as arguments
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an action leads to.

    Attributes:
        state: what is true after it.
        change: what it changed.
        records: whether the loss at the new state is recorded.
        mark: what the curve of the loss is marked with; inside a gesture neither mark nor point
            is made, but at the gesture's end.
        since: (step, epochs) where on the curve the mark belongs, if not here.
        entry: whether it can be undone, as far as the action's policy says so.
    """

    state: State
    change: Change
    records: bool = False
    mark: Message | None = None
    since: tuple[int, float] | None = None
    entry: bool = True


class Action(Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """One thing that can happen.

    A new one is one class here or beside the others: its tag names it in files, ``undo`` says what
    it means to undo, ``message`` what it is called there, and ``outcome`` does it.
    """

    undo: ClassVar[Policy] = Policy.NONE

    def message(self, state: State) -> Message:
        """Returns what it is called when it can be undone.

        Args:
            state: before it.
        """
        return Message(str(self.__struct_config__.tag))


class Rare(Action, frozen=True):
    """An action that is not on the hot path: a pure function from state to state."""

    @abstractmethod
    def outcome(self, state: State) -> Outcome:
        """Returns what it leads to.

        Raises:
            EqSimError: it cannot be done; says why.
        """


def called(state: State, knobs: Knobs) -> dict[str, Argument]:
    """Returns some knobs as arguments of a message: one by its name, more by their number."""
    return arguments(state.layout, state.dataset, knobs)
