"""All knobs at once: faders or bars composed by NumPy into one picture per layer."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from eq_sim.network.types import Array
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.pixels import as_image
from eq_sim.ui.console.sprites import FaderSize, FaderSprites, cap_kind
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
        biases: (knobs,) which of them are biases.
        foot: logical height of the row of numbers.
        characters: for a value.
        decimals: of a value below 10.
        ground: the colour behind the numbers.
    """

    def __init__(
        self,
        sprites: FaderSprites,
        figures: Figures,
        biases: NDArray[np.bool_],
        foot: float,
        characters: int,
        decimals: int,
        ground: int,
    ) -> None:
        self.sprites = sprites
        size, count = sprites.size, biases.size
        self._figures, self._biases = figures, biases
        self._characters, self._decimals = characters, decimals
        self._rows = np.arange(size.rows)[:, np.newaxis]
        self._cap_rows = np.arange(size.cap_rows)[:, np.newaxis]
        self._columns = np.arange(count)
        foot_rows = round(foot * size.ratio)
        whole = np.empty((size.rows + foot_rows, count * size.pixel_width), dtype=np.uint32)
        whole[...] = ground
        self._whole = whole
        self._frame = whole[: size.rows].view(sprites.runs.dtype)
        top = (foot_rows - figures.height) // 2
        numbers = whole[size.rows + top : size.rows + top + figures.height]
        self._numbers = numbers.reshape(figures.height, count, size.pixel_width)
        self.image: QImage = as_image(whole, size.ratio)

    def compose(self, values: Array, starts: Array, limits: Array, ways: Array) -> None:
        """Paints the picture.

        Args:
            values: of the knobs.
            starts: where each began.
            limits: the end of each one's scale.
            ways: which way each has just moved: 1 up, −1 down, 0 not at all.
        """
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
        kind = cap_kind(self._biases.astype(np.intp), sign, way)
        # In a very low window a cap is higher than its fader, and cut at its ends.
        at = np.clip(caps - size.cap_rows // 2 + self._cap_rows, 0, size.rows - 1)
        codes[at, self._columns] = sprites.caps + kind * size.cap_rows + self._cap_rows
        np.take(sprites.runs, codes, out=self._frame, mode="clip")
        self._numbers[...] = self._whole[-1, 0]
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
        self._draw_rows(painter, first, columns, x, y, rows, len(self._whole) - rows)

    def _draw_rows(
        self, painter: QPainter, first: int, columns: int, x: float, y: float, top: int, rows: int
    ) -> None:
        size = self.sprites.size
        width = columns * size.pixel_width
        source = QRectF(first * size.pixel_width, top, width, rows)
        painter.drawImage(QRectF(x, y, width / size.ratio, rows / size.ratio), self.image, source)


class BarRaster:
    """A layer's neurons as spectra: one bar a knob, up or down from zero, the bias at the end.

    Args:
        theme: the colours.
        size: a bar's column.
        columns: knobs in each.
        bias: whether the last one is a bias, which is shown in the colour of text.
    """

    def __init__(self, theme: Theme, size: FaderSize, columns: int, *, bias: bool) -> None:
        self.size = size
        self._half = size.rows // 2
        self._bias = bias
        self._columns = columns
        plain = [("positive", "negative"), ("text", "text")][: 1 + bias]
        kinds = [*plain, ("muted", "muted")]
        self._silent = len(plain)  # its place among the kinds
        table = np.concatenate([self._kind(theme, up, down) for up, down in kinds], axis=1)
        self._run = np.dtype((np.void, 4 * size.pixel_width))
        self._table = table.view(self._run)[:, :, 0]
        ink = np.full(size.pixel_width, pixel(theme, "text"), dtype=np.uint32)
        self._ink = ink.view(self._run)[0]
        self._frame = np.empty((size.rows, 0), dtype=self._run)
        self.image = QImage()

    @property
    def most(self) -> int:
        """How many neurons fit into one picture: Qt's painters count to 32,767 pixels."""
        return max(1, _WIDEST // (self._columns * self.size.pixel_width))

    def _kind(self, theme: Theme, up: str, down: str) -> NDArray[np.uint32]:
        """Returns (rows, levels, pixels): a bar's column at each height, below and above zero."""
        rows = np.arange(self.size.rows)[:, np.newaxis]
        levels = np.arange(-self._half, self._half + 1)
        above = (rows < self._half) & (rows >= self._half - levels)
        below = (rows > self._half) & (rows <= self._half - levels)
        ground = np.where(rows == self._half, pixel(theme, "faint"), pixel(theme, "strip"))
        column = np.where(above, pixel(theme, up), np.where(below, pixel(theme, down), ground))
        table = np.repeat(column.astype(np.uint32)[:, :, np.newaxis], self.size.pixel_width, axis=2)
        if self.size.pixel_width >= 3:  # a gap, so that neighbours can be told apart
            table[:, :, -1] = ground
        return table

    def compose(self, values: Array, limit: Array, silent: Mask | None = None) -> None:
        """Paints the picture. What is beyond its scale ends at the edge.

        Args:
            values: (neurons, columns) where each knob stands.
            limit: (1, 1) the end of the layer's scale, or (neurons, 1) of each neuron's.
            silent: (neurons, columns) those that are shown without a sign's colour; None for none.
        """
        if values.size != self._frame.shape[1]:
            self._frame = np.empty((self.size.rows, values.size), dtype=self._run)
            self.image = as_image(self._frame, self.size.ratio)
        half = self._half
        levels = np.clip(np.rint(values * (half / limit)), -half, half).astype(np.intp)
        # A knob that is not zero shows at least one pixel of its sign.
        levels += (levels == 0) * np.sign(values).astype(np.intp)
        levels += half
        kind = 2 * half + 1  # levels of each
        if self._bias:
            levels[:, -1] += kind if silent is None else np.where(silent[:, -1], 0, kind)
        if silent is not None:
            levels += np.multiply(silent, self._silent * kind, dtype=levels.dtype)
        np.take(self._table, levels.ravel(), axis=1, out=self._frame, mode="clip")

    def mark(self, knobs: Mask, *, top: bool) -> None:
        """Draws a line across some columns of the picture, at their upper or lower end.

        Args:
            knobs: (neurons, columns) which.
            top: whether at the upper end.
        """
        thick, rows = max(1, round(2 * self.size.ratio)), self.size.rows
        line = slice(0, thick) if top else slice(rows - thick, rows)
        columns = slice(None) if knobs.all() else np.flatnonzero(knobs)
        self._frame[line, columns] = self._ink

    def draw(self, painter: QPainter, place: int, x: float, y: float) -> None:
        """Draws one spectrum of the picture with its left top corner at a logical point."""
        size = self.size
        width = self._columns * size.pixel_width
        source = QRectF(place * width, 0, width, size.rows)
        target = QRectF(x, y, width / size.ratio, size.rows / size.ratio)
        painter.drawImage(target, self.image, source)


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
