"""The window: console in the middle, panels in docks around it, every action in a menu.

It is made in two steps. The shell has the console and the room for everything else, so that the
first frame already shows the knobs; ``furnish`` fills the rooms right after it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMenu, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.panels.looking_strip import LookingStrip
from eq_sim.ui.style.preferences import Preferences, current
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import theme_for
from eq_sim.ui.window import placement
from eq_sim.ui.window.appearance import Appearance
from eq_sim.ui.window.back_key import BackKey
from eq_sim.ui.window.beyond_link import BeyondLink
from eq_sim.ui.window.docks import Docks
from eq_sim.ui.window.document_link import DocumentLink
from eq_sim.ui.window.frame import Files, FrameWindow
from eq_sim.ui.window.hear_link import HearLink
from eq_sim.ui.window.held_key import HeldKey
from eq_sim.ui.window.lesson_language import said_in
from eq_sim.ui.window.made_panels import MadePanels
from eq_sim.ui.window.panel_spec import Area, PanelModels, PanelSpec, checked
from eq_sim.ui.window.panels import PANELS
from eq_sim.ui.window.phase_link import PhaseLink
from eq_sim.ui.window.sweep_link import SweepLink
from eq_sim.ui.window.title import title

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.lessons.show import Show
    from eq_sim.ui.lesson_view.lesson_view import LessonView
    from eq_sim.ui.panels.transport import Transport
    from eq_sim.ui.window.menus import Menus
    from eq_sim.ui.window.onboarding import Onboarding, Reached

_STILL_FRAMES = 15  # with reduced motion, one frame of so many is shown


class MainWindow(FrameWindow):
    """The window of one session.

    Args:
        session: what is shown.
        do: takes what the hand does; returns whether it was done.
        theme: "dark", "light" or "system".
        settings: where the arrangement is remembered; None for a window that forgets.
        files: what the File menu can do.
        specs: the panels.

    Raises:
        ValueError: two panels have the same name, title or shortcut.
    """

    lesson_changed = Signal()
    """A lesson plays, waits, or has ended."""

    language_changed = Signal()
    """Another language is spoken, and this window does not speak it."""

    def __init__(
        self,
        session: Session,
        do: Callable[[AnyAction], bool],
        theme: str,
        settings: PreferencesFile | None,
        files: Files,
        specs: Iterable[PanelSpec] = PANELS,
    ) -> None:
        super().__init__()
        self.session = session
        self.do = do
        self.settings = settings
        self.files = files
        self.theme = theme_for(theme)
        self.specs = checked(specs)
        self.furnished = False
        self.commands: Menus | None = None
        self.onboarding: Onboarding | None = None
        self.show_now: LessonView | None = None
        self.clock: Callable[[], float] = lambda: 0.0
        self.documents = DocumentLink()
        self.appearance = Appearance(
            session, settings, self.dress, self._rescale, self.language_changed.emit
        )
        self.surface = Surface(session)
        self.chosen, self.audience = ChosenSample(session), Audience()
        HeldKey(self, Qt.Key.Key_H, lambda on: self.console_panel.knobs.look_at_start(on))
        self.models = PanelModels(
            session,
            do,
            self.theme,
            self.surface,
            self.chosen,
            self.audience,
            settings,
            clock=lambda: self.clock(),
            look=self.refresh,
            frame=self,
            all_shown=lambda: self.docks.more,
            show_all=lambda on: self.docks.show_more(on),
            enlarge=lambda key, on: self.docks.enlarge(key, on=on),
            bring=lambda key: self.docks.bring(key),
            bring_alone=lambda key: self.docks.bring(key, alone=True),
            make=lambda key: self.panels.find(key),
        )
        self.looking, self.runs = self.models.looking, self.models.runs
        self.adapter = self.models.adapter
        self.runs.show = lambda: self.docks.bring("runs")
        self.panels = MadePanels(self.specs, self.models)
        self.panels.make_all(Area.CENTRE, put=lambda _, panel: self.desk.column.addWidget(panel))
        self.phases = self.models.phases
        self.apart = PhaseLink(self, session, self.phases, self.looking, do, self.theme)
        BackKey(self, self.looking, self.apart.leave)
        # Below, where no knob moves away from the hand that goes on from the past.
        self.strip = LookingStrip(self.looking, do)
        self.add_below_console(self.strip)
        console_panel = self.panel("console")
        assert isinstance(console_panel, ConsolePanel)
        self.console_panel = console_panel
        self.console = console_panel.console
        self.beyond = BeyondLink(
            self.desk.column,
            console_panel,
            self.console,
            session,
            lambda: self.theme,
            self._leave_knobs,
        )
        self.sweeps = SweepLink(self, self.models)
        self.closing.connect(self.sweeps.end)
        self.sound = HearLink(self.models)
        self.docks = Docks(self, self.middle, self.specs)
        for dock in self.docks.all:  # a slot of the window's own ends with the window
            dock.visibilityChanged.connect(self._dock_shown)
            dock.dockLocationChanged.connect(self._dock_moved)
        self.docks.arrange()
        if settings is not None:
            placement.restore(self, settings)

    def furnish(self) -> None:
        """Makes the other panels and the menus. Called after the first paint: there is much."""
        if self.furnished:
            return
        from eq_sim.lessons.language.panel_names import make_known
        from eq_sim.ui.style.icons import app_icon
        from eq_sim.ui.window.menus import Menus

        self.setWindowIcon(app_icon())
        self.panels.make_all(Area.TOP, put=lambda _, panel: self.bar.addWidget(panel))
        self.panels.make_all(Area.LEFT, Area.RIGHT, Area.BELOW, put=self.docks.fill)
        self._make_shown()
        self.transport.take_phase = lambda: self.apart.walk.phase(1)
        for spec in self.specs:
            make_known(spec.key, spec.parts)
        self.commands = Menus(self, self.models.scenarios, self.transport, self.models.scenes)
        self.furnished = True
        self.refresh()

    def _dock_moved(self) -> None:
        if not self.docks.arranging:
            self.docks.keep_gaps()

    def _dock_shown(self, shown: bool) -> None:
        """Refreshes what was hidden; "More" in the transport follows in any case."""
        if not self.isVisible():  # it closes: shown, it hears of each of them again
            return
        if not self.docks.arranging:
            self.docks.keep_gaps()
        if self.furnished:
            self._make_shown()
            self.refresh() if shown else self.transport.refresh()

    def setVisible(self, visible: bool) -> None:
        """Shows it with all its docks, or hides it."""
        with self.docks.moved_together():
            super().setVisible(visible)

    def _make_shown(self) -> None:
        self.panels.make_shown(lambda key: self.docks[key].is_seen)

    # What others ask for

    @property
    def transport(self) -> "Transport":
        """The controls of training; there once the window is furnished."""
        from eq_sim.ui.panels.transport import Transport

        transport = self.panel("transport")
        assert isinstance(transport, Transport)
        return transport

    def panel(self, name: str) -> QWidget | None:
        """Returns a panel or a part of one by its name; None where it is not made yet."""
        return self.panels.find(name)

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
        self.panels.refresh(frame)
        self.apart.refresh()
        self.strip.refresh()
        self.beyond.refresh()
        if self.show_now is not None:  # a hand may turn knobs while the lesson rests
            self.show_now.follow_hand()
        self.show_title()

    def show_title(self) -> None:
        """Says in the title what is shown, and while it is minimised whether that goes on."""
        show, named = self.show_now, self.documents.named
        name, unsaved = named() if named else (tr(self.session.scenario.title), False)
        text = title(
            name,
            running=self.session.running,
            minimised=self.isMinimized(),
            playing=show is not None and show.player.playing,
            goes_on=current().minimised,
        )
        if text != self.windowTitle():
            self.setWindowTitle(text)
        if unsaved != self.isWindowModified():  # Qt tells every widget of it, changed or not
            self.setWindowModified(unsaved)

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence above the console, or on the stage of a lesson that does not show it."""
        if self.show_now is None or not self.show_now.say(sentence, warning=warning):
            self.console_panel.say(sentence, warning=warning)
        if warning and self.show_now is None:
            self.beyond.come_back()  # a refusal is never out of sight

    def unsay(self, sentence: str) -> None:
        """Takes a sentence away, wherever it is shown."""
        self.console_panel.unsay(sentence)
        if self.show_now is not None:
            self.show_now.stage.unsay(sentence)

    def set_look(self, wanted: Preferences, *, remember: bool = True) -> None:
        """Changes how the window looks.

        Args:
            wanted: the preferences to use.
            remember: whether they are for good; not so while a lesson is presented.
        """
        self.appearance.change(wanted, remember=remember)

    def dress(self) -> None:
        """Puts the present preferences on, and the colours that the system wants now."""
        self.theme = theme_for(current().theme)
        self.wear(self.theme)
        self.fit()
        self.models.theme = self.theme
        self.panels.set_theme(self.theme)
        self.apart.set_theme(self.theme)
        self.beyond.dress()
        if self.commands is not None:
            self.commands.view.show_theme()
        if self.onboarding is not None:
            self.onboarding.redress()
        if self.show_now is not None:
            self.show_now.dress()

    def _rescale(self) -> None:
        self.panels.rescale()
        self.apart.rescale()
        self.beyond.dress()
        self.sweeps.rewrite()
        self.refresh()
        if self.onboarding is not None:
            self.onboarding.redress()

    def welcome(self, reached: "Reached | None" = None) -> None:
        """Begins the hints of the first minute, or goes on where those of another window were."""
        from eq_sim.ui.window.onboarding import Onboarding

        if self.onboarding is None:
            self.onboarding = Onboarding(
                self,
                self.session,
                self.do,
                self.console,
                train=lambda: self.transport.train if self.furnished else None,
                challenge=self.begin_challenge,
                theme=lambda: self.theme,
                settings=self.settings,
            )
        self.onboarding.begin(reached)

    def _leave_knobs(self) -> None:
        """Lets go of the knobs, and ends the hints that point at them."""
        self.console.let_go()
        if self.onboarding is not None:
            self.onboarding.finish()

    @property
    def hinting(self) -> bool:
        """Whether a hint of the first minute is shown."""
        return self.onboarding is not None and self.onboarding.callout is not None

    # Lessons

    def open_lesson(
        self, lesson: "Lesson", language: str = "", *, auto: bool = False
    ) -> "LessonView":
        """Begins a lesson, in the program's own language by itself; one that plays is left."""
        from eq_sim.lessons.player import Player

        spoken = language or said_in(lesson)
        return self.open_show(lambda: Player(self.session, lesson, spoken, auto=auto), lesson.name)

    def open_show(self, make: "Callable[[], Show]", source: str) -> "LessonView":
        """Begins a lesson or a recording; what plays is left before.

        Args:
            make: returns the player, which loads its own scenario.
            source: the name or file of what plays, for films.
        """
        if self.show_now is not None:
            self.show_now.leave()
        if self.onboarding is not None:
            self.onboarding.finish()
        before = self.session.park()
        made = make()
        self.documents.set_aside(before)
        self.beyond.show_at(None)
        return self.go_on_with(made, source)

    def go_on_with(self, player: "Show", source: str) -> "LessonView":
        """Shows what plays here from now on; arguments as of ``LessonView``."""
        from eq_sim.ui.lesson_view.lesson_view import LessonView

        self.show_now = LessonView(self, self, player, source)
        self.show_now.changed.connect(self.lesson_changed)
        self.show_now.left.connect(self.show_ended)
        self.audience.lesson = True
        self.lesson_changed.emit()
        return self.show_now

    def play_lesson(self, lesson: "Lesson", source: str = "") -> None:
        """Begins a lesson, and plays it; why it cannot be loaded is said.

        Args:
            lesson: what to play.
            source: its file, for films; none for a shipped one.
        """
        from eq_sim.lessons.player import Player

        self.play_show(lambda: Player(self.session, lesson, said_in(lesson)), source or lesson.name)

    def play_show(self, make: "Callable[[], Show]", source: str) -> None:
        """As ``open_show``, and plays it, before the same audience; why it cannot be is said."""
        talk = None if self.show_now is None else self.show_now.hand_over()
        try:
            show = self.open_show(make, source)
        except EqSimError as error:
            self.say(str(error))
        except MemoryError:
            self.say(tr("There is not enough memory for what this begins with."))
        else:
            show.bar.toggle()
        if talk is not None:
            talk.go_on(self, self, self.show_now)

    def show_ended(self) -> None:
        """A lesson was left."""
        self.show_now = None
        self.audience.lesson = False
        self.lesson_changed.emit()
        self.refresh()

    def createPopupMenu(self) -> QMenu:
        """Offers every panel by a right click between them; the transport cannot be lost."""
        menu = QMenu(self)
        menu.addActions(self.docks.view_actions())
        return menu

    def show_inspector(self) -> None:
        """Shows the inspector in front, where the keyboard can go on to it."""
        self.docks.bring("inspector")

    def begin_challenge(self) -> None:
        """Shows the challenge to reach the goal by hand, and begins it."""
        from eq_sim.ui.panels.by_hand import ByHand

        panel = self.panel("by_hand")
        if isinstance(panel, ByHand):
            self.docks.bring("by_hand")
            panel.begin()

    def reset_arrangement(self) -> None:
        """Puts every dock back to its first place."""
        self.docks.arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the arrangement, if the window may close."""
        if not self.documents.may_close():
            event.ignore()
            return
        self.console_panel.knobs.look_at_start(False)
        self.console.let_go()
        self.closing.emit()  # what is under way becomes true
        if self.show_now is not None:
            self.show_now.leave()
        if self.settings is not None:
            placement.remember(self, self.settings)
            self.panels.remember(self.settings)
        super().closeEvent(event)
        self.visibility_changed.emit()
