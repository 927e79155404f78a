"""Moves a finished film and its text files to their places, all of them whole."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from eq_sim.film.film_error import FilmError
from eq_sim.film.png import is_frame_name

TEXTS = (".srt", ".vtt", ".chapters.txt")
"""What the names of the texts beside a film end with."""


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
            raise FilmError(
                "The folder {name} holds other files; choose another name.", name=target.name
            )
    elif folder and target.exists():
        raise FilmError(
            "{name} is a file; choose another name for the folder of pictures.", name=target.name
        )
    elif target.exists() and not target.is_file():
        raise FilmError(
            "{name} is no ordinary file; choose another name for the film.", name=target.name
        )


def check_texts(target: Path, texts: Iterable[Path]) -> None:
    """Refuses to take the place of captions that somebody wrote beside a film.

    Those that came with a film have its time of change, to the nanosecond: ``move_into_place``
    sees to that. A hand that changes one, or makes one, changes the time.

    Args:
        target: where the film stands, or will.
        texts: where the texts beside it will stand.

    Raises:
        FilmError: one of them is not from the film that stands there.
    """
    made = target.stat().st_mtime_ns if target.exists() else None
    for text in texts:
        if text.exists() and text.stat().st_mtime_ns != made:
            raise FilmError(
                "{name} did not come with an earlier film of that name: choose another name, "
                "or replace it with --force.",
                name=text.name,
            )


def move_into_place(made: Path, target: Path, texts: dict[Path, str]) -> tuple[Path, ...]:
    """Moves a film to its place, after the texts beside it; all of them, or none.

    Args:
        made: the film, in a folder for temporary files on the same disk.
        target: where it belongs; a film that stood there is replaced.
        texts: the content of each file beside it. Empty ones are left out, and what stood there
            goes with its film: ``check_texts`` was asked, or is not to be.

    Returns:
        The files beside the film.

    Raises:
        OSError: a file cannot be written or moved; what stood there stands there still.
    """
    aside = made.parent
    ready: dict[Path, Path] = {}
    kept: dict[Path, Path] = {}
    for number, (place, text) in enumerate(texts.items()):
        if text:
            ready[place] = aside / f"beside{number}"
            ready[place].write_text(text, encoding="utf-8", newline="\n")
            _sync(ready[place])
        if place.is_file():
            kept[place] = aside / f"kept{number}"
            shutil.copy2(place, kept[place])  # with its time, which is its seal
    if made.is_file():
        _sync(made)
    before = aside / "replaced"
    try:
        for place in texts:
            if place in ready:
                ready[place].replace(place)
            elif place in kept:
                place.unlink()
        if target.is_dir():
            # A folder cannot be replaced in one go; the old pictures go with the temporary files.
            target.replace(before)
        made.replace(target)
    except OSError:
        with suppress(OSError):
            if before.exists():
                before.replace(target)
        for place in texts:
            with suppress(OSError):
                if place in kept:
                    kept[place].replace(place)
                elif place in ready and not ready[place].exists():
                    place.unlink()
        raise
    with suppress(OSError):  # without the seal they are asked about, no more
        changed = target.stat().st_mtime_ns
        for place in ready:
            os.utime(place, ns=(changed, changed))
    return tuple(ready)


def _sync(file: Path) -> None:
    """Waits until a file is on the disk: some disks say only then that they are full."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
