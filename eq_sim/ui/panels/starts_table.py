"""The table of several starts: what came of each, and which network it is."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.sweeps.alone import Ended
from eq_sim.sweeps.disguises import Disguises
from eq_sim.ui.panels.row_table import as_rows
from eq_sim.ui.panels.starts_words import network
from eq_sim.ui.style.numbers import loss, plain
from eq_sim.ui.style.preferences import scaled

_FEWEST = 3  # rows that are in view at least
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StartsTable(QTableWidget):
    """A row for each start; one or two can be chosen.

    Args:
        go: what Enter does.
    """

    chosen = Signal()
    """Other rows are chosen."""

    def __init__(self, go: Callable[[], object]) -> None:
        super().__init__()
        self._go = go
        self._numbers: list[int] = []
        self.setObjectName("runs")
        self.setAccessibleName(tr("Starts. Enter goes to the chosen one"))
        as_rows(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.itemSelectionChanged.connect(self.chosen.emit)
        self.fit()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the chosen starts, in the order of the rows."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self._numbers[row] for row in rows)

    def fit(self) -> None:
        """Takes up the size of words."""
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(24))
        self.setMinimumHeight(scaled(24) * (_FEWEST + 1) + scaled(8))
        self.setMinimumWidth(scaled(190))

    def show_starts(self, ended: list[Ended], found: Disguises) -> None:
        """Shows what came of some starts; the best two are chosen."""
        kind = ended[0].outcome.kind
        error = tr("Wrong on test")
        if not kind.is_share:
            error = tr("Test {error}", error=tr(kind.name))
        names = [tr("Start"), tr("Network"), tr("Train loss"), tr("Test loss"), error]
        self.clear()
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(names)
        self.setRowCount(len(ended))
        self._numbers = list(found.numbers)
        for row, each in enumerate(ended):
            for column, words in enumerate(_cells(each, found)):
                item = QTableWidgetItem(words)
                item.setTextAlignment(_RIGHT)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if each.outcome.refusal:
                    item.setToolTip(each.outcome.advice)
                self.setItem(row, column, item)

    def choose(self, numbers: tuple[int, ...]) -> None:
        """Chooses starts by their numbers."""
        mode = QAbstractItemView.SelectionMode
        with QSignalBlocker(self):
            self.clearSelection()
            self.setSelectionMode(mode.MultiSelection)
            for number in numbers:
                self.selectRow(self._numbers.index(number))
            self.setSelectionMode(mode.ExtendedSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the chosen start; letters are left to the menus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._go()
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


def _cells(each: Ended, found: Disguises) -> tuple[str, ...]:
    outcome = each.outcome
    error = outcome.test_error
    if error is None:
        said = "–"
    elif outcome.kind.is_share:
        said = local(f"{100 * error:.1f} %")
    else:
        said = f"{plain(error)} {outcome.kind.unit}".rstrip()
    number = outcome.trial.number
    test = "–" if outcome.test_loss is None else loss(outcome.test_loss)
    return str(number), network(found, number), loss(outcome.train_loss), test, said
