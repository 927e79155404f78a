"""A panel's frame: a small line above, a title, room at the right, and the content below."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.panels.typing import end_typing, press_focused
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Returns a label that the style sheet dresses by its role."""
    made = QLabel(text, parent)
    if role:
        made.setProperty("role", role)
    return made


class Elided(QLabel):
    """A line that ends in an ellipsis where it has too little room.

    Args:
        text: the line.
        role: for the style sheet.
        least: the width that it asks for, if its text is that long.
    """

    def __init__(self, text: str, role: str, least: int = 0) -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self._least = least

    def minimumSizeHint(self) -> QSize:
        """As little width as was asked for."""
        needed = super().minimumSizeHint()
        return QSize(min(needed.width(), self._least), needed.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what fits."""
        with QPainter(self) as painter:
            text = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width()
            )
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), self.alignment(), text)


class Card(QFrame):
    """A panel.

    Args:
        eyebrow: the small line above the title, set in capitals, in English: marked by ``later``.
        title: the panel's name, in English, by which it is known.
        margin: around the content.

    Attributes:
        called: the name that it was made with, in English; the title may come to say more.
        body: where the content goes.
        corner: room beside the title, for buttons.
        aside: room beside the small line, for a few words.
    """

    def __init__(self, eyebrow: str, title: str, margin: int = 14) -> None:
        super().__init__()
        self.setObjectName("card")
        self.called = title
        self.eyebrow = label(tr(eyebrow).upper(), "eyebrow")
        self.title = label(tr(title), "title")
        self._least = QSize(0, 0)
        self._hall, self._headed = False, True
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
        self._above = QHBoxLayout()
        self._above.addWidget(self.eyebrow)
        self._above.addStretch(1)
        self.aside = QHBoxLayout()
        self._above.addLayout(self.aside)
        self.body.addLayout(self._above)
        self.body.addLayout(heading)

    def say_aside(self, words: QLabel) -> None:
        """Puts a line beside the small one, at the right, into all the room there is.

        It needs no new layout for each change, and so is whole in the same frame.

        Args:
            words: the line.
        """
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.addWidget(words)
        self._above.setStretch(self._above.count() - 2, 0)
        self._above.setStretch(self._above.count() - 1, 1)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours; what the style sheet dresses needs nothing of its own."""

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        hall = bool(current().least)
        if hall != self._hall:  # a hall needs the room of the small line for what stands beside it
            self._hall = hall
            self._headed = not self.eyebrow.isHidden() if hall else self._headed
            self.eyebrow.setVisible(self._headed and not hall)

    def ask_for(self, width: int, height: int) -> None:
        """Asks for at least so much room; the heading may need more, and then has it."""
        self._least = QSize(width, height)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """The room that was asked for, and what the heading needs."""
        return super().minimumSizeHint().expandedTo(self._least)


class Dock(QDockWidget):
    """A dock whose bar is the card's own heading: drag it by the heading.

    Args:
        name: for the saved arrangement, in English; and said by ``tr``, for the View menu.
        content: what is in it.
    """

    def __init__(self, name: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(tr(name), parent)
        self.setObjectName(f"dock-{name.lower().replace(' ', '-')}")
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self._handle = Handle(
            tr("Drag to move “{panel}”. Double-click to float it.", panel=tr(name))
        )
        self.setTitleBarWidget(self._handle)
        self.topLevelChanged.connect(self._show_bar)
        self.setWidget(content)

    @property
    def is_seen(self) -> bool:
        """Whether it is shown, and not behind another's tab: Qt moves those out of the window."""
        corner = self.geometry().bottomRight()
        return self.isVisible() and (self.isFloating() or (corner.x() >= 0 and corner.y() >= 0))

    def show_in_front(self, on: bool) -> None:
        """Shows it, before all others that stand in its place; or closes it."""
        self.setVisible(on)
        if on:
            self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on empty ground ends what is typed, in a floating panel too."""
        end_typing()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the keyboard, in a floating panel too."""
        if not (self.isFloating() and press_focused(event, self)):
            super().keyPressEvent(event)

    def _show_bar(self, floating: bool) -> None:
        """A floating panel needs a bar with buttons; a docked one has its handle."""
        self.setTitleBarWidget(None if floating else self._handle)  # type: ignore[arg-type]


class Handle(QWidget):
    """A strip over the card's upper edge: dragging there moves the dock."""

    def __init__(self, tip: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(tip)
        # Some width, and the height of the gap between panels. Qt asks for them thousands of times
        # while it arranges docks, so an empty layout answers, and not Python.
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addSpacing(40)
        room.addStrut(8)
        self.setFixedHeight(8)

    def event(self, event: QEvent) -> bool:
        """Leaves the mouse to the dock."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                end_typing()
            event.ignore()
            return False
        return bool(super().event(event))
