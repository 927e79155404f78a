"""What a lesson or a recording sounds like, in step with its pictures, and below a voice.

It is played once without pictures, a block of sound for each 60th of a second of its own time. The
same steps are taken at the same ticks as on film, so each sample belongs to its picture.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

import numpy as np

from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import Show
from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.sound.limiter import DELAY, Limiter
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE
from eq_sim.sound.rendering import Scribe, rendered
from eq_sim.sound.sources import SHIPPED, loop_of

DUCKED = 10 ** (-12 / 20)
"""How loud everything else is while somebody speaks: 12 dB below."""

_TICKS = TICKS * BLOCK // RATE


def sound_of(
    show: Show,
    session: Session,
    rest: float,
    *,
    span: tuple[int, int] | None = None,
    aloud: bool = False,
) -> Iterator[Array]:
    """Yields the sound of what is played from its beginning on, to the sample as long as it lasts.

    Args:
        show: a lesson or a recording that is about to begin.
        session: its experiment.
        rest: seconds that it stays as it ends.
        span: the first tick that is heard, and the last; what comes before happens unheard. None
            for all of it.
        aloud: whether the loss is heard beside a source, too.
    """
    loop, _ = loop_of(next(iter(SHIPPED)))
    start, end = span or (0, show.length)
    sound = rendered(Scribe(loop, aloud=aloud), _moments(show, session, rest, start, end))
    return _first(sound, (end - start) * RATE // TICKS + round(rest * RATE))


def _first(parts: Iterable[Array], frames: int) -> Iterator[Array]:
    """Yields parts of a sound up to so many frames."""
    for part in parts:
        yield part[:, :frames]
        frames = max(0, frames - part.shape[1])


def _moments(show: Show, session: Session, rest: float, start: int, end: int) -> Iterator[Session]:
    show.play()
    while show.tick < start and not show.finished:
        show.advance(min(_TICKS, start - show.tick))
    while show.tick < end and not show.finished:
        yield session
        show.advance(min(_TICKS, end - show.tick))
    for _ in range(round(rest * RATE / BLOCK)):
        yield session


def below(voice: Iterable[Array], sound: Iterable[Array]) -> Iterator[Array]:
    """Yields a voice with a sound ducked below it, as long as the longer of them.

    Args:
        voice: parts of two channels, ``(CHANNELS, frames)``.
        sound: parts likewise.
    """
    limiter, silence, late = Limiter(), np.zeros((CHANNELS, BLOCK)), DELAY
    for spoken, heard in zip_longest(_blocks(voice), _blocks(sound), fillvalue=silence):
        yield limiter.limited(spoken + DUCKED * heard)[:, late:]
        late = 0
    yield limiter.limited(silence)[:, :DELAY]


def _blocks(parts: Iterable[Array]) -> Iterator[Array]:
    """Yields parts of any length as blocks; the last is filled up with silence."""
    waiting = np.zeros((CHANNELS, 0))
    for part in parts:
        waiting = np.concatenate((waiting, part), axis=1)
        while waiting.shape[1] >= BLOCK:
            yield waiting[:, :BLOCK]
            waiting = waiting[:, BLOCK:]
    if waiting.shape[1]:
        yield np.pad(waiting, ((0, 0), (0, BLOCK - waiting.shape[1])))
