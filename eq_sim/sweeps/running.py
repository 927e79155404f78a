"""Runs the trials of a sweep, and gives their outcomes as they come."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from eq_sim.sweeps.alone import run_alone
from eq_sim.sweeps.plan import Outcome, Sweep


def _never() -> bool:
    return False


def _unheard(share: float) -> None:
    pass


def run(
    sweep: Sweep,
    executor: "Executor | Callable[[], Executor] | None" = None,
    *,
    stacked: bool = True,
    stop: Callable[[], bool] = _never,
    progress: Callable[[float], object] = _unheard,
) -> Iterator[Outcome]:
    """Runs a sweep.

    Args:
        sweep: what to run.
        executor: what runs the trials; this process without one. Any executor will do; one that is
            made by a function is made again if one of its processes dies.
        stacked: whether small networks of one shape are trained together where that is faster.
        stop: is asked many times a second whether to stop; what is done by then stays.
        progress: is told the share of the work that is done, from 0 to 1.

    Yields:
        The outcome of each trial, as they end.
    """
    for trial in sweep.trials:
        before = trial.number / len(sweep)

        def goes_on(steps: int, before: float = before) -> bool:
            progress(before + steps / sweep.steps / len(sweep))
            return not stop()

        ended = run_alone(trial, goes_on)
        if ended is None:
            return
        yield ended.outcome
    progress(1.0)
