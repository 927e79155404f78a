"""A choice among a few, as wide as the words that it shows."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from eq_sim.ui.style.preferences import scaled

_BESIDE, _LIST = 36, 190  # pixels beside the words, and those that the open list has at least


class ChoiceBox(QComboBox):
    """A box as wide as its present words, so that they end where the values of other rows end.

    It is measured where it stands, once it is dressed: measured before, it and its list would be
    dressed anew at each place that they come through.

    Args:
        most: pixels of words at most, at the usual size of words; its tip tells longer ones. None
            for all of them.
        scrolled: whether it stands in a column: the wheel scrolls that, and changes no box that it
            passes over.
    """

    def __init__(self, most: int | None = None, *, scrolled: bool = False) -> None:
        super().__init__()
        self._most, self._scrolled = most, scrolled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def hug(self) -> None:
        """Takes the room of the words that it shows now."""
        self._tell_cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        self.ensurePolished()  # the style sheet decides how large its words are
        width = self._words()
        if self._most is not None:
            width = min(width, scaled(self._most))
        return QSize(width + scaled(_BESIDE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As ``sizeHint``."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells by its tip what it has no room for."""
        super().resizeEvent(event)
        self._tell_cut()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Passes the wheel on to the column."""
        if self._scrolled:
            event.ignore()
        else:
            super().wheelEvent(event)

    def showPopup(self) -> None:
        """Opens its list, wide enough for its longest words."""
        self.view().setMinimumWidth(scaled(_LIST))
        super().showPopup()

    def _words(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.currentText())

    def _tell_cut(self) -> None:
        if self._most is not None:
            cut = self._words() > scaled(self._most)
            self.setToolTip(self.currentText() if cut else "")
