"""The desk: the knobs, or in their place the way beyond them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Desk(QWidget):
    """Where the console stands; as a whole it can stand elsewhere for a while.

    Attributes:
        column: what is in it, one above the other.
    """

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
