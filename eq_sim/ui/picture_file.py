"""A panel or the whole window as a file: pixels in PNG, vectors in SVG and PDF.

Plots and words are drawn as vectors there; the console, whose knobs are pixels from the start, is
an image in both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPaintDevice, QPdfWriter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.ui.style.painting import PicturePainter

_DPI = 96
_POINTS = 72 / _DPI
"""Points of paper in a pixel of the screen."""


def save_picture(widget: QWidget, path: Path, title: str) -> None:
    """Writes a picture of a panel or a window as it looks now, whole or not at all.

    Args:
        widget: what is drawn, with all that is in it.
        path: a .png, .svg or .pdf file.
        title: what the file says that it shows.

    Raises:
        DocumentError: the suffix is another one, or the file cannot be written.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise DocumentError(
            "{path}: pictures are kept in {kinds} files", path=path, kinds=", ".join(KINDS)
        )
    try:
        write_atomically(path, kind(widget, title))
    except OSError as error:
        raise DocumentError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def png(widget: QWidget, title: str) -> bytes:
    """Returns a picture in the pixels of the screen."""
    return png_of(widget.grab().toImage())


def png_of(image: QImage) -> bytes:
    """Returns an image as the bytes of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def svg(widget: QWidget, title: str) -> bytes:
    """Returns a picture as vectors, for a page or a slide."""
    from PySide6.QtSvg import QSvgGenerator  # only whoever asks for it waits for it

    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setDescription("Written by eq_sim")
    generator.setResolution(_DPI)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    _draw(widget, generator)
    return bytes(content.data())


def pdf(widget: QWidget, title: str) -> bytes:
    """Returns a picture as vectors on one page of its size, with its letters in it."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("eq_sim")
    writer.setResolution(_DPI)
    size = QSizeF(widget.width() * _POINTS, widget.height() * _POINTS)
    page = QPageSize(size, QPageSize.Unit.Point, title, QPageSize.SizeMatchPolicy.ExactMatch)
    none = QMarginsF()
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, none))
    _draw(widget, writer)
    buffer.close()
    return bytes(content.data())


def _draw(widget: QWidget, device: QPaintDevice) -> None:
    """Draws a widget and all that is in it."""
    with PicturePainter(device) as painter, _as_vectors(widget.findChildren(QGraphicsView)):
        painter.fillRect(widget.rect(), widget.palette().window())
        widget.render(painter, QPoint())


@contextmanager
def _as_vectors(plots: list[QGraphicsView]) -> Iterator[None]:
    """Lets plots draw themselves anew, where they have pixels of before to be quick."""
    from pyqtgraph import ScatterPlotItem  # by now there are plots, or none of it is needed

    items = [item for plot in plots for item in plot.items()]
    backgrounds = [plot.cacheMode() for plot in plots]
    kept = [item.cacheMode() for item in items]
    dots = [item for item in items if isinstance(item, ScatterPlotItem)]
    try:
        for plot in plots:
            plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        for item in items:
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        for dot in dots:
            dot.setExportMode(True, {"antialias": True})
        yield
    finally:
        for dot in dots:
            dot.setExportMode(False)
        for item, mode in zip(items, kept, strict=True):
            item.setCacheMode(mode)
        for plot, background in zip(plots, backgrounds, strict=True):
            plot.setCacheMode(background)


KINDS: dict[str, Callable[[QWidget, str], bytes]] = {".png": png, ".svg": svg, ".pdf": pdf}
"""What writes each kind of file."""
