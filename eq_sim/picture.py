"""Pictures of the very window that the program opens; no display is needed."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from eq_sim.app import build, make_application
from eq_sim.language.spoken import ENGLISH
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.session import Session
from eq_sim.ui.picture_file import KINDS
from eq_sim.ui.style.preferences import Preferences, current, use
from eq_sim.ui.style.qt_words import speak_qt
from eq_sim.ui.window.main_window import MainWindow


def picture(
    session: Session,
    path: Path,
    size: tuple[int, int],
    scale: float,
    theme: str,
    check: Callable[[], None] = lambda: None,
    closeness: float | None = None,
    knob: int | None = None,
    language: str = ENGLISH,
) -> None:
    """Writes a picture of the very window that ``open_window`` builds; needs no display.

    Args:
        session: what is shown.
        path: a .png, .svg or .pdf file.
        size: of the picture, in its own pixels.
        scale: pixels of the picture per logical pixel of the window.
        theme: "dark" or "light".
        check: called before the file is written; raises if it is no longer wanted.
        closeness: how near one is to the knobs, from 0 to 1; None for how the window opens.
        knob: which is in the middle of them; None for none.
        language: that is spoken in the window, until the picture is made.

    Raises:
        OSError: the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    os.environ["QT_FONT_DPI"] = "96"
    make_application()
    kind = KINDS[path.suffix.lower()]
    with shown(session, size, scale, theme, language) as window:
        if closeness is not None or knob is not None:
            for _ in range(2):  # scroll bars come, and what is in the middle stays there
                window.console.view.look(knob, closeness)
                QApplication.processEvents()
                window.refresh()
        content = kind(window, session.scenario.title)
    check()
    write_atomically(path, content)


@contextmanager
def shown(
    session: Session,
    size: tuple[int, int],
    scale: float,
    theme: str,
    language: str = ENGLISH,
) -> Iterator[MainWindow]:
    """Gives a session's window as it is first shown; see ``picture``. Closes it at the end."""
    before = current()
    try:
        looks = Preferences(language=language)
        app = build(session, theme, None, executor=None, looks=looks)
        app.window.resize(round(size[0] / scale), round(size[1] / scale))
        app.window.reset_arrangement()
        app.window.show()
        for _ in range(3):
            QApplication.processEvents()
            app.window.refresh()
        yield app.window
        app.window.close()
    finally:
        use(before)
        speak_qt(before.spoken)
