"""One lesson before an audience: on which screens, in letters of which size, with which notes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from eq_sim.lessons.player import Player
from eq_sim.lessons.show import Show
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.keys import Doing
from eq_sim.ui.lesson_view.next_pictures import NextPictures
from eq_sim.ui.lesson_view.notes import NotesWindow
from eq_sim.ui.lesson_view.presentation import Presentation
from eq_sim.ui.lesson_view.presenting import (
    STAGE_SHARE,
    TEXT_SHARE,
    Arrangement,
    Talk,
    arrange_for_hall,
)
from eq_sim.ui.lesson_view.screens import come_to, fill, two_of
from eq_sim.ui.lesson_view.stage_link import StageLink
from eq_sim.ui.style.preferences import current

_MAXIMISED = Qt.WindowState.WindowMaximized


class Hall(QObject):
    """Fills the screen with a lesson, and comes back.

    Args:
        window: where the lesson plays.
        host: the same window, as lessons know it.
        player: what plays.
        bar: its caption.
        stage: what it shows.
        source: its name or file.
        do: does what was pressed, and shows what came of it.
        arranged: called when the window is arranged in another way.

    Attributes:
        height: of the audience's screen, in logical pixels; 0 while there is no audience.
        notes: the presenter's own window; None before it is opened.
        presentation: the presenter's things; None while nothing is presented.
        talk: what goes on with the next lesson; the same.
    """

    def __init__(
        self,
        window: QMainWindow,
        host: LessonHost,
        player: Show,
        bar: LessonBar,
        stage: StageLink,
        source: str,
        do: Callable[[Doing], None],
        arranged: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._host, self._player, self._bar = window, host, player, bar
        self._stage, self._do, self._arranged = stage, do, arranged
        self.height = 0
        self.notes: NotesWindow | None = None
        self.presentation: Presentation | None = None
        self.talk: Talk | None = None
        self._by_itself = False  # whether the notes came with the second screen
        self._pictures = NextPictures(source, self)
        # A screen that has just come does not know its size yet.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.place)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._signals = application.screenAdded, application.screenRemoved
        for signal in self._signals:
            signal.connect(self._look_soon)

    def toggle(self) -> None:
        """Fills the screen for an audience, or comes back."""
        if self.height:
            self.end()
        else:
            language = self._player.language if isinstance(self._player, Player) else "en"
            self._stage.strike()  # to come back to how the desk stands, and not the stage
            before = Arrangement.of(self._window)
            self.begin(Talk(before, self._host.clock(), language))

    def begin_from(self, start: bool) -> None:
        """Fills the screen for an audience: from the beginning on, and plays, or from here."""
        if start:
            self._player.go_to(0)
            self._player.play()
        self.toggle()

    def begin(self, talk: Talk) -> None:
        """Fills the screen for an audience that may have seen another lesson before."""
        self._stage.strike()
        self.talk = talk
        if isinstance(self._player, Player) and self._player.language != talk.language:
            self._bar.speak_in(talk.language)
        self.presentation = Presentation(
            self._window, self._host, self._player, self._bar, self._do, self.toggle
        )
        self.place()

    def end(self) -> None:
        """Comes back: the window is as it was."""
        talk = self.hand_over()
        self._stage.strike()
        if talk is not None:
            talk.before.restore(self._window, self._host)
        self.height = 0
        self._host.audience.hall = False
        if self.notes is not None:
            self.notes.close()
        self._arranged()

    def hand_over(self) -> Talk | None:
        """Takes the presenter's things away, and returns what goes on in another lesson."""
        talk, self.talk = self.talk, None
        if self.presentation is not None:
            self.presentation.end()
            self.presentation = None
        if self.notes is not None:
            self.notes.set_talk(None, None, self._swap)
        return talk

    def leave(self) -> None:
        """Ends with the lesson."""
        for signal in self._signals:
            signal.disconnect(self._look_soon)
        self._soon.stop()
        if self.talk is not None:
            self.end()
        self.height = 0
        self._host.audience.hall = False
        self._pictures.end()
        if self.notes is not None:
            self.notes.hide()
            self.notes.deleteLater()
            self.notes = None
        self.deleteLater()

    def place(self) -> None:
        """Puts the audience's window on its screen and the notes on the other, if there is one."""
        talk, window = self.talk, self._window
        if talk is None:
            return
        audience, own = two_of(talk.before.screen, swapped=talk.swapped)
        fill(window, audience)
        self.arrange(audience.size().height())
        if own is not None:
            by_itself = self._by_itself or self.notes is None or not self.notes.isVisible()
            self.show_notes()
            self._by_itself = by_itself
            assert self.notes is not None
            self.notes.setWindowState(self.notes.windowState() & ~_MAXIMISED)
            come_to(self.notes, own)
            self.notes.setWindowState(self.notes.windowState() | _MAXIMISED)
            self.notes.activateWindow()  # what is typed there, the audience does not see
            return
        if self._by_itself and self.notes is not None:
            self._by_itself = False
            self.notes.hide()  # it would lie over what the audience sees
        window.activateWindow()

    def plays(self, text: str | None = None) -> None:
        """Takes up what plays from now on: pictures of anything else would be untrue.

        Args:
            text: of the lesson; None where it is that of its file.
        """
        self._pictures.play(text)

    def arrange(self, height: int) -> None:
        """Leaves what an audience needs, in letters for a hall.

        Args:
            height: of the screen, in logical pixels.
        """
        self.height = height
        self._stage.strike()
        player = self._player
        directed = isinstance(player, Player) and player.lesson.directed
        share = STAGE_SHARE if directed else TEXT_SHARE
        arrange_for_hall(self._window, self._host, height, share)
        self._arranged()

    def show_notes(self) -> None:
        """Opens the presenter's window; on this screen, where it is not moved to another."""
        self._by_itself = False
        if self.notes is None:
            self.notes = NotesWindow(
                self._player, self._bar, self._host.clock, self._pictures, self._window
            )
        self.notes.set_talk(self.talk, self.presentation, self._swap)
        self.dress_notes()
        self.notes.show()
        self._ask_pictures()
        self.notes.refresh()

    def dress_notes(self) -> None:
        """Takes up the window's colours, and words as large as the person reads them."""
        if self.notes is not None:
            look = current() if self.talk is None else self.talk.before.look
            self.notes.dress(self._host.theme, look)

    def refresh(self) -> None:
        """Shows where the lesson is."""
        if self.notes is not None and self.notes.isVisible():
            self.notes.refresh()
            self._ask_pictures()
        if self.presentation is not None:
            self.presentation.refresh()

    def _ask_pictures(self) -> None:
        """Asks for pictures as the audience will see them."""
        player = self._player
        if isinstance(player, Player):
            screen = self._window.screen().size()
            shape = screen.width() / max(1, screen.height())
            sign = "," if current().comma else "."
            self._pictures.ask(shape, self._host.theme.name, player.language, sign)

    def _swap(self) -> None:
        """Puts the audience's window on the presenter's screen, and the other way round."""
        if self.talk is not None:
            self.talk.swapped = not self.talk.swapped
            self.place()

    def _look_soon(self, *_: object) -> None:
        if self.talk is not None:
            self._soon.start(0)
