"""Runs an encoder in a thread of its own, fed from the thread that draws."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import Enum
from types import TracebackType
from typing import Final, Protocol, Self

from eq_sim.film.film_error import FilmCancelled
from eq_sim.film.pictures import Picture, Same

QUEUE_LENGTH: Final = 4
"""Pictures that may wait: enough to even out slow frames, and all the memory that a film takes."""

_POLL = 0.05  # seconds between looks at whether the film is still wanted


class Encoder(Protocol):
    """Makes a film of pictures. All its methods are called in one thread, in this order."""

    def add(self, picture: Picture | Same) -> None:
        """Takes the next frame: blue, green, red, unused; or nothing new. It may keep the array."""

    def finish(self, check: Callable[[], None]) -> None:
        """Writes what is left; calls ``check`` often, which raises once nobody wants the film."""

    def close(self) -> None:
        """Lets go of files, finished or not; raises nothing."""


class _End(Enum):
    END = "end"


class EncoderThread:
    """An encoder in its own thread, behind a short queue of pictures.

    Drawing waits while the queue is full, and gets the error that the encoder raised.

    Args:
        encoder: gets each picture; closed at the end, whatever happened.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._pictures: queue.Queue[Picture | Same | _End] = queue.Queue(QUEUE_LENGTH)
        self._unwanted = threading.Event()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1, "film")
        self._work: Future[None] = self._pool.submit(self._encode)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unwanted.set()
        self._enqueue(_End.END)
        self._pool.shutdown()

    def put(self, picture: Picture | Same) -> None:
        """Queues a picture; waits while the queue is full.

        Raises:
            Exception: what the encoder raised at an earlier picture.
        """
        self._enqueue(picture)
        if self._work.done():
            self._work.result()

    def finish(self, check_in: Callable[[], None]) -> None:
        """Waits until the encoder is done; calls ``check_in`` meanwhile, which may raise.

        Raises:
            Exception: what the encoder raised.
        """
        self._enqueue(_End.END)
        while wait([self._work], _POLL).not_done:
            check_in()
        self._work.result()

    def _enqueue(self, item: Picture | Same | _End) -> None:
        while not self._work.done():
            try:
                self._pictures.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return

    def _encode(self) -> None:
        try:
            while not isinstance(item := self._pictures.get(), _End):
                self._check()
                self._encoder.add(item)
            self._check()
            self._encoder.finish(self._check)
        finally:
            self._encoder.close()

    def _check(self) -> None:
        if self._unwanted.is_set():
            raise FilmCancelled("The film was cancelled.")
