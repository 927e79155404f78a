"""The History part of the Training menu: look back, go on from there, forget."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction
from eq_sim.session.looking import Looking
from eq_sim.ui.panels.looking_words import reach
from eq_sim.ui.window.menu_window import Act


class HistoryMenu:
    """What a person does with the past from the keyboard.

    Args:
        menu: to add to.
        act: adds an entry.
        looking: where one is in the past.
        do: takes what is done.
    """

    def __init__(
        self, menu: QMenu, act: Act, looking: Looking, do: Callable[[AnyAction], bool]
    ) -> None:
        self._looking, self._do = looking, do
        menu.addSeparator()
        history = menu.addMenu(tr("H&istory"))
        history.setToolTipsVisible(True)
        self.back = act(history, tr("One step &back"), "Alt+Left", lambda: looking.step(-1))
        self.on = act(history, tr("One step &on"), "Alt+Right", lambda: looking.step(1))
        self.play = act(history, tr("&Play backwards"), "Alt+Shift+Left", looking.play)
        self.now = act(history, tr("Back to &now"), "Alt+End", looking.back_to_now)
        history.addSeparator()
        self.go_on = act(history, tr("&Go on from here"), "Alt+Return", self._go_on)
        self.forget = act(history, tr("&Forget what came before and beside"), "", self._forget)
        history.aboutToShow.connect(self.show_past)

    def show_past(self) -> None:
        """Offers what can be done."""
        looking = self._looking
        self.play.setText(tr("Stop pl&aying") if looking.playing else tr("&Play backwards"))
        self.on.setEnabled(looking.active)
        self.now.setEnabled(looking.active)
        self.go_on.setEnabled(looking.active)
        self.forget.setToolTip(
            tr(
                "History begins at the present; branches are let go.\n"
                "What Undo keeps can still be undone.\n\n{reach}",
                reach=reach(looking),
            )
        )

    def _go_on(self) -> None:
        if self._looking.active:
            self._do(self._looking.onward)

    def _forget(self) -> None:
        self._looking.forget_the_past()
