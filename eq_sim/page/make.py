"""The door: pictures and what is told of them in, a whole page in its folder or nothing out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from eq_sim.film.film import Film, check_film, make_film
from eq_sim.film.film_error import FilmCancelled
from eq_sim.film.flashes import Flashing
from eq_sim.film.part_folder import part_folder
from eq_sim.film.subtitles import TimedText, caption_spans
from eq_sim.page.about import About
from eq_sim.page.document import FONTS, ICON, document
from eq_sim.page.folder import check_folder, move_into_place, write_list
from eq_sim.page.footer import LICENCE
from eq_sim.page.page_error import PageError
from eq_sim.page.parts import Look, still_name
from eq_sim.page.telling import Part, parts_of
from eq_sim.page.watching import Pictures, Watch
from eq_sim.resources import resource

PAGE = "index.html"
"""What a browser opens."""

FILM = "film.mp4"
"""H.264 in MP4: every browser of today plays it, on computers and on telephones."""

_LOOKS = 10  # a second, where no film is made


@dataclass(frozen=True)
class Page:
    """What was made.

    Attributes:
        folder: where it stands.
        seconds: how long the film runs, or would.
        pictures: how many stills there are.
        flashing: the times in which the film flashes too often, by WCAG's measure.
    """

    folder: Path
    seconds: float
    pictures: int
    flashing: tuple[Flashing, ...]


def check_page(folder: Path, fps: int | None, size: tuple[int, int], *, force: bool) -> None:
    """Refuses what cannot be made, before anything is drawn; arguments as of ``make_page``.

    Raises:
        PageError: something else stands there.
        FilmError: a film cannot be made as asked.
    """
    try:
        check_folder(folder.resolve(), force=force)
    except OSError as error:
        raise _not_written(folder, error) from error
    if fps is not None:
        check_film(Path(FILM), fps, size, None)


def frames_of(pictures: Pictures, fps: int | None) -> int:
    """Returns how many pictures a page is made from; arguments as of ``make_page``."""
    return round(pictures.seconds * (fps or _LOOKS))


def make_page(
    pictures: Pictures,
    about: About,
    folder: Path,
    *,
    fps: int | None,
    size: tuple[int, int],
    notes: bool = False,
    force: bool = False,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Page:
    """Makes a page. Replaces one that stood there, which nobody has changed.

    Args:
        pictures: what draws it, without captions; its language is the one that is spoken.
        about: what is told.
        folder: of the page.
        fps: of the film, frames a second; None for a page without one.
        size: of a picture.
        notes: whether a presenter's notes are shown.
        force: a page that somebody has changed is replaced, too.
        progress: called with the number of pictures drawn.
        cancelled: asked as often as that; "yes" gives it up.

    Returns:
        What was made.

    Raises:
        PageError: it cannot be written. Nothing is left behind, as with all that follow.
        FilmError: its film cannot be made.
        FilmCancelled: as was wished.
        Exception: what the pictures raise.
    """
    check_page(folder, fps, size, force=force)
    folder = folder.resolve()  # a link stays a link: what it leads to is replaced
    watch = Watch(pictures, fps or _LOOKS, about.language)
    try:
        with part_folder(folder) as room:
            made = room / "page"
            made.mkdir()
            film = None
            if fps is not None:
                film = make_film(
                    watch.frames(),
                    made / FILM,
                    fps=fps,
                    size=size,
                    captions=watch.captions,
                    chapters=pictures.chapters,
                    language=about.language,
                    title=about.title,
                    progress=progress,
                    cancelled=cancelled,
                )
            else:
                _only_watch(watch, progress, cancelled)
            parts = parts_of(watch, pictures.captions, pictures.chapters, about.language)
            length = film.seconds if film is not None else pictures.seconds
            cues = caption_spans(watch.captions, round(1000 * length))
            look = Look(film is not None, notes, size)
            _write(made, about, parts, cues, film, look)
            check_folder(folder, force=force)  # somebody may have been there meanwhile
            move_into_place(made, folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    stills = sum(1 for part in parts if part.still)
    return Page(folder, length, stills, film.flashing if film is not None else ())


def _only_watch(
    watch: Watch, progress: Callable[[int], None], cancelled: Callable[[], bool]
) -> None:
    for count, _ in enumerate(watch.frames(), start=1):
        progress(count)
        if cancelled():
            raise FilmCancelled("The page was cancelled.")


def _write(
    made: Path,
    about: About,
    parts: tuple[Part, ...],
    cues: list[TimedText],
    film: Film | None,
    look: Look,
) -> None:
    """Writes all that stands beside the film into the folder, and the list of it."""
    for part in parts:
        if part.still:
            (made / still_name(part.number)).write_bytes(part.still)
    (made / "fonts").mkdir()
    for name in (*FONTS, LICENCE):
        copyfile(resource("fonts", name), made / "fonts" / name)
    copyfile(resource("desktop", ICON), made / ICON)
    text = document(about, parts, cues, film, look)
    (made / PAGE).write_text(text, encoding="utf-8", newline="\n")
    write_list(made)


def _not_written(folder: Path, error: OSError) -> PageError:
    reason = error.strerror or str(error)
    return PageError("{path} cannot be written: {reason}.", path=folder, reason=reason)
