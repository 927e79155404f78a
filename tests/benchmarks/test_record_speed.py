"""What the record of the loss costs beside the bare steps of a large network.

python -m pytest tests/benchmarks/test_record_speed.py -m slow -n 0 -s
"""

import time
from collections.abc import Callable

import numpy as np
import pytest

from eq_sim.session.actions import Run, Train
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed

pytestmark = pytest.mark.slow

_FIRST = 64  # each of the steps before may have a point
_NAMES = ["digits-wide", "digits-million"]


def seconds(work: Callable[[], object]) -> float:
    """Returns the processor's time that something takes: others may want it meanwhile."""
    start = time.process_time()
    work()
    return time.process_time() - start


def space_between_points(session: Session) -> int:
    """Returns how many steps lie between two points of the record, soon after the first steps."""
    other = session.fork()
    while np.count_nonzero(other.history.points[0] > _FIRST) < 2:
        other.apply(Train(8))
    return int(np.diff(other.history.points[0, -2:])[0])


def running(name: str) -> Session:
    """Returns a session that runs, past the first steps and the first point after them."""
    session = Session(changed(load_scenario(name), "speed", 1000.0))
    session.apply(Run())
    session.apply(Train(_FIRST))
    return session


@pytest.mark.parametrize("name", _NAMES)
def test_the_record_costs_a_tenth_of_the_training(name: str) -> None:
    session = running(name)
    space = space_between_points(session)
    large = session.layout.size > 50_000
    spaces, rounds = (1, 6) if large else (4, 12)
    session.apply(Train(space))
    trainer, steps = session.fork().trainer, spaces * space
    bare, whole = [], []
    for _ in range(rounds):
        bare.append(seconds(lambda: trainer.run(steps)))
        points = session.history.points.shape[1]
        whole.append(seconds(lambda: session.apply(Train(steps))))
        assert session.history.points.shape[1] == points + spaces
    ratio = min(whole) / min(bare)
    print(
        f"\n{name}, {session.layout.size:,} knobs, a point in {space} steps: "
        f"{1e6 * min(bare) / steps:,.1f} µs a bare step, {ratio:.3f} × with the record "
        f"(wanted: at most 1.1)"
    )
    assert ratio <= 1.25


def test_a_step_of_a_million_knobs_through_advance() -> None:
    session = running("digits-million")
    space = space_between_points(session)
    trainer = session.fork().trainer
    bare, whole = [], []
    for _ in range(4):
        bare.append(seconds(lambda: trainer.run(space)))
        session.apply(Run())  # where the goal was reached, it paused
        whole.append(seconds(lambda: [session.advance(steps=1) for _ in range(space)]))
    ratio = min(whole) / min(bare)
    print(
        f"\n998,070 knobs, a step at a time: {1000 * min(bare) / space:.2f} ms a bare step, "
        f"{ratio:.2f} × through Session.advance, its history included (wanted: at most 1.2)"
    )
    assert ratio <= 1.5
