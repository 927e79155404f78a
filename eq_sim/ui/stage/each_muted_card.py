"""All knobs as cells, each as bright as many answers change when it alone is muted."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from eq_sim.language.tr import later, tr
from eq_sim.session.names import layer_name
from eq_sim.ui.models.muted_alone import MutedAlone
from eq_sim.ui.stage.painted_card import (
    BIG,
    HEADING,
    SMALL,
    PaintedCard,
    fitting,
    high,
    wide,
)
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.window.panel_spec import PanelModels

LEVELS: Final = (
    ("0", 0, 0.0),
    ("1", 1, 0.4),
    (later("2 to 4"), 2, 0.7),
    (later("5 or more"), 5, 1.0),
)
"""What a cell can look like: the answers that change, the fewest of them, and how bright it is."""

_WIDE = 1.2  # of a card's height: from there on the cells stand beside the numbers
_BESIDE = 0.34  # of the room, for the numbers then
_BIGGEST = 0.05  # of the picture's height: a cell need not be larger
_TITLE = later("Each knob muted alone")


class EachMutedCard(PaintedCard):
    """Which share of the knobs changes no answer, and where those are that change some.

    Args:
        models: whose knobs.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._session = models.session
        self._model = MutedAlone(models.session)
        self.setAccessibleName(tr(_TITLE))
        self.refresh()

    @property
    def now(self) -> MutedAlone:
        """What is shown."""
        return self._model

    def refresh(self) -> None:
        """Tries the knobs again, if anything about them has changed."""
        if self._model.refresh():
            self.rescale()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self.say(" ".join((self._model.share, *self._model.words)).strip())
        self.update()

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the numbers, and below them or beside them the cells and what they mean."""
        beside = self.width() > _WIDE * self.height()
        left = QRectF(room)
        if beside:
            left.setWidth(_BESIDE * room.width())
        below = self._draw_numbers(painter, left)
        each = self._model.each
        if each is None or each.changed.size != self._session.layout.size:
            return
        gap = 0.6 * SMALL * self.picture
        if beside:
            rest = room.adjusted(left.width() + 2 * gap, 0, 0, 0)
        else:
            rest = room.adjusted(0, below - room.top() + gap, 0, 0)
        legend = self._draw_legend(painter, rest, each.part)
        self._draw_cells(painter, rest.adjusted(0, 0, 0, -legend - gap), each.changed)

    def _draw_numbers(self, painter: QPainter, room: QRectF) -> float:
        """Writes the heading, the share and what it is of. Returns where that ends."""
        small = min(SMALL * self.picture, 0.08 * room.height())
        title = tr(_TITLE)
        face = fitting(title, min(HEADING * self.picture, small * 1.13), room.width())
        y = room.top() + self.write(painter, title, "muted", face, room.left(), room.top())
        share, words = self._model.share, self._model.words
        if share:
            size = min(BIG * self.picture, 0.2 * room.height())
            face = fitting(share, size, room.width(), mono=True)
            y += self.write(painter, share, "text", face, room.left(), y)
        if not share or room.width() < wide(" ".join(words), fitting("", small, room.width())):
            lines = words
        else:
            lines = (" ".join(words),)
        face = min((fitting(line, small, room.width()) for line in lines), key=high)
        for line in lines:
            y += self.write(painter, line, "text", face, room.left(), y)
        return y

    def _draw_legend(self, painter: QPainter, room: QRectF, part: str) -> float:
        """Says at the bottom what a cell's brightness means. Returns how high that is."""
        words = tr("Answers on train that change:")
        if part == "test":
            words = tr("Answers on test that change:")
        levels = [(tr(name), bright) for name, _, bright in LEVELS]
        small = min(SMALL * self.picture, 0.08 * room.height())
        plain = fitting(words, small, room.width())
        sides = [wide(name, plain) for name, _ in levels]
        box = 0.8 * plain.pixelSize()
        row = sum(sides) + len(LEVELS) * 1.6 * box + (len(LEVELS) - 1) * box
        if row > room.width():
            plain = fitting("", plain.pixelSize() * room.width() / row, room.width())
            sides = [wide(name, plain) for name, _ in levels]
            box = 0.8 * plain.pixelSize()
        line = 1.1 * high(plain)
        one = wide(words, plain) + 2 * box + row <= room.width()
        tall = line if one else 2 * line
        x, y = room.left(), room.bottom() - tall
        self.write(painter, words, "muted", plain, x, y)
        if one:
            x += wide(words, plain) + 2 * box
        else:
            y += line
        for (name, bright), side in zip(levels, sides, strict=True):
            colors = mixed(*self._ends, np.full((1, 1), bright))
            swatch = QRectF(x, y + (high(plain) - box) / 2, box, box)
            painter.drawImage(swatch, image_over(colors))
            self.write(painter, name, "text", plain, x + 1.6 * box, y)
            x += 2.6 * box + side
        return tall

    def _draw_cells(self, painter: QPainter, room: QRectF, changed: NDArray[np.intp]) -> None:
        """Draws a cell for each knob, layer below layer: a neuron is a row, or a column."""
        blocks = [block.view(changed) for block in self._session.layout.blocks]
        small = min(SMALL * self.picture, 0.08 * room.height())
        upright = [np.asarray(one) for one in blocks]
        lying = [np.asarray(one).T for one in blocks]
        sizes = [self._cell(room, shown, small) for shown in (upright, lying)]
        shown, cell = (upright, sizes[0]) if sizes[0] > sizes[1] else (lying, sizes[1])
        if cell <= 0:
            return
        edge = 1 / painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        for layer, top in self._tops(room, shown, small, cell):
            matrix = shown[layer]
            name = layer_name(self._session.layout, layer)
            words = tr("{layer}: a neuron is a column", layer=name)
            if shown is lying:
                words = tr("{layer}: a neuron is a row", layer=name)
            plain = fitting(words, small, room.width())
            self.write(painter, words, "muted", plain, room.left(), top)
            y = top + 1.15 * high(fitting("", small, room.width()))
            painter.setPen(Qt.PenStyle.NoPen)
            bright = np.select([matrix >= least for _, least, _ in LEVELS[:0:-1]],
                               [share for _, _, share in LEVELS[:0:-1]], 0.0)  # fmt: skip
            box = QRectF(room.left(), y, cell * matrix.shape[1], cell * matrix.shape[0])
            painter.drawImage(box, image_over(mixed(*self._ends, bright)))
            if cell > 5 * edge:  # a seam between cells, so that each is one
                painter.setPen(self.theme.color("panel"))
                for row in range(matrix.shape[0] + 1):
                    at = y + row * cell
                    painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
                for column in range(matrix.shape[1] + 1):
                    at = box.left() + column * cell
                    painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))

    def _cell(self, room: QRectF, shown: list[NDArray[np.intp]], small: float) -> float:
        """Returns the side of a cell with which all layers have room."""
        words = len(shown) * 1.75 * high(fitting("", small, room.width()))
        rows, columns = sum(one.shape[0] for one in shown), max(one.shape[1] for one in shown)
        most = _BIGGEST * self.picture
        return float(min(most, room.width() / columns, (room.height() - words) / rows))

    def _tops(
        self, room: QRectF, shown: list[NDArray[np.intp]], small: float, cell: float
    ) -> Iterator[tuple[int, float]]:
        """Returns where each layer begins, its words first."""
        y, line = room.top(), high(fitting("", small, room.width()))
        for layer, matrix in enumerate(shown):
            yield layer, y
            y += 1.75 * line + cell * matrix.shape[0]

    @property
    def _ends(self) -> tuple[QColor, QColor]:
        return self.theme.color("track"), self.theme.color("text")
