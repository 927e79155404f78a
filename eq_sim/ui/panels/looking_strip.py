"""The strip below the console that says that a moment of the past is shown."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction
from eq_sim.session.looking import Looking
from eq_sim.ui.panels.card import Elided
from eq_sim.ui.panels.looking_words import sentence


class LookingStrip(QFrame):
    """Says which moment is shown, and how one goes on or comes back.

    Args:
        looking: where one is in the past.
        do: takes what a hand does.
    """

    def __init__(self, looking: Looking, do: Callable[[AnyAction], bool]) -> None:
        super().__init__()
        self.setObjectName("looking")
        self._looking = looking
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.setSpacing(8)
        self.words = Elided("", "looking")
        row.addWidget(self.words, 1)
        self.go_on = QPushButton(tr("Go on from here"))
        self.go_on.setToolTip(
            tr(
                "Make this moment the present (Alt+Return). What came after it stays as a branch,\n"
                "and Undo comes back. Training or turning a knob goes on from here, too."
            )
        )
        self.go_on.clicked.connect(lambda: do(looking.onward))
        self.now = QPushButton(tr("Back to now"))
        self.now.setToolTip(tr("Show the present again (Esc)"))
        self.now.clicked.connect(lambda: looking.back_to_now())
        for button in (self.go_on, self.now):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.hide()

    def refresh(self) -> None:
        """Shows or hides it, and says where one is."""
        looking = self._looking
        if looking.active:
            said = sentence(looking)
            if said != self.words.text():
                self.words.setText(said)
                self.words.setToolTip(said)
                self.setAccessibleName(said)
        # Another phase of the present step is no past: no knob differs, and nothing is undone.
        past = looking.active and not looking.same_step
        if self.isHidden() == past:
            self.setVisible(past)
