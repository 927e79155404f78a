"""A sentence to a person over the heading of a panel: what is below it stays where it is."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled


class Notice(QFrame):
    """The sentence, and a button that sends it away.

    Args:
        parent: the panel that it lies on, in none of whose layouts it is.

    Attributes:
        words: the sentence.
        warns: whether it is something that went wrong.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.warns = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.words = label("", "warning")
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self.dismiss = QPushButton("Dismiss")
        self.dismiss.setObjectName("toggle")
        self.dismiss.clicked.connect(self.clear)
        row.addWidget(self.dismiss)
        self.hide()

    def say(self, sentence: str, *, warning: bool) -> None:
        """Shows a sentence; ``put`` gives it its place."""
        self.warns = warning
        self.words.setProperty("role", "warning" if warning else "row")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def clear(self) -> None:
        """Takes the sentence away."""
        self.warns = False
        self.hide()
        self.words.clear()

    def put(self, left: int, top: int, room: tuple[int, int], height: int) -> None:
        """Lies down where it covers least.

        Args:
            left: its left edge.
            top: its upper edge.
            room: the width that it should do with, and the one that it can have.
            height: what it should do with; it grows downwards where the words need more.
        """
        width = next((wide for wide in room if self._height(wide) <= height), room[-1])
        self.setGeometry(left, top, width, max(height, self._height(width)))
        self.raise_()

    def _height(self, width: int) -> int:
        words = width - self.dismiss.sizeHint().width() - scaled(8)
        return self.words.heightForWidth(max(words, 1)) + scaled(2)
