"""What keeping an experiment costs.

``python -m pytest tests/benchmarks/test_keeping.py -m slow -n 0 -s``
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from eq_sim.session.actions import Run, Set, Train
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.journal import Journal
from eq_sim.session.files.opening import open_session

pytestmark = pytest.mark.slow


def test_a_million_knobs_are_saved_in_little_more_than_writing_their_bytes(tmp_path: Path) -> None:
    session = open_session("digits", changes=[("hidden", (1024, 900)), ("optimizer", "adam")])
    session.apply(Train(2))
    experiment, path = Experiment.of(session), tmp_path / "a.eqsim"
    save_experiment(path, experiment)
    content = path.read_bytes()

    def seconds(what: Callable[[], object]) -> float:
        began = time.perf_counter()
        what()
        return time.perf_counter() - began

    share = median(
        seconds(lambda: save_experiment(path, experiment))
        / seconds(lambda: write_atomically(tmp_path / "b", content))
        for _ in range(15)
    )
    print(
        f"{session.layout.size:,} knobs, {len(content) / 1e6:.0f} MB: {share:.2f} × the bytes [2]"
    )
    assert share < 4


def test_the_journal_costs_little_of_training_at_full_speed(tmp_path: Path) -> None:
    def train(*, kept: bool) -> float:
        session = open_session("ring", 3)
        session.apply(Set("noise", 0.5))  # no goal pauses it
        journal = Journal(tmp_path, session, time.perf_counter) if kept else None
        session.apply(Run())
        if journal:
            journal.settle()
        began = time.perf_counter()
        for _ in range(600):
            session.advance(steps=100)
            if journal:
                journal.tick()
        seconds = time.perf_counter() - began
        if journal:
            journal.close()
        return seconds

    # Side by side and in turns, for the machine is faster now and slower then.
    share = median(train(kept=True) / train(kept=False) for _ in range(9))
    print(f"the journal: {share:.3f} × training without it [1.05]")
    assert share < 1.5
