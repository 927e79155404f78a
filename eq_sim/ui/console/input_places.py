"""Where the inputs stand beside or above the strips: a picture, or a tile for each."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from eq_sim.data.dataset import Dataset
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.style.numbers import MINUS, local
from eq_sim.ui.style.theme import font

_NARROW, _WIDE = 66.0, 158.0  # of a tile in a row, with the gap to the next one
_GAP = 8.0

LOW_TILE = 70
"""Tiles below this height have their name beside the values."""

LINE = 14.0
"""The height of a name alone."""

_ABOVE = 36.0  # tiles below this height have no room for a name above the values


def image_box(geometry: Geometry) -> QRectF:
    """Returns where the picture of the inputs is."""
    x, y, width, height = geometry.inputs
    side = min(width - 16, height)
    return QRectF(x + 2, y, side, side)


def input_tile(geometry: Geometry, dataset: Dataset, place: int) -> QRectF:
    """Returns the place of one input: below each other beside faders, in a row above bars."""
    x, y, width, height = geometry.inputs
    if geometry.beside:
        tile = min(height / max(1, len(dataset.columns)), 150.0)
        return QRectF(x, y + place * tile, width, tile - 6)
    room = (width + _GAP) / max(1, len(dataset.columns))
    step = min(max(_NARROW, room), _WIDE)
    return QRectF(x + place * step, y, step - _GAP, height)


def spread_box(geometry: Geometry, dataset: Dataset, place: int) -> QRectF:
    """Returns where in an input's tile its values are drawn; nowhere in one of its name alone."""
    if are_a_list(geometry, dataset):
        return QRectF()
    box = input_tile(geometry, dataset, place).adjusted(6, 2, -6, -2)
    if box.height() < LOW_TILE:
        if named_alone(dataset.columns[place].symbol, box):
            return QRectF()
        if not beside(dataset.columns[place].symbol, box):
            return box.adjusted(0, 17, 0, -2)
        return box.adjusted(box.width() * 0.42, 4, 0, -2)
    return box.adjusted(0, 24, 0, -6 if dataset.places is not None else -30)


def beside(name: str, tile: QRectF) -> bool:
    """Returns whether a name has room beside the values of a low tile; if not, it is above."""
    return QFontMetricsF(font(12, bold=True)).horizontalAdvance(name) <= 0.4 * tile.width()


def named_alone(name: str, tile: QRectF) -> bool:
    """Returns whether a tile has room for its name alone, and for no values."""
    return tile.height() < _ABOVE - 4 and not beside(name, tile)


def are_a_list(geometry: Geometry, dataset: Dataset) -> bool:
    """Returns whether the inputs are too many for a tile each: a list has the first of them."""
    return geometry.beside and input_tile(geometry, dataset, 0).height() < LINE


def short(value: float) -> str:
    """Returns a number for the end of a narrow axis."""
    if abs(value) >= 10_000:
        return f"{value / 1000:.0f}k"
    if abs(value) >= 100:
        return local(f"{value:,.0f}")
    return local(f"{value:.1f}".replace("-", MINUS))
