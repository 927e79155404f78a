"""Where the parts of the drawing card stand: by the shape of the card alone."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

_WIDE, _VERY_WIDE = 0.95, 1.85  # width over height
_MARGIN, _GAP = 0.045, 0.05  # of the shorter side


@dataclass(frozen=True)
class DrawingPlaces:
    """The parts of the card.

    Attributes:
        pad: the paper, a square.
        answer: what the network says of the drawing.
        bars: how sure it is of each class.
        count: how many knobs have changed.
    """

    pad: QRectF
    answer: QRectF
    bars: QRectF
    count: QRectF


def drawing_places(width: float, height: float) -> DrawingPlaces:
    """Returns the places in a card of a size."""
    short = min(width, height)
    margin, gap = _MARGIN * short, _GAP * short
    inner = QRectF(margin, margin, width - 2 * margin, height - 2 * margin)
    if width >= _VERY_WIDE * height:  # paper, words, bars: three columns
        pad, rest = _paper(inner, inner.height(), gap)
        words = QRectF(rest.left(), rest.top(), 0.5 * (rest.width() - gap), rest.height())
        bars = rest.adjusted(words.width() + gap, 0, 0, 0)
        answer, count = _top(words, 0.55 * words.height(), gap)
        return DrawingPlaces(pad, answer, bars, count)
    if width >= _WIDE * height:  # paper beside answer, bars and count
        pad, rest = _paper(inner, min(inner.height(), 0.52 * inner.width()), gap)
        answer, below = _top(rest, 0.26 * rest.height(), 0.5 * gap)
        bars, count = _top(below, 0.58 * below.height(), 0.5 * gap)
        return DrawingPlaces(pad, answer, bars, count)
    side = min(inner.width(), 0.42 * inner.height())
    upper, rest = _top(inner, side, gap)
    pad = QRectF(upper.center().x() - side / 2, upper.top(), side, side)
    answer, below = _top(rest, 0.24 * rest.height(), 0.5 * gap)
    bars, count = _top(below, 0.56 * below.height(), 0.5 * gap)
    return DrawingPlaces(pad, answer, bars, count)


def _paper(area: QRectF, side: float, gap: float) -> tuple[QRectF, QRectF]:
    """Puts a square at the left, half way up. Returns it, and what is left beside it."""
    top = area.top() + (area.height() - side) / 2
    return QRectF(area.left(), top, side, side), area.adjusted(side + gap, 0, 0, 0)


def _top(area: QRectF, high: float, gap: float) -> tuple[QRectF, QRectF]:
    """Cuts an area in two, one above the other."""
    first = QRectF(area.left(), area.top(), area.width(), high)
    return first, area.adjusted(0, high + gap, 0, 0)
