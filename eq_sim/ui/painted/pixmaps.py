"""Texts in pixmaps: written down as they are painted, they count where the pixmap is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from eq_sim.ui.painted.marks import Line, write


@dataclass
class Pixmaps:
    """The texts in pixmaps, by the pixmaps' keys."""

    lines: dict[int, list[Line]] = field(default_factory=dict)


def noting(pixmaps: Pixmaps) -> Callable[..., object]:
    """Returns what stands in for ``QPainter.drawText``: it draws, and writes texts down."""
    real = QPainter.drawText

    def draw_text(painter: QPainter, *args: Any) -> object:  # noqa: ANN401
        device = painter.device()
        if isinstance(device, QPixmap):
            _note(pixmaps, painter, device, args)
        return real(painter, *args)

    return draw_text


@contextmanager
def noted() -> Iterator[Pixmaps]:
    """Writes down the texts that are painted into pixmaps meanwhile; gives where."""
    pixmaps, real = Pixmaps(), QPainter.drawText
    QPainter.drawText = noting(pixmaps)  # type: ignore[method-assign,assignment]
    try:
        yield pixmaps
    finally:
        QPainter.drawText = real  # type: ignore[method-assign]


def _note(pixmaps: Pixmaps, painter: QPainter, pixmap: QPixmap, args: tuple[Any, ...]) -> None:
    """Writes down a text on its way into a pixmap."""
    lines = pixmaps.lines.setdefault(pixmap.cacheKey(), [])
    transform, font = painter.worldTransform(), painter.font()
    size = pixmap.size() / pixmap.devicePixelRatio()
    clip = QRectF(QPointF(), size)
    if painter.hasClipping():
        clip = clip.intersected(transform.mapRect(painter.clipBoundingRect()))
    metrics = QFontMetricsF(font)
    if isinstance(args[0], QPointF | QPoint):
        write(lines, transform, clip, args[1], font, QPointF(args[0]), 0.0)
        return
    box, flags, words = QRectF(args[0]), args[1], args[2]
    wide = metrics.horizontalAdvance(words)
    x = box.x()
    if flags & Qt.AlignmentFlag.AlignRight:
        x = box.right() - wide
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        x = box.center().x() - wide / 2
    y = box.y()
    if flags & Qt.AlignmentFlag.AlignVCenter:
        y = box.center().y() - metrics.height() / 2
    elif flags & Qt.AlignmentFlag.AlignBottom:
        y = box.bottom() - metrics.height()
    # Qt cuts a text off at its box, unless it may go beyond.
    if not flags & Qt.TextFlag.TextDontClip:
        clip = clip.intersected(transform.mapRect(box))
    at = QPointF(x, y + metrics.ascent())
    write(lines, transform, clip, words, font, at, 0.0)
