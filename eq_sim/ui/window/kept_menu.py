"""What the menus have about moments and scenes to come back to."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from eq_sim.language.tr import later, tr
from eq_sim.session.actions import KeepCheckpoint, Restore
from eq_sim.session.state import SCENES
from eq_sim.ui.models.scene_desk import SceneDesk
from eq_sim.ui.window.held_key import HeldKey
from eq_sim.ui.window.menu_window import Act, MenuWindow


class KeptMenu:
    """Entries about checkpoints and scenes, and the key that shows a scene while it is held.

    Args:
        training: the Training menu, to add to.
        knobs: the Knobs menu, to add to.
        act: adds an entry.
        window: whose experiment it is.
        scenes: what can be done with scenes.
    """

    def __init__(
        self, training: QMenu, knobs: QMenu, act: Act, window: MenuWindow, scenes: SceneDesk
    ) -> None:
        self._window = window
        training.addSeparator()
        act(training, tr("&Keep a checkpoint"), "Ctrl+K", self._keep)
        act(training, tr("Back to the &last checkpoint"), "Ctrl+Shift+K", self._back)
        if window.panels.has("compare"):
            self._add_scenes(knobs, act, scenes)

    def _add_scenes(self, menu: QMenu, act: Act, desk: SceneDesk) -> None:
        kinds = (
            (tr("Re&call scene"), later("Recall scene &{number}"), "Alt", desk.recall),
            (tr("St&ore scene"), later("Store scene &{number}"), "Alt+Shift", desk.store),
            (tr("&Glide to scene"), later("Glide to scene &{number}"), "", desk.glide),
        )
        for words, one, keys, what in kinds:
            entries = menu.addMenu(words)
            for number in range(1, SCENES + 1):
                shortcut = f"{keys}+{number}" if keys else ""
                act(entries, tr(one, number=number), shortcut, partial(what, str(number)))
        HeldKey(self._window.frame, Qt.Key.Key_C, desk.look_at_last)

    def _keep(self) -> None:
        window = self._window
        if window.do(KeepCheckpoint()):
            step = window.session.step
            window.say(tr("A checkpoint was kept at step {step:,}.", step=step), warning=False)

    def _back(self) -> None:
        """Goes back to the checkpoint that was kept last, by hand or by training."""
        window = self._window
        kept = window.session.shelf.checkpoints
        if kept:
            window.do(Restore(kept[-1].number))
        else:
            window.say(tr("There is no checkpoint yet: Ctrl+K keeps this moment."), warning=False)
