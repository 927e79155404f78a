"""The window, from the first frame until it is closed: by a person, or by a signal."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QApplication

from eq_sim import interruption
from eq_sim.app import make_application, shell, user_settings
from eq_sim.session.files import is_experiment
from eq_sim.session.session import Session
from eq_sim.startup import started
from eq_sim.ui.style.preferences import HINTS_DONE, load
from eq_sim.ui.window import placement


def open_window(
    session: Session, theme: str | None, path: Path | None = None, *, asked: bool = True
) -> int:
    """Shows the window until it is closed.

    Args:
        session: what is on screen at first.
        theme: "dark", "light" or "system"; None for the one that is remembered.
        path: the file of an experiment that it was read from, or of a lesson to play in it.
        asked: whether a person has asked for just this; otherwise the last one is offered.

    Returns:
        The exit code.
    """
    application = make_application()
    settings = user_settings()
    chosen = theme or load(settings).theme
    app = shell(session, chosen, settings)
    if not settings.data(placement.GEOMETRY):
        placement.take_first_size(app.window)
        app.window.docks.share_room()
    if not settings.flag(HINTS_DONE, default=False):
        app.welcome()
    # By then the first frame is there, and with it the system's own frame around it.
    app.furnishing.connect(lambda: placement.come_on_screen(app.window))
    app.furnishing.connect(started)
    ending = _Ending(application)
    logs = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation)
    faults = app.faults_caught(Path(logs, "eq_sim.log"))
    app.documents.asks = True
    experiment = path is not None and is_experiment(path)
    if path is not None and experiment:
        app.documents.is_file(path)
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    recovery = Path(data, "recovery")
    with faults, interruption.calling(ending.asked.emit):
        app.furnished.connect(lambda: app.documents.keep_journal(recovery))
        if path is not None and not experiment:
            app.furnished.connect(partial(app.filing.lessons.open, path))
        if not asked:
            app.furnished.connect(app.documents.offer_last)
        app.show()
        code = application.exec()
    if interruption.asked():
        app.window.close()  # what is remembered and recorded is kept as on any other day
    return code


class _Ending(QObject):
    """Ends the program for those who ask from another thread."""

    asked = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self.asked.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def _end(self) -> None:
        self._application.exit()
