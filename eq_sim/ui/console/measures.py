"""What a strip is made of, by the width of its columns and by its own height.

Plain numbers, no Qt; lengths are logical pixels. All of them grow steadily with width and height,
so that nothing jumps while one zooms; only what is drawn in a column changes, from a cell over a
bar to a fader.
"""

from enum import IntEnum
from math import floor

from msgspec import Struct

SECTION_GAP = 24
HEADING = 28  # a section's name
STRIP_HEAD = 28  # a neuron's name above faders
WIDE_FADER = 120  # from here on its words and numbers are large
NARROWEST_FADER = 27
LOWEST_TRAVEL = 80  # of faders where there is a choice

LETTERED = 13.0
"""Columns from here on have room for a letter that says how a knob is switched."""

_HAIR = 1e-6
_GUTTER = 30  # the numbers of the scale, left of a strip's first fader
_PAD = 6
_GAP = 8
_BAR_HEAD = 20
_LOW_HEAD = 13  # that of low strips, whose bars need the room
_FOOT = 46.0
_LOWEST_FADER = 56  # the travel of a fader, at least
_LOWEST_BAR = 24  # strips below this height are cells
_NARROWEST_BAR = 1.4  # screen pixels
_SOON = 1.15  # how much larger a column will be where the next look begins to appear
_PICTURED = 30  # strips from this height on show the picture that their weights make
_LARGEST_PICTURE = 420


class Level(IntEnum):
    """What is drawn in a knob's column, by the pixels that it has."""

    CELL = 0
    BAR = 1
    FADER = 2


class Measures(Struct, frozen=True):
    """A strip's parts.

    Attributes:
        level: what is drawn in a column.
        pitch: the width of a column.
        height: of the strip.
        gutter: left of the first column: the numbers of the scale.
        pad: right of the last one.
        gap: to the next strip.
        below: to the next line of strips.
        head: above the travel: the neuron's name.
        travel: the height in which knobs move.
        foot: under the travel: what each listens to, and its value.
        picture: the side of the picture of its weights; 0 for none.
        coming: how much of the next look, a bar's or a fader's, has appeared over this one.
    """

    level: Level
    pitch: float
    height: float
    gutter: float
    pad: float
    gap: float
    below: float
    head: float
    travel: float
    foot: float
    picture: float
    coming: float = 0.0

    @property
    def left(self) -> float:
        """From the strip's edge to its first column."""
        return self.gutter + (self.picture + 4 if self.picture else 0.0)

    def wide(self, columns: int) -> float:
        """Returns the width of a strip of so many columns."""
        return self.left + columns * self.pitch + self.pad


def foot(pitch: float) -> float:
    """Returns the height of what stands under a fader: what it listens to, and its value."""
    return 64.0 if pitch >= WIDE_FADER else _FOOT


def measures(pitch: float, height: float, ratio: float, *, picture: bool = False) -> Measures:
    """Returns the parts of a strip.

    Args:
        pitch: the width of a column.
        height: of the strip.
        ratio: screen pixels per logical pixel; a fader's column is made of whole ones.
        picture: whether its weights make a picture.
    """
    level = level_of(pitch, height, ratio)
    coming = _coming(level, pitch, height, ratio)
    if level is Level.FADER or (level is Level.BAR and coming):
        pitch = round(pitch * ratio) / ratio
    if level is not Level.CELL:
        height = floor(height * ratio + _HAIR) / ratio
    gutter, pad, gap = _across(pitch)
    shown = _side(height) if picture else 0.0
    below = max(0.0, min((height - 8) / 8, _GAP))  # ``height_in`` has its inverse
    if level is Level.CELL:
        parts = (0.0, height, 0.0)
    elif level is Level.FADER:
        under = foot(pitch)
        parts = (STRIP_HEAD, height - STRIP_HEAD - under, under)
    else:
        most = _LOW_HEAD + (_BAR_HEAD - _LOW_HEAD) * _share(height, 44, 56)
        head = max(0.0, min(1.3 * (height - 24), most, height * 0.4))
        head += max(0.0, min((height - 74) / 80, 1.0)) * (STRIP_HEAD - _BAR_HEAD)
        edge = max(1.0, min((height - 20) / 10, 5.0))
        under = _FOOT * _share(height, 74, 154) * _share(pitch, 14, NARROWEST_FADER)
        above, under = (round(part * ratio) / ratio for part in (max(head, edge), under))
        edge = round(edge * ratio) / ratio
        parts = (above, height - above - edge - under, under)
    return Measures(level, pitch, height, gutter, pad, gap, below, *parts, shown, coming)


def height_in(step: float) -> float:
    """Returns the height of a strip that fills a step from line to line with the gap below it."""
    return max(min(step, (8 * step + 8) / 9), step - _GAP)


def level_of(pitch: float, height: float, ratio: float) -> Level:
    """Returns what is drawn in columns so wide of a strip so high."""
    if pitch >= NARROWEST_FADER and height - STRIP_HEAD - foot(pitch) >= _LOWEST_FADER:
        return Level.FADER
    if height >= _LOWEST_BAR and pitch * ratio >= _NARROWEST_BAR:
        return Level.BAR
    return Level.CELL


def _coming(level: Level, pitch: float, height: float, ratio: float) -> float:
    """Returns how much of the next look has appeared where columns will soon be large enough."""
    if level is Level.CELL:
        wide = _share(pitch * ratio, _NARROWEST_BAR / _SOON, _NARROWEST_BAR)
        return min(_share(height, _LOWEST_BAR / _SOON, _LOWEST_BAR), wide)
    if level is Level.BAR:
        least = STRIP_HEAD + foot(pitch) + _LOWEST_FADER
        wide = _share(pitch, NARROWEST_FADER / _SOON, NARROWEST_FADER)
        return min(_share(height, least / _SOON, least), wide)
    return 0.0


def _across(pitch: float) -> tuple[float, float, float]:
    """Returns gutter, pad and gap beside columns so wide."""
    return min(1 + 1.1 * pitch, _GUTTER), min(0.5 + pitch / 2, _PAD), min(1 + 0.9 * pitch, _GAP)


def _side(height: float) -> float:
    return min(max(0.0, height - 8) * _share(height, _PICTURED - 8, _PICTURED), _LARGEST_PICTURE)


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def lettered(of: Measures) -> bool:
    """Whether a column has room for a letter that says how its knob is switched."""
    return of.pitch >= LETTERED and of.travel >= LETTERED and of.level is not Level.CELL
