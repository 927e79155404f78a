"""All knobs at once: faders or bars composed by NumPy into one picture per layer."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from eq_sim.network.types import Array
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.pixels import as_image
from eq_sim.ui.console.sprites import FaderSprites, cap_kind
from eq_sim.ui.style.color_mix import diverging
from eq_sim.ui.style.theme import Theme

_STEPS = np.arange(-127, 128) / 127
_WIDEST = 32_000  # pixels of a picture

Mask = NDArray[np.bool_]


class FaderRaster:
    """A row of faders with their values, side by side without gaps.

    Args:
        sprites: the rows of pixels.
        figures: the numbers.
        foot: logical height of the row of numbers.
        characters: for a value.
        decimals: of a value below 10.
        ground: the colour behind the numbers.
    """

    def __init__(
        self,
        sprites: FaderSprites,
        figures: Figures,
        foot: float,
        characters: int,
        decimals: int,
        ground: int,
    ) -> None:
        self.sprites = sprites
        size = sprites.size
        self._figures, self._ground = figures, ground
        self._characters, self._decimals = characters, decimals
        self._rows = np.arange(size.rows)[:, np.newaxis]
        self._cap_rows = np.arange(size.cap_rows)[:, np.newaxis]
        self._foot_rows = round(foot * size.ratio)
        self.image = QImage()
        self._make_room(0)

    @property
    def most(self) -> int:
        """How many faders fit into one picture: Qt's painters count to 32,767 pixels."""
        return max(1, _WIDEST // self.sprites.size.pixel_width)

    def _make_room(self, count: int) -> None:
        """Makes a picture for so many faders."""
        size, figures = self.sprites.size, self._figures
        self._columns = np.arange(count)
        shape = (size.rows + self._foot_rows, count * size.pixel_width)
        whole = np.empty(shape, dtype=np.uint32)
        whole[...] = self._ground
        self._frame = whole[: size.rows].view(self.sprites.runs.dtype)
        top = (self._foot_rows - figures.height) // 2
        numbers = whole[size.rows + top : size.rows + top + figures.height]
        self._numbers = numbers.reshape(figures.height, count, size.pixel_width)
        self.image = as_image(whole, size.ratio)

    def compose(
        self, values: Array, starts: Array, limits: Array, ways: Array, biases: Mask
    ) -> None:
        """Paints the picture.

        Args:
            values: of the knobs.
            starts: where each began.
            limits: the end of each one's scale.
            ways: which way each has just moved: 1 up, −1 down, 0 not at all.
            biases: which of them are biases.
        """
        if values.size != self._columns.size:
            self._make_room(values.size)
        sprites, size = self.sprites, self.sprites.size
        zero, caps = size.rows // 2, self.position(values, limits)
        signs = np.sign(values).astype(np.intp)
        rows = self._rows
        bar = np.zeros((size.rows, values.size), dtype=np.intp)
        bar[(rows >= caps) & (rows < zero) & (signs > 0)] = 1
        bar[(rows <= caps) & (rows > zero) & (signs < 0)] = 2
        codes = rows + size.rows * bar
        marks = self.position(starts, limits)
        thick = max(1, round(1.3 * size.ratio))
        for row in range(thick):
            at = np.clip(marks - thick // 2 + row, 0, size.rows - 1)
            codes[at, self._columns] = sprites.marks + bar[at, self._columns]
        way = np.where(ways > 0, 1, np.where(ways < 0, 2, 0))
        sign = np.where(signs > 0, 1, np.where(signs < 0, 2, 0))
        kind = cap_kind(biases.astype(np.intp), sign, way)
        # In a very low window a cap is higher than its fader, and cut at its ends.
        at = np.clip(caps - size.cap_rows // 2 + self._cap_rows, 0, size.rows - 1)
        codes[at, self._columns] = sprites.caps + kind * size.cap_rows + self._cap_rows
        np.take(sprites.runs, codes, out=self._frame, mode="clip")
        self._numbers[...] = self._ground
        self._figures.fill(self._numbers, values, self._characters, self._decimals)

    def position(self, values: Array, limits: Array) -> NDArray[np.intp]:
        """Returns the row of screen pixels at which each cap is centred: at most at the end."""
        size = self.sprites.size
        travel = size.rows / 2 - size.margin * size.ratio
        offsets = np.rint(np.clip(values / limits, -1.0, 1.0) * travel).astype(np.intp)
        middle: NDArray[np.intp] = size.rows // 2 - offsets
        return middle

    def draw(self, painter: QPainter, first: int, columns: int, x: float, y: float) -> None:
        """Draws some neighbouring faders with their left top corner at a logical point."""
        self._draw_rows(painter, first, columns, x, y, 0, self.sprites.size.rows)

    def draw_values(self, painter: QPainter, first: int, columns: int, x: float, y: float) -> None:
        """Draws their values with their left top corner at a logical point."""
        rows = self.sprites.size.rows
        self._draw_rows(painter, first, columns, x, y, rows, self._foot_rows)

    def _draw_rows(
        self, painter: QPainter, first: int, columns: int, x: float, y: float, top: int, rows: int
    ) -> None:
        size = self.sprites.size
        width = columns * size.pixel_width
        source = QRectF(first * size.pixel_width, top, width, rows)
        painter.drawImage(QRectF(x, y, width / size.ratio, rows / size.ratio), self.image, source)


class PictureRaster:
    """Weights as pictures: one cell a weight, as bright as it is large.

    Args:
        theme: the colours.
        shape: (rows, columns) of a picture.
    """

    def __init__(self, theme: Theme, shape: tuple[int, int]) -> None:
        share = np.sign(_STEPS) * np.abs(_STEPS) ** 0.8
        below, ground, above = (theme.color(name) for name in ("negative", "track", "positive"))
        self._levels = diverging(below, ground, above, share)
        self._cells = np.empty((0, shape[0] * shape[1]), dtype=np.uint32)
        self._shape = shape
        self.image = QImage()

    def compose(self, weights: Array, limit: Array) -> None:
        """Paints the pictures.

        Args:
            weights: (neurons, cells).
            limit: (1, 1) the end of the layer's scale, or (neurons, 1) of each neuron's.
        """
        rows, columns = self._shape
        if len(weights) != len(self._cells):
            self._cells = np.empty((len(weights), rows * columns), dtype=np.uint32)
            self.image = as_image(self._cells.reshape(len(weights) * rows, columns), 1.0)
        levels = np.clip(np.rint(weights * (127 / limit)), -127, 127).astype(np.intp) + 127
        np.take(self._levels, levels, out=self._cells, mode="clip")

    def draw(self, painter: QPainter, place: int, target: QRectF) -> None:
        """Draws one of the pictures."""
        rows, columns = self._shape
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(target, self.image, QRectF(0, place * rows, columns, rows))


def pixel(theme: Theme, name: str) -> int:
    """Returns one of the theme's colours as an RGB32 pixel."""
    return theme.color(name).rgb()
