"""Several lessons as the pictures of one film: before each a card with its title and its idea."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtGui import QImage

from eq_sim.app import make_application
from eq_sim.film.pictures import SAME, Picture, Same
from eq_sim.film.see_through import BLACK, WHITE, see_through
from eq_sim.film.subtitles import Caption, Chapter
from eq_sim.lessons.language.decimal_sign import DecimalSign, sign_of, with_sign
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError, StepError
from eq_sim.offscreen_film import REST, OffscreenFilm, prepare_qt
from eq_sim.offscreen_transparent import TransparentFilm, open_film
from eq_sim.session.errors import EqSimError
from eq_sim.ui.style.theme import theme_for
from eq_sim.ui.title_card import TitleCard


class OffscreenCourse:
    """Lessons one after the other, each in a window of its own that is gone before the next.

    Args:
        lessons: in the order in which they are shown.
        size: of a picture, in pixels.
        theme: "dark" or "light".
        language: of the captions, the cards and all that is in the pictures; see ``OffscreenFilm``.
        burned: whether the pictures show the captions.
        decimal: the decimal sign of all numbers; that of the language by itself.
        panel: a panel or a card that fills the picture; empty for all that is shown.
        keys: whether a line below the caption shows what was done, and its keys.
        transparent: whether the pictures have no ground.

    Attributes:
        subtitles: what was said so far, and when, with the answers of questions.
        chapters: what began so far, and when: each lesson, and its own chapters under its number.
        warnings: what was not as it should be so far, a sentence each.
    """

    def __init__(
        self,
        lessons: Sequence[Lesson],
        size: tuple[int, int],
        theme: str,
        language: str = "en",
        *,
        burned: bool = True,
        decimal: DecimalSign | None = None,
        panel: str = "",
        keys: bool = False,
        transparent: bool = False,
    ) -> None:
        prepare_qt()
        make_application()
        self._lessons = tuple(lessons)
        self._size, self._theme, self._language = size, theme, language
        self._burned, self._decimal = burned, decimal
        self._panel, self._keys, self._transparent = panel, keys, transparent
        self._cards = [
            TitleCard(number, len(self._lessons), self._in(each.title), self._in(each.idea))
            for number, each in enumerate(self._lessons, start=1)
        ]
        self._open: OffscreenFilm | TransparentFilm | None = None
        self.subtitles: list[Caption] = []
        self.chapters: list[Chapter] = []
        self.warnings: list[str] = []

    @property
    def seconds(self) -> float:
        """How long the film will be."""
        of_cards = sum(card.seconds for card in self._cards)
        return of_cards + sum(lesson.seconds + REST for lesson in self._lessons)

    def frames(
        self, fps: int, check: Callable[[], None] = lambda: None
    ) -> Iterator[Picture | Same]:
        """Yields a picture for each frame, or the word that nothing changed.

        Args:
            fps: frames a second; it divides 600.
            check: called many times a second before a lesson's first; raises if no longer wanted.

        Raises:
            LessonError: a step of a lesson cannot be done; names the lesson.
        """
        frame = 0
        for lesson, card in zip(self._lessons, self._cards, strict=True):
            self.chapters.append(Chapter(frame / fps, f"{card.number}. {card.title}"))
            for picture in self._frames_of_card(card, fps):
                yield picture
                frame += 1
            try:
                for picture in self._frames_of_lesson(lesson, card.number, frame / fps, fps, check):
                    yield picture
                    frame += 1
            except StepError:
                raise  # which says of which lesson
            except EqSimError as error:
                raise LessonError("{name}: {why}", name=lesson.name, why=error) from error
            finally:
                self.close()

    def close(self) -> None:
        """Closes the window of the lesson that is open, if one is."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _in(self, spoken: dict[str, str]) -> str:
        language = self._language if self._language in spoken else next(iter(spoken))
        sign = self._decimal or sign_of(self._language)
        return with_sign(spoken[language], language, sign)

    def _frames_of_card(self, card: TitleCard, fps: int) -> Iterator[Picture | Same]:
        theme = theme_for(self._theme)
        if self._transparent:
            over = [replace(theme, window=ground, panel=ground) for ground in (BLACK, WHITE)]
            yield see_through(*(_pixels(card.image(self._size, each)) for each in over))
        else:
            yield _pixels(card.image(self._size, theme))
        for _ in range(1, round(card.seconds * fps)):
            yield SAME

    def _frames_of_lesson(
        self,
        lesson: Lesson,
        number: int,
        start: float,
        fps: int,
        check: Callable[[], None],
    ) -> Iterator[Picture | Same]:
        film = self._open = open_film(
            lesson,
            self._size,
            self._theme,
            self._language,
            transparent=self._transparent,
            burned=self._burned,
            decimal=self._decimal,
            panel=self._panel,
            keys=self._keys,
        )
        yield from film.frames(fps, check)
        self.subtitles += (
            Caption(start + each.start, start + each.end, each.text) for each in film.subtitles
        )
        self.chapters += (
            Chapter(start + each.start, f"{number}.{place} {each.title}")
            for place, each in enumerate(film.chapters, start=1)
        )
        self.warnings += (f"{lesson.name}: {each}" for each in film.warnings)


def _pixels(image: QImage) -> Picture:
    rows = np.frombuffer(image.constBits(), np.uint8)
    return rows.reshape(image.height(), image.width(), 4).copy()
