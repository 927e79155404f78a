"""Small films to look at again: a bright block that walks over grey, with frames that rest."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from eq_sim.film.pictures import SAME, Picture, Same

SIZE = (96, 64)


def walk(frames: int, size: tuple[int, int] = SIZE) -> Iterator[Picture | Same]:
    """Draws into one array, as a window would; every third frame is the same as the one before."""
    width, height = size
    picture = np.full((height, width, 4), 255, np.uint8)
    for index in range(frames):
        if index % 3 == 2:
            yield SAME
            continue
        picture[..., :3] = 90
        left = index % (width - 16)
        picture[16:48, left : left + 16, :3] = (40, 120, 240)
        yield picture


def noise(frames: int) -> Iterator[Picture]:
    """Pictures that do not become small."""
    random = np.random.default_rng(1)
    for _ in range(frames):
        yield random.integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)


def expected(frames: int) -> list[Picture]:
    """What ``walk`` shows, as red, green, blue."""
    shown: list[Picture] = []
    for picture in walk(frames):
        shown.append(shown[-1] if isinstance(picture, Same) else picture[..., 2::-1].copy())
    return shown


def decoded(path: Path) -> tuple[list[Fraction], list[Picture]]:
    """Returns each frame's time and picture."""
    times, pictures = [], []
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            assert frame.pts is not None
            assert frame.time_base is not None
            times.append(frame.pts * frame.time_base)
            pictures.append(frame.to_ndarray(format="rgb24"))
    return times, pictures


def fingerprints(path: Path) -> list[str]:
    return [hashlib.sha256(each.tobytes()).hexdigest() for each in decoded(path)[1]]


def left_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())
