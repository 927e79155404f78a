"""The empty window: menus without entries, a bar, a middle; and what the screen tells of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QVBoxLayout, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.panels.typing import end_typing, press_focused
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, apply_theme
from eq_sim.ui.window.desk import Desk

TABLES = (".csv", ".tsv", ".txt")
"""What the names of files end with that may be tables of a person's own data."""

OPENED = (".eqsim", ".toml", ".safetensors", ".jsonl", *TABLES)
"""What the names of files end with that can be let fall on the window."""

_BAR_HEIGHT = 58
_MENUS = (
    later("&File"),
    later("&Edit"),
    later("&Knobs"),
    later("&Scenario"),
    later("&Lessons"),
    later("&Training"),
    later("&View"),
    later("&Help"),
)


@dataclass(frozen=True)
class Submenu:
    """Entries inside an entry.

    Attributes:
        entries: returns them.
        changes: whether they are others each time the menu opens; they have no shortcuts then.
    """

    entries: "Callable[[], Files]"
    changes: bool = False


Files: TypeAlias = list[tuple[str, str, Callable[[], object] | Submenu]]
"""What the File menu can do: (words, shortcut, what it does or holds); no words for a line."""


class FrameWindow(QMainWindow):
    """A window with room for everything, which knows of no experiment.

    Attributes:
        menus: the menus of the bar by their English words, empty.
        bar: the room above everything, empty.
        middle: the room between the docks; the desk alone is in it.
        desk: the room for the knobs, empty.
        moves: whether panels glide to their places; in a film, they are there.
        failed: takes what went wrong while a frame was painted; None to raise it.
    """

    visibility_changed = Signal()
    """It is hidden, shown or minimised."""

    closing = Signal()
    """It is about to close."""

    dropped = Signal(str)
    """A file was let fall on the window."""

    lesson_asked = Signal()
    """A person wants to open a lesson's file."""

    lesson_edit_asked = Signal()
    """A person wants to edit the text of the lesson that plays."""

    own_data_asked = Signal()
    """A person wants to open a table of their own."""

    columns_asked = Signal()
    """A person wants to choose anew what is learned from the table on screen."""

    setup_pasted = Signal(str)
    """A line of text that says how an experiment starts was pasted."""

    painting = Signal(bool)
    """Sent with True before a frame is painted, and with False after."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = True
        self.failed: Callable[[Exception], None] | None = None
        self.setWindowTitle("eq_sim")
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(960, 540))
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        self.menus = {words: self.menuBar().addMenu(tr(words)) for words in _MENUS}
        self.bar = QToolBar(tr("Transport"))
        self.bar.setObjectName("transport")
        self.bar.setMovable(False)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)
        middle = QWidget()
        self.middle = QVBoxLayout(middle)
        self.desk = Desk()
        self.middle.addWidget(self.desk, 1)
        self.setCentralWidget(middle)
        self.fit()

    @property
    def frame(self) -> QMainWindow:
        """The window itself, for those that know only a part of what it can do."""
        return self

    def fit(self) -> None:
        """Takes up the size of words and the motion that are wanted now."""
        self.bar.setFixedHeight(scaled(_BAR_HEIGHT))
        self.setAnimated(self.moves and not current().still)

    def wear(self, theme: Theme) -> None:
        """Puts colours on the whole application; a ground of its own on this window alone."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(self if current().ground else application, theme)

    def open_setup(self, line: str) -> None:
        """Asks for what a line of text says how to start."""
        self.setup_pasted.emit(line)

    def ask_lesson(self) -> None:
        """Asks for a lesson's file."""
        self.lesson_asked.emit()

    def edit_lesson(self) -> None:
        """Opens the text of the lesson that plays, to be edited."""
        self.lesson_edit_asked.emit()

    def ask_own_data(self) -> None:
        """Asks for a table of a person's own."""
        self.own_data_asked.emit()

    def add_above_console(self, widget: QWidget) -> None:
        """Puts a widget at the head of the middle."""
        self.middle.insertWidget(0, widget)

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget at the foot of the middle."""
        self.middle.addWidget(widget)

    def full_screen(self) -> None:
        """Fills the screen, or goes back."""
        # Beside the full screen it stays maximised, where it was.
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file of a kind that can be opened."""
        if _file_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens a file that was let fall on the window."""
        name = _file_of(event.mimeData())
        if name:
            event.acceptProposedAction()
            self.dropped.emit(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on empty ground ends what is typed."""
        end_typing()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the keyboard."""
        if not press_focused(event, self):
            super().keyPressEvent(event)

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


def _file_of(what: QMimeData) -> str:
    """Returns the name of the one file that can be opened; empty for anything else."""
    names = [url.toLocalFile() for url in what.urls()]
    return names[0] if len(names) == 1 and names[0].lower().endswith(OPENED) else ""
