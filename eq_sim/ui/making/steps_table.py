"""The list of what was done, on the screen: a row is chosen, dragged, or moved by keys."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from eq_sim.language.tr import tr
from eq_sim.ui.making.steps_model import StepsModel
from eq_sim.ui.panels.row_table import as_rows
from eq_sim.ui.style.preferences import scaled

_WHEN = 66
_DONE_SHARE = 0.55  # of the room beside the time


class StepsTable(QTableView):
    """Shows the rows of a draft.

    Args:
        model: the rows.
        keys: what a key does.
    """

    chosen = Signal()
    """Another row is the present one."""

    def __init__(self, model: StepsModel, keys: Mapping[Qt.Key, Callable[[], object]]) -> None:
        super().__init__()
        self._model, self._keys = model, keys
        self._number = 0
        self._coming_back = False
        self.setModel(model)
        self.setObjectName("steps")
        self.setAccessibleName(tr("What was done"))
        as_rows(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setStretchLastSection(True)
        model.modelReset.connect(self._come_back)
        self.fit()
        self.choose(0)

    @property
    def number(self) -> int:
        """The number of the present entry."""
        return self._number

    @property
    def numbers(self) -> list[int]:
        """The numbers of all chosen entries, in the order of the rows."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.draft.entries[place].number for place in places]

    def choose(self, number: int) -> None:
        """Makes an entry the present one, in view."""
        self._number = number
        self._come_back()

    def fit(self) -> None:
        """Takes up the size of words."""
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(26))
        self.setColumnWidth(0, scaled(_WHEN))
        self._share_room()
        self.setMinimumSize(scaled(360), scaled(26) * 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the room between what was done and what is said."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        room = self.viewport().width() - scaled(_WHEN)
        self.setColumnWidth(1, round(_DONE_SHARE * room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Does what a key means here; nobody looks for a step by typing."""
        key = Qt.Key(event.key())
        if key in self._keys and not event.modifiers():
            self._keys[key]()
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:
        """Tells that another row is the present one."""
        super().selectionChanged(now, before)
        row = self.currentIndex().row()
        if self._coming_back or not 0 <= row < len(self._model.draft.entries):
            return
        number = self._model.draft.entries[row].number
        if number != self._number:
            self._number = number
            self.chosen.emit()

    def _come_back(self) -> None:
        """Chooses the same entry among rows that are others now."""
        self._coming_back = True
        place = self._model.draft.place_of(self._number)
        self._number = self._model.draft.entries[place].number
        index, flags = self._model.index(place, 0), QItemSelectionModel.SelectionFlag
        # Whatever keys are down: this row and no other.
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        self._coming_back = False
