"""The console for those who do not see it: a tree of layers, neurons and knobs.

A screen reader walks the tree, reads each knob's name, value and range, and turns it. A part of
the tree is made when it is asked for: a million knobs that nobody reads are no objects at all.
"""

import weakref
from collections.abc import Iterable
from functools import cache
from typing import cast

import numpy as np
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
)
from PySide6.QtWidgets import QApplication

from eq_sim.network.types import IndexArray
from eq_sim.session.change import Change
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.tree_parts import NO_INTERFACE, KnobPart, Part, Root, path_of_focus
from eq_sim.ui.console.tree_places import KNOB, Path, knob_of

_install = cache(QAccessible.installFactory)  # Qt would ask it as often as it was installed
_tell = QAccessible.updateAccessibility  # which does nothing while nobody listens


def make_accessible(console: Console) -> None:
    """Shows a console's knobs to screen readers. A second call does nothing.

    Args:
        console: whose; it may be on screen already.
    """
    _install(_interface_of)
    known = QAccessible.queryAccessibleInterface(console)
    if isinstance(known, Root):
        return
    # A screen reader has met it as a plain scroll area, with a viewport in which there is nothing.
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))
    _tell(QAccessibleEvent(console.parentWidget() or console, QAccessible.Event.ObjectReorder))


def _interface_of(_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Console):
        return None
    tree = thing.findChild(_Tree) or _Tree(thing)
    tree.root = Root(thing, tree)
    return tree.root


def _delete(parts: Iterable[Part]) -> None:
    for part in parts:
        QAccessible.deleteAccessibleInterface(part.id)


class _Tree(QObject):
    """The parts of a console's tree that were asked for, and the news of them.

    Qt keeps bare pointers to them, so they are held here until Qt has deleted them.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.root: Root | None = None
        self._parts: dict[tuple[int, Path], Part] = {}  # by the bank's structure, and place
        self._focus_moved = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._catch_up)
        console.knob_focused.connect(self._look_at_focus)
        console.input.hands.released.connect(self._tell_values)
        application = cast("QApplication", QApplication.instance())
        application.focusChanged.connect(self._look_at_focus)
        # A bank may outlive its window, and keeps those who observe it.
        heard = weakref.WeakMethod(self._heard)
        console.bank.observe(lambda change: (hear := heard()) and hear(change))
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
            return NO_INTERFACE
        if not path:
            return QAccessible.queryAccessibleInterface(console)
        key = (console.bank.structure, path)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = (KnobPart if len(path) == KNOB else Part)(self, *key)
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
        old = [key for key in self._parts if key[0] != console.bank.structure]
        _delete([self._parts.pop(key) for key in old])
        if QAccessible.isActive():
            if old:
                _tell(QAccessibleEvent(console, QAccessible.Event.ObjectReorder))
            path = path_of_focus(console)
            if self._focus_moved and path:
                _tell(QAccessibleEvent(self.part(path), QAccessible.Event.Focus))
        self._focus_moved = False

    def _tell_values(self, knobs: IndexArray, _loss: object) -> None:
        console = self.console
        if console is None or not QAccessible.isActive():
            return
        layout, values = console.bank.layout, console.bank.whole()
        turned = np.zeros(layout.size, dtype=bool)  # maybe all of them; a reader knows a few
        turned[knobs] = True
        for (structure, path), part in self._parts.items():
            if structure == console.bank.structure and len(path) == KNOB:
                knob = knob_of(layout, path)
                if turned[knob]:
                    _tell(QAccessibleValueChangeEvent(part, float(values[knob])))
