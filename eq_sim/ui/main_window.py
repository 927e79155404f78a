"""The window: console in the middle, panels in docks around it, every action in a menu."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.session.actions import AnyAction, BackToStart, Load, NewStart, Set, Train
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.ui.dialogs import about_sheet, shortcuts_sheet, stillness_sheet
from eq_sim.ui.icons import app_icon
from eq_sim.ui.panels.card import Card, Dock, label
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.panels.data_panel import DataPanel
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.transport import FULL_SPEED, SPEEDS, Transport
from eq_sim.ui.theme import THEMES, apply_theme, system_theme

_ARRANGEMENT = 1


class MainWindow(QMainWindow):
    """The window of one session.

    Args:
        session: what is shown.
        do: takes what the hand does; returns whether it was done.
        scenarios: the shipped scenarios by name.
        theme: "dark", "light" or "system".
        settings: where the arrangement is remembered; None for a window that forgets.
        files: what the File menu can do: (words, shortcut, what it does).
    """

    visibility_changed = Signal()

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        scenarios: dict[str, Scenario],
        theme: str,
        settings: QSettings | None,
        files: list[tuple[str, str, Callable[[], None]]],
    ) -> None:
        super().__init__()
        self.session = session
        self.do = do
        self.scenarios = scenarios
        self.settings = settings
        self.theme_choice = theme
        self.theme = THEMES.get(theme) or THEMES[system_theme()]
        self.loss_plot: QWidget | None = None
        self.setWindowTitle("eq_sim")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(QSize(960, 540))
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        self.console_panel = ConsolePanel(session, do, self.theme)
        self.console = self.console_panel.console
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 8, 0, 8)
        box.addWidget(self.console_panel)
        self.setCentralWidget(middle)
        self.transport = Transport(session, do, self.theme, self.explain_moved)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.transport)
        self.hyperparameters = Hyperparameters(session, do)
        self.data_panel = DataPanel(session, do, scenarios)
        self.output = OutputPanel(session, self.theme)
        self.loss_card = self._make_loss_card()
        self._make_docks()
        self._make_menus(files)
        self.reset_arrangement()
        self._restore()
        self.resizeDocks([self.output_dock, self.loss_dock], [420, 380], Qt.Orientation.Vertical)

    # What is shown

    def refresh(self, frame: int | None = None) -> None:
        """Refreshes the visible views; each returns at once when nothing it shows has changed.

        Args:
            frame: the number of the frame while training runs: the knobs are drawn in each, the
                slower views take turns, twenty times a second. None refreshes all.
        """
        self.console_panel.refresh()
        turn = None if frame is None else frame % 3
        if turn in (None, 0):
            self.transport.refresh()
            if self.data_panel.isVisible():
                self.data_panel.refresh()
                self.hyperparameters.refresh()
        if turn in (None, 1) and self.output.isVisible():
            self.output.refresh()
        if turn in (None, 2) and self.loss_plot is not None and self.loss_card.isVisible():
            self.loss_plot.refresh()  # type: ignore[attr-defined]
        title = f"{self.session.scenario.title} – eq_sim"
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence above the console."""
        self.console_panel.say(sentence, warning=warning)

    def add_loss_plot(self) -> None:
        """Puts the loss plot into its panel. Called after the first paint: its import is slow."""
        if self.loss_plot is not None:
            return
        from eq_sim.ui.panels.loss_plot import LossPlot

        plot = LossPlot(self.session, self.theme)
        self.loss_plot = plot
        self.log_button.toggled.connect(plot.set_log)
        self.epoch_button.toggled.connect(plot.set_epochs)
        plot.set_log(self.log_button.isChecked())
        plot.set_epochs(self.epoch_button.isChecked())
        self._loss_waiting.hide()
        self.loss_card.body.addWidget(plot, 1)

    def set_theme(self, choice: str) -> None:
        """Changes the colours: "dark", "light" or "system"."""
        self.theme_choice = choice
        self.theme = THEMES.get(choice) or THEMES[system_theme()]
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, self.theme)
        views: list[object] = [self.console_panel, self.transport, self.output]
        if self.loss_plot is not None:
            views.append(self.loss_plot)
        for view in views:
            view.set_theme(self.theme)  # type: ignore[attr-defined]
        self.theme_actions[choice].setChecked(True)

    def explain_moved(self) -> None:
        """Lists the knobs that stood still in the last step, and why."""
        stillness_sheet(self.session, self).open()

    # Docks

    def _make_loss_card(self) -> Card:
        card = Card("Loss", "How wrong it is")
        self.log_button = self._toggle("log", "Logarithmic loss axis: small changes stay visible")
        self.log_button.setChecked(True)
        self.epoch_button = self._toggle("epochs", "Count passes through the data, not steps")
        card.aside.addWidget(self._line_legend())
        card.corner.addWidget(self.log_button)
        card.corner.addWidget(self.epoch_button)
        self._loss_waiting = label("", "muted")
        card.body.addWidget(self._loss_waiting, 1)
        card.setMinimumSize(200, 160)
        return card

    def _line_legend(self) -> QWidget:
        made = label("━ train  ╌ test", "note")
        made.setToolTip("Train loss is a solid line, test loss a dashed one")
        return made

    def _toggle(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("toggle")
        button.setCheckable(True)
        button.setToolTip(tip)
        return button

    def _make_docks(self) -> None:
        settings = QWidget()
        settings.setObjectName("card")
        column = QVBoxLayout(settings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hyperparameters)
        column.addWidget(self.data_panel, 1)
        area = QScrollArea()
        area.setObjectName("card")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(settings)
        area.setMinimumWidth(236)
        self.settings_dock = Dock("Settings", _framed(area, left=8, top=8, bottom=8), self)
        self.output_dock = Dock("Output", _framed(self.output, right=8, top=8), self)
        self.loss_dock = Dock("Loss", _framed(self.loss_card, right=8, bottom=8), self)
        self.docks = [self.settings_dock, self.output_dock, self.loss_dock]

    def reset_arrangement(self) -> None:
        """Puts every dock back to its first place."""
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.settings_dock)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.output_dock)
        self.splitDockWidget(self.output_dock, self.loss_dock, Qt.Orientation.Vertical)
        side = max(252, round(self.width() * 0.225))
        across = Qt.Orientation.Horizontal
        self.resizeDocks([self.settings_dock, self.output_dock], [246, side], across)
        half = self.height() // 2
        self.resizeDocks([self.output_dock, self.loss_dock], [half, half], Qt.Orientation.Vertical)

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
        self.log_button.setChecked(bool(settings.value("loss/log", True, type=bool)))
        self.epoch_button.setChecked(bool(settings.value("loss/epochs", False, type=bool)))

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the arrangement."""
        self.console.let_go()
        if self.settings is not None:
            self.settings.setValue("window/geometry", self.saveGeometry())
            self.settings.setValue("window/docks", self.saveState(_ARRANGEMENT))
            self.settings.setValue("window/theme", self.theme_choice)
            self.settings.setValue("loss/log", self.log_button.isChecked())
            self.settings.setValue("loss/epochs", self.epoch_button.isChecked())
        super().closeEvent(event)
        self.visibility_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Tells when the window is hidden, shown, minimised, or the desktop changes its colours."""
        handled = super().event(event)
        kind = event.type()
        if kind in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self.visibility_changed.emit()
        return bool(handled)

    # Menus

    def _make_menus(self, files: list[tuple[str, str, Callable[[], None]]]) -> None:
        bar = self.menuBar()
        file_menu = bar.addMenu("&File")
        for words, keys, what in files:
            if words:
                self._act(file_menu, words, keys, what)
            else:
                file_menu.addSeparator()
        file_menu.addSeparator()
        self._act(file_menu, "&Copy picture of the window", "Ctrl+Shift+C", self.copy_picture)
        file_menu.addSeparator()
        self._act(file_menu, "&Quit", "Ctrl+Q", self.close)
        scenario_menu = bar.addMenu("&Scenario")
        for number, (name, scenario) in enumerate(self.scenarios.items(), start=1):
            keys = f"Ctrl+{number}" if number < 10 else ""
            self._act(scenario_menu, scenario.title, keys, self._opener(name))
        training = bar.addMenu("&Training")
        self._act(training, "&Train or pause", "Space", self._space)
        self._act(training, "&Step", "S", lambda: self.do(Train(1)))
        self._act(training, "One &phase of a step", "Shift+S", self.transport.take_phase)
        training.addSeparator()
        self._act(training, "&Back to start", "Ctrl+B", lambda: self.do(BackToStart()))
        self._act(training, "&New random start", "Ctrl+R", lambda: self.do(NewStart()))
        training.addSeparator()
        self._act(training, "&Faster", "+", lambda: self._change_speed(1))
        self._act(training, "S&lower", "-", lambda: self._change_speed(-1))
        self._act(training, "As fast as it &goes", "F", lambda: self._set_speed(FULL_SPEED))
        self._act(training, "Which knobs stood still?", "M", self.explain_moved)
        view = bar.addMenu("&View")
        group = QActionGroup(self)
        self.theme_actions: dict[str, QAction] = {}
        for choice, words in (
            ("dark", "&Dark"),
            ("light", "&Light"),
            ("system", "Like the system"),
        ):
            action = self._act(view, words, "", self._themer(choice))
            action.setCheckable(True)
            action.setChecked(choice == self.theme_choice)
            group.addAction(action)
            self.theme_actions[choice] = action
        view.addSeparator()
        for number, dock in enumerate(self.docks):
            toggle = dock.toggleViewAction()
            toggle.setShortcut(QKeySequence(f"F{number + 6}"))
            view.addAction(toggle)
        self._act(view, "&Reset arrangement", "Ctrl+Shift+R", self.reset_arrangement)
        self._act(view, "Logarithmic loss", "L", self.log_button.toggle)
        self._act(view, "Count epochs", "E", self.epoch_button.toggle)
        self._act(view, "Full screen", "F11", self._full_screen)
        help_menu = bar.addMenu("&Help")
        self._act(help_menu, "Keyboard &shortcuts", "F1", self.show_shortcuts)
        self._act(help_menu, "&About eq_sim", "", lambda: about_sheet(self).open())

    def _act(self, menu: QMenu, words: str, keys: str, action: Callable[[], object]) -> QAction:
        made = QAction(words, self)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: action())
        menu.addAction(made)
        return made

    def copy_picture(self) -> None:
        """Copies a picture of the window to the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.grab())
        self.say("A picture of the window is on the clipboard.", warning=False)

    def show_shortcuts(self) -> None:
        """Lists every shortcut."""
        actions = [
            action
            for menu in self.menuBar().findChildren(QMenu)
            for action in menu.actions()
            if action.shortcuts()
        ]
        shortcuts_sheet(actions, self).open()

    def _opener(self, name: str) -> Callable[[], object]:
        return lambda: self.do(Load(self.scenarios[name], self.session.seed))

    def _themer(self, choice: str) -> Callable[[], None]:
        return lambda: self.set_theme(choice)

    def _space(self) -> None:
        """Trains or pauses, unless Space is meant for a button that has the focus."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus is not self.transport.train:
            focus.click()
        else:
            self.transport.toggle()

    def _change_speed(self, rungs: int) -> None:
        place = self.transport.speed.value() + rungs
        place = min(max(place, 0), len(SPEEDS))
        self._set_speed(SPEEDS[place] if place < len(SPEEDS) else FULL_SPEED)

    def _set_speed(self, speed: float) -> None:
        self.do(Set("speed", float(speed)))

    def _full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()


def _framed(
    widget: QWidget, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0
) -> QWidget:
    """Gives a panel the gap to the window's edge."""
    frame = QWidget()
    box = QHBoxLayout(frame)
    box.setContentsMargins(left, top, right, bottom)
    box.addWidget(widget)
    return frame
