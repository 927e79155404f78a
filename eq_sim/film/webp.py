"""Encodes pictures as animated WebP without loss: each frame a patch of what changed. Needs PyAV.

FFmpeg's own encoder of animations keeps all of them in memory until the end, and guesses how long
the last frame lasts; the container is simple enough to write it as the pictures come.
"""

import contextlib
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from eq_sim.film.pictures import Picture, Same

_ALPHA, _ANIMATED = 0x10, 0x02  # flags of a file
_OVER, _INSTEAD = 0x00, 0x02  # a frame is laid over what is there, or takes its place


class WebpEncoder:
    """Writes a patch per frame that changed; what did not change in it is transparent.

    In a film that one sees through a patch takes the place of what is there, all of it. A frame
    that is the same as the one before lengthens it.

    Args:
        film: the file that is wanted.
        fps: frames a second.
        size: width and height.
        transparent: whether one sees through the pictures.
    """

    def __init__(
        self, film: Path, fps: int, size: tuple[int, int], *, transparent: bool = False
    ) -> None:
        self._transparent = transparent
        self._fps = fps
        self._size = size
        self._file = film.open("wb")
        self._file.write(_riff(0))
        width, height = size
        canvas = bytes([_ALPHA | _ANIMATED, 0, 0, 0]) + _u24(width - 1) + _u24(height - 1)
        self._file.write(_chunk(b"VP8X", canvas))
        self._file.write(_chunk(b"ANIM", bytes(4) + struct.pack("<H", 0)))  # again and again
        self._shown: NDArray[np.uint32] | None = None
        self._patch = b""  # waits until it is known how long it lasts
        self._place = b""
        self._count = self._since = 0

    def add(self, picture: Picture | Same) -> None:
        """Takes the next frame."""
        if not isinstance(picture, Same):
            self._change(picture)
        self._count += 1

    def finish(self, check: Callable[[], None]) -> None:
        """Writes the last patch, and the file's length at its start."""
        self._write_patch()
        length = self._file.tell()
        self._file.seek(0)
        self._file.write(_riff(length - 8))
        self._file.close()

    def close(self) -> None:
        """Lets go of the file."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _change(self, picture: Picture) -> None:
        height, width = picture.shape[:2]
        pixels: NDArray[np.uint32] = picture.view(np.uint32)[..., 0]
        if not self._transparent:
            pixels = pixels | np.uint32(0xFF000000)
        if self._shown is None:
            left, top, patch = 0, 0, pixels
        else:
            changed = pixels != self._shown
            rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
            if not rows.size:
                return
            # A patch begins at even places: the file counts them in twos.
            left, top = int(columns[0]) & ~1, int(rows[0]) & ~1
            here = np.s_[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
            patch = pixels[here]
            if not self._transparent:
                patch = np.where(changed[here], patch, np.uint32(0))
            self._write_patch()
        self._shown = pixels
        height, width = patch.shape
        self._place = _u24(left // 2) + _u24(top // 2) + _u24(width - 1) + _u24(height - 1)
        self._patch = _still(patch)
        self._since = self._count

    def _write_patch(self) -> None:
        way = _INSTEAD if self._transparent else _OVER
        end, start = (1000 * Fraction(count, self._fps) for count in (self._count, self._since))
        content = self._place + _u24(round(end) - round(start)) + bytes([way]) + self._patch
        self._file.write(_chunk(b"ANMF", content))


def _still(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> bytes:
    """Returns the chunk with the pixels of a picture, as libwebp makes it."""
    height, width = pixels.shape
    encoder = av.VideoCodecContext.create("libwebp", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "bgra"
    encoder.time_base = Fraction(1, 1000)
    encoder.options = {"lossless": "1", "compression_level": "4", "quality": "20"}
    flat = np.ascontiguousarray(pixels).view(np.uint8).reshape(height, width, 4)
    frame = av.VideoFrame.from_numpy_buffer(flat, "bgra")
    packets = encoder.encode(frame) + encoder.encode(None)
    file = b"".join(bytes(packet) for packet in packets)
    start = file.index(b"VP8L")
    (length,) = struct.unpack_from("<I", file, start + 4)
    return file[start : start + 8 + length + length % 2]


def _riff(length: int) -> bytes:
    return b"RIFF" + struct.pack("<I", length) + b"WEBP"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")
