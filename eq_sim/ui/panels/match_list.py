"""What was found, two lines each: name and value, and below why."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from eq_sim.ui.style.preferences import Preferences, current
from eq_sim.ui.style.theme import Theme, text_font

_VALUE = Qt.ItemDataRole.UserRole
_WHY = Qt.ItemDataRole.UserRole + 1
_AROUND, _BESIDE = 4, 8
Index = QModelIndex | QPersistentModelIndex

STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -5,
    Qt.Key.Key_PageDown: 5,
}
"""Keys that choose another row, and how many rows further it is."""

Row = tuple[str, str, str]
"""Name, value, why."""


class MatchList(QListWidget):
    """The list. The keyboard stays with whoever typed: it only shows which row is chosen.

    Args:
        theme: the colours.
        called: what it is, for screen readers.
        look: the size of words; None for that of the window.
    """

    def __init__(self, theme: Theme, called: str, look: Preferences | None = None) -> None:
        super().__init__()
        self._lines = _TwoLines(theme, look)
        self.setItemDelegate(self._lines)
        self.setObjectName("matches")
        self.setAccessibleName(called)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._lines.theme = theme
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @property
    def row_height(self) -> int:
        """The height of a row."""
        return self._lines.height

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows rows; the chosen place stays chosen, if there is one still."""
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for place, (name, value, why) in enumerate(rows):
            item = self.item(place)
            spoken = ", ".join(part for part in (name, value, why) if part)
            for role, text in (
                (Qt.ItemDataRole.DisplayRole, name),
                (_VALUE, value),
                (_WHY, why),
                (Qt.ItemDataRole.AccessibleTextRole, spoken),
            ):
                if item.data(role) != text:
                    item.setData(role, text)

    def step(self, key: Qt.Key) -> None:
        """Chooses another row, as one of ``STEPS`` says; at either end it stays."""
        last = self.count() - 1
        if last >= 0:
            self.setCurrentRow(min(max(self.currentRow() + STEPS[key], 0), last))
            self.scrollTo(self.currentIndex())

    @property
    def rows(self) -> list[Row]:
        """What is shown."""
        items = [self.item(place) for place in range(self.count())]
        return [(item.text(), item.data(_VALUE), item.data(_WHY)) for item in items]


class _TwoLines(QStyledItemDelegate):
    """Draws a row."""

    def __init__(self, theme: Theme, look: Preferences | None) -> None:
        super().__init__()
        self.theme, self._look = theme, look

    @property
    def height(self) -> int:
        names, whys = (QFontMetrics(text_font(name, look=self._look)) for name in ("body", "note"))
        return names.height() + whys.height() + 2 * self._scaled(_AROUND)

    def _scaled(self, pixels: float) -> int:
        return (self._look or current()).scaled(pixels)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        chosen = index.row() == self._current(index)
        painter.save()
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("faint"))
            painter.drawRoundedRect(rect, self._scaled(5), self._scaled(5))
        inner = rect.adjusted(
            self._scaled(_BESIDE),
            self._scaled(_AROUND),
            -self._scaled(_BESIDE),
            -self._scaled(_AROUND),
        )
        look = self._look
        mono = text_font("body", mono=True, look=look)
        body, note = text_font("body", look=look), text_font("note", look=look)
        name, value, why = (
            str(index.data(role) or "") for role in (Qt.ItemDataRole.DisplayRole, _VALUE, _WHY)
        )
        wide = QFontMetrics(mono).horizontalAdvance(value) + (self._scaled(_BESIDE) if value else 0)
        # A name that says which knob is worth more than its line's end: the value gives way.
        below = QFontMetrics(body).horizontalAdvance(name) > inner.width() - wide
        edges = Qt.AlignmentFlag
        top, bottom = edges.AlignTop, edges.AlignBottom
        painter.setPen(self.theme.color("text"))
        self._draw(painter, inner, value, mono, (bottom if below else top) | edges.AlignRight)
        room = inner.adjusted(0, 0, 0 if below else -wide, 0)
        self._draw(painter, room, name, body, top | edges.AlignLeft)
        # On the chosen row's ground the muted colour would be too weak to read.
        painter.setPen(self.theme.color("text" if chosen else "muted"))
        room = inner.adjusted(0, 0, -wide if below else 0, 0)
        self._draw(painter, room, why, note, bottom | edges.AlignLeft)
        painter.restore()

    @staticmethod
    def _draw(
        painter: QPainter, room: QRect, text: str, font: QFont, edges: Qt.AlignmentFlag
    ) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        painter.setFont(font)
        painter.drawText(room, edges, QFontMetrics(font).elidedText(text, middle, room.width()))

    @staticmethod
    def _current(index: Index) -> int:
        view = index.model().parent()
        return view.currentRow() if isinstance(view, QListWidget) else -1
