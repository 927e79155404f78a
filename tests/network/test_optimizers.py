"""Optimizers against scalar sequences in plain Python, after the pseudo-code of torch.optim."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.network.optimizers import CHUNK, OPTIMIZERS, Optimizer, Rates

Vector = NDArray[np.float64]
KINDS = [name for name in OPTIMIZERS if name != "sgd"]
GRADIENTS = [0.5, -1.25, 3.0, 0.0, 1e-3, -40.0, 2.0, 2.0, -0.75, 0.1]
RATES = [0.1] * 4 + [0.03] * 3 + [0.2] * 3  # changed in mid-run, twice


def momentum(theta: float, decay: float) -> list[float]:
    path, buffer = [], None
    for g, rate in zip(GRADIENTS, RATES, strict=True):
        buffer = g if buffer is None else 0.8 * buffer + g
        theta = theta - rate * buffer
        path.append(theta)
    return path


def nesterov(theta: float, decay: float) -> list[float]:
    path, buffer = [], None
    for g, rate in zip(GRADIENTS, RATES, strict=True):
        buffer = g if buffer is None else 0.8 * buffer + g
        theta = theta - rate * (g + 0.8 * buffer)
        path.append(theta)
    return path


def rmsprop(theta: float, decay: float) -> list[float]:
    path, average = [], 0.0
    for g, rate in zip(GRADIENTS, RATES, strict=True):
        average = 0.99 * average + 0.01 * g**2
        theta = theta - rate * g / (math.sqrt(average) + 1e-8)
        path.append(theta)
    return path


def adam(theta: float, decay: float) -> list[float]:
    path, m, v = [], 0.0, 0.0
    for t, (g, rate) in enumerate(zip(GRADIENTS, RATES, strict=True), start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        theta = theta - rate * m_hat / (math.sqrt(v_hat) + 1e-8)
        path.append(theta)
    return path


def adamw(theta: float, decay: float) -> list[float]:
    path, m, v = [], 0.0, 0.0
    for t, (g, rate) in enumerate(zip(GRADIENTS, RATES, strict=True), start=1):
        theta = theta - rate * decay * theta
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        theta = theta - rate * m_hat / (math.sqrt(v_hat) + 1e-8)
        path.append(theta)
    return path


REFERENCE: dict[str, Callable[[float, float], list[float]]] = {
    "momentum": momentum,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}


def make(name: str, size: int = 2, dtype: str = "float64", decay: float = 0.05) -> Optimizer:
    weights = np.ones(size, dtype=dtype)
    weights[-1] = 0  # the last knob is a bias
    return OPTIMIZERS[name](size, np.dtype(dtype), Rates(0.1, 0.8, decay), weights)


def run(optimizer: Optimizer, theta: Vector, gradients: list[Vector]) -> list[Vector]:
    path = []
    for gradient in gradients:
        theta = theta - optimizer.propose(gradient, theta)
        optimizer.commit()
        path.append(theta)
    return path


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 2e-5)])
def test_path_is_that_of_the_pseudo_code(name: str, dtype: str, tolerance: float) -> None:
    optimizer = make(name, dtype=dtype)
    theta = np.array([1.5, -0.75], dtype=dtype)
    path = []
    for g, rate in zip(GRADIENTS, RATES, strict=True):
        optimizer.set_rates(learning_rate=rate)
        theta = theta - optimizer.propose(np.array([g, g], dtype=dtype), theta)
        optimizer.commit()
        path.append(theta.copy())
    assert theta.dtype == dtype
    # The second knob is a bias: decay leaves it alone.
    expected = np.array([REFERENCE[name](1.5, 0.05), REFERENCE[name](-0.75, 0.0)]).T
    np.testing.assert_allclose(path, expected, rtol=tolerance, atol=tolerance)


def test_decay_is_felt_by_weights_and_by_adamw_alone() -> None:
    theta, gradient = np.array([2.0, 2.0]), np.zeros(2)
    assert make("adamw").propose(gradient, theta).tolist() == [0.1 * 0.05 * 2.0, 0.0]
    for name in set(KINDS) - {"adamw"}:
        assert make(name).propose(gradient, theta).tolist() == [0.0, 0.0], name


def test_plain_descent_takes_a_gradient_that_carries_the_rate() -> None:
    optimizer = make("sgd")
    assert optimizer.folds_rate
    assert optimizer.state.shape == (0, 2)
    assert optimizer.propose(np.array([0.5, -2.0]), np.zeros(2)).tolist() == [0.5, -2.0]
    assert not any(OPTIMIZERS[name].folds_rate for name in KINDS)


def test_rate_acts_at_once_on_moments_already_there() -> None:
    # torch keeps the rate out of the buffer: v = g, then update = rate·v at the present rate.
    optimizer = make("momentum")
    optimizer.propose(np.array([1.0, 1.0]), np.zeros(2))
    optimizer.commit()
    optimizer.set_rates(learning_rate=10.0)
    assert optimizer.propose(np.zeros(2), np.zeros(2)).tolist() == [8.0, 8.0]


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_proposal_that_is_not_taken_leaves_no_trace(name: str) -> None:
    rng = np.random.default_rng(3)
    optimizer = make(name, size=5)
    theta = rng.normal(size=5)
    theta = run(optimizer, theta, [rng.normal(size=5) for _ in range(3)])[-1]
    state, count = optimizer.state.copy(), optimizer.count
    untouched = theta.copy()
    gradient = rng.normal(size=5)
    first = optimizer.propose(gradient, theta).copy()
    with np.errstate(all="ignore"):
        optimizer.propose(np.full(5, np.inf), theta)
        optimizer.propose(np.full(5, np.nan), theta)
    np.testing.assert_array_equal(optimizer.state, state)
    np.testing.assert_array_equal(theta, untouched)
    assert optimizer.count == count == 3
    np.testing.assert_array_equal(optimizer.propose(gradient, theta), first)


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_restored_moments_go_on_as_if_nothing_had_happened(name: str) -> None:
    rng = np.random.default_rng(4)
    gradients = [rng.normal(size=6) for _ in range(9)]
    optimizer = make(name, size=6)
    theta = run(optimizer, rng.normal(size=6), gradients[:4])[-1]
    state, count = optimizer.state.copy(), optimizer.count
    onward = run(optimizer, theta, gradients[4:])
    other = make(name, size=6)
    other.restore(state, count)
    again = run(other, theta, gradients[4:])
    np.testing.assert_array_equal(onward, again)
    assert state.tobytes() != optimizer.state.tobytes() or name == "sgd"


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_a_vector_longer_than_a_chunk_is_treated_knob_by_knob(name: str) -> None:
    rng = np.random.default_rng(5)
    size = 2 * CHUNK + 7
    start = rng.normal(size=size)
    gradients = [rng.normal(size=size) for _ in range(3)]
    weights = (rng.random(size) < 0.9).astype(np.float64)
    rates, kind = Rates(0.1, 0.8, 0.05), OPTIMIZERS[name]
    whole = run(kind(size, np.dtype("float64"), rates, weights), start, gradients)[-1]
    for at in (0, CHUNK - 2, 2 * CHUNK - 2, size - 4):
        part = slice(at, at + 4)  # four knobs to either side of a seam, alone
        small = kind(4, np.dtype("float64"), rates, weights[part])
        alone = run(small, start[part], [gradient[part] for gradient in gradients])[-1]
        np.testing.assert_array_equal(whole[part], alone)


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam"])
def test_vanishing_moments_never_become_denormal(name: str) -> None:
    optimizer = make(name, size=3, dtype="float32")
    theta = np.zeros(3, dtype=np.float32)
    optimizer.propose(np.ones(3, dtype=np.float32), theta)
    optimizer.commit()
    tiny = np.finfo(np.float32).tiny
    silence = np.zeros(3, dtype=np.float32)
    for _ in range(2000):
        optimizer.propose(silence, theta)
        optimizer.commit()
        moments = np.abs(optimizer.state[0])
        assert not ((moments > 0) & (moments < tiny)).any()
    assert not optimizer.state[0].any()
