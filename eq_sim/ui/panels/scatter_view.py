"""Predicted against actual: on the line it is right."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.language.numerals import local
from eq_sim.language.tr import ntr, tr
from eq_sim.session.questions.linear_formula import linear_formula
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.asked import error_words
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Frame, axis, with_unit
from eq_sim.ui.style.line_breaks import SPACE, broken
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.style.theme import font

_MOST = 2000
_ROW = 18.0  # a line below the frame
_LOWEST = 60.0  # of a frame in which dots can be told apart
_BELOW_NAME = 22  # the name of the axis up is in the frame's corner
_BEFORE_TERM = rf" (?=\+ |{MINUS} \$)"  # not within "(lot − 5,150)"


class ScatterView(AnswerView):
    """One dot a sample, in a person's units; below it the formula that the knobs make."""

    shows = View.SCATTER

    def summary(self) -> str:
        """Returns how many dots there are."""
        count = len(self.session.evaluation.train)
        if count <= _MOST:
            return ntr("{count:,} sample", "{count:,} samples", count)
        return tr("{shown:,} of {samples:,} samples", shown=_MOST, samples=count)

    def worth(self) -> str:
        """Returns how much of the variance it explains where it has learned."""
        share = self.session.evaluation.measure("explained").train
        if share is None:
            return ""
        if share < 0:
            return tr("worse than always saying the average (training part)")
        return tr(
            "explains {percent:.1f} % of the variance in {measured} (training part)",
            percent=100.0 if share == 1 else min(100 * share, 99.9),
            measured=self._column.name_said,
        )

    def look(self) -> None:
        """Takes actual and predicted values in a person's units, and the formula."""
        session, evaluation = self.session, self.session.evaluation
        column = session.dataset.target
        assert column is not None
        self._column, self._shown = column, evaluation.train[:_MOST].tolist()
        self._actual = column.to_person(evaluation.targets[0][0][:_MOST])
        self._predicted = column.to_person(evaluation.answers[0][0][:_MOST])
        w = session.parameters.w
        self._formula = linear_formula(session.layout, session.dataset, w)
        self._says = self.worth()
        self._off = error_words(session) if self.errors else []

    def foot(self) -> float:
        """The height of the formula and of what it explains."""
        return _foot(self._lines())

    def draw(self, painter: QPainter) -> None:
        """Draws axes, the line of exact answers, the dots and the formula."""
        lines = self._lines()
        area = QRectF(LEFT, 6, self.wide - LEFT - 8, self.high - BOTTOM - self.foot() - 8)
        column, actual, predicted = self._column, self._actual, self._predicted
        name, years = with_unit(column), column.of_years
        across = axis(
            _ends(actual), tr("actual {measured}", measured=name), column.unit, pad=0.0, years=years
        )
        up = replace(across, name=tr("predicted {measured}", measured=name))
        frame = Frame(area, across, up)
        frame.draw(painter, self.theme)
        area, self._frame = frame.area, frame
        painter.setClipRect(area)
        if self.errors:
            self._draw_errors(painter, frame)
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
        self._write(painter, lines, area.bottom() + BOTTOM + 6)

    def _draw_errors(self, painter: QPainter, frame: Frame) -> None:
        """Draws from each dot to where it would be if its answer were exact."""
        exact = frame.points(self._actual, self._actual)
        said = frame.points(self._actual, self._predicted)
        ink = QColor(self.theme.color("alarm"))
        ink.setAlpha(120)
        painter.setPen(QPen(ink, 1.0))
        painter.drawLines([QLineF(a, b) for a, b in zip(exact, said, strict=True)])

    def error_end(self, sample: int, error: float) -> QPointF | None:
        """Returns where the sample's dot would be if it were right: on the line."""
        targets = self.session.dataset.targets[0, sample : sample + 1]
        actual = self._column.to_person(targets)
        return self._frame.points(actual, actual)[0]

    def _outside(
        self, painter: QPainter, area: QRectF, across: np.ndarray, above: np.ndarray
    ) -> None:
        painter.setPen(QPen(self.theme.color("text"), 1.4))
        for x, is_above in zip(across.tolist(), above.tolist(), strict=True):
            edge = area.top() if is_above else area.bottom()
            painter.drawLine(QPointF(x, edge), QPointF(x, edge + (5 if is_above else -5)))
        if len(across):
            painter.setFont(font("tick"))
            words = tr("{count:,} outside the frame", count=len(across))
            wide, high = QFontMetricsF(painter.font()).horizontalAdvance(words) + 8, 16.0
            tag = QRectF(area.right() - wide - 2, area.top() + _BELOW_NAME, wide, high)
            painter.fillRect(tag, self.theme.color("window"))  # dots behind words hide them
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _lines(self) -> list[str]:
        """Returns what stands below the frame; what leaves no room for the dots stays away."""
        formula, says = self._formula, self._says
        metrics, room = QFontMetricsF(font("small", mono=True)), self.wide - 12
        if self._off:
            return [line for off in self._off for line in broken(off, SPACE, room, metrics)]
        if formula is None:
            written = broken(tr("no short formula: hidden neurons bend it"), SPACE, room, metrics)
        else:
            formula = local(formula)
            written = broken(formula, _BEFORE_TERM, room, metrics, indent="   ")
            if max(map(metrics.horizontalAdvance, written)) > room:
                written = broken(formula, SPACE, room, metrics, indent="   ")
        result = broken(says, SPACE, room, metrics) if says else []
        for lines in ([*written, *result], result):
            if self.high - BOTTOM - _foot(lines) - 8 >= _LOWEST:
                return lines
        return []

    def _write(self, painter: QPainter, lines: list[str], top: float) -> None:
        painter.setFont(font("small", mono=True))
        painter.setPen(self.theme.color("text"))
        for number, line in enumerate(lines):
            painter.drawText(QPointF(4, top + 12 + _ROW * number), line)


def _ends(actual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns from where to where the axes reach: from 0, where that is not far from the data."""
    low, high = float(np.min(actual)), float(np.max(actual))
    near = low < 0 < high or 0 <= 2 * low <= high
    if near and high > 0:
        return np.array([min(0.0, low), high * 1.04])
    margin = 0.04 * (high - low)
    return np.array([low - margin, high + margin])


def _foot(lines: list[str]) -> float:
    """Returns how much room lines take below the frame."""
    return _ROW * len(lines) + (8 if lines else 0)
