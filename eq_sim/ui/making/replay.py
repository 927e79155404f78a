"""A draft replayed in the program's window: there it is a lesson like any other."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.making.read_through import ReadThrough
from eq_sim.lessons.player import Player
from eq_sim.session.change import EVERYTHING
from eq_sim.session.errors import EqSimError
from eq_sim.ui.making.desk import MakingDesk

if TYPE_CHECKING:
    from eq_sim.ui.lesson_view.lesson_view import LessonView
    from eq_sim.ui.window.main_window import MainWindow


class Replay:
    """Plays what lies on a desk in a window.

    Args:
        window: where it plays.
        desk: what is played.
        presented: is told whether an audience looks on.

    Attributes:
        failure: why it cannot be played, a sentence; empty where it can.
    """

    def __init__(
        self, window: "MainWindow", desk: MakingDesk, presented: Callable[[bool], object]
    ) -> None:
        self._window, self._desk, self._presented = window, desk, presented
        self._view: LessonView | None = None
        self._lesson: Lesson | None = None
        self.failure = ""

    @property
    def player(self) -> Player | None:
        """What plays the draft; None while the window shows something else."""
        view = self._view
        if view is None or self._window.show_now is not view:
            return None
        return view.player if isinstance(view.player, Player) else None

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        player = self.player
        return player is not None and player.playing

    @property
    def seen(self) -> tuple[object, ...]:
        """What is on screen, as a value: as long as it is the same, so is the picture."""
        player, session = self.player, self._window.session
        tick = None if player is None else (player.tick, player.caption)
        view = self._window.show_now
        bar = None if view is None else (view.bar.isVisible(), view.bar.height(), view.presenting)
        return tick, bar, session.changes.count(EVERYTHING), session.structure

    def show(self, read: ReadThrough, number: int) -> None:
        """Shows an entry as it is when it is over; one that is cut away, where it would begin.

        Args:
            read: the draft, as it was read through.
            number: of the entry.
        """
        player = self._opened(read)
        if player is not None:
            draft = self._desk.draft
            start, end = read.ticks.get(number, (0, 0))
            if draft.place_of(number) >= draft.last:
                start = end = player.length
            self._attempt(lambda: player.go_to(max(start, end - 1)))

    def play_from(self, read: ReadThrough, number: int) -> None:
        """Plays on from where an entry begins."""
        player = self._opened(read)
        if player is not None:
            start, _ = read.ticks.get(number, (0, 0))
            self._attempt(lambda: player.go_to(start))
            self._attempt(player.play)

    def toggle(self, read: ReadThrough) -> None:
        """Rests, or plays on; from the beginning where it is at the end."""
        player = self._opened(read)
        if player is not None and player.playing:
            self._attempt(player.pause)
        elif player is not None:
            if player.finished:
                self._attempt(lambda: player.go_to(0))
            self._attempt(player.play)

    def pause(self) -> None:
        """Rests."""
        player = self.player
        if player is not None and player.playing:
            self._attempt(player.pause)

    def present(self, read: ReadThrough, *, start: bool) -> None:
        """Fills the screen for an audience: from the beginning on, and plays, or from here."""
        if self._opened(read) is not None and self._view is not None:
            hall = self._view.hall
            self._attempt(lambda: hall.begin_from(start))

    def film(self, read: ReadThrough) -> None:
        """Opens the dialog for a film of the lesson, which is in its file."""
        if view := self._of_file(read):
            view.ask_film()

    def page(self, read: ReadThrough) -> None:
        """Opens the dialog for a page of the lesson, likewise."""
        if view := self._of_file(read):
            view.ask_page()

    def _of_file(self, read: ReadThrough) -> "LessonView | None":
        """Returns what shows the lesson as it is in its file; None where it cannot be played."""
        self._lesson = None  # taken up anew, for it may have been in no file before
        return self._view if self._opened(read) is not None else None

    def _opened(self, read: ReadThrough) -> Player | None:
        """Returns what plays the draft as it was read; None where it cannot be played."""
        if read.lesson is not None and (self.player is None or read.lesson is not self._lesson):
            self._open(read.lesson)
        return self.player

    def _open(self, lesson: Lesson) -> None:
        window = self._window
        desk = self._desk  # what is only partly in a file is in none
        source = "" if desk.path is None or desk.unsaved else str(desk.path)
        self.failure, self._lesson = "", lesson
        try:
            if self.player is not None and self._view is not None:
                self._view.leave()
                self._view = window.go_on_with(Player(window.session, lesson), source)
            else:
                self._view = window.open_show(lambda: Player(window.session, lesson), source)
        except EqSimError as error:
            self.failure = str(error)
        else:
            self._view.hall.plays(desk.script.text)
            self._view.presented.connect(self._presented)

    def _attempt(self, what: Callable[[], object]) -> None:
        if self._view is not None:
            self._view.attempt(what)
