"""What a sweep found as a table: a row for each value, sorted by any of its columns."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from eq_sim.language.tr import tr
from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Graph
from eq_sim.ui.style import numbers
from eq_sim.ui.sweeps.words import TEST, TRAIN, amount, heading, written

_ORDER = Qt.ItemDataRole.UserRole
_VALUE = Qt.ItemDataRole.UserRole + 1


class _Item(QTableWidgetItem):
    """A cell that sorts by a number, whatever stands in it; what has none comes last."""

    def __init__(self, text: str, order: float) -> None:
        super().__init__(text)
        self.setData(_ORDER, order)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.setTextAlignment(right)
        self.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.data(_ORDER), other.data(_ORDER)
        return bool(mine < others or (others != others and mine == mine))  # nan is no number


class OutcomeTable(QTableWidget):
    """The table of a graph."""

    picked = Signal(int)
    """A row is chosen: the place of its value in the graph."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outcomes")
        self.setAccessibleName(tr("Table of the sweep. Enter sorts by the column"))
        self.setToolTip(tr("A click on a column's name, or Enter in it, sorts by it"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.itemSelectionChanged.connect(self._pick)
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sorts by the column that one is in, and again the other way round."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self.currentColumn() < 0:
            super().keyPressEvent(event)
            return
        header, column = self.horizontalHeader(), self.currentColumn()
        rising = Qt.SortOrder.AscendingOrder
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == rising
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder if again else rising)

    def show_graph(self, graph: Graph | None) -> None:
        """Shows what has come so far, in the order that was chosen."""
        self._filling = True
        chosen = self.chosen
        self.setSortingEnabled(False)
        columns = _columns(graph) if graph else []
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels([words for words, _ in columns])
        self.setRowCount(len(graph.train) if graph else 0)
        for column, (_, cells) in enumerate(columns):
            for row, (text, order) in enumerate(cells):
                item = _Item(text, order)
                item.setData(_VALUE, row)
                self.setItem(row, column, item)
        self.setSortingEnabled(True)
        self.choose(chosen)
        self._filling = False

    @property
    def chosen(self) -> int | None:
        """The place in the graph of the value in the chosen row; None for none."""
        items = self.selectedItems()
        return int(items[0].data(_VALUE)) if items else None

    def choose(self, place: int | None) -> None:
        """Chooses the row of a value."""
        if place == self.chosen:
            return
        self.clearSelection()
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.data(_VALUE) == place:
                self.selectRow(row)

    def _pick(self) -> None:
        place = self.chosen
        if place is not None and not self._filling:
            self.picked.emit(place)


def _columns(graph: Graph) -> list[tuple[str, list[tuple[str, float]]]]:
    """Returns what each column is called, and its cells with what they sort by."""
    places = range(len(graph.train))
    values = [(written(graph.sweep, one.value), float(at)) for at, one in enumerate(graph.train)]
    if not graph.is_list:
        values = [(words, graph.places[at]) for at, (words, _) in enumerate(values)]
    columns = [(heading(graph.sweep), values)]
    if len(set(graph.knobs)) > 1:
        counts = [graph.knobs[place] for place in places]
        columns.append((tr("Knobs"), [(numbers.count(count), float(count)) for count in counts]))
    columns.append((tr("Seeds"), [(str(one.count), float(one.count)) for one in graph.train]))
    for part, spreads in ((TEST, graph.test), (TRAIN, graph.train)):
        if spreads:
            columns += _of_part(graph, tr(part), spreads)
    if any(one.missing for one in graph.train):
        missing = [(str(one.missing), float(one.missing)) for one in graph.train]
        columns.append((tr("Without a result"), missing))
    return columns


def _of_part(
    graph: Graph, part: str, spreads: tuple[Spread, ...]
) -> list[tuple[str, list[tuple[str, float]]]]:
    quarters = any(spread.has_quartiles for spread in spreads)
    found = {
        tr("median"): [one.median for one in spreads],
        **({tr("lower quartile"): [one.quartiles[0] for one in spreads]} if quarters else {}),
        **({tr("upper quartile"): [one.quartiles[1] for one in spreads]} if quarters else {}),
        tr("lowest"): [one.least for one in spreads],
        tr("highest"): [one.most for one in spreads],
    }
    begin = part[0].upper() + part[1:]
    return [
        (f"{begin},\n{words}", [(amount(graph, one) if one == one else "–", one) for one in column])
        for words, column in found.items()
    ]
