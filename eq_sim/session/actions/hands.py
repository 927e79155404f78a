"""What a hand does: take hold, turn, let go."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from eq_sim.session.actions.base import Action, Outcome, Rare, called
from eq_sim.session.change import Change
from eq_sim.session.hand import Hand
from eq_sim.session.knob_sets import (
    Knobs,
    KnobsLike,
    Values,
    ValuesLike,
    chooser,
    compact,
    packed,
    places_of,
)
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy


class Grab(Rare, frozen=True, tag="grab"):
    """A hand takes hold of knobs: training leaves them alone until ``Release``.

    What is done until then is one thing to undo. ``name`` is the id of the message that says what
    it is called, such as "blend", with "set:noise" for a setting and "shake:5" for an amount;
    without one it is "turn x₁ → …".
    """

    undo: ClassVar[Policy] = Policy.GRAB

    knobs: Knobs
    name: str = ""

    @classmethod
    def of(cls, knobs: KnobsLike, name: str = "", *, size: int | None = None) -> "Grab":
        """Returns the action for any number of knobs, in a short form."""
        return cls(compact(knobs, size), name)

    def message(self, state: State) -> Message:
        """Returns what the gesture is called."""
        name, _, of = self.name.partition(":")
        if name == "set":
            return message(name, setting=of)
        named = called(state, self.knobs)
        return message(name, amount=of, **named) if of else message(name or "turn", **named)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with these knobs in the hand, and no others."""
        places = places_of(self.knobs, state.layout.size)
        before = let_go(state)
        values = np.array(state.theta[chooser(self.knobs, places)])
        hand = Hand()
        if places.size:
            hand = Hand(places, values, state.training.step, state.epochs)
        return replace(before, state=replace(before.state, hand=hand))


class Turn(Action, frozen=True, tag="turn"):
    """Set knobs to values: one movement of a hand, held or not."""

    undo: ClassVar[Policy] = Policy.ENTRY

    knobs: Knobs
    values: Values

    @classmethod
    def of(cls, knobs: KnobsLike, values: ValuesLike, *, size: int | None = None) -> "Turn":
        """Returns the action for any number of knobs, in a short form."""
        return cls(compact(knobs, size), packed(values))

    def message(self, state: State) -> Message:
        """Returns what turning without a grab is called."""
        return message("turn", **called(state, self.knobs))


class Release(Rare, frozen=True, tag="release"):
    """The hand lets go."""

    undo: ClassVar[Policy] = Policy.RELEASE

    def outcome(self, state: State) -> Outcome:
        """Returns the state with an empty hand; what was turned is marked on the curve."""
        return let_go(state)


def let_go(state: State) -> Outcome:
    """Returns the state with an empty hand; what was turned is marked where it was taken.

    There the curve leaves its way, however many steps were taken before the hand lets go.
    """
    turned = state.hand.turned(state.theta)
    free = replace(state, hand=Hand())
    if not turned.size:
        return Outcome(free, Change.KNOBS)
    mark = message("turned", **called(state, compact(turned, state.layout.size)))
    since = (state.hand.step, state.hand.epochs)
    return Outcome(free, Change.KNOBS | Change.HISTORY, records=True, mark=mark, since=since)
