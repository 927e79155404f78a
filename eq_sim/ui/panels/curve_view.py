"""A curve through points: one input, one number."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.session.questions.linear_formula import linear_formula
from eq_sim.ui.models.answer_words import amount, measured
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.asked import answer_to, error_words, every_answer, said_of
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Frame, axis, shown_of, with_unit
from eq_sim.ui.panels.probe import Probe
from eq_sim.ui.panels.standing_points import StandingPoints
from eq_sim.ui.style.numbers import signed
from eq_sim.ui.style.theme import Theme, font

SMALL = 0.6
"""How large the mark of a validation sample is, beside others."""
_POINTS = 201
_HOLLOW = 0.55  # how opaque those that are not learned from are: the filled ones stand out
_TYPICAL = {
    "test": later("typical error on test {error}"),
    "train": later("typical error on train {error}"),
}
_MOST = 1500  # points of a part that are drawn; more would hide the line, and take long


class CurveView(AnswerView):
    """Filled dots are learned from, hollow ones checked on, small ones choose; a line answers."""

    shows = View.CURVE
    _structure = -1

    def __init__(
        self, session: Answering, theme: Theme, surface: Surface, picked: ChosenSample
    ) -> None:
        super().__init__(session, theme, surface, picked)
        self._points = StandingPoints()

    def forget(self) -> None:
        """Makes the points anew."""
        self._points.forget()
        super().forget()

    def summary(self) -> str:
        """Returns the typical error."""
        part = "test" if len(self.session.evaluation.test) else "train"
        measure = self.session.evaluation.measure("typical_error")
        value = measure.test if part == "test" else measure.train
        if value is None:
            return ""
        target = self.session.dataset.target
        assert target is not None
        off = value * target.scale
        far = f"{off:.2e}".replace("e+0", "e")
        shown = amount(off, target) if value < 1000 else local(far)
        return tr(_TYPICAL[part], error=shown)

    def look(self) -> None:
        """Takes the points, and sends as many others as make a curve through the network."""
        session, target = self.session, self.session.dataset.target
        assert target is not None
        self._prepare()
        self._dataset, self._target = session.dataset, target
        evaluation = session.evaluation
        self._parts = (
            (evaluation.test[:_MOST], True, 1.0),
            (evaluation.validation[:_MOST], True, SMALL),
            (evaluation.train[:_MOST], False, 1.0),
        )
        self._answers = target.to_person(self._evaluator.run()[0])
        self._formula = linear_formula(session.layout, session.dataset, session.parameters.w)
        self._off = error_words(session) if self.errors else []
        if self.errors:
            order, answers = every_answer(session)
            said = np.empty(len(order))
            said[order] = answers[0]
            self._said = target.to_person(said)

    def foot(self) -> float:
        """The formula's height, where there is one, or that of the errors in words."""
        if self._off:
            return 16.0 * len(self._off) + 4
        return 22.0 if self._formula else 0.0

    def draw(self, painter: QPainter) -> None:
        """Draws the points and the curve."""
        dataset, target, formula = self._dataset, self._target, self._formula
        room = QRectF(LEFT, 6, self.wide - LEFT - 8, self.high - BOTTOM - self.foot() - 10)
        column = dataset.columns[0]
        x = column.to_person(dataset.inputs[0])
        y = target.to_person(dataset.targets[0])
        across = axis(x, with_unit(column), column.unit, pad=0.04, years=column.of_years)
        up = axis(y, with_unit(target), target.unit, pad=0.2, years=target.of_years)
        frame = Frame(room, across, up)
        frame.draw(painter, self.theme)
        self._frame, room = frame, frame.area
        shown = np.sort(np.concatenate([part for part, *_ in self._parts]))
        if self._off:
            self._draw_errors(painter, frame, shown, frame.points(x[shown], y[shown]))

        def points(painter: QPainter) -> None:
            size = min(max(room.width() / 45, 4.0), 8.0)
            for part, hollow, share in self._parts:
                ink = QColor(self.theme.color("muted"))
                ink.setAlphaF(_HOLLOW if hollow else 1.0)
                painter.setPen(QPen(ink, 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush if hollow else ink)
                for point in frame.points(x[part], y[part]):
                    painter.drawEllipse(point, share * size / 2, share * size / 2)
            self.offer(frame.points(x[shown], y[shown]), shown.tolist())

        self._points.draw(
            painter,
            self,
            (self._structure, room.x(), room.y(), room.width(), room.height()),
            points,
        )
        answers = self._answers
        frame.curve(painter, QPen(self.theme.color("text"), 2.6), self._across, answers)
        frame.tag(painter, self.theme, shown_of(len(shown), dataset.size))
        painter.setPen(self.theme.color("text"))
        if frame.outside(answers).any():
            painter.setFont(font("tick"))
            low, high = float(np.nanmin(answers)), float(np.nanmax(answers))
            ends = {"low": signed(low, 1), "high": signed(high, 1)}
            metrics = QFontMetricsF(painter.font())
            free = room.width() - metrics.horizontalAdvance("target y ↑") - 20
            words = tr("the line reaches from {low} to {high}", **ends)
            if metrics.horizontalAdvance(words) > free:
                words = tr("line: {low} to {high}", **ends)
            below = 18 if len(shown) < dataset.size else 4
            size = QSizeF(metrics.horizontalAdvance(words) + 2, metrics.height())
            box = QRectF(QPointF(room.right() - 8 - size.width(), room.top() + below), size)
            if _crosses(frame.points(self._across, answers), box):
                box.moveBottom(room.bottom() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, words)
        painter.setFont(font("small"))
        for number, line in enumerate(reversed(self._off)):
            painter.drawText(QPointF(6, self.high - 6 - 16 * number), line)
        if formula and not self._off:
            painter.setFont(font("note", mono=True))
            painter.drawText(QPointF(6, self.high - 8), local(formula))

    def _draw_errors(
        self, painter: QPainter, frame: Frame, shown: NDArray[np.intp], places: list[QPointF]
    ) -> None:
        """Draws from each point to the line over it."""
        painter.save()
        painter.setClipRect(frame.area)
        painter.setPen(QPen(self.theme.color("alarm"), 1.2))
        x = self._dataset.columns[0].to_person(self._dataset.inputs[0, shown])
        ends = frame.points(x, self._said[shown])
        painter.drawLines([QLineF(a, b) for a, b in zip(places, ends, strict=True)])
        painter.restore()

    def probe_at(self, point: QPointF) -> Probe | None:
        """Returns the line's value over a place, and what the nearest point is."""
        frame, dataset = self._frame, self._dataset
        if not frame.area.adjusted(-2, -20, 2, 20).contains(point):
            return None
        column = dataset.columns[0]
        share = min(max(0.0, (point.x() - frame.area.left()) / frame.area.width()), 1.0)
        x = frame.x.low + share * (frame.x.high - frame.x.low)
        inputs = np.array([float(column.to_network(np.array(x)))])
        near = int(np.argmin(np.abs(dataset.inputs[0] - inputs[0])))
        said = said_of(self.session, inputs)
        answer = self._target.to_person(answer_to(self.session, inputs))
        (at,) = frame.points(np.array([x]), answer)
        first, *rest = self.sample_lines(near)
        name = measured(column, x)
        here: tuple[str, ...]
        if column.by_spread:  # real names are long
            here = (name, tr("the line is at {answer}", answer=said))
        else:
            here = (tr("{place}: the line is at {answer}", place=name, answer=said),)
        lines = (*here, tr("nearest, {sample}", sample=first), *rest)
        inside = min(max(frame.area.top(), at.y()), frame.area.bottom())
        return Probe(QPointF(at.x(), inside), lines, self.place_of(near))

    def place_of(self, sample: int) -> QPointF:
        """Returns where on the picture a sample is."""
        column, dataset = self._dataset.columns[0], self._dataset
        x = column.to_person(dataset.inputs[0, sample : sample + 1])
        y = self._target.to_person(dataset.targets[0, sample : sample + 1])
        return self._frame.points(x, y)[0]

    def error_end(self, sample: int, error: float) -> QPointF | None:
        """Returns where the answer to a sample lies, above or below it."""
        dataset, target = self._dataset, self._target
        x = dataset.columns[0].to_person(dataset.inputs[0, sample : sample + 1])
        y = target.to_person(dataset.targets[0, sample : sample + 1] + error)
        return self._frame.points(x, y)[0]

    def _prepare(self) -> None:
        session = self.session
        if session.structure == self._structure:
            return
        self._structure = session.structure
        inputs = session.dataset.inputs[0]
        span = float(inputs.max() - inputs.min()) or 1.0
        reach = 0.04 * span
        across = np.linspace(inputs.min() - reach, inputs.max() + reach, _POINTS)
        self._across = session.dataset.columns[0].to_person(across)
        samples = with_ones(across[np.newaxis], session.parameters.theta.dtype)
        self._evaluator = Evaluator(session.layout, session.parameters.w, samples)


def _crosses(curve: list[QPointF], box: QRectF) -> bool:
    """Whether a curve from left to right passes through a box."""
    heights = [point.y() for point in curve if box.left() <= point.x() <= box.right()]
    return bool(heights) and min(heights) < box.bottom() and max(heights) > box.top()
