"""Finished runs side by side: a table, what can be done with those chosen, and two compared."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QStackedWidget

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.actions import (
    AnyAction,
    DeleteRuns,
    GoToRunEnd,
    GoToRunStart,
    NameRun,
    PinRuns,
)
from eq_sim.session.change import Change, Changes, Watch
from eq_sim.session.finished_run import FinishedRun
from eq_sim.ui.dialogs.run_name import RunName
from eq_sim.ui.models.runs_desk import LATEST, RunsDesk
from eq_sim.ui.panels.card import Card, Elided, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.flow import flowing
from eq_sim.ui.panels.run_words import compared
from eq_sim.ui.panels.runs_model import RunsModel
from eq_sim.ui.panels.runs_table import RunsTable
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_SHOWN = (
    Change.SHELF | Change.HISTORY | Change.KNOBS | Change.STRUCTURE | Change.TRAINING
    | Change.SETTINGS | Change.OBJECTIVE | Change.DATA
)  # fmt: skip
EMPTY = later(
    "No run is finished yet. A run is what is trained from one start. When another begins, as with "
    "Back to start, New start or other layers, the one before stays here with its curve: to "
    "compare, and to go back to its start or its end. (A branch is another thing: what you left "
    "by going back on the way of one run.)"
)


class RunsPanel(Card):
    """The table of runs.

    Args:
        changes: the experiment's counts of changes.
        do: takes what the hand does; returns whether it was done.
        desk: which runs there are, and which are looked at.
        theme: the colours.
    """

    def __init__(
        self, changes: Changes, do: Callable[[AnyAction], bool], desk: RunsDesk, theme: Theme
    ) -> None:
        super().__init__("", later("Runs"))
        self.eyebrow.hide()
        self._do, self._desk = do, desk
        self._watch, self._seen = Watch(changes, _SHOWN), -1
        self.model = RunsModel(theme, desk.color)
        self.table = RunsTable(
            self.model, {Qt.Key.Key_Return: self._to_end, Qt.Key.Key_Enter: self._to_end,
                         Qt.Key.Key_Delete: self._delete},
        )  # fmt: skip
        self.comparison = Elided("", "note", scaled(60))
        self.comparison.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.corner.addWidget(self.comparison, 1)
        self._add_buttons()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._empty = label(tr(EMPTY), "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        self.table.chosen.connect(self._chosen_changed)
        self.table.sort_asked.connect(self._sort)
        self.refresh()

    def _add_buttons(self) -> None:
        self.to_start = self._button(
            tr("Go to its start"),
            tr("Step 0 of the run: its start, and the settings it began with. Undo comes back"),
            self._to_start,
        )
        self.to_end = self._button(
            tr("Go to its end"),
            tr(
                "Knobs, optimizer, curve and settings as they were at its end: training goes on "
                "from there (Enter). Undo comes back"
            ),
            self._to_end,
        )
        self.pin = self._button(
            tr("Pin"), tr("Its curve is always drawn in the loss plot, as a ghost"), self._pin
        )
        self.name = self._button(tr("Name…"), tr("A name of your own"), self._name)
        self.delete = self._button(
            tr("Delete"),
            tr("Forgets the chosen runs (Delete). Undo brings them back"),
            self._delete,
        )
        self.save = self._button(
            tr("Save…"), tr("A CSV file: every run, every setting, full precision"), self._save
        )
        self.sort = QComboBox()
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sort.setObjectName("small")
        self.sort.setAccessibleName(tr("Sort the runs by"))
        self.sort.setToolTip(tr("Sort the runs by a column"))
        self.sort.activated.connect(lambda at: self._sort(self.model.keys[at], turn=False))
        WheelGuard(self.sort)
        self.order = self._button("↑", tr("Highest or lowest first"), self._turn)
        self.order.setAccessibleName(tr("Turn the order of the runs round"))
        self.everything = QCheckBox(tr("All settings"))
        self.everything.setToolTip(tr("A column for every setting, not only for what differs"))
        self.everything.toggled.connect(self._show_everything)
        self.latest = QCheckBox(tr("Draw the latest"))
        self.latest.setChecked(self._desk.draws_latest)
        self.latest.setToolTip(
            tr(
                "The loss plot shows the latest {latest} runs, besides those that are pinned or "
                "chosen here",
                latest=LATEST,
            )
        )
        self.latest.toggled.connect(self._desk.draw_latest)
        self._controls = flowing(
            6, self.to_start, self.to_end, self.pin, self.name, self.delete, self.save,
            self.sort, self.order, self.everything, self.latest,
        )  # fmt: skip
        self.body.addWidget(self._controls)
        for button in (self.to_start, self.to_end, self.pin, self.name, self.delete):
            action = QAction(button.text(), self.table)
            action.triggered.connect(button.click)
            self.table.addAction(action)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _button(self, words: str, tip: str, done: Callable[[], object]) -> QPushButton:
        made = QPushButton(words)
        made.setObjectName("small")
        made.setToolTip(tip)
        made.clicked.connect(done)
        return made

    def refresh(self) -> None:
        """Shows the runs, if anything of them has changed."""
        others, self._seen = self._desk.revision != self._seen, self._desk.revision
        if not self._watch.news() and not others:
            return
        there = bool(self._desk.runs)
        self._stack.setCurrentWidget(self.table if there else self._empty)
        self._controls.setVisible(there)
        if not there:
            self.comparison.setText("")
            return
        keys = self.model.keys
        self.model.show_rows(self._desk.rows)
        if keys != self.model.keys or self.sort.count() == 0:
            self._show_order()
        else:
            self.table.fit_columns(anew=False)
        wanted = self._desk.chosen
        if wanted != tuple(number for number in self.table.numbers if number):
            self.table.choose(wanted)
        self._show_chosen()
        self._fit_controls()  # the list of columns may be wider or narrower by now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the controls as many rows as they need."""
        super().resizeEvent(event)
        self._fit_controls()

    def _fit_controls(self) -> None:
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self._controls.setFixedHeight(max(1, self._controls.heightForWidth(room)))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.model.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._fit_controls()
        self.table.fit()
        self._watch.forget()
        self.refresh()

    @property
    def _runs(self) -> list[FinishedRun]:
        """The finished runs that are chosen, in the order of the rows."""
        chosen = self.table.numbers
        return [row.run for row in self.model.rows if row.run is not None and row.number in chosen]

    def _show_chosen(self) -> None:
        """Offers what can be done with what is chosen, and compares two."""
        runs = self._runs
        one = runs[0] if len(runs) == 1 else None
        self.to_start.setEnabled(one is not None and one.has_start)
        self.to_end.setEnabled(one is not None and one.has_end)
        self.pin.setEnabled(bool(runs))
        self.pin.setText(tr("Unpin") if runs and all(run.pinned for run in runs) else tr("Pin"))
        self.name.setEnabled(one is not None)
        self.delete.setEnabled(bool(runs))
        chosen = self.table.numbers
        rows = [row for row in self.model.rows if row.number in chosen]
        words = ""
        if len(rows) == 2:
            words = compared(rows[0], rows[1])
        elif len(rows) > 2:
            words = ntr("{count:,} run is chosen", "{count:,} runs are chosen", len(rows))
        if words != self.comparison.text():
            self.comparison.setText(words)
            self.comparison.setToolTip(words)

    def _show_order(self) -> None:
        with QSignalBlocker(self.sort):
            self.sort.clear()
            self.sort.addItems(
                [tr("Sort by {column}", column=title) for title in self.model.titles]
            )
            if self.model.sorted_by in self.model.keys:
                self.sort.setCurrentIndex(self.model.keys.index(self.model.sorted_by))
        self.order.setText("↓" if self.model.descending else "↑")
        self.table.fit_columns()

    def _sort(self, key: str, *, turn: bool = True) -> None:
        """Sorts by a column; by the same one again the other way round."""
        again = turn and key == self.model.sorted_by
        self.model.sort_by(key, descending=again and not self.model.descending)
        self._show_order()

    def _turn(self) -> None:
        self._sort(self.model.sorted_by)

    def _show_everything(self, on: bool) -> None:
        self.model.everything = on
        self._watch.forget()
        self.refresh()

    def _chosen_changed(self) -> None:
        self._desk.choose(tuple(number for number in self.table.numbers if number))
        self._seen = self._desk.revision
        self._show_chosen()

    def _to_start(self) -> None:
        if len(self._runs) == 1:
            self._do(GoToRunStart(self._runs[0].number))

    def _to_end(self) -> None:
        if len(self._runs) == 1:
            self._do(GoToRunEnd(self._runs[0].number))

    def _pin(self) -> None:
        runs = self._runs
        on = not all(run.pinned for run in runs)
        if runs:
            self._do(PinRuns(tuple(run.number for run in runs), on))

    def _name(self) -> None:
        if len(self._runs) == 1:
            run = self._runs[0]
            RunName(run.number, run.name, partial(self._named, run.number), self).open()

    def _named(self, number: int, name: str) -> None:
        self._do(NameRun(number, name))

    def _delete(self) -> None:
        runs = self._runs
        if runs:
            self._do(DeleteRuns(tuple(run.number for run in runs)))

    def _save(self) -> None:
        self._desk.save()
