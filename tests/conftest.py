"""What every test needs: no display, no home directory, the same fonts and pixels everywhere."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_FONT_DPI"] = "96"
os.environ["QT_SCALE_FACTOR"] = "1"

import pytest

import eq_sim
from eq_sim import preflight
from eq_sim.session.opening import open_session
from eq_sim.session.session import Session

CHECKOUT = Path(eq_sim.__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    trouble = preflight.trouble(window=False)
    if trouble:
        pytest.exit(trouble, returncode=2)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    from PySide6.QtCore import QSettings

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

    for window in application.topLevelWidgets():
        if type(window).__name__ == "MainWindow":
            window.close()
            window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def ring() -> Session:
    return open_session("ring")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture
def opened(qtbot: object) -> Iterator[Callable[..., object]]:
    """Opens real windows; afterwards none may be left, and no timer may run."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from eq_sim.app import App, build
    from eq_sim.ui.theme import load_fonts

    load_fonts()
    made: list[App] = []

    def open_window(
        session: Session | str = "ring", size: tuple[int, int] = (1280, 720), theme: str = "dark"
    ) -> App:
        if isinstance(session, str):
            session = open_session(session)
        app = build(session, theme, None)
        app.window.resize(*size)
        app.window.reset_arrangement()
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


@pytest.fixture
def python() -> str:
    return sys.executable
