"""What a sweep has found so far: its curve or its table, and what that comes to in words."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.sweeps.graph import Across, Graph, Up, can_count_knobs
from eq_sim.sweeps.plan import Outcome, Sweep
from eq_sim.ui.panels.card import label
from eq_sim.ui.sweeps.curve_drawing import Powers
from eq_sim.ui.sweeps.curve_view import CurveView
from eq_sim.ui.sweeps.law_of_large import LawOfLargeModels
from eq_sim.ui.sweeps.outcome_table import OutcomeTable
from eq_sim.ui.sweeps.words import conclusion, sweep_words, varied

_EMPTY = later(
    "The curve appears here run by run: each seed a dot, the medians a line, and a band of how far "
    "the seeds spread."
)

_POINT = later("Point at the curve, or go along it with the arrow keys: what was found there")
_CHOOSE_ROW = later("Choose a row: what was found there")


class Results(QWidget):
    """Shows the outcomes of one sweep.

    Attributes:
        curve: the curve.
        table: the same as a table.
        graph: what both show; None before anything was found.
    """

    chosen = Signal()
    """Another value is told about."""

    def __init__(self) -> None:
        super().__init__()
        self.graph: Graph | None = None
        self._sweep: Sweep | None = None
        self._outcomes: tuple[Outcome, ...] = ()
        self._own_axes = False
        self._pages = QStackedWidget()
        self.title = label("", "row")
        self.up, self.across = QComboBox(), QComboBox()
        self.up.setAccessibleName(tr("What the curve shows"))
        self.across.setAccessibleName(tr("What stands across"))
        for choice in (self.up, self.across):
            choice.setObjectName("framed")
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.activated.connect(lambda _: self._make_anew())
        self.log_across = _switch(tr("10ˣ across"), tr("Counts in powers of ten along the bottom"))
        self.log_up = _switch(tr("10ˣ up"), tr("Counts in powers of ten up the side"))
        self.as_table = _switch(tr("Table"), tr("The same as a table that can be sorted"))
        for switch in (self.log_across, self.log_up):
            switch.clicked.connect(self._choose_axes)
        self.as_table.toggled.connect(self._turn_page)
        self.curve, self.table = CurveView(), OutcomeTable()
        self.curve.chosen.connect(self._told)
        self.table.picked.connect(self.curve.choose)
        self._pages.addWidget(self.curve)
        self._pages.addWidget(self.table)
        self.empty = label(tr(_EMPTY), "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told, self.says = _lines("note"), _lines("row")
        self.large = LawOfLargeModels()
        switches = QHBoxLayout()
        switches.setSpacing(6)
        for choice in (self.up, self.across):
            switches.addWidget(choice)
        for switch in (self.log_across, self.log_up):
            switches.addWidget(switch)
        switches.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.as_table)
        self._switches = QWidget()
        self._switches.setLayout(switches)
        switches.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self._switches)
        box.addWidget(self.empty, 1)
        box.addWidget(self._pages, 1)
        box.addWidget(self.told)
        box.addWidget(self.says)
        box.addWidget(self.large)
        self.show_sweep(None)

    def show_sweep(self, sweep: Sweep | None) -> None:
        """Begins with another sweep, of which nothing is found yet; None for none."""
        self._sweep, self._outcomes = sweep, ()
        self.title.setText(sweep_words(sweep) if sweep else "")
        if sweep is not None:
            self._offer(sweep)
        self._make_anew()

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Shows what has come so far."""
        if outcomes == self._outcomes:
            return
        self._outcomes = outcomes
        self._make()

    def refresh(self) -> None:
        """Writes everything anew: another decimal sign is wanted, or words of another size."""
        self.large.rescale()
        self._make()

    def show_against(self, across: Across) -> None:
        """Chooses what stands across, where the sweep has it."""
        place = self.across.findData(across)
        if place >= 0:
            self.across.setCurrentIndex(place)
            self._make_anew()

    def _offer(self, sweep: Sweep) -> None:
        with QSignalBlocker(self.across):
            self.across.clear()
            self.across.addItem(tr("by {what}", what=varied(sweep)), Across.VALUE)
            if can_count_knobs(sweep):
                self.across.addItem(tr("by knobs"), Across.KNOBS)
                self.across.setCurrentIndex(1)
        self.across.setVisible(self.across.count() > 1)

    def _make_anew(self) -> None:
        """Makes the graph, on the axes that suit it."""
        self._own_axes = False
        self._make()

    def _choose_axes(self) -> None:
        """Keeps the axes as a person has chosen them."""
        self._own_axes = True
        self._show()

    def _make(self) -> None:
        sweep = self._sweep
        self.graph = None
        if sweep is not None and self._outcomes:
            self._name_errors()
            up, across = self.up.currentData(), self.across.currentData()
            self.graph = Graph.of(sweep, self._outcomes, up, across)
            if not self._own_axes:
                self.log_across.setChecked(self.graph.across_powers)
                self.log_up.setChecked(self.graph.up_powers)
        self._show()

    def _name_errors(self) -> None:
        """Calls the errors what they are, which the first outcome tells."""
        kind = next((one.kind for one in self._outcomes if one.losses is not None), None)
        called = tr(kind.name) if kind else tr("Error")
        name = called[0].upper() + called[1:]
        if self.up.itemText(0) != name:
            with QSignalBlocker(self.up):
                place = max(0, self.up.currentIndex())
                self.up.clear()
                self.up.addItem(name, Up.ERROR)
                self.up.addItem(tr("Loss"), Up.LOSS)
                self.up.setCurrentIndex(place)

    def _show(self) -> None:
        graph = self.graph
        self.empty.setVisible(graph is None)
        parts = (self.as_table, self._pages, self._switches, self.told, self.says)
        for widget in parts:
            widget.setVisible(graph is not None)
        self.large.setVisible(graph is not None and graph.across is Across.KNOBS)
        powers = Powers(self.log_across.isChecked(), self.log_up.isChecked())
        if graph is not None:
            self.log_across.setEnabled(not graph.is_list and min(graph.places) > 0)
        self.curve.show_graph(graph, powers)
        self.table.show_graph(graph)
        self.says.setText(" ".join(conclusion(graph)) if graph else "")

    def _turn_page(self, to_table: bool) -> None:
        self._pages.setCurrentIndex(int(to_table))
        self._told()

    def _told(self) -> None:
        lines = self.curve.lines
        hint = _CHOOSE_ROW if self.as_table.isChecked() else _POINT
        self.told.setText("\n".join(lines) if lines else tr(hint))
        self.table.choose(self.curve.place)
        self.chosen.emit()


def _switch(words: str, tip: str) -> QPushButton:
    made = QPushButton(words)
    made.setObjectName("toggle")
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    return made


def _lines(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
