"""The canvas of knobs: draws them all in every frame, and listens to the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from eq_sim.session.actions import AnyAction
from eq_sim.session.inspection import activations_of
from eq_sim.session.session import Session
from eq_sim.ui.chosen import Chosen
from eq_sim.ui.console.backdrop import paint_backdrop
from eq_sim.ui.console.editor import ValueEditor
from eq_sim.ui.console.geometry import Geometry, arrange, bar_foot, foot
from eq_sim.ui.console.hands import Grip
from eq_sim.ui.console.input import ConsoleInput
from eq_sim.ui.console.marks import draw_meters, draw_next_step, draw_switches, height_of
from eq_sim.ui.console.overlay import draw_bubble, draw_pointer, light_focus, light_route
from eq_sim.ui.console.painting import Painting, orders
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.knob_actions import KnobActions
from eq_sim.ui.preferences import current, scaled
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme

_MOST_POINTED = 3  # knobs in a hand of which one is pointed at; more are a gesture of all


class Console(QAbstractScrollArea):
    """Every knob of a session on one canvas.

    Args:
        session: what is shown.
        do: takes what the hand does.
        theme: the colours.
        surface: every neuron's answer over the plane, drawn in its strip.
        say: shows a sentence.
        chosen: the sample that meters show.

    Attributes:
        input: pointer, keyboard and selection.
        knobs: what can be done to knobs.
        next_step: whether arrows show where the next step would go.
        wants_paint: whether something changed since the last paint.
        quiet: whether something else already speaks of the knob with the focus.
    """

    menu_wanted = Signal(tuple, QPoint)
    """The menu of ("knob", k), ("neuron", layer, neuron) or ("layer", layer), at a point."""

    knob_focused = Signal()
    """Another knob has the keyboard's focus, or none."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        theme: Theme,
        surface: Surface | None = None,
        say: Callable[[str], None] | None = None,
        chosen: Chosen | None = None,
    ) -> None:
        super().__init__()
        self._surface = surface or Surface(session)
        self.session = session
        self.wants_paint = True
        self.quiet = False
        self.next_step = True
        self.chosen = chosen or Chosen(session)
        self.knobs = KnobActions(session, do, say or _silence, lambda: self.scales_now)
        self._editor: ValueEditor | None = None
        self._reached: object = None
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
        revision = (
            session.structure,
            session.parameters.revision,
            session.running,
            session.switches,
            session.scenario.training,
            self.chosen.revision,
        )
        if revision == self._revision:
            return
        self._revision = revision
        self.wants_paint = True
        self.viewport().update()

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob under a point of the view."""
        geometry, point = self.geometry_now, self.on_canvas(position)
        return geometry.knob_at(self.session.layout, point.x(), point.y())

    def on_canvas(self, position: QPointF) -> QPointF:
        """Returns where on the canvas a point of the view is."""
        return (position + QPointF(0, self.verticalScrollBar().value())) / self._zoom

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

    def box_of(self, knob: int, *, whole: bool = False) -> QRect:
        """Returns a knob's column in the view; ``whole``: with its name and value below."""
        strip, x = self.geometry_now.column(self.session.layout, knob)
        geometry, zoom = self._geometry, self._zoom
        wide, high = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        if whole:
            high += foot(wide) if geometry.faders else bar_foot(wide, strip.height)
        top = strip.top * zoom - self.verticalScrollBar().value()
        return QRectF(x * zoom, top, wide * zoom, high * zoom).toAlignedRect()

    def box_of_neuron(self, layer: int, neuron: int) -> QRect:
        """Returns a neuron's strip in the view."""
        strip, zoom = self.geometry_now.strip(layer, neuron), self._zoom
        top = strip.y * zoom - self.verticalScrollBar().value()
        box = QRectF(strip.x * zoom, top, strip.width * zoom, strip.height * zoom)
        return box.toAlignedRect()

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
        self._draw_marks(painter)
        self._light(painter, QRectF(0, top, wide, high))
        painter.end()

    def _draw_marks(self, painter: QPainter) -> None:
        """What is switched, where the next step would go, what the chosen sample does."""
        session, geometry, theme = self.session, self._geometry, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_switches(painter, session, geometry, self.scales, theme)
        if self.next_step and geometry.faders and not session.running:
            update = session.trainer.next_update()
            draw_next_step(painter, session, geometry, self.scales, theme, update)
        sample = self.chosen.sample
        if sample is not None:
            if self._reached != (session.structure, session.parameters.revision):
                self._reached = (session.structure, session.parameters.revision)
                self._reaches = session.examiner.reaches()
            layers = activations_of(session, sample)
            draw_meters(painter, session, geometry, theme, layers, self._reaches)

    def _light(self, painter: QPainter, bounds: QRectF) -> None:
        """Lights the knob under the pointer or in the hand, and the one with the focus."""
        session, grip, given = self.session, self.grip, self.input
        knob = grip.knob if grip else given.hovered
        if given.focused is not None:
            rings = given.selected if self.hasFocus() else ()
            light_focus(painter, session, self._geometry, self._theme, given.focused, rings)
            if knob is None and self.hasFocus():
                knob = given.focused
        if grip is None and 0 < len(session.held) <= _MOST_POINTED:
            knob = session.held[0]  # a lesson's hand, or a recorded one
        if knob is not None:
            light_route(painter, session, self._geometry, self._theme, knob)
            if self.quiet and not grip and knob == given.focused:
                return
            if grip is None and knob in session.held:
                value = float(session.parameters.theta[knob])
                at = height_of(self._geometry, self.scales, session, knob, value)
                draw_pointer(painter, self._geometry, self._theme, session, knob, at)
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

    def go_to(self, knob: int) -> None:
        """Gives a knob the focus, and the console the keyboard."""
        self.input.focus(knob)
        self.setFocus()

    def edit(self, knob: int) -> None:
        """Lets a person type a value for a knob, and for all that are chosen with it."""
        given = self.input
        knobs = given.selected if knob in given.selected else (knob,)
        value = float(self.session.parameters.theta[knob])
        name = self.session.called(knobs)
        self._editor = ValueEditor(
            self.viewport(),
            name,
            value,
            lambda typed: self.knobs.put(knobs, [typed] * len(knobs), f"set {name}"),
            self._edited,
        )
        self._editor.put_at(self.box_of(knob).adjusted(0, 0, 0, scaled(40)))

    def _edited(self) -> None:
        self._editor = None
        self.setFocus()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of what is under the pointer, or of the knob with the focus."""
        self._arrange()
        self.let_go()
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if keyboard and self.input.focused is not None:
            where = self.viewport().mapToGlobal(self.box_of(self.input.focused).center())
            self.menu_wanted.emit(("knob", self.input.focused), where)
            return
        target = self.input.target_at(QPointF(event.pos()))
        if target is not None:
            self.menu_wanted.emit(target, event.globalPos())

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


def _silence(words: str) -> None:
    """Says nothing: a console without a panel."""
