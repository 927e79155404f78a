"""The inputs beside or above the strips: names, and how their values are spread."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.data.dataset import Column
from eq_sim.language.tr import tr
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.console.input_places import (
    LOW_TILE,
    beside,
    image_box,
    input_tile,
    inputs_drawn,
    short,
    spread_box,
)
from eq_sim.ui.style.color_mix import image_over, mixed
from eq_sim.ui.style.theme import Theme, font

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


class InputTiles:
    """Draws the inputs: a tile for each, a list of too many, or the average of all pictures.

    Args:
        painter: in the canvas' own coordinates.
        theme: the colours.
        bank: whose inputs they are.
        geometry: where they stand.
    """

    def __init__(self, painter: QPainter, theme: Theme, bank: KnobBank, geometry: Geometry) -> None:
        self.painter, self.theme, self.bank, self.geometry = painter, theme, bank, geometry

    def draw(self) -> None:
        """Draws them."""
        painter, theme, dataset = self.painter, self.theme, self.bank.dataset
        x, y, width, _ = self.geometry.inputs
        if y:
            painter.setFont(font(13, bold=True))
            painter.setPen(theme.color("muted"))
            drawn, columns = inputs_drawn(self.geometry, dataset), len(dataset.columns)
            words = tr("Inputs")
            if not dataset.image and drawn < columns:
                words = tr("Inputs: {drawn:,} of {all:,}", drawn=drawn, all=columns)
            if QFontMetricsF(painter.font()).horizontalAdvance(words) > width:
                painter.setFont(font(10, bold=True))
            painter.drawText(QRectF(x + 2, 0, width, 22), _LEFT, words)
        if dataset.image:
            self._mean_image(QRectF(*self.geometry.inputs))
            return
        for place in range(inputs_drawn(self.geometry, dataset)):
            box = input_tile(self.geometry, dataset, place)
            frame(painter, theme, box)
            self._input(place, box.adjusted(6, 2, -6, -2))

    def _input(self, place: int, box: QRectF) -> None:
        """One input: its name and how its values are spread, in a person's units."""
        painter, theme, dataset = self.painter, self.theme, self.bank.dataset
        column, values = dataset.columns[place], dataset.inputs[place]
        painter.setFont(font(12, bold=True))
        painter.setPen(theme.color("text"))
        area = spread_box(self.geometry, dataset, place)
        if box.height() < LOW_TILE:
            if not area.height():
                self._name(column, box)
                return
            words = QRectF(box.x(), box.y(), box.width() * 0.4, box.height())
            if not beside(column.symbol_said, box):
                words = QRectF(box.x(), box.y(), box.width(), 16)
                painter.setFont(font(10, bold=True))
            painter.drawText(words, _CENTER, column.symbol_said)
            self._spread(values, area)
            return
        fits = QFontMetricsF(painter.font()).horizontalAdvance(column.name_said) <= box.width()
        name = column.name_said if fits else column.symbol_said
        painter.drawText(QRectF(box.x(), box.y() + 2, box.width(), 18), _CENTER, name)
        if dataset.places is not None:
            self._spread(values, area)
            return
        edges = self._spread(values, area)
        bottom = box.bottom() - 30
        painter.setFont(font(9, mono=True))
        painter.setPen(theme.color("muted"))
        low, high = column.to_person(edges[[0, -1]])
        ends = QRectF(box.x() - 3, bottom + 2, box.width() + 6, 13)
        painter.drawText(ends, _LEFT, short(low))
        painter.drawText(ends, _RIGHT, short(high))
        painter.setFont(font(10))
        painter.drawText(QRectF(box.x(), bottom + 13, box.width(), 14), _CENTER, column.unit_said)

    def _name(self, column: Column, box: QRectF) -> None:
        """As much of a name as there is room for; of one that is of several inputs, its own end."""
        self.painter.setFont(font(10, bold=True))
        metrics, room = QFontMetricsF(self.painter.font()), box.width() + 6
        name = column.name_said
        if metrics.horizontalAdvance(name) > room:
            name = column.symbol_said if self.bank.dataset.pca is not None else name
            name = name.partition(" = ")[2] or name
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.painter.drawText(box.adjusted(-3, 0, 3, 0), _CENTER, shown)

    def _spread(self, values: np.ndarray, box: QRectF) -> np.ndarray:
        """Draws how values are spread, or lie along their axis. Returns the ends of the bins."""
        painter = self.painter
        if not values.size:  # names alone are known
            return np.zeros(2)
        if self.bank.dataset.places is not None:
            painter.setPen(QPen(self.theme.color("muted"), 1.6))
            across = np.linspace(box.left(), box.right(), len(values))
            up = box.bottom() - values / max(float(values.max()), 1e-9) * (box.height() - 4)
            points = [QPointF(a, b) for a, b in zip(across.tolist(), up.tolist(), strict=True)]
            painter.drawPolyline(QPolygonF(points))
            return np.array([values.min(), values.max()])
        # np.unique would import numpy.ma, which the first frame would wait for.
        different = len(set(values.tolist()))
        counts, edges = np.histogram(values, bins=min(14, different))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("muted"))
        bar = box.width() / len(counts)
        for number, count in enumerate((counts / counts.max()).tolist()):
            high = box.height() * count
            x = box.x() + number * bar
            painter.drawRect(QRectF(x, box.bottom() - high, max(1.0, bar - 1), high))
        return np.asarray(edges)

    def _mean_image(self, box: QRectF) -> None:
        """The average of all pictures: what the inputs look like."""
        painter, theme, dataset = self.painter, self.theme, self.bank.dataset
        assert dataset.image is not None
        mean = dataset.inputs.mean(axis=1) if dataset.size else np.zeros(len(dataset.columns))
        share = (mean / max(float(np.max(mean)), 1e-9)).reshape(dataset.image)
        pixels = mixed(theme.color("track"), theme.color("text"), share)
        picture = image_box(self.geometry)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(picture, image_over(pixels))
        words = [
            (tr("{count} pixels", count=len(dataset.columns)), 12, True, "text"),
            (tr("the average of all pictures"), 11, False, "muted"),
        ]
        area = QRectF(picture.right() + 12, box.y(), box.width(), box.height() / 2)
        if picture.right() + 120 > box.right():  # a narrow strip: the words go below
            area = QRectF(box.x() + 4, picture.bottom() + 2, box.width(), 18)
        for text, size, bold, color in words:
            painter.setFont(font(size, bold=bold))
            painter.setPen(theme.color(color))
            painter.drawText(area, _LEFT, text)
            area.translate(0, area.height())


def frame(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Paints a well with a thin edge."""
    painter.setPen(QPen(theme.color("edge"), 1.0))
    painter.setBrush(theme.color("strip"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
