"""Executors that a test works by hand: a quantum begins, stands still and ends when it says so."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from eq_sim.network.optimizers import Adam

PATIENCE = 20.0  # seconds


class WhenTold(Executor):
    """Takes what it is given in the thread of whoever says so, or of whoever waits for it."""

    def __init__(self) -> None:
        self.given: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        future = _Waited(self)

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - as an executor does
                future.set_exception(error)

        self.given.append(work)
        return future

    def work(self) -> None:
        """Does what was given."""
        given, self.given = self.given, []
        for each in given:
            each()


class _Waited(Future[Any]):
    def __init__(self, executor: WhenTold) -> None:
        super().__init__()
        self._executor = executor

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - as its base
        self._executor.work()
        return super().result(timeout)


class InMidStep(Executor):
    """One thread that stands still in the middle of the second step of each quantum.

    Args:
        monkeypatch: puts everything back.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begin, self.there, self.go = (threading.Event() for _ in range(3))
        self.begin.set()
        self._threads: list[threading.Thread] = []
        self._steps = 0
        propose = Adam.propose

        def stopping(optimizer: Adam, *given: Any, **how: Any) -> Any:  # noqa: ANN401
            update = propose(optimizer, *given, **how)
            if threading.current_thread() in self._threads:
                self._steps += 1
                if self._steps == 2:
                    self.there.set()
                    assert self.go.wait(PATIENCE)
            return update

        monkeypatch.setattr(Adam, "propose", stopping)

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        future: Future[Any] = Future()

        def work() -> None:
            assert self.begin.wait(PATIENCE)
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - as an executor does
                future.set_exception(error)

        self._steps = 0
        self.there.clear()
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()
        return future

    def stands_still(self) -> None:
        """Waits until it does."""
        assert self.there.wait(PATIENCE)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Waits for every thread to end."""
        self.go.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
