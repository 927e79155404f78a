"""The processes that run trials: each a new Python with one BLAS thread, and without Qt."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from ctypes import c_bool
from dataclasses import dataclass, field
from typing import Any

from eq_sim.child_process import CONTEXT, begin_as_child, unheard
from eq_sim.sweeps.carried import keep
from eq_sim.sweeps.plan import Outcome
from eq_sim.sweeps.portions import Portion, run_portion


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
        self._ended: Any = CONTEXT.RawValue(c_bool, False)
        self._executor = ProcessPoolExecutor(
            jobs, CONTEXT, initializer=_begin, initargs=(self._ended, tables, behind)
        )

    def submit(self, portion: Portion) -> "Future[list[Outcome] | None]":
        """Begins a portion.

        Raises:
            BrokenExecutor: one of the processes has died.
        """
        with unheard():
            return self._executor.submit(_run, portion)

    def probe(self) -> "Future[None]":
        """Begins nothing at all: shows whether a process can begin.

        Raises:
            BrokenExecutor: one of the processes has died.
        """
        with unheard():
            return self._executor.submit(_do_nothing)

    def end(self) -> None:
        """Ends the processes, within moments, whatever they do."""
        self._ended.value = True
        self._executor.shutdown(wait=True, cancel_futures=True)


# In a process that runs trials.

_ended: Any = None


def _begin(ended: Any, tables: tuple[bytes, ...], behind: bool) -> None:  # noqa: ANN401 - ctypes has no name
    global _ended
    _ended = ended
    begin_as_child(behind=behind)
    keep(tables)


def _run(portion: Portion) -> list[Outcome] | None:
    return run_portion(portion, lambda share: not _ended.value)


def _do_nothing() -> None:
    pass
