"""A film as a folder of PNG pictures: what can be had without PyAV. The standard library alone."""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from eq_sim.film.pictures import Picture, Same


def png(picture: Picture) -> bytes:
    """Returns a picture (blue, green, red, unused) as the bytes of a PNG file."""
    height, width = picture.shape[:2]
    # A row begins with the number of its filter; 0, none, suits flat colours.
    rows = b"".join(b"\0" + row[:, 2::-1].tobytes() for row in picture)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
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
    """

    def __init__(self, folder: Path, stem: str) -> None:
        folder.mkdir()
        self._folder = folder
        self._stem = stem
        self._count = 0
        self._content = b""

    def add(self, picture: Picture | Same) -> None:
        """Writes the next file."""
        if not isinstance(picture, Same):
            self._content = png(picture)
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
