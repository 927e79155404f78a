"""What the views of the network's answer have in common."""

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.session.session import Session
from eq_sim.ui.theme import Theme


class AnswerView(QWidget):
    """One way to show the answer.

    Args:
        session: what is shown.
        theme: the colours.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self._revision: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("The network's answer")

    def refresh(self) -> bool:
        """Asks for a new picture if the answer has changed. Returns whether it has."""
        revision = (self.session.structure, self.session.parameters.revision)
        if revision == self._revision:
            return False
        self._revision = revision
        self.update()
        return True

    @abstractmethod
    def summary(self) -> str:
        """Returns a few words for the panel's heading."""
