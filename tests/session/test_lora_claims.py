"""LoRA against a few lines of plain NumPy; and what 96 knobs do for 2,410, over 20 seeds."""

import numpy as np
import pytest

from eq_sim.session import actions as act
from eq_sim.session.fine_tuning import Tuned
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def reads(session: Session) -> float:
    right = session.evaluation.measure("accuracy").test
    assert right is not None
    return right


def test_steps_of_an_adapter_are_those_of_plain_numpy() -> None:
    """Two layers, ReLU, softmax, plain descent: A, B and nothing else learn, by the chain rule."""
    session = Session(load_scenario("fine-tuning"), 2)
    for setting, value in (("optimizer", "sgd"), ("learning_rate", 0.5), ("l2", 0.0)):
        session.apply(act.Set(setting, value))
    session.apply(act.AddAdapter((2, 1)))
    session.apply(act.Train(3))
    session.apply(act.SetStrength(0.8))
    layout = session.layout
    theta = np.array(session.parameters.theta, np.float64)
    first, second = (block.view(theta) for block in layout.blocks)
    pairs = [(one.a(theta), one.b(theta)) for one in layout.adapters]
    inputs, targets = (np.array(part, np.float64) for part in session.evaluation.learned_from)
    x = inputs[:64]
    rate, strength, count = 0.5, 0.8, x.shape[1]
    for _ in range(4):
        weights = [
            matrix[:-1] + strength * a @ b
            for matrix, (a, b) in zip((first, second), pairs, strict=True)
        ]
        hidden = np.maximum(weights[0].T @ x + first[-1][:, None], 0)
        sums = weights[1].T @ hidden + second[-1][:, None]
        shares = np.exp(sums - sums.max(axis=0))
        delta = (shares / shares.sum(axis=0) - targets) / count
        back = (weights[1] @ delta) * (hidden > 0)
        slopes = (x @ back.T, hidden @ delta.T)
        moves = [
            (strength * slope @ b.T, strength * a.T @ slope)
            for slope, (a, b) in zip(slopes, pairs, strict=True)
        ]
        for (a, b), (of_a, of_b) in zip(pairs, moves, strict=True):
            a -= rate * of_a
            b -= rate * of_b
    session.apply(act.Train(4))
    assert np.allclose(session.parameters.theta, theta, atol=2e-5)


def after(seed: int, action: act.AddAdapter | act.FineTune, steps: int) -> tuple[float, float]:
    session = Session(load_scenario("fine-tuning"), seed)
    before = reads(session)
    session.apply(action)
    session.apply(act.Train(steps))
    return before, reads(session)


def tuned(what: Tuned, steps: int) -> list[float]:
    return [after(seed, act.FineTune(what), steps)[1] for seed in range(1, 21)]


@pytest.mark.slow
def test_96_new_knobs_rescue_2410_on_each_of_20_seeds() -> None:
    """Measured: 80.4 % → 94.6 % (93.0 to 95.8); on both layers, 138 knobs, 94.6 % as well."""
    one = [after(seed, act.AddAdapter((1, 0)), 100) for seed in range(1, 21)]
    assert all(now > before + 0.1 for before, now in one)
    reached = [now for _, now in one]
    assert 0.94 < np.mean(reached) < 0.955
    assert min(reached) > 0.92
    both = [after(seed, act.AddAdapter((1, 1)), 100)[1] for seed in range(1, 21)]
    assert abs(np.mean(both) - np.mean(reached)) < 0.01


@pytest.mark.slow
def test_the_biases_alone_do_as_well_with_more_steps() -> None:
    """Measured: 92.3 % after 100 steps, 94.7 % after 500."""
    assert 0.91 < np.mean(tuned("biases", 100)) < 0.935
    assert 0.94 < np.mean(tuned("biases", 500)) < 0.955
