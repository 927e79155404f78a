"""The keys of the Knobs menu on a console beside the main one, whose knobs the menu is about."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

from eq_sim.ui.console.console import Console
from eq_sim.ui.knobs.actions import KnobActions
from eq_sim.ui.knobs.menus import COPY, FREEZE, MUTE, PASTE


class OwnKeys(QObject):
    """Takes those keys while the console has the keyboard, and does to its knobs what they say.

    Args:
        console: whose keys; it owns this.
        knobs: what is done.
    """

    def __init__(self, console: Console, knobs: KnobActions) -> None:
        super().__init__(console)
        self._console, self._knobs = console, knobs
        chosen = self._chosen
        deeds: dict[str, Callable[[], object]] = {
            COPY: lambda: knobs.copy(chosen()[0]),
            PASTE: lambda: knobs.paste(chosen()),
            FREEZE: lambda: knobs.freeze(chosen()),
            MUTE: lambda: knobs.mute(chosen()),
        }
        self._deeds = {QKeySequence(keys).toString(): deed for keys, deed in deeds.items()}
        console.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes a key before the menu does."""
        if not isinstance(event, QKeyEvent) or self._console.input.focused is None:
            return False
        deed = self._deeds.get(QKeySequence(event.keyCombination()).toString())
        if deed is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            deed()
            return True
        return False

    def _chosen(self) -> list[int]:
        focused = self._console.input.focused
        assert focused is not None
        return [int(knob) for knob in self._console.input.chosen_with(focused)]
