"""The plane on which a person paints points and erases them, by mouse or by keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)

from eq_sim.language.tr import ntr
from eq_sim.ui.models.brush import Brush, Stroke, Tool
from eq_sim.ui.panels.plane_view import PlaneView
from eq_sim.ui.panels.shapes import draw_class
from eq_sim.ui.panels.typing import end_typing
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.preferences import current

_RUBBER = 13.0  # pixels around the pointer in which points are erased
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_STEP = 0.03  # of the plane: how far a press of an arrow moves the cross
_OTHER = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_CURSOR, _HOT = 33, 11


class PaintedPlane(PlaneView):
    """The answer over the plane, and a brush on it; without a brush one only looks.

    A press paints a point and a drag some more; the right button, or Shift or Alt, paints the other
    class.
    """

    _brush: Brush | None = None
    _stroke: Stroke | None = None
    _kind: int | None = None
    _refused = _by_keys = False
    _done = 0

    def use(self, brush: Brush) -> None:
        """Paints with a brush from now on."""
        self._brush = brush
        brush.changed.connect(self._take_up)
        self._take_up()

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return Tool.LOOK if self._brush is None else self._brush.tool

    def forget(self) -> None:
        """Makes the cursor anew, too."""
        super().forget()
        self._take_up()

    def draw(self, painter: QPainter) -> None:
        """Draws the plane, and where the brush is."""
        super().draw(painter)
        at = self._asked
        if at is None or self.tool is Tool.LOOK:
            return
        erases = self.tool is Tool.ERASE
        painter.setClipRect(self._area())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, color in ((3.4, self.theme.color("panel")), (1.4, self.theme.color("text"))):
            painter.setPen(QPen(color, width))
            if erases:
                painter.drawEllipse(at, _RUBBER, _RUBBER)
            elif self._by_keys:
                painter.drawLine(at - QPointF(6, 0), at + QPointF(6, 0))
                painter.drawLine(at - QPointF(0, 6), at + QPointF(0, 6))

    # By mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a stroke, if a tool is in hand."""
        if self.tool is Tool.LOOK:
            super().mousePressEvent(event)
            return
        end_typing()
        right = event.button() == Qt.MouseButton.RightButton
        if self._stroke is not None or not (right or event.button() == Qt.MouseButton.LeftButton):
            return
        at = event.position() / current().scale
        if not (self._looked and self._area().contains(at)):
            return
        self._by_keys = False
        other = right != bool(event.modifiers() & _OTHER)  # a window may be moved by Alt
        self._begin(at, other=other)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with the stroke, or says what is under the pointer."""
        self._by_keys = False
        at = event.position() / current().scale
        if self._stroke is not None:
            self._go_on(at)
        self._ask(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends the stroke."""
        if not event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton):
            self._end()
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Shows no brush where no pointer is."""
        super().leaveEvent(event)
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends a stroke that nobody can end any more."""
        self._end()
        super().hideEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Ends the stroke when another window takes the pointer."""
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            self._end()
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leaves the right button to the brush while one is in hand."""
        event.setAccepted(self.tool is not Tool.LOOK)

    # By keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cross, Enter paints or erases there, Delete erases, Escape looks."""
        key, brush = Qt.Key(event.key()), self._brush
        if brush is None or self.tool is Tool.LOOK:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._move(*_ARROWS[key])
        elif not self._looked:
            return
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            self._press(event, rubs=key == Qt.Key.Key_Delete)
        elif key == Qt.Key.Key_Escape:
            brush.take(Tool.LOOK)
        else:
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent, *, rubs: bool) -> None:
        """Does once at the cross what the tool does."""
        if self._stroke is None:
            if self._asked is None:
                self._move(0, 0)
            assert self._asked is not None
            other = bool(event.modifiers() & _OTHER)
            self._begin(self._asked, other=other, rubs=rubs)
            self._end()

    def _move(self, across: int, down: int) -> None:
        area = self._area()
        at = self._asked or area.center()
        step = _STEP * area.width()
        x = min(max(area.left(), at.x() + across * step), area.right())
        y = min(max(area.top(), at.y() + down * step), area.bottom())
        self._by_keys = True
        self._ask(QPointF(x, y))
        probe = self.probe_at(QPointF(x, y))
        self.setAccessibleDescription(probe.lines[0] if probe is not None else "")

    # The stroke

    def _begin(self, at: QPointF, *, other: bool, rubs: bool = False) -> None:
        assert self._brush is not None
        kind = None if rubs else self.tool.kind
        self._kind = 1 - kind if kind is not None and other else kind
        if not self._brush.begin(erases=kind is None):
            return
        self._stroke, self._refused, self._done = Stroke(at), False, 0
        self._dab([at])

    def _go_on(self, at: QPointF) -> None:
        assert self._stroke is not None
        if self._kind is None:
            self._dab([at])
        elif places := self._stroke.to(at):
            self._dab(places)

    def _dab(self, places: list[QPointF]) -> None:
        """Paints points, or erases what is around them; what was refused once is not tried on."""
        area, brush = self._area(), self._brush
        inside = [at for at in places if area.contains(at)]
        if brush is None or self._refused or not inside:
            return
        if self._kind is None:
            samples = self._under(inside[-1])
            self._refused = not brush.erase(samples)
            self._done += len(samples)
        else:
            side = area.width()
            inputs = [
                np.array([at.x() - area.left(), area.top() + side - at.y()]) / side * 2 - 1
                for at in inside
            ]
            self._refused = not brush.paint([self._reach * place for place in inputs], self._kind)
            self._done += len(inside)

    def _under(self, at: QPointF) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """Returns the samples under the eraser, as they are in the data now."""
        area, inputs = self._area(), self.session.dataset.inputs
        places = (inputs / self._reach * [[1], [-1]] + 1) * area.width() / 2
        x, y = places[0] + area.left() - at.x(), places[1] + area.top() - at.y()
        return np.flatnonzero(np.hypot(x, y) <= _RUBBER)

    def _end(self) -> None:
        if self._stroke is None or self._brush is None:
            return
        self._stroke = None
        self._brush.end()
        if self._refused or not self._done:
            return
        classes, size = self.session.dataset.classes_said, self.session.dataset.size
        if self._kind is None:
            said = ntr(
                "Erased a point. {samples:,} samples are left",
                "Erased {count:,} points. {samples:,} samples are left",
                self._done,
                samples=size,
            )
        else:
            said = ntr(
                "Painted a point of the class “{name}”. {samples:,} samples in all",
                "Painted {count:,} points of the class “{name}”. {samples:,} samples in all",
                self._done,
                name=classes[self._kind],
                samples=size,
            )
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _ask(self, point: QPointF | None) -> None:
        """Asks about a point; with a tool in hand only moves that there."""
        if self.tool is Tool.LOOK:
            super()._ask(point)
            return
        moved = self._asked != point
        self._asked, had, self.probe = point, self.probe, None
        if had or (moved and (self.tool is Tool.ERASE or self._by_keys)):
            self.update()

    def _take_up(self) -> None:
        """Shows by the cursor what a press will do."""
        tool = self.tool
        self._by_keys = self._by_keys and tool is not Tool.LOOK
        if tool is Tool.LOOK:
            self.unsetCursor()
        elif tool.kind is None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.setCursor(self._cursor(tool.kind))
        self._ask(None if tool is Tool.LOOK else self._asked)
        self.update()

    def _cursor(self, kind: int) -> QCursor:
        """Returns a cross with a point of a class beside it."""
        ratio, scale = self.devicePixelRatioF(), current().scale
        pixmap = QPixmap(round(_CURSOR * scale * ratio), round(_CURSOR * scale * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with PicturePainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            at = QPointF(_HOT + 0.5, _HOT + 0.5)
            for width, color in ((3.6, self.theme.color("panel")), (1.4, self.theme.color("text"))):
                painter.setPen(QPen(color, width))
                painter.drawLine(at - QPointF(8, 0), at + QPointF(8, 0))
                painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8))
            draw_class(painter, self.theme, at + QPointF(12, 12), 9.0, kind, hollow=False)
        return QCursor(pixmap, round(_HOT * scale), round(_HOT * scale))
