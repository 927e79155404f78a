"""What a person calls a finished run."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.actions.runs import LONGEST_NAME
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled


class RunName(QDialog):
    """Asks for a name.

    Args:
        number: of the run.
        name: as it is.
        take: takes the name, once it is accepted.
        parent: over which it opens.
    """

    def __init__(
        self, number: int, name: str, take: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Run {number}", number=number))
        self._take = take
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(8)
        box.addWidget(label(tr("Name; empty for none"), "row"))
        self.name = QLineEdit(name)
        self.name.setObjectName("search")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Name of run {number}", number=number))
        box.addWidget(self.name)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)
        self.resize(scaled(320), self.sizeHint().height())

    def accept(self) -> None:
        """Passes the name on."""
        self._take(self.name.text())
        super().accept()
