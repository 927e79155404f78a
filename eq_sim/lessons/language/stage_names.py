"""The names of what can be on stage, and what each of them is about."""

from collections.abc import Callable
from typing import Final

from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.panel_names import panel_names
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.staging import Subject
from eq_sim.session.settings.table import SETTINGS

NOT_STAGED: Final = frozenset({"transport", "slice", "hyperparameters", "data"})
"""Names of panels that are no thing of their own on stage."""


def _nothing(words: str, scope: Scope) -> tuple[int, ...]:
    """A card that is about nothing in particular."""
    if words:
        raise UnknownNameError("it is about nothing: leave out the colon and what follows it")
    return ()


def _some_knobs(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about one knob or a few."""
    return tuple(int(knob) for knob in find_knobs(words, scope))


def _one_knob(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about one knob."""
    knobs = _some_knobs(words, scope)
    if scope.layout is not None and len(knobs) != 1:
        raise UnknownNameError(f"it is about one knob, and '{words}' are {len(knobs):,}")
    return knobs


def _setting(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about a hyperparameter."""
    if words not in SETTINGS:
        raise UnknownNameError(f"there is no setting '{words}': choose {', '.join(SETTINGS)}")
    return ()


def _drawing(words: str, scope: Scope) -> tuple[int, ...]:
    """The pad, and what the network says of the drawing."""
    if scope.dataset is not None and scope.dataset.seen.image is None:
        raise UnknownNameError("there is nothing to draw on: a sample is no picture here")
    return _nothing(words, scope)


CARDS: dict[str, Callable[[str, Scope], tuple[int, ...]]] = {"drawing": _drawing}
"""What each card is about: (words, scope) -> knobs; raises ``UnknownNameError``."""


def subject(thing: str, scope: Scope) -> Subject:
    """Returns what a lesson means by the name of a thing.

    Raises:
        UnknownNameError: there is no such thing.
    """
    name, colon, words = (part.strip() for part in thing.partition(":"))
    name = " ".join(name.split())
    if name in CARDS:
        if colon and not words:
            raise UnknownNameError(f"behind '{name}:' nothing is said of what it is about")
        return Subject(name, words, CARDS[name](words, scope))
    if name in panel_names() and name not in NOT_STAGED and not colon:
        return Subject(name)
    raise UnknownNameError(f"'{thing}' cannot be on stage: choose {', '.join(all_things())}")


def all_things() -> tuple[str, ...]:
    """Returns the names of all that can be on stage, without what cards are about."""
    return (*CARDS, *(name for name in panel_names() if name not in NOT_STAGED))
