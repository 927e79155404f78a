"""Where the pointer and the keyboard are on the console, and what they do there.

Left and right travel from knob to knob, Tab from neuron to neuron; up and down turn. The knob
with the keyboard's focus is also the one that other panels explain.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QPinchGesture

from eq_sim.network.types import IndexArray
from eq_sim.session.actions import AnyAction
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.alterations import Alterations
from eq_sim.ui.console.following import Known, carried
from eq_sim.ui.console.gestures import FINE, PAGE, Grip, Hands
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales, layers_of
from eq_sim.ui.console.strokes import Stroke
from eq_sim.ui.console.surroundings import Surroundings
from eq_sim.ui.knobs.sets import knob_set
from eq_sim.ui.models.activity import NO_KNOBS, Activity

_BAR_DRAG = 200.0  # pixels for the whole scale where a bar is too short to drag along
_SEVERAL = 2
_WHEEL_ZOOM = 1.25  # what a notch of the wheel makes of the largest change
_PAST_ALL = _WHEEL_ZOOM**-1.5  # the wheel stops where all is in view, and goes on when turned on
_SIDEWAYS = 120.0  # pixels that a notch moves the canvas aside
_NOTCH = 120  # what a notch of the wheel counts


class ConsoleInput(QObject):
    """Pointer, keyboard and selection of a console.

    Args:
        view: where the knobs are shown.
        bank: the knobs.
        activity: which of them are in a hand.
        scales: how far each goes.
        do: takes what the hand does.
        parent: the console.

    Attributes:
        hands: what is done to knobs.
        alterations: what is done to neurons and layers.
        hovered: the knob under the pointer.
        pictured: whether it is so in its neuron's picture.
        focused: the knob that keys turn.
        selected: the knobs that turn together; one, mostly.
    """

    focus_moved = Signal()
    """Another knob has the keyboard's focus, or none."""

    hover_moved = Signal()
    """Another knob is under the pointer, or none."""

    zoomed_past_all = Signal()
    """All knobs are in view, and somebody goes on zooming out."""

    def __init__(
        self,
        view: Surroundings,
        bank: KnobBank,
        activity: Activity,
        scales: Scales,
        do: Callable[[AnyAction], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._bank, self._scales = view, bank, scales
        self.hands = Hands(bank, activity, scales, do, self._travel, self)
        self.hovered: int | None = None
        self.pictured = False
        self.focused: int | None = None
        self.selected = NO_KNOBS
        self._dragging = self._twice = self._zooming = False
        self._on_button = False
        self._past_all = 1.0
        self._panned: QPoint | None = None
        self._stroke = Stroke(bank, self.hands)
        self._known = Known.of(bank)
        self.alterations = Alterations(view, bank, do, self.let_go)

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one."""
        return self.hands.grip

    def follow(self) -> int | None:
        """Finds what was chosen in the network as it is now; nothing of it in quite another one.

        Where the knob with the focus is gone, the one that was next to it gets the focus.

        Returns:
            The knob with the focus.
        """
        if self._known.structure == self._bank.structure:
            return self.focused
        before, self._known = self._known, Known.of(self._bank)
        self.focused, self.selected = carried(before, self._known, self.focused, self.selected)
        self.hovered, self._dragging = None, False
        return self.focused

    def reach(self, knob: int) -> float:
        """Returns the end of a knob's scale."""
        return self._scales.limit(knob)

    def _travel(self, knobs: IndexArray) -> NDArray[np.float64]:
        canvas = self._view.canvas
        travels = [
            2 * canvas.rise(layer, 1.0) * canvas.zoom if of.level is Level.FADER else _BAR_DRAG
            for layer, of in enumerate(canvas.geometry.of)
        ]
        return np.array(travels)[layers_of(canvas.layout, knobs)]

    def _redraw(self) -> None:
        self._view.viewport().update()

    # The pointer

    def press(self, event: QMouseEvent, *, twice: bool = False) -> None:
        """Takes hold of the knob under the pointer; with Shift, chooses it too or no more.

        Args:
            event: the press.
            twice: whether it is the second of two quick ones.
        """
        knob = self._view.canvas.knob_at(event.position())
        self._zooming = False
        left = event.button() == Qt.MouseButton.LeftButton
        if left and knob is None and self.alterations.press(event.position()):
            return
        if event.button() == Qt.MouseButton.MiddleButton or (left and knob is None):
            if not (twice and left and self._open(event.position())):
                self._start_pan(event)
            return
        if not left or knob is None:
            return
        if twice and self._is_far(event.position()) and self._open(event.position()):
            return
        self.pictured = self._view.canvas.pictured_at(event.position()) is not None
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self.pictured:
                self._toggle(knob)
            else:
                self._stroke.begin(knob)  # a click so far, and paint once it moves on
            return
        if knob not in self.selected:
            self.selected = knob_set((knob,))
        self.focus(knob, keep=True)
        if self.hands.take(self._led_by(knob), event.position().y()):
            self._dragging, self._twice = True, twice
            self._redraw()

    def move(self, event: QMouseEvent) -> None:
        """Turns the knobs in hand, or lights the one under the pointer."""
        if self._stroke.begun:
            if event.buttons() & Qt.MouseButton.LeftButton:
                if self._stroke.follow(self._view.canvas, event.position()):
                    self.hover(self._view.canvas.pictured_at(event.position()))
                    self._redraw()
            else:
                self.let_go()
            return
        if self._panned is not None:
            if not event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton):
                self._stop_pan()
                return
            now = event.position().toPoint()
            self._view.view.pan(now - self._panned)
            self._panned = now
            return
        if self._dragging and not event.buttons() & Qt.MouseButton.LeftButton:
            self.let_go()  # it was released over a dialog
        if self._dragging and self.grip:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._twice = False
            self.hands.drag(event.position().y(), fine=fine)
            self._redraw()
        elif not self._dragging:
            self.pictured = self._view.canvas.pictured_at(event.position()) is not None
            position = event.position()
            button = self.alterations.offered_at(position) is not None
            self.hover(self._view.canvas.knob_at(position), button=button)

    def lift(self) -> None:
        """The button came up: lets go, or after two clicks brings the knobs back."""
        clicked = self._stroke.end()
        if clicked is not None:
            self._toggle(clicked)
            return
        self._stop_pan()
        twice, grip = self._twice and self._dragging, self.grip
        self.let_go()
        if twice and grip:
            self.put_back(grip.knob)

    def _start_pan(self, event: QMouseEvent) -> None:
        """Takes hold of the ground, which is there to be moved if not all is in view."""
        if not self._view.canvas.all_shown:
            self._panned = event.position().toPoint()
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _stop_pan(self) -> None:
        if self._panned is not None:
            self._panned = None
            self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def _is_far(self, position: QPointF) -> bool:
        """Whether what is at a point is a picture of knobs rather than knobs."""
        strip = self._view.canvas.strip_at(position)
        return strip is None or strip.of.level is Level.CELL

    def _open(self, position: QPointF) -> bool:
        """Opens the neuron or the layer at a point. Returns whether there is one."""
        canvas, view = self._view.canvas, self._view.view
        strip, layer = canvas.strip_at(position), canvas.heading_at(position)
        if strip is not None:
            view.open_neuron(strip.layer, strip.neuron, position)
        elif layer is not None:
            view.open_layer(layer)
        return strip is not None or layer is not None

    def let_go(self) -> None:
        """Releases what is in the hand."""
        self._dragging = False
        self._stroke.end()
        if self.grip:
            self.hands.release()
            self._redraw()

    def hover(self, knob: int | None, *, button: bool = False) -> None:
        """Lights a knob.

        Args:
            knob: under the pointer; None for none.
            button: whether a button is there instead.
        """
        if (knob, button) == (self.hovered, self._on_button):
            return
        self.pictured = self.pictured and knob is not None
        self.hovered, self._on_button = knob, button
        view = self._view.viewport()
        shape = Qt.CursorShape.ArrowCursor if knob is None else Qt.CursorShape.SizeVerCursor
        view.setCursor(Qt.CursorShape.PointingHandCursor if button else shape)
        view.update()
        self.hover_moved.emit()

    def wheel(self, event: QWheelEvent) -> bool:
        """Turns the knob under the pointer, or zooms. Returns False where it should scroll."""
        canvas = self._view.canvas
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_WHEEL_ZOOM ** (event.angleDelta().y() / _NOTCH), event.position())
            return True
        self._zooming = False
        knob = canvas.knob_at(event.position())
        scrolls = round(canvas.size.height() - canvas.view.height()) > 0
        fine = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        # Some systems make a sideways turn of one with Shift.
        turned = event.angleDelta().y() or (event.angleDelta().x() if fine else 0)
        if knob is None or (scrolls and knob != self.focused):
            if fine and not canvas.all_shown:
                self._view.view.pan(QPoint(round(turned / _NOTCH * _SIDEWAYS), 0))
                return True
            return False
        presses = turned / _NOTCH * self._share(fine=fine)
        if presses:
            self.hands.nudge(self.chosen_with(knob), presses)
            self.hands.rest_soon()
            self._redraw()
        return True

    def zoom(self, factor: float, at: QPointF) -> None:
        """Comes nearer by a factor; one turn of the wheel after the other is one way."""
        if factor < 1 and self._view.view.at_all:
            self._past_all *= factor
            if self._past_all <= _PAST_ALL:
                self._past_all = 1.0
                self.zoomed_past_all.emit()
            return
        self._past_all = 1.0
        self._view.view.zoom_by(factor, at, goes_on=self._zooming)
        self._zooming = True
        self.hover(self._view.canvas.knob_at(at))

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Follows two fingers on a touch pad. Returns whether they zoom."""
        if event.gestureType() == Qt.NativeGestureType.BeginNativeGesture:
            self._zooming = False
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoom(max(0.2, 1 + event.value()), event.position())
        return True

    def spread(self, pinch: QPinchGesture, at: QPointF) -> None:
        """Follows two fingers on a touch screen, the first of which has taken hold of a knob.

        Args:
            pinch: what they do.
            at: the point of the view between them.
        """
        if pinch.state() == Qt.GestureState.GestureStarted:
            self._zooming = False
            self._dragging = False
            self._stroke.end()
            self._stop_pan()
            self.hands.put_back()
        self._view.view.pan((pinch.centerPoint() - pinch.lastCenterPoint()).toPoint())
        if pinch.scaleFactor() > 0:
            self.zoom(pinch.scaleFactor(), at)

    def target_at(self, position: QPointF) -> tuple[object, ...] | None:
        """Returns what a menu at a point of the view is about.

        ("knob", k), which is chosen by this, ("neuron", layer, neuron), ("layer", layer) or None.
        """
        canvas = self._view.canvas
        knob = canvas.knob_at(position)
        if knob is not None:
            self.focus(knob, keep=knob in self.selected)
            return ("knob", knob)
        strip = canvas.strip_at(position)
        if strip is not None:
            return ("neuron", strip.layer, strip.neuron)
        layer = canvas.heading_at(position)
        return None if layer is None else ("layer", layer)

    def put_back(self, knob: int) -> None:
        """Brings a knob, and what is chosen with it, back to its start."""
        knobs = self.chosen_with(knob)
        self.hands.release()
        self.hands.put(knobs, self._bank.start()[knobs].astype(np.float64))
        self._redraw()

    # The keyboard

    def focus(self, knob: int | None, *, keep: bool = False) -> None:
        """Gives a knob the keyboard; ``keep``: what is chosen stays chosen."""
        if not keep:
            self.selected = NO_KNOBS if knob is None else knob_set((knob,))
        if knob != self.focused:
            self.focused = knob
            if knob is not None:
                self._view.show_knob(knob)
            self.focus_moved.emit()
        self._redraw()

    def choose(self, knobs: IndexArray) -> None:
        """Selects knobs, which then turn together; the first of them gets the keyboard."""
        self.selected = knobs
        self.focus(int(knobs[0]), keep=True)

    def key(self, event: QKeyEvent) -> bool:
        """Does what a key means. Returns whether it meant anything."""
        keys, key = Qt.Key, event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._zooming = False
        if key == keys.Key_Escape and self.grip:
            self.hands.put_back()
            self._dragging = False
            self._stroke.end()
            self._redraw()
            return True
        if key == keys.Key_Escape and len(self.selected) < _SEVERAL and self._view.view.back():
            return True
        if self.focused is None:
            if key in (keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down):
                self.focus(reading_order.first(self._bank.layout))
                return True
            return False
        turns = {keys.Key_Up: 1, keys.Key_Down: -1, keys.Key_PageUp: PAGE, keys.Key_PageDown: -PAGE}
        ways = {keys.Key_Left: -1, keys.Key_Right: 1}
        if key in turns:
            self.hands.nudge(self.chosen, turns[Qt.Key(key)] * self._share(fine=control))
        elif key in (keys.Key_Home, keys.Key_End):
            self.hands.put_end(self.chosen, -1 if key == keys.Key_Home else 1)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.put_back(self.focused)
        elif key in ways and control:
            self._to_layer(self.focused, ways[Qt.Key(key)])
        elif key in ways:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._to_knob(self.focused, ways[Qt.Key(key)], extend=shift)
        elif key in (keys.Key_Return, keys.Key_Enter):
            self._view.edit(self.focused)
        elif key == keys.Key_Escape and len(self.selected) >= _SEVERAL:
            self.focus(self.focused)
        else:
            return False
        self._redraw()
        return True

    def _share(self, *, fine: bool) -> float:
        """Returns what is made of a press: from a position to the next nothing is finer."""
        positions = self._bank.positions
        return FINE if fine and (positions is None or not positions.few) else 1.0

    def key_up(self, event: QKeyEvent) -> None:
        """Ends a turn by keys when the key comes up."""
        if not event.isAutoRepeat() and not self._dragging and self.grip:
            self.hands.release()
            self._redraw()

    @property
    def chosen(self) -> IndexArray:
        """What keys turn: the knobs that are selected, the one with the focus first."""
        return NO_KNOBS if self.focused is None else self._led_by(self.focused)

    def chosen_with(self, knob: int) -> IndexArray:
        """Returns the knobs that turn with one: all that are selected, if it is among them."""
        return self.selected if knob in self.selected else knob_set((knob,))

    def _led_by(self, knob: int) -> IndexArray:
        return np.append(knob_set((knob,)), self.selected[self.selected != knob])

    def to_end(self, way: int) -> None:
        """Gives the first knob (1) or the last (−1) the keyboard."""
        layout = self._bank.layout
        self.focus((reading_order.first if way > 0 else reading_order.last)(layout))

    def to_neuron(self, way: int) -> bool:
        """Goes to the next (1) or the previous (−1) neuron. Returns False at the end."""
        if self.focused is None:
            self.to_end(way)
            return True
        knob = reading_order.in_next_neuron(self._bank.layout, self.focused, way)
        if knob is not None:
            self.focus(knob)
        return knob is not None

    def _to_knob(self, focused: int, way: int, *, extend: bool) -> None:
        knob = reading_order.neighbour(self._bank.layout, focused, way)
        if knob is not None:
            if extend and knob not in self.selected:
                self.selected = np.append(self.selected, knob)
            self.focus(knob, keep=extend)

    def _to_layer(self, focused: int, way: int) -> None:
        knob = reading_order.in_next_layer(self._bank.layout, focused, way)
        if knob is not None:
            self.focus(knob)

    def _toggle(self, knob: int) -> None:
        if knob in self.selected:
            self.selected = self.selected[self.selected != knob]
        else:
            self.selected = np.append(self.selected, knob)
        self.focus(knob, keep=True)
