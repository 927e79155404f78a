"""The empty window: menus without entries, a bar, a middle; and what the screen tells of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from eq_sim.ui.style.preferences import current, scaled

_BAR_HEIGHT = 58
_MENUS = ("&File", "&Edit", "&Knobs", "&Scenario", "&Lessons", "&Training", "&View", "&Help")


Files = list[tuple[str, str, Callable[[], None]]]
"""What the File menu can do: (words, shortcut, what it does); no words for a line."""


class FrameWindow(QMainWindow):
    """A window with room for everything, which knows of no experiment.

    Attributes:
        menus: the menus of the bar by their words, empty.
        bar: the room above everything, empty.
        middle: the room between the docks, empty.
        failed: takes what went wrong while a frame was painted; None to raise it.
    """

    visibility_changed = Signal()
    """It is hidden, shown or minimised."""

    painting = Signal(bool)
    """Sent with True before a frame is painted, and with False after."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: Callable[[Exception], None] | None = None
        self.setWindowTitle("eq_sim")
        self.setMinimumSize(QSize(960, 540))
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        self.menus = {words: self.menuBar().addMenu(words) for words in _MENUS}
        self.bar = QToolBar("Transport")
        self.bar.setObjectName("transport")
        self.bar.setMovable(False)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)
        middle = QWidget()
        self.middle = QVBoxLayout(middle)
        self.setCentralWidget(middle)
        self.fit()

    @property
    def frame(self) -> QMainWindow:
        """The window itself, for those that know only a part of what it can do."""
        return self

    def fit(self) -> None:
        """Takes up the size of words and the motion that are wanted now."""
        self.bar.setFixedHeight(scaled(_BAR_HEIGHT))
        self.setAnimated(not current().still)

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget at the foot of the middle."""
        self.middle.addWidget(widget)

    def full_screen(self) -> None:
        """Fills the screen, or goes back."""
        # Beside the full screen it stays maximised, where it was.
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Goes on until the focus is somewhere that can be seen.

        Qt leaves the bar of docks that are hidden in the chain, outside of the window.
        """
        first = None
        while super().focusNextPrevChild(forward):
            at = self.focusWidget()
            if at is None or at is first or self._shows(at):
                return True
            first = first or at
        return False

    def _shows(self, widget: QWidget) -> bool:
        return self.rect().intersects(QRect(widget.mapTo(self, QPoint(0, 0)), widget.size()))

    def event(self, event: QEvent) -> bool:
        """Tells when a frame is painted, and when the window is hidden, shown or minimised."""
        kind = event.type()
        if kind == QEvent.Type.UpdateRequest:
            self.painting.emit(True)
            try:
                return bool(super().event(event))
            except Exception as error:
                # Passed back to Qt, it would be complained of on stderr in each frame.
                if self.failed is None:
                    raise
                self.failed(error)
                return True
            finally:
                self.painting.emit(False)
        handled = super().event(event)
        if kind in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self.visibility_changed.emit()
        return bool(handled)
