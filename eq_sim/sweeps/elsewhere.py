"""Portions of a sweep, run by an executor: in other processes, or on other machines.

A process that dies takes what it ran with it, and the pool with all that ran beside it: nothing
tells them apart. So each of those is tried again, one at a time, in a new pool. What ends its
process there, too, is an outcome, and the others go on.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import replace

from eq_sim.language.tr import later
from eq_sim.sweeps.carried import keep
from eq_sim.sweeps.plan import Outcome, SweepError
from eq_sim.sweeps.portions import Portion, run_portion
from eq_sim.sweeps.processes import Pool, Processes

_LOOK = 0.1  # seconds between two looks at whether to stop

_DIED = later("The process that ran this trial ended without a word, twice")

Found = list[Outcome] | None
Stop = Callable[[], bool]


def run_by(
    executor: Executor, portions: Sequence[Portion], stop: Stop
) -> Iterator[tuple[Portion, list[Outcome]]]:
    """Runs portions by an executor of somebody else's, all of which are handed over at once.

    Args:
        executor: runs them; it stays open.
        portions: what to run.
        stop: is asked many times a second whether to stop. What has begun ends in its own time,
            unseen.

    Yields:
        Each portion, with what came of it.

    Raises:
        SweepError: the executor has broken.
    """
    flying: dict[Future[Found], Portion] = {}
    try:
        for portion in portions:
            flying[executor.submit(_run_as_told, portion)] = portion
        while flying:
            done, _ = wait(flying, _LOOK, FIRST_COMPLETED)
            if stop():
                return
            for future in done:
                portion = flying.pop(future)
                yield portion, _outcomes(portion, future)
    except BrokenExecutor as error:
        raise SweepError("the executor has broken: {error}", error=error) from error
    finally:
        for future in flying:
            future.cancel()


def _run_as_told(portion: Portion) -> Found:
    """Runs a portion to its end, in whichever process."""
    keep(portion.tables)
    return run_portion(portion, lambda share: True)


def _outcomes(portion: Portion, future: "Future[Found]") -> list[Outcome]:
    """Returns what came of a portion.

    Raises:
        BrokenExecutor: the executor has broken.
    """
    error = future.exception()
    if isinstance(error, BrokenExecutor):
        raise error
    if error is None:
        return future.result() or []
    told = SweepError(
        "The trial could not be run: {kind}: {error}", kind=type(error).__name__, error=f"{error}"
    )
    return [Outcome(trial, refusal=told) for trial in portion.trials]


class InProcesses:
    """Runs portions in processes of its own.

    Args:
        portions: what to run.
        within: in how many processes, and how they stand to other programs.
        tables: tables of one's own that the trials learn from.
        stop: is asked many times a second whether to stop.
    """

    def __init__(
        self, portions: Sequence[Portion], within: Processes, tables: tuple[bytes, ...], stop: Stop
    ) -> None:
        # The dearest first: the processes then end at about the same time.
        self._waiting = deque(sorted(portions, key=lambda portion: -portion.cost))
        self._suspects: deque[Portion] = deque()
        self._flying: dict[Future[Found], Portion] = {}
        self._trying_again = False
        self._jobs, self._tables, self._stop = within.jobs, tables, stop
        self._behind = within.behind

    def run(self) -> Iterator[tuple[Portion, list[Outcome]]]:
        """Runs them.

        Yields:
            Each portion, with what came of it.

        Raises:
            SweepError: no process can begin.
        """
        pool = Pool(self._jobs, self._tables, behind=self._behind)
        try:
            while self._waiting or self._suspects or self._flying:
                broken = not self._hand_over(pool)
                done, _ = wait(self._flying, _LOOK, FIRST_COMPLETED)
                if self._stop():
                    return
                broken = broken or any(_is_broken(future) for future in done)
                if broken:  # then all in flight are over, in a moment
                    done, _ = wait(self._flying)
                alone = len(self._flying) == 1 and self._trying_again
                lost = []
                for future in done:
                    portion = self._flying.pop(future)
                    if _is_broken(future):
                        lost.append(portion)
                    else:
                        yield portion, _outcomes(portion, future)
                if broken:
                    for portion in lost:
                        yield from self._suspect(portion, guilty=alone)
                    pool.end()
                    pool = Pool(self._jobs, self._tables, behind=self._behind)
                    if not self._has_begun(pool):
                        return
        finally:
            pool.end()

    def _hand_over(self, pool: Pool) -> bool:
        """Begins what there are processes for. Returns whether there still are any."""
        if self._flying and self._trying_again:
            return True  # nothing flies beside a suspect
        most = 1 if self._suspects else self._jobs
        while len(self._flying) < most and (self._suspects or self._waiting):
            portions = self._suspects or self._waiting
            try:
                future = pool.submit(portions[0])
            except BrokenExecutor:
                return False
            self._flying[future] = portions.popleft()
            self._trying_again = portions is self._suspects
            if self._trying_again:
                break
        return True

    def _suspect(
        self, portion: Portion, *, guilty: bool
    ) -> Iterator[tuple[Portion, list[Outcome]]]:
        """Tries a portion again whose process has died, or gives it up where it did so before."""
        if not guilty:
            self._suspects.append(portion)
        elif len(portion.trials) == 1:
            yield portion, [Outcome(portion.trials[0], refusal=_DIED)]
        else:
            cost = portion.cost / len(portion.trials)
            self._suspects.extend(
                replace(portion, trials=(trial,), cost=cost) for trial in portion.trials
            )

    def _has_begun(self, pool: Pool) -> bool:
        """Waits until a process has begun. Returns whether to go on.

        Raises:
            SweepError: it ended before it had anything to do.
        """
        begun = pool.probe()
        while not begun.done():
            wait([begun], _LOOK)
            if self._stop():
                return False
        if _is_broken(begun):
            raise SweepError(
                "no process for the trials can begin: each ends at once. One process does without: "
                "--executor stacked"
            )
        return True


def _is_broken(future: "Future[Found] | Future[None]") -> bool:
    return future.done() and isinstance(future.exception(), BrokenExecutor)
