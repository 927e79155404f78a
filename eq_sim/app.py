"""Builds and wires everything; owns the one timer and the only wall clock."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from eq_sim import outdated
from eq_sim.came_to import CameTo
from eq_sim.faults import Faults
from eq_sim.file_menu import Filing
from eq_sim.going_back import GoingBack
from eq_sim.language.tr import later, tr
from eq_sim.live_training import NO_MEMORY, LiveTraining, one_thread
from eq_sim.open_documents import OpenDocuments
from eq_sim.pace import TURNS, Pace
from eq_sim.rising import RisingLoss
from eq_sim.session.actions import AnyAction, Grab, Load, Pause, Release, Set, Turn
from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Touches
from eq_sim.ui.style.preferences import Preferences, current, load, use
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.qt_words import speak_qt
from eq_sim.ui.style.theme import STYLE, apply_theme, load_fonts, theme_for
from eq_sim.ui.window.main_window import MainWindow
from eq_sim.ui.window.panel_spec import PanelSpec
from eq_sim.ui.window.panels import PANELS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from eq_sim.ui.lesson_view.lesson_view import LessonView

FRAME = 16  # milliseconds between display ticks
_LONGEST = 0.1  # seconds that one tick may make up for: a slow machine slows the experiment
_NO_MEMORY_DONE = later("There is not enough memory for that. That was done all the same.")
_NO_MEMORY_UNDONE = later("There is not enough memory for that. Nothing was changed.")
_PACE = {name for name, setting in SETTINGS.items() if setting.touches is Touches.PACE}


class App(QObject):
    """One window on one session, and the timer that brings them forward together.

    Args:
        session: the experiment.
        theme: "dark", "light" or "system".
        settings: where the arrangement is remembered; None for a window that forgets.
        clock: seconds, ever growing.
        panels: the window's panels.
        executor: makes what does long things beside what draws; None where nobody waits for a
            frame, and all is done at once.
    """

    furnishing = Signal()
    """The first frame is there, and everything else is about to be made."""

    furnished = Signal()
    """Everything is there."""

    _failed = Signal(str)

    def __init__(
        self,
        session: Session,
        theme: str,
        settings: PreferencesFile | None,
        clock: Callable[[], float] = time.perf_counter,
        panels: Iterable[PanelSpec] = PANELS,
        executor: "Callable[[], Executor] | None" = one_thread,
    ) -> None:
        super().__init__()
        self.session = session
        self._clock = clock
        self._pace = Pace()
        self._last = 0.0
        self._settings, self._panels = settings, tuple(panels)
        self.documents = OpenDocuments(session, lambda: self._clock(), self)
        self.filing = Filing(session, self.do, self.documents, lambda: self._clock(), self)
        self._live = LiveTraining(session, executor, self._steps_failed, self)
        self._live.done.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self.window = self._made_window(theme)
        session.observe(self._heard)
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(FRAME)
        self.timer.timeout.connect(self.tick)
        self._frame = 0
        self._welcomes = self._accessible = False
        self._drawing = self._paint_began = 0.0
        # Edits between ticks are shown once, after the last of them.
        self._faults: Faults | None = None
        self._failed.connect(self._rest, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._looks, self._looked = 0, 0.0
        self._furnish_soon = QTimer(self)
        self._furnish_soon.setSingleShot(True)
        self._furnish_soon.timeout.connect(self.furnish)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _made_window(self, theme: str) -> MainWindow:
        """Returns a window on the session, wired; not shown."""
        session = self.session
        window = MainWindow(
            session, self.do, theme, self._settings, self.filing.entries, self._panels
        )
        self.filing.serve(window)
        self.documents.serve(window)
        window.clock = self._clock
        window.visibility_changed.connect(self._wake)
        window.phases.observe(self._wake)
        self._going_back = GoingBack(window, lambda: self._clock(), self._wake)
        self._came_to = CameTo(session, window)
        self._rising = RisingLoss(session, window, self.do)
        window.closing.connect(self._live.rest)
        window.painting.connect(self._painting)
        window.lesson_changed.connect(self._wake)
        # A moment later: whoever asked for another language stands in the window that goes.
        window.language_changed.connect(self.speak_anew, Qt.ConnectionType.QueuedConnection)
        return window

    def speak_anew(self) -> None:
        """Makes the window anew around the same experiment, for another language is spoken.

        It stands as the one before: place, docks, zoom, what is scrolled, and the keyboard. A
        lesson that plays goes on, a sweep under way, too.
        """
        from eq_sim.ui.window.taking_over import TakenOver, what_ends_with  # few ever need it

        if in_the_way := what_ends_with(self.window):
            self.window.say(in_the_way)
            return
        speak_qt(current().spoken)
        taken = TakenOver.from_window(self.window)
        old, self.window = self.window, self._made_window(current().theme)
        taken.give(self.window)
        if self._accessible:
            self._make_accessible()
        old.deleteLater()
        self._wake()

    def show(self) -> None:
        """Shows the window: the knobs now, everything else right after the first paint."""
        self.window.show()
        if not self.window.furnished:
            self._furnish_soon.start(5)

    def furnish(self) -> None:
        """Makes everything but the console; the plot last."""
        self.furnishing.emit()
        self.window.furnish()
        QApplication.processEvents()
        self.window.panels.complete()
        self.window.refresh()
        self._make_accessible()
        if self._welcomes:
            self.window.welcome()
        self.furnished.emit()

    def _make_accessible(self) -> None:
        from eq_sim.ui.console.accessible import make_accessible  # after the first paint

        self._accessible = True
        make_accessible(self.window.console)

    def welcome(self) -> None:
        """Prepares a first start: few panels, and hints as soon as everything is there."""
        self._welcomes = True
        self.window.docks.show_more(False)

    @contextmanager
    def faults_caught(self, log: Path) -> Iterator[None]:
        """Outlives what goes wrong inside, until the end.

        Args:
            log: where it is written down.
        """
        # Told a moment later: in the middle of a paint, nothing may be laid out anew.
        faults = self._faults = Faults(log, self._failed.emit)
        self.window.failed = faults.heard
        try:
            with faults.caught():
                yield
        finally:
            self._faults = self.window.failed = None

    def _rest(self, sentence: str) -> None:
        """Pauses what runs after something failed, and says so."""
        show = self.window.show_now
        playing = show is not None and show.player.playing
        going = self.session.running or playing
        self.timer.stop()
        if show is not None and playing:
            show.player.pause()
            show.refresh()
        if self.session.running:
            self.session.apply(Pause())
        paused = later("The lesson is paused.") if playing else later("Training is paused.")
        self.window.say(f"{sentence} {tr(paused)}" if going else sentence)

    def _go_on(self) -> None:
        """The worker waits, and is given more at once; what it has done is drawn in its turn."""
        show = self.window.show_now
        playing = show is not None and show.player.playing  # then a lesson says when
        if self.timer.isActive() and self.session.running and not playing:
            self._live.go_on()
        else:
            self._find_out()

    def _find_out(self) -> None:
        """Lets the worker find what is not known of these knobs; what it has found is shown."""
        if self.window.isVisible() and self.session.find_out() and not self.timer.isActive():
            self._look_soon()

    def _steps_failed(self, error: Exception) -> None:
        """Steps went wrong in the worker, and have not been."""
        self.timer.stop()
        if isinstance(error, MemoryError):
            self._failed.emit(tr(NO_MEMORY))
        elif self._faults is None:
            raise error
        else:
            self._faults.heard(error, again=True)  # whoever trains again learns why it ends again

    def stop_clock(self) -> None:
        """Lets time come from elsewhere, as for a film: no timer of this one goes on."""
        for timer in (self.timer, self._soon, self._furnish_soon):
            timer.timeout.disconnect()
            timer.stop()
        self.window.console.speaking.simulate()

    def do(self, action: AnyAction) -> bool:
        """Passes an action to the session; a refusal is said in the window.

        Returns:
            Whether it was done.
        """
        if self.window.show_now is not None and not _is_setting(action):
            self.window.show_now.touched()
        session = self.session
        before = session.changes.count(EVERYTHING), session.structure
        try:
            if self._going_back.returns(action) or not self.documents.take(action):
                self._apply(action)
        except EqSimError as error:
            self.window.say(str(error))
            return False
        except MemoryError:
            # Another experiment may have come, and nobody may have heard of it yet.
            done = (session.changes.count(EVERYTHING), session.structure) != before
            why = _NO_MEMORY_DONE if done else _NO_MEMORY_UNDONE
            self.window.say(tr(why))
            self._wake()
            return done
        outdated.done_well(action, self.session, self.window)
        if isinstance(action, Load) and self.window.show_now is not None:
            self.window.show_now.leave()  # a person has gone on to something else
        if not self.timer.isActive():
            self._look_soon()
        return True

    def _apply(self, action: AnyAction) -> None:
        """Does something now, or as soon as it can be done in no time.

        What a hand turns while steps are under way follows them. It lets go when the loss is known.
        """
        if isinstance(action, Turn) and self.session.under_way:
            self.session.turn_soon(action)
        elif isinstance(action, Release) and not self.session.looking_back:
            self.session.release_soon()
        else:
            self.window.looking.apply(action)

    def _look_soon(self) -> None:
        """Asks for a look at the next frame."""
        self._looks = TURNS
        if not self._soon.isActive():
            since = 1000 * (self._clock() - self._looked)
            self._soon.start(max(0, round(FRAME - since)))

    def look(self) -> None:
        """Shows what has changed. While a hand turns, the slower views take turns."""
        self._looked = self._clock()
        if not self.session.held:
            self._looks = 0
            self.window.refresh()
        else:
            self._frame += 1
            self._looks -= 1
            self.window.refresh(self._frame)
            if self._looks > 0:
                self._soon.start(FRAME)
        self._find_out()

    def tick(self) -> None:
        """One display tick: the session goes on, then the views look."""
        try:
            self._tick()
        except Exception as error:
            if self._faults is None:
                raise
            self._faults.heard(error, again=True)  # whoever trains again learns why it ends again
            self.timer.stop()

    def _tick(self) -> None:
        now = self._clock()
        if self._drawing:
            self._pace.note_drawing(self._frame, self._drawing)
        self._frame += 1
        passed, self._last = min(now - self._last, _LONGEST), now
        if self.window.onboarding is not None:
            self.window.onboarding.tick(passed)
        if self.window.phases.advance(passed):
            self._wake()
        show = self.window.show_now
        if show is not None and show.fade(passed):
            self._wake()
        if show is not None and show.player.playing:
            self._play(show, passed)
            return
        if self._going_back.tick(passed):
            return
        taken = self._train(passed)
        trained = self._clock()
        if not self.session.works_aside:
            self._pace.note_training(taken, trained - now)
        if not self.window.isMinimized():
            self.window.refresh(self._frame if self.session.running else None)
        if not self.session.running:
            self._find_out()
        self._drawing = self._clock() - trained
        if self.session.running:
            self._rising.look()
        if self.session.running and self.window.furnished:
            self.window.transport.show_rate(self._pace.rate(now, taken))

    def _train(self, seconds: float) -> int:
        """Lets the session go on; returns how many steps it took."""
        try:
            return self._live.advance(seconds, self._pace.steps(self._frame))
        except MemoryError:
            self.do(Pause())
            self.window.say(tr(NO_MEMORY))
            return 0

    def _play(self, show: "LessonView", seconds: float) -> None:
        """A display tick of a lesson: time goes through its player."""
        try:
            show.advance(seconds)
            if show.player.on_stage.your_turn:
                self.session.advance(seconds)  # in their turn a person may train, too
        except (EqSimError, MemoryError) as error:
            show.stop(error)
        self.window.refresh(self._frame if self.session.running else None)
        show.refresh()
        self._find_out()
        if not show.player.playing:
            self._wake()

    def _painting(self, begins: bool) -> None:
        if begins:
            self._paint_began = self._clock()
        else:
            self._drawing += self._clock() - self._paint_began

    def _heard(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            self.window.console_panel.clear_notice()
            self._pace = Pace()
            self._pace.begin(self._clock())
        elif change & Change.TRAINING:
            if self.window.furnished:
                self.window.transport.show_running()
            refusal = self.session.refusal
            if refusal:
                self.window.say(refusal.advice)
            elif self.session.running:
                outdated.take_away(self.session, self.window)
            else:
                self._came_to.say()
        if change & (Change.TRAINING | Change.STRUCTURE | Change.SETTINGS):
            self._wake()

    def _wake(self) -> None:
        """Runs the timer while something goes on and is seen; training goes on unseen by choice."""
        window, show = self.window, self.window.show_now
        seen = window.isVisible() and not window.isMinimized()
        playing = show is not None and show.player.playing
        unseen = window.isVisible() and not seen and current().minimised and not playing
        moving = playing or window.looking.moves or window.phases.moves_on
        wanted = (moving and seen) or (self.session.running and (seen or unseen))
        window.show_title()
        if wanted and not self.timer.isActive():
            self._last = self._clock()
            self._pace.begin(self._last)
            self.timer.start()
        elif not wanted and self.timer.isActive():
            self.timer.stop()
        if not seen:
            self._soon.stop()  # a window that has closed may be gone before the next frame
        elif not self.timer.isActive():
            self._look_soon()

    def _scheme_changed(self) -> None:
        if current().theme == "system":
            self.window.dress()


def _is_setting(action: AnyAction) -> bool:
    """Whether a lesson goes on meanwhile: the speed is changed, or its slider taken or let go."""
    if isinstance(action, Grab):
        return action.name in {f"set:{name}" for name in _PACE}
    return isinstance(action, Release) or (isinstance(action, Set) and action.setting in _PACE)


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Returns the Qt application, dressed; there is one in a process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Named as an argument, the style is the first that Qt makes and not the second; and PySide
    # answers ``setStyle`` with a QStyle, whose enums take longer than the style itself.
    application = QApplication([sys.argv[0], "-style", STYLE, *arguments])
    application.setProperty("style", STYLE)
    application.setApplicationName("eq_sim")
    application.setApplicationDisplayName("eq_sim")
    application.setDesktopFileName("eq_sim")
    load_fonts()
    return application


def user_settings() -> PreferencesFile:
    """Returns where a user's arrangement is kept: an INI file in the usual place."""
    # Qt opens the file whose name it is asked for, and would wait at a pipe: so it is asked for the
    # name of one beside it that is not there.
    beside = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "eq_sim", "none")
    return PreferencesFile(Path(beside.fileName()).with_name("eq_sim.ini"))


def build(
    session: Session,
    theme: str,
    settings: PreferencesFile | None,
    clock: Callable[[], float] = time.perf_counter,
    panels: Iterable[PanelSpec] = PANELS,
    executor: "Callable[[], Executor] | None" = one_thread,
    looks: Preferences | None = None,
) -> App:
    """Returns the wired window of a session, dressed and complete, but not shown."""
    app = shell(session, theme, settings, clock, panels, executor, looks)
    app.window.furnish()
    app.window.panels.complete()
    return app


def shell(
    session: Session,
    theme: str,
    settings: PreferencesFile | None,
    clock: Callable[[], float] = time.perf_counter,
    panels: Iterable[PanelSpec] = PANELS,
    executor: "Callable[[], Executor] | None" = one_thread,
    looks: Preferences | None = None,
) -> App:
    """Returns the wired window with its console; ``looks`` are those of one that remembers none."""
    application = make_application()
    remembered = (looks or Preferences()) if settings is None else load(settings)
    use(replace(remembered, theme=theme))
    speak_qt(current().spoken)
    apply_theme(application, theme_for(theme))
    app = App(session, theme, settings, clock, panels, executor)
    if theme != remembered.theme:
        app.window.appearance.theme_is_for_once(remembered.theme)
    return app
