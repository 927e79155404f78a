"""The canvas of knobs: draws them all in every frame, and listens to the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from eq_sim.session.actions import AnyAction
from eq_sim.session.session import Session
from eq_sim.ui.console.backdrop import paint_backdrop
from eq_sim.ui.console.geometry import Geometry, arrange
from eq_sim.ui.console.hands import Grip
from eq_sim.ui.console.input import ConsoleInput
from eq_sim.ui.console.overlay import draw_bubble, light_focus, light_route
from eq_sim.ui.console.painting import Painting, orders
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.preferences import current
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme


class Console(QAbstractScrollArea):
    """Every knob of a session on one canvas.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.
        surface: every neuron's answer over the plane, drawn in its strip.

    Attributes:
        input: pointer, keyboard and selection.
        wants_paint: whether something changed since the last paint.
        quiet: whether something else already speaks of the knob with the focus.
    """

    knob_focused = Signal()
    """Another knob has the keyboard's focus, or none."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        theme: Theme,
        surface: Surface | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._surface = surface or Surface(session)
        self.session = session
        self.wants_paint = True
        self.quiet = False
        self._theme = theme
        self.input = ConsoleInput(self, do)
        self._structure = -1
        self._revision: object = None
        self._size: object = None
        self._backdrop: QPixmap | None = None
        self._backdrop_of: object = None
        self.setObjectName("console")
        self.setAccessibleName("Console of parameters")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(QSize(420, 260))
        self._geometry: Geometry
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._size = None
        self.viewport().update()

    def refresh(self) -> None:
        """Redraws if a knob or the network has changed since the last time."""
        session = self.session
        revision = (session.structure, session.parameters.revision, session.running)
        if revision == self._revision:
            return
        self._revision = revision
        self.wants_paint = True
        self.viewport().update()

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob under a point of the view."""
        geometry, zoom = self.geometry_now, self._zoom
        y = position.y() + self.verticalScrollBar().value()
        return geometry.knob_at(self.session.layout, position.x() / zoom, y / zoom)

    def center_of(self, knob: int) -> QPointF:
        """Returns where in the view a knob can be grabbed: its cap, or its bar's column."""
        self._arrange()
        geometry, session = self.geometry_now, self.session
        strip, x = geometry.column(session.layout, knob)
        pitch, travel = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        share = 0.0
        margin = FaderSize(pitch, travel, 1.0).margin if geometry.faders else 0.0
        if geometry.faders:
            share = float(session.parameters.theta[knob]) / self.scales.layers[strip.layer].limit
        y = strip.top + travel / 2 - share * (travel / 2 - margin)
        zoom = self._zoom
        return QPointF((x + pitch / 2) * zoom, y * zoom - self.verticalScrollBar().value())

    # Drawing

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one."""
        return self.input.grip

    @property
    def order(self) -> np.ndarray:
        """(knobs,) places in θ as a reader meets them: layer, neuron, weights, bias."""
        self._arrange()
        return self._order

    @property
    def scales_now(self) -> Scales:
        """What the tops of the faders mean."""
        self._arrange()
        return self.scales

    def box_of(self, knob: int) -> QRect:
        """Returns a knob's column in the view."""
        strip, x = self.geometry_now.column(self.session.layout, knob)
        geometry, zoom = self._geometry, self._zoom
        wide, high = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        top = strip.top * zoom - self.verticalScrollBar().value()
        return QRectF(x * zoom, top, wide * zoom, high * zoom).toAlignedRect()

    @property
    def geometry_now(self) -> Geometry:
        """Where everything is at the present size."""
        self._arrange()
        return self._geometry

    def _arrange(self) -> None:
        """Makes anew what depends on the network, the size, the screen and the theme."""
        # Larger words are a larger picture: everything is laid out in less room, and magnified.
        session, zoom = self.session, current().scale
        self._zoom = zoom
        ratio = self.devicePixelRatioF() * zoom
        view = self.viewport().size()
        size = (view.width(), view.height(), ratio, zoom, session.structure)
        self.input.hands.look()
        if session.structure != self._structure:
            self._structure = session.structure
            self.input.forget()
            self.scales = Scales(session.layout, session.parameters.start)
            self._trend = session.parameters.theta.copy()
            self._order = np.concatenate(orders(session))
        if size == self._size:
            return
        self._size = size
        image = session.dataset.image is not None
        wide, high = view.width() / zoom, view.height() / zoom
        self._geometry = arrange(session.layout, wide, high, ratio, image=image)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._geometry.height * zoom - view.height())))
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        self._backdrop_of = None
        self._painting = Painting(
            session, self._surface, self._geometry, self.scales, self._theme, ratio, self._trend
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a frame."""
        self._arrange()
        self.wants_paint = False
        session, view = self.session, self.viewport()
        self.scales.fit(session.parameters.theta)
        zoom = self._zoom
        top = self.verticalScrollBar().value() / zoom
        wide, high = view.width() / zoom, view.height() / zoom
        shown = (self.scales.revision, top)
        if self._backdrop is None or shown != self._backdrop_of:
            self._backdrop_of = shown
            area = (top, wide, high)
            ratio = self.devicePixelRatioF() * zoom
            self._backdrop = paint_backdrop(
                session, self._geometry, self.scales, self._theme, area, ratio
            )
        painter = QPainter(view)
        painter.scale(zoom, zoom)
        painter.drawPixmap(QPointF(0, 0), self._backdrop)
        painter.translate(0, -top)
        self._painting.draw(painter, top, top + high)
        self._light(painter, QRectF(0, top, wide, high))
        painter.end()

    def _light(self, painter: QPainter, bounds: QRectF) -> None:
        """Lights the knob under the pointer or in the hand, and the one with the focus."""
        session, grip, given = self.session, self.grip, self.input
        knob = grip.knob if grip else given.hovered
        if given.focused is not None:
            rings = given.selected if self.hasFocus() else ()
            light_focus(painter, session, self._geometry, self._theme, given.focused, rings)
            if knob is None and self.hasFocus():
                knob = given.focused
        if knob is not None:
            light_route(painter, session, self._geometry, self._theme, knob)
            if self.quiet and not grip and knob == given.focused:
                return
            draw_bubble(painter, session, self._geometry, self._theme, knob, grip, bounds)

    # Events go to ``input``.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the knob under the pointer."""
        self._arrange()
        self.input.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Brings a knob back to its start, unless the second of two quick grabs drags it."""
        self._arrange()
        self.input.press(event, twice=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns the knob in hand, or lights the one under the pointer."""
        self._arrange()
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go of the knob."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._arrange()
            self.input.lift()
            self.input.hover(self.knob_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns the knob under the pointer, or scrolls."""
        self._arrange()
        if not self.input.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns the knob with the focus, or goes to another."""
        self._arrange()
        if not self.input.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ends a turn."""
        self.input.key_up(event)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Goes from neuron to neuron, and on from the last."""
        self._arrange()
        if self.input.to_neuron(1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows which knob the keys turn."""
        self._arrange()
        reasons = Qt.FocusReason
        if event.reason() == reasons.TabFocusReason:
            self.input.focus(int(self.order[0]))
        elif event.reason() == reasons.BacktabFocusReason:
            self.input.focus(int(self.order[-1]))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go: the key that turned may come up elsewhere."""
        self.let_go()
        super().focusOutEvent(event)
        self.viewport().update()

    def let_go(self) -> None:
        """Releases the knob in hand, if there is one."""
        self._arrange()
        self.input.let_go()

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen."""
        strip, _ = self.geometry_now.column(self.session.layout, knob)
        bar, zoom = self.verticalScrollBar(), self._zoom
        low, high = strip.y * zoom, (strip.y + strip.height) * zoom
        if low < bar.value():
            bar.setValue(int(low))
        elif high > bar.value() + self.viewport().height():
            bar.setValue(round(high - self.viewport().height()))

    def edit(self, knob: int) -> None:
        """Lets a person type a knob's value."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Puts out the light when the pointer leaves."""
        if event.type() == QEvent.Type.Leave and not self.grip:
            self.input.hover(None)
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arranges the knobs for the new size, if they can be seen."""
        if self.isVisible():
            self._arrange()
        self.viewport().update()
