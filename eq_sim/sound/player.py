"""A loudspeaker: plays what is wished, from a thread of its own. Needs miniaudio.

Training holds Python's lock, for some milliseconds at a time. So a thread renders ahead of the
device, which only takes what is there; neither of them ever touches an experiment.
"""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Generator, Iterator
from types import ModuleType
from typing import Protocol

from eq_sim.network.types import Array
from eq_sim.sound.engine import Engine, Wish
from eq_sim.sound.own_file import the_library
from eq_sim.sound.rate import CHANNELS, RATE
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.voices import Training

AHEAD = 6
"""Blocks that are rendered ahead of the device: a tenth of a second."""

NULL = "null"
"""Instead of a device, one that plays to nobody, and keeps its time."""

_PERIOD = 20  # milliseconds that a device takes at once
_HELD = 9  # blocks that a loss is heard: training may bring no news for a while
_GONE = 1.5  # seconds after which a device that takes nothing is given up
_BYTES = 4 * CHANNELS


class _Device(Protocol):
    def start(self, taking: Generator[bytes, int, None]) -> None: ...

    def close(self) -> None: ...


class Player:
    """Plays a wish until it is closed.

    Args:
        device: ``NULL``, or empty for the one that the system plays on.

    Attributes:
        wish: what is heard from the next block on; put another in its place at any time.
        underruns: how often the device wanted more than was there.

    Raises:
        SoundError: there is nothing to play on, or another program holds it.
    """

    def __init__(self, wish: Wish, device: str = "") -> None:
        self.wish, self.underruns = wish, 0
        self._engine = Engine()
        self._news: deque[Training] = deque(maxlen=2)
        self._held: Training | None = None
        self._since = 0
        self._ready: deque[bytes] = deque()
        self._rest = b""
        self._wanted = threading.Event()
        self._ended = False
        self._trouble: SoundError | None = None
        self._played = 0
        library = the_library()
        self._device = _opened(library, device)
        self._fill()
        self._thread = threading.Thread(target=self._render, name="sound", daemon=True)
        self._thread.start()
        taking = self._taking()
        next(taking)
        try:
            self._device.start(taking)
        except library.MiniaudioError:
            self.close()
            raise _nothing_plays() from None

    @property
    def trouble(self) -> SoundError | None:
        """Why nothing is heard any more."""
        return self._trouble

    @property
    def played(self) -> float:
        """Seconds that the device has taken."""
        return self._played / RATE

    def tell(self, training: Training) -> None:
        """Says what training did since the last time."""
        self._news.append(training)

    def close(self) -> None:
        """Plays no more."""
        self._ended = True
        self._wanted.set()
        self._device.close()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _render(self) -> None:
        while not self._ended:
            try:
                self._fill()
            except Exception as error:  # noqa: BLE001 - a thread must not end unheard
                self._trouble = SoundError("The sound stopped: {why}", why=error)
                return
            if not self._wanted.wait(_GONE):
                self._trouble = SoundError(
                    "The device that played is gone: choose another one in the system, and start "
                    "the sound again"
                )
                return
            self._wanted.clear()

    def _fill(self) -> None:
        while len(self._ready) < AHEAD and not self._ended:
            block = self._engine.block(self.wish, self._training())
            self._ready.append(_interleaved(block))

    def _training(self) -> Training | None:
        """Returns the news, or what was the last of them for a while."""
        if self._news:
            self._held, self._since = self._news.popleft(), 0
            return self._held
        self._since += 1
        if self._held is None or self._since > _HELD:
            self._held = None
            return None
        return Training(self._held.loss)

    def _taking(self) -> Generator[bytes, int, None]:
        """Gives the device as many frames as it asks for; silence where they are not there yet."""
        frames = yield b""
        while True:
            wanted = frames * _BYTES
            parts, have = [self._rest], len(self._rest)
            while have < wanted and self._ready:
                part = self._ready.popleft()
                parts.append(part)
                have += len(part)
            if have < wanted:
                self.underruns += 1
                parts.append(bytes(wanted - have))
            whole = b"".join(parts)
            self._rest = whole[wanted:]
            self._played += frames
            self._wanted.set()
            frames = yield whole[:wanted]


def _interleaved(block: Array) -> bytes:
    """Returns a block as the device wants it: 32-bit samples, the channels in turn."""
    return block.T.astype("<f4").tobytes()


def _opened(library: ModuleType, device: str) -> _Device:
    backends = [library.Backend.NULL] if device == NULL else None
    try:
        with _quiet():
            opened: _Device = library.PlaybackDevice(
                library.SampleFormat.FLOAT32, CHANNELS, RATE, _PERIOD, backends=backends
            )
            return opened
    except library.MiniaudioError:
        raise _nothing_plays() from None


def _nothing_plays() -> SoundError:
    return SoundError(
        "There is nothing to play on: connect headphones or a loudspeaker, or end the program that "
        "holds it, and try again"
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps what the system's library writes about missing devices from the terminal."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
