"""Predicted against actual: on the line it is right."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.session.questions.linear_formula import linear_formula
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Frame, axis
from eq_sim.ui.style.numbers import MINUS, local
from eq_sim.ui.style.theme import font

_MOST = 2000


class ScatterView(AnswerView):
    """One dot a sample, in a person's units; below it the formula that the knobs make."""

    shows = View.SCATTER

    def summary(self) -> str:
        """Returns how many dots there are."""
        count = len(self.session.evaluation.train)
        return local(f"{count:,} samples" if count <= _MOST else f"{_MOST:,} of {count:,} samples")

    def worth(self) -> str:
        """Returns how much of the variance it explains where it has learned."""
        share = self.session.evaluation.measure("explained").train
        if share is None:
            return ""
        what = "worse than always saying the average"
        if share >= 0:
            shown = 100.0 if share == 1 else min(100 * share, 99.9)
            what = f"explains {shown:.1f} % of the variance in {self._column.name}"
        return local(f"{what} (training part)")

    def look(self) -> None:
        """Takes actual and predicted values in a person's units, and the formula."""
        session, evaluation = self.session, self.session.evaluation
        column = session.dataset.target
        assert column is not None
        self._column, self._shown = column, evaluation.train[:_MOST].tolist()
        self._actual = column.to_person(evaluation.targets[0][0][:_MOST])
        self._predicted = column.to_person(evaluation.answers[0][0][:_MOST])
        theta = session.parameters.theta
        self._formula = linear_formula(session.layout, session.dataset, theta)
        self._says = self.worth()

    def foot(self) -> float:
        """The height of the formula and of what it explains."""
        return 18.0 * len(self._formula_lines(self.wide)) + 8

    def draw(self, painter: QPainter) -> None:
        """Draws axes, the line of exact answers, the dots and the formula."""
        formula = self._formula_lines(self.wide)
        height = max(60.0, self.high - BOTTOM - self.foot() - 8)
        area = QRectF(LEFT, 6, self.wide - LEFT - 8, height)
        column, actual, predicted = self._column, self._actual, self._predicted
        ends = np.array([min(0.0, float(np.min(actual))), float(np.max(actual)) * 1.04])
        across = axis(ends, f"actual {column.name}", column.unit, pad=0.0)
        frame = Frame(area, across, replace(across, name=f"predicted {column.name}"))
        frame.draw(painter, self.theme)
        painter.setClipRect(area)
        painter.setPen(QPen(self.theme.color("muted"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        ink = QColor(self.theme.color("text"))
        ink.setAlpha(150)
        painter.setPen(QPen(ink, 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        # Dots beyond the frame are kept at its edge as ticks: nothing is dropped in silence.
        out = frame.outside(predicted)
        painter.drawPoints(frame.points(actual[~out], predicted[~out]))
        ticks = area.left() + across.share(actual[out]) * area.width()
        self._outside(painter, area, ticks, predicted[out] > across.high)
        painter.setClipping(False)
        self.offer(frame.points(actual, predicted), self._shown)
        self._write(painter, formula, area.bottom() + BOTTOM + 6)

    def _outside(
        self, painter: QPainter, area: QRectF, across: np.ndarray, above: np.ndarray
    ) -> None:
        painter.setPen(QPen(self.theme.color("text"), 1.4))
        for x, is_above in zip(across.tolist(), above.tolist(), strict=True):
            edge = area.top() if is_above else area.bottom()
            painter.drawLine(QPointF(x, edge), QPointF(x, edge + (5 if is_above else -5)))
        if len(across):
            painter.setFont(font("tick"))
            words = local(f"{len(across):,} outside the frame")
            painter.drawText(area.adjusted(0, 20, -8, 0), Qt.AlignmentFlag.AlignRight, words)

    def _formula_lines(self, width: float) -> list[str]:
        """Breaks the formula before its plus signs, and what it is worth, so that lines fit."""
        worth = _broken(self._says.split(" "), width)
        if self._formula is None:
            return ["no short formula: hidden neurons bend it", *worth]
        formula = local(self._formula)
        parts = formula.replace(" + ", "\n+ ").replace(f" {MINUS} $", f"\n{MINUS} $").split("\n")
        return _broken(parts, width, "   ") + worth

    def _write(self, painter: QPainter, lines: list[str], top: float) -> None:
        painter.setFont(font("small", mono=True))
        painter.setPen(self.theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        for number, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.wide - 8)
            painter.drawText(QPointF(4, top + 12 + 18 * number), shown)


def _broken(parts: list[str], width: float, indent: str = "") -> list[str]:
    """Returns lines of parts, as many in each as fit; all but the first begin with an indent."""
    metrics = QFontMetricsF(font("small", mono=True))
    lines, line = [], ""
    for part in parts:
        longer = f"{line} {part}" if line else part
        if line and metrics.horizontalAdvance(longer) > width - 12:
            lines.append(line)
            longer = f"{indent}{part}"
        line = longer
    return [*lines, line]
