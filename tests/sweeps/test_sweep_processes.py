"""In processes: the same bits, one BLAS thread, no Qt; one that dies costs its trial alone."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

import eq_sim
from eq_sim.session.files.table_file import Wishes, read_own
from eq_sim.session.scenario import load_scenario
from eq_sim.sweeps.plan import Outcome, Sweep, SweepError
from eq_sim.sweeps.processes import Processes
from eq_sim.sweeps.running import quickest, run

SWEEP = Sweep(load_scenario("ring"), "hidden", ((3,), (4,)), (1, 2), 60)


def ordered(outcomes: object) -> list[Outcome]:
    return sorted(outcomes, key=lambda outcome: outcome.trial.number)


def test_an_executor_of_ones_own_gives_the_same_bits_and_stays_open() -> None:
    here = ordered(run(SWEEP, stacked=False))
    shares: list[float] = []
    with ThreadPoolExecutor(2) as executor:
        there = ordered(run(SWEEP, executor, stacked=False, progress=shares.append))
        assert executor.submit(int).result() == 0
    assert there == here
    assert shares == sorted(shares)
    assert shares[-1] == 1


class Failing(Executor):
    """An executor whose every task ends with an error of the place where it ran."""

    def submit(self, function: object, /, *arguments: object, **named: object) -> "Future[object]":
        future: Future[object] = Future()
        future.set_exception(ConnectionError("the worker is gone"))
        return future


class Broken(Executor):
    """An executor that takes nothing any more."""

    def submit(self, function: object, /, *arguments: object, **named: object) -> "Future[object]":
        from concurrent.futures import BrokenExecutor

        raise BrokenExecutor("a process has died")


def test_what_an_executor_cannot_run_is_an_outcome_and_a_broken_one_is_said() -> None:
    found = ordered(run(SWEEP, Failing()))
    assert [outcome.trial for outcome in found] == list(SWEEP.trials)
    assert {outcome.advice for outcome in found} == {
        "The trial could not be run: ConnectionError: the worker is gone"
    }
    with pytest.raises(SweepError, match="The executor has broken: a process has died"):
        list(run(SWEEP, Broken()))


def test_processes_give_the_same_bits() -> None:
    assert ordered(run(SWEEP, Processes(2), stacked=False)) == ordered(run(SWEEP, stacked=False))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_a_process_that_somebody_kills_costs_nothing() -> None:
    killed, found = [], []
    for outcome in run(SWEEP, Processes(2), stacked=False):
        found.append(outcome)
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)
    assert ordered(found) == ordered(run(SWEEP, stacked=False))
    assert multiprocessing.active_children() == []


def swept_apart(what: str) -> list[list[object]]:
    program = Path(__file__).with_name("swept_apart.py")
    env = {name: value for name, value in os.environ.items() if name not in eq_sim.THREADS}
    done = subprocess.run(
        [sys.executable, str(program), what], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_each_process_has_one_blas_thread_and_no_qt() -> None:
    told = [json.loads(str(refusal)) for *_, refusal in swept_apart("telling")]
    assert {each["threads"] for each in told} == {1}
    assert not any(each["qt"] for each in told)
    assert len({each["pid"] for each in told}) in (1, 2)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_a_trial_that_ends_its_process_costs_itself_alone() -> None:
    usual, dying = swept_apart("usual"), swept_apart("dying")
    assert [(value, seed) for value, seed, *_ in dying] == [
        (value, seed) for value, seed, *_ in usual
    ]
    for one, other in zip(usual, dying, strict=True):
        if one[0] == [5]:
            assert other[2:] == [
                None,
                "The process that ran this trial ended without a word, twice",
            ]
        else:
            assert other == one


@pytest.mark.slow
def test_a_table_of_ones_own_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("size,price\n" + "".join(f"{n * 7 % 31},{n % 31 + n % 5}\n" for n in range(60)))
    own = read_own(path, Wishes(target="price")).scenario()
    sweep = Sweep(own, "hidden", ((2,), (3,)), (1, 2), 20)
    here = ordered(run(sweep))
    assert ordered(run(sweep, Processes(1))) == here
    assert not any(outcome.refusal for outcome in here)
    program = f"""if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    from pathlib import Path
    from eq_sim.session.files.table_file import Wishes, read_own
    from eq_sim.sweeps.plan import Sweep
    from eq_sim.sweeps.running import run
    own = read_own(Path({str(path)!r}), Wishes(target="price")).scenario()
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        for outcome in run(Sweep(own, "hidden", ((2,), (3,)), (1, 2), 20), executor):
            print(outcome.train_loss)
"""
    file = tmp_path / "program.py"
    file.write_text(program)
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    assert sorted(map(float, done.stdout.split())) == sorted(each.train_loss for each in here)


@pytest.mark.slow
def test_stopping_ends_the_processes_and_keeps_what_is_done() -> None:
    endless = Sweep(load_scenario("ring"), "hidden", ((3,), (4,)), (1, 2), 900_000_000)
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) > 20

    assert list(run(endless, Processes(2), stop=stop)) == []
    assert multiprocessing.active_children() == []


def test_processes_are_begun_only_where_they_save_time() -> None:
    ring = load_scenario("ring")
    assert quickest(Sweep(ring, "learning_rate", (0.1,), (1, 2), 100), 4) is None
    long = Sweep(ring, "hidden", ((4,), (8,)), (1, 2, 3), 1_000_000)
    assert quickest(long, 4) == Processes(4)
    assert quickest(long, 1) is None
    assert quickest(long, 40) == Processes(6)
