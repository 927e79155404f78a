"""A | B: two settings of all knobs, and the best one so far."""

from dataclasses import replace
from typing import ClassVar

from eq_sim.network.symmetry import can_reorder, lined_up
from eq_sim.network.types import Array
from eq_sim.session.ab import NAMES, Sides
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError
from eq_sim.session.knob_sets import Values, ValuesLike, numbers_of, packed
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.training.parameters import check_values
from eq_sim.session.undo.policy import Policy

_CHANGE = Change.SIDES | Change.KNOBS | Change.HISTORY


class SwitchSide(Rare, frozen=True, tag="switch-side"):
    """Go from A to B or back: the other setting of all knobs."""

    undo: ClassVar[Policy] = Policy.ENTRY

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("switch-side", side=NAMES[self._to(state)])

    def outcome(self, state: State) -> Outcome:
        """Returns the state at the other side."""
        to = self._to(state)
        return _at(state, float(to), message("switched-side", side=NAMES[to]))

    def _to(self, state: State) -> int:
        return 1 if state.sides.active == 0 else 0


class CopySide(Rare, frozen=True, tag="copy-side"):
    """The setting that is not in play becomes the one that is."""

    undo: ClassVar[Policy] = Policy.ENTRY

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return Message("copy-sides")

    def outcome(self, state: State) -> Outcome:
        """Returns the state with two equal sides."""
        now, sides = state.whole, state.sides
        share = sides.share if sides.active is not None else 0.0
        return Outcome(replace(state, sides=Sides((now, now), share)), Change.SIDES)


class Blend(Rare, frozen=True, tag="blend"):
    """Stand between A (0) and B (1)."""

    undo: ClassVar[Policy] = Policy.ENTRY

    share: float

    def outcome(self, state: State) -> Outcome:
        """Returns the state between the sides."""
        if not 0 <= self.share <= 1:
            raise KnobError("a blend is from 0 (A) to 1 (B), not {share}", share=self.share)
        share, kept = float(self.share), state.sides.kept(state.whole)
        gone = replace(state, sides=kept.gone_to(share))
        return _at(gone, share, Message("blended"), keep=False)


class LineUp(Rare, frozen=True, tag="line-up", omit_defaults=True):
    """Reorder and flip B's neurons to be like A's; what B computes stays the same; see ``of``.

    A neuron that a muted knob leads to or from keeps its place: the knob stays muted where it is.

    Attributes:
        muted_stay: whether that is so. A record that does not say it is of the time when it was
            not, and leads to the same bits as then.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    muted_stay: bool = False

    @classmethod
    def of(cls) -> "LineUp":
        """Returns the action as it is done today."""
        return cls(muted_stay=True)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with a B that is lined up."""
        if not can_reorder(state.layout, state.making):
            raise KnobError(
                "neurons cannot change places while each has positions of its own, or an adapter "
                "stands beside them"
            )
        kept = state.sides.kept(state.whole)
        first, second = kept.values
        assert first is not None
        assert second is not None
        silent = state.switches.silent if self.muted_stay else None
        lined = kept.lined_up(lined_up(state.layout, second, first, silent))
        return _at(replace(state, sides=lined), lined.share, Message("lined-up"), keep=False)


class SetSides(Rare, frozen=True, tag="set-sides"):
    """These values, one per knob, are A and B; A is in play."""

    undo: ClassVar[Policy] = Policy.ENTRY

    first: Values
    second: Values

    @classmethod
    def of(cls, first: ValuesLike, second: ValuesLike) -> "SetSides":
        """Returns the action for any number of knobs, in a short form."""
        return cls(packed(first), packed(second))

    def outcome(self, state: State) -> Outcome:
        """Returns the state with these sides, at A; knobs that stand still there do so."""
        sides = Sides((_side(state, self.first), _side(state, self.second)))
        there = replace(state, sides=sides)
        return _at(there, 0.0, Message("sides-set"), keep=False)


def _side(state: State, values: Values) -> Array:
    """Returns all knobs as a side keeps them."""
    numbers, size = numbers_of(values), state.layout.size
    if len(numbers) != size:
        raise KnobError("{values:,} values for {knobs:,} knobs", values=len(numbers), knobs=size)
    check_values(numbers)
    return numbers.astype(state.theta.dtype)


class ToBest(Rare, frozen=True, tag="to-best"):
    """The knobs of the lowest recorded loss since the start."""

    undo: ClassVar[Policy] = Policy.ENTRY

    def outcome(self, state: State) -> Outcome:
        """Returns the state at the best setting."""
        best = state.progress.best
        if best is None:
            raise KnobError("no finite loss was recorded yet: there is no best setting to go to")
        mark = message("went-to-best", step=best.step)
        return Outcome(state.placed(best.theta), _CHANGE, records=True, mark=mark)


def _at(state: State, share: float, mark: Message, *, keep: bool = True) -> Outcome:
    """Returns the state at a share of the way from A to B; ``keep``: the side in play is kept."""
    sides = state.sides.kept(state.whole) if keep else state.sides
    sides, theta = sides.blended(share)
    placed = replace(state, sides=sides).placed(theta)
    return Outcome(placed, _CHANGE, records=True, mark=mark)
