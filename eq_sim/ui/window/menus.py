"""Every action in a menu, and the dialogs that menus open. Filled after the first paint."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from eq_sim.language.tr import tr
from eq_sim.session.actions import Load, SwitchSide
from eq_sim.session.scenario import Scenario
from eq_sim.ui.dialogs.gallery import Gallery, remember
from eq_sim.ui.dialogs.sheets import about_sheet, stillness_sheet
from eq_sim.ui.explaining.whats_this import WhatsThis
from eq_sim.ui.knobs.menus import KnobMenus
from eq_sim.ui.models.scene_desk import SceneDesk
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.panels.transport import Transport
from eq_sim.ui.window.frame import Files, Submenu
from eq_sim.ui.window.history_menu import HistoryMenu
from eq_sim.ui.window.inference import Inference
from eq_sim.ui.window.kept_menu import KeptMenu
from eq_sim.ui.window.lessons_menu import LessonsMenu
from eq_sim.ui.window.menu_window import MenuWindow
from eq_sim.ui.window.setup_lines import SetupLines
from eq_sim.ui.window.training_menu import TrainingMenu
from eq_sim.ui.window.view_menu import ViewMenu


class Menus:
    """What the menus of a window do.

    Args:
        window: whose menus they are; they are empty before.
        scenarios: the shipped scenarios by name.
        transport: the controls of training.
        scenes: what can be done with scenes.

    Attributes:
        scenarios: the shipped scenarios by name.
        knobs: the menus about knobs.
        whats_this: explains what is on the screen.
        view: the menu about looks.
    """

    def __init__(
        self,
        window: MenuWindow,
        scenarios: dict[str, Scenario],
        transport: Transport,
        scenes: SceneDesk,
    ) -> None:
        self._window = window
        self.scenarios = scenarios
        files, edit, knobs, scenario_menu, lessons, training, view, help_menu = (
            window.menus.values()
        )
        self._fill_files(files)
        self._setups = SetupLines(window.session, window.open_setup, window.say)
        frame, panel = window.frame, window.console_panel
        self.whats_this = WhatsThis(
            frame,
            (*window.docks.all, *frame.findChildren(QToolBar), panel),
            panel.say,
            panel.unsay,
        )
        window.panels.made_late = self.whats_this.hear
        settings = window.panels.find("hyperparameters")
        if isinstance(settings, Hyperparameters):
            settings.grown.connect(partial(self.whats_this.hear, settings))
        self.knobs = KnobMenus(
            edit,
            knobs,
            window.session,
            window.do,
            window.console,
            window.console_panel.knobs,
            self._act,
            window.show_inspector,
            self._setups.paste,
            self.whats_this.explain_target,
        )
        self._act(edit, tr("Copy this &setup as a line of text"), "Ctrl+Alt+C", self._setups.copy)
        edit.addSeparator()
        self._act(edit, tr("&Find a knob…"), "Ctrl+F", self.find_knob)
        edit.addSeparator()
        self._act(edit, tr("&Preferences…"), "Ctrl+,", self.show_preferences)
        self._fill_scenarios(scenario_menu)
        self._lessons = LessonsMenu(lessons, window)
        self._act(knobs, tr("Switch between A and B"), "X", lambda: window.do(SwitchSide()))
        self._training = TrainingMenu(
            training,
            self._act,
            window.session,
            window.do,
            transport,
            self.explain_moved,
            Inference(window.session, window.do, partial(window.say, warning=False)),
            window.apart.walk,
        )
        KeptMenu(training, knobs, self._act, window, scenes)
        training.addSeparator()
        self._act(
            training, tr("S&weep: one setting, many runs…"), "Ctrl+Shift+W", window.sweeps.open
        )
        against = tr("Test error against number of knobs (&digits)")
        self._act(training, against, "Ctrl+Alt+W", window.sweeps.open_against_knobs)
        self.history = HistoryMenu(training, self._act, window.looking, window.do)
        self.view = ViewMenu(view, self._act, window)
        self._act(help_menu, tr("The first &minute again"), "", window.welcome)
        self._act(help_menu, tr("Keyboard &shortcuts"), "F1", self.show_shortcuts)
        self._act(help_menu, tr("&Words"), "Ctrl+F1", self.show_words)
        self._act(help_menu, tr("What's &this?"), "Shift+F1", self.whats_this.toggle)
        self._act(help_menu, tr("&About eq_sim"), "", lambda: about_sheet(window.frame).open())

    def show_gallery(self) -> None:
        """Shows all scenarios with their pictures."""
        window = self._window
        Gallery(
            self.scenarios, self._open, window.ask_own_data, window.settings, window.frame
        ).open()

    def show_preferences(self) -> None:
        """Shows how the window looks, to change it."""
        from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog

        PreferencesDialog(self._window.set_look, self._window.frame).open()

    def find_knob(self) -> None:
        """Shows the field that finds a knob, over the console."""
        from eq_sim.ui.models.knob_finder import KnobFinder

        panel, session = self._window.console_panel, self._window.session
        limits = panel.knobs.scales.limits
        panel.find_knob(lambda: KnobFinder(session, panel.knobs.bank, limits))

    def show_shortcuts(self) -> None:
        """Lists every shortcut, menu by menu."""
        from eq_sim.ui.dialogs.shortcuts import ShortcutSheet

        window = self._window
        ShortcutSheet(
            {words: menu.actions() for words, menu in window.menus.items()}, window.frame
        ).open()

    def show_words(self) -> None:
        """Lists every word of the screen with what it means."""
        from eq_sim.ui.dialogs.words_sheet import WordsSheet

        WordsSheet(self._window.frame).open()

    def explain_moved(self) -> None:
        """Lists the knobs that stood still in the last step, and why."""
        stillness_sheet(self._window.session, self._window.frame).open()

    def copy_picture(self) -> None:
        """Copies a picture of the window to the clipboard."""
        QGuiApplication.clipboard().setPixmap(self._window.frame.grab())
        self._window.say(tr("A picture of the window is on the clipboard."), warning=False)

    def _fill_files(self, menu: QMenu) -> None:
        self._fill(menu, self._window.files)
        menu.addSeparator()
        self._act(menu, tr("&Copy picture of the window"), "Ctrl+Shift+C", self.copy_picture)
        menu.addSeparator()
        self._act(menu, tr("&Quit"), "Ctrl+Q", self._window.frame.close)

    def _fill(self, menu: QMenu, entries: Files) -> None:
        for words, keys, what in entries:
            if not words:
                menu.addSeparator()
            elif not isinstance(what, Submenu):
                self._act(menu, words, keys, what)
            else:
                inside = menu.addMenu(words)
                if what.changes:
                    inside.aboutToShow.connect(partial(self._fill_anew, inside, what.entries))
                else:
                    self._fill(inside, what.entries())

    def _fill_anew(self, menu: QMenu, entries: Callable[[], Files]) -> None:
        menu.clear()
        for words, _, what in entries():
            assert not isinstance(what, Submenu)
            menu.addAction(words).triggered.connect(partial(_without, what))

    def _fill_scenarios(self, menu: QMenu) -> None:
        self._act(menu, tr("&All scenarios…"), "Ctrl+G", self.show_gallery)
        self._act(menu, tr("Your own &data (CSV)…"), "", self._window.ask_own_data)
        menu.addSeparator()
        for number, (name, scenario) in enumerate(self.scenarios.items(), start=1):
            keys = f"Ctrl+{number % 10}" if number <= 10 else ""
            self._act(menu, tr(scenario.title), keys, self._opener(name))

    def _act(self, menu: QMenu, words: str, keys: str, what: Callable[[], object]) -> QAction:
        made = QAction(words, self._window.frame)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: what())
        menu.addAction(made)
        return made

    def _opener(self, name: str) -> Callable[[], object]:
        return lambda: self._open(name)

    def _open(self, name: str) -> None:
        if self._window.do(Load(self.scenarios[name], self._window.session.seed)):
            remember(self._window.settings, name)


def _without(what: Callable[[], object], _checked: bool = False) -> None:
    """Does something for an action, which tells whether it is checked."""
    what()
