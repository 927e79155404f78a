"""The loss of distillation against Hinton's formula written out, and its gradient."""

import math

import numpy as np
import pytest

from eq_sim.network.distillation import chances, distillation, soft_targets
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES, of_same_answer
from eq_sim.network.mlp import Network, Workspace
from eq_sim.network.types import run

CASES = [(1.0, 0.0), (3.0, 0.0), (0.5, 0.3), (8.0, 0.9)]


def plain(
    z: np.ndarray, v: np.ndarray, y: np.ndarray, temperature: float, share: float
) -> list[float]:
    """(1 − a)·T²·H(softmax(v ∕ T), softmax(z ∕ T)) + a·H(y, softmax(z)), sample by sample."""
    found = []
    for zs, vs, ys in zip(z.T.tolist(), v.T.tolist(), y.T.tolist(), strict=True):
        if len(zs) == 1:  # two classes: a logit of 0 beside it
            zs, vs, ys = [zs[0], 0.0], [vs[0], 0.0], [ys[0], 1 - ys[0]]
        soft = -math.fsum(
            p * math.log(q)
            for p, q in zip(shares(vs, temperature), shares(zs, temperature), strict=True)
        )
        hard = -math.fsum(t * math.log(q) for t, q in zip(ys, shares(zs, 1.0), strict=True))
        found.append((1 - share) * temperature**2 * soft + share * hard)
    return found


def shares(sums: list[float], temperature: float) -> list[float]:
    powers = [math.exp((s - max(sums)) / temperature) for s in sums]
    return [power / math.fsum(powers) for power in powers]


def some(outputs: int, samples: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The student's sums, the teacher's, and labels."""
    rng = np.random.default_rng(outputs)
    z, v = 3 * rng.normal(size=(2, outputs, samples))
    labels = np.zeros((outputs, samples))
    if outputs == 1:
        labels[0] = rng.integers(2, size=samples)
    else:
        labels[rng.integers(outputs, size=samples), np.arange(samples)] = 1
    return z, v, labels


@pytest.mark.parametrize("outputs", [1, 2, 5])
@pytest.mark.parametrize(("temperature", "share"), CASES)
def test_it_is_hintons(outputs: int, temperature: float, share: float) -> None:
    z, v, labels = some(outputs)
    loss = distillation(temperature, share)
    targets = soft_targets(v, labels, temperature, share)
    wanted = plain(z, v, labels, temperature, share)
    np.testing.assert_allclose(loss.each(z, targets), wanted, rtol=1e-11)
    assert loss.value(z, targets) == pytest.approx(math.fsum(wanted) / 7, rel=1e-12)
    single = [array.astype(np.float32) for array in (z, targets)]
    assert loss.value(single[0], single[1]) == pytest.approx(math.fsum(wanted) / 7, rel=1e-5)


@pytest.mark.parametrize("outputs", [1, 4])
@pytest.mark.parametrize(("temperature", "share"), CASES)
def test_its_gradient_is_that_of_central_differences(
    outputs: int, temperature: float, share: float
) -> None:
    layout = Layout(Architecture((3, 4, outputs), ("tanh", "identity"), (True, True)))
    rng = np.random.default_rng(7)
    theta, inputs = rng.normal(size=layout.size), rng.normal(size=(3, 6))
    _, v, labels = some(outputs, 6)
    loss, targets = distillation(temperature, share), soft_targets(v, labels, temperature, share)
    network, step = Network(layout, loss), 1e-6
    gradient = network.gradient(theta, inputs, targets)
    for knob in range(layout.size):
        up, down = theta.copy(), theta.copy()
        up[knob] += step
        down[knob] -= step
        slope = network.value(up, inputs, targets) - network.value(down, inputs, targets)
        assert gradient[knob] == pytest.approx(slope / (2 * step), rel=1e-5, abs=1e-8)


def test_at_temperature_1_with_a_sure_teacher_it_is_the_cross_entropy_of_labels() -> None:
    z, _, labels = some(5)
    targets = soft_targets(1000 * labels, labels, 1.0, 0.0)
    np.testing.assert_array_equal(targets, labels)
    usual = LOSSES["softmax_cross_entropy"]
    assert distillation(1.0, 0.0).value(z, targets) == pytest.approx(usual.value(z, labels))


@pytest.mark.parametrize("outputs", [1, 5])
def test_an_infinite_or_huge_logit_is_no_nan(outputs: int) -> None:
    z, v, labels = some(outputs)
    z[0, 0], v[0] = 1e4, -1e6
    loss, targets = distillation(2.0, 0.5), soft_targets(v, labels, 2.0, 0.5)
    assert np.isfinite(loss.each(z, targets)).all()
    assert np.isfinite(chances(z, 2.0)).all()


@pytest.mark.parametrize("outputs", [1, 4])
@pytest.mark.parametrize(("temperature", "share"), CASES)
def test_no_answers_have_less_loss_than_the_lowest(
    outputs: int, temperature: float, share: float
) -> None:
    _, v, labels = some(outputs)
    loss, targets = distillation(temperature, share), soft_targets(v, labels, temperature, share)
    assert loss.lowest is not None
    lowest = loss.lowest(targets)
    least = loss.each(lowest, targets)
    if not share:  # the teacher's own answers
        np.testing.assert_allclose(chances(lowest), chances(v), atol=1e-9)
    rng, near = np.random.default_rng(1), 0.005 if share else 0.0
    for _ in range(50):
        other = loss.each(lowest + 0.2 * rng.normal(size=lowest.shape), targets)
        assert (other > least - near).all()
    same = of_same_answer(loss, targets)
    for _ in range(50):
        answer = np.repeat(lowest.mean(axis=1, keepdims=True) + rng.normal(size=(outputs, 1)), 7, 1)
        assert loss.value(answer, targets) >= same - near


def test_a_workspace_of_float32_takes_the_same_slope() -> None:
    layout = Layout(Architecture((3, 4), ("identity",), (True,)))
    rng = np.random.default_rng(3)
    theta, inputs = rng.normal(size=layout.size), rng.normal(size=(3, 6))
    _, v, labels = some(4, 6)
    loss, targets = distillation(4.0, 0.2), soft_targets(v, labels, 4.0, 0.2)
    exact = Network(layout, loss).gradient(theta, inputs, targets)
    gradient = np.zeros(layout.size, np.float32)
    work = Workspace(layout, theta.astype(np.float32), gradient, loss, 6)
    work.set_scale(1.0)
    work.sample[...] = np.vstack([inputs, np.ones(6), targets])
    run(work.fused)
    np.testing.assert_allclose(gradient, exact, atol=2e-6)
