"""Runs sweeps beside the open experiment, of which nothing changes unless a value is used."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from eq_sim.language.numerals import local
from eq_sim.session.actions import AnyAction, Load, Set
from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.processes import Processes
from eq_sim.sweeps.sheet import write_sheet
from eq_sim.sweeps.suggestions import error_against_knobs
from eq_sim.sweeps.work import work
from eq_sim.ui.knobs.actions import Say
from eq_sim.ui.picture_file import save_picture
from eq_sim.ui.sweeps.running import RunningSweep
from eq_sim.ui.sweeps.sheet import SweepSheet
from eq_sim.ui.sweeps.words import set_to

_LOOK = 100  # milliseconds between two looks at what has come
_PICTURES_OF_ONE = 200  # of a sweep's curve on its way, at most: a large one takes a moment
_TABLES = "Tables (*.csv)"
_PICTURES = "Pictures (*.png *.svg *.pdf)"


class SweepDesk(QObject):
    """The sweeps of one window: one at a time.

    Args:
        session: the open experiment.
        do: takes what a hand does; returns whether it was done.
        say: shows a sentence in the window.
        digits: returns the shipped scenario of the digits.
        window: over which the sheet stands.
        executor: what runs the trials; None for a thread of this process.

    Attributes:
        running: the sweep under way, or the last one; None before the first.
        sheet: where sweeps are asked for and shown; None before it was opened.
    """

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        say: Say,
        digits: Callable[[], Scenario],
        window: QWidget,
        executor: Processes | Executor | None,
    ) -> None:
        super().__init__(window)
        self._session, self._do, self._say, self._digits = session, do, say, digits
        self._window = window
        self._executor = executor
        self.running: RunningSweep | None = None
        self.sheet: SweepSheet | None = None
        self._shown = 0  # outcomes
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)

    def open(self) -> SweepSheet:
        """Shows the sheet, for the open experiment as it is set."""
        sheet = self.sheet or self._make()
        self._take_up()
        sheet.show()
        sheet.raise_()
        sheet.activateWindow()
        return sheet

    def open_against_knobs(self) -> None:
        """Shows the sheet, and runs the digits over networks of 85 to 9,610 knobs."""
        self.open()
        self.begin(error_against_knobs(self._digits()))

    def begin(self, sweep: Sweep) -> None:
        """Runs a sweep; one that runs is stopped, and what it has found gives way."""
        sheet = self.sheet or self._make()
        if self.running is not None:
            self.running.end()
        sheet.results.show_sweep(sweep)
        self._shown = 0
        self.running = RunningSweep(sweep, self._executor)
        self._timer.start()
        self.look()

    def handed_over(self) -> RunningSweep | None:
        """Returns the sweep under way, or the last one; from now on somebody else shows it."""
        self._timer.stop()
        if self.sheet is not None:
            self.sheet.hide()
        running, self.running = self.running, None
        return running

    def take_over(self, running: RunningSweep) -> None:
        """Shows a sweep that somebody else has begun."""
        sheet = self.sheet or self._make()
        sheet.results.show_sweep(running.sweep)
        self._shown = 0
        self.running = running
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Stops the sweep that runs; what it has found stays."""
        if self.running is not None:
            self.running.stop()
            self.look()

    def end(self) -> None:
        """Ends the sweep that runs, and its processes: the window closes."""
        self._timer.stop()
        if self.running is not None:
            self.running.end()

    def look(self) -> None:
        """Shows what has come since the last look."""
        running, sheet = self.running, self.sheet
        if running is None or sheet is None:
            return
        goes_on = running.goes_on  # asked first: what comes meanwhile is seen in the next look
        come = len(running.outcomes) - self._shown
        if not goes_on or come * _PICTURES_OF_ONE >= len(running.sweep):
            self._shown += come
            sheet.results.show_outcomes(running.outcomes)
            self._show_use()
        done = local(f"{len(running.outcomes):,} of {len(running.sweep):,}")
        if goes_on:
            stopping = "Stopping: " if running.is_stopping else ""
            sheet.show_progress(running.share, f"{stopping}{done} runs are done.")
            return
        self._timer.stop()
        sheet.show_progress(None, self._ended(running, done), warning=bool(running.failure))
        if not sheet.isVisible() and not running.is_stopping:
            self._say(f"The sweep has ended: {done} runs. Training, Sweep shows it.", warning=False)

    def _ended(self, running: RunningSweep, done: str) -> str:
        """Returns how a sweep ended."""
        refused = sum(bool(outcome.refusal) for outcome in running.outcomes)
        parts = [f"{done} runs are done."]
        if running.failure:
            parts.append(f"{running.failure.rstrip('.')}.")
        elif running.is_stopping:
            parts.append("Stopped; what was done by then is kept.")
        if refused:
            first = next(one.advice for one in running.outcomes if one.refusal)
            parts.append(local(f"{refused:,} came to no result. The first: {first}"))
        if any(outcome.bits == "rounding" for outcome in running.outcomes):
            parts.append("Networks trained together differ from single runs in the last digits.")
        return " ".join(parts)

    def _make(self) -> SweepSheet:
        sheet = self.sheet = SweepSheet(self._window)
        sheet.form.changed.connect(self._show_start)
        sheet.results.chosen.connect(self._show_use)
        sheet.activated.connect(self._take_up)
        sheet.start.clicked.connect(self._start)
        sheet.stop.clicked.connect(self.stop)
        sheet.against_knobs.clicked.connect(self.open_against_knobs)
        sheet.use.clicked.connect(self._use)
        sheet.save_table.clicked.connect(self._save_table)
        sheet.save_picture.clicked.connect(self._save_picture)
        sheet.show_progress(None, "")
        sheet.offer.setText(self._offer())
        return sheet

    def _offer(self) -> str:
        """Returns what the one click runs."""
        sweep = error_against_knobs(self._digits())
        least, most = min(sweep.knobs), max(sweep.knobs)
        return local(
            f"{sweep.scenario.title}, {least:,} to {most:,} knobs: {len(sweep.values)} widths with "
            f"{len(sweep.seeds)} seeds, {sweep.steps:,} steps each, about {work(sweep):,.0f} times "
            "the work of one such run."
        )

    def _take_up(self) -> None:
        """Offers what can vary of the experiment that is open now."""
        if self.sheet is not None:
            self.sheet.form.show_scenario(self._session.scenario, self._session.seed)
            self._show_use()

    def rewrite(self) -> None:
        """Writes everything anew: another decimal sign or another size of words is wanted."""
        if self.sheet is not None:
            self.sheet.form.rewrite()
            self.sheet.offer.setText(self._offer())
            self.sheet.results.refresh()

    def _show_start(self) -> None:
        if self.sheet is not None:
            self.sheet.start.setEnabled(self.sheet.form.sweep is not None)

    def _start(self) -> None:
        if self.sheet is not None and self.sheet.form.sweep is not None:
            self.begin(self.sheet.form.sweep)

    def _chosen(self) -> tuple[AnyAction, str] | None:
        """Returns what uses the chosen value, and that in words; None where none is chosen."""
        results = self.sheet.results if self.sheet else None
        if results is None or results.graph is None or results.curve.place is None:
            return None
        sweep, value = results.graph.sweep, results.graph.train[results.curve.place].value
        here, what = self._session.scenario, set_to(sweep, value)
        if here.name == sweep.scenario.name:
            return Set(sweep.setting, value), f"Use {what}"
        scenario = changed(sweep.scenario, sweep.setting, value)
        return Load(scenario, sweep.seeds[0]), f"Open {scenario.title} with {what}"

    def _show_use(self) -> None:
        """Says what the chosen value would be set in."""
        sheet = self.sheet
        if sheet is None:
            return
        chosen, there = self._chosen(), sheet.results.graph is not None
        for button in (sheet.save_table, sheet.save_picture):
            button.setEnabled(there)
        sheet.use.setEnabled(chosen is not None)
        sheet.use.setText(chosen[1] if chosen else "Use this value")
        title = self._session.scenario.title
        does = f"Sets it in the open experiment, “{title}”"
        if chosen is not None and isinstance(chosen[0], Load):
            does = f"Opens it in place of “{title}”"
        sheet.use.setToolTip(f"{does}. Undo takes it back")

    def _use(self) -> None:
        chosen, sheet = self._chosen(), self.sheet
        if chosen is None or sheet is None:
            return
        if not self._do(chosen[0]):
            sheet.say("That was refused: the window says why.", warning=True)
            return
        self._take_up()
        sheet.say(f"Set in “{self._session.scenario.title}”. Undo takes it back.")

    def _save_table(self) -> None:
        running = self.running
        if running is not None:
            self._save(
                "Save the sweep as a table",
                "-sweep.csv",
                _TABLES,
                lambda path: write_sheet(path, running.sweep, running.outcomes),
            )

    def _save_picture(self) -> None:
        sheet = self.sheet
        if sheet is not None:
            title = sheet.results.title.text()
            self._save(
                "Save a picture of the sweep",
                "-sweep.png",
                _PICTURES,
                lambda path: save_picture(sheet.results, path, title),
            )

    def _save(self, title: str, ending: str, kinds: str, write: Callable[[Path], None]) -> None:
        """Asks for a file and writes it; says in the sheet what came of it."""
        sheet, running = self.sheet, self.running
        if sheet is None or running is None:
            return
        name = f"{running.sweep.scenario.name}{ending}"
        path = QFileDialog.getSaveFileName(sheet, title, name, f"{kinds};;All files (*)")[0]
        if not path:
            return
        try:
            write(Path(path))
        except EqSimError as error:
            sheet.say(str(error), warning=True)
        else:
            sheet.say(f"Saved {path}.")
