"""The train loss on the straight way from A to B, drawn as the blend goes it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame

from eq_sim.language.tr import tr
from eq_sim.session.ab import NAMES
from eq_sim.ui.models.loss_way import LossWay, Passage
from eq_sim.ui.stage.lines import Line, draw_lines, size_of
from eq_sim.ui.stage.way_foot import WayFoot
from eq_sim.ui.stage.way_hand import WayHand
from eq_sim.ui.stage.way_places import WayPlaces, is_beside
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme

_HEADING, _SMALL = 1 / 30, 1 / 34  # of the picture's height
_LINE, _THIN, _DASHED = 0.0065, 0.0026, 0.0018  # of it: pens
_END = 0.6  # of the marker: A and B
_SHADE = 46  # of 255: where it is worse than with all knobs at zero


class WayCard(QFrame):
    """A curve over the way, with a marker where the blend stands; a hand moves it.

    Args:
        way: what is known of the way.
        hand: what moves the blend.
        theme: the colours.
    """

    def __init__(self, way: LossWay, hand: WayHand, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.way, self._hand, self._theme = way, hand, theme
        self._seen = -1
        self._places: WayPlaces | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Train loss from A to B"))

    def refresh(self) -> None:
        """Shows the way as far as it is gone, if anything has changed."""
        self.way.refresh()
        if self.way.revision == self._seen:
            return
        self._seen = self.way.revision
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

    # What it says

    @property
    def place_text(self) -> str:
        """Where the marker is: "A", "37 % of the way", "halfway", "B"."""
        end = self._end
        return self.way.blending.where if end is None else NAMES[end]

    @property
    def here_text(self) -> str:
        """The train loss at the marker."""
        here = self.way.here
        return tr(numbers.COMPUTING) if here is None else numbers.loss(here)

    @property
    def zero_text(self) -> str:
        """The train loss with all knobs at zero."""
        return numbers.loss(self.way.zero)

    @property
    def said(self) -> str:
        """All numbers in words."""
        told = [f"{self.place_text} {self.here_text}"]
        told += [
            f"{name} {loss}" for name, loss in zip(NAMES, self._end_texts, strict=True) if loss
        ]
        if not self.way.blending.is_set:
            told.append(tr("B is not set yet"))
        return ", ".join([*told, tr("all knobs at zero {loss}", loss=self.zero_text)])

    @property
    def _end(self) -> int | None:
        """At which end of the way the marker is."""
        blending = self.way.blending
        return blending.sides.active if blending.on_way else None

    @property
    def _end_texts(self) -> tuple[str, str]:
        """The train losses that are written at A and B: not where the marker has its own."""
        way, end = self.way, self._end
        known = way.blending.is_set
        return (
            "" if end == 0 else numbers.loss(way.start),
            "" if end == 1 or not known else numbers.loss(way.end),
        )

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the curve, what it is held against, and the numbers."""
        super().paintEvent(event)
        high, way, theme = float(self.window().height()), self.way, self._theme
        heading, legend = self._words(high)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            places = WayPlaces.of(QRectF(self.rect()), high, way.top, heading, legend)
            self._places = places
            draw_lines(painter, theme, heading, places.heading, places.share)
            self._draw_zero(painter, places, legend, high)
            painter.setPen(QPen(theme.color("faint"), max(1.0, _THIN * high)))
            painter.drawLine(places.plot.bottomLeft(), places.plot.bottomRight())
            painter.setPen(QPen(theme.color("muted"), max(1.0, _THIN * high)))
            for passage in way.before:
                painter.drawPolyline(_curve(places, passage))
            for passage in way.passages:
                self._draw_passage(painter, places, passage, _LINE * high)
            self._draw_marks(painter, places, high)
            self._draw_foot(WayFoot(painter, theme, places, high))
            if self.hasFocus():
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _words(self, high: float) -> tuple[list[Line], list[Line]]:
        """Returns the heading, and what the dashed line is."""
        heading = tr("Train loss\nfrom A to B").split("\n")
        number = Line(self.zero_text, _SMALL * high, number=True)
        if is_beside(QRectF(self.rect())):
            legend = tr("all knobs\nat zero").split("\n")
            lines = [number, *(Line(text, _SMALL * high) for text in legend)]
        else:
            heading = [" ".join(heading)]
            words = tr("all knobs at zero: {loss}", loss=self.zero_text)
            lines = [Line(f"╌ {words}", _SMALL * high)]
        return [Line(text, _HEADING * high, "muted", bold=True) for text in heading], lines

    def _draw_zero(
        self, painter: QPainter, places: WayPlaces, legend: list[Line], high: float
    ) -> None:
        """Draws the level of all knobs at zero, and says which it is."""
        theme, plot = self._theme, places.plot
        y, at = places.spot(0.0, self.way.zero).y(), places.legend
        painter.setPen(_dashes(theme.color("text"), _DASHED * high))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        if places.beside:
            tall, lowest = size_of(legend, places.share)[1], places.foot.bottom()
            at = QPointF(at.x(), min(max(y - tall / 2, plot.top()), lowest - tall))
        draw_lines(painter, theme, legend, at, places.share)

    def _draw_passage(
        self, painter: QPainter, places: WayPlaces, passage: Passage, thick: float
    ) -> None:
        """Draws what was gone, shaded where it is worse than all knobs at zero."""
        theme, plot, curve = self._theme, places.plot, _curve(places, passage)
        level = places.spot(0.0, self.way.zero).y()
        shade = QColor(theme.color("text"))
        shade.setAlpha(_SHADE)
        painter.save()
        painter.setClipRect(QRectF(plot.topLeft(), QPointF(plot.right(), level)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        ends = [QPointF(curve.last().x(), plot.bottom()), QPointF(curve.first().x(), plot.bottom())]
        painter.drawPolygon(QPolygonF([*_spots(places, passage), *ends]))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(theme.color("text"), max(2.0, thick), Qt.PenStyle.SolidLine, cap, join))
        painter.drawPolyline(curve)

    def _draw_marks(self, painter: QPainter, places: WayPlaces, high: float) -> None:
        """Draws A, B, the middle, and the marker with a line down to its number."""
        theme, way, blending = self._theme, self.way, self.way.blending
        radius = max(2.5, _END * places.mark)
        if blending.is_set:
            middle = places.spot(0.5, 0.0)
            painter.setPen(QPen(theme.color("muted"), max(1.0, _THIN * high)))
            painter.drawLine(middle - QPointF(0, 0.5 * radius), middle + QPointF(0, 0.5 * radius))
        spot = None
        if blending.on_way and way.here is not None:
            spot = places.spot(blending.share, way.here)
            painter.setPen(_dashes(theme.color("text"), _DASHED * high))
            painter.drawLine(spot, QPointF(spot.x(), places.foot.top()))
        painter.setBrush(theme.color("text"))
        painter.setPen(QPen(theme.color("panel"), max(1.5, 0.35 * radius)))
        for share, loss, known in ((0.0, way.start, True), (1.0, way.end, blending.is_set)):
            if known and loss == loss:  # it is not known while it is computed
                painter.drawEllipse(places.spot(share, loss), radius, radius)
        if spot is not None:
            painter.drawEllipse(spot, places.mark, places.mark)

    def _draw_foot(self, foot: WayFoot) -> None:
        """Writes the numbers of A, B and the marker."""
        left, right = self._end_texts
        if left:
            foot.draw_end(0.0, NAMES[0], left)
        if right:
            foot.draw_end(1.0, NAMES[1], right)
        share = self.way.blending.share
        foot.draw_marker(share, self.place_text, self.here_text, left, right)

    # What a hand does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the marker, and moves it there."""
        if event.button() == Qt.MouseButton.LeftButton and self.way.blending.is_set:
            self._hand.take()
            self.mouseMoveEvent(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the marker, if it is held."""
        if self._places is not None:
            self._hand.drag(self._places.share_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        self._hand.let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the marker, Home and End take it to A and B."""
        if not (self.way.blending.is_set and self._hand.press(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key that was held is one gesture."""
        if not event.isAutoRepeat():
            self._hand.let_go()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go."""
        self._hand.let_go()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lets go: nobody could any more."""
        self._hand.let_go()
        super().hideEvent(event)


def _dashes(color: QColor, width: float) -> QPen:
    pen = QPen(color, max(1.0, width))
    pen.setDashPattern([5, 4])
    return pen


def _curve(places: WayPlaces, passage: Passage) -> QPolygonF:
    return QPolygonF(_spots(places, passage))


def _spots(places: WayPlaces, passage: Passage) -> list[QPointF]:
    pairs = zip(passage.shares.tolist(), passage.losses.tolist(), strict=True)
    return [places.spot(share, loss) for share, loss in pairs]
