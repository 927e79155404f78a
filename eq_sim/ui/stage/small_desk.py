"""All knobs of a network in a small picture: faders, thinner ones without caps, or cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QLinearGradient, QPainter, QPen

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.ui.style.color_mix import diverging, image_over
from eq_sim.ui.style.numbers import plain
from eq_sim.ui.style.theme import Theme, font

_BETWEEN_NEURONS, _BETWEEN_LAYERS = 0.5, 1.2  # in widths of a knob
_CAPS, _BARS = 6.0, 2.5  # pixels of a knob, from which on it has a cap, and from which on it is one
_LEAST_SHARE = 0.12  # of the widest layer of cells, that every layer has at least
_GAP = 0.025  # of the width, between layers of cells


@dataclass(frozen=True, eq=False)
class SmallDesk:
    """Draws the knobs of one setting.

    Attributes:
        layout: where each knob sits.
        values: (size,) where each stands.
        limits: (layers,) where each layer's scale ends.
    """

    layout: Layout
    values: Array
    limits: NDArray[np.float64]

    def draw(self, painter: QPainter, theme: Theme, box: QRectF, letters: float) -> None:
        """Draws all knobs, layer beside layer, and over each layer what its scale ends at.

        Args:
            painter: draws.
            theme: the colours.
            box: where.
            letters: the height of the numbers over the layers.
        """
        letters = min(letters, 0.3 * box.height())
        head = 1.35 * letters
        lefts = self._draw_knobs(painter, theme, box.adjusted(0, head, 0, 0))
        above = QRectF(box.left(), box.top(), box.width(), head)
        self._draw_scales(painter, theme, above, lefts, letters)

    def _draw_knobs(self, painter: QPainter, theme: Theme, box: QRectF) -> list[float]:
        """Draws the knobs. Returns where each layer begins."""
        blocks = self.layout.blocks
        widths = [block.size + _BETWEEN_NEURONS * (block.outputs - 1) for block in blocks]
        whole = sum(widths) + _BETWEEN_LAYERS * (len(blocks) - 1)  # in knobs
        pitch = min(box.width() / whole, 0.4 * box.height())
        if pitch < _BARS:
            return self._draw_cells(painter, theme, box)
        x, lefts = box.left(), []
        middle = box.center().y()
        painter.setPen(QPen(theme.color("faint"), 1))
        painter.drawLine(QPointF(x, middle), QPointF(x + pitch * whole, middle))
        for block, limit in zip(blocks, self.limits.tolist(), strict=True):
            lefts.append(x)
            neurons = block.view(self.values).T / limit
            for shares in np.nan_to_num(neurons.astype(np.float64)).clip(-1, 1).tolist():
                for row, share in enumerate(shares):
                    column = QRectF(x, box.top(), pitch, box.height())
                    _draw_fader(painter, theme, column, share, is_bias=row == block.inputs)
                    x += pitch
                x += _BETWEEN_NEURONS * pitch
            x += (_BETWEEN_LAYERS - _BETWEEN_NEURONS) * pitch
        return lefts

    def _draw_cells(self, painter: QPainter, theme: Theme, box: QRectF) -> list[float]:
        """Draws a cell for each knob, or for the strongest of some. Returns where layers begin."""
        blocks = self.layout.blocks
        gap = _GAP * box.width()
        widest = max(block.outputs for block in blocks)
        weights = [max(block.outputs, _LEAST_SHARE * widest) for block in blocks]
        room = box.width() - gap * (len(blocks) - 1)
        ratio = painter.device().devicePixelRatioF()
        x, lefts = box.left(), []
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        ends = theme.color("negative"), theme.color("track"), theme.color("positive")
        for block, limit, weight in zip(blocks, self.limits.tolist(), weights, strict=True):
            lefts.append(x)
            wide = room * weight / sum(weights)
            most = max(1, int(box.height() * ratio)), max(1, int(wide * ratio))
            shares = strongest(block.view(self.values), *most) / limit
            pixels = np.ascontiguousarray(diverging(*ends, np.nan_to_num(shares).clip(-1, 1)))
            painter.drawImage(QRectF(x, box.top(), wide, box.height()), image_over(pixels))
            x += wide + gap
        return lefts

    def _draw_scales(
        self, painter: QPainter, theme: Theme, box: QRectF, lefts: list[float], letters: float
    ) -> None:
        """Writes ±n over each layer; smaller where layers are narrow."""
        texts = [f"±{plain(limit)}" for limit in self.limits.tolist()]
        made = font(letters, mono=True)
        widths = [QFontMetricsF(made).horizontalAdvance(text) for text in texts]
        gap = 0.5 * letters
        whole = sum(widths) + gap * (len(texts) - 1)
        if whole > box.width():
            small = box.width() / whole
            made = font(letters * small, mono=True)
            widths, gap = [small * width for width in widths], small * gap
        painter.setFont(made)
        painter.setPen(theme.color("muted"))
        places, end = list(lefts), box.right()
        for number in reversed(range(len(texts))):  # none beyond the edge, none over the next
            places[number] = min(places[number], end - widths[number])
            end = places[number] - gap
        free = box.left()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for place, text, width in zip(places, texts, widths, strict=True):
            left = max(place, free)
            painter.drawText(QRectF(left, box.top(), width + 2, box.height()), middle, text)
            free = left + width + gap


def _draw_fader(
    painter: QPainter, theme: Theme, column: QRectF, share: float, *, is_bias: bool
) -> None:
    wide = column.width()
    middle, x = column.center().y(), column.center().x()
    capped = wide >= _CAPS
    cap = min(0.85 * wide, 0.12 * column.height()) if capped else 0.0
    travel = (column.height() - cap) / 2
    slot = (0.34 if capped else 0.7) * wide
    painter.setPen(Qt.PenStyle.NoPen)
    if capped:
        painter.setBrush(theme.color("track"))
        groove = QRectF(x - slot / 2, column.top(), slot, column.height())
        painter.drawRoundedRect(groove, slot / 2, slot / 2)
    ink = theme.color("positive" if share > 0 else "negative")
    at = middle - share * travel
    painter.setBrush(ink)
    painter.drawRect(QRectF(x - slot / 2, middle, slot, at - middle).normalized())
    if not capped:
        return
    half = cap / 2 if is_bias else 0.425 * wide
    box = QRectF(x - half, at - cap / 2, 2 * half, cap)
    shade = QLinearGradient(box.topLeft(), box.bottomLeft())
    shade.setColorAt(0, theme.color("cap_light"))
    shade.setColorAt(1, theme.color("cap_dark"))
    painter.setPen(QPen(theme.color("cap_edge"), max(0.5, 0.06 * wide)))
    painter.setBrush(QBrush(shade))
    if is_bias:
        painter.drawEllipse(box)
    else:
        painter.drawRoundedRect(box, 0.12 * wide, 0.12 * wide)
    if share:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        thick = max(1.0, 0.16 * cap)
        painter.drawRect(QRectF(x - 0.72 * half, at - thick / 2, 1.44 * half, thick))


def strongest(matrix: Array, rows: int, columns: int) -> NDArray[np.float64]:
    """Returns a matrix of no more rows and columns: of neighbours the one furthest from 0.

    Args:
        matrix: (any, any) values.
        rows: of the result at most.
        columns: of the result at most.
    """
    found = np.asarray(matrix, dtype=np.float64)
    for most, axis in ((rows, 0), (columns, 1)):
        every = -(-found.shape[axis] // most)
        moved = np.moveaxis(found, axis, 0)
        kept = moved[::every].copy()
        for step in range(1, every):
            other = moved[step::every]
            part = kept[: other.shape[0]]
            np.copyto(part, other, where=np.abs(other) > np.abs(part))
        found = np.moveaxis(kept, 0, axis)
    return found
