"""The window: console in the middle, panels in docks around it, every action in a menu.

It is made in two steps. The shell has the console and the room for everything else, so that the
first frame already shows the knobs; ``furnish`` fills the rooms right after it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from eq_sim.session.actions import AnyAction
from eq_sim.session.session import Session
from eq_sim.ui.chosen import Chosen
from eq_sim.ui.panels.card import Dock
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.preferences import Preferences, current, save, scaled, use
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import apply_theme, theme_for

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.lessons.show import Show
    from eq_sim.ui.first_minute import FirstMinute
    from eq_sim.ui.lesson_view.lesson_view import LessonView

_ARRANGEMENT = 2
_BAR_HEIGHT = 58
_STILL_FRAMES = 15  # with reduced motion, one frame of so many is shown
_MENUS = ("&File", "&Edit", "&Knobs", "&Scenario", "&Lessons", "&Training", "&View", "&Help")

Files = list[tuple[str, str, Callable[[], None]]]
"""What the File menu can do: (words, shortcut, what it does); no words for a line."""


class MainWindow(QMainWindow):
    """The window of one session.

    Args:
        session: what is shown.
        do: takes what the hand does; returns whether it was done.
        theme: "dark", "light" or "system".
        settings: where the arrangement is remembered; None for a window that forgets.
        files: what the File menu can do.
    """

    visibility_changed = Signal()
    closing = Signal()
    """The window is about to close."""

    lesson_asked = Signal()
    """A person wants to open a lesson's file."""

    lesson_changed = Signal()
    """A lesson plays, waits, or has ended."""

    painting = Signal(bool)
    """Sent with True before a frame is painted, and with False after."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        theme: str,
        settings: QSettings | None,
        files: Files,
    ) -> None:
        super().__init__()
        self.session = session
        self.do = do
        self.settings = settings
        self.files = files
        self.theme = theme_for(theme)
        self.furnished = False
        self.first_minute: FirstMinute | None = None
        self.show_now: LessonView | None = None
        self.presenting = False
        self._theme_for_once: str | None = None
        session.set_undo_budget(current().undo << 20)
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
        self.bar.setFixedHeight(scaled(_BAR_HEIGHT))
        self.setAnimated(not current().still)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)
        self.surface = Surface(session)
        self.chosen = Chosen(session)
        self.clock: Callable[[], float] = lambda: 0.0
        self.console_panel = ConsolePanel(session, do, self.theme, self.surface, self.chosen)
        self.console = self.console_panel.console
        middle = QWidget()
        self._middle = QVBoxLayout(middle)
        self._middle.addWidget(self.console_panel)
        self.setCentralWidget(middle)
        names = ("Settings", "Output", "Loss", "Inspector", "A | B", "By hand")
        left = (8, 0, 0, 8)
        gaps = (left, (0, 0, 8, 0), (0, 0, 8, 8), left, left, left)
        self.rooms = [_room() for _ in names]
        self.docks = [
            Dock(name, _framed(room, *gap), self)
            for name, room, gap in zip(names, self.rooms, gaps, strict=True)
        ]
        self.settings_dock, self.output_dock, self.loss_dock = self.docks[:3]
        self.inspector_dock, self.sides_dock, self.hand_dock = self.docks[3:]
        self.extras = (self.settings_dock, *self.docks[3:])
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for dock in self.docks:
            dock.visibilityChanged.connect(self._keep_gaps)
            dock.dockLocationChanged.connect(self._keep_gaps)
        self.reset_arrangement()
        self._restore()

    def furnish(self) -> None:
        """Fills the rooms and the menus. Called after the first paint: there is much to make."""
        if self.furnished:
            return
        from eq_sim.ui.furniture import Furniture

        self.furniture = Furniture(self)
        self.furnished = True
        self.refresh()

    # What is shown

    def refresh(self, frame: int | None = None) -> None:
        """Refreshes the visible views; each returns at once when nothing it shows has changed.

        Args:
            frame: the number of the frame while training runs: the knobs are drawn in each, the
                slower views take turns, twenty times a second. None refreshes all.
        """
        if frame is not None and current().still and self.session.running:
            if frame % _STILL_FRAMES:
                return
            frame = None
        self.console_panel.refresh()
        if self.furnished:
            self.furniture.refresh(frame)
        title = f"{self.session.scenario.title} – eq_sim"
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence above the console."""
        self.console_panel.say(sentence, warning=warning)

    def theme_is_for_once(self, remembered: str) -> None:
        """Keeps the theme of the command line out of what is remembered."""
        self._theme_for_once = remembered

    def set_theme(self, choice: str) -> None:
        """Changes the colours: "dark", "light" or "system"."""
        self.set_look(replace(current(), theme=choice))

    def set_look(self, wanted: Preferences, *, remember: bool = True) -> None:
        """Changes how the window looks.

        Args:
            wanted: the preferences to use.
            remember: whether they are for good; not so while a lesson is presented.
        """
        before = current()
        if wanted.theme != before.theme:
            self._theme_for_once = None
        use(wanted)
        self.session.set_undo_budget(wanted.undo << 20)
        self.dress()
        if self.furnished and (wanted.text, wanted.comma) != (before.text, before.comma):
            # Words and widths are made once: make everything anew that holds them.
            self.furniture = self.furniture.renewed()
            self.refresh()
        if self.first_minute is not None:
            self.first_minute.redress()
        if self.show_now is not None:
            self.show_now.dress()
        if self.settings is not None and remember:
            kept = wanted.theme if self._theme_for_once is None else self._theme_for_once
            save(self.settings, replace(wanted, theme=kept))

    def dress(self) -> None:
        """Puts the present preferences on, and the colours that the system wants now."""
        self.theme = theme_for(current().theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, self.theme)
        self.setAnimated(not current().still)
        self.bar.setFixedHeight(scaled(_BAR_HEIGHT))
        self.console_panel.set_theme(self.theme)
        if self.furnished:
            self.furniture.set_theme(self.theme)

    def welcome(self) -> None:
        """Begins the hints of the first minute."""
        from eq_sim.ui.first_minute import FirstMinute

        if self.first_minute is None:
            self.first_minute = FirstMinute(self, self.do)
        self.first_minute.begin()

    @property
    def hinting(self) -> bool:
        """Whether a hint of the first minute is shown."""
        return self.first_minute is not None and self.first_minute.callout is not None

    # Lessons

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget under the console."""
        self._middle.addWidget(widget)

    def open_lesson(
        self, lesson: "Lesson", language: str = "en", *, auto: bool = False
    ) -> "LessonView":
        """Begins a lesson; one that plays is left."""
        from eq_sim.lessons.player import Player

        return self.open_show(
            lambda: Player(self.session, lesson, language, auto=auto), lesson.name
        )

    def open_show(self, make: "Callable[[], Show]", source: str) -> "LessonView":
        """Begins a lesson or a recording; what plays is left before.

        Args:
            make: returns the player, which loads its own scenario.
            source: the name or file of what plays, for films.
        """
        from eq_sim.ui.lesson_view.lesson_view import LessonView

        if self.show_now is not None:
            self.show_now.leave()
        if self.first_minute is not None:
            self.first_minute.finish()
        self.show_now = LessonView(self, self, make(), source)
        self.show_now.changed.connect(self.lesson_changed)
        self.show_now.left.connect(self.show_ended)
        self.lesson_changed.emit()
        return self.show_now

    def ask_lesson(self) -> None:
        """Asks for a lesson's file."""
        self.lesson_asked.emit()

    def show_ended(self) -> None:
        """A lesson was left."""
        self.show_now = None
        self.lesson_changed.emit()
        self.refresh()

    def full_screen(self) -> None:
        """Fills the screen, or goes back."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    # Docks

    @property
    def more(self) -> bool:
        """Whether the panels behind "More" are shown."""
        return any(not dock.isHidden() for dock in self.extras)

    def show_more(self, on: bool) -> None:
        """Shows or hides the panels that a beginner can do without."""
        for dock in self.extras:
            dock.setVisible(on)
        if on:
            self.settings_dock.raise_()

    def show_inspector(self) -> None:
        """Shows the inspector in front, where the keyboard can go on to it."""
        if not self.inspector_dock.isVisible() and not self.more:
            self.show_more(True)
        self.inspector_dock.show()
        self.inspector_dock.raise_()

    def reset_arrangement(self) -> None:
        """Puts every dock back to its first place."""
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        for dock in self.extras:
            self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        for dock in self.extras[1:]:
            self.tabifyDockWidget(self.settings_dock, dock)
        self.settings_dock.raise_()
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.output_dock)
        self.splitDockWidget(self.output_dock, self.loss_dock, Qt.Orientation.Vertical)
        side = max(scaled(252), round(self.width() * 0.225))
        across = Qt.Orientation.Horizontal
        self.resizeDocks([self.settings_dock, self.output_dock], [scaled(246), side], across)
        half = self.height() // 2
        self.resizeDocks([self.output_dock, self.loss_dock], [half, half], Qt.Orientation.Vertical)

    def _keep_gaps(self) -> None:
        """Keeps the console off the window's edge where no dock stands between."""
        for bar in self.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setExpanding(False)
            bar.setDrawBase(False)
            if not self.more:
                bar.hide()  # Qt leaves it when all its docks are hidden at once
        areas = Qt.DockWidgetArea
        here = {
            self.dockWidgetArea(dock)
            for dock in self.docks
            if not dock.isHidden() and not dock.isFloating()
        }
        left = 0 if areas.LeftDockWidgetArea in here else 8
        right = 0 if areas.RightDockWidgetArea in here else 8
        self._middle.setContentsMargins(left, 8, right, 8)

    def _restore(self) -> None:
        """Takes up the arrangement of the last time, on a screen that is there."""
        settings = self.settings
        if settings is None:
            return
        geometry = settings.value("window/geometry", QByteArray(), type=QByteArray)
        state = settings.value("window/docks", QByteArray(), type=QByteArray)
        if isinstance(geometry, QByteArray) and not geometry.isEmpty():
            self.restoreGeometry(geometry)
            self._come_on_screen()
        if isinstance(state, QByteArray) and not state.isEmpty():
            self.restoreState(state, _ARRANGEMENT)

    def _come_on_screen(self) -> None:
        """Moves and shrinks the window so that all of it is on one screen."""
        screen = QGuiApplication.screenAt(self.geometry().center())
        screen = screen or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        box = self.geometry()
        box.setSize(box.size().boundedTo(room.size()))
        box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width() + 1))
        box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height() + 1))
        self.setGeometry(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """H shows the start while it is held; X switches between A and B."""
        if event.key() == Qt.Key.Key_H and not event.modifiers():
            if not event.isAutoRepeat():
                self.console_panel.knobs.look_at_start(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Comes back from the start."""
        if event.key() == Qt.Key.Key_H and not event.isAutoRepeat():
            self.console_panel.knobs.look_at_start(False)
        else:
            super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the arrangement."""
        self.closing.emit()
        if self.show_now is not None:
            self.show_now.leave()
        self.console_panel.knobs.look_at_start(False)
        self.console.let_go()
        if self.settings is not None:
            self.settings.setValue("window/geometry", self.saveGeometry())
            self.settings.setValue("window/docks", self.saveState(_ARRANGEMENT))
            if self.furnished:
                self.furniture.remember(self.settings)
        super().closeEvent(event)
        self.visibility_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Tells when a frame is painted, and when the window is hidden, shown or minimised."""
        kind = event.type()
        if kind == QEvent.Type.UpdateRequest:
            self.painting.emit(True)
            handled = super().event(event)
            self.painting.emit(False)
            return bool(handled)
        handled = super().event(event)
        if kind in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self.visibility_changed.emit()
        return bool(handled)


def _room() -> QFrame:
    """Returns an empty panel."""
    room = QFrame()
    room.setObjectName("card")
    box = QVBoxLayout(room)
    box.setContentsMargins(0, 0, 0, 0)
    return room


def _framed(
    widget: QWidget, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0
) -> QWidget:
    """Gives a panel the gap to the window's edge."""
    frame = QWidget()
    box = QHBoxLayout(frame)
    box.setContentsMargins(left, top, right, bottom)
    box.addWidget(widget)
    return frame
