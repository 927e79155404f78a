"""Starts have the spread that their authors ask for, and biases start at zero."""

import math

import numpy as np
import pytest

from eq_sim.network.initializers import INITIALIZERS, start
from eq_sim.network.layout import Architecture, Layout

WIDE = Layout(Architecture((200, 300, 100), ("tanh", "identity"), (True, True)))


def weights_of(initializer: str, seed: int = 1) -> list[np.ndarray]:
    theta = start(WIDE, initializer, np.random.default_rng(seed))
    assert theta.dtype == np.float64
    assert theta.shape == (WIDE.size,)
    return [
        view[: block.inputs] for block, view in zip(WIDE.blocks, WIDE.views(theta), strict=True)
    ]


@pytest.mark.parametrize("initializer", list(INITIALIZERS))
def test_biases_start_at_zero_and_weights_do_not(initializer: str) -> None:
    theta = start(WIDE, initializer, np.random.default_rng(1))
    assert not theta[~WIDE.weights].any()
    assert np.count_nonzero(theta[WIDE.weights]) == (
        0 if initializer == "zeros" else WIDE.weights.sum()
    )


@pytest.mark.parametrize("initializer", list(INITIALIZERS))
def test_a_start_is_a_function_of_its_stream(initializer: str) -> None:
    first, again = weights_of(initializer), weights_of(initializer)
    other = weights_of(initializer, seed=2)
    np.testing.assert_array_equal(first[0], again[0])
    assert initializer == "zeros" or not (first[0] == other[0]).any()


@pytest.mark.parametrize(
    ("initializer", "variances"),
    [
        ("normal", (1, 1)),
        ("uniform", (1 / 3, 1 / 3)),
        ("xavier", (2 / 500, 2 / 400)),
        ("he", (2 / 200, 2 / 300)),
    ],
)
def test_mean_and_variance(initializer: str, variances: tuple[float, float]) -> None:
    for weights, variance in zip(weights_of(initializer), variances, strict=True):
        # Five standard errors of a sample of tens of thousands.
        assert weights.var() == pytest.approx(variance, rel=5 * math.sqrt(2 / weights.size))
        assert abs(weights.mean()) < 5 * math.sqrt(variance / weights.size)


@pytest.mark.parametrize(
    ("initializer", "bounds"),
    [("uniform", (1.0, 1.0)), ("xavier", (math.sqrt(6 / 500), math.sqrt(6 / 400)))],
)
def test_uniform_draws_fill_their_range(initializer: str, bounds: tuple[float, float]) -> None:
    for weights, bound in zip(weights_of(initializer), bounds, strict=True):
        assert 0.999 * bound < np.abs(weights).max() <= bound
        assert weights.min() < -0.999 * bound


def test_normal_draws_have_tails() -> None:
    inner, _ = weights_of("he")
    beyond = np.mean(np.abs(inner) > 2 * math.sqrt(2 / 200))
    assert beyond == pytest.approx(0.0455, abs=0.005)


def test_unknown_initializer() -> None:
    with pytest.raises(KeyError):
        start(WIDE, "orthogonal", np.random.default_rng(1))
