"""Freeze, mute and solo."""

from dataclasses import replace
from typing import ClassVar, Literal

from eq_sim.session.actions.base import Outcome, Rare, called
from eq_sim.session.actions.starts import BIAS_SOLO
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError
from eq_sim.session.knob_sets import Knobs, KnobsLike, chooser, compact, places_of
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.switches import SoloReach
from eq_sim.session.undo.policy import Policy

_CHANGE = Change.SWITCHES | Change.KNOBS | Change.HISTORY


class Freeze(Rare, frozen=True, tag="freeze"):
    """Training leaves knobs as they are, or no longer does. A hand may turn them."""

    undo: ClassVar[Policy] = Policy.ENTRY

    knobs: Knobs
    on: bool

    @classmethod
    def of(cls, knobs: KnobsLike, *, on: bool, size: int | None = None) -> "Freeze":
        """Returns the action for any number of knobs, in a short form."""
        return cls(compact(knobs, size), on)

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("freeze" if self.on else "thaw", **called(state, self.knobs))

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the knobs frozen, or free again."""
        mark = message("froze" if self.on else "thawed", **called(state, self.knobs))
        return _switched(state, "frozen", self.knobs, mark, on=self.on)


class Mute(Rare, frozen=True, tag="mute"):
    """Knobs are 0 until they are unmuted, and then what they were."""

    undo: ClassVar[Policy] = Policy.ENTRY

    knobs: Knobs
    on: bool

    @classmethod
    def of(cls, knobs: KnobsLike, *, on: bool, size: int | None = None) -> "Mute":
        """Returns the action for any number of knobs, in a short form."""
        return cls(compact(knobs, size), on)

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("mute" if self.on else "unmute", **called(state, self.knobs))

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the knobs muted, or back."""
        mark = message("muted" if self.on else "unmuted", **called(state, self.knobs))
        return _switched(state, "mutes", self.knobs, mark, on=self.on)


class Solo(Rare, frozen=True, tag="solo", omit_defaults=True):
    """A knob plays alone, as on a desk: all others of its layer are 0 meanwhile; see ``of``.

    A record that says no ``reach`` is of the time when only the other weights of its neuron were.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    knob: int
    on: bool
    reach: SoloReach = "neuron"

    @classmethod
    def of(cls, knob: int, *, on: bool) -> "Solo":
        """Returns the action for a knob that plays alone in its layer, or no more."""
        return cls(knob, on, "layer")

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("solo" if self.on else "end-solo", **called(state, (self.knob,)))

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the knob playing alone, or no more."""
        mark = message("soloed" if self.on else "solo-ended", **called(state, (self.knob,)))
        if state.layout.knob(self.knob).adapter:
            raise KnobError("a knob of an adapter does not play solo: mute others of it instead")
        if self.reach == "neuron" and state.layout.knob(self.knob).is_bias:
            raise KnobError(BIAS_SOLO)
        outcome = _switched(state, "solos", (self.knob,), mark, on=self.on)
        switches = replace(outcome.state.switches, solo_reach=self.reach)
        switched = replace(state, switches=switches).placed(state.whole)
        return replace(outcome, state=switched)


def _switched(
    state: State,
    kind: Literal["frozen", "mutes", "solos"],
    knobs: Knobs,
    mark: Message,
    *,
    on: bool,
) -> Outcome:
    whole, places = state.whole, places_of(knobs, state.layout.size)
    switches = state.switches.switched(kind, chooser(knobs, places), on=on)
    switched = replace(state, switches=switches)
    return Outcome(switched.placed(whole), _CHANGE, records=True, mark=mark)
