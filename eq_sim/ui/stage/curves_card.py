"""Two losses in one plot: a race of two ways to learn, or two runs side by side."""

import math
from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame

from eq_sim.language.tr import tr
from eq_sim.ui.stage.lines import Line, draw_lines, fitting, size_of
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme, font

_PAD, _GAP, _HEADING, _SMALL, _NAME = 0.03, 0.018, 1 / 30, 1 / 34, 0.04  # of height
_BIG = (0.1, 0.08, 0.06)  # of the picture's height: a large number, by the room that there is
_LINE, _THIN, _MARK = 0.0065, 0.0026, 0.013  # of the picture's height
_WIDE = 1.35  # width over height, from which on the numbers stand beside the plot
_LEAST = 0.7  # of the picture's height: so wide it is then at least
_BESIDE, _BELOW, _ABOVE = 0.4, 0.45, 0.26  # of the room, that words take at most
_COLORS = ("muted", "text")
_ABOVE_ALL = 50.0  # heights of the plot: so far above it a curve is drawn as if it went no higher
_ROOM, _FARTHEST = 1.08, 3.0  # above the highest loss; times the start's, that is shown at most
_FALL = 0.05  # of the way: the first fall, which a plot of the gap leaves out
_DASH = (2.2, 1.6)  # of a test loss, in widths of its line
_ALPHA = 46  # of the gap, of 255

Curve: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]
"""(points,) steps or passes through the data, growing, and (points,) a loss there."""


class TwoCurves(Protocol):
    """What the card draws; read, never written.

    Attributes:
        revision: grows with each change.
        curves: both, as far as they are; None for one that has not begun.
        under: the train loss of each, where the curves are of the test loss: the gap lies between.
    """

    revision: int
    curves: tuple[Curve | None, Curve | None]
    under: tuple[Curve | None, Curve | None]

    def measured(self, loss: str) -> str:
        """Returns a loss, and what it is: "train loss 0.12"."""

    @property
    def title(self) -> str:
        """What both curves are of."""

    @property
    def names(self) -> tuple[str, str]:
        """What each is called."""

    @property
    def asides(self) -> tuple[str, str]:
        """What is said below each number; empty for nothing."""

    @property
    def rules(self) -> tuple[str, ...]:
        """What holds for both."""

    @property
    def end(self) -> float:
        """Where the axis along the bottom ends."""

    @property
    def end_text(self) -> str:
        """What stands there."""

    def refresh(self) -> None:
        """Takes everything as it is now, if anything has changed."""


class CurvesCard(QFrame):
    """Two curves, and what each has come to.

    Args:
        shown: both.
        theme: the colours.
    """

    def __init__(self, shown: TwoCurves, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.shown, self._theme = shown, theme
        self._seen = -1
        self._plot = QRectF()
        self._top = 1.0

    def refresh(self) -> None:
        """Shows how far both are, if anything has changed."""
        self.shown.refresh()
        if self.shown.revision == self._seen:
            return
        self._seen = self.shown.revision
        self._top = self._scale_end()
        self.setAccessibleName(f"{self.shown.title}: {', '.join(self.shown.names)}")
        self.setAccessibleDescription(self.said)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._seen = -1
        self.refresh()

    @property
    def loss_texts(self) -> tuple[str, str]:
        """What each has come to; empty for not begun."""
        first, second = self.shown.curves
        return _loss_text(first), _loss_text(second)

    @property
    def ways_out(self) -> tuple[float | None, float | None]:
        """Where each leaves the plot upwards for good, along its axis; None for not at all."""
        first, second = (
            None if curve is None else _way_out(*curve, self._top) for curve in self.shown.curves
        )
        return first, second

    @property
    def said(self) -> str:
        """All numbers in words."""
        not_yet = tr("not yet")
        told = [
            f"{name}: {self.shown.measured(text) if text else not_yet}"
            for name, text in zip(self.shown.names, self.loss_texts, strict=True)
        ]
        return ". ".join(part for part in [*told, *self.shown.asides, *self.shown.rules] if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws heading, rules, curves and numbers, as they fit into the card."""
        super().paintEvent(event)
        high = float(self.window().height())
        pad = min(_PAD * high, 0.07 * min(self.width(), self.height()))
        room, gap = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad), _GAP * high
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            above = self._above(room.width(), high)
            share = fitting(above, room.width(), _ABOVE * room.height())
            draw_lines(painter, self._theme, above, room.topLeft(), share)
            room.adjust(0, size_of(above, share)[1] + gap, 0, 0)
            plot = self._draw_runners(painter, room, gap, high)
            self._draw_plot(painter, plot, high)
            for number, curve in enumerate(self.shown.curves):
                if curve is not None:
                    self._draw_curve(painter, curve, self.shown.under[number], number, high)

    def _above(self, width: float, high: float) -> list[Line]:
        """Returns the heading and the rules, in as many lines as they need."""
        lines = [Line(self.shown.title, _HEADING * high, "muted", bold=True)]
        rules, size = list(self.shown.rules), _SMALL * high
        metrics = QFontMetricsF(font(size))
        row = ""
        for rule in rules:
            longer = f"{row}  ·  {rule}" if row else rule
            if row and metrics.horizontalAdvance(longer) > width:
                lines.append(Line(row, size))
                longer = rule
            row = longer
        return [*lines, Line(row, size)] if row else lines

    def _runner(self, number: int, high: float, big: float) -> list[Line]:
        """Returns what is said of a runner, with its number in letters of some height."""
        text = self.loss_texts[number]
        lines = [Line(self.shown.names[number], _NAME * high, bold=True)]
        value = Line(text, big * high, number=True)
        lines.append(value if text else Line(tr("not yet"), _SMALL * high, "muted"))
        if self.shown.asides[number]:
            lines.append(Line(self.shown.asides[number], _SMALL * high, "muted"))
        return lines

    def _fitted(
        self, high: float, fit: Callable[[list[Line], list[Line]], float]
    ) -> tuple[tuple[list[Line], list[Line]], float]:
        """Returns what is said of both, and at what share of its size it fits.

        The large numbers give way before the words do, where that helps.
        """
        found = [(self._runner(0, high, big), self._runner(1, high, big)) for big in _BIG]
        shares = [fit(*both) for both in found]
        best = next(place for place, share in enumerate(shares) if share >= max(shares))
        return found[best], shares[best]

    def _draw_runners(self, painter: QPainter, room: QRectF, gap: float, high: float) -> QRectF:
        """Writes both numbers beside the plot or below it. Returns the room that is left."""
        mark = min(2.6 * _MARK * high, 0.12 * room.width())
        if room.width() >= max(_WIDE * room.height(), _LEAST * high):
            width, height = _BESIDE * room.width() - mark, room.height() - gap
            runners, share = self._fitted(
                high, lambda first, second: fitting([*first, *second], width, height)
            )
            both = [*runners[0], *runners[1]]
            wide, tall = size_of(both, share)
            left, spare = room.right() - wide, max(0.0, room.height() - tall) / 3
            tops = (room.top() + spare, room.bottom() - spare - size_of(runners[1], share)[1])
            places = [QPointF(left, top) for top in tops]
            rest = room.adjusted(0, 0, -wide - mark - gap, 0)
        else:
            below = _BELOW * room.height()
            half = (room.width() - gap) / 2

            def across(first: list[Line], second: list[Line]) -> float:
                return min(fitting(one, half - mark, below) for one in (first, second))

            def down(first: list[Line], second: list[Line]) -> float:
                return fitting([*first, *second], room.width() - mark, below)

            runners, share = self._fitted(high, lambda *both: max(across(*both), down(*both)))
            beneath = down(*runners) > across(*runners)
            talls = [size_of(one, share)[1] for one in runners]
            tall = sum(talls) if beneath else max(talls)
            left, top = room.left() + mark, room.bottom() - tall
            second = QPointF(left + half + gap, top)
            if beneath:
                second = QPointF(left, top + talls[0])
            places = [QPointF(left, top), second]
            rest = room.adjusted(0, 0, 0, -tall - gap)
        mark *= min(1.0, 1.5 * share)
        for number, (lines, at) in enumerate(zip(runners, places, strict=True)):
            middle = at.y() + lines[0].height(share) / 2
            spot = QPointF(at.x() - 0.55 * mark, middle)
            self._draw_mark(painter, spot, number, 0.29 * mark)
            draw_lines(painter, self._theme, lines, at, share)
        return rest

    def _draw_plot(self, painter: QPainter, room: QRectF, high: float) -> None:
        """Draws the axes with the numbers at their ends."""
        theme = self._theme
        size = min(_SMALL * high, 0.12 * room.height(), 0.08 * room.width())
        painter.setFont(font(size, mono=True))
        metrics = QFontMetricsF(painter.font())
        first, second = self.shown.curves
        start = first or second
        losses = [0.0] if start is None else [0.0, self._level(float(start[1][0]))]
        texts = ["0", *(numbers.loss(loss) for loss in losses[1:])]
        left = max(metrics.horizontalAdvance(text) for text in texts) + 0.4 * size
        plot = room.adjusted(left, 0.5 * size, -1.4 * _MARK * high, -1.5 * size)
        self._plot = plot
        painter.setPen(QPen(theme.color("faint"), max(1.0, _THIN * high)))
        levels = [self._spot(0, loss).y() for loss in losses]
        for y in levels:
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme.color("muted"))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for text, y in zip(texts, levels, strict=True):
            painter.drawText(QRectF(room.left(), y - size, left - 0.4 * size, 2 * size), end, text)
        below, wide = plot.bottom() + 0.2 * size, plot.right() - room.left()
        foot = QRectF(room.left(), below, wide, 1.4 * size)
        words = "" if start is None else self.shown.end_text
        painter.drawText(foot, end, words)
        begin = foot.adjusted(left, 0, 0, 0)
        if metrics.horizontalAdvance(words) + 3 * size < begin.width():
            painter.drawText(begin, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "0")

    def _spot(self, along: float, loss: float) -> QPointF:
        plot = self._plot
        level = min(max(loss / self._top, 0.0), _ABOVE_ALL) if loss == loss else _ABOVE_ALL
        x = plot.left() + along / (self.shown.end or 1.0) * plot.width()
        return QPointF(x, plot.bottom() - level * plot.height())

    def _level(self, start: float) -> float:
        """Returns the loss that is written at the side: the start's, or a round one below it."""
        if start <= self._top:
            return start
        power = 10.0 ** math.floor(math.log10(self._top))
        return max(step * power for step in (1, 2, 5) if step * power <= self._top)

    def _scale_end(self) -> float:
        """Returns where the scale ends."""
        curves = [curve for curve in self.shown.curves if curve is not None]
        if self.shown.under[0] is None:
            return _top_of(curves)
        begin = _FALL * self.shown.end
        late = np.concatenate([losses[steps >= begin] for steps, losses in curves])
        late = late[np.isfinite(late)]
        return min(_ROOM * float(late.max(initial=0.0)), _top_of(curves)) or 1.0

    def _draw_curve(
        self, painter: QPainter, curve: Curve, under: Curve | None, number: int, high: float
    ) -> None:
        """Draws a curve with its mark; a test loss is dashed, above its train loss and the gap."""
        color = self._theme.color(_COLORS[number])
        spots = self._spots(curve)
        thick = max(2.0, _LINE * high)
        pen = QPen(color, thick)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setClipRect(self._plot.adjusted(0, 0, thick, thick))
        if under is not None:
            below = self._spots(under)
            color.setAlpha(_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(QPolygonF([*spots, *reversed(below)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(pen.color(), thick / 2))
            painter.drawPolyline(QPolygonF(below))
            pen.setDashPattern(_DASH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(spots))
        painter.restore()
        half = min(0.75 * _MARK * high, 0.06 * min(self._plot.width(), self._plot.height()))
        way_out = self.ways_out[number]
        if way_out is None:
            self._draw_mark(painter, spots[-1], number, half)
        else:
            self._draw_arrow(painter, self._spot(way_out, self._top), number, 1.2 * half)

    def _draw_arrow(self, painter: QPainter, at: QPointF, number: int, half: float) -> None:
        """Draws where a curve goes up and out of the plot, for good."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(_COLORS[number]))
        foot = at + QPointF(0, 0.8 * half)
        sides = (QPointF(-half, 0), QPointF(half, 0), QPointF(0, -1.6 * half))
        painter.drawPolygon(QPolygonF([foot + side for side in sides]))

    def _spots(self, curve: Curve) -> list[QPointF]:
        pairs = zip(curve[0].tolist(), curve[1].tolist(), strict=True)
        return [self._spot(along, loss) for along, loss in pairs]

    def _draw_mark(self, painter: QPainter, at: QPointF, number: int, half: float) -> None:
        """Draws what marks a curve: a square for the first, a disc for the second."""
        painter.setPen(QPen(self._theme.color("panel"), max(1.0, 0.2 * half)))
        painter.setBrush(self._theme.color(_COLORS[number]))
        if number:
            painter.drawEllipse(at, half, half)
        else:
            painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))


def _loss_text(curve: Curve | None) -> str:
    return "" if curve is None else numbers.loss(float(curve[1][-1]))


def _way_out(along: NDArray[np.float64], losses: NDArray[np.float64], top: float) -> float | None:
    """Returns where a curve goes above a loss for good; None where it ends below it."""
    inside = np.flatnonzero(losses <= top)
    if losses[-1] <= top:
        return None
    if not inside.size:
        return float(along[0])
    last = int(inside[-1])
    low, high = losses[last], losses[last + 1]
    share = (top - low) / (high - low) if np.isfinite(high) else 1.0
    return float(along[last] + share * (along[last + 1] - along[last]))


def _top_of(curves: list[Curve]) -> float:
    """Returns where the scale ends: above all losses, but those that are far above the start's."""
    if not curves:
        return 1.0
    start = max(float(losses[0]) for _, losses in curves)
    finite = np.concatenate([losses[np.isfinite(losses)] for _, losses in curves])
    highest = float(finite.max()) if finite.size else start
    return _ROOM * max(start, min(highest, _FARTHEST * start)) or 1.0
