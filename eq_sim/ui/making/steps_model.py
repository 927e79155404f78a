"""The entries of a draft as rows: when, what was done, what is said."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from eq_sim.language.numerals import clock
from eq_sim.language.tr import later, tr
from eq_sim.lessons.making.draft import Draft, Entry
from eq_sim.lessons.making.words import words_of
from eq_sim.ui.style.theme import Theme

TITLES = (later("Time"), later("What was done"), later("What is said"))
_ROW = "application/x-eq-sim-lesson-step"
_Index = QModelIndex | QPersistentModelIndex


class StepsModel(QAbstractTableModel):
    """The rows.

    Args:
        draft: whose entries.
        theme: the colours.
        move: (number, place) -> puts an entry at a place, counted without it.
    """

    def __init__(self, draft: Draft, theme: Theme, move: Callable[[int, int], object]) -> None:
        super().__init__()
        self.draft, self._theme, self._move = draft, theme, move
        self._starts: dict[int, float] = {}
        self._problems: dict[int | None, str] = {}

    def show_draft(self, draft: Draft) -> None:
        """Shows a draft; rows that are as they were stay chosen."""
        numbers = [entry.number for entry in draft.entries]
        same = numbers == [entry.number for entry in self.draft.entries]
        if not same:
            self.beginResetModel()
        self.draft = draft
        if same:
            self._changed()
        else:
            self.endResetModel()

    def show_times(self, starts: dict[int, float]) -> None:
        """Shows at which second of the lesson each entry begins, by its number."""
        if starts != self._starts:
            self._starts = starts
            self._changed()

    def show_problems(self, problems: dict[int | None, str]) -> None:
        """Marks the entries whose words have something wrong, by their numbers."""
        if problems != self._problems:
            self._problems = problems
            self._changed()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._changed()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.draft.entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """When, what, and what is said."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        """Returns a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as above
        """Returns what stands in a cell, and how."""
        if not index.isValid():
            return None
        place, column = index.row(), index.column()
        entry = self.draft.entries[place]
        problem = self._problems.get(entry.number, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._when(place, entry), words_of(self.draft, entry), _said(entry))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            told = words_of(self.draft, entry) if column < len(TITLES) - 1 else entry.say
            return problem or told or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self._when(place, entry), words_of(self.draft, entry), _said(entry), problem)
            return parts[column] if column else ". ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ForegroundRole:
            if entry.missing or (problem and column == len(TITLES) - 1):
                return self._theme.color("alarm")
            seen = self.draft.is_played(place)
            return self._theme.color("text" if seen and column else "muted")
        if role == Qt.ItemDataRole.FontRole and not self.draft.is_played(place):
            struck = QFont()
            struck.setItalic(True)
            return struck
        return None

    # Rows that are dragged

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every row but the opening can be dragged; between all of them one can drop."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.row() else flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this table."""
        return [_ROW]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: ANN401 - Qt's own list
        """Returns which row is dragged."""
        data = QMimeData()
        data.setData(_ROW, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Puts the dragged row where it was dropped; Qt has nothing left to do then."""
        taken = bytes(data.data(_ROW).data()).decode()
        if not taken.isdecimal() or int(taken) >= len(self.draft.entries):
            return False
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.draft.entries)
        to -= to > int(taken)
        self._move(self.draft.entries[int(taken)].number, to)
        return False

    def _changed(self) -> None:
        last = self.index(len(self.draft.entries) - 1, len(TITLES) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _when(self, place: int, entry: Entry) -> str:
        if not self.draft.is_played(place):
            return tr("at once") if place < self.draft.first else tr("cut")
        return clock(self._starts.get(entry.number, 0.0))


def _said(entry: Entry) -> str:
    chapter = tr("Chapter: {title}", title=entry.chapter) if entry.chapter else ""
    notes = tr("(notes)") if entry.notes else ""
    parts = (chapter, " ".join(entry.say.split()), notes)
    return "  ".join(part for part in parts if part)
