"""Runs the trials of a sweep, and gives their outcomes as they come.

In one process, in several, or by any executor of ``concurrent.futures``: the outcomes are the same,
to the bit, on one machine and build.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from eq_sim.sweeps.carried import tables_of
from eq_sim.sweeps.elsewhere import InProcesses, run_by
from eq_sim.sweeps.plan import Outcome, Sweep
from eq_sim.sweeps.portions import Portion, portions, run_portion
from eq_sim.sweeps.processes import Processes, processors

_WORTH_PROCESSES = 2e11
"""What a sweep costs from which on processes are begun for it: some four seconds."""

Stop = Callable[[], bool]
Progress = Callable[[float], object]


def _never() -> bool:
    return False


def _unheard(share: float) -> None:
    pass


def run(
    sweep: Sweep,
    executor: Executor | Processes | None = None,
    *,
    stacked: bool = True,
    stop: Stop = _never,
    progress: Progress = _unheard,
) -> Generator[Outcome, None, None]:
    """Runs a sweep.

    Args:
        sweep: what to run.
        executor: what runs the trials: this process without one, ``Processes`` for some of its
            own, or any executor, which stays open: of Dask ``Client.get_executor()``.
        stacked: whether small networks of one shape are trained together where that is faster.
        stop: is asked many times a second whether to stop; what is done by then has been yielded.
        progress: is told the share of the work that is done, from 0 to 1.

    Yields:
        The outcome of each trial, as they end. A trial that fails is an outcome, too.

    Raises:
        SweepError: the executor has broken, or no process can begin.
    """
    among = executor.jobs if isinstance(executor, Processes) else 1
    # How many there are behind somebody else's executor is not known.
    divided = portions(sweep, stacked=stacked, among=among)
    if executor is None:
        yield from _run_here(divided, stop, progress)
        return
    carried = tables_of(sweep)
    if isinstance(executor, Processes):
        within = replace(executor, jobs=min(among, len(divided)))
        ended = InProcesses(divided, within, carried, stop).run()
    else:
        divided = [replace(portion, tables=carried) for portion in divided]
        ended = run_by(executor, divided, stop)
    total, done = _cost(divided), 0.0
    for portion, outcomes in ended:
        done += portion.cost
        progress(min(1.0, done / total))
        yield from outcomes


def _run_here(
    divided: Sequence[Portion], stop: Stop, progress: Progress
) -> Generator[Outcome, None, None]:
    total, done = _cost(divided), 0.0
    for portion in divided:

        def goes_on(share: float, portion: Portion = portion, done: float = done) -> bool:
            progress((done + share * portion.cost) / total)
            return not stop()

        outcomes = run_portion(portion, goes_on)
        if outcomes is None:
            return
        done += portion.cost
        progress(min(1.0, done / total))
        yield from outcomes


def _cost(divided: Sequence[Portion]) -> float:
    return sum(portion.cost for portion in divided)


def quickest(sweep: Sweep, jobs: int | None = None) -> Processes | None:
    """Returns what runs a sweep in the least time: processes only where it takes some seconds.

    Args:
        sweep: what to run.
        jobs: how many processes there may be; as many as processors without a word.
    """
    jobs = processors() if jobs is None else jobs
    if jobs < 2 or _cost(portions(sweep, stacked=True)) < _WORTH_PROCESSES:
        return None
    return Processes(min(jobs, len(sweep)))
