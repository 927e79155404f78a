"""One number of the transport, with its caption above it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from eq_sim.ui.panels.card import label

_APART = 4  # pixels to the next one


class Readout(QWidget):
    """A small caption over a number."""

    def __init__(
        self, caption: str, tip: str, *, clicked: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        self._caption = label(caption.upper(), "eyebrow")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, _APART, 0)  # in it, so that none stays where it is hidden
        box.setSpacing(1)
        box.addWidget(self._caption)
        self.setToolTip(tip)
        self.button: QPushButton | None = None
        if clicked:
            self.button = QPushButton("")
            self.button.setObjectName("readoutbutton")
            self.button.setCursor(Qt.CursorShape.PointingHandCursor)
            self.button.clicked.connect(clicked)
            self.button.setAccessibleName(caption)
            box.addWidget(self.button)
        else:
            self.label = label("", "readout")
            box.addWidget(self.label)
        self._text = ""

    def show_text(self, text: str) -> None:
        """Shows a value; returns at once when it is the same."""
        if text != self._text:
            self._text = text
            (self.button or self.label).setText(text)

    def show_pale(self, pale: bool) -> None:
        """Shows the value as one of earlier knobs, or as it is."""
        (self.button or self.label).setEnabled(not pale)

    def grow(self) -> bool:
        """Takes the room that the value needs; returns whether that is more than it had.

        It does not shrink again by itself, so that nothing moves when a value comes and goes.
        """
        needed = self.sizeHint().width()
        if needed <= self.minimumWidth():
            return False
        self.setMinimumWidth(needed)
        return True

    @property
    def text(self) -> str:
        """The value shown."""
        return self._text

    @property
    def caption(self) -> str:
        """What stands above the value, in capitals."""
        return self._caption.text()

    def set_caption(self, text: str) -> None:
        """Changes the caption."""
        self._caption.setText(text.upper())
        if self.button is not None:
            self.button.setAccessibleName(text)
