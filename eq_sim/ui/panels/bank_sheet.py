"""All of a locked bank as small pictures, of which one is chosen."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.models.locked_bank import MEAN
from eq_sim.ui.panels import bank_words
from eq_sim.ui.panels.bank_drawing import BankDrawing
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import text_font

_SIDE, _GAP = 38, 6  # pixels


class BankSheet(QWidget):
    """The means and each component, with the share of the variance that it explains below it.

    Attributes:
        drawing: what is shown; None before the first look.
        chosen: the place of the chosen one.
    """

    chose = Signal(int)
    """Another one is chosen: its place."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing: BankDrawing | None = None
        self.chosen = MEAN + 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_bank(self, drawing: BankDrawing) -> None:
        """Shows another bank, or the same in other colours; what was chosen stays if it can."""
        self.drawing = drawing
        self.chosen = min(self.chosen, len(drawing.bank) - 1)
        self._speak()
        self._fit()
        self.update()

    def choose(self, place: int) -> None:
        """Chooses another one."""
        if self.drawing is None or place == self.chosen:
            return
        self.chosen = min(max(place, 0), len(self.drawing.bank) - 1)
        self._speak()
        self.update()
        self.chose.emit(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the height of all rows: the narrower it is, the more there are."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from one to the next, Home and End to the first and the last."""
        if self.drawing is None:
            return
        columns, last, keys = self._columns(self.width()), len(self.drawing.bank) - 1, Qt.Key
        ways = {
            keys.Key_Left: self.chosen - 1, keys.Key_Right: self.chosen + 1,
            keys.Key_Up: self.chosen - columns, keys.Key_Down: self.chosen + columns,
            keys.Key_Home: 0, keys.Key_End: last,
        }  # fmt: skip
        place = ways.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        elif 0 <= place <= last:
            self.choose(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses what is below the pointer."""
        if self.drawing is None:
            return
        for place in range(len(self.drawing.bank)):
            if self.box_of(place).contains(event.position()):
                self.choose(place)

    def box_of(self, place: int) -> QRectF:
        """Returns where a small picture is."""
        row, column = divmod(place, self._columns(self.width()))
        side = float(scaled(_SIDE))
        apart = self.width() / self._columns(self.width())
        x = column * apart + (apart - side) / 2
        return QRectF(x, row * self._row() + scaled(_GAP) / 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws those that are in sight."""
        if self.drawing is None:
            return
        theme, bank = self.drawing.theme, self.drawing.bank
        with QPainter(self) as painter:
            painter.setFont(text_font("tick", mono=True))
            for place in range(len(bank)):
                box = self.box_of(place)
                foot = QRectF(box.left() - _GAP, box.bottom() + 1, box.width() + 2 * _GAP, 0)
                foot.setHeight(self._foot())
                if not box.united(foot).toAlignedRect().intersects(event.rect()):
                    continue
                self.drawing.draw(painter, box, place)
                chosen = place == self.chosen
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text" if chosen else "edge"), 2 if chosen else 1))
                painter.drawRect(box)
                painter.setPen(theme.color("text" if chosen else "muted"))
                words = bank_words.share(bank, place) or tr("means")
                painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("text"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _fit(self) -> None:
        count = 0 if self.drawing is None else len(self.drawing.bank)
        self.setFixedHeight(round(-(-count // self._columns(self.width())) * self._row()))

    def _columns(self, width: int) -> int:
        return max(1, width // scaled(_SIDE + _GAP))

    def _row(self) -> float:
        return scaled(_SIDE + _GAP) + self._foot()

    def _foot(self) -> float:
        return QFontMetricsF(text_font("tick", mono=True)).lineSpacing()

    def _speak(self) -> None:
        if self.drawing is None:
            return
        bank = self.drawing.bank
        self.setAccessibleName(tr("{numbers}, locked", numbers=bank_words.counted(bank)))
        said = bank_words.explained(bank, self.chosen)
        self.setAccessibleDescription(f"{bank_words.title(self.chosen)}: {said}")
