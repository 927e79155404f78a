"""The answer over the whole plane, with the points on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPaintEngine, QPainter, QPixmap

from eq_sim.data.dataset import View
from eq_sim.language.tr import tr
from eq_sim.ui.models.answer_words import measured
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.asked import said_of
from eq_sim.ui.panels.curve_view import SMALL
from eq_sim.ui.panels.probe import Probe
from eq_sim.ui.panels.shapes import class_fill, class_pen, draw_class, draw_shape
from eq_sim.ui.style.color_mix import Pixels, diverging, image_over
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_ROW, _EDGE, _BETWEEN = 17.0, 6.0, 16.0  # of the legend: a line, its ends, from entry to entry
_MARK = 12.0  # a mark of the legend and the gap after it
_VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
_HIGH = 260.0  # pixels of a picture beside which the legend may stand
_FEW, _LARGER = 100, 1.5  # so few points can be larger without hiding each other
_MOST = 4000  # points drawn; more would hide the surface, and take long


@dataclass(frozen=True)
class _Entry:
    """An entry of the legend: marks, and what they mean."""

    words: str
    kinds: tuple[int, ...] = ()
    hollow: bool = False
    size: float = 8.0


class PlaneView(AnswerView):
    """Two inputs are the two directions; the colour is the answer, the points are the data.

    Classes have a colour and a shape each: circles and squares. Points to learn from are filled,
    points to check on are hollow, those to choose by hollow and small.
    """

    shows = View.PLANE
    _ramp: Pixels | None = None
    _points_of: object = None
    _points_pixmap: QPixmap

    def forget(self) -> None:
        """Makes colours and points anew."""
        self._ramp = self._points_of = None
        super().forget()

    def summary(self) -> str:
        """Returns how many test points are right."""
        session = self.session
        measure = session.evaluation.measure("accuracy")
        if measure.test is None:
            return tr("{share:.1f} % right", share=100 * (measure.train or 0))
        return tr("{share:.1f} % right on test", share=100 * measure.test)

    def foot(self) -> float:
        """The legend's height; none where it stands beside the picture."""
        return 0.0 if self._beside() else len(self._legend_rows()) * _ROW + _EDGE

    def look(self) -> None:
        """Takes the answers over the plane, and the points."""
        session = self.session
        self._levels = (self.surface.answers() * 255).clip(0, 255).astype(np.intp)
        self._reach, self._structure = self.surface.reach, session.structure
        self._dataset = session.dataset
        self._train, self._test = session.evaluation.train, session.evaluation.test
        self._validation = session.evaluation.validation

    def draw(self, painter: QPainter) -> None:
        """Draws the surface, and on it the points and their legend."""
        legend = self._legend_rows()
        area = self._area()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self._image())
        if painter.paintEngine().type() in _VECTORS:
            self._draw_points(painter, area, legend)
        else:
            painter.drawPixmap(QPointF(0, 0), self._points(area, legend))

    def probe_at(self, point: QPointF) -> Probe | None:
        """Returns what the network says at a point of the plane, and what the nearest point is."""
        area = self._area()
        if not area.adjusted(-1, -1, 1, 1).contains(point):
            return None
        dataset = self._dataset
        x = ((point.x() - area.left()) / area.width() * 2 - 1) * self._reach
        y = (1 - (point.y() - area.top()) / area.height() * 2) * self._reach
        here = np.array([x, y])
        near = int(np.argmin(((dataset.inputs - here[:, np.newaxis]) ** 2).sum(axis=0)))
        where = ", ".join(
            measured(column, float(column.to_person(np.array(value))))
            for column, value in zip(dataset.columns, (x, y), strict=True)
        )
        first, *rest = self.sample_lines(near)
        says, long = said_of(self.session, here), any(one.by_spread for one in dataset.columns)
        said = (where, says) if long else (f"{where}: {says}",)  # real names are long
        lines = (*said, tr("nearest, {sample}", sample=first), *rest)
        return Probe(point, lines, self._spot(dataset.inputs[:, near], area))

    def _spot(self, inputs: NDArray[np.float64], area: QRectF) -> QPointF:
        """Returns where on the picture a sample is."""
        x, y = (inputs / self._reach * [1, -1] + 1) * area.width() / 2
        return QPointF(area.left() + float(x), area.top() + float(y))

    def _area(self) -> QRectF:
        """Returns where the plane is."""
        foot, words = self.foot(), self._legend_width() if self._beside() else 0.0
        side = max(0.0, min(self.wide - words, self.high - foot))
        # In a hall it fills its place, and stands in its middle where that is higher than wide.
        top = (self.high - foot - side) / 2 if current().least else 0.0
        return QRectF((self.wide - words - side) / 2, top, side, side)

    def _beside(self) -> bool:
        """Whether the legend stands beside the picture, which is larger for it."""
        if self.isWindow() or (self.high < _HIGH and not current().least):
            return False
        below = min(self.wide, self.high - len(self._legend_rows()) * _ROW - _EDGE)
        return min(self.wide - self._legend_width(), self.high) > below

    def _legend_width(self) -> float:
        """Returns how wide the legend is where its entries stand one below the other."""
        return max(_width(row) for row in self._legend_column())

    def _legend_column(self) -> list[list[_Entry]]:
        return [[entry] for row in self._legend_rows() for entry in row]

    def _image(self) -> QImage:
        if self._ramp is None:
            self._ramp = answer_ramp(self.theme)
        self._pixels = self._ramp[self._levels]  # the image lives on this memory
        return image_over(self._pixels)

    def _points(self, area: QRectF, legend: list[list[_Entry]]) -> QPixmap:
        ratio = self.devicePixelRatioF() * current().scale
        wanted = (area, self.wide, ratio, self._structure)
        if wanted == self._points_of:
            return self._points_pixmap
        self._points_of = wanted
        size = QSizeF(self.wide, area.bottom() + self.foot())
        pixmap = QPixmap((size * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with PicturePainter(pixmap) as painter:
            self._draw_points(painter, area, legend)
        self._points_pixmap = pixmap
        return pixmap

    def _draw_points(self, painter: QPainter, area: QRectF, legend: list[list[_Entry]]) -> None:
        """Draws the points and the legend themselves, as for a page."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, left, dataset = area.width(), area.left(), self._dataset
        places = (dataset.inputs / self._reach * [[1], [-1]] + 1) * side / 2
        places[1] += area.top()
        shown = [place for part, *_ in self._parts() for place in part.tolist()]
        self.offer([QPointF(left + places[0, k], places[1, k]) for k in shown], shown)
        point = min(max(side / 55, 4.0), 9.0) * (_LARGER if dataset.size <= _FEW else 1.0)
        for some, hollow, share in self._parts():
            pens = [class_pen(self.theme, kind, hollow=hollow) for kind in (0, 1)]
            fills = [class_fill(self.theme, kind, hollow=hollow) for kind in (0, 1)]
            kinds = (dataset.targets[0, some] > 0.5).astype(int).tolist()
            for kind, x, y in zip(kinds, *places[:, some].tolist(), strict=True):
                painter.setPen(pens[kind])
                painter.setBrush(fills[kind])
                draw_shape(painter, QPointF(left + x, y), share * point, kind)
        self._legend(painter, area, legend)

    def _parts(self) -> list[tuple[NDArray[np.intp], bool, float]]:
        """Returns the points that are drawn, part by part: which, whether hollow, how large."""
        most = _MOST // 2
        lost = len(self._train) <= _FEW < self._dataset.size  # among all the hollow ones
        return [
            (self._test[:most], True, 1.0),
            (self._validation[:most], True, SMALL),
            (self._train[:most], False, _LARGER if lost else 1.0),
        ]

    def _legend_rows(self) -> list[list[_Entry]]:
        """Returns the entries of the legend, in rows that are not wider than the view."""
        zero, one = self._dataset.classes_said
        axes = [_Entry(words) for words in self._axes()]
        marks = [_Entry(one, (1,)), _Entry(zero, (0,))]
        parts = [_Entry(tr("learns from"), (1, 0))]
        if len(self._test):
            parts.append(_Entry(tr("checks on"), (1, 0), hollow=True))
        if len(self._validation):
            parts.append(_Entry(tr("chooses by"), (1, 0), hollow=True, size=8.0 * SMALL))
        drawn = sum(len(part) for part, *_ in self._parts())
        if drawn < self._dataset.size:
            parts.append(_Entry(tr("{count:,} shown", count=drawn)))
        rows: list[list[_Entry]] = []
        for entries in (axes, marks, parts) if axes else (marks, parts):
            rows.append([])
            for entry in entries:
                if rows[-1] and _width([*rows[-1], entry]) > self.wide:
                    rows.append([])
                rows[-1].append(entry)
        return rows

    def _axes(self) -> list[str]:
        """Returns what is measured across and up; nothing of coordinates that are only made."""
        columns = self._dataset.columns
        if not any(column.by_spread for column in columns):
            return []
        metrics, room = QFontMetrics(font("small")), int(self.wide - 2 * _EDGE)
        units = (f" ({column.unit_said})" if column.unit else "" for column in columns)
        said = [
            f"{arrow} {column.name_said}{unit}"
            for arrow, column, unit in zip("→↑", columns, units, strict=True)
        ]
        return [metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) for words in said]

    def _legend(self, painter: QPainter, area: QRectF, rows: list[list[_Entry]]) -> None:
        """Writes the legend under the points: at their left edge, or where it has room."""
        painter.setFont(font("small"))
        widest = max(_width(row) for row in rows)
        left, top = max(0.0, min(area.left(), self.wide - widest)), area.bottom()
        if self._beside():
            rows, left, top = self._legend_column(), area.right() + _EDGE / 2, area.top()
        for number, row in enumerate(rows):
            x, y = left + _EDGE, top + 13 + number * _ROW
            for entry in row:
                for kind in entry.kinds:
                    center = QPointF(x, y)
                    draw_class(painter, self.theme, center, entry.size, kind, hollow=entry.hollow)
                    x += _MARK
                painter.setPen(self.theme.color("muted"))
                x -= 2
                painter.drawText(QPointF(x, y + 4), entry.words)
                x += painter.fontMetrics().horizontalAdvance(entry.words) + _BETWEEN


def _width(row: list[_Entry]) -> float:
    """Returns how wide a row of the legend is."""
    metrics = QFontMetrics(font("small"))
    words = sum(len(e.kinds) * _MARK - 2 + metrics.horizontalAdvance(e.words) for e in row)
    return words + (len(row) - 1) * _BETWEEN + 2 * _EDGE


def answer_ramp(theme: Theme) -> Pixels:
    """Returns 256 colours from one class over the ground, where it cannot tell, to the other."""
    answer = np.arange(256) / 127.5 - 1
    ground = theme.color("window" if theme.name == "dark" else "panel")
    share = 0.55 * np.sign(answer) * np.abs(answer) ** 0.9
    return diverging(theme.color("class_zero"), ground, theme.color("class_one"), share)
