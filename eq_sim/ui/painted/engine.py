"""A paint engine that draws nothing, and a device for it: what a widget paints is written down."""

# What Qt asks of a paint engine and of a device is said in Qt's own documentation.

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPixmap,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from eq_sim.ui.painted.marks import EVERYWHERE, Cover, Line, Stroke, write
from eq_sim.ui.painted.pixmaps import Pixmaps

_Dirty = QPaintEngine.DirtyFlag
_CLIPS = _Dirty.DirtyClipRegion | _Dirty.DirtyClipPath | _Dirty.DirtyClipEnabled


class _Notes(QPaintEngine):
    """Draws nothing; writes down texts, and what covers texts."""

    def __init__(self, pixmaps: Pixmaps) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.events: list[Line | Cover | Stroke] = []
        self._pixmaps = pixmaps
        self._transform = QTransform()
        self._clip = EVERYWHERE
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
            self._clip = EVERYWHERE
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

    def drawTextItem(self, p: QPointF, textItem: QTextItem) -> None:  # type: ignore[override]
        words, made = textItem.text(), textItem.font()
        write(self.events, self._transform, self._clip, words, made, QPointF(p), textItem.width())

    def drawPath(self, path: QPainterPath) -> None:
        if self._opaque:
            self.events.append(Cover(self._transform.map(path)))

    def drawRects(self, rects: Iterable[QRectF]) -> None:
        if self._opaque:
            for rect in rects:
                self._cover(QRectF(rect))

    def drawPixmap(self, r: QRectF, pm: QPixmap, sr: QRectF) -> None:  # type: ignore[override]
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
            self.events.append(Line(line.words, onto.mapRect(line.ink), seen, end))

    def drawImage(self, r: QRectF, pm: QImage, sr: QRectF, flags: object = None) -> None:  # type: ignore[override]
        if not pm.hasAlphaChannel():
            self._cover(r)

    def _cover(self, box: QRectF) -> None:
        path = QPainterPath()
        path.addRect(box)
        self.events.append(Cover(self._transform.map(path)))

    def drawLines(self, lines: Iterable[QLineF]) -> None:
        if self._pen:
            for line in lines:
                ends = self._transform.map(QLineF(line))
                self.events.append(Stroke(ends, self._clip))

    # What hides no text

    def drawEllipse(self, r: QRectF) -> None:  # type: ignore[override]
        pass

    def drawPoints(self, points: object) -> None:
        pass

    def drawPolygon(self, points: object, mode: object) -> None:
        pass

    def drawTiledPixmap(self, r: QRectF, pixmap: QPixmap, s: QPointF) -> None:  # type: ignore[override]
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


def events(widget: QWidget, pixmaps: Pixmaps) -> list[Line | Cover | Stroke]:
    """Returns what a widget paints, in the order in which it does, in its own coordinates."""
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
