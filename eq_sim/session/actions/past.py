"""Going to any moment of what has happened."""

from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.session.actions.base import Action
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy

_Count = Annotated[int, Meta(ge=0, le=2**53)]


class GoTo(Action, frozen=True, tag="go-to"):
    """Go on from a moment of the past; what came after it stays in the log.

    A moment is a place in the log: after a record, or after the first ``steps`` steps of one that
    trains. So the log, though it is a list, says how the experiment has branched.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    record: _Count
    steps: _Count = 0

    def message(self, state: State) -> Message:
        """Returns what it is called.

        Args:
            state: the one that is gone to.
        """
        return message("go-to", step=state.training.step)
