"""How much of the variance each component explains, and the first ones together."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import ntr, tr
from eq_sim.ui.models.locked_bank import MEAN, LockedBank
from eq_sim.ui.panels import bank_words
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme, text_font

_HIGH = 76  # pixels
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ExplainedView(QWidget):
    """A bar for each component, and a line for the sum; from 0 to 100 % of the variance.

    Args:
        theme: the colours.

    Attributes:
        bank: what is shown; None before the first look.
        chosen: the place of the component that stands out.
    """

    chose = Signal(int)
    """A component was clicked: its place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.bank: LockedBank | None = None
        self.chosen = MEAN
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_bank(self, bank: LockedBank, chosen: int) -> None:
        """Shows another bank, or another chosen component of it."""
        self.bank, self.chosen = bank, chosen
        components = len(bank) - 1
        together = bank_words.percent(float(bank.pca.explained.sum()))
        each = ", ".join(bank_words.share(bank, place) for place in range(1, min(len(bank), 11)))
        name = ntr(
            "Variance explained by {count} component: {share}",
            "Variance explained by {count} components: {share}",
            components,
            share=together,
        )
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("Each, from the first on: {shares}", shares=each))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, and the height of bars and axis."""
        return QSize(0, round(scaled(_HIGH) + 2 * self._line()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the component below the pointer."""
        room = self._room()
        if self.bank is not None and room.left() <= event.position().x() < room.right():
            share = (event.position().x() - room.left()) / room.width()
            self.chose.emit(1 + int(share * (len(self.bank) - 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all of it."""
        if self.bank is None:
            return
        theme, room, shares = self.theme, self._room(), self.bank.pca.explained
        wide = room.width() / len(shares)
        with QPainter(self) as painter:
            painter.fillRect(room, theme.color("track"))
            painter.setPen(Qt.PenStyle.NoPen)
            for place, share in enumerate(shares.tolist(), 1):
                painter.setBrush(theme.color("text" if place == self.chosen else "muted"))
                high = share * room.height()
                x = room.left() + (place - 0.85) * wide
                painter.drawRect(QRectF(x, room.bottom() - high, max(0.7 * wide, 0.5), high))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("text"), 1.6))
            painter.setBrush(theme.color("text"))
            points = [
                QPointF(room.left() + (place + 0.5) * wide, room.bottom() - sum_ * room.height())
                for place, sum_ in enumerate(shares.cumsum().tolist())
            ]
            painter.drawPolyline(QPolygonF(points))
            for place, point in enumerate(points, 1):
                if place == self.chosen or len(points) == 1:
                    painter.drawEllipse(point, 3, 3)
            self._axis(painter, room)

    def _axis(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(text_font("tick", mono=True))
        painter.setPen(self.theme.color("muted"))
        line = self._line()
        for y, words in ((room.top(), "100 %"), (room.bottom(), "0 %")):
            painter.drawText(QRectF(0, y - line / 2, room.left() - 4, line), _RIGHT, words)
        below = QRectF(room.left(), room.bottom() + 1, room.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "1")
        last = len(self.bank) - 1 if self.bank is not None else 1
        if last > 1:
            painter.drawText(
                below, Qt.AlignmentFlag.AlignRight, tr("component {number}", number=last)
            )

    def _room(self) -> QRectF:
        metrics = QFontMetricsF(text_font("tick", mono=True))
        left = metrics.horizontalAdvance("100 %") + 6
        return QRectF(left, self._line() / 2, max(10.0, self.width() - left - 2), scaled(_HIGH))

    def _line(self) -> float:
        return QFontMetricsF(text_font("tick", mono=True)).lineSpacing()
