"""What a sweep saves: small networks side by side, large ones in processes.

``.venv/bin/python -m pytest tests/benchmarks/test_sweep_speed.py -m slow -n 0 -s``

Stacks are held against the bare steps of the same networks, one after the other, in turns: the
least processor time of each is compared, for the machine may do other things meanwhile. In it is
everything that a stack needs beside: the check of one network alone included. ``digits`` comes to
0.54 or 0.55, and not to less: its products take nearly half of each step, and cost a stack what
they cost one network alone, for other ways to multiply would come to other bits. Processes are
held against one by the clock of the wall, without the time in which they begin.
"""

import time
from collections.abc import Callable

import pytest

from eq_sim.session.engine import Engine
from eq_sim.session.scenario import load_scenario
from eq_sim.session.state import loaded
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.portions import Portion, portions
from eq_sim.sweeps.processes import Pool
from eq_sim.sweeps.running import run
from eq_sim.sweeps.stacked import run_stacked

pytestmark = pytest.mark.slow

STARTS = tuple(range(1, 41))


def of_starts(name: str, steps: int) -> Sweep:
    scenario = load_scenario(name)
    return Sweep(scenario, "learning_rate", (scenario.training.learning_rate,), STARTS, steps)


def bare_steps(sweep: Sweep) -> Callable[[], None]:
    """Returns what takes the steps of every trial, one after the other, and does nothing else."""
    engines = []
    for trial in sweep.trials:
        state = loaded(trial.scenario, trial.seed)
        engine = Engine.serving(state)
        engine.put(state)
        engines.append(engine)

    def take() -> None:
        for engine in engines:
            engine.trainer.run(sweep.steps)
            engine.trainer.batch_losses.forget()

    return take


@pytest.mark.parametrize(("name", "steps", "most"), [("ring", 2000, 0.3), ("digits", 2000, 0.6)])
def test_forty_starts_stacked(name: str, steps: int, most: float) -> None:
    sweep = of_starts(name, steps)
    bare, best = bare_steps(sweep), [float("inf")] * 2
    for _ in range(5):
        for place, work in enumerate((bare, lambda: run_stacked(sweep.trials))):
            start = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - start)
    alone, stacked = best
    print(f"\n{name}, 40 starts: {stacked / alone:.2f} of {alone:.2f} s")
    assert stacked <= most * alone


def test_two_processes() -> None:
    sweep = Sweep(load_scenario("digits-wide"), "learning_rate", (0.001,), tuple(range(8)), 400)
    divided = portions(sweep, stacked=False)
    pool = Pool(2, ())
    try:
        begin(pool, divided[0])
        best = [float("inf")] * 2
        for _ in range(3):
            for place, work in enumerate(
                (lambda: list(run(sweep, stacked=False)), lambda: run_in(pool, divided))
            ):
                start = time.perf_counter()
                work()
                best[place] = min(best[place], time.perf_counter() - start)
    finally:
        pool.end()
    one, two = best
    print(f"\ndigits-wide, 8 trials of {one / 8:.1f} s: {two / one:.2f} in two processes")
    assert two <= 0.6 * one


def begin(pool: Pool, portion: Portion) -> None:
    """Waits until both processes have begun, and have done everything for a first time."""
    for future in [pool.submit(portion) for _ in range(2)]:
        future.result()


def run_in(pool: Pool, divided: list[Portion]) -> None:
    for future in [pool.submit(portion) for portion in divided]:
        future.result()
