"""The console for those who do not see it: console, layers, neurons and knobs as a tree.

A screen reader walks the tree, reads each knob's name, value and range, and turns it. A part of
the tree is made when it is asked for: a million knobs that nobody reads are no objects at all.
"""

import weakref
from collections.abc import Iterable
from functools import cache
from math import isfinite
from typing import Any, TypeAlias, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
    QAccessibleValueInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication

from eq_sim.network.layout import Knob
from eq_sim.session.names import layer_name, neuron_name
from eq_sim.session.session import Event
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.hands import KEY_STEPS
from eq_sim.ui.numbers import count, signed
from eq_sim.ui.preferences import current

Path: TypeAlias = tuple[int, ...]
"""A place in the tree: (), (layer,), (layer, neuron) or (layer, neuron, row of θ's matrix)."""

# What Qt takes for "none", and the stubs do not know: a bare 0 or None would end in a crash.
_NO_INTERFACE = cast("QAccessibleInterface", None)
_NO_OBJECT = cast("QObject", None)
_NO_WINDOW = cast("QWindow", None)
_NO_POINTER = cast("int", shiboken6.VoidPtr(0))


def make_accessible(console: Console) -> None:
    """Shows a console's knobs to screen readers; once is enough, more do no harm.

    Args:
        console: whose knobs. It may be on screen already.
    """
    _install()
    known = QAccessible.queryAccessibleInterface(console)
    if isinstance(known, _Root):
        return
    # A reader was there before: it was told of a plain scroll area.
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))
    _send(QAccessibleEvent(console.parentWidget() or console, QAccessible.Event.ObjectReorder))


@cache
def _install() -> None:
    QAccessible.installFactory(_interface_of)


def _interface_of(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Console):
        return None
    tree = thing.findChild(_Tree) or _Tree(thing)
    tree.root = _Root(thing, tree)
    return tree.root


def _send(event: QAccessibleEvent) -> None:
    if QAccessible.isActive():
        QAccessible.updateAccessibility(event)


class _Tree(QObject):
    """What has been made of a console's tree so far, and the news of it.

    Qt keeps bare pointers to the parts: a part has to outlive them. So it is held here until Qt
    has been told to delete it, and that happens only between calls: the caller may be the part.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.root: _Root | None = None
        self._structure = console.session.structure
        self._parts: dict[Path, _Part] = {}
        self._old: list[_Part] = []
        self._focus_moved = self._reordered = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._catch_up)
        console.knob_focused.connect(self._look_at_focus)
        console.input.hands.released.connect(self._knobs_released)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._look_at_focus)
        # A session may outlive its window, and nobody can stop observing it.
        heard = weakref.WeakMethod(self._heard)
        console.session.observe(lambda event: (tell := heard()) and tell(event))
        # This tree is deleted with the console, right after the parts are.
        parts, old = self._parts, self._old
        console.destroyed.connect(lambda: (_delete(parts.values()), _delete(old)))

    @property
    def console(self) -> Console | None:
        """The console, while there is one."""
        parent = self.parent() if shiboken6.isValid(self) else None
        return parent if isinstance(parent, Console) else None

    @property
    def made(self) -> int:
        """How many parts there are at present."""
        return len(self._parts)

    def part(self, path: Path) -> QAccessibleInterface:
        """Returns what is at a place, made at the first call."""
        console = self.console
        if console is None:
            return _NO_INTERFACE
        if not path:
            return QAccessible.queryAccessibleInterface(console)
        if console.session.structure != self._structure:
            self._forget(console)
        part = self._parts.get(path)
        if part is None or not shiboken6.isValid(part):
            part = (_KnobPart if len(path) == 3 else _Part)(self, path, self._structure)
            self._parts[path] = part
            part.id = QAccessible.registerAccessibleInterface(part)
        return part

    def count(self, path: Path) -> int:
        """Returns how many children a place has."""
        console = self.console
        if console is None or len(path) == 3:
            return 0
        blocks = console.session.layout.blocks
        if not path:
            return len(blocks)
        return blocks[path[0]].outputs if len(path) == 1 else blocks[path[0]].rows

    def child(self, path: Path, index: int) -> QAccessibleInterface:
        """Returns a child of a place."""
        return self.part((*path, index)) if 0 <= index < self.count(path) else _NO_INTERFACE

    def child_at(self, path: Path, x: int, y: int) -> QAccessibleInterface:
        """Returns the child of a place that is at a point of the screen."""
        there, depth = self._path_at(QPoint(x, y)), len(path)
        inside = len(there) > depth and there[:depth] == path
        return self.part(there[: depth + 1]) if inside else _NO_INTERFACE

    def focus_in(self, path: Path) -> QAccessibleInterface:
        """Returns the knob with the keyboard's focus if it is below a place."""
        console = self.console
        if console is None or not console.hasFocus() or console.input.focused is None:
            return _NO_INTERFACE
        if console.session.structure != self._structure:
            return _NO_INTERFACE  # the focus is on a knob of the network before
        there = path_of(console, console.input.focused)
        return self.part(there) if there[: len(path)] == path else _NO_INTERFACE

    def _path_at(self, point: QPoint) -> Path:
        console = self.console
        if console is None or not console.viewport().isVisible():
            return ()
        view = console.viewport()
        position = view.mapFromGlobal(point)
        if not view.rect().contains(position):
            return ()
        knob = console.knob_at(QPointF(position))
        if knob is not None:
            return path_of(console, knob)
        geometry, zoom = console.geometry_now, current().scale
        x, y = position.x() / zoom, (position.y() + console.verticalScrollBar().value()) / zoom
        strip = geometry.strip_at(x, y)
        if strip is not None:
            return (strip.layer, strip.neuron)
        return next(
            ((head.layer,) for head in geometry.sections if _heading(head).contains(x, y)), ()
        )
