"""Sound without a device: the same samples as from one, in step with pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped
from eq_sim.sound.engine import Engine, Wish
from eq_sim.sound.limiter import DELAY
from eq_sim.sound.listening import Ear, response_heard
from eq_sim.sound.loop import Loop
from eq_sim.sound.voices import Training

FULL = 1.0
"""The volume in a file: how loud it is, whoever plays it decides."""


class Scribe:
    """Writes down what an experiment sounds like, block by block.

    Args:
        loop: what is played where the data are a response; None to hear the loss there, too.
        aloud: whether the loss is heard there; elsewhere it always is.
    """

    def __init__(self, loop: Loop | None, *, aloud: bool = False) -> None:
        self._engine, self._ear = Engine(), Ear()
        self._loop, self._aloud = loop, aloud
        self._wish = Wish(volume=FULL)
        self._began = False

    def block(self, session: Session) -> Array:
        """Returns the next block of an experiment as it is now; the first is a little shorter.

        What the limiter looks ahead is left out, so that each sample comes with its picture.
        """
        response = response_heard(session)
        loop = self._loop if response is not None else None
        self._wish = replace(self._wish, loop=loop, response=response)
        heard = self._aloud or response is None
        return self._trimmed(self._ear.heard(session) if heard else None)

    def end(self) -> Array:
        """Returns what is still to be heard of the last block."""
        return self._engine.block(self._wish)[:, :DELAY]

    def _trimmed(self, training: Training | None) -> Array:
        block = self._engine.block(self._wish, training)
        if self._began:
            return block
        self._began = True
        return block[:, DELAY:]


def rendered(scribe: Scribe, moments: Iterable[Session]) -> Iterator[Array]:
    """Yields the sound of an experiment at each of its moments, a block for each."""
    for session in moments:
        yield scribe.block(session)
    yield scribe.end()


def training_over(session: Session, steps: int, blocks: int) -> Iterator[Session]:
    """Yields an experiment as each block begins, while it takes its steps evenly."""
    first, ended = session.step, False
    for block in range(blocks + 1):
        due = first + round(steps * block / blocks) - session.step
        if due and not ended:
            ended = train_until_stopped(session, due) < due
        if block < blocks:
            yield session
