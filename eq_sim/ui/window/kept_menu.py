"""What the Training menu has about moments to come back to."""

from PySide6.QtWidgets import QMenu

from eq_sim.session.actions import KeepCheckpoint, Restore
from eq_sim.ui.style import numbers
from eq_sim.ui.window.menu_window import Act, MenuWindow


class KeptMenu:
    """Entries about checkpoints.

    Args:
        menu: to add to.
        act: adds an entry.
        window: whose experiment it is.
    """

    def __init__(self, menu: QMenu, act: Act, window: MenuWindow) -> None:
        self._window = window
        menu.addSeparator()
        act(menu, "&Keep a checkpoint", "Ctrl+K", self._keep)
        act(menu, "Back to the &last checkpoint", "Ctrl+Shift+K", self._back)

    def _keep(self) -> None:
        window = self._window
        if window.do(KeepCheckpoint()):
            step = numbers.local(f"{window.session.step:,}")
            window.say(f"A checkpoint was kept at step {step}.", warning=False)

    def _back(self) -> None:
        """Goes back to the checkpoint that was kept last, by hand or by training."""
        window = self._window
        kept = window.session.shelf.checkpoints
        if kept:
            window.do(Restore(kept[-1].number))
        else:
            window.say("There is no checkpoint yet: Ctrl+K keeps this moment.", warning=False)
