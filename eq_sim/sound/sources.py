"""What can be played: noise, a piece of music, a file of one's own."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from eq_sim.network.types import Array
from eq_sim.sound.loop import Loop, as_loop
from eq_sim.sound.own_file import own_sound
from eq_sim.sound.piece import piece
from eq_sim.sound.pink import pink_noise

SHIPPED: dict[str, Callable[[], Array]] = {"music": piece, "noise": pink_noise}
"""Those that come with the program, by their names: the first is the usual one."""


def loop_of(name: str) -> tuple[Loop, bool]:
    """Returns a source as a loop, and whether its end was left out.

    Args:
        name: of one that comes with the program, or of a file.

    Raises:
        SoundError: the file is no sound that can be read.
    """
    if name in SHIPPED:
        return _shipped(name), False
    path = Path(name)
    sound, cut = own_sound(path)
    return as_loop(path.name, sound), cut


@cache
def _shipped(name: str) -> Loop:
    """Returns one that comes with the program: it takes a fifth of a second, and is only read."""
    loop = as_loop(name, SHIPPED[name]())
    loop.samples.flags.writeable = False
    return loop
