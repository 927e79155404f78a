"""Every knob as a small square: those that a hand has come to, and those that one step moved."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Block
from eq_sim.ui.models.lesson_race import LessonRace
from eq_sim.ui.stage.painted_card import BIG, HEADING, SMALL, PaintedCard, fitting, high, wide
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme

_WIDE = 0.85  # width over height, from which on both stand side by side
_APART = 0.045  # of the card's larger side, between both
_LAYERS_APART, _FEW = 2, 12  # squares, between layers; one between those of so few
_LINES = 5  # pixels: a larger square has a line around it
_LARGEST = 0.1  # of the picture's height: a square of a few
_NUMBER, _WORDS = 0.3, 0.13  # of the room, that they take at most

Grid = NDArray[np.int8]
"""(rows, columns) of squares: −1 for none, 0 for a knob, 1 for one that is lit."""


@dataclass(frozen=True)
class Side:
    """What one runner has come to.

    Attributes:
        name: what it is called.
        lit: (size,) which knobs are lit; None for not begun.
        what: what the number says, a sentence with the number of all knobs in it.
    """

    name: str
    lit: NDArray[np.bool_] | None
    what: str

    @property
    def count(self) -> str:
        """How many are lit; empty for not begun."""
        return "" if self.lit is None else numbers.count(int(np.count_nonzero(self.lit)))

    @property
    def words(self) -> str:
        """What the number says: "of 2,410 knobs touched"."""
        return tr("not yet") if self.lit is None else tr(self.what, knobs=self.lit.size)


class TouchedCard(PaintedCard):
    """The knobs that one at a time has had in hand, and those that a single step has moved.

    Args:
        race: both runners.
        theme: the colours.
    """

    def __init__(self, race: LessonRace, theme: Theme) -> None:
        super().__init__(theme)
        self._race = race
        self._seen = -1
        self.sides: tuple[Side, ...] = ()
        """One at a time, and all at once."""
        self.setAccessibleName(tr("Knobs that have been turned"))
        self.refresh()

    def refresh(self) -> None:
        """Lights the knobs of now, if anything has changed."""
        race = self._race
        race.refresh()
        if race.revision == self._seen:
            return
        self._seen = race.revision
        self.sides = (
            Side(race.names[0], race.touched, later("of {knobs:,} knobs touched")),
            Side(race.names[1], race.moved, later("of {knobs:,} moved in its last step")),
        )
        self._say()
        self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._say()
        self.update()

    def _say(self) -> None:
        told = [f"{side.name}: {f'{side.count} {side.words}'.strip()}" for side in self.sides]
        self.say(". ".join(told))

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws both sides beside each other, or one above the other."""
        across = room.width() >= _WIDE * room.height()
        apart = _APART * max(room.width(), room.height())
        for number, side in enumerate(self.sides):
            part = QRectF(room)
            if across:
                part.setWidth((room.width() - apart) / 2)
                part.translate(number * (part.width() + apart), 0)
            else:
                part.setHeight((room.height() - apart) / 2)
                part.translate(0, number * (part.height() + apart))
            self._draw_side(painter, side, part)

    def _draw_side(self, painter: QPainter, side: Side, room: QRectF) -> None:
        """Draws a name, a number and what it counts, and below them the squares."""
        picture, most = self.picture, room.height()
        name = fitting(side.name, min(HEADING * picture, _WORDS * most), room.width(), bold=True)
        self.write(painter, side.name, "text", name, room.left(), room.top())
        y = room.top() + high(name)
        small = min(SMALL * picture, _WORDS * most)
        figure = fitting(side.count or "0", min(BIG * picture, _NUMBER * most), room.width())
        figure.setFamilies(fitting("", 10, 1, mono=True).families())
        letters = fitting(side.words, small, room.width())
        gap = 0.6 * letters.pixelSize()
        if wide(side.count, figure) + gap + wide(side.words, letters) <= room.width():
            if side.count:
                self.write(painter, side.count, "text", figure, room.left(), y)
            left = room.left() + (wide(side.count, figure) + gap if side.count else 0.0)
            base = y + 0.78 * (high(figure) - high(letters))
            self.write(painter, side.words, "muted", letters, left, base)
            y += high(figure)
        else:
            self.write(painter, side.count, "text", figure, room.left(), y)
            y += 0.94 * high(figure)
            self.write(painter, side.words, "muted", letters, room.left(), y)
            y += high(letters)
        y += 0.5 * small
        self._draw_squares(painter, side, QRectF(room.left(), y, room.width(), room.bottom() - y))

    def _draw_squares(self, painter: QPainter, side: Side, room: QRectF) -> None:
        """Draws a square for each knob, as large as there is room for."""
        layers = self._race.layers
        size = sum(block.size for block in layers)
        lit = np.zeros(size, np.bool_) if side.lit is None else side.lit[:size]
        grids = arrangements(layers, lit)
        grid = max(grids, key=lambda one: _square(one, room))
        rows, columns = grid.shape
        square = min(_square(grid, room), _LARGEST * self.picture)
        if square >= 1:
            square = float(int(square))
        colors = np.array(
            [self.theme.color(name).rgb() for name in ("panel", "faint", "text")], np.uint32
        )
        pixels = np.ascontiguousarray(colors[grid + 1])
        image = QImage(
            pixels.data, columns, rows, columns * pixels.itemsize, QImage.Format.Format_RGB32
        )
        box = QRectF(room.left(), room.top(), columns * square, rows * square)
        if square >= 1:  # on whole pixels, so that all squares are the same
            box.moveTo(float(round(box.left())), float(round(box.top())))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, square < 1)
        painter.drawImage(box, image)
        if square >= _LINES:
            painter.setPen(QPen(self.theme.color("panel"), max(1, int(square / 8))))
            for row in range(rows + 1):
                y = box.top() + row * square
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            for column in range(columns + 1):
                x = box.left() + column * square
                painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def arrangements(layers: tuple[Block, ...], lit: NDArray[np.bool_]) -> list[Grid]:
    """Returns the ways to place all knobs: layers beside or below each other, lying or standing.

    Args:
        layers: where each layer's knobs are.
        lit: (size,) which knobs are lit.
    """
    blocks = [block.view(lit).astype(np.int8) for block in layers]
    turned = [block.T for block in blocks]
    ways = [(each, across) for each in (blocks, turned) for across in (False, True)]
    return [_placed(each, across=across) for each, across in ways]


def _placed(blocks: list[NDArray[np.int8]], *, across: bool) -> Grid:
    """Returns blocks beside each other, or one below the other."""
    parts = blocks if across else [block.T for block in blocks]
    high_most = max(part.shape[0] for part in parts)
    apart = _LAYERS_APART if high_most > _FEW else 1
    columns = []
    for part in parts:
        padded = np.full((high_most, part.shape[1] + apart), -1, np.int8)
        padded[: part.shape[0], : part.shape[1]] = part
        columns.append(padded)
    grid = np.concatenate(columns, axis=1)[:, :-apart]
    return grid if across else grid.T


def _square(grid: Grid, room: QRectF) -> float:
    """Returns how large a square may be."""
    rows, columns = grid.shape
    return float(max(0.01, min(room.width() / columns, room.height() / rows)))
