"""Where the pointer and the keyboard are on the console, and what they do there.

Left and right travel from knob to knob, Tab from neuron to neuron; up and down turn. The knob
with the keyboard's focus is also the one that other panels explain.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from eq_sim.session.actions import AnyAction
from eq_sim.ui.console.geometry import HEADING
from eq_sim.ui.console.hands import FINE, PAGE, Grip, Hands
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.preferences import current

if TYPE_CHECKING:
    from eq_sim.ui.console.console import Console

_BAR_DRAG = 200.0  # pixels for the whole scale where a bar is too short to drag along
_NOTCH = 120  # what a notch of the wheel counts


class ConsoleInput:
    """Pointer, keyboard and selection of a console.

    Args:
        console: whose.
        do: takes what the hand does.

    Attributes:
        hovered: the knob under the pointer.
        focused: the knob that keys turn.
        selected: the knobs that turn together; one, mostly.
    """

    def __init__(self, console: "Console", do: Callable[[AnyAction], bool]) -> None:
        self._console = console
        self.hands = Hands(console.session, do, self.reach, self._travel, console)
        self.hovered: int | None = None
        self.focused: int | None = None
        self.selected: tuple[int, ...] = ()
        self._dragging = self._twice = False

    @property
    def grip(self) -> Grip | None:
        """The hand on the knobs, if there is one."""
        return self.hands.grip

    def forget(self) -> None:
        """Knows nothing of another network's knobs."""
        self.hands.look()
        self.hovered = self.focused = None
        self.selected = ()
        self._dragging = False

    def reach(self, knob: int) -> float:
        """Returns the end of a knob's scale."""
        console = self._console
        return console.scales.layers[console.session.layout.knob(knob).layer].limit

    def _travel(self, knob: int) -> float:
        console = self._console
        geometry = console.geometry_now
        if not geometry.faders:
            return _BAR_DRAG
        layer = console.session.layout.knob(knob).layer
        travel = geometry.travel[layer]
        margin = FaderSize(geometry.pitch[layer], travel, 1.0).margin
        return (travel - 2 * margin) * current().scale

    # The pointer

    def press(self, event: QMouseEvent, *, twice: bool = False) -> None:
        """Takes hold of the knob under the pointer; with Shift, chooses it too or no more.

        Args:
            event: the press.
            twice: whether it is the second of two quick ones.
        """
        knob = self._console.knob_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or knob is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._toggle(knob)
            return
        if knob not in self.selected:
            self.selected = (knob,)
        self.focus(knob, keep=True)
        others = tuple(other for other in self.selected if other != knob)
        if self.hands.take((knob, *others), event.position().y()):
            self._dragging, self._twice = True, twice
            self._console.viewport().update()

    def move(self, event: QMouseEvent) -> None:
        """Turns the knobs in hand, or lights the one under the pointer."""
        if self._dragging and not event.buttons() & Qt.MouseButton.LeftButton:
            self.let_go()  # it was released over a dialog
        if self._dragging and self.grip:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._twice = False
            self.hands.drag(event.position().y(), fine=fine)
            self._console.viewport().update()
        elif not self._dragging:
            self.hover(self._console.knob_at(event.position()))

    def lift(self) -> None:
        """The button came up: lets go, or after two clicks brings the knobs back."""
        twice, grip = self._twice and self._dragging, self.grip
        self.let_go()
        if twice and grip:
            self.put_back(grip.knob)

    def let_go(self) -> None:
        """Releases what is in the hand."""
        self._dragging = False
        if self.grip:
            self.hands.release()
            self._console.viewport().update()

    def hover(self, knob: int | None) -> None:
        """Lights a knob."""
        if knob == self.hovered:
            return
        self.hovered = knob
        view = self._console.viewport()
        shape = Qt.CursorShape.ArrowCursor if knob is None else Qt.CursorShape.SizeVerCursor
        view.setCursor(shape)
        view.update()

    def wheel(self, event: QWheelEvent) -> bool:
        """Turns the knob under the pointer. Returns False where the wheel should scroll."""
        knob = self._console.knob_at(event.position())
        scrolls = self._console.verticalScrollBar().maximum() > 0
        if knob is None or (scrolls and knob != self.focused):
            return False
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        knobs = self.selected if knob in self.selected else (knob,)
        presses = event.angleDelta().y() / _NOTCH * (FINE if fine else 1.0)
        if presses:
            self.hands.nudge(knobs, presses)
            self.hands.rest_soon()
            self._console.viewport().update()
        return True

    def target_at(self, position: QPointF) -> tuple[object, ...] | None:
        """Returns what a menu at a point of the view is about.

        ("knob", k), which is chosen by this, ("neuron", layer, neuron), ("layer", layer) or None.
        """
        console, knob = self._console, self._console.knob_at(position)
        if knob is not None:
            self.focus(knob, keep=knob in self.selected)
            return ("knob", knob)
        geometry = console.geometry_now
        point = console.on_canvas(position)
        strip = geometry.strip_at(point.x(), point.y())
        if strip is not None:
            return ("neuron", strip.layer, strip.neuron)
        for section in geometry.sections:
            inside = section.x <= point.x() <= section.x + section.width
            if inside and section.y <= point.y() <= section.y + HEADING:
                return ("layer", section.layer)
        return None

    def put_back(self, knob: int) -> None:
        """Brings a knob, and what is chosen with it, back to its start."""
        knobs = self.selected if knob in self.selected else (knob,)
        start = self._console.session.parameters.start
        self.hands.release()
        self.hands.put(knobs, [float(start[other]) for other in knobs])
        self._console.viewport().update()

    # The keyboard

    def focus(self, knob: int | None, *, keep: bool = False) -> None:
        """Gives a knob the keyboard; ``keep``: what is chosen stays chosen."""
        if not keep:
            self.selected = () if knob is None else (knob,)
        if knob != self.focused:
            self.focused = knob
            if knob is not None:
                self._console.show_knob(knob)
            self._console.knob_focused.emit()
        self._console.viewport().update()

    def key(self, event: QKeyEvent) -> bool:
        """Does what a key means. Returns whether it meant anything."""
        keys, key = Qt.Key, event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == keys.Key_Escape and self.grip:
            self.hands.put_back()
            self._dragging = False
            self._console.viewport().update()
            return True
        if self.focused is None:
            if key in (keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down):
                self.focus(int(self._console.order[0]))
                return True
            return False
        turns = {keys.Key_Up: 1, keys.Key_Down: -1, keys.Key_PageUp: PAGE, keys.Key_PageDown: -PAGE}
        ways = {keys.Key_Left: -1, keys.Key_Right: 1}
        if key in turns:
            self.hands.nudge(self.chosen, turns[Qt.Key(key)] * (FINE if control else 1))
        elif key in (keys.Key_Home, keys.Key_End):
            self.hands.put_end(self.chosen, -1 if key == keys.Key_Home else 1)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.put_back(self.focused)
        elif key in ways and control:
            self._to_layer(ways[Qt.Key(key)])
        elif key in ways:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._to_knob(ways[Qt.Key(key)], extend=shift)
        elif key in (keys.Key_Return, keys.Key_Enter):
            self._console.edit(self.focused)
        elif key == keys.Key_Escape and len(self.selected) > 1:
            self.focus(self.focused)
        else:
            return False
        self._console.viewport().update()
        return True

    def key_up(self, event: QKeyEvent) -> None:
        """Ends a turn by keys when the key comes up."""
        if not event.isAutoRepeat() and not self._dragging and self.grip:
            self.hands.release()
            self._console.viewport().update()

    @property
    def chosen(self) -> tuple[int, ...]:
        """What keys turn: the knobs that are selected, the one with the focus first."""
        if self.focused is None:
            return ()
        return (self.focused, *(knob for knob in self.selected if knob != self.focused))

    def to_neuron(self, way: int) -> bool:
        """Goes to the next (1) or the previous (−1) neuron. Returns False at the end."""
        layout, order = self._console.session.layout, self._console.order
        if self.focused is None:
            self.focus(int(order[0 if way > 0 else -1]))
            return True
        place = layout.knob(self.focused)
        block = layout.blocks[place.layer]
        layer, neuron = place.layer, place.neuron + way
        if not 0 <= neuron < block.outputs:
            layer += way
            if not 0 <= layer < len(layout.blocks):
                return False
            neuron = 0 if way > 0 else layout.blocks[layer].outputs - 1
        self.focus(int(layout.neuron(layer, neuron)[0]))
        return True

    def _to_knob(self, way: int, *, extend: bool) -> None:
        order = self._console.order
        place = int(np.flatnonzero(order == self.focused)[0]) + way
        if 0 <= place < len(order):
            knob = int(order[place])
            if extend and knob not in self.selected:
                self.selected = (*self.selected, knob)
            self.focus(knob, keep=extend)

    def _to_layer(self, way: int) -> None:
        layout = self._console.session.layout
        assert self.focused is not None
        layer = layout.knob(self.focused).layer + way
        if 0 <= layer < len(layout.blocks):
            self.focus(int(layout.neuron(layer, 0)[0]))

    def _toggle(self, knob: int) -> None:
        if knob in self.selected:
            self.selected = tuple(other for other in self.selected if other != knob)
        else:
            self.selected = (*self.selected, knob)
        self.focus(knob, keep=True)
