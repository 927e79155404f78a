"""What the views of the network's answer have in common."""

from abc import abstractmethod
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.data.dataset import View
from eq_sim.session.session import Session
from eq_sim.ui.preferences import current
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme


class AnswerView(QWidget):
    """One way to show the answer.

    Args:
        session: what is shown.
        theme: the colours.
        surface: the answers over the plane, where the data are points of one.
    """

    shows: ClassVar[View]

    def __init__(self, session: Session, theme: Theme, surface: Surface) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.surface = surface
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the answer; nothing if the data have just become of another kind."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # On a fractional scale the last pixel is half a pixel further.
        painter.fillRect(self.rect().adjusted(0, 0, 1, 1), self.theme.color("panel"))
        if self.session.dataset.view is self.shows:
            painter.scale(current().scale, current().scale)
            self.draw(painter)
        painter.end()

    @property
    def wide(self) -> float:
        """The width to draw on: larger words are drawn as a larger picture of less room."""
        return self.width() / current().scale

    @property
    def high(self) -> float:
        """The height to draw on; see ``wide``."""
        return self.height() / current().scale

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draws the answer."""

    @abstractmethod
    def summary(self) -> str:
        """Returns a few words for the panel's heading."""
