"""Before the window of a lesson closes: what is being saved is waited for, the rest asked about."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from eq_sim.language.tr import ntr, tr
from eq_sim.ui.dialogs.asking import agreed
from eq_sim.ui.dialogs.unsaved import Choice, ask_about
from eq_sim.ui.making.desk import MakingDesk


class Closing:
    """Sees that nothing is lost that a person wants to keep.

    Args:
        desk: what may be in no file.
        save: begins to write it.
        window: which closes.
    """

    def __init__(self, desk: MakingDesk, save: Callable[[], object], window: QWidget) -> None:
        self._desk, self._save, self._window = desk, save, window
        self._waits = False

    def allowed(self) -> bool:
        """Asks what becomes of what is in no file. Returns whether the window may close."""
        desk = self._desk
        if self._waits or (desk.target is not None and not self._is_saved()):
            return False
        title = tr("Before this window closes")
        if not desk.edits.isClean():
            in_file = desk.path is not None
            choice = ask_about([desk.title], self._window, in_file=in_file, title=title)
            if choice is not Choice.SAVE:
                return choice is Choice.LOSE
            self._save()
            if not self._is_saved():
                return False
        if not desk.unwritten:
            return True
        words = ntr(
            "What you wrote at {count:,} step is in no file: the step is cut or done at once.",
            "What you wrote at {count:,} steps is in no file: the steps are cut or done at once.",
            desk.unwritten,
        )
        return agreed(title, words, tr("Close without these words"), tr("Stay"), self._window)

    def _is_saved(self) -> bool:
        """Waits until the lesson is written, or until somebody stops that."""
        desk = self._desk
        target = desk.target or desk.path
        self._waits = True
        while desk.target is not None:
            QApplication.processEvents()
        self._waits = False
        # Another language may have made the window anew meanwhile.
        return isValid(self._window) and desk.path == target and desk.edits.isClean()
