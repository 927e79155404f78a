"""Pictures of the very window that the program opens; no display is needed."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from eq_sim.app import build, make_application
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.session import Session


def picture(
    session: Session,
    path: Path,
    size: tuple[int, int],
    scale: float,
    theme: str,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Writes a picture of the very window that ``open_window`` builds; needs no display.

    Args:
        session: what is shown.
        path: a .png file.
        size: of the picture, in its own pixels.
        scale: pixels of the picture per logical pixel of the window.
        theme: "dark" or "light".
        check: called before the file is written; raises if it is no longer wanted.

    Raises:
        OSError: the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    os.environ["QT_FONT_DPI"] = "96"
    make_application()
    image = window_image(session, size, scale, theme)
    content = png(image)
    check()
    write_atomically(path, content)


def window_image(session: Session, size: tuple[int, int], scale: float, theme: str) -> QImage:
    """Returns a picture of a session's window; see ``picture``."""
    app = build(session, theme, None)
    app.window.resize(round(size[0] / scale), round(size[1] / scale))
    app.window.reset_arrangement()
    app.window.show()
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()
    image = app.window.grab().toImage()
    app.window.close()
    return image


def png(image: QImage) -> bytes:
    """Returns an image as the bytes of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
