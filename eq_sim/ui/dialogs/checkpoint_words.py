"""What a person calls a checkpoint, and what they write of it."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.session.actions.shelf import LONGEST_NAME, LONGEST_NOTE
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled


class CheckpointWords(QDialog):
    """Asks for a name and a note.

    Args:
        name: as it is.
        note: as it is.
        describe: takes both, once they are accepted.
        parent: over which it opens.
    """

    def __init__(
        self, name: str, note: str, describe: Callable[[str, str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Checkpoint"))
        self._describe = describe
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(8)
        box.addWidget(label(tr("Name"), "row"))
        self.name = QLineEdit(name)
        self.name.setObjectName("search")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Name of the checkpoint"))
        box.addWidget(self.name)
        box.addWidget(label(tr("Note"), "row"))
        self.note = QPlainTextEdit(note)
        self.note.setAccessibleName(tr("Note on the checkpoint"))
        self.note.setTabChangesFocus(True)
        box.addWidget(self.note, 1)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)
        self.resize(scaled(380), scaled(260))

    def accept(self) -> None:
        """Passes name and note on."""
        self._describe(self.name.text(), self.note.toPlainText()[:LONGEST_NOTE])
        super().accept()
