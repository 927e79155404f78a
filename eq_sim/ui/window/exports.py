"""What leaves by the File menu: scripts, tables and pictures.

What writes them is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.files import SCENARIO
from eq_sim.session.session import Session
from eq_sim.ui.window.frame import Files, Submenu

_SCRIPTS = later("Python scripts (*.py)")
_TABLES = later("Tables (*.csv)")
_SCENARIOS = later("Scenarios (*.toml)")
_ALL = later("All files (*)")
_PICTURES = later("Pictures (*.png *.svg *.pdf)")


class Exports:
    """Entries of the File menu that write something for other programs; none changes a thing.

    Args:
        session: what leaves.
        window: what is drawn.
        console: the panel of knobs, which is in no dock.
        ask: (title, name, kinds) -> the name of a file to write; empty where none is.
        attempt: (what, done) -> does it, and says what was done or why not.
    """

    def __init__(
        self,
        session: Session,
        window: QMainWindow,
        console: QWidget,
        ask: Callable[[str, str, str], str],
        attempt: Callable[[Callable[[], None], str], None],
    ) -> None:
        self._session, self._window, self._console = session, window, console
        self._ask, self._attempt = ask, attempt

    @property
    def entries(self) -> Files:
        """What can leave, for a menu."""
        return [
            (tr("&Script in plain NumPy…"), "", partial(self._script, torch=False)),
            (tr("Script with &PyTorch…"), "", partial(self._script, torch=True)),
            (tr("&Loss history as a table…"), "", self._losses),
            (tr("All &runs as a table…"), "", self.save_runs),
            (tr("Every &knob as a table…"), "", self._knobs),
            (
                tr("Picture of the &window…"),
                "",
                partial(self._picture, self._window, tr("window"), "window"),
            ),
            (tr("Picture of a p&anel"), "", Submenu(lambda: self._panels, changes=True)),
        ]

    @property
    def _panels(self) -> Files:
        """The panels that can be seen."""
        docks = [dock for dock in self._window.findChildren(QDockWidget) if dock.isVisible()]
        named: list[tuple[str, str, QWidget]] = [(tr("Console"), "console", self._console)]
        for dock in docks:
            if not dock.visibleRegion().isEmpty():
                name = dock.objectName().removeprefix("dock-").replace("-|", "")
                named.append((dock.windowTitle(), name, dock))
        return [
            (
                tr("{panel}…", panel=words.replace("&", "&&")),
                "",
                partial(self._picture, panel, words, name),
            )
            for words, name, panel in named
        ]

    def scenario(self) -> None:
        """Asks for a file, and writes data, settings and start to it, to be opened anywhere."""
        from eq_sim.session.files.scenario_file import save_scenario
        from eq_sim.session.files.setup_line import Setup
        from eq_sim.ui.dialogs.asking import name_to_save

        name = f"{self._session.scenario.name}{SCENARIO}"
        title = tr("Save as a scenario")
        kinds = f"{tr(_SCENARIOS)};;{tr(_ALL)}"
        path = name_to_save(title, name, kinds, SCENARIO, self._window)
        if path is not None:
            self._attempt(
                lambda: save_scenario(path, Setup.of(self._session)),
                tr(
                    "Saved the scenario {file}: data, settings and start. What was learned is "
                    "not in it: Save keeps that.",
                    file=path.name,
                ),
            )

    def _script(self, *, torch: bool) -> None:
        from eq_sim.export.script import write_script

        def write(path: Path) -> None:
            write_script(path, self._session, torch=torch)

        self._save(tr("Save the run as a script"), ".py", _SCRIPTS, write)

    def _losses(self) -> None:
        from eq_sim.export.tables import loss_table, write_table

        def write(path: Path) -> None:
            write_table(path, loss_table(self._session.state()))

        self._save(tr("Save the loss history"), "-loss.csv", _TABLES, write)

    def save_runs(self) -> None:
        """Asks for a file, and writes every run into it."""
        from eq_sim.export.run_table import run_table
        from eq_sim.export.tables import write_table

        def write(path: Path) -> None:
            write_table(path, run_table(self._session))

        self._save(tr("Save all runs"), "-runs.csv", _TABLES, write)

    def _knobs(self) -> None:
        from eq_sim.export.tables import knob_table, write_table

        def write(path: Path) -> None:
            write_table(path, knob_table(self._session.state()))

        self._save(tr("Save every knob"), "-knobs.csv", _TABLES, write)

    def _picture(self, widget: QWidget, words: str, ending: str) -> None:
        from eq_sim.ui.picture_file import save_picture

        def write(path: Path) -> None:
            scenario = tr(self._session.scenario.title)
            save_picture(widget, path, tr("{scenario}: {shown}", scenario=scenario, shown=words))

        self._save(tr("Save a picture: {shown}", shown=words), f"-{ending}.png", _PICTURES, write)

    def _save(self, title: str, ending: str, kinds: str, write: Callable[[Path], None]) -> None:
        name = self._ask(title, f"{self._session.scenario.name}{ending}", tr(kinds))
        if name:
            self._attempt(lambda: write(Path(name)), tr("Saved {file}.", file=name))
