"""How training goes on beside the display: short steps in its ticks, long ones in a thread.

The same thread finds what a large network answers to all data.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eq_sim.language.tr import later
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED

if TYPE_CHECKING:
    from concurrent.futures import Executor

NO_MEMORY = later("There is not enough memory to train. The steps so far are kept.")


def one_thread() -> "Executor":
    """Returns a thread that takes one thing at a time."""
    from concurrent.futures import ThreadPoolExecutor  # most networks need none

    return ThreadPoolExecutor(1, "training")


class LiveTraining(QObject):
    """Lets a session go on as time passes.

    Args:
        session: which.
        executor: makes what takes long steps; None where all is done at once, as for a picture.
        failed: hears of what went wrong there.
        parent: the window's owner.
    """

    done = Signal()
    """Something long is done, and the worker waits; it comes from another thread."""

    def __init__(
        self,
        session: Session,
        executor: "Callable[[], Executor] | None",
        failed: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._executor: Executor | None = None
        self._taken = 0
        if executor is not None:
            session.work_aside(partial(self._worker, executor), self.done.emit, failed)

    def advance(self, seconds: float, most: int) -> int:
        """Lets time pass in a tick.

        Args:
            seconds: since the last tick.
            most: steps that a tick has room for, if they are taken in it.

        Returns:
            How many steps have become true since the last tick.
        """
        session = self._session
        speed, taken, self._taken = session.scenario.training.speed, self._taken, 0
        if speed >= FULL_SPEED:
            return taken + session.advance(steps=most)
        if session.works_aside:
            return taken + session.advance(seconds)
        return taken + session.advance(min(seconds, most / speed))

    def go_on(self) -> None:
        """Gives the worker more at once, without a tick; what it has done counts in the next."""
        self._taken = self.advance(0.0, 1)

    def rest(self) -> None:
        """What is under way becomes true, and its thread ends; another one is made when needed."""
        self._session.join()
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown()

    def _worker(self, make: "Callable[[], Executor]") -> "Executor":
        self._executor = self._executor or make()
        return self._executor
