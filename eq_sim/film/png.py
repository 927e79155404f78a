"""A film as a folder of PNG pictures: what can be had without PyAV. The standard library alone."""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from eq_sim.film.pictures import Picture, Same

_RGB, _RGBA = (2, (2, 1, 0)), (6, (2, 1, 0, 3))  # PNG's number of it, and the bytes in its order


def png(picture: Picture, *, transparent: bool = False) -> bytes:
    """Returns a picture as the bytes of a PNG file.

    Args:
        picture: blue, green, red, and unused or how opaque.
        transparent: whether one sees through it.
    """
    height, width = picture.shape[:2]
    kind, order = _RGBA if transparent else _RGB
    # A row begins with the number of its filter; 0, none, suits flat colours.
    rows = b"".join(b"\0" + row[:, order].tobytes() for row in picture)
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 5))
        + _chunk(b"IEND", b"")
    )


class PngEncoder:
    """Records a numbered picture per frame; frames that are the same are written again.

    Args:
        folder: made here.
        stem: what each name begins with.
        transparent: whether one sees through the pictures.
    """

    def __init__(self, folder: Path, stem: str, *, transparent: bool = False) -> None:
        folder.mkdir()
        self._folder = folder
        self._stem = stem
        self._transparent = transparent
        self._count = 0
        self._content = b""

    def add(self, picture: Picture | Same) -> None:
        """Writes the next file."""
        if not isinstance(picture, Same):
            self._content = png(picture, transparent=self._transparent)
        name = frame_name(self._stem, self._count)
        (self._folder / name).write_bytes(self._content)
        self._count += 1

    def finish(self, check: Callable[[], None]) -> None:
        """There is nothing left to write."""

    def close(self) -> None:
        """There is nothing open."""


def frame_name(stem: str, index: int) -> str:
    """Returns the name of a frame's file; names sort as frames do."""
    return f"{stem}-{index:06d}.png"


def is_frame_name(name: str, stem: str) -> bool:
    """Says whether ``frame_name`` makes such a name."""
    return re.fullmatch(re.escape(stem) + r"-\d{6,}\.png", name) is not None


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
