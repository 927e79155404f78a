"""The points and the line that answers, small, in the free middle of the bowl."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.data.dataset import View
from eq_sim.language.tr import ntr, tr
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.ui.stage.measures import Unit, width_of
from eq_sim.ui.style.theme import Theme, font

SHAPE = 1.65
"""Its width over its height."""

_POINTS, _MOST = 65, 300
_BELOW, _ABOVE = 0.1, 0.45  # of the points' height: room for lines that are too steep


class PointsInset:
    """What the network answers along its one input.

    Args:
        session: whose.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def exists(self) -> bool:
        """Whether there is one input and one number to answer with."""
        dataset = self._session.dataset
        return dataset.view is View.CURVE and len(dataset.columns) == 1

    def draw_points(self, painter: QPainter, box: QRectF, unit: Unit, theme: Theme) -> None:
        """Draws the ground, what is seen, and the points; the lines move, and come later."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(box, unit.word / 3, unit.word / 3)
        self._draw_words(painter, box, unit, theme)
        x, y = self._points
        room, zero = self._room(box, unit), np.zeros(2)
        ends = self._places(room, np.array(self._reach), zero)
        painter.setPen(QPen(theme.color("faint"), unit.line / 2))
        painter.drawLine(QLineF(*ends))
        radius = max(1.5, min(box.width() / 75, unit.word / 3.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("muted"))
        for point in self._places(room, x, y):
            painter.drawEllipse(point, radius, radius)

    def draw_lines(
        self, painter: QPainter, box: QRectF, unit: Unit, theme: Theme, best: Array | None
    ) -> None:
        """Draws the line, and dashed that of the best knobs, where they are given."""
        session, room = self._session, self._room(box, unit)
        here = session.parameters.theta
        grid = np.linspace(*self._reach, _POINTS)
        lines = [(here, Qt.PenStyle.SolidLine, 1.6)]
        if best is not None:
            lines.insert(0, (best.astype(here.dtype), Qt.PenStyle.DashLine, 0.7))
        painter.save()
        painter.setClipRect(room)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for knobs, style, thick in lines:
            w = session.parameters.made(knobs)
            with np.errstate(all="ignore"):
                answers = Evaluator(session.layout, w, with_ones(grid[np.newaxis], w.dtype)).run()
            painter.setPen(QPen(theme.color("text"), unit.line * thick, style))
            painter.drawPolyline(QPolygonF(self._places(room, grid, answers[0])))
        painter.restore()

    @property
    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        dataset, train = self._session.dataset, self._session.evaluation.train[:_MOST]
        return dataset.inputs[0, train], dataset.targets[0, train]

    @property
    def _reach(self) -> tuple[float, float]:
        x, _ = self._points
        return min(float(x.min()), 0.0), max(float(x.max()), 0.0)

    def _places(
        self, room: QRectF, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> list[QPointF]:
        """Returns where points are drawn; what is far above or below lies outside."""
        low, high = self._reach
        targets = self._points[1]
        bottom, top = min(float(targets.min()), 0.0), float(targets.max())
        rise = top - bottom
        bottom, top = bottom - _BELOW * rise, top + _ABOVE * rise
        across = room.left() + (x - low) / (high - low) * room.width()
        lift = np.nan_to_num((y - bottom) / (top - bottom), nan=0.0).clip(-9.0, 9.0)
        up = room.bottom() - lift * room.height()
        return [QPointF(a, b) for a, b in zip(across.tolist(), up.tolist(), strict=True)]

    def _room(self, box: QRectF, unit: Unit) -> QRectF:
        """Returns where points and lines are, under the words."""
        pad = unit.word * 0.6
        head = 2.0 * unit.word if self._words(box, unit)[0] else pad
        return box.adjusted(pad, head, -pad, -pad)

    def _words(self, box: QRectF, unit: Unit) -> tuple[str, str]:
        """Returns what is said at the left and at the right, as far as there is room for it."""
        size, wide = self._session.evaluation.train.size, box.width() - 1.2 * unit.word
        what = ntr("{count:,} point", "{count:,} points", size)
        if size > _MOST:
            what = tr("{shown} of {points:,} points", shown=_MOST, points=size)
        face, line = font(unit.word), tr("and the line")
        needed = width_of(what, face)
        if needed + width_of(line, face) + unit.word <= wide:
            return what, line
        return (what if needed <= wide else ""), ""

    def _draw_words(self, painter: QPainter, box: QRectF, unit: Unit, theme: Theme) -> None:
        what, line = self._words(box, unit)
        pad = unit.word * 0.6
        row = QRectF(box.left() + pad, box.top() + pad / 2, box.width() - 2 * pad, 1.5 * unit.word)
        painter.setFont(font(unit.word))
        painter.setPen(theme.color("muted"))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, what)
        painter.setPen(theme.color("text"))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line)
