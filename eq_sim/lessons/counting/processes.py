"""Lessons played from many seeds in processes of their own, which end within a moment."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from ctypes import c_bool
from types import TracebackType
from typing import Any

from eq_sim.child_process import CONTEXT, begin_as_child, unheard
from eq_sim.lessons.counting import playing
from eq_sim.lessons.counting.tally import Play, Tally, tally
from eq_sim.lessons.lesson import Lesson
from eq_sim.session.errors import EqSimError

_LOOK = 0.1  # seconds between two looks at whether to stop


class CountingError(EqSimError):
    """A process that played a lesson has ended without a word."""


class CountingProcesses:
    """Some processes that play lessons; a context manager, after which they have ended.

    Args:
        jobs: how many, from 1.
        stop: is asked many times a second whether to stop.
    """

    def __init__(self, jobs: int, stop: Callable[[], bool] = lambda: False) -> None:
        self._stop = stop
        self._ended: Any = CONTEXT.RawValue(c_bool, False)  # without a lock: see sweeps' pool
        self._executor = ProcessPoolExecutor(
            jobs, CONTEXT, initializer=_begin, initargs=(self._ended,)
        )

    def __enter__(self) -> "CountingProcesses":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.value = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def count(
        self, lesson: Lesson, seeds: range, progress: playing.Progress = playing.unheard
    ) -> Tally | None:
        """Returns how often each expectation of a lesson holds; None where it had to stop.

        Args:
            lesson: the lesson.
            seeds: at least one.
            progress: is told how many seeds are done.

        Raises:
            CountingError: a process has ended without a word.
        """
        plays: list[Play] = []
        try:
            with unheard():
                flying: set[Future[Play]] = {
                    self._executor.submit(playing.play_from, lesson, seed) for seed in seeds
                }
            while flying:
                done, flying = wait(flying, _LOOK, FIRST_COMPLETED)
                if self._stop():
                    return None
                plays += [future.result() for future in done]
                if done:
                    progress(len(plays))
        except BrokenExecutor as error:
            raise CountingError(
                "A process that played '{lesson}' has ended without a word. One process does "
                "without: --processes 1",
                lesson=lesson.name,
            ) from error
        return tally(lesson, seeds, plays)


# In a process that plays lessons.


def _begin(ended: Any) -> None:  # noqa: ANN401 - ctypes has no name for it
    begin_as_child(behind=False)
    threading.Thread(target=_end_when_told, args=(ended,), name="ended", daemon=True).start()


def _end_when_told(ended: Any) -> None:  # noqa: ANN401 - ctypes has no name for it
    """Ends this process in the middle of whatever it computes."""
    rest = threading.Event()
    while not ended.value:
        rest.wait(_LOOK)
    os._exit(0)
