"""The console for those who do not see it: a tree of layers, neurons and knobs.

A screen reader walks the tree, reads each knob's name, value and range, and turns it. A part of
the tree is made when it is asked for: a million knobs that nobody reads are no objects at all.
"""

import weakref
from functools import cache
from math import isfinite
from typing import TypeAlias, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

from eq_sim.session.change import Change
from eq_sim.session.names import layer_name, neuron_name
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.hands import KEY_STEPS
from eq_sim.ui.numbers import count, signed
from eq_sim.ui.preferences import current

Path: TypeAlias = tuple[int, ...]
"""A place in the tree: (), (layer,), (layer, neuron) or (layer, neuron, row of the layer)."""

_KNOB = 3  # a knob's path is as long
_KEYS = "knobs. Left and Right go from knob to knob, Tab from neuron to neuron; Up and Down turn."
_WEIGHT = "Weight: how strongly one input counts; at 0 it is ignored."
_BIAS = "Bias: shifts the neuron whatever the input."

_NO_INTERFACE = cast("QAccessibleInterface", None)  # the stubs know of no "none"

_install = cache(QAccessible.installFactory)  # Qt would ask it as often as it was installed
_tell = QAccessible.updateAccessibility  # which does nothing while nobody listens


def make_accessible(console: Console) -> None:
    """Shows a console's knobs to screen readers. A second call does nothing.

    Args:
        console: whose; it may be on screen already.
    """
    _install(_interface_of)
    known = QAccessible.queryAccessibleInterface(console)
    if isinstance(known, _Root):
        return
    # A screen reader has met it as a plain scroll area, with a viewport in which there is nothing.
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))
    _tell(QAccessibleEvent(console.parentWidget() or console, QAccessible.Event.ObjectReorder))


def _interface_of(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Console):
        return None
    tree = thing.findChild(_Tree) or _Tree(thing)
    tree.root = _Root(thing, tree)
    return tree.root


def _delete(parts: "list[_Part]") -> None:
    for part in parts:
        QAccessible.deleteAccessibleInterface(part.id)


class _Tree(QObject):
    """The parts of a console's tree that were asked for, and the news of them.

    Qt keeps bare pointers to them, so they are held here until Qt has deleted them.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.root: _Root | None = None
        self._parts: dict[tuple[int, Path], _Part] = {}  # by the session's structure, and place
        self._focus_moved = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._catch_up)
        console.knob_focused.connect(self._look_at_focus)
        console.input.hands.released.connect(self._tell_values)
        application = cast("QApplication", QApplication.instance())
        application.focusChanged.connect(self._look_at_focus)
        # A session may outlive its window, and keeps those who observe it.
        heard = weakref.WeakMethod(self._heard)
        console.session.observe(lambda change: (hear := heard()) and hear(change))
        parts = self._parts
        console.destroyed.connect(lambda: _delete([*parts.values()]))

    @property
    def console(self) -> Console | None:
        """The console, while there is one."""
        parent = self.parent() if shiboken6.isValid(self) else None
        return parent if isinstance(parent, Console) else None

    def part(self, path: Path) -> QAccessibleInterface:
        """Returns what is at a place; makes it at the first call."""
        console = self.console
        if console is None:
            return _NO_INTERFACE
        if not path:
            return QAccessible.queryAccessibleInterface(console)
        key = (console.session.structure, path)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = (_KnobPart if len(path) == _KNOB else _Part)(self, *key)
            part.id = QAccessible.registerAccessibleInterface(part)
        return part

    # Parts are deleted and news are sent when nobody is in the middle of a call: it may be a call
    # of the part's own, and Qt says that the console has the focus only after the console knows.

    def _heard(self, change: Change) -> None:
        if change & Change.STRUCTURE and self.console:
            self._soon.start(0)

    def _look_at_focus(self) -> None:
        self._focus_moved = True
        self._soon.start(0)

    def _catch_up(self) -> None:
        console = self.console
        if console is None:
            return
        old = [key for key in self._parts if key[0] != console.session.structure]
        _delete([self._parts.pop(key) for key in old])
        if QAccessible.isActive():
            if old:
                _tell(QAccessibleEvent(console, QAccessible.Event.ObjectReorder))
            path = _path_of_focus(console)
            if self._focus_moved and path:
                _tell(QAccessibleEvent(self.part(path), QAccessible.Event.Focus))
        self._focus_moved = False

    def _tell_values(self, knobs: tuple[int, ...], _loss: float) -> None:
        console = self.console
        if console is None or not QAccessible.isActive():
            return
        for knob in knobs:
            part = self._parts.get((console.session.structure, _path_of(console, knob)))
            if part is not None:
                value = float(console.session.parameters.theta[knob])
                _tell(QAccessibleValueChangeEvent(part, value))


def _path_of(console: Console, knob: int) -> Path:
    layout = console.session.layout
    place = layout.knob(knob)
    row = layout.blocks[place.layer].inputs if place.source is None else place.source
    return place.layer, place.neuron, row


def _knob_at(console: Console, path: Path) -> int:
    layer, neuron, row = path
    return int(console.session.layout.neuron(layer, neuron)[row])


def _path_of_focus(console: Console) -> Path:
    _ = console.geometry_now  # from here on, no knob of a network before has the focus
    knob = console.input.focused
    return () if knob is None or not console.hasFocus() else _path_of(console, knob)


def _path_at(console: Console, pixel: QPoint) -> Path:
    """Returns the innermost place at a point of the screen."""
    view = console.viewport()
    position = view.mapFromGlobal(pixel)
    if not view.rect().contains(position):
        return ()
    knob = console.knob_at(QPointF(position))
    if knob is not None:
        return _path_of(console, knob)
    point = console.on_canvas(QPointF(position))
    strip = console.geometry_now.strip_at(point.x(), point.y())
    return (strip.layer, strip.neuron) if strip else ()


def _box(console: Console, path: Path) -> QRect:
    """Returns a place's rectangle in the view; it may be out of sight."""
    if len(path) == _KNOB:
        return console.box_of(_knob_at(console, path))
    geometry, zoom, box = console.geometry_now, current().scale, QRectF()
    first, outputs = geometry.first[path[0]], console.session.layout.blocks[path[0]].outputs
    layer = geometry.strips[first : first + outputs]
    for strip in layer if len(path) == 1 else (layer[path[1]],):
        box |= QRectF(strip.x, strip.y, strip.width, strip.height)
    box = QRectF(box.topLeft() * zoom, box.size() * zoom)
    return box.translated(0, -console.verticalScrollBar().value()).toAlignedRect()


class _Place:
    """What the console and its parts have in common: children, some of them under a point."""

    tree: _Tree
    path: Path = ()
    structure: int | None = None

    @property
    def console(self) -> Console | None:
        """The console, while it shows the network that this is a part of."""
        console = self.tree.console
        known = console and self.structure in (None, console.session.structure)
        return console if known else None

    def childCount(self) -> int:
        console, path = self.console, self.path
        if console is None or len(path) == _KNOB:
            return 0
        blocks = console.session.layout.blocks
        if len(path) == 2:
            return blocks[path[0]].rows
        return blocks[path[0]].outputs if path else len(blocks)

    def child(self, index: int) -> QAccessibleInterface:
        within = 0 <= index < self.childCount()
        return self.tree.part((*self.path, index)) if within else _NO_INTERFACE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        mine = isinstance(child, _Part) and child.isValid() and child.path[:-1] == self.path
        return cast("_Part", child).path[-1] if mine else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        console, depth = self.console, len(self.path)
        there = _path_at(console, QPoint(x, y)) if console else ()
        below = len(there) > depth and there[:depth] == self.path
        return self.tree.part(there[: depth + 1]) if below else _NO_INTERFACE


class _Root(_Place, QAccessibleWidget):
    """The console. Its children are the layers.

    The scroll bar is left out: a knob that gets the focus scrolls into sight. The viewport is
    there only when it holds something that is not painted: the field in which a value is typed.
    """

    def __init__(self, console: Console, tree: _Tree) -> None:
        super().__init__(console, QAccessible.Role.Grouping)
        self.tree = tree

    @property
    def _field(self) -> QWidget | None:
        view = self.console and self.console.viewport()
        return view if view and any(w.isVisible() for w in view.findChildren(QWidget)) else None

    def childCount(self) -> int:
        return super().childCount() + (self._field is not None)

    def child(self, index: int) -> QAccessibleInterface:
        if self._field and index == super().childCount():
            return QAccessible.queryAccessibleInterface(self._field)
        return super().child(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        field = self._field is not None and child.object() is self._field
        return super().childCount() if field else super().indexOfChild(child)

    def focusChild(self) -> QAccessibleInterface:
        there = _path_of_focus(self.console) if self.console else ()
        return self.tree.part(there) if there else super().focusChild()

    def text(self, t: QAccessible.Text) -> str:
        if t is QAccessible.Text.Description and self.console:
            return f"{count(self.console.session.layout.size)} {_KEYS}"
        return super().text(t)


class _Part(_Place, QAccessibleInterface):
    """A layer, a neuron or a knob; invalid when another network has come."""

    def __init__(self, tree: _Tree, structure: int, path: Path) -> None:
        super().__init__()
        self.tree, self.path, self.structure = tree, path, structure
        self.id = 0

    def isValid(self) -> bool:
        return self.console is not None

    def object(self) -> QObject:
        return cast("QObject", None)

    def parent(self) -> QAccessibleInterface:
        return self.tree.part(self.path[:-1]) if self.console else _NO_INTERFACE

    def role(self) -> QAccessible.Role:
        knob = len(self.path) == _KNOB
        return QAccessible.Role.Slider if knob else QAccessible.Role.Grouping

    def rect(self) -> QRect:
        console = self.console
        box = _box(console, self.path) if console else QRect()
        return box.translated(console.viewport().mapToGlobal(QPoint())) if console else box

    def state(self) -> QAccessible.State:
        state, console = QAccessible.State(), self.console
        if console is None:
            state.invalid = True
            return state
        state.focusable = len(self.path) == _KNOB
        state.focused = _path_of_focus(console) == self.path
        state.offscreen = not console.viewport().rect().intersects(_box(console, self.path))
        state.invisible = state.offscreen or not console.isVisible()
        return state

    def text(self, t: QAccessible.Text) -> str:
        console = self.console
        if console is None or t is not QAccessible.Text.Name:
            return ""
        session = console.session
        if len(self.path) == 1:
            return layer_name(session.layout, *self.path)
        return neuron_name(session.layout, session.dataset, *self.path)

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nobody else gives names."""


class _KnobPart(_Part):
    """A knob: a slider with a value and a range, that can be turned and take the focus."""

    _value: "_KnobValue | None" = None  # Qt is given bare pointers to these two
    _action: "_KnobAction | None" = None

    def text(self, t: QAccessible.Text) -> str:
        console = self.console
        if console is None:
            return ""
        session, knob = console.session, _knob_at(console, self.path)
        if t is QAccessible.Text.Name:
            return session.name(knob)
        if t is QAccessible.Text.Value:
            return signed(float(session.parameters.theta[knob]))
        if t is QAccessible.Text.Description:
            what = _BIAS if session.layout.knob(knob).is_bias else _WEIGHT
            return f"{what} Started at {signed(float(session.parameters.start[knob]))}."
        return ""

    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> int:
        if arg__1 is QAccessible.InterfaceType.ValueInterface:
            self._value = self._value or _KnobValue(self)
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._value)[0]))
        if arg__1 is QAccessible.InterfaceType.ActionInterface:
            self._action = self._action or _KnobAction(self)
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._action)[0]))
        return cast("int", shiboken6.VoidPtr(0))  # from a bare 0, PySide would make a crash


class _KnobValue(QAccessibleValueInterface):
    """A knob's value, between the ends of its layer's scale."""

    def __init__(self, part: _KnobPart) -> None:
        super().__init__()
        self._part = part

    def currentValue(self) -> float:
        console, path = self._part.console, self._part.path
        return float(console.session.parameters.theta[_knob_at(console, path)]) if console else 0.0

    def minimumValue(self) -> float:
        return -self.maximumValue()

    def maximumValue(self) -> float:
        console = self._part.console
        limit = console.scales_now.layers[self._part.path[0]].limit if console else 0.0
        # The scale widens with the next paint, and a value is within its range even before.
        return max(limit, abs(self.currentValue()))

    def minimumStepSize(self) -> float:
        return self.maximumValue() / KEY_STEPS

    def setCurrentValue(self, value: float) -> None:
        console = self._part.console
        try:
            number = float(value)  # it comes from another program, and may be anything
        except (TypeError, ValueError, OverflowError):
            return
        if console and isfinite(number):
            _ = console.geometry_now  # hands need the scales of this network
            console.input.hands.put((_knob_at(console, self._part.path),), (number,))
            console.viewport().update()


class _KnobAction(QAccessibleActionInterface):
    """What can be done with a knob without saying how much."""

    def __init__(self, part: _KnobPart) -> None:
        super().__init__()
        self._part = part

    def actionNames(self) -> list[str]:
        return [self.setFocusAction(), self.increaseAction(), self.decreaseAction()]

    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return []

    def doAction(self, actionName: str) -> None:
        console = self._part.console
        if console is None:
            return
        _ = console.geometry_now  # hands need the scales of this network
        knob, hands = _knob_at(console, self._part.path), console.input.hands
        if actionName == self.setFocusAction():
            console.go_to(knob)
        elif actionName in (self.increaseAction(), self.decreaseAction()):
            hands.nudge((knob,), 1 if actionName == self.increaseAction() else -1)
            hands.release()
            console.viewport().update()
