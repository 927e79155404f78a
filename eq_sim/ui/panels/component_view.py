"""The means or one component, large enough to point at each of its locked numbers."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.models.locked_bank import MEAN
from eq_sim.ui.panels import bank_words
from eq_sim.ui.panels.bank_drawing import BankDrawing
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import text_font

_SIDE, _HIGH = 128, 96  # pixels: of a picture, and of bars
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ComponentView(QWidget):
    """Two lines of words, and the numbers as pixels or bars below them.

    Attributes:
        drawing: draws it; None before the first look.
        place: in the bank.
        feature: the input that is pointed at, if any.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawing: BankDrawing | None = None
        self.place = MEAN + 1
        self.feature: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_place(self, drawing: BankDrawing, place: int) -> None:
        """Shows what stands at a place of a bank."""
        if self.drawing is None or drawing.bank.names != self.drawing.bank.names:
            self.feature = None
        self.drawing, self.place = drawing, place
        self._speak()
        self.updateGeometry()
        self.update()

    def words(self) -> tuple[str, str]:
        """Returns what stands above the picture: which it is, and what is pointed at."""
        if self.drawing is None:
            return "", ""
        bank = self.drawing.bank
        if self.feature is not None:
            return bank_words.title(self.place), bank_words.number(bank, self.place, self.feature)
        return bank_words.title(self.place), bank_words.explained(bank, self.place)

    def sizeHint(self) -> QSize:
        """Any width, and the height of three lines and the picture."""
        picture = self.drawing is not None and self.drawing.bank.image
        return QSize(0, round(3 * self._line() + scaled(_SIDE if picture else _HIGH) + scaled(6)))

    def room(self) -> QRectF:
        """Returns where the picture is."""
        top = 3 * self._line() + scaled(3)
        image = self.drawing.bank.image if self.drawing is not None else None
        if image is None:
            return QRectF(1, top, max(10.0, self.width() - 2), scaled(_HIGH))
        rows, columns = image
        pixel = min(scaled(_SIDE) / max(rows, columns), (self.width() - 2) / columns)
        wide, high = columns * pixel, rows * pixel
        return QRectF((self.width() - wide) / 2, top, wide, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from number to number, Escape leaves."""
        keys, key = Qt.Key, Qt.Key(event.key())
        ways = {
            keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0),
            keys.Key_Up: (0, -1), keys.Key_Down: (0, 1),
        }  # fmt: skip
        if self.drawing is not None and key in ways:
            here = self.feature
            self._point(0 if here is None else self.drawing.next_to(here, *ways[key]))
        elif key == keys.Key_Escape and self.feature is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at what is below the pointer."""
        if self.drawing is not None:
            self._point(self.drawing.feature_at(self.room(), event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Points at nothing."""
        self._point(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all of it."""
        if self.drawing is None:
            return
        theme, room, line = self.drawing.theme, self.room(), self._line()
        with QPainter(self) as painter:
            painter.setFont(text_font("small"))
            name, said = self.words()
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(2, 0, self.width() - 4, line), _LEFT, name)
            painter.setPen(theme.color("muted"))
            wrap = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(2, line, self.width() - 4, 2 * line), int(wrap), said)
            self.drawing.draw(painter, room, self.place)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.feature is not None:
                painter.setPen(QPen(theme.color("text"), 2))
                painter.drawRect(self.drawing.box_of(room, self.feature))
            painter.setPen(QPen(theme.color("text" if self.hasFocus() else "edge"), 1))
            painter.drawRect(room)

    def _point(self, feature: int | None) -> None:
        if feature != self.feature:
            self.feature = feature
            self._speak()
            self.update()

    def _line(self) -> float:
        return QFontMetricsF(text_font("small")).lineSpacing()

    def _speak(self) -> None:
        name, said = self.words()
        self.setAccessibleName(tr("{numbers}, locked", numbers=name))
        self.setAccessibleDescription(said)
