"""The loss along one knob, all others standing still."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.models.knob_questions import KnobQuestions
from eq_sim.ui.panels.frame import LEFT, Frame, axis
from eq_sim.ui.style.numbers import loss as loss_text
from eq_sim.ui.style.numbers import signed
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_HIGH = 166  # least height of the plot
_FOOT = 52.0  # room for the numbers and two lines of the legend
_LINE = 16.0  # of the legend
_NOW, _BEFORE = later("now"), later("before")  # lines of the legend
_HERE, _LOWEST = later("here"), later("lowest")  # its marks
_FLAT = 1e-9  # a curve that spans less than this share of its height is called flat


class SliceView(QWidget):
    """A curve, where the knob stands on it, its lowest point, and the curve as it was before.

    Args:
        questions: what answers.
        theme: the colours.
    """

    def __init__(self, questions: KnobQuestions, theme: Theme) -> None:
        super().__init__()
        self._questions, self._theme = questions, theme
        self.knob: int | None = None
        self._limit = 1.0
        self.values: NDArray[np.float64] = np.empty(0)
        self.losses: NDArray[np.float64] = np.empty(0)
        self.ghost: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self.here = self.loss = 0.0
        self._busy = False
        self._used, self._part = 0, ""
        self.setMinimumHeight(scaled(_HIGH))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("The loss along this knob, the others standing still"))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setMinimumHeight(scaled(_HIGH))

    def show_knob(self, knob: int, limit: float) -> None:
        """Computes the curve of a knob over its scale, as everything stands now.

        The curve that was there before becomes the ghost where another knob moved; during a
        gesture or a run the ghost stays what it was at its beginning.
        """
        along = self._questions.along(knob, limit)
        if (knob, limit, along.used) != (self.knob, self._limit, self._used):
            self.ghost = None
        elif not (along.busy and self._busy) and not np.allclose(
            along.losses, self.losses, rtol=1e-6
        ):
            self.ghost = (self.values, self.losses)
        self._busy = along.busy
        self.knob, self._limit = knob, limit
        self.values, self.losses, self.here = along.values, along.losses, along.here
        self.loss = along.loss
        self._used, self._part = along.used, ""
        if along.used < along.total:
            self._part = tr(
                "On {some:,} of {all:,} training samples.", some=along.used, all=along.total
            )
        self.setAccessibleDescription(self.words())
        self.update()

    def forget(self) -> None:
        """Shows nothing."""
        self.knob = self.ghost = None
        self.update()

    def lowest(self) -> tuple[float, float]:
        """Returns (value, loss) of the lowest point of the curve and of where the knob stands."""
        losses = np.nan_to_num(self.losses, nan=np.inf)
        place = int(np.argmin(losses))
        if self.loss <= losses[place]:
            return self.here, self.loss
        return float(self.values[place]), float(losses[place])

    def words(self) -> str:
        """Returns where the lowest point is, and of which samples, if not of all."""
        return " ".join(said for said in (self._lowest_words(), self._part) if said)

    def _lowest_words(self) -> str:
        if self.knob is None or not np.isfinite(self.losses).any():
            return ""
        value, low = self.lowest()
        finite = self.losses[np.isfinite(self.losses)]
        if float(np.ptp(finite)) <= _FLAT * max(1.0, abs(low)):
            return tr("Flat: this knob changes nothing now.")
        if value in (self.values[0], self.values[-1]):
            if value > 0:
                sentence = later("The lowest point lies above the scale, which ends at {end}.")
            else:
                sentence = later("The lowest point lies below the scale, which ends at {end}.")
            return tr(sentence, end=signed(value, 2))
        return tr("Lowest at {value}: loss {loss}.", value=signed(value, 2), loss=loss_text(low))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the curves."""
        finite = self.losses[np.isfinite(self.losses)]
        with QPainter(self) as painter:
            painter.fillRect(self.rect().adjusted(0, 0, 1, 1), self._theme.color("panel"))
            if self.knob is not None and finite.size:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.scale(current().scale, current().scale)
                self._draw(painter, finite)

    def _draw(self, painter: QPainter, finite: NDArray[np.float64]) -> None:
        theme, zoom = self._theme, current().scale
        wide, high = self.width() / zoom, self.height() / zoom
        shown = finite
        if self.ghost is not None:
            shown = np.concatenate([finite, self.ghost[1][np.isfinite(self.ghost[1])]])
        room = QRectF(LEFT, 6, wide - LEFT - 6, high - _FOOT - 8)
        frame = Frame(room, axis(self.values, "", pad=0.0), axis(np.append(shown, self.loss), ""))
        frame.draw(painter, theme)
        room = frame.area
        self._draw_legend(painter, room)
        if self.ghost is not None:
            pen = QPen(theme.color("muted"), 1.2, Qt.PenStyle.DashLine)
            frame.curve(painter, pen, *self.ghost)
        frame.curve(painter, QPen(theme.color("text"), 2.0), self.values, self.losses)
        value, low = self.lowest()
        lowest, here = frame.points(np.array([value, self.here]), np.array([low, self.loss]))
        painter.setClipRect(room.adjusted(-6, -6, 6, 6))
        painter.setPen(QPen(theme.color("muted"), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(here.x(), room.top()), QPointF(here.x(), room.bottom()))
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(lowest, 5, 5)
        painter.setBrush(theme.color("text"))
        painter.drawEllipse(here, 3.5, 3.5)

    def legend(self) -> tuple[str, ...]:
        """Returns what the legend names, in English: what is drawn, and nothing else."""
        return (_NOW, *((_BEFORE,) if self.ghost is not None else ()), _HERE, _LOWEST)

    def _draw_legend(self, painter: QPainter, room: QRectF) -> None:
        """Names the lines and marks below the numbers, in a second line where one is too short."""
        theme = self._theme
        painter.setFont(font("small"))
        metrics = QFontMetricsF(painter.font())
        x, y = room.left(), room.bottom() + 25
        for what in self.legend():
            words = tr(what)
            sign = 18.0 if what in (_NOW, _BEFORE) else 9.0
            wide = sign + 5 + metrics.horizontalAdvance(words)
            if x + wide > room.right() + 6:
                x, y = room.left(), y + _LINE
            middle = QPointF(x + sign / 2, y)
            if what in (_NOW, _BEFORE):
                old = what == _BEFORE
                style = Qt.PenStyle.DashLine if old else Qt.PenStyle.SolidLine
                ink = theme.color("muted" if old else "text")
                painter.setPen(QPen(ink, 1.2 if old else 2.0, style))
                painter.drawLine(QPointF(x, y), QPointF(x + sign, y))
            else:
                here = what == _HERE
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.setBrush(theme.color("text") if here else Qt.BrushStyle.NoBrush)
                radius = 3.5 if here else 4.5
                painter.drawEllipse(middle, radius, radius)
            painter.setPen(theme.color("muted"))
            box = QRectF(x + sign + 5, y - _LINE / 2, wide, _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            x += wide + 12
