"""Where a film flashes: WCAG 2.2's general flash threshold, measured while the film is made.

A flash is a pair of opposing changes of relative luminance, each by a tenth of its maximum or more,
where the darker is below 0.80. Three in a second are safe, and so are any number of them on less
than a quarter of what one looks at: 341 × 256 pixels of a screen 768 high, which is a third of it.
https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eq_sim.film.pictures import Picture, Same
from eq_sim.film.see_through import over

CHANGE: Final = 0.1
"""Of relative luminance; a smaller change belongs to no flash."""

BRIGHT: Final = 0.8
"""Relative luminance; changes between brighter ones belong to no flash."""

MOST: Final = 3
"""Flashes in a second."""

SHARE: Final = 0.25
"""Of a field; what flashes on less of it does no harm."""

FIELD: Final = (341 / 768, 256 / 768)
"""Width and height of a field, as parts of the picture's height: ten degrees of what one sees."""

_CHANGES = 2 * MOST  # in a second; one more begins another flash
_POINTS = 192  # that are looked at on the way down the picture: 64 down a field
_BT709 = (0.0722, 0.7152, 0.2126)  # what blue, green and red have of the luminance


@dataclass(frozen=True)
class Flashing:
    """A time in which something flashes too often.

    Attributes:
        start: its first second in the film.
        end: its last.
        share: of the field that flashes most, at the worst moment: more than ``SHARE``.
        place: of that field in the picture: left, top, right and bottom, from 0 to 1.
    """

    start: float
    end: float
    share: float
    place: tuple[float, float, float, float]


class FlashMeter:
    """Looks at the frames of a film in their order.

    It looks at some points of each, one at random in each small square, so that no pattern of
    stripes falls between them all or on them all: an estimate of the area without a bias, at a
    thousandth of the work of all pixels.

    Args:
        fps: frames a second.
        size: width and height of the pictures.
        ground: the grey, 0 to 255, behind pictures that one sees through; None for others.

    Attributes:
        found: the times in which something flashes too often, so far.
        worst: the largest share of a field that has flashed too often at once, so far.
    """

    def __init__(self, fps: int, size: tuple[int, int], ground: int | None = None) -> None:
        self._ground = ground
        self.found: list[Flashing] = []
        self.worst = 0.0
        self._fps = fps
        width, height = size
        side = max(1, height // _POINTS)
        self._grid = rows, columns = height // side, width // side
        self._field = (
            max(1, round(FIELD[1] * rows)),
            min(columns, max(1, round(FIELD[0] * rows))),
        )
        random = np.random.default_rng(0)
        down = np.arange(rows)[:, None] * side + random.integers(0, side, (rows, columns))
        across = np.arange(columns) * side + random.integers(0, side, (rows, columns))
        self._points = (down * width + across).ravel()
        self._seen: NDArray[np.uint32] | None = None
        count = rows * columns
        self._low = np.zeros(count, np.float32)
        self._high = np.zeros(count, np.float32)
        self._rising = np.zeros(count, np.int8)  # 1 after a rise, −1 after a fall, 0 before either
        self._changes = np.zeros(count, np.int16)  # in the last second
        self._recent: deque[tuple[int, NDArray[np.intp]]] = deque()
        self._frame = -1

    def add(self, picture: Picture | Same) -> None:
        """Looks at the next frame: blue, green, red, unused; or nothing new."""
        self._frame += 1
        while self._recent and self._recent[0][0] <= self._frame - self._fps:
            self._changes[self._recent.popleft()[1]] -= 1
        if isinstance(picture, Same):
            return
        seen = np.ascontiguousarray(picture).view(np.uint32).ravel()[self._points]
        if self._ground is not None:
            seen = over(seen.view(np.uint8).reshape(-1, 4), self._ground).view(np.uint32).ravel()
        if self._seen is None:
            self._low[:] = self._high[:] = luminance(seen)
        elif not np.array_equal(seen, self._seen):
            self._compare(luminance(seen))
        self._seen = seen

    def _compare(self, now: NDArray[np.float32]) -> None:
        """Notes which points have risen after a fall, or fallen after a rise."""
        fallen = (self._rising >= 0) & (self._high - now >= CHANGE) & (now < BRIGHT)
        risen = (self._rising <= 0) & (now - self._low >= CHANGE) & (self._low < BRIGHT)
        self._rising[fallen] = -1
        self._rising[risen] = 1
        np.minimum(self._low, now, out=self._low)
        np.maximum(self._high, now, out=self._high)
        changed = np.flatnonzero(fallen | risen)
        if changed.size:
            self._low[changed] = self._high[changed] = now[changed]
            self._changes[changed] += 1
            self._recent.append((self._frame, changed))
            self._judge()

    def _judge(self) -> None:
        """Looks for a field of which too much flashes."""
        often = self._changes > _CHANGES
        height, width = self._field
        all_of_it = height * width
        if np.count_nonzero(often) <= min(self.worst, SHARE) * all_of_it:
            return
        rows, columns = self._grid
        sums = np.zeros((rows + 1, columns + 1), np.int32)
        np.cumsum(often.reshape(rows, columns), axis=0, out=sums[1:, 1:])
        np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
        fields = sums[height:, width:] - sums[:-height, width:]
        fields += sums[:-height, :-width] - sums[height:, :-width]
        top, left = divmod(int(fields.argmax()), fields.shape[1])
        share = float(fields[top, left]) / all_of_it
        self.worst = max(self.worst, share)
        if share <= SHARE:
            return
        place = (left / columns, top / rows, (left + width) / columns, (top + height) / rows)
        end = (self._frame + 1) / self._fps
        self._note(Flashing(max(0.0, end - 1), end, share, place))

    def _note(self, flashing: Flashing) -> None:
        """Adds a moment to those before, or to a time that goes on."""
        if not self.found or self.found[-1].end < flashing.start:
            self.found.append(flashing)
            return
        last = self.found[-1]
        worst = max(last, flashing, key=lambda each: each.share)
        self.found[-1] = replace(worst, start=last.start, end=flashing.end)


def meters_for(fps: int, size: tuple[int, int], *, transparent: bool) -> list[FlashMeter]:
    """Returns what looks at a film: over black and over white, where one sees through it."""
    grounds = (0, 255) if transparent else (None,)
    return [FlashMeter(fps, size, ground) for ground in grounds]


def all_found(meters: list[FlashMeter]) -> tuple[Flashing, ...]:
    """Returns the times in which something flashes too often over any ground, each once."""
    found: list[Flashing] = []
    for each in (flashing for meter in meters for flashing in meter.found):
        if all(each.end < one.start or one.end < each.start for one in found):
            found.append(each)
    return tuple(sorted(found, key=lambda one: one.start))


def _parts() -> NDArray[np.float32]:
    """Returns what each byte adds to the luminance: (3, 256), for blue, green and red."""
    signal = np.arange(256) / 255
    linear = np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
    return np.outer(_BT709, linear).astype(np.float32)


_PARTS: Final = _parts()


def luminance(pixels: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Returns the relative luminance of pixels, from 0 for black to 1 for white.

    Args:
        pixels: 0xXXRRGGBB.
    """
    total = np.zeros(pixels.shape, np.float32)
    for part, shift in zip(_PARTS, (0, 8, 16), strict=True):
        total += part[pixels >> shift & 255]
    return total
