"""The first rows of a table as a person knows them, and above them what each column is for."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from eq_sim.language.tr import later, ptr, tr
from eq_sim.ui.own_data.draft import Draft, Use
from eq_sim.ui.style.numbers import count
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, text_font, theme_for

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDEST, _NARROWEST = 190, 84
_AROUND = 10


class Head(IntEnum):
    """The rows above those of the file."""

    USE = 0
    KIND = 1
    MISSING = 2


WORDS = {
    Use.INPUT: later("input"),
    Use.TARGET: later("predict"),
    Use.NOT_USED: later("not used"),
    Use.UNKNOWN: "…",
}


def _side(head: Head) -> str:
    return {
        Head.USE: ptr("of a column", "use"),
        Head.KIND: ptr("of a column", "kind"),
        Head.MISSING: ptr("of a column", "missing"),
    }[head]


class PreviewModel(QAbstractTableModel):
    """A draft as rows and columns for Qt.

    Args:
        draft: what is shown.
    """

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def show_draft(self, draft: Draft) -> None:
        """Shows another draft, or the same one changed."""
        if len(draft.names) == len(self.draft.names) and len(draft.rows) == len(self.draft.rows):
            self.draft = draft
            corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.draft = draft
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Returns how many rows there are, with those above."""
        return 0 if parent.isValid() else len(Head) + len(self.draft.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Returns how many columns there are."""
        return 0 if parent.isValid() else len(self.draft.names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Returns a column's name, or a row's number."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return _side(Head(section)) if section < len(Head) else count(section - 2)
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.draft.names[section]
        return None

    def data(self, index: Index, role: int = 0) -> object:
        """Returns what stands in a cell, and what a screen reader says of it."""
        row, column = index.row(), index.column()
        draft = self.draft
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if row == Head.USE:
                use = tr(WORDS[draft.use(column)])
                return f"{draft.names[column]}: {use}. {draft.kind(column)}"
            side = str(self.headerData(row, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole))
            shown = self._text(row, column) or ptr("a cell", "missing")
            return f"{draft.names[column]}, {side}: {shown}"
        return None

    def _text(self, row: int, column: int) -> str:
        draft = self.draft
        if row == Head.USE:
            return tr(WORDS[draft.use(column)])
        if row == Head.KIND:
            return draft.kind(column)
        if row == Head.MISSING:
            missing = draft.missing(column)
            return (
                ""
                if missing is None
                else count(missing)
                if missing
                else ptr("missing cells", "none")
            )
        return draft.rows[row - len(Head)][column]

    def _tip(self, row: int, column: int) -> str:
        if row == Head.USE:
            why = self.draft.why_use(column)
            how = tr("Click, or press Space, to change it.")
            return f"{why} {how}"
        if row in (Head.KIND, Head.MISSING):
            return self.draft.told(column)
        return self._text(row, column)


class PreviewTable(QTableView):
    """The table.

    A click on a column's use, or Space, takes it as an input or leaves it out; P predicts it. The
    menu of a right click does the same for all columns that are selected.

    Args:
        draft: what is shown.
        choose: (columns, use) is asked for.
    """

    def __init__(self, draft: Draft, choose: Callable[[list[int], Use], None]) -> None:
        super().__init__()
        self._choose = choose
        self._shown = PreviewModel(draft)
        self.setModel(self._shown)
        self._cells = _Cells(self)
        self.setItemDelegate(self._cells)
        self.setObjectName("preview")
        self.setAccessibleName(tr("The first rows, and what each column is for"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab goes on to what is below
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        across.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(False)
        self.fit()

    def show_draft(self, draft: Draft) -> None:
        """Shows a draft as it is now."""
        before = self._shown.columnCount()
        self._shown.show_draft(draft)
        if before != self._shown.columnCount():
            self.fit()
        self.viewport().update()

    def fit(self) -> None:
        """Takes up the size of words, and gives each column the room that it needs."""
        metrics, bold = QFontMetrics(text_font("note")), QFontMetrics(text_font("body"))
        file = QFontMetrics(text_font("note", mono=True))  # in which its rows are written
        self.verticalHeader().setDefaultSectionSize(metrics.height() + scaled(9))
        model, draft = self._shown, self._shown.draft
        for column, name in enumerate(draft.names):
            texts = [str(model.data(model.index(row, column))) for row in range(model.rowCount())]
            wide = max(
                (file if row >= len(Head) else metrics).horizontalAdvance(text)
                for row, text in enumerate(texts)
            )
            wide = max(wide, bold.horizontalAdvance(name)) + 2 * scaled(_AROUND) + scaled(6)
            wide = min(max(wide, scaled(_NARROWEST)), scaled(_WIDEST))
            self.setColumnWidth(column, wide)

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        rows = self._shown.rowCount() * self.verticalHeader().defaultSectionSize()
        return QSize(scaled(640), rows + self.horizontalHeader().sizeHint().height() + 12)

    @property
    def chosen_columns(self) -> list[int]:
        """The columns that a person has selected, or is in."""
        chosen = {index.column() for index in self.selectionModel().selectedColumns()}
        if not chosen and self.currentIndex().isValid():
            chosen = {self.currentIndex().column()}
        return sorted(chosen)

    def go_to(self, column: int) -> None:
        """Puts the keyboard on a column's use."""
        self.setCurrentIndex(self._shown.index(Head.USE, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and letters choose what the selected columns are for; Enter is the dialog's."""
        keys = {Qt.Key.Key_I: Use.INPUT, Qt.Key.Key_P: Use.TARGET, Qt.Key.Key_N: Use.NOT_USED}
        columns = self.chosen_columns
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or not columns:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._turn(columns)
        elif event.key() in keys:
            self._choose(columns, keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _turn(self, columns: list[int]) -> None:
        """Takes columns as inputs, or leaves them out, as the one in which one is wants it."""
        at = self.currentIndex().column() if self.currentIndex().isValid() else columns[0]
        used = self._shown.draft.use(at) is not Use.NOT_USED
        self._choose(columns, Use.NOT_USED if used else Use.INPUT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a column's use changes it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and index.row() == Head.USE and len(self.chosen_columns) == 1:
            self._turn([index.column()])

    def viewportEvent(self, event: QEvent) -> bool:
        """Shows by the pointer what can be clicked."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            over = self.indexAt(event.position().toPoint())
            hand = over.isValid() and over.row() == Head.USE
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        return bool(super().viewportEvent(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offers what the selected columns can be for."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        else:
            place = event.pos()
            if index.isValid() and index.column() not in self.chosen_columns:
                self.selectColumn(index.column())
        if self.chosen_columns:
            self.menu(self.chosen_columns).popup(self.viewport().mapToGlobal(QPoint(place)))

    def menu(self, columns: list[int]) -> QMenu:
        """Returns the menu of some columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(columns) == 1:
            offered = [
                (tr("&Predict it"), Use.TARGET),
                (tr("&Learn from it"), Use.INPUT),
                (tr("Do &not use it"), Use.NOT_USED),
            ]
        else:
            offered = [
                (tr("&Learn from these columns"), Use.INPUT),
                (tr("Do &not use these columns"), Use.NOT_USED),
            ]
        for words, use in offered:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, use=use: self._choose(columns, use))
        return menu


class _Cells(QStyledItemDelegate):
    """Draws a cell: uses as marks, cells of columns that are not used paler."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, model = theme_for(current().theme), index.model()
        assert isinstance(model, PreviewModel)
        draft, row, column = model.draft, index.row(), index.column()
        use = draft.use(column)
        rect: QRect = option.rect
        view = self.parent()
        assert isinstance(view, QTableView)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = view.selectionModel().isColumnSelected(column, _ROOT) and view.hasFocus()
        if use is Use.TARGET or chosen:
            painter.fillRect(rect, theme.color("faint" if chosen else "window"))
        text = str(model.data(index) or "")
        if row == Head.USE:
            self._draw_use(painter, rect, text, use, theme)
        else:
            wrong = row == Head.KIND and draft.is_wrong(column)
            ink = "alarm" if wrong else "muted" if use is Use.NOT_USED else "text"
            if row in (Head.KIND, Head.MISSING) and not wrong:
                ink = (
                    "text" if chosen or (row == Head.MISSING and draft.missing(column)) else "muted"
                )
            painter.setPen(theme.color("text" if chosen and not wrong else ink))
            mono = row >= len(Head)
            self._write(painter, rect, text, mono=mono, right=mono and draft.is_number(column))
        if row == len(Head) - 1:
            painter.setPen(QPen(theme.color("edge"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index == view.currentIndex() and view.hasFocus():
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 4, 4)
        painter.restore()

    def _draw_use(self, painter: QPainter, rect: QRect, text: str, use: Use, theme: Theme) -> None:
        around = scaled(4)
        metrics = QFontMetrics(text_font("note"))
        wide = min(metrics.horizontalAdvance(text) + 2 * scaled(8), rect.width() - 2 * around)
        high = metrics.height() + scaled(3)
        box = QRect(rect.left() + around, rect.center().y() - high // 2 + 1, wide, high)
        lines = {Use.INPUT: "muted", Use.TARGET: "text", Use.NOT_USED: "edge", Use.UNKNOWN: "edge"}
        painter.setPen(QPen(theme.color(lines[use]), 2 if use is Use.TARGET else 1))
        painter.setBrush(theme.color("strip" if use is Use.NOT_USED else "panel"))
        painter.drawRoundedRect(box, scaled(5), scaled(5))
        made = text_font("note")
        made.setBold(use is Use.TARGET)
        painter.setFont(made)
        painter.setPen(theme.color("muted" if use is Use.NOT_USED else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _write(self, painter: QPainter, rect: QRect, text: str, *, mono: bool, right: bool) -> None:
        made = text_font("note", mono=mono)
        painter.setFont(made)
        room = rect.adjusted(scaled(_AROUND), 0, -scaled(_AROUND), 0)
        shown = QFontMetrics(made).elidedText(
            text.replace("\n", " ⏎ "), Qt.TextElideMode.ElideRight, room.width()
        )
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
