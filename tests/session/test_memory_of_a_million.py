"""What live training of a million knobs takes in memory, beside undo and the way back."""

import gc
import tracemalloc

import pytest

from eq_sim.session.actions import Run, Turn
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed


@pytest.mark.parametrize(
    ("optimizer", "most"), [("adam", 18), pytest.param("sgd", 12, marks=pytest.mark.slow)]
)
def test_live_training_takes_few_copies_of_the_knobs(optimizer: str, most: int) -> None:
    scenario = changed(load_scenario("digits-million"), "optimizer", optimizer)
    gc.collect()
    tracemalloc.start()
    try:
        session = Session(scenario)
        session.timeline.budget = 0  # one state is kept whatever its budget
        session.apply(Run())
        for steps in (1, 3, 2, 1):
            session.advance(steps=steps)
        kept = session.timeline.bytes
        taken = tracemalloc.get_traced_memory()[0] - kept
        before = session.trainer.after[5] - session.trainer.before[5]
        session.apply(Turn((5,), (0.25,)))  # what the last step left stays known
        assert session.trainer.after[5] - session.trainer.before[5] == before
    finally:
        tracemalloc.stop()
    theta = session.parameters.theta.nbytes
    assert session.step == 7
    assert 4 * theta < taken < most * theta
