"""Buttons of the window in which a lesson is made, and the keys that do the same."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from eq_sim.ui.making.seconds import take_typed
from eq_sim.ui.style.qt_words import keys_as_read


def button(words: str, tip: str, what: Callable[[], object], keys: str = "") -> QPushButton:
    """Returns a button; its keys stand in its tip, and are the window's to listen to."""
    made = QPushButton(words)
    made.setToolTip(with_keys(tip, keys))
    made.setAutoDefault(True)  # Enter presses it
    made.clicked.connect(lambda _=False: _do(what, made.window()))
    return made


def with_keys(tip: str, keys: str) -> str:
    """Returns a tip that says which keys do the same, where some do."""
    return f"{tip} ({keys_as_read(keys)})" if keys else tip


def listen(window: QWidget, keys: str, what: Callable[[], object]) -> None:
    """Lets keys do something wherever in a window the keyboard is."""
    action = QAction(window)
    action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _=False: _do(what, window))
    window.addAction(action)


def _do(what: Callable[[], object], window: QWidget) -> None:
    """Does something with all that was typed: neither keys nor every button leave its field."""
    take_typed(window)
    what()
