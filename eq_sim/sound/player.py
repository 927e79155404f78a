"""A loudspeaker: plays what is wished, from a thread of its own. Needs miniaudio.

Training holds Python's lock, for some milliseconds at a time. So a thread renders ahead of the
device, which only takes what is there; neither of them ever touches an experiment.
"""

import atexit
import contextlib
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

import numpy as np

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

ENVIRONMENT = "EQ_SIM_SOUND"
"""The variable that says ``null`` where there is nothing to play on, as in tests."""

GONE = 1.5
"""Seconds after which a device that takes nothing is given up."""

_LOOKS = (0.1, 0.1, 0.1)
"""Seconds of the looks after that: while something held Python's lock, the device could not ask."""

_SWITCH = 5e-4
"""Seconds for which a thread may keep Python's lock while another one waits, usually 0.005: a block
takes and leaves it some thirty times."""

_PERIOD = 20  # milliseconds that a device takes at once
_PERIODS = 3  # that it holds: so many of silence, and nothing is cut off
_LEAVES = 0.3  # seconds at most that are waited for them
_BYTES = 4 * CHANNELS


class Device(Protocol):
    """What takes frames and plays them."""

    def start(self, taking: Generator[bytes, int, None], /) -> None:
        """Asks again and again, from a thread of its own, for so many frames."""

    def close(self) -> None:
        """Asks no more."""


class Player:
    """Plays a wish until it is closed.

    Args:
        device: ``NULL``, or empty for the one that the system plays on.
        opened: opens it.

    Attributes:
        wish: what is heard from the next block on; put another in its place at any time.
        underruns: how often the device wanted more than was there.
        level: the largest sample of the last block; 1 is full scale.

    Raises:
        SoundError: there is nothing to play on, or another program holds it.
    """

    def __init__(
        self, wish: Wish, device: str = "", opened: Callable[[str], Device] | None = None
    ) -> None:
        self.wish, self.underruns, self.level = wish, 0, 0.0
        self._engine = Engine()
        self._news: deque[Training] = deque(maxlen=2)
        self._ready: deque[bytes] = deque()
        self._rest = b""
        self._wanted, self._silent = threading.Event(), threading.Event()
        self._ended = False
        self._trouble: SoundError | None = None
        self._played = 0
        library = the_library()
        self._switch = sys.getswitchinterval()
        self._device = (opened or _opened)(device)
        sys.setswitchinterval(min(_SWITCH, self._switch))
        self._fill()
        self._thread = threading.Thread(target=self._render, name="sound", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # a device must not ask when nobody can answer any more
        taking = self._taking()
        next(taking)
        try:
            self._device.start(taking)
        except library.MiniaudioError:
            self._silent.set()  # nothing is heard that could fade away
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
        """Plays no more; what is still heard fades away first."""
        atexit.unregister(self.close)
        self._ended = True
        self._wanted.set()
        if self._trouble is None:
            self._silent.wait(_LEAVES)
        self._device.close()
        sys.setswitchinterval(self._switch)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _render(self) -> None:
        while not self._ended:
            try:
                self._fill()
            except Exception as error:  # noqa: BLE001 - a thread must not end unheard
                self._trouble = SoundError("The sound stopped: {why}", why=error)
                return
            if not any(self._wanted.wait(seconds) for seconds in (GONE, *_LOOKS)):
                self._trouble = SoundError(
                    "The device that played is gone: choose another one in the system, and start "
                    "the sound again"
                )
                return
            self._wanted.clear()

    def _fill(self) -> None:
        while len(self._ready) < AHEAD and not self._ended:
            training = self._news.popleft() if self._news else None
            block = self._engine.block(self.wish, training)
            self.level = float(np.abs(block).max())
            self._ready.append(_interleaved(block))

    def _next(self, wanted: int) -> bytes:
        """Returns so many bytes of what is ready; silence where they are not there yet."""
        parts, have = [self._rest], len(self._rest)
        while have < wanted and self._ready:
            part = self._ready.popleft()
            parts.append(part)
            have += len(part)
        if have < wanted and not self._ended:
            self.underruns += 1
        whole = b"".join(parts).ljust(wanted, b"\0")
        self._rest = whole[wanted:]
        return whole[:wanted]

    def _taking(self) -> Generator[bytes, int, None]:
        """Gives the device as many frames as it asks for, and at the end silence."""
        frames = yield b""
        while not self._ended:
            sound = self._next(frames * _BYTES)
            self._played += frames
            self._wanted.set()
            frames = yield sound
        frames = yield _fading(self._next(frames * _BYTES))
        for _ in range(_PERIODS):
            frames = yield bytes(frames * _BYTES)
        self._silent.set()
        while True:
            frames = yield bytes(frames * _BYTES)


def usual_device() -> str:
    """Returns what is played on: empty for the system's choice, or what the environment says."""
    return NULL if os.environ.get(ENVIRONMENT, "").lower() == NULL else ""


def _interleaved(block: Array) -> bytes:
    """Returns a block as the device wants it: 32-bit samples, the channels in turn."""
    return block.T.astype("<f4").tobytes()


def _fading(frames: bytes) -> bytes:
    """Returns frames that go down to silence."""
    sound = np.frombuffer(frames, "<f4").reshape(-1, CHANNELS)
    return (sound * np.linspace(1, 0, len(sound), dtype=np.float32)[:, None]).tobytes()


def _opened(device: str) -> Device:
    library = the_library()
    backends = [library.Backend.NULL] if device == NULL else None
    try:
        with _quiet():
            opened: Device = library.PlaybackDevice(
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
    if sys.__stderr__ is None:  # there was none: the second descriptor may be any file by now
        yield
        return
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # it was closed since
            kept = os.dup(2)
            stack.callback(os.close, kept)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, nowhere)
            os.dup2(nowhere, 2)
            stack.callback(os.dup2, kept, 2)
        yield
