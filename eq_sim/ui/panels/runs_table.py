"""The table of runs on the screen: rows to choose, columns to sort by."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from eq_sim.language.tr import tr
from eq_sim.ui.panels.row_table import as_rows
from eq_sim.ui.panels.runs_model import RunsModel
from eq_sim.ui.style.preferences import scaled

_FEWEST = 3  # rows that are in view at least
_AROUND = 18  # pixels beside a heading, on both sides together
_ARROW = 20  # pixels that the arrow of the sorted column takes beside its heading
_WIDEST = 190  # pixels of a column, unless its heading needs more


class RunsTable(QTableView):
    """Shows the model's rows; several can be chosen.

    Args:
        model: the runs.
        keys: what a key does: Enter goes to a run's end, Delete forgets what is chosen.
    """

    chosen = Signal()
    """Other rows are chosen."""

    sort_asked = Signal(str)
    """A person wants the table sorted by a column."""

    def __init__(self, model: RunsModel, keys: dict[Qt.Key, Callable[[], object]]) -> None:
        super().__init__()
        self._model, self._keys = model, keys
        self._numbers: tuple[int, ...] = ()
        self.setModel(model)
        self.setObjectName("runs")
        self.setAccessibleName(tr("Finished runs"))
        as_rows(self)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(lambda at: self.sort_asked.emit(model.keys[at]))
        model.modelReset.connect(self._come_back)
        self.fit()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the chosen runs in the order of the rows; 0 for the one on screen."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._model.rows[place].number for place in places)

    def choose(self, numbers: tuple[int, ...]) -> None:
        """Chooses runs by their numbers."""
        self._numbers = numbers
        self._select(numbers)

    def fit(self) -> None:
        """Takes up the size of words."""
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(24))
        header.setMinimumSectionSize(scaled(40))
        header.setMaximumSectionSize(scaled(_WIDEST) * 2)
        self.setMinimumHeight(scaled(24) * (_FEWEST + 1) + scaled(8))
        self.fit_columns()

    def fit_columns(self, *, anew: bool = True) -> None:
        """Makes each column as wide as what stands in it, or only wider."""
        header = self.horizontalHeader()
        for place in range(self._model.columnCount()):
            wanted = max(min(self.sizeHintForColumn(place), scaled(_WIDEST)), self._heading(place))
            if anew or wanted > self.columnWidth(place):
                self.setColumnWidth(place, wanted)
        if self._model.sorted_by in self._model.keys:
            # Qt's arrow points the other way: here upwards is from low to high, as on the button.
            order = Qt.SortOrder.DescendingOrder
            if self._model.descending:
                order = Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self._model.keys.index(self._model.sorted_by), order)
        else:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _heading(self, place: int) -> int:
        """Returns how wide a heading is: Qt's own hint has room for an arrow in every column."""
        words = self.horizontalHeader().fontMetrics().horizontalAdvance(self._model.titles[place])
        sorted_by = self._model.keys[place] == self._model.sorted_by
        return words + scaled(_AROUND) + (scaled(_ARROW) if sorted_by else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves letters to the menus: nobody looks for a run by typing."""
        key = Qt.Key(event.key())
        if key in self._keys and not event.isAutoRepeat():
            self._keys[key]()
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:
        """Remembers what is chosen, so that it stays so when rows move."""
        super().selectionChanged(now, before)
        if not self.signalsBlocked():
            self._numbers = self.numbers
            self.chosen.emit()

    def _come_back(self) -> None:
        """Chooses the same runs in a table that was made anew."""
        self._select(self._numbers)
        self.fit_columns()

    def _select(self, numbers: tuple[int, ...]) -> None:
        selection, model = self.selectionModel(), self._model
        self.blockSignals(True)
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        current = QModelIndex()
        for place, row in enumerate(model.rows):
            if row.number in numbers:
                index = model.index(place, 0)
                current = current if current.isValid() else index
                selection.select(index, flags.Select | flags.Rows)
        if current.isValid():
            selection.setCurrentIndex(current, flags.NoUpdate)
            self.scrollTo(current)
        self.blockSignals(False)
        self.viewport().update()
