"""What fills the window's rooms: transport, settings, the network's answer, the loss, the menus."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.session.actions import BackToStart, Load, NewStart, Set, SwitchSide, TakePhase, Train
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings import FULL_SPEED
from eq_sim.ui import numbers
from eq_sim.ui.dialogs import about_sheet, shortcuts_sheet, stillness_sheet
from eq_sim.ui.gallery import Gallery, remember
from eq_sim.ui.icons import app_icon
from eq_sim.ui.knobs.menus import KnobMenus
from eq_sim.ui.models.knob_questions import KnobQuestions
from eq_sim.ui.panels.by_hand import ByHand
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.compare import Compare
from eq_sim.ui.panels.data_panel import DataPanel
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.panels.inspector import Inspector
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.transport import SPEEDS, Transport
from eq_sim.ui.preferences import THEME_CHOICES, current, scaled
from eq_sim.ui.theme import Theme

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.ui.main_window import MainWindow
    from eq_sim.ui.panels.loss_plot import LossPlot


_DOCK_KEYS = ("F6", "F7", "F8", "F9", "Ctrl+F9", "Ctrl+F8")


class Furniture:
    """Everything in the window but the console.

    Args:
        window: the window to fill.
    """

    def __init__(self, window: "MainWindow") -> None:
        session, do, theme = window.session, window.do, window.theme
        self._window, self._session, self._do = window, session, do
        self._actions: list[QAction] = []
        self.scenarios = {name: load_scenario(name) for name in bundled()}
        window.setWindowIcon(app_icon())
        self.transport = Transport(session, do, theme, self.explain_moved)
        self.transport.more.toggled.connect(window.show_more)
        window.bar.addWidget(self.transport)
        settings_room, output_room, loss_room, knob_room, sides_room, hand_room = window.rooms
        self.hyperparameters = Hyperparameters(session, do)
        self.data_panel = DataPanel(session, do, self.scenarios)
        column = self._settings_column()
        _add(settings_room, column)
        self.output = OutputPanel(session, theme, window.surface, window.chosen)
        self.output.chose.connect(window.refresh)
        _add(output_room, self.output)
        self.loss_card = self._make_loss_card()
        _add(loss_room, self.loss_card)
        self.loss_plot: LossPlot | None = None
        console = window.console
        questions, apart = KnobQuestions(session), window.console_panel.knobs.to_own_lowest
        self.inspector = Inspector(console, questions, window.chosen, window.surface, apart, theme)
        self.compare = Compare(session, do, console.go_to)
        self.by_hand = ByHand(session, do, lambda: window.clock(), self._show_hand)
        column_of_knob = _scrolling(self.inspector)
        column_of_sides, column_of_hand = _scrolling(self.compare), _scrolling(self.by_hand)
        _add(knob_room, column_of_knob)
        _add(sides_room, column_of_sides)
        _add(hand_room, column_of_hand)
        self._panels = (
            self.transport,
            column,
            self.output,
            self.loss_card,
            column_of_knob,
            column_of_sides,
            column_of_hand,
        )
        self._make_menus()
        for dock in window.docks:
            # What was hidden was not refreshed.
            dock.visibilityChanged.connect(self._shown)
        self.show_more()
        if window.settings is not None:
            self._recall(window.settings)

    def refresh(self, frame: int | None) -> None:
        """See ``MainWindow.refresh``."""
        turn = None if frame is None else frame % 3
        if turn in (None, 0):
            self.transport.refresh()
            if self.data_panel.isVisible():
                self.data_panel.refresh()
                self.hyperparameters.refresh()
            self.output.show_summary()
            if self.compare.isVisible():
                self.compare.refresh()
            if self.by_hand.isVisible() or self.by_hand.playing:
                self.by_hand.refresh()
        if turn in (None, 1):
            if self.output.isVisible():
                self.output.refresh()
            if self.inspector.isVisible():
                self.inspector.refresh()
        title = "How wrong it is"
        if self._window.presenting:  # the one number that an audience needs
            title = f"Loss {numbers.loss(self._session.losses.train)}"
        if self.loss_card.title.text() != title:
            self.loss_card.title.setText(title)
        both = self._session.losses.test is not None
        words = "━ train  ╌ test" if both else "━ train"
        if self._lines.text() != words:
            self._lines.setText(words)
        if turn in (None, 2) and self.loss_plot is not None and self.loss_card.isVisible():
            self.loss_plot.expect(self._window.show_now is None)
            self.loss_plot.refresh()

    def add_loss_plot(self) -> None:
        """Puts the loss plot into its panel; last of all, for its import is slow."""
        if self.loss_plot is not None:
            return
        from eq_sim.ui.panels.loss_plot import LossPlot

        plot = self.loss_plot = LossPlot(self._session, self._window.theme)
        self.log_button.toggled.connect(plot.set_log)
        self.epoch_button.toggled.connect(plot.set_epochs)
        plot.set_log(self.log_button.isChecked())
        plot.set_epochs(self.epoch_button.isChecked())
        self.loss_card.body.addWidget(plot, 1)
        self._waiting.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.transport.set_theme(theme)
        self.output.set_theme(theme)
        if self.loss_plot is not None:
            self.loss_plot.set_theme(theme)
        self.theme_actions[current().theme].setChecked(True)

    def _shown(self, shown: bool) -> None:
        self.show_more()
        if shown:
            self._window.refresh()

    def show_more(self) -> None:
        """Shows in the transport whether all panels are there."""
        with QSignalBlocker(self.transport.more):
            self.transport.more.setChecked(self._window.more)

    def show_gallery(self) -> None:
        """Shows all scenarios with their pictures."""
        window = self._window
        Gallery(self.scenarios, self._open, window.settings, window).open()

    def show_preferences(self) -> None:
        """Shows how the window looks, to change it."""
        from eq_sim.ui.preferences_dialog import PreferencesDialog

        PreferencesDialog(self._window.set_look, self._window).open()

    def renewed(self) -> "Furniture":
        """Makes all of it anew, as words of another size need; the old is thrown away."""
        window = self._window
        log, epochs = self.log_button.isChecked(), self.epoch_button.isChecked()
        for dock in window.docks:
            dock.visibilityChanged.disconnect(self._shown)
        window.console.menu_wanted.disconnect(self.knob_menus.open)
        window.console.knob_focused.disconnect(self.inspector.look_again)
        for action in self._actions:
            action.deleteLater()
        for menu in window.menus.values():
            menu.clear()
        window.bar.clear()
        for panel in self._panels:
            panel.setParent(None)
            panel.deleteLater()
        fresh = Furniture(window)
        fresh.log_button.setChecked(log)
        fresh.epoch_button.setChecked(epochs)
        if self.loss_plot is not None:
            fresh.add_loss_plot()
        return fresh

    def show_inspector(self) -> None:
        """Shows what the knob with the focus is and does."""
        self._window.show_inspector()

    def explain_moved(self) -> None:
        """Lists the knobs that stood still in the last step, and why."""
        stillness_sheet(self._session, self._window).open()

    def remember(self, settings: QSettings) -> None:
        """Keeps what the loss panel shows for the next time."""
        settings.setValue("loss/log", self.log_button.isChecked())
        settings.setValue("loss/epochs", self.epoch_button.isChecked())

    def _recall(self, settings: QSettings) -> None:
        self.log_button.setChecked(bool(settings.value("loss/log", True, type=bool)))
        self.epoch_button.setChecked(bool(settings.value("loss/epochs", False, type=bool)))

    # Panels

    def _settings_column(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hyperparameters)
        column.addWidget(self.data_panel, 1)
        return _scrolling(inside)

    def _show_hand(self, losses: list[float] | None) -> None:
        if self.loss_plot is not None:
            self.loss_plot.show_hand(losses)

    def _make_loss_card(self) -> Card:
        card = Card("Loss", "How wrong it is")
        self.log_button = _toggle("log", "Logarithmic loss axis: small changes stay visible")
        self.log_button.setChecked(True)
        self.epoch_button = _toggle("epochs", "Count passes through the data, not steps")
        self._lines = label("", "note")
        self._lines.setToolTip("Train loss is a solid line, test loss a dashed one")
        card.aside.addWidget(self._lines)
        card.corner.addWidget(self.log_button)
        card.corner.addWidget(self.epoch_button)
        self._waiting = QWidget()
        card.body.addWidget(self._waiting, 1)
        card.setMinimumSize(scaled(248), scaled(160))
        return card

    # Menus

    def _make_menus(self) -> None:
        window = self._window
        file_menu, edit, knobs, scenario_menu, lessons, training, view, help_menu = (
            window.menus.values()
        )
        for words, keys, what in window.files:
            if words:
                self._act(file_menu, words, keys, what)
            else:
                file_menu.addSeparator()
        file_menu.addSeparator()
        self._act(file_menu, "&Copy picture of the window", "Ctrl+Shift+C", self.copy_picture)
        file_menu.addSeparator()
        self._act(file_menu, "&Quit", "Ctrl+Q", window.close)
        self.knob_menus = KnobMenus(
            edit,
            knobs,
            self._session,
            self._do,
            window.console,
            window.console_panel.knobs,
            self._act,
            self.show_inspector,
        )
        self._act(edit, "&Preferences…", "Ctrl+,", self.show_preferences)
        self._act(scenario_menu, "&All scenarios…", "Ctrl+G", self.show_gallery)
        scenario_menu.addSeparator()
        for number, (name, scenario) in enumerate(self.scenarios.items(), start=1):
            keys = f"Ctrl+{number % 10}" if number <= 10 else ""
            self._act(scenario_menu, scenario.title, keys, self._opener(name))
        lessons.aboutToShow.connect(lambda: self._fill_lessons(lessons))
        self._act(knobs, "Switch between A and B", "X", lambda: self._do(SwitchSide()))
        self._act(training, "&Train or pause", "Space", self._space)
        self._act(training, "&Step", "S", lambda: self._do(Train(1)))
        self._act(training, "One &phase of a step", "Shift+S", lambda: self._do(TakePhase()))
        training.addSeparator()
        self._act(training, "&Back to start", "Ctrl+B", lambda: self._do(BackToStart()))
        self._act(training, "&New random start", "Ctrl+R", lambda: self._do(NewStart()))
        training.addSeparator()
        self._act(training, "&Faster", "+", lambda: self._change_speed(1))
        self._act(training, "S&lower", "-", lambda: self._change_speed(-1))
        self._act(training, "As fast as it &goes", "F", lambda: self._set_speed(FULL_SPEED))
        self._act(training, "Which knobs stood still?", "M", self.explain_moved)
        group = QActionGroup(window)
        self.theme_actions: dict[str, QAction] = {}
        for choice, words in THEME_CHOICES.items():
            action = self._act(view, words, "", self._themer(choice))
            action.setCheckable(True)
            action.setChecked(choice == current().theme)
            group.addAction(action)
            self.theme_actions[choice] = action
        view.addSeparator()
        for number, dock in enumerate(window.docks):
            toggle = dock.toggleViewAction()
            toggle.setShortcut(QKeySequence(_DOCK_KEYS[number]))
            view.addAction(toggle)
        self._act(view, "&Reset arrangement", "Ctrl+Shift+R", window.reset_arrangement)
        self._act(view, "Logarithmic loss", "L", self.log_button.toggle)
        self._act(view, "Count epochs", "E", self.epoch_button.toggle)
        self._act(view, "Full screen", "F11", window.full_screen)
        self._act(help_menu, "The first &minute again", "", window.welcome)
        self._act(help_menu, "Keyboard &shortcuts", "F1", self.show_shortcuts)
        self._act(help_menu, "&About eq_sim", "", lambda: about_sheet(window).open())

    def _fill_lessons(self, menu: QMenu) -> None:
        """Lists the lessons when they are asked for: reading them takes a moment."""
        from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson

        window = self._window
        menu.clear()
        for number, name in enumerate(bundled_lessons(), start=1):
            lesson = load_lesson(name)
            title = lesson.title.get("en", name)
            entry = menu.addAction(f"&{number}  {title}")
            entry.setToolTip(lesson.idea.get("en", ""))
            entry.triggered.connect(lambda _=False, what=lesson: self._play(what))
        menu.addSeparator()
        menu.addAction("&Open a lesson…", window.ask_lesson)
        show = window.show_now
        if show is not None:
            menu.addSeparator()
            menu.addAction("&Present\tF5", show.present)
            menu.addAction("Presenter's &notes", show.show_notes)
            menu.addAction("&Film of this lesson…", show.ask_film)
            menu.addAction("&End lesson", show.leave)

    def _play(self, lesson: "Lesson") -> None:
        self._window.open_lesson(lesson).bar.toggle()

    def _act(self, menu: QMenu, words: str, keys: str, action: Callable[[], object]) -> QAction:
        made = QAction(words, self._window)
        self._actions.append(made)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: action())
        menu.addAction(made)
        return made

    def copy_picture(self) -> None:
        """Copies a picture of the window to the clipboard."""
        QGuiApplication.clipboard().setPixmap(self._window.grab())
        self._window.say("A picture of the window is on the clipboard.", warning=False)

    def show_shortcuts(self) -> None:
        """Lists every shortcut."""
        actions = [
            action
            for menu in self._window.menuBar().findChildren(QMenu)
            for action in menu.actions()
            if action.shortcuts()
        ]
        shortcuts_sheet(actions, self._window).open()

    def _opener(self, name: str) -> Callable[[], object]:
        return lambda: self._open(name)

    def _open(self, name: str) -> None:
        if self._do(Load(self.scenarios[name], self._session.seed)):
            remember(self._window.settings, name)

    def _themer(self, choice: str) -> Callable[[], None]:
        return lambda: self._window.set_theme(choice)

    def _space(self) -> None:
        """Trains or pauses, unless Space is meant for a button that has the focus."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus is not self.transport.train:
            focus.click()
        else:
            self.transport.toggle()

    def _change_speed(self, rungs: int) -> None:
        now = self._session.scenario.training.speed
        below = sum(speed < now for speed in SPEEDS)
        exactly = now in SPEEDS or now >= FULL_SPEED
        place = below + rungs - (rungs > 0 and not exactly)
        place = min(max(place, 0), len(SPEEDS))
        self._set_speed(SPEEDS[place] if place < len(SPEEDS) else FULL_SPEED)

    def _set_speed(self, speed: float) -> None:
        self._do(Set("speed", float(speed)))


def _scrolling(inside: QWidget) -> QScrollArea:
    """Returns a column that scrolls where the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    area.setMinimumWidth(scaled(236))
    return area


def _add(room: QWidget, panel: QWidget) -> None:
    layout = room.layout()
    assert layout is not None
    layout.addWidget(panel)


def _toggle(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName("toggle")
    button.setCheckable(True)
    button.setToolTip(tip)
    return button
