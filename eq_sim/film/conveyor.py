"""Carries pictures from the drawing to a recorder that works beside it in a thread of its own."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import Enum
from types import TracebackType
from typing import Final, Protocol, Self

from eq_sim.film.errors import FilmCancelled
from eq_sim.film.pictures import Picture, Same

ROOM: Final = 4
"""Pictures that may wait: enough to even out slow frames, and all the memory that a film takes."""

_POLL = 0.05  # seconds after which a wait looks up


class Recorder(Protocol):
    """Makes a film of pictures. All its methods are called in one thread, in this order."""

    def add(self, picture: Picture | Same) -> None:
        """Takes the next frame: blue, green, red, unused; or nothing new. It may keep the array."""

    def finish(self, check: Callable[[], None]) -> None:
        """Writes what is left; calls ``check`` often, which raises once nobody wants the film."""

    def close(self) -> None:
        """Lets go of files, finished or not; raises nothing."""


class _End(Enum):
    END = "end"


class Conveyor:
    """A short belt to a recorder. The drawing waits when it is full, and hears what went wrong.

    Args:
        recorder: gets each picture; closed at the end, whatever happened.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._belt: queue.Queue[Picture | Same | _End] = queue.Queue(ROOM)
        self._unwanted = threading.Event()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1, "film")
        self._work: Future[None] = self._pool.submit(self._record)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unwanted.set()
        self._lay(_End.END)
        self._pool.shutdown()

    def put(self, picture: Picture | Same) -> None:
        """Lays a picture on the belt; waits for room.

        Raises:
            Exception: what the recorder raised at an earlier picture.
        """
        self._lay(picture)
        if self._work.done():
            self._work.result()

    def finish(self, look_up: Callable[[], None]) -> None:
        """Waits until the recorder is done; calls ``look_up`` meanwhile, which may raise.

        Raises:
            Exception: what the recorder raised.
        """
        self._lay(_End.END)
        while wait([self._work], _POLL).not_done:
            look_up()
        self._work.result()

    def _lay(self, item: Picture | Same | _End) -> None:
        while not self._work.done():
            try:
                self._belt.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return

    def _record(self) -> None:
        try:
            while not isinstance(item := self._belt.get(), _End):
                self._check()
                self._recorder.add(item)
            self._check()
            self._recorder.finish(self._check)
        finally:
            self._recorder.close()

    def _check(self) -> None:
        if self._unwanted.is_set():
            raise FilmCancelled("The film was cancelled.")
