"""The texts that can be seen in a window, and what covers or crosses one of them.

Each widget is painted once more, onto a device that draws nothing and writes down what it is asked
to draw: labels, buttons, canvases and pyqtgraph's items alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from eq_sim.ui.painted.engine import events
from eq_sim.ui.painted.marks import EVERYWHERE, Cover, Line, Stroke
from eq_sim.ui.painted.pixmaps import Pixmaps

SLACK = 0.75
"""Pixels of antialiasing that are no fault."""

_EDGE = 1.5  # pixels at the edge of a view, whose pixmap may end in the middle of one


@dataclass(frozen=True)
class Painted:
    """One line of text as it was painted.

    Attributes:
        words: what it says.
        ink: where its glyphs are, in the window.
        seen: the part of that which no clip and no widget's edge takes away; what can be scrolled
            into sight counts.
        shown: the part of that which is in sight now.
        owner: the widget that painted it.
        covered: whether something was painted over a part of it.
    """

    words: str
    ink: QRectF
    seen: QRectF
    shown: QRectF
    owner: QWidget
    covered: bool = False

    def __str__(self) -> str:
        """Returns words and place, for a test's message."""
        box = self.ink
        names = (self.owner.accessibleName() or self.owner.objectName()).strip()
        at = f"{box.x():.0f},{box.y():.0f} {box.width():.0f}×{box.height():.0f}"
        return f"“{self.words}” at {at} in {type(self.owner).__name__} {names}".rstrip()


def painted(window: QWidget, pixmaps: Pixmaps) -> tuple[list[Painted], list[str]]:
    """Returns every text that can be seen in a window, and what covers one of them in part."""
    texts: list[Painted] = []
    faults: list[str] = []
    for widget in _in_order(window):
        offset = QPointF(widget.mapTo(window, QPoint()))
        whole, reach = _room(widget, window)
        if reach.isEmpty():
            continue
        for event in events(widget, pixmaps):
            if isinstance(event, Cover):
                path = event.path.translated(offset)
                texts = _uncovered(texts, path, reach, widget, faults)
            elif isinstance(event, Stroke):
                faults += _struck(texts, event, offset, reach, widget)
            else:
                ink = event.ink.translated(offset)
                seen = _scrolled(event, widget).translated(offset).intersected(whole)
                if not seen.intersected(reach).isEmpty() or not whole.intersects(ink):
                    shown = seen.intersected(reach)
                    texts.append(Painted(event.words, ink, seen, shown, widget))
    return texts, faults


def _scrolled(line: Line, widget: QWidget) -> QRectF:
    """Returns what is seen of a text, and what of it lies beyond an edge of a scrolled view.

    That can be scrolled into sight, if there is anything to scroll in that direction. What is cut
    inside the view, or at an edge beyond which nothing comes, stays cut.
    """
    seen, ink, area = QRectF(line.seen), line.ink, widget.parentWidget()
    if not isinstance(area, QAbstractScrollArea) or area.viewport() is not widget or seen.isEmpty():
        return seen
    across, down = area.horizontalScrollBar(), area.verticalScrollBar()
    if across.value() > across.minimum() and seen.left() < _EDGE:
        seen.setLeft(min(seen.left(), ink.left()))
    if across.value() < across.maximum() and seen.right() > widget.width() - _EDGE:
        seen.setRight(max(seen.right(), ink.right()))
    if down.value() > down.minimum() and seen.top() < _EDGE:
        seen.setTop(min(seen.top(), ink.top()))
    if down.value() < down.maximum() and seen.bottom() > widget.height() - _EDGE:
        seen.setBottom(max(seen.bottom(), ink.bottom()))
    return seen


def _uncovered(
    texts: list[Painted], path: QPainterPath, reach: QRectF, by: QWidget, faults: list[str]
) -> list[Painted]:
    """Returns the texts that are left when something opaque lies over the window."""
    area = path.boundingRect().intersected(reach)
    left = []
    for text in texts:
        core = text.shown.adjusted(SLACK, SLACK, -SLACK, -SLACK)
        if area.intersects(core) and path.intersects(core):
            if area.contains(core) and path.contains(core):
                continue
            box = area
            faults.append(
                f"{text} is half covered by {type(by).__name__} {by.accessibleName()} at "
                f"{box.x():.0f},{box.y():.0f} {box.width():.0f}×{box.height():.0f}"
            )
            text = replace(text, covered=True)
        left.append(text)
    return left


def _struck(
    texts: list[Painted], stroke: Stroke, offset: QPointF, reach: QRectF, by: QWidget
) -> list[str]:
    """Returns the faults of a line that is drawn through texts."""
    seen = stroke.clip.translated(offset).intersected(reach)
    line = stroke.line.translated(offset)
    box = QRectF(line.p1(), line.p2()).normalized().adjusted(-0.1, -0.1, 0.1, 0.1)
    found = []
    for text in texts:
        core = text.shown.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersected(seen)
        if core.isEmpty() or not box.intersects(core):
            continue
        if _crosses(line, core):
            found.append(f"{text} is struck through in {type(by).__name__}")
    return found


def _crosses(line: QLineF, box: QRectF) -> bool:
    """Returns whether a line goes through a box, after Liang and Barsky."""
    begin, end = 0.0, 1.0
    for start, far, low, high in (
        (line.x1(), line.dx(), box.left(), box.right()),
        (line.y1(), line.dy(), box.top(), box.bottom()),
    ):
        if far == 0:
            if not low <= start <= high:
                return False
            continue
        one, other = sorted(((low - start) / far, (high - start) / far))
        begin, end = max(begin, one), min(end, other)
    return begin < end


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """Yields the visible widgets of a window, from the bottom to the top."""
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield from _in_order(child)


def _room(widget: QWidget, window: QWidget) -> tuple[QRectF, QRectF]:
    """Returns where in the window a widget's texts must be to be whole, and to be seen.

    What a scroll area takes away can be scrolled into sight, and is whole all the same.
    """
    whole = reach = QRectF(_box(widget, window))
    at: QWidget | None = widget
    across = down = False
    while at is not None:
        area = at.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is at:
            across = across or area.horizontalScrollBar().maximum() > 0
            down = down or area.verticalScrollBar().maximum() > 0
            if at is widget:  # it paints what is scrolled itself
                whole = QRectF(EVERYWHERE)
        box = QRectF(_box(at, window))
        reach = reach.intersected(box)
        if across:
            box.setLeft(EVERYWHERE.left())
            box.setRight(EVERYWHERE.right())
        if down:
            box.setTop(EVERYWHERE.top())
            box.setBottom(EVERYWHERE.bottom())
        whole = whole.intersected(box)
        at = None if at is window else area
    return whole, reach


def _box(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())
