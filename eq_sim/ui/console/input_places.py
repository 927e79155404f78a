"""Where the inputs stand beside or above the strips: a picture, or a tile for each."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from eq_sim.data.dataset import Dataset
from eq_sim.language.numerals import local
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import font

_NARROW, _WIDE = 66.0, 158.0  # of a tile in a row, with the gap to the next one
_GAP = 8.0
_BELOW = 6.0  # between tiles below each other
_LOWEST = 20.0  # of a tile with its gap, in which a name can be read
_LOW = 36.0  # of a tile in which the values have room below the name

LOW_TILE = 70
"""Tiles below this height have their name beside the values."""


def image_box(geometry: Geometry) -> QRectF:
    """Returns where the picture of the inputs is."""
    x, y, width, height = geometry.inputs
    side = min(width - 16, height)
    return QRectF(x + 2, y, side, side)


def input_tile(geometry: Geometry, dataset: Dataset, place: int) -> QRectF:
    """Returns the place of one input: below each other beside faders, in a row above bars."""
    x, y, width, height = geometry.inputs
    if geometry.beside:
        tile = min(max(_LOWEST, height / max(1, len(dataset.columns))), 150.0)
        return QRectF(x, y + place * tile, width, tile - _BELOW)
    room = (width + _GAP) / max(1, len(dataset.columns))
    step = min(max(_NARROW, room), _WIDE)
    return QRectF(x + place * step, y, step - _GAP, height)


def inputs_drawn(geometry: Geometry, dataset: Dataset) -> int:
    """Returns how many inputs have room: the first ones of a row, or of a column of tiles."""
    columns = len(dataset.columns)
    if not columns:
        return 0
    if geometry.beside:
        tile = input_tile(geometry, dataset, 0).height() + _BELOW
        return min(columns, int((geometry.inputs[3] + _BELOW + 1e-6) // tile))
    step = input_tile(geometry, dataset, 0).width() + _GAP
    # A hair more than the room, where all fit exactly.
    return min(columns, int((geometry.inputs[2] + _GAP + 1e-6) // step))


def spread_box(geometry: Geometry, dataset: Dataset, place: int) -> QRectF:
    """Returns where in an input's tile its values are drawn; empty where the name fills it."""
    box = input_tile(geometry, dataset, place).adjusted(6, 2, -6, -2)
    if box.height() < LOW_TILE:
        if not beside(dataset.columns[place].symbol_said, box):
            if box.height() < _LOW:
                return QRectF()
            return box.adjusted(0, 17, 0, -2)
        return box.adjusted(box.width() * 0.42, 4, 0, -2)
    return box.adjusted(0, 24, 0, -6 if dataset.places is not None else -30)


def beside(name: str, tile: QRectF) -> bool:
    """Returns whether a name has room beside the values of a low tile; if not, it is above."""
    return QFontMetricsF(font(12, bold=True)).horizontalAdvance(name) <= 0.4 * tile.width()


def short(value: float) -> str:
    """Returns a number for the end of a narrow axis."""
    if abs(value) >= 10_000:
        return f"{value / 1000:.0f}k"
    if abs(value) >= 100:
        return local(f"{value:,.0f}")
    return local(f"{value:.1f}".replace("-", MINUS))
