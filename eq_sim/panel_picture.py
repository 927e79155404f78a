"""A picture of one panel or card alone, for a slide: the last picture of a film of it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from eq_sim.language.spoken import ENGLISH
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.offscreen_transparent import open_film
from eq_sim.session.actions import Resume
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.recording import Done
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.still_files import image_of
from eq_sim.ui.picture_file import KINDS, png_of


def panel_picture(
    session: Session,
    path: Path,
    size: tuple[int, int],
    theme: str,
    panel: str,
    *,
    transparent: bool = False,
    check: Callable[[], None] = lambda: None,
    language: str = ENGLISH,
) -> None:
    """Writes a picture of one panel or card alone; needs no display.

    Args:
        session: what is shown.
        path: a .png, .svg or .pdf file.
        size: of the picture, in pixels.
        theme: "dark" or "light".
        panel: as lessons call it.
        transparent: whether it has no ground; of a .png file.
        check: called before the file is written; raises if it is no longer wanted.
        language: of its words.

    Raises:
        LessonError: there is no such panel or card, or it has nothing to show here.
        OSError: the file cannot be written.
    """
    here = [Done(0.0, 0.0, Resume(SavedState.of(session.state())))]
    film = open_film(
        here, size, theme, language, transparent=transparent, burned=False, panel=panel
    )
    with closing(film):
        (end,) = film.chapter_ends(check)
        if isinstance(film, OffscreenFilm):
            content = KINDS[path.suffix.lower()](film.window, session.scenario.title)
        else:
            content = png_of(image_of(end.picture, transparent=True))
    check()
    write_atomically(path, content)
