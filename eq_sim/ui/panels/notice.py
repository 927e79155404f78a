"""A sentence to a person over the heading of a panel: what is below it stays where it is."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_AROUND = 8  # pixels between the frame and what is in it

Offer: TypeAlias = tuple[str, Callable[[], object]]
"""The words of a button, and what it does."""


class Notice(QFrame):
    """The sentence, and a button that sends it away.

    Args:
        parent: the panel that it lies on, in none of whose layouts it is.
        framed: whether a line goes around it, where it covers more than a heading.

    Attributes:
        words: the sentence.
        offered: a button that does what the sentence advises; shown where something is offered.
        warns: whether it is something that went wrong.
    """

    def __init__(self, parent: QWidget, *, framed: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("framed", framed)
        self.warns = False
        row = QHBoxLayout(self)
        self._around = scaled(_AROUND) if framed else 0
        row.setContentsMargins(self._around, self._around, self._around, self._around)
        self.words = label("", "warning")
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self._what: Callable[[], object] | None = None
        self.offered = QPushButton("")
        self.offered.setObjectName("toggle")
        self.offered.clicked.connect(self._do_offered)
        self.offered.hide()
        row.addWidget(self.offered)
        self.dismiss = QPushButton(tr("Dismiss"))
        self.dismiss.setObjectName("toggle")
        self.dismiss.clicked.connect(self.clear)
        row.addWidget(self.dismiss)
        self.hide()

    def say(self, sentence: str, *, warning: bool, offer: Offer | None = None) -> None:
        """Shows a sentence; ``put`` gives it its place.

        Args:
            sentence: what is said.
            warning: whether it is something that went wrong.
            offer: the words of a button, and what it does.
        """
        self.warns = warning
        text, self._what = offer or ("", None)
        self.offered.setText(text)
        self.offered.setVisible(bool(text))
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

    def _do_offered(self) -> None:
        if self._what is not None:
            self._what()

    def _height(self, width: int) -> int:
        words = width - self.dismiss.sizeHint().width() - scaled(8) - 2 * self._around
        if not self.offered.isHidden():
            words -= self.offered.sizeHint().width() + scaled(8)
        return self.words.heightForWidth(max(words, 1)) + scaled(2) + 2 * self._around
