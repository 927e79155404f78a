"""What is on stage, and how much of the picture each thing takes. No window is needed for it.

A thing is a panel, by its name, or a card: something drawn for the stage alone. Some cards are
about something, which stands behind a colon: ``"knob: x -> y"``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

MOST = 4
"""Things on stage at once: more of them nobody reads."""

FADER: Final = "knob"
"""The card that shows knobs as faders."""

NARROW: Final = frozenset({FADER, "setting", "muted"})
"""Cards that are high rather than wide."""

LOW: Final = frozenset({"phase"})
"""Cards that are wide and low: beside others they stand below them."""

Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the stage."""

_WIDE, _TALL = 1.5, 1.0  # width over height: from where a picture is wide, and below which tall
_LARGE = 0.62  # of the stage, for what is large
_LOW_SHARE = 0.3  # of the stage's height, for a card that is wide and low
_NARROW = 0.5  # of the room of others, for a card that is high rather than wide


@dataclass(frozen=True)
class Subject:
    """What a thing on stage is, and what it is about.

    Attributes:
        name: of the panel or the card.
        words: what it is about, as the lesson says it; empty for nothing.
        knobs: the knobs that it is about, as indices into θ.
    """

    name: str
    words: str = ""
    knobs: tuple[int, ...] = ()

    @property
    def thing(self) -> str:
        """How a lesson calls it."""
        return f"{self.name}: {self.words}" if self.words else self.name


@dataclass(frozen=True)
class Staged:
    """What is on stage.

    Attributes:
        subjects: the things, in the order in which the lesson names them.
        large: which of them takes most of the room, as the lesson calls it; empty for none.
    """

    subjects: tuple[Subject, ...]
    large: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """How the lesson calls them."""
        return tuple(subject.thing for subject in self.subjects)

    def cards_of(self, knobs: tuple[int, ...]) -> tuple[str, ...]:
        """Returns the cards that show some of these knobs as faders, as the lesson calls them."""
        meant = set(knobs)
        return tuple(
            one.thing for one in self.subjects if one.name == FADER and meant & set(one.knobs)
        )

    def without_knobs(self) -> "Staged | None":
        """Returns what is left when the knobs are those of another network."""
        left = tuple(one for one in self.subjects if not one.knobs)
        large = self.large if self.large in (one.thing for one in left) else ""
        return Staged(left, large) if left else None

    def places(self, shape: float) -> dict[str, Area]:
        """Returns which part of the stage each thing takes; see ``places``."""
        narrow = {one.thing for one in self.subjects if one.name in NARROW}
        low = [one.thing for one in self.subjects if one.name in LOW]
        others = [thing for thing in self.things if thing not in low]
        if not low or not others:
            return places(self.things, self.large, narrow, shape)
        upper = 1 - _LOW_SHARE
        above = places(others, self.large, narrow, shape / upper)
        band = _in_line(low, set(), (0.0, upper, 1.0, _LOW_SHARE))
        return band | {
            thing: (left, top * upper, wide, high * upper)
            for thing, (left, top, wide, high) in above.items()
        }


def places(
    things: Iterable[str], large: str, narrow: Iterable[str], shape: float
) -> dict[str, Area]:
    """Returns which part of the stage each thing takes: by the picture's shape, not its pixels.

    Args:
        things: up to ``MOST``, in the lesson's order.
        large: which of them takes most of the room; empty for none.
        narrow: which of them are high rather than wide.
        shape: of the whole picture, its width over its height.
    """
    names, slim = list(things), set(narrow)
    others = [name for name in names if name != large]
    whole: Area = (0.0, 0.0, 1.0, 1.0)
    wide, tall = shape >= _WIDE, shape < _TALL
    if len(names) < 2:
        return dict.fromkeys(names, whole)
    if len(names) > 3 and large not in names:
        upper, lower = _cut(whole, 0.5, across=False)
        half = len(names) // 2
        return _in_line(names[:half], slim, upper) | _in_line(names[half:], slim, lower)
    if large not in names:
        return _in_line(names, slim, whole, across=not tall)
    if len(others) > 2 or (len(others) == 2 and not wide):  # a row, and beneath it what is large
        upper, lower = _cut(whole, 1 - _LARGE if tall else 0.56, across=False)
        if len(others) == 2:
            lower, upper = _cut(whole, _LARGE, across=False)
        return _in_line(others, slim, upper) | {large: lower}
    first = names[0] == large
    main, rest = _cut(whole, _LARGE, across=not tall)
    if not first:
        rest, main = _cut(whole, 1 - _LARGE, across=not tall)
    return _in_line(others, slim, rest, across=tall) | {large: main}


def _cut(area: Area, share: float, *, across: bool) -> tuple[Area, Area]:
    """Cuts an area in two: side by side, or one above the other."""
    left, top, width, height = area
    if across:
        one = width * share
        return (left, top, one, height), (left + one, top, width - one, height)
    one = height * share
    return (left, top, width, one), (left, top + one, width, height - one)


def _in_line(
    names: list[str], narrow: set[str], area: Area, *, across: bool = True
) -> dict[str, Area]:
    """Places things side by side, or below each other, as much room for each as it needs."""
    left, top, width, height = area
    weights = [_NARROW if name in narrow else 1.0 for name in names]
    placed, before = {}, 0.0
    for name, weight in zip(names, weights, strict=True):
        share, start = weight / sum(weights), before / sum(weights)
        before += weight
        if across:
            placed[name] = (left + start * width, top, share * width, height)
        else:
            placed[name] = (left, top + start * height, width, share * height)
    return placed
