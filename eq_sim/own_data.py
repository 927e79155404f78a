"""Opening a table of a person's own: asked for, looked at in its dialog, and then learned from.

What reads it is imported when it is asked for: the first frame needs none of it.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eq_sim.language.tr import later, tr
from eq_sim.open_documents import OpenDocuments
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.ui.window.frame import TABLES
from eq_sim.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from eq_sim.data.own.choice import Choice
    from eq_sim.data.own.table import Table
    from eq_sim.ui.own_data.dialog import OwnDataDialog

_ENDINGS = " ".join(f"*{ending}" for ending in TABLES)
_ALL = later("All files (*)")


class OwnData(QObject):
    """Opens tables.

    Args:
        session: what is on screen, which may train meanwhile.
        documents: the experiments that are open.
        clock: seconds, ever growing.
        parent: the application's window keeper.
    """

    window: MainWindow

    def __init__(
        self,
        session: Session,
        documents: OpenDocuments,
        clock: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._documents, self._clock = session, documents, clock
        self._shown: OwnDataDialog | None = None

    def serve(self, window: MainWindow) -> None:
        """Takes the window that is asked in and spoken in."""
        self.window = window
        window.own_data_asked.connect(self.ask)
        window.columns_asked.connect(self.choose_columns)
        window.closing.connect(self._leave)

    def ask(self) -> None:
        """Asks for a file, and shows what is in it."""
        from PySide6.QtWidgets import QFileDialog

        tables = tr("Tables of your own ({endings})", endings=_ENDINGS)
        kinds = f"{tables};;{tr(_ALL)}"
        name = QFileDialog.getOpenFileName(self.window, tr("Open your own data"), "", kinds)[0]
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Shows what is in a file, to choose what is learned; why it is no table is said."""
        from eq_sim.data.own.errors import TableError

        self._leave()  # another file was let fall on the window
        dialog = self._dialog(path.name, path)
        try:
            dialog.read(path)
        except TableError as error:
            dialog.deleteLater()
            self.window.say(f"{path.name}: {error}.")
            return
        self._show(dialog)

    def choose_columns(self) -> None:
        """Shows the table on screen again, to choose anew what is learned from it."""
        from eq_sim.session.sources import choice_of
        from eq_sim.session.tables import found

        spec = self._session.scenario.data.table
        if spec is None:
            return
        try:
            table = found(spec.sha256, spec.name)
        except EqSimError as error:
            self.window.say(f"{error}.")
            return
        dialog = self._dialog(spec.name or self._session.original.title)
        dialog.show_table(table, choice_of(spec))
        self._show(dialog)

    def _dialog(self, title: str, path: Path | None = None) -> "OwnDataDialog":
        from eq_sim.session.own_scenario import first_hidden
        from eq_sim.ui.own_data.dialog import OwnDataDialog

        session = self._session
        dialog = OwnDataDialog(
            title,
            partial(self._begin, title, path),
            first_hidden,
            self._clock,
            lambda: session.running,
            self.window,
        )
        dialog.finished.connect(self._closed)
        return dialog

    def _show(self, dialog: "OwnDataDialog") -> None:
        self._shown = dialog
        dialog.open()

    def _leave(self) -> None:
        """Closes what is shown; what is being read ends."""
        if self._shown is not None:
            self._shown.reject()

    def _closed(self) -> None:
        dialog, self._shown = self._shown, None
        if dialog is not None:
            dialog.deleteLater()

    def _begin(self, title: str, path: Path | None, table: "Table", choice: "Choice") -> str:
        """Begins to learn from a table, beside what is on screen. Returns why it cannot."""
        from eq_sim.session.own_scenario import scenario_for

        seed = self._session.seed
        try:
            scenario = scenario_for(table, choice, title, seed)
            begun = Session(scenario, seed)
        except EqSimError as error:
            return f"{error}."
        except MemoryError:
            return tr("There is not enough memory to learn from so many rows and columns.")
        self._documents.begin(begun)
        if path is not None:
            self._documents.remember(path)
        self.window.console.setFocus()
        if not self.window.hinting:  # the hints say the same
            self.window.say(
                tr("{title} is open. Press Train, or the space bar.", title=title),
                warning=False,
            )
        return ""
