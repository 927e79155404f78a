"""What every test needs: no display, no home directory, the same fonts and pixels everywhere."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_FONT_DPI"] = "96"
os.environ["QT_SCALE_FACTOR"] = "1"

if sys.dont_write_bytecode:
    # Some machines keep sources clean of it. Compiling program and tests anew in each of many
    # processes takes long, so it is kept, but beside what pytest keeps.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parent.parent / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

import pytest
from hypothesis import HealthCheck, settings

from eq_sim import preflight
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pytestqt.qtbot import QtBot
    from simulated_clock import SimulatedClock

    from eq_sim.app import App

# A test is the same each time it runs, and no slower machine makes it fail.
settings.register_profile(
    "anywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("anywhere")


def pytest_configure(config: pytest.Config) -> None:
    trouble = preflight.trouble(window=False)
    if trouble:
        pytest.exit(trouble, returncode=2)


def pytest_collection_finish() -> None:
    gc.freeze()  # thousands of tests: looking through them for garbage again and again takes long


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QSettings

    for place in ("DATA", "STATE"):  # of programs that a test starts, too
        monkeypatch.setenv(f"XDG_{place}_HOME", str(tmp_path / place.lower()))

    monkeypatch.setenv("EQ_SIM_SOUND", "null")  # nobody listens to tests
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture(autouse=True)
def _no_window_is_left() -> Iterator[None]:
    """Deletes windows that a test made by itself: each one left makes the later tests slower."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None:
        return
    from PySide6.QtCore import QEvent

    left = [each for each in application.topLevelWidgets() if type(each).__name__ == "MainWindow"]
    for window in left:
        window.close()
    if left:
        application.processEvents()  # what its thread has done is heard while it is there
    for window in left:
        window.deleteLater()
    if sys.modules["eq_sim.language.spoken"].spoken() != "en":
        from eq_sim.ui.style.preferences import Preferences, use

        use(Preferences())
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> "SimulatedClock":
    from simulated_clock import SimulatedClock

    return SimulatedClock()


_SOON = 500  # milliseconds: longer ones are there for people to read
PATIENCE = 60_000  # milliseconds: for a machine that does four other things at once


@pytest.fixture
def qtbot(qtbot: "QtBot") -> "QtBot":
    """Qt's robot, more patient: a condition that is met ends the waiting, not a time."""
    for name in ("waitUntil", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE))
    return qtbot


@pytest.fixture
def at_rest(qtbot: "QtBot") -> Callable[["App"], None]:
    """Waits until nothing in a window can happen by itself: no timer runs, no event waits."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def wait(app: "App") -> None:
        owners = (app, app.window)
        timers = [timer for owner in owners for timer in owner.findChildren(QTimer)]
        slow = [timer for timer in timers if timer.isActive() and timer.isSingleShot()]
        slow = [timer for timer in slow if timer.interval() > _SOON]
        lengths = [timer.interval() for timer in slow]
        for timer in slow:  # what goes away by itself after seconds goes away now
            timer.start(0)
        qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
        for timer, length in zip(slow, lengths, strict=True):
            timer.setInterval(length)
        QApplication.processEvents()

    return wait


@pytest.fixture
def ring() -> Session:
    return open_session("ring")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture
def opened(qtbot: object, request: pytest.FixtureRequest) -> Iterator[Callable[..., object]]:
    """Opens real windows; afterwards none may be left, and no timer may run.

    A slow test has all panels, whatever those beside it in its file can do without.
    """
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from eq_sim.app import App, build
    from eq_sim.live_training import one_thread
    from eq_sim.ui.style.theme import load_fonts
    from eq_sim.ui.window.panel_spec import PanelSpec
    from eq_sim.ui.window.panels import PANELS

    load_fonts()
    made: list[App] = []
    whole = request.node.get_closest_marker("slow") is not None

    def open_window(
        session: Session | str = "ring",
        size: tuple[int, int] = (1280, 720),
        theme: str = "dark",
        clock: Callable[[], float] = time.perf_counter,
        executor: "Callable[[], Executor]" = one_thread,
        panels: tuple[PanelSpec, ...] = PANELS,
    ) -> App:
        if isinstance(session, str):
            session = open_session(session)
        app = build(session, theme, None, clock, PANELS if whole else panels, executor)
        app.window.resize(*size)
        app.window.docks.share_room()
        app.show()
        qtbot.waitExposed(app.window)  # type: ignore[attr-defined]
        QApplication.processEvents()
        made.append(app)
        return app

    yield open_window
    for app in made:
        app.window.close()
        QApplication.processEvents()
        assert not app.timer.isActive()
        app.window.deleteLater()
        app.deleteLater()
    made.clear()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()  # the modules that windows brought along are not looked through after the next


@pytest.fixture
def python() -> str:
    return sys.executable
