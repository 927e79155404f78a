"""A film that one sees through: its ground is gone. For slides, which have a ground of their own.

The lesson plays twice, side by side: once over black, once over white. Both come out the same, bit
for bit, but for the ground, and from both together it is known how much of it is seen where.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eq_sim.film.pictures import SAME, Picture, Same
from eq_sim.film.see_through import BLACK, WHITE, see_through
from eq_sim.film.subtitles import Caption, Chapter
from eq_sim.lessons.language.decimal_sign import DecimalSign
from eq_sim.lessons.lesson import Lesson
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.session.files.recording import Done
from eq_sim.still_files import ChapterEnd, write_stills


class TransparentFilm:
    """One lesson or recording without its ground; what it offers is as of ``OffscreenFilm``.

    Args:
        made: makes it over a ground, #rrggbb.
    """

    def __init__(self, made: Callable[[str], OffscreenFilm]) -> None:
        self._dark = made(BLACK)
        try:
            self._light = made(WHITE)
        except BaseException:
            self._dark.close()
            raise

    @property
    def subtitles(self) -> list[Caption]:
        """What was said so far, and when, with the answers of questions."""
        return self._dark.subtitles

    @property
    def chapters(self) -> list[Chapter]:
        """What began so far, and when."""
        return self._dark.chapters

    @property
    def seconds(self) -> float:
        """How long the film will be."""
        return self._dark.seconds

    @property
    def warnings(self) -> Sequence[str]:
        """What was not as it should be, a sentence each."""
        return self._dark.warnings

    def frames(
        self, fps: int, check: Callable[[], None] = lambda: None
    ) -> Iterator[Picture | Same]:
        """Yields a picture for each frame, or the word that nothing changed."""
        shown: list[Picture | Same] = [SAME, SAME]
        both = zip(self._dark.frames(fps, check), self._light.frames(fps, check), strict=True)
        for pair in both:
            if all(isinstance(each, Same) for each in pair):
                yield SAME
                continue
            shown = [
                old if isinstance(new, Same) else new for old, new in zip(shown, pair, strict=True)
            ]
            dark, light = shown
            assert not isinstance(dark, Same)
            assert not isinstance(light, Same)
            yield see_through(dark, light)

    def chapter_ends(self, check: Callable[[], None] = lambda: None) -> Iterator[ChapterEnd]:
        """Yields each chapter's picture as it stands when the chapter ends."""
        both = zip(self._dark.chapter_ends(check), self._light.chapter_ends(check), strict=True)
        for dark, light in both:
            yield ChapterEnd(dark.number, see_through(dark.picture, light.picture))

    def stills(
        self, folder: Path, name: str, check: Callable[[], None] = lambda: None
    ) -> list[Path]:
        """Writes a picture for each chapter, as it stands when the chapter ends."""
        return write_stills(self.chapter_ends(check), folder, name, transparent=True)

    def close(self) -> None:
        """Closes both windows; the language is that from before."""
        self._light.close()
        self._dark.close()


def open_film(
    what: Lesson | list[Done],
    size: tuple[int, int],
    theme: str,
    language: str = "en",
    *,
    transparent: bool = False,
    burned: bool = True,
    torn: bool = False,
    decimal: DecimalSign | None = None,
    chapter: int | None = None,
    panel: str = "",
    keys: bool = False,
) -> OffscreenFilm | TransparentFilm:
    """Returns a lesson or a recording about to begin; arguments as of ``OffscreenFilm``.

    Args:
        what: a lesson or a recording.
        size: of a picture, in pixels.
        theme: "dark" or "light".
        language: of captions and window.
        transparent: whether the pictures have no ground.
        burned: whether the pictures show the captions.
        torn: whether the end of a recording was lost.
        decimal: the decimal sign of all numbers.
        chapter: the one that is shown, from 0; None for all.
        panel: what fills the picture; empty for all that is shown.
        keys: whether a line shows what was done.

    Raises:
        LessonError: there is no such panel or card.
    """

    def over(ground: str) -> OffscreenFilm:
        return OffscreenFilm(
            what,
            size,
            theme,
            language,
            burned=burned,
            torn=torn,
            decimal=decimal,
            chapter=chapter,
            panel=panel,
            keys=keys,
            ground=ground,
        )

    return TransparentFilm(over) if transparent else over("")
