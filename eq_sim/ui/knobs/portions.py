"""What hands do to a part of a network's knobs, told in the places of the whole network."""

from collections.abc import Callable

from msgspec import structs

from eq_sim.session.actions import AnyAction, Freeze, Grab, Mute, Solo, Turn
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.knob_sets import Knobs, compact, places_of
from eq_sim.session.session import Session


def in_whole(
    session: Session, bank: LiveBank, do: Callable[[AnyAction], bool]
) -> Callable[[AnyAction], bool]:
    """Returns what takes actions on the knobs of a bank, by their places there.

    Args:
        session: whose knobs they are, with others perhaps.
        bank: the knobs.
        do: takes actions on the session's knobs; returns whether it was done.
    """

    def placed(knobs: Knobs) -> Knobs:
        portion = bank.portion
        places = portion.first + places_of(knobs, portion.layout.size)
        return compact(places, session.layout.size)

    def done(action: AnyAction) -> bool:
        if not bank.portion.whole:
            if isinstance(action, Freeze | Grab | Mute | Turn):
                action = structs.replace(action, knobs=placed(action.knobs))
            elif isinstance(action, Solo):
                action = structs.replace(action, knob=bank.portion.first + action.knob)
        return do(action)

    return done
