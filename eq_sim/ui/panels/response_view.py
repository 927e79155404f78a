"""Two responses over frequency: the one that is wanted, and the one that the knobs make."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from eq_sim.data.dataset import View
from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.session.responses import responses
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.asked import error_words
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Axis, Frame, axis
from eq_sim.ui.style.theme import font

_LEGEND = 28.0


class ResponseView(AnswerView):
    """The wanted response is dotted, the made one solid; a band within 1 dB has a filled mark."""

    shows = View.RESPONSE

    def summary(self) -> str:
        """Returns how many bands are close."""
        both = responses(self.session)
        return tr("{close} of {all} bands within 1 dB", close=both.close, all=len(both.errors))

    def look(self) -> None:
        """Takes both responses."""
        self._dataset, self._curves = self.session.dataset, responses(self.session)
        self._off = error_words(self.session) if self.errors else []

    def foot(self) -> float:
        """The legend's height, and that of the errors in words."""
        return _LEGEND + 16.0 * len(self._off)

    def draw(self, painter: QPainter) -> None:
        """Draws both curves, and a mark for each band."""
        dataset, theme = self._dataset, self.theme
        target, along = dataset.target, dataset.axis
        assert target is not None
        assert along is not None
        assert dataset.places is not None
        wanted, made, errors = self._curves.wanted, self._curves.made, self._curves.errors
        room = QRectF(LEFT, 6, self.wide - LEFT - 8, self.high - BOTTOM - self.foot() - 6)
        frequency = Axis(
            float(dataset.places[0]),
            float(dataset.places[-1]),
            (100, 1000, 10_000),
            along.name_said,
            along.unit,
            log=True,
        )
        reach = np.array([wanted.min(), wanted.max(), -6.0, 6.0])
        frame = Frame(
            room, frequency, axis(reach, f"{target.name_said}, {target.unit_said}", pad=0.25)
        )
        frame.draw(painter, theme)
        room = frame.area
        dots = QPen(theme.color("muted"), 2.4, Qt.PenStyle.DotLine)
        frame.curve(painter, dots, dataset.places, wanted)
        frame.curve(painter, QPen(theme.color("text"), 2.6), dataset.places, made)
        if self._off:
            pairs = zip(
                frame.points(dataset.places, wanted),
                frame.points(dataset.places, made),
                strict=True,
            )
            painter.setPen(QPen(theme.color("alarm"), 1.2))
            painter.drawLines([QLineF(a, b) for a, b in pairs])
        self.offer(frame.points(dataset.places, made), list(range(dataset.size)))
        centres = dataset.places[dataset.inputs.argmax(axis=1)]
        marks = frame.points(centres, np.full(len(centres), frame.y.low))
        painter.setPen(QPen(theme.color("text"), 1.4))
        for mark, error in zip(marks, errors.tolist(), strict=True):
            painter.setBrush(theme.color("text") if error <= 1 else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark - QPointF(0, 8), 4, 4)
        self._legend(painter)

    def sample_lines(self, sample: int) -> tuple[str, ...]:
        """Returns what is wanted and made at a place on the axis."""
        dataset = self.session.dataset
        first, *rest = super().sample_lines(sample)
        if dataset.axis is None or dataset.places is None:
            return (first, *rest)
        place = local(f"{float(dataset.places[sample]):,.0f} {dataset.axis.unit}")
        return (place, first, *rest)

    def _legend(self, painter: QPainter) -> None:
        painter.setFont(font("small"))
        painter.setPen(self.theme.color("text"))
        for number, line in enumerate(reversed(self._off)):
            painter.drawText(QPointF(8, self.high - _LEGEND - 4 - 16 * number), line)
        y = self.high - 9.0
        x = 8.0
        theme = self.theme
        for words, style, color in (
            (tr("wanted"), Qt.PenStyle.DotLine, "muted"),
            (tr("made"), Qt.PenStyle.SolidLine, "text"),
        ):
            painter.setPen(QPen(theme.color(color), 2.4, style))
            painter.drawLine(QPointF(x, y - 4), QPointF(x + 18, y - 4))
            painter.setPen(theme.color("muted"))
            painter.drawText(QPointF(x + 23, y), words)
            x += 36 + painter.fontMetrics().horizontalAdvance(words)
        painter.setPen(QPen(theme.color("text"), 1.4))
        painter.setBrush(theme.color("text"))
        painter.drawEllipse(QPointF(x + 4, y - 4), 4, 4)
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(x + 14, y), tr("within 1 dB"))
