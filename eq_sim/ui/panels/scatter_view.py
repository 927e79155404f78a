"""Predicted against actual: on the line it is right."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.session.formula import linear_formula
from eq_sim.ui.numbers import MINUS
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.theme import font

_MOST = 2000
_LEFT, _BOTTOM = 44.0, 34.0


class ScatterView(AnswerView):
    """One dot a sample, in a person's units; below it the formula that the knobs make."""

    shows = View.SCATTER

    def summary(self) -> str:
        """Returns how many dots there are."""
        count = len(self.session.examiner.train)
        return f"{count:,} samples" if count <= _MOST else f"{_MOST:,} of {count:,} samples"

    def _explained(self) -> str:
        share = self.session.examiner.measure("explained").train
        if share is None:
            return ""
        if share < 0:
            return "worse than always saying the average"
        return f"explains {100 * share:.0f} % of the differences"

    def draw(self, painter: QPainter) -> None:
        """Draws axes, the line of exact answers, the dots and the formula."""
        formula = self._formula_lines(self.width())
        foot = 18.0 * len(formula) + (8 if formula else 0)
        area = QRectF(_LEFT, 6, self.width() - _LEFT - 8, self.height() - _BOTTOM - foot - 8)
        if area.height() < 60:
            area.setHeight(60)
        session, dataset = self.session, self.session.dataset
        column = dataset.target
        assert column is not None
        actual = column.to_person(session.examiner.targets[0][0][:_MOST])
        predicted = column.to_person(session.examiner.answers[0][0][:_MOST])
        low, high = min(0.0, float(actual.min())), float(actual.max()) * 1.04
        self._axes(painter, area, low, high)
        painter.setClipRect(area)
        painter.setPen(QPen(self.theme.color("muted"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        ink = QColor(self.theme.color("text"))
        ink.setAlpha(150)
        painter.setPen(QPen(ink, 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        finite = np.nan_to_num(predicted, nan=low, posinf=high * 2, neginf=low - high)
        across = area.left() + (actual - low) / (high - low) * area.width()
        up = area.bottom() - (finite.clip(-1e7, 1e7) - low) / (high - low) * area.height()
        # Dots beyond the frame are kept at its edge as ticks: nothing is dropped in silence.
        out = (finite < low) | (finite > high)
        inside = zip(across[~out].tolist(), up[~out].tolist(), strict=True)
        painter.drawPoints([QPointF(x, y) for x, y in inside])
        self._outside(painter, area, across[out], finite[out] > high)
        painter.setClipping(False)
        self._write(painter, formula, area.bottom() + _BOTTOM + 6)

    def _outside(
        self, painter: QPainter, area: QRectF, across: np.ndarray, above: np.ndarray
    ) -> None:
        painter.setPen(QPen(self.theme.color("text"), 1.4))
        for x, is_above in zip(across.tolist(), above.tolist(), strict=True):
            edge = area.top() if is_above else area.bottom()
            painter.drawLine(QPointF(x, edge), QPointF(x, edge + (5 if is_above else -5)))
        if len(across):
            painter.setFont(font(10))
            words = f"{len(across):,} outside the frame"
            painter.drawText(area.adjusted(8, 8, 0, 0), words)

    def _axes(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("window"))
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(font(10, mono=True))
        step = _step((high - low) / 4)
        ticks = np.arange(np.ceil(low / step) * step, high, step)
        for tick in ticks:
            x = area.left() + (tick - low) / (high - low) * area.width()
            y = area.bottom() - (tick - low) / (high - low) * area.height()
            painter.setPen(QPen(theme.color("faint"), 0.6))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            text = _money(float(tick))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _LEFT - 5, 16), right, text)
            box = QRectF(x - 30, area.bottom() + 2, 60, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        name = self.session.dataset.target.name if self.session.dataset.target else ""
        painter.setFont(font(11))
        foot = QRectF(area.left(), area.bottom() + 16, area.width(), 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"actual {name} →")
        painter.drawText(area.adjusted(6, 4, 0, 0), f"predicted {name} ↑")

    def _formula_lines(self, width: float) -> list[str]:
        """Breaks the formula before its plus signs so that each line fits."""
        formula = linear_formula(self.session)
        if formula is None:
            bent = "Hidden neurons bend the line: no short formula says it."
            return [bent, self._explained()]
        metrics = QFontMetricsF(font(11, mono=True))
        lines, line = [], ""
        for part in (
            formula.replace(" + ", "\n+ ").replace(f" {MINUS} $", f"\n{MINUS} $").split("\n")
        ):
            longer = f"{line} {part}".strip()
            if line and metrics.horizontalAdvance(longer) > width - 12:
                lines.append(line)
                longer = f"   {part}"
            line = longer
        return [*lines, line, self._explained()]

    def _write(self, painter: QPainter, lines: list[str], top: float) -> None:
        painter.setFont(font(11, mono=True))
        painter.setPen(self.theme.color("text"))
        for number, line in enumerate(lines):
            painter.drawText(QPointF(4, top + 12 + 18 * number), line)


def _step(span: float) -> float:
    power = 10.0 ** np.floor(np.log10(max(span, 1e-9)))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= span))


def _money(value: float) -> str:
    if abs(value) >= 1000:
        return f"${value / 1000:,.0f}k"
    return f"${value:,.0f}" if value else "$0"
