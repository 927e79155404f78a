"""The names of what can be on stage, and what each of them is about."""

from collections.abc import Callable
from typing import Final

from eq_sim.data.dataset import View
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import UnknownNameError, find_neuron
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.panel_names import panel_names
from eq_sim.lessons.language.sample_names import split_sample
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.staging import Subject
from eq_sim.session.questions.linear_formula import is_linear_sum
from eq_sim.session.settings.table import SETTINGS

NOT_STAGED: Final = frozenset({"transport", "slice", "hyperparameters", "data"})
"""Names of panels that are no thing of their own on stage."""


ALONG: Final = frozenset({"whole", "points"})
"""What else the loss along a knob shows: the curve where the knob has not been; the data."""

TEST, FIRST = "test", "first"
"""What two runs are looked at for: their test losses; the first run in the place of the last."""


def _nothing(words: str, scope: Scope) -> tuple[int, ...]:
    """A card that is about nothing in particular."""
    if words:
        raise UnknownNameError(tr("it is about nothing: leave out the colon and what follows it"))
    return ()


def _some_knobs(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about one knob or a few."""
    return tuple(int(knob) for knob in find_knobs(words, scope))


def _one_knob(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about one knob."""
    knobs = _some_knobs(words, scope)
    if scope.layout is not None and len(knobs) != 1:
        raise UnknownNameError(
            tr("it is about one knob, and '{name}' are {count:,}", name=words, count=len(knobs))
        )
    return knobs


def _setting(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about a hyperparameter."""
    name, _ = cut_setting(words)
    if name not in SETTINGS:
        names = ", ".join(SETTINGS)
        raise UnknownNameError(
            tr("there is no setting '{name}': choose {names}", name=name, names=names)
        )
    return ()


def cut_setting(words: str) -> tuple[str, bool]:
    """Returns which setting a card is about, and whether it shows the limit of it."""
    name, comma, option = words.rpartition(",")
    if comma and " ".join(option.split()) == "no limit":
        return name.strip(), False
    return words, True


def along_options(words: str) -> tuple[str, ...]:
    """Returns what "loss along" shows beside what it is about, behind its last commas."""
    *_, options = _cut_options(words)
    return options


def _cut_options(words: str) -> tuple[str, tuple[str, ...]]:
    options: list[str] = []
    while True:
        before, comma, last = words.rpartition(",")
        if not comma or last.strip() not in ALONG:
            return words, tuple(options)
        words, options = before, [last.strip(), *options]


def _knob_and_options(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about one knob, with what else it shows."""
    return _one_knob(_cut_options(words)[0], scope)


def run_options(words: str) -> tuple[str, ...]:
    """Returns what "two runs" is asked to show."""
    return tuple(part.strip() for part in words.split(",")) if words else ()


def _runs(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about two runs, with which and what of them."""
    for option in run_options(words):
        if option not in (TEST, FIRST):
            raise UnknownNameError(
                tr(
                    "of two runs it shows '{test}' or '{first}', not '{option}'",
                    test=TEST,
                    first=FIRST,
                    option=option,
                )
            )
    return ()


def _neuron_at_sample(words: str, scope: Scope) -> tuple[int, ...]:
    """A card about what a neuron does with one sample."""
    neuron, _ = split_sample(words)
    place = find_neuron(neuron, scope)
    if place is None or scope.layout is None:
        return ()
    return tuple(int(knob) for knob in scope.layout.neuron(place.layer, place.neuron))


def _real_units(words: str, scope: Scope) -> tuple[int, ...]:
    """The network as a sum in a person's units."""
    layout, dataset = scope.layout, scope.dataset
    if layout is not None and dataset is not None and not is_linear_sum(layout, dataset):
        raise UnknownNameError(
            tr(
                "there is no sum in real units: it takes one layer without activation, and a "
                "number as the answer"
            )
        )
    return _nothing(words, scope)


def _drawing(words: str, scope: Scope) -> tuple[int, ...]:
    """The pad, and what the network says of the drawing."""
    if scope.dataset is not None and scope.dataset.seen.image is None:
        raise UnknownNameError(tr("there is nothing to draw on: a sample is no picture here"))
    return _nothing(words, scope)


def _right(words: str, scope: Scope) -> tuple[int, ...]:
    """The answers that are right."""
    if scope.dataset is not None and not scope.dataset.classes:
        raise UnknownNameError(tr("no answer is right or wrong here: they are no classes"))
    return _nothing(words, scope)


def _heard(words: str, scope: Scope) -> tuple[int, ...]:
    """What is heard of a response."""
    if scope.dataset is not None and scope.dataset.view is not View.RESPONSE:
        raise UnknownNameError(tr("nothing is played here: the data are no response"))
    return _nothing(words, scope)


CARDS: dict[str, Callable[[str, Scope], tuple[int, ...]]] = {
    "knob": _some_knobs,
    "loss along": _knob_and_options,
    "A": _nothing,
    "halfway": _nothing,
    "B": _nothing,
    "way from A to B": _nothing,
    "race": _nothing,
    "touched": _nothing,
    "phase": _nothing,
    "two runs": _runs,
    "setting": _setting,
    "muted": _nothing,
    "each knob muted": _nothing,
    "formula": _neuron_at_sample,
    "real units": _real_units,
    "drawing": _drawing,
    "right": _right,
    "new knobs": _nothing,
    "heard": _heard,
}
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
            raise UnknownNameError(
                tr("behind '{name}:' nothing is said of what it is about", name=name)
            )
        return Subject(name, words, CARDS[name](words, scope))
    if name in panel_names() and name not in NOT_STAGED and not colon:
        return Subject(name)
    names = ", ".join(all_things())
    raise UnknownNameError(
        tr("'{thing}' cannot be on stage: choose {names}", thing=thing, names=names)
    )


def all_things() -> tuple[str, ...]:
    """Returns the names of all that can be on stage, without what cards are about."""
    return (*CARDS, *(name for name in panel_names() if name not in NOT_STAGED))
