"""The View menu: colours, which panels are shown, and what panels add to it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from eq_sim.language.tr import tr
from eq_sim.ui.knobs.scale_menu import ScaleMenu
from eq_sim.ui.style.preferences import THEME_CHOICES, current
from eq_sim.ui.window.menu_window import Act, MenuWindow


class ViewMenu:
    """How the window looks.

    Args:
        menu: to fill.
        act: adds an entry.
        window: whose looks they are.

    Attributes:
        themes: the entry of each choice of colours.
    """

    def __init__(self, menu: QMenu, act: Act, window: MenuWindow) -> None:
        self._window = window
        self.themes: dict[str, QAction] = {}
        group = QActionGroup(window.frame)
        for choice, words in THEME_CHOICES.items():
            action = act(menu, tr(words), "", self._themer(choice))
            action.setCheckable(True)
            group.addAction(action)
            self.themes[choice] = action
        self.show_theme()
        menu.addSeparator()
        menu.addActions(window.docks.view_actions())
        nearer = act(menu, tr("Zoom &in"), "+", window.beyond.zoom_in)
        nearer.setShortcuts([QKeySequence(keys) for keys in ("+", "=", "Ctrl++", "Ctrl+=")])
        away = act(menu, tr("Zoom &out"), "-", window.beyond.zoom_out)
        away.setShortcuts([QKeySequence(keys) for keys in ("-", "Ctrl+-")])
        act(menu, tr("&Fit all knobs"), "0", window.beyond.fit_all)
        menu.addSeparator()
        act(menu, tr("&Reset arrangement"), "Ctrl+Shift+R", window.reset_arrangement)
        for words, keys, what, switch in window.panels.entries():
            entry = act(menu, words, keys, what)
            if switch is not None:
                entry.setCheckable(True)
                entry.setChecked(switch.isChecked())
                switch.toggled.connect(entry.setChecked)
        act(menu, tr("H&ear it, or stop the sound"), "Ctrl+J", window.sound.toggle)
        act(menu, tr("M&ute the sound, or hear it again"), "Ctrl+Shift+J", window.sound.mute)
        self._scales = ScaleMenu(window.console)
        self._scales.fill_all(menu.addMenu(tr("S&cales of the knobs")), act)
        act(menu, tr("Be&yond the last real knob"), "Ctrl+U", window.beyond.toggle)
        act(menu, tr("Full screen"), "F11", window.full_screen)

    def show_theme(self) -> None:
        """Marks the choice of colours that is in use."""
        self.themes[current().theme].setChecked(True)

    def _themer(self, choice: str) -> Callable[[], None]:
        return lambda: self._window.set_look(replace(current(), theme=choice))
