"""The processes that run trials: each a new Python with one BLAS thread, and without Qt.

They inherit the environment of this program, in which ``eq_sim`` has set the threads of BLAS before
NumPy was imported here: so it is set before NumPy is imported there, whatever their main module
imports first.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from ctypes import c_bool
from dataclasses import dataclass, field
from typing import Any

from eq_sim.sweeps.carried import keep
from eq_sim.sweeps.plan import Outcome
from eq_sim.sweeps.portions import Portion, run_portion
from eq_sim.sweeps.priority import let_others_first

_context = multiprocessing.get_context("spawn")


def processors() -> int:
    """Returns how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Processes:
    """Says that a sweep runs in processes of its own.

    Attributes:
        jobs: how many.
        behind: whether they let other programs go first: a window that goes on meanwhile.
    """

    jobs: int = field(default_factory=processors)
    behind: bool = False


class Pool:
    """Some processes that run portions.

    Args:
        jobs: how many.
        tables: tables of one's own that the trials learn from.
        behind: whether they let other programs go first.
    """

    def __init__(self, jobs: int, tables: tuple[bytes, ...], *, behind: bool = False) -> None:
        # Without a lock: a process that dies would hold it for ever.
        self._ended: Any = _context.RawValue(c_bool, False)
        self._executor = ProcessPoolExecutor(
            jobs, _context, initializer=_begin, initargs=(self._ended, tables, behind)
        )

    def submit(self, portion: Portion) -> "Future[list[Outcome] | None]":
        """Begins a portion.

        Raises:
            BrokenExecutor: one of the processes has died.
        """
        with _unheard():
            return self._executor.submit(_run, portion)

    def probe(self) -> "Future[None]":
        """Begins nothing at all: shows whether a process can begin.

        Raises:
            BrokenExecutor: one of the processes has died.
        """
        with _unheard():
            return self._executor.submit(_do_nothing)

    def end(self) -> None:
        """Ends the processes, within moments, whatever they do."""
        self._ended.value = True
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Lets processes that begin meanwhile not hear Ctrl+C, which a terminal sends to all.

    This program hears it, and ends them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a process that runs trials.

_ended: Any = None


def _begin(ended: Any, tables: tuple[bytes, ...], behind: bool) -> None:  # noqa: ANN401 - ctypes has no name
    global _ended
    _ended = ended
    if behind:
        let_others_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    keep(tables)


def _end_with_parent() -> None:
    """Ends this process when the program that began it has ended, however that was."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(portion: Portion) -> list[Outcome] | None:
    return run_portion(portion, lambda share: not _ended.value)


def _do_nothing() -> None:
    pass
