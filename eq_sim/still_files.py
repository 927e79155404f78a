"""A lesson's stills: a picture for each chapter, as files, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from eq_sim.film.pictures import Picture
from eq_sim.session.files.atomic import write_atomically
from eq_sim.ui.picture_file import png_of


@dataclass(frozen=True)
class ChapterEnd:
    """How a chapter looks when it ends.

    Attributes:
        number: of the chapter, from 1.
        picture: blue, green, red, and how opaque where one sees through it.
    """

    number: int
    picture: Picture


def write_stills(
    ends: Iterable[ChapterEnd], folder: Path, name: str, *, transparent: bool = False
) -> list[Path]:
    """Writes pictures of chapters, once all of them are there.

    Args:
        ends: how each chapter ends.
        folder: where to; it is made where it is missing.
        name: what the files' names begin with.
        transparent: whether one sees through them.

    Returns:
        The files, in order.

    Raises:
        OSError: one cannot be written.
    """
    made = {
        folder / f"{name}-{each.number}.png": png_of(
            image_of(each.picture, transparent=transparent)
        )
        for each in ends
    }
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        write_atomically(path, content)
    return list(made)


def image_of(picture: Picture, *, transparent: bool) -> QImage:
    """Returns a picture as Qt has it; the picture must live as long."""
    height, width = picture.shape[:2]
    kinds = QImage.Format
    kind = kinds.Format_ARGB32 if transparent else kinds.Format_RGB32
    return QImage(picture.data, width, height, 4 * width, kind)
