"""The foot of the window in which a lesson is made: how long it is, and what is done with it."""

from collections.abc import Callable

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.making.buttons import button, with_keys
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

UNDO, REDO = "Ctrl+Z", "Ctrl+Shift+Z"


class Foot(QWidget):
    """Undo, redo, film, page, save.

    Args:
        edits: which can be undone.
        film: makes a film of the lesson.
        page: makes a page of it.
        save_as: writes it to another file.
        save: writes it to its file.
        stop: writes it not, while it is on its way.

    Attributes:
        said: how long the lesson is, or that it is being saved.
    """

    def __init__(
        self,
        edits: QUndoStack,
        film: Callable[[], object],
        page: Callable[[], object],
        save_as: Callable[[], object],
        save: Callable[[], object],
        stop: Callable[[], object],
    ) -> None:
        super().__init__()
        self._edits = edits
        self.said = label("", "note")
        self.said.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName(tr("How much of the lesson is played through"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self.said, 2)
        row.addWidget(self._bar, 1)
        self._stop = button(tr("Stop"), tr("Save nothing"), stop, "Esc")
        row.addWidget(self._stop)
        self._undo = button(tr("Undo"), tr("Undo"), edits.undo, UNDO)
        self._redo = button(tr("Redo"), tr("Redo"), edits.redo, REDO)
        edits.indexChanged.connect(self._show_edits)
        self._show_edits()
        written = button(tr("Save"), tr("Write the lesson to its file"), save, "Ctrl+S")
        written.setObjectName("learn")
        for each in (
            self._undo,
            self._redo,
            button(tr("Film…"), tr("Save it, and make a film of it"), film),
            button(tr("Page…"), tr("Save it, and make a page of it for a course"), page),
            button(tr("Save as…"), tr("Write it to another file"), save_as),
            written,
        ):
            row.addWidget(each)

    def say(self, sentence: str) -> None:
        """Says how it stands."""
        self._bar.hide()
        self._stop.hide()
        self.said.setText(sentence)

    def show_saving(self, share: float) -> None:
        """Says why saving takes a moment, and how much of it is done, from 0 to 1."""
        told = tr("Played through once before it is saved, for what must hold at its end")
        self.said.setText(told)
        self._bar.setValue(round(100 * share))
        self._bar.show()
        self._stop.show()

    def _show_edits(self) -> None:
        """Says what would be undone, and what done again."""
        edits = self._edits
        for made, words, what, can, keys in (
            (self._undo, tr("Undo"), edits.undoText(), edits.canUndo(), UNDO),
            (self._redo, tr("Redo"), edits.redoText(), edits.canRedo(), REDO),
        ):
            made.setEnabled(can)
            made.setToolTip(with_keys(f"{words}: {what}" if what else words, keys))
