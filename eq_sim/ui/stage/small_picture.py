"""An answer as a small picture: a plane with its points, a line, pairs, or what is right."""

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from eq_sim.ui.models.small_answer import (
    LineAnswer,
    PairsAnswer,
    PlaneAnswer,
    RightAnswer,
    SmallAnswer,
)
from eq_sim.ui.panels.plane_view import answer_ramp
from eq_sim.ui.panels.shapes import class_fill, class_pen, draw_shape
from eq_sim.ui.style.color_mix import Pixels, image_over
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.theme import Theme

_POINT = 1 / 42  # of the side: a sample
_ROOM = 0.12  # of what is to be seen, around it


class SmallPicture:
    """Draws answers; what is the same in each of them is painted once.

    Args:
        theme: the colours.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ramp: Pixels = answer_ramp(theme)
        self._points = QPixmap()
        self._points_of: object = None

    def draw(self, painter: QPainter, box: QRectF, answer: SmallAnswer) -> None:
        """Draws an answer; one over a plane into a square."""
        match answer:
            case PlaneAnswer():
                self._draw_plane(painter, box, answer)
            case LineAnswer():
                self._draw_line(painter, box, answer)
            case PairsAnswer():
                self._draw_pairs(painter, box, answer)
            case RightAnswer():
                self._draw_right(painter, box, answer)

    def _draw_plane(self, painter: QPainter, box: QRectF, answer: PlaneAnswer) -> None:
        levels = (answer.levels * 255).clip(0, 255).astype(np.intp)
        pixels = np.ascontiguousarray(self._ramp[levels])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, image_over(pixels))
        ratio = painter.device().devicePixelRatioF()
        wanted = (answer.places.tobytes(), answer.kinds.tobytes(), box.width(), ratio)
        if wanted != self._points_of:
            self._points_of = wanted
            self._points = self._painted(answer, box.width(), ratio)
        painter.drawPixmap(box.topLeft(), self._points)

    def _painted(self, answer: PlaneAnswer, side: float, ratio: float) -> QPixmap:
        """Returns the points, to be laid over the plane."""
        pixmap = QPixmap(ceil(side * ratio), ceil(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        size = max(2.5, side * _POINT)
        places = (answer.places * [[1], [-1]] + 1) * side / 2
        with PicturePainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for kind in (0, 1):
                pen = class_pen(self._theme, kind, hollow=False)
                pen.setWidthF(min(1.0, 0.16 * size))
                painter.setPen(pen)
                painter.setBrush(class_fill(self._theme, kind, hollow=False))
                for x, y in places[:, answer.kinds == kind].T.tolist():
                    draw_shape(painter, QPointF(x, y), size, kind)
        return pixmap

    def _draw_line(self, painter: QPainter, box: QRectF, answer: LineAnswer) -> None:
        up = float(answer.y.min()), float(answer.y.max())
        across = float(answer.across.min()), float(answer.across.max())
        self._ground(painter, box)
        self._dots(painter, _spots(box, answer.x, answer.y, across, up), box)
        painter.setPen(QPen(self._theme.color("text"), max(1.5, 0.022 * box.height())))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(_spots(box, answer.across, answer.line, across, up)))
        painter.restore()

    def _draw_pairs(self, painter: QPainter, box: QRectF, answer: PairsAnswer) -> None:
        ends = float(answer.true.min()), float(answer.true.max())
        self._ground(painter, box)
        painter.setPen(QPen(self._theme.color("muted"), 1, Qt.PenStyle.DashLine))
        both = np.array(ends)
        painter.drawPolyline(QPolygonF(_spots(box, both, both, ends, ends)))
        self._dots(painter, _spots(box, answer.true, answer.said, ends, ends), box)
        painter.restore()

    def _draw_right(self, painter: QPainter, box: QRectF, answer: RightAnswer) -> None:
        """Draws a mark for each sample: a square where it is right, a cross where it is wrong."""
        count = len(answer.right)
        columns = max(1, ceil(sqrt(count * box.width() / max(1.0, box.height()))))
        rows = max(1, ceil(count / columns))
        cell = min(box.width() / columns, box.height() / rows)
        left = box.left() + (box.width() - cell * columns) / 2
        right, wrong = QPainterPath(), QPainterPath()
        for place, is_right in enumerate(answer.right.tolist()):
            row, column = divmod(place, columns)
            at = QRectF(left + column * cell, box.top() + row * cell, cell, cell)
            at = at.adjusted(0.1 * cell, 0.1 * cell, -0.1 * cell, -0.1 * cell)
            if is_right:
                right.addRect(at)
            else:
                wrong.moveTo(at.topLeft())
                wrong.lineTo(at.bottomRight())
                wrong.moveTo(at.topRight())
                wrong.lineTo(at.bottomLeft())
        painter.fillPath(right, self._theme.color("faint"))
        painter.strokePath(wrong, QPen(self._theme.color("alarm"), max(1.0, 0.24 * cell)))

    def _ground(self, painter: QPainter, box: QRectF) -> None:
        """Fills the ground, and keeps what follows inside it until ``restore``."""
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.fillRect(box, self._theme.color("window"))

    def _dots(self, painter: QPainter, spots: list[QPointF], box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("muted"))
        radius = max(1.2, 0.5 * _POINT * box.height())
        for spot in spots:
            painter.drawEllipse(spot, radius, radius)


def _spots(
    box: QRectF,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    across: tuple[float, float],
    up: tuple[float, float],
) -> list[QPointF]:
    """Returns where points are, with some room around what lies between the ends."""
    shares = []
    for values, (low, high) in ((x, across), (y, up)):
        span = (high - low) or 1.0
        share = (values - low) / span * (1 - 2 * _ROOM) + _ROOM
        shares.append(np.nan_to_num(share, nan=9.0, posinf=9.0, neginf=-9.0).clip(-9, 9))
    xs = box.left() + shares[0] * box.width()
    ys = box.bottom() - shares[1] * box.height()
    return [QPointF(a, b) for a, b in zip(xs.tolist(), ys.tolist(), strict=True)]
