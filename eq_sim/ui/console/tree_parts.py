"""The parts of the tree that a screen reader walks: the console, its layers, neurons and knobs."""

from collections.abc import Iterator
from typing import Protocol, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.names import knob_unit, layer_name, neuron_name
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.tree_knob import KnobAction, KnobValue
from eq_sim.ui.console.tree_places import (
    KNOB,
    Path,
    box_at,
    children_of,
    knob_of,
    path_at,
    path_of,
)
from eq_sim.ui.knobs.sets import knob_set
from eq_sim.ui.style.numbers import signed

_WEIGHT = later("Weight: how strongly one input counts; at 0 it is ignored.")
_BIAS = later("Bias: shifts the neuron whatever the input.")

NO_INTERFACE = cast("QAccessibleInterface", None)  # the stubs know of no "none"


class Tree(Protocol):
    """What holds the parts: each is made when it is asked for."""

    @property
    def console(self) -> Console | None:
        """The console, while there is one."""

    def part(self, path: Path) -> QAccessibleInterface:
        """Returns what is at a place."""


def path_of_focus(console: Console) -> Path:
    """Returns the place of the knob with the keyboard; () for none."""
    canvas = console.canvas  # from here on, no knob of a network before has the focus
    knob = console.input.focused
    return () if knob is None or not console.hasFocus() else path_of(canvas.layout, knob)


def _path_at(console: Console, pixel: QPoint) -> Path:
    """Returns the innermost place at a point of the screen."""
    view = console.viewport()
    position = view.mapFromGlobal(pixel)
    return path_at(console.canvas, position) if view.rect().contains(position) else ()


class _Place:
    """What the console and its parts have in common: children, some of them under a point."""

    tree: Tree
    path: Path = ()
    structure: int | None = None

    @property
    def console(self) -> Console | None:
        """The console, while it shows the network that this is a part of."""
        console = self.tree.console
        known = console and self.structure in (None, console.bank.structure)
        return console if known else None

    def childCount(self) -> int:
        """How many children there are."""
        console = self.console
        return children_of(console.bank.layout, self.path) if console else 0

    def child(self, index: int) -> QAccessibleInterface:
        """Returns one of the children."""
        within = 0 <= index < self.childCount()
        return self.tree.part((*self.path, index)) if within else NO_INTERFACE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Returns which of the children one is; −1 for none."""
        mine = isinstance(child, Part) and child.isValid() and child.path[:-1] == self.path
        return cast("Part", child).path[-1] if mine else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Returns the child at a point of the screen."""
        console, depth = self.console, len(self.path)
        there = _path_at(console, QPoint(x, y)) if console else ()
        below = len(there) > depth and there[:depth] == self.path
        return self.tree.part(there[: depth + 1]) if below else NO_INTERFACE


class Root(_Place, QAccessibleWidget):
    """The console. Its children are the layers.

    The scroll bar is left out: a knob that gets the focus scrolls into sight. The viewport is
    there only when it holds something that is not painted: the field in which a value is typed.
    """

    def __init__(self, console: Console, tree: Tree) -> None:
        super().__init__(console, QAccessible.Role.Grouping)
        self.tree = tree

    @property
    def _field(self) -> QWidget | None:
        view = self.console and self.console.viewport()
        return view if view and any(w.isVisible() for w in view.findChildren(QWidget)) else None

    def childCount(self) -> int:
        """The layers, and the field while there is one."""
        return super().childCount() + (self._field is not None)

    def child(self, index: int) -> QAccessibleInterface:
        """Returns a layer, or the field after them."""
        if self._field and index == super().childCount():
            return QAccessible.queryAccessibleInterface(self._field)
        return super().child(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Returns which of the children one is; −1 for none."""
        field = self._field is not None and child.object() is self._field
        return super().childCount() if field else super().indexOfChild(child)

    def focusChild(self) -> QAccessibleInterface:
        """Returns the knob with the keyboard."""
        there = path_of_focus(self.console) if self.console else ()
        return self.tree.part(there) if there else super().focusChild()

    def text(self, t: QAccessible.Text) -> str:
        """The description says how many knobs there are, and which keys to press."""
        if t is QAccessible.Text.Description and self.console:
            return ntr(
                "{count:,} knob. Left and Right go from knob to knob, Tab from neuron to neuron; "
                "Up and Down turn.",
                "{count:,} knobs. Left and Right go from knob to knob, Tab from neuron to neuron; "
                "Up and Down turn.",
                self.console.bank.layout.size,
            )
        return super().text(t)


class Part(_Place, QAccessibleInterface):
    """A layer, a neuron or a knob; invalid when another network has come."""

    def __init__(self, tree: Tree, structure: int, path: Path) -> None:
        super().__init__()
        self.tree, self.path, self.structure = tree, path, structure
        self.id = 0

    def isValid(self) -> bool:
        """Whether it is still shown."""
        return self.console is not None

    def object(self) -> QObject:
        """None: a part is no widget."""
        return cast("QObject", None)

    def parent(self) -> QAccessibleInterface:
        """Returns what it is a part of."""
        return self.tree.part(self.path[:-1]) if self.console else NO_INTERFACE

    def role(self) -> QAccessible.Role:
        """A knob is a slider, all else a group."""
        knob = len(self.path) == KNOB
        return QAccessible.Role.Slider if knob else QAccessible.Role.Grouping

    def rect(self) -> QRect:
        """Returns where on the screen it is."""
        console = self.console
        box = box_at(console.canvas, self.path) if console else QRect()
        return box.translated(console.viewport().mapToGlobal(QPoint())) if console else box

    def state(self) -> QAccessible.State:
        """Whether it can take the focus, has it, and can be seen."""
        state, console = QAccessible.State(), self.console
        if console is None:
            state.invalid = True
            return state
        state.focusable = len(self.path) == KNOB
        state.focused = path_of_focus(console) == self.path
        state.offscreen = (
            not console.viewport().rect().intersects(box_at(console.canvas, self.path))
        )
        state.invisible = state.offscreen or not console.isVisible()
        return state

    def text(self, t: QAccessible.Text) -> str:
        """The name of a layer or a neuron."""
        console = self.console
        if console is None or t is not QAccessible.Text.Name:
            return ""
        bank = console.bank
        if len(self.path) == 1:
            return layer_name(bank.layout, *self.path)
        return neuron_name(bank.layout, bank.dataset, *self.path)

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nobody else gives names."""


class KnobPart(Part):
    """A knob: a slider with a value and a range, that can be turned and take the focus."""

    _value: KnobValue | None = None  # Qt is given bare pointers to these two
    _action: KnobAction | None = None

    def _here(self) -> tuple[Console, int] | None:
        """Returns the console and the knob, while there are such."""
        console = self.console
        return (console, knob_of(console.bank.layout, self.path)) if console else None

    @property
    def value(self) -> float:
        """Where the knob stands: a silent one where it comes back to."""
        here = self._here()
        return float(here[0].bank.whole()[here[1]]) if here else 0.0

    @property
    def limit(self) -> float:
        """The end of its scale, or where it stands beyond that."""
        here = self._here()
        return max(here[0].scales.limit(here[1]), abs(self.value)) if here else 0.0

    @property
    def press(self) -> float:
        """What a press of an arrow key turns it by: to its next position, where it has few."""
        here = self._here()
        if here is None:
            return 0.0
        console, knob = here
        return float(console.input.hands.press(knob_set((knob,)))[0])

    def put(self, value: float) -> None:
        """Sets the knob, as one gesture."""
        here = self._here()
        if here:
            console, knob = here
            console.input.hands.put((knob,), (value,))
            console.viewport().update()

    def nudge(self, presses: int) -> None:
        """Turns the knob by so many presses of an arrow key."""
        here = self._here()
        if here:
            console, knob = here
            console.input.hands.nudge((knob,), presses)
            console.input.hands.release()
            console.viewport().update()

    def go_to(self) -> None:
        """Gives the knob the focus."""
        here = self._here()
        if here:
            here[0].go_to(here[1])

    def text(self, t: QAccessible.Text) -> str:
        """A knob's name, value, and what it is."""
        here = self._here()
        if here is None:
            return ""
        bank, knob = here[0].bank, here[1]
        if t is QAccessible.Text.Name:
            return bank.name(knob)
        if t is QAccessible.Text.Value:
            silence = bank.switches.silence(knob)
            value = signed(self.value) + knob_unit(bank.layout, bank.dataset)
            return f"{value}, {silence}" if silence else value
        if t is QAccessible.Text.Description:
            return " ".join(_description(here[0], knob))
        return ""

    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> int:
        """Returns where Qt finds the value and the actions."""
        if arg__1 is QAccessible.InterfaceType.ValueInterface:
            self._value = self._value or KnobValue(self)
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._value)[0]))
        if arg__1 is QAccessible.InterfaceType.ActionInterface:
            self._action = self._action or KnobAction(self)
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._action)[0]))
        return cast("int", shiboken6.VoidPtr(0))  # from a bare 0, PySide would make a crash


def _description(console: Console, knob: int) -> Iterator[str]:
    """Yields what a knob is, a sentence each."""
    bank = console.bank
    what = _BIAS if bank.layout.knob(knob).is_bias else _WEIGHT
    yield tr(what)
    yield tr("Started at {value}.", value=signed(float(bank.start()[knob])))
    best = console.best_knobs
    there = None if best is None else best.value(knob)
    if best is not None and there is not None:
        yield f"{best.name}: {signed(there)}."
    silence = bank.switches.silence(knob)
    if silence:
        silent = f"{silence[0].upper()}{silence[1:]}"
        yield tr("{silent}: counts as 0 until it is back.", silent=silent)
