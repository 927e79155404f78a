"""Moves a finished film and its text files to their places, all of them whole."""

import os
from pathlib import Path

from eq_sim.film.film_error import FilmError
from eq_sim.film.png import is_frame_name


def check_target(target: Path, *, folder: bool) -> None:
    """Refuses, before anything is drawn, to take the place of what is not a film.

    Args:
        target: where the film will stand.
        folder: whether it is a folder of pictures.

    Raises:
        FilmError: something else stands there.
    """
    if target.is_dir():
        if not folder:
            raise FilmError(
                "{name} is a folder; choose another name for the film.", name=target.name
            )
        if not all(is_frame_name(each.name, target.name) for each in target.iterdir()):
            raise FilmError(f"The folder {target.name} holds other files; choose another name.")
    elif folder and target.exists():
        raise FilmError(
            "{name} is a file; choose another name for the folder of pictures.", name=target.name
        )


def move_into_place(made: Path, target: Path, texts: dict[Path, str]) -> tuple[Path, ...]:
    """Moves a film to its place, after the texts beside it.

    Args:
        made: the film, in a folder for temporary files on the same disk.
        target: where it belongs; a film that stood there is replaced.
        texts: the content of each file beside it; empty ones are left out.

    Returns:
        The files beside the film.

    Raises:
        OSError: a file cannot be written or moved.
    """
    wanted = {place: text for place, text in texts.items() if text}
    ready = {place: made.parent / f"beside{number}" for number, place in enumerate(wanted)}
    for place, text in wanted.items():
        ready[place].write_text(text, encoding="utf-8", newline="\n")
        _sync(ready[place])
    if made.is_file():
        _sync(made)
    if target.is_dir():
        # A folder cannot be replaced in one go; the old pictures go with the temporary files.
        target.replace(made.parent / "replaced")
    for place, file in ready.items():
        file.replace(place)
    made.replace(target)
    return tuple(wanted)


def _sync(file: Path) -> None:
    """Waits until a file is on the disk: some disks say only then that they are full."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
