"""Our icons, drawn from SVG in the theme's colours at the screen's own resolution."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtSvg import QSvgRenderer

from eq_sim.resources import resource
from eq_sim.ui.style.painting import PicturePainter


def icon(name: str, color: str) -> QIcon:
    """Returns an icon with its strokes in one colour."""
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return _render(text.replace("currentColor", color), (16, 24, 32, 48))


def app_icon() -> QIcon:
    """Returns the icon of the program."""
    text = resource("desktop", "eq_sim.svg").read_text(encoding="utf-8")
    return _render(text, (16, 32, 48, 64, 128, 256))


def _render(svg: str, sizes: tuple[int, ...]) -> QIcon:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with PicturePainter(pixmap) as painter:
            renderer.render(painter, QRectF(0, 0, size, size))
        made.addPixmap(pixmap)
    return made
