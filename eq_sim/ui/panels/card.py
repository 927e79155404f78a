"""A panel's frame: a small line above, a title, room at the right, and the content below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Returns a label that the style sheet dresses by its role."""
    made = QLabel(text, parent)
    if role:
        made.setProperty("role", role)
    return made


def rule() -> QFrame:
    """Returns a thin line between two groups."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    return line


class Card(QFrame):
    """A panel.

    Args:
        eyebrow: the small line above the title, set in capitals.
        title: the panel's name.
        margin: around the content.

    Attributes:
        body: where the content goes.
        corner: room beside the title, for buttons.
        aside: room beside the small line, for a few words.
    """

    def __init__(self, eyebrow: str, title: str, margin: int = 14) -> None:
        super().__init__()
        self.setObjectName("card")
        self.eyebrow = label(eyebrow.upper(), "eyebrow")
        self.title = label(title, "title")
        self.corner = QHBoxLayout()
        self.corner.setSpacing(8)
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(self.title)
        heading.addStretch(1)
        heading.addLayout(self.corner)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, 12, margin, 12)
        self.body.setSpacing(4)
        above = QHBoxLayout()
        above.addWidget(self.eyebrow)
        above.addStretch(1)
        self.aside = QHBoxLayout()
        above.addLayout(self.aside)
        self.body.addLayout(above)
        self.body.addLayout(heading)


class Dock(QDockWidget):
    """A dock whose bar is the card's own heading: drag it by the heading.

    Args:
        name: for the saved arrangement and the View menu.
        content: what is in it.
    """

    def __init__(self, name: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setObjectName(f"dock-{name.lower().replace(' ', '-')}")
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        # The bar lies over the card's upper edge: dragging there moves the dock.
        bar = QWidget()
        bar.setFixedHeight(8)
        bar.setCursor(Qt.CursorShape.SizeAllCursor)
        bar.setToolTip(f"Drag to move “{name}”. Double-click to float it.")
        self.setTitleBarWidget(bar)
        self.setWidget(content)
