"""Every text that a window paints, where it stands, and what is wrong with it.

Each widget is painted once more, onto a device that draws nothing and writes down what it is asked
to draw: labels, buttons, canvases and pyqtgraph's items alike. Texts in pixmaps that were painted
before are written down as they are painted, and count where the pixmap is drawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPixmap,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QGraphicsItem,
    QGraphicsView,
    QWidget,
)

from eq_sim.ui.style.numbers import COMPUTING

_SLACK = 0.75  # pixels of antialiasing that are no fault
_EDGE = 1.5  # pixels at the edge of a view, whose pixmap may end in the middle of one
_Dirty = QPaintEngine.DirtyFlag
_CLIPS = _Dirty.DirtyClipRegion | _Dirty.DirtyClipPath | _Dirty.DirtyClipEnabled
_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)


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


@dataclass
class _Line:
    """A text while it is being painted: where it ends, so that its next piece can join it."""

    words: str
    ink: QRectF
    seen: QRectF
    end: QPointF


@dataclass
class _Cover:
    """An opaque area that was painted over what was there."""

    path: QPainterPath


@dataclass
class _Stroke:
    """A line that was drawn, and where it can be seen."""

    line: QLineF
    clip: QRectF


@dataclass
class Pixmaps:
    """The texts in pixmaps, by the pixmaps' keys."""

    lines: dict[int, list[_Line]] = field(default_factory=dict)


def _ink(words: str, font: QFont) -> QRectF:
    """Returns where glyphs are, seen from the point at which they are drawn."""
    key = (words, font.key())
    if key not in _INKS:
        outlines = QPainterPath()  # the bounds of a font's metrics are wider, by whole pixels
        outlines.addText(QPointF(), font, words)
        _INKS[key] = outlines.boundingRect()
    return _INKS[key]


_INKS: dict[tuple[str, str], QRectF] = {}


class _Notes(QPaintEngine):
    """Draws nothing; writes down texts, and what covers texts."""

    def __init__(self, pixmaps: Pixmaps) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.events: list[_Line | _Cover | _Stroke] = []
        self._pixmaps = pixmaps
        self._transform = QTransform()
        self._clip = _EVERYWHERE
        self._opaque = self._pen = False

    def begin(self, pdev: QPaintDevice) -> bool:
        self.setActive(True)
        return True

    def end(self) -> bool:
        self.setActive(False)
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        self._transform = QTransform(state.transform())
        changed = state.state()
        if changed & _CLIPS:
            self._clip_by(state, changed)
        if changed & _Dirty.DirtyPen:
            self._pen = state.pen().style() != Qt.PenStyle.NoPen
        if changed & (_Dirty.DirtyBrush | _Dirty.DirtyOpacity):
            brush = state.brush()
            solid = brush.style() == Qt.BrushStyle.SolidPattern and brush.color().alpha() == 255
            self._opaque = solid and state.opacity() == 1

    def _clip_by(self, state: QPaintEngineState, changed: QPaintEngine.DirtyFlag) -> None:
        operation = state.clipOperation()
        if not state.isClipEnabled() or operation == Qt.ClipOperation.NoClip:
            self._clip = _EVERYWHERE
            return
        if changed & _Dirty.DirtyClipPath:
            box = state.clipPath().boundingRect()
        elif changed & _Dirty.DirtyClipRegion:
            box = QRectF(state.clipRegion().boundingRect())
        else:
            return
        box = self._transform.mapRect(box)
        both = operation == Qt.ClipOperation.IntersectClip
        self._clip = self._clip.intersected(box) if both else box

    def drawTextItem(self, p: QPointF, textItem: QTextItem) -> None:
        words, made = textItem.text(), textItem.font()
        _write(self.events, self._transform, self._clip, words, made, QPointF(p), textItem.width())

    def drawPath(self, path: QPainterPath) -> None:
        if self._opaque:
            self.events.append(_Cover(self._transform.map(path)))

    def drawRects(self, rects: Iterable[QRectF]) -> None:
        if self._opaque:
            for rect in rects:
                self._cover(QRectF(rect))

    def drawPixmap(self, r: QRectF, pm: QPixmap, sr: QRectF) -> None:
        if not pm.hasAlpha():
            self._cover(r)
        lines = self._pixmaps.lines.get(pm.cacheKey(), ())
        ratio = pm.devicePixelRatio()
        shift = QTransform.fromTranslate(r.x(), r.y())
        shift.scale(r.width() / (sr.width() / ratio), r.height() / (sr.height() / ratio))
        shift.translate(-sr.x() / ratio, -sr.y() / ratio)
        onto = shift * self._transform
        here = self._transform.mapRect(r).intersected(self._clip)
        for line in lines:
            seen = onto.mapRect(line.seen).intersected(here)
            end = onto.map(line.end)
            self.events.append(_Line(line.words, onto.mapRect(line.ink), seen, end))

    def drawImage(self, r: QRectF, pm: QImage, sr: QRectF, flags: object = None) -> None:
        if not pm.hasAlphaChannel():
            self._cover(r)

    def _cover(self, box: QRectF) -> None:
        path = QPainterPath()
        path.addRect(box)
        self.events.append(_Cover(self._transform.map(path)))

    def drawLines(self, lines: Iterable[QLineF]) -> None:
        if self._pen:
            for line in lines:
                ends = self._transform.map(QLineF(line))
                self.events.append(_Stroke(ends, self._clip))

    # What hides no text

    def drawEllipse(self, r: QRectF) -> None:
        pass

    def drawPoints(self, points: object) -> None:
        pass

    def drawPolygon(self, points: object, mode: object) -> None:
        pass

    def drawTiledPixmap(self, r: QRectF, pixmap: QPixmap, s: QPointF) -> None:
        pass


class _Sheet(QPaintDevice):
    """A device as large as a widget."""

    def __init__(self, size: QSize, notes: _Notes) -> None:
        super().__init__()
        metric = QPaintDevice.PaintDeviceMetric
        dots = 96
        self._notes = notes
        self._metrics = {
            metric.PdmWidth: size.width(),
            metric.PdmHeight: size.height(),
            metric.PdmWidthMM: round(size.width() * 25.4 / dots),
            metric.PdmHeightMM: round(size.height() * 25.4 / dots),
            metric.PdmDpiX: dots,
            metric.PdmDpiY: dots,
            metric.PdmPhysicalDpiX: dots,
            metric.PdmPhysicalDpiY: dots,
            metric.PdmDepth: 32,
            metric.PdmNumColors: 2**24 - 1,
            metric.PdmDevicePixelRatio: 1,
            metric.PdmDevicePixelRatioScaled: 0x10000,
        }

    def paintEngine(self) -> QPaintEngine:
        return self._notes

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 0)


def _write(
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
    if isinstance(last, _Line) and (last.end - begin).manhattanLength() < 0.1:
        last.words += words
        last.ink = last.ink.united(ink)
        last.seen = last.seen.united(ink.intersected(clip))
        last.end = end
    else:
        events.append(_Line(words, ink, ink.intersected(clip), end))


def recorded(patch: pytest.MonkeyPatch) -> Pixmaps:
    """Writes down texts that are painted into pixmaps, from now on; returns where."""
    pixmaps = Pixmaps()
    real = QPainter.drawText

    def draw_text(painter: QPainter, *args: Any) -> object:  # noqa: ANN401
        device = painter.device()
        if isinstance(device, QPixmap):
            _note(pixmaps, painter, device, args)
        return real(painter, *args)

    patch.setattr(QPainter, "drawText", draw_text)
    return pixmaps


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
        _write(lines, transform, clip, args[1], font, QPointF(args[0]), 0.0)
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
    _write(lines, transform, clip, words, font, at, 0.0)


def painted(window: QWidget, pixmaps: Pixmaps) -> tuple[list[Painted], list[str]]:
    """Returns every text that can be seen in a window, and what covers one of them in part."""
    texts: list[Painted] = []
    faults: list[str] = []
    for widget in _in_order(window):
        offset = QPointF(widget.mapTo(window, QPoint()))
        whole, reach = _room(widget, window)
        if reach.isEmpty():
            continue
        for event in _events(widget, pixmaps):
            if isinstance(event, _Cover):
                path = event.path.translated(offset)
                texts = _uncovered(texts, path, reach, widget, faults)
            elif isinstance(event, _Stroke):
                faults += _struck(texts, event, offset, reach, widget)
            else:
                ink = event.ink.translated(offset)
                seen = _scrolled(event, widget).translated(offset).intersected(whole)
                if not seen.intersected(reach).isEmpty() or not whole.intersects(ink):
                    shown = seen.intersected(reach)
                    texts.append(Painted(event.words, ink, seen, shown, widget))
    return texts, faults


def _scrolled(line: _Line, widget: QWidget) -> QRectF:
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
        core = text.shown.adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)
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
    texts: list[Painted], stroke: _Stroke, offset: QPointF, reach: QRectF, by: QWidget
) -> list[str]:
    """Returns the faults of a line that is drawn through texts."""
    seen = stroke.clip.translated(offset).intersected(reach)
    line = stroke.line.translated(offset)
    box = QRectF(line.p1(), line.p2()).normalized().adjusted(-0.1, -0.1, 0.1, 0.1)
    found = []
    for text in texts:
        core = text.shown.adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK).intersected(seen)
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
    at, across, down = widget, False, False
    while at is not None:
        area = at.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is at:
            across = across or area.horizontalScrollBar().maximum() > 0
            down = down or area.verticalScrollBar().maximum() > 0
            if at is widget:  # it paints what is scrolled itself
                whole = QRectF(_EVERYWHERE)
        box = QRectF(_box(at, window))
        reach = reach.intersected(box)
        if across:
            box.setLeft(_EVERYWHERE.left())
            box.setRight(_EVERYWHERE.right())
        if down:
            box.setTop(_EVERYWHERE.top())
            box.setBottom(_EVERYWHERE.bottom())
        whole = whole.intersected(box)
        at = None if at is window else area
    return whole, reach


def _box(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def _events(widget: QWidget, pixmaps: Pixmaps) -> list[_Line | _Cover | _Stroke]:
    notes = _Notes(pixmaps)
    sheet = _Sheet(widget.size(), notes)
    cached: list[tuple[QGraphicsItem, QGraphicsItem.CacheMode]] = []
    view = widget.parentWidget()
    if isinstance(view, QGraphicsView) and view.viewport() is widget:
        for item in view.scene().items():
            if item.cacheMode() != QGraphicsItem.CacheMode.NoCache:
                cached.append((item, item.cacheMode()))
                item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    flags = QWidget.RenderFlag.DrawWindowBackground
    QWidget.render(widget, sheet, QPoint(), QRegion(), flags)
    for item, mode in cached:
        item.setCacheMode(mode)
    return notes.events


@dataclass(frozen=True)
class Look:
    """A window's texts, and what is wrong with them.

    Attributes:
        words: what can be read.
        texts: the same with places.
        faults: texts that are cut, elided, struck through, one over another, or half covered.
    """

    texts: list[Painted]
    faults: list[str]

    @property
    def words(self) -> set[str]:
        return {text.words for text in self.texts}


def look(window: QWidget, pixmaps: Pixmaps, *, floating: bool = False) -> Look:
    """Returns a window's texts, and what is wrong with them.

    Args:
        window: whose.
        pixmaps: the texts in pixmaps that it draws.
        floating: whether something floats over it for a moment, and may cover a half.
    """
    # A window lays itself out before it paints.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    texts, found = painted(window, pixmaps)
    if floating:
        found = [fault for fault in found if "half covered" not in fault]
    for text in texts:
        own = getattr(text.owner, "text", "")
        meant = text.words == COMPUTING or "…" in str(own() if callable(own) else own)
        if "…" in text.words and not (meant or _stands_whole(text, texts)):
            found.append(f"{text} is elided")
        ink, seen = text.ink, text.seen
        cut = max(
            seen.left() - ink.left(), ink.right() - seen.right(),
            seen.top() - ink.top(), ink.bottom() - seen.bottom(),
        )  # fmt: skip
        if cut > _SLACK:
            found.append(f"{text} is cut by {cut:.1f}")
    found += [f"{a} meets {b}" for a, b in _meeting(texts)]
    return Look(texts, found)


def _stands_whole(text: Painted, texts: list[Painted]) -> bool:
    """Whether a name that is cut beneath a narrow fader can be read whole: "flipper length"."""
    begins, _, ends = text.words.partition("…")
    return any(
        other.owner is text.owner and other.words.startswith(begins) and ends in other.words
        for other in texts
        if "…" not in other.words
    )


def faults(window: QWidget, pixmaps: Pixmaps, *, floating: bool = False) -> list[str]:
    """Returns what is wrong with a window's texts; see ``look``."""
    return look(window, pixmaps, floating=floating).faults


def _meeting(texts: list[Painted]) -> Iterator[tuple[Painted, Painted]]:
    """Yields the pairs of texts whose glyphs' boxes lie over each other."""
    if not texts:
        return
    left, top, right, bottom = np.array([text.shown.getCoords() for text in texts]).T
    left, top, right, bottom = left + _SLACK, top + _SLACK, right - _SLACK, bottom - _SLACK
    over = (left[:, None] < right) & (left < right[:, None])
    over &= (top[:, None] < bottom) & (top < bottom[:, None])
    for first, second in np.argwhere(np.triu(over, 1)).tolist():
        one, other = texts[first], texts[second]
        twice = one.words == other.words and one.ink == other.ink
        if not (twice or one.covered or other.covered):
            yield one, other
