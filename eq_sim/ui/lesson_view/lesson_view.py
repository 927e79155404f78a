"""A lesson in the window: time for its player, its caption, its highlight, and full screen."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QWidget,
)

from eq_sim.language.tr import later, tr
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS, Highlight
from eq_sim.lessons.show import Show
from eq_sim.lessons.what_is_said import in_language
from eq_sim.session.errors import EqSimError
from eq_sim.session.responses import has_responses
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.desk_link import DeskLink
from eq_sim.ui.lesson_view.drawing_link import DrawingLink
from eq_sim.ui.lesson_view.film_dialog import FilmDialog
from eq_sim.ui.lesson_view.hall import Hall
from eq_sim.ui.lesson_view.highlight_box import box_of, boxes_of, bring_into_view, is_cut, unseen
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.keys import goes_on, meaning
from eq_sim.ui.lesson_view.notes import NotesWindow
from eq_sim.ui.lesson_view.page_dialog import PageDialog
from eq_sim.ui.lesson_view.panels import things_to_film
from eq_sim.ui.lesson_view.presenting import CAPTION_SHARE, Talk
from eq_sim.ui.lesson_view.spotlight import Spotlight
from eq_sim.ui.lesson_view.stage_link import StageLink
from eq_sim.ui.panels.hear_button import HearButton
from eq_sim.ui.style.preferences import current, scaled

_TYPED_INTO = QLineEdit | QComboBox | QAbstractSpinBox
_ARRANGED = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
_NO_MEMORY = later("There is not enough memory to go on with this. It waits where it is.")

Asked = TypeVar("Asked", FilmDialog, PageDialog)


class LessonView(QObject):
    """One lesson or recording on one window; it is deleted when it is left.

    Args:
        window: where it plays.
        host: the same window, as lessons know it.
        player: what plays.
        source: the name or file of it, for films.

    Attributes:
        player: what plays.
        hall: the window before an audience.
        stage: what the lesson shows, in the place of the desk.
        source: see above.
        bar: caption and controls, under the console.
        spotlight: dims everything but what is highlighted.
        film: the dialog for a film; None before it is opened.
        page: the dialog for a page; None before it is opened.
    """

    changed = Signal()
    """Something was pressed."""

    left = Signal()
    """The lesson has ended; nothing of it is in the window any more."""

    presented = Signal(bool)
    """Whether the window is arranged for an audience: it has just been arranged."""

    def __init__(self, window: QMainWindow, host: LessonHost, player: Show, source: str) -> None:
        super().__init__(window)
        self._window, self._host = window, host
        self.player = player
        self.source = source
        self.film: FilmDialog | None = None
        self.page: PageDialog | None = None
        self._lesson = player if isinstance(player, Player) else None
        self.bar = LessonBar(
            player,
            self._lesson,
            host.theme,
            self.attempt,
            self.leave,
            self.present,
            HearButton(host.models.hear, host.models.is_heard, host.models.mute),
            lambda: has_responses(host.session),
        )
        host.add_below_console(self.bar)
        self._more = host.docks.more
        host.docks.show_more(False)  # a lesson needs the room; they come back with the end of it
        self.stage = StageLink(window, host)
        self.hall = Hall(
            window, host, player, self.bar, self.stage, source, self.attempt, self._arranged
        )
        self._desk = DeskLink(host)
        self._drawing = DrawingLink(player, host, self.touched)
        self.spotlight = Spotlight(window, host.theme)
        self._owed = 0.0
        self._shown: tuple[Highlight, ...] = ()
        self._fades = self._seeking = False
        self._warned, self._taken = "", 0
        # What is lit may move when nothing else happens, as when the window comes back from F5.
        self._light_soon = QTimer(self)
        self._light_soon.setSingleShot(True)
        self._light_soon.timeout.connect(self._seek)
        console = host.console_panel.console
        for scroll in (console.horizontalScrollBar(), console.verticalScrollBar()):
            scroll.valueChanged.connect(self._light)
            scroll.rangeChanged.connect(self._seek)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.refresh()

    def advance(self, seconds: float) -> None:
        """Lets real time pass; whole ticks go to the player.

        Raises:
            EqSimError: a step of the lesson cannot be done.
        """
        self._owed += seconds * TICKS
        due = int(self._owed)
        self._owed -= due
        self.player.advance(due)

    def fade(self, seconds: float) -> bool:
        """Lets time pass for the spotlight; where none passes, it is there at once.

        Returns:
            Whether it is on its way still.
        """
        self._fades = not current().still
        return self.spotlight.advance(seconds)

    def settle(self) -> None:
        """Lets the spotlight be where it is on its way to, and is to be next, at once."""
        self._fades = False
        self.spotlight.settle()

    def attempt(self, what: Callable[[], object]) -> None:
        """Does what was pressed, and shows what came of it."""
        try:
            what()
        except (EqSimError, MemoryError) as error:
            self.stop(error)
        self.show_change()

    def take_up(self, lesson: Lesson, tick: int | None) -> None:
        """Shows the lesson as it has been edited, paused at a tick, or where it was.

        Raises:
            EqSimError: a step before the tick cannot be done; what was shown is shown still.
        """
        if self._lesson is None:
            return
        try:
            self._lesson.take_up(lesson, tick)
        finally:
            self.bar.take_up()
            self.hall.plays()
            self.show_change()

    def stop(self, error: EqSimError | MemoryError) -> None:
        """Rests where a step cannot be done, and says why."""
        with suppress(EqSimError, MemoryError):
            self.player.pause()
        self._host.say(str(error) if isinstance(error, EqSimError) else tr(_NO_MEMORY))

    def show_change(self) -> None:
        """Shows what a press has changed."""
        self.settle()
        self.changed.emit()
        self._host.refresh()
        self.refresh()

    @property
    def unseen(self) -> list[str]:
        """What is highlighted now and cannot be seen whole, a few words each."""
        lit = () if self.player.finished else self.player.on_stage.highlights
        return unseen(lit, self._host, self.stage.stage)

    @property
    def edited(self) -> bool:
        """Whether there is a text of it that a person can edit."""
        return self._lesson is not None

    def follow_stage(self) -> None:
        """Puts on stage what is there now, and shows it as it is."""
        stage = self.player.on_stage
        self._host.models.lesson_race.take(stage.rival)
        self.stage.follow(stage.staged, stage.passage, playing=self.player.playing)

    def refresh(self) -> None:
        """Shows caption, answers, highlight, and what is hidden."""
        self._take_up_decimal_sign()
        self.bar.refresh()
        stage = self.player.on_stage
        self._drawing.follow(stage.drawing)
        self.follow_stage()
        self._desk.follow(stage, staged=self.stage.up)
        self._light()
        self.hall.refresh()
        if stage.warning != self._warned:
            self._warned = stage.warning
            self._host.say(stage.warning)

    def touched(self) -> None:
        """A hand did something: the lesson waits, unless it is the person's turn."""
        if self.player.playing and not self.player.on_stage.your_turn:
            self.player.pause()
            self.show_change()

    def dress(self) -> None:
        """Takes up the window's colours, the size of its words and its decimal sign."""
        theme = self._host.theme
        self.spotlight.set_theme(theme)
        self.stage.stage.set_theme(theme)
        self.stage.stage.rescale()
        pixels = self.hall.height * CAPTION_SHARE if self.hall.height else scaled(20)
        self.bar.set_look(theme, pixels, controls=not self.hall.height)
        if self.hall.presentation is not None:
            self.hall.presentation.dress(theme, pixels)
        self.hall.dress_notes()
        self._take_up_decimal_sign()
        self.bar.refresh()

    def _take_up_decimal_sign(self) -> None:
        """Lets a lesson's numbers have the sign of those beside them in the window."""
        if self._lesson is not None:
            self._lesson.decimal = "," if current().comma else "."

    def leave(self) -> None:
        """Ends the lesson; the experiment stays as it is."""
        self.hall.leave()
        self.player.pause()
        self._drawing.end()
        self.stage.end()
        self._desk.end()
        self._host.docks.show_more(self._more)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for dialog in (self.film, self.page):
            if dialog is not None:
                dialog.shut()
        for widget in (self.bar, self.spotlight, self.film, self.page):
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.film = self.page = None
        self.left.emit()
        self.deleteLater()

    @property
    def presenting(self) -> bool:
        """Whether the window is arranged for an audience."""
        return bool(self.hall.height)

    @property
    def notes(self) -> NotesWindow | None:
        """The presenter's own window; None before it is opened."""
        return self.hall.notes

    def present(self) -> None:
        """Fills the screen for an audience, from here on, or comes back."""
        self.hall.toggle()

    def arrange(self, height: int) -> None:
        """Leaves what an audience needs; see ``Hall``."""
        self.hall.arrange(height)

    def hand_over(self) -> Talk | None:
        """Returns what goes on in another lesson; None while nothing is presented."""
        return self.hall.hand_over()

    def go_on_with(self, talk: Talk) -> None:
        """Goes on with the audience of another lesson."""
        self.hall.begin(talk)

    def follow_hand(self) -> None:
        """Shows what a hand has turned while the lesson rests, and whether it sounds."""
        self.bar.offer_sound()
        self.stage.stage.refresh()
        if self.hall.presentation is not None:
            self.hall.presentation.lens.refresh()

    def say(self, sentence: str, *, warning: bool = True) -> bool:
        """Shows a sentence on the stage. Returns whether it could: else the console says it."""
        return self.stage.say(sentence, warning=warning)

    def show_notes(self) -> None:
        """Opens the presenter's window on this screen."""
        self.hall.show_notes()

    def ask_film(self) -> None:
        """Opens the dialog for a film of this lesson; there is one."""
        anew = self.film is None
        self.film = self._asked(self.film, FilmDialog)
        if anew:
            chapters = [each for each, _ in self.player.on_stage.chapters]
            own = None if self._lesson is None else self._lesson.lesson.things
            things = things_to_film(self._host, own or ())
            self.film.offer(None if own is None else chapters, things)

    def ask_page(self) -> None:
        """Opens the dialog for a page of this lesson; there is one."""
        self.page = self._asked(self.page, PageDialog)

    def _asked(self, dialog: Asked | None, kind: type[Asked]) -> Asked:
        """Returns a dialog, opened; a new one where there is none."""
        if dialog is None:
            theme, clock = self._host.theme.name, self._host.clock
            language = "en" if self._lesson is None else self._lesson.language
            title = in_language(self.player.title, language)
            dialog = kind(title, self.source, theme, language, clock, self._window)
        dialog.show()
        dialog.raise_()
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes a presenter's keys before anything else does."""
        kind = event.type()
        if kind in _ARRANGED:
            if isinstance(watched, QWidget) and watched.window() is self._window:
                self._light_soon.start(0)
            return False
        presents = self.hall.presentation
        # A key that is somebody's shortcut comes as a question first: Space would train.
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return presents is not None and presents.takes(watched, event)
        if not isinstance(watched, QWidget) or watched.window() not in (self._window, self.notes):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        asked = kind == QEvent.Type.ShortcutOverride
        # A field is asked first: what it does not type is the lesson's, though it has the focus.
        if isinstance(watched, _TYPED_INTO) and (asked or event.key() != self._taken):
            return False
        if presents is not None and presents.choosing:
            return False
        if presents is not None and presents.takes_key(event):
            return True
        keys = {} if presents is None else presents.keys
        meant = meaning(event.key(), event.modifiers(), self.bar, keys, self.hall.begin_from)
        if meant is None:
            return False
        event.accept()
        self._taken = event.key() if asked else 0
        if not asked and (goes_on(event.key()) or not event.isAutoRepeat()):
            self.attempt(meant)
        return True

    def _arranged(self) -> None:
        """The window is arranged in another way: for a hall, or as before."""
        self.dress()
        if self.presenting:
            self._desk.hide(self.player.on_stage.hidden)
        self.refresh()
        self.presented.emit(self.presenting)

    def _light(self) -> None:
        """Puts the spotlight where the highlighted things are now."""
        lit, boxes = self.player.on_stage.highlights, list[QRect]()
        anew = lit != self._shown
        self._shown = lit  # now: what is brought into view scrolls the desk, and that lights anew
        if lit and self._window.isVisible():
            if anew:
                bring_into_view(lit, self._host)
            boxes = [box for each in lit for box in self._boxes_of(each)]
        anew = anew or bool(boxes) != bool(self.spotlight.boxes)
        self.spotlight.light(tuple(boxes), box_of(self.bar), fades=anew and self._fades)
        if self.hall.presentation is not None:
            self.hall.presentation.fit()

    def _seek(self) -> None:
        """Brings back what has gone out of view because the window is arranged in another way."""
        lit = self.player.on_stage.highlights
        gone = tuple(one for one in lit if is_cut(one, self._host) or not self._boxes_of(one))
        if gone and self._window.isVisible() and not self._seeking:
            self._seeking = True  # scrolling may show a bar, and take another one's room
            bring_into_view(gone, self._host)
            self._seeking = False
        self._light()

    def _boxes_of(self, lit: Highlight) -> list[QRect]:
        if self.stage.alone is not None and lit.kind in ("panel", "card"):
            return []  # it is all that there is: a line around it would frame the picture
        return boxes_of(lit, self._host, self.stage.stage)
