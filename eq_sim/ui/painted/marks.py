"""What a paint engine that draws nothing writes down: texts, and what hides or crosses them."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFont, QPainterPath, QTransform

EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)
"""Where nothing is clipped."""


@dataclass
class Line:
    """A text while it is being painted: where it ends, so that its next piece can join it."""

    words: str
    ink: QRectF
    seen: QRectF
    end: QPointF


@dataclass
class Cover:
    """An opaque area that was painted over what was there."""

    path: QPainterPath


@dataclass
class Stroke:
    """A line that was drawn, and where it can be seen."""

    line: QLineF
    clip: QRectF


def _ink(words: str, font: QFont) -> QRectF:
    """Returns where glyphs are, seen from the point at which they are drawn."""
    key = (words, font.key())
    if key not in _INKS:
        outlines = QPainterPath()  # the bounds of a font's metrics are wider, by whole pixels
        outlines.addText(QPointF(), font, words)
        _INKS[key] = outlines.boundingRect()
    return _INKS[key]


_INKS: dict[tuple[str, str], QRectF] = {}


def write(
    events: list[Any],
    transform: QTransform,
    clip: QRectF,
    words: str,
    font: QFont,
    at: QPointF,
    width: float,
) -> None:
    """Writes a text down, or joins it to the one that it goes on from."""
    if not words.strip():
        return
    ink = transform.mapRect(_ink(words, font).translated(at))
    begin, end = transform.map(at), transform.map(QPointF(at.x() + width, at.y()))
    last = events[-1] if events else None
    if isinstance(last, Line) and (last.end - begin).manhattanLength() < 0.1:
        last.words += words
        last.ink = last.ink.united(ink)
        last.seen = last.seen.united(ink.intersected(clip))
        last.end = end
    else:
        events.append(Line(words, ink, ink.intersected(clip), end))
