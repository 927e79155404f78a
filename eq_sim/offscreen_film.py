"""A lesson as pictures: the very window that a hall sees, in simulated time, without a display.

Qt paints what has changed into the window's own memory, and only that; a frame is a look at this
memory. So a frame in which nothing moves costs next to nothing.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from eq_sim.app import build, make_application
from eq_sim.film.pictures import SAME, Picture, Same, equal
from eq_sim.film.subtitles import Chapter, Speech
from eq_sim.language.tr import tr
from eq_sim.lessons.chapters import chapter_span
from eq_sim.lessons.language.caption_lines import lines
from eq_sim.lessons.language.decimal_sign import DecimalSign, sign_of
from eq_sim.lessons.lately_done import LatelyDone
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.one_thing import OneThing
from eq_sim.lessons.playback import Playback
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import Show
from eq_sim.lessons.staging import Staged
from eq_sim.lessons.what_is_said import answers_below
from eq_sim.session.files.recording import Done
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.still_files import ChapterEnd, image_of, write_stills
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.picture_file import png_of
from eq_sim.ui.style.preferences import Preferences, current, use
from eq_sim.ui.style.qt_words import speak_qt
from eq_sim.ui.window.main_window import MainWindow

_ROUNDS = 3  # of painting and events, until new panels are laid out
_LOOK = TICKS // 10  # between looks at whether it is still wanted
REST: Final = 2.0
"""Seconds that the last picture stays."""


def prepare_qt() -> None:
    """Asks for pictures without a display, in pixels of their own; before Qt has begun."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = "1"
    os.environ["QT_FONT_DPI"] = "96"


def silence_qt() -> None:
    """Keeps what Qt says of a missing screen out of a command's messages."""
    qInstallMessageHandler(_listen)


def _listen(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Passes on what Qt has to say, but for what a platform without a screen cannot do."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


class OffscreenFilm:
    """One lesson in a window that nobody sees.

    Args:
        what: a lesson, whose questions answer themselves, or a recording.
        size: of a picture, in pixels.
        theme: "dark" or "light".
        language: of the captions, and of all that is in the picture; where the program does not
            speak it, that is English. What was spoken before comes back with ``close``.
        burned: whether the pictures show the captions; of a recording, what was done and its keys.
        torn: whether the end of a recording was lost.
        decimal: the decimal sign of all numbers, in captions and panels; that of the language by
            itself.
        chapter: of a lesson, the one that is shown, from 0; what came before happens unseen. None
            for all of it.
        panel: a panel or a card that fills the picture, as lessons call it; empty for all that is
            shown.
        keys: of a lesson, whether a line below the caption shows what was done, and its keys.
        ground: what all stands on, as #rrggbb; empty for the theme's own.

    Raises:
        LessonError: there is no such panel or card, or it cannot be shown there.

    Attributes:
        captions: what was said so far, and when.
        subtitles: the same, with the answers below each question.
        chapters: what began so far, and when.
    """

    def __init__(
        self,
        what: Lesson | list[Done],
        size: tuple[int, int],
        theme: str,
        language: str = "en",
        *,
        burned: bool = True,
        torn: bool = False,
        decimal: DecimalSign | None = None,
        chapter: int | None = None,
        panel: str = "",
        keys: bool = False,
        ground: str = "",
    ) -> None:
        prepare_qt()
        make_application()
        self._before = current()
        sign = "comma" if (decimal or sign_of(language)) == "," else "point"
        looks = Preferences(theme=theme, language=language, decimal=sign, ground=ground)
        try:
            self._open(what, size, looks, burned=burned, torn=torn)
        except BaseException:
            self._speak_as_before()
            raise
        self._size, self._language = size, language
        self._start, self._end = 0, self.player.length
        if isinstance(what, Lesson):
            self._start, self._end = chapter_span(what, chapter)
        self._chapter = chapter
        session = self._window.session
        if keys:
            self._view.bar.show_done(LatelyDone(session, lambda: self.player.tick))
        if panel:
            try:
                self._view.stage.alone = OneThing(panel, session)
            except LessonError:
                self.close()
                raise
        self._speech, self._subtitles = Speech(), Speech()
        self.captions, self.subtitles = self._speech.captions, self._subtitles.captions
        self.chapters: list[Chapter] = []
        self._begun: int | None = None
        self._last: Picture | None = None
        self._shown: tuple[int, Staged | None] = -1, None

    def _open(
        self,
        what: Lesson | list[Done],
        size: tuple[int, int],
        looks: Preferences,
        *,
        burned: bool,
        torn: bool,
    ) -> None:
        """Makes the window, in which the lesson or the recording is about to begin."""
        session = what.session() if isinstance(what, Lesson) else Session(load_scenario("ring"))
        self._app = build(session, looks.theme, None, executor=None, looks=looks)
        self._app.stop_clock()
        window = self._window = self._app.window
        window.moves = False
        window.fit()
        window.setMinimumSize(16, 16)
        window.resize(*size)
        window.docks.show_more(False)
        window.show()
        QApplication.processEvents()
        if isinstance(what, Lesson):
            self._view = window.open_lesson(what, looks.language, auto=True)
        else:
            self._view = window.open_show(
                lambda: Playback(session, what, tr("Recording"), torn=torn), ""
            )
        self.player: Show = self._view.player
        self._view.arrange(size[1])
        if not burned:
            self._view.bar.hide()

    @property
    def view(self) -> LessonView:
        """What is played, in its window."""
        return self._view

    @property
    def window(self) -> MainWindow:
        """The window that nobody sees."""
        return self._window

    @property
    def seconds(self) -> float:
        """How long the film will be."""
        return (self._end - self._start) / TICKS + REST

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not as it should be, a sentence each."""
        alone = self._view.stage.alone
        missing = alone.missing if alone is not None else ""
        return tuple(each for each in (self.player.on_stage.warning, missing) if each)

    def frames(
        self, fps: int, check: Callable[[], None] = lambda: None
    ) -> Iterator[Picture | Same]:
        """Yields a picture for each frame, or the word that nothing changed.

        Args:
            fps: frames a second; it divides 600.
            check: called many times a second before the first; raises if it is no longer wanted.

        Raises:
            LessonError: the one panel or card that is wanted cannot be shown where it begins.
        """
        player = self.player
        player.play()
        self._skip_to(self._start, check)
        frame = 0
        while player.tick < self._end and not player.finished:
            yield self._frame(frame / fps)
            self._advance(min(TICKS // fps, self._end - player.tick))
            frame += 1
        for rest in range(round(REST * fps)):
            yield self._frame((frame + rest) / fps)
            self._window.console.speaking.advance(1 / fps)
            self._view.fade(1 / fps)
        for speech in (self._speech, self._subtitles):
            speech.say("", (frame + round(REST * fps)) / fps)

    def chapter_ends(self, check: Callable[[], None] = lambda: None) -> Iterator[ChapterEnd]:
        """Yields each chapter's picture as it stands when the chapter ends.

        Args:
            check: called many times a second; raises if the pictures are no longer wanted.

        Raises:
            LessonError: the one panel or card that is wanted cannot be shown.
        """
        player = self.player
        chapters = player.on_stage.chapters
        ends = [start - 1 for _, start in chapters[1:]] + [player.length]
        for place, end in enumerate(ends):
            if self._chapter is not None and place != self._chapter:
                continue
            yield ChapterEnd(place + 1, self._at_rest(end, check))

    def stills(
        self, folder: Path, name: str, check: Callable[[], None] = lambda: None
    ) -> list[Path]:
        """Writes a picture for each chapter, as it stands when the chapter ends.

        Args:
            folder: where to; it is made where it is missing.
            name: what the files' names begin with.
            check: called many times a second; raises if the pictures are no longer wanted.

        Returns:
            The files, in order.

        Raises:
            OSError: one cannot be written.
        """
        return write_stills(self.chapter_ends(check), folder, name)

    def pictures_at(
        self, ticks: Iterable[int], check: Callable[[], None] = lambda: None
    ) -> Iterator[bytes]:
        """Yields a PNG picture of each of some moments, at rest.

        Args:
            ticks: the moments, one after the other.
            check: called many times a second; raises if the pictures are no longer wanted.
        """
        for tick in ticks:
            yield png_of(image_of(self._at_rest(tick, check), transparent=False))

    def run_to(self, tick: int) -> None:
        """Goes on to a tick of what is played, and shows what is seen there."""
        player = self.player
        player.play()
        while player.tick < tick and not player.finished:
            self._advance(min(_LOOK, tick - player.tick))
        for _ in range(_ROUNDS):
            self._paint()

    def close(self) -> None:
        """Closes the window, and gives back all its memory: another lesson may follow.

        The language is that from before, too.
        """
        self._window.close()
        self._window.deleteLater()
        self._app.deleteLater()
        # Without a running loop of events nobody else lets go of what is to be deleted later.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        self._speak_as_before()

    def _speak_as_before(self) -> None:
        use(self._before)
        speak_qt(self._before.spoken)

    def _at_rest(self, tick: int, check: Callable[[], None]) -> Picture:
        """Goes on to a tick; returns the picture there, when nothing glides any more."""
        self.player.play()
        self._skip_to(tick, check)
        self.player.pause()
        self._window.phases.settle()
        self._view.settle()
        for _ in range(_ROUNDS):
            self._paint()
        return self._pixels().copy()

    def _skip_to(self, tick: int, check: Callable[[], None]) -> None:
        """Lets what comes before a tick happen unseen; what was on its way has come there."""
        player = self.player
        while player.tick < tick and not player.finished:
            self._advance(min(_LOOK, tick - player.tick))
            self._window.phases.refresh()
            check()
        if tick:
            self._window.phases.settle()
            self._view.settle()
        if self._view.stage.alone is not None:
            self._view.stage.alone.check()

    def _advance(self, ticks: int) -> None:
        """Lets simulated time pass for what is played, and for what goes away by itself."""
        self.player.advance(ticks)
        self._window.console.speaking.advance(ticks / TICKS)
        self._view.follow_stage()  # what is on stage draws where a knob has been
        self._window.phases.advance(ticks / TICKS)
        self._view.fade(ticks / TICKS)

    def _frame(self, second: float) -> Picture | Same:
        stage = self.player.on_stage
        if stage.chapter is not None and stage.chapter != self._begun:
            self._begun = stage.chapter
            self.chapters.append(Chapter(second, stage.chapters[stage.chapter][0]))
        self._paint()
        said = "\n".join(lines(self._view.bar.caption.text))
        self._speech.say(said, second)
        if stage.question is not None:
            said += f"\n{answers_below(stage.question, self._language)}".rstrip()
        self._subtitles.say(said, second)
        picture = self._pixels()
        if self._last is not None and equal(picture, self._last):
            return SAME
        self._last = picture.copy()
        self._last.flags.writeable = False  # so that nobody needs a copy of his own
        return self._last

    def _paint(self) -> None:
        """Paints what has changed; another network or stage needs a few rounds for it."""
        shown = self._window.session.structure, self.player.on_stage.staged
        settled = shown == self._shown
        self._shown = shown
        self._round()
        if not settled:
            # Qt leaves a panel as wide as it was, now and then, until something else changes.
            for width in (self._size[0] + 1, self._size[0]):
                self._window.resize(width, self._size[1])
                for _ in range(_ROUNDS):
                    self._round()

    def _round(self) -> None:
        self._window.refresh()
        self._view.refresh()
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    def _image(self) -> QImage:
        """Returns the window's own memory."""
        image = self._window.backingStore().paintDevice()
        assert isinstance(image, QImage)
        return image

    def _pixels(self) -> Picture:
        image = self._image()
        width, height = self._size
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:height, : 4 * width].reshape(height, width, 4)
