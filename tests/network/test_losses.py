"""Losses against the formulas of torch.nn's documentation, and at logits of any size."""

import math

import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network


def binary_of(x: float, y: float) -> float:
    """torch.nn.BCEWithLogitsLoss of one logit: −[y·log σ(x) + (1 − y)·log(1 − σ(x))]."""
    # log σ(x) = −log(1 + e^−x), written so that no exponent is positive.
    log_sigma = min(x, 0.0) - math.log1p(math.exp(-abs(x)))
    log_other = min(-x, 0.0) - math.log1p(math.exp(-abs(x)))
    return -(y * log_sigma + (1 - y) * log_other)


def categorical_of(logits: list[float], label: int) -> float:
    """torch.nn.CrossEntropyLoss of one sample: −log(e^x_label / Σ e^x)."""
    top = max(logits)
    return math.log(math.fsum(math.exp(x - top) for x in logits)) + (top - logits[label])


def test_half_mse_is_half_the_squared_distance_averaged_over_samples() -> None:
    rng = np.random.default_rng(0)
    answers, targets = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    per_sample = [
        0.5 * math.fsum((float(answers[o, n]) - float(targets[o, n])) ** 2 for o in range(3))
        for n in range(5)
    ]
    assert LOSSES["half_mse"].value(answers, targets) == pytest.approx(
        math.fsum(per_sample) / 5, rel=1e-14
    )


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_binary_cross_entropy_is_torchs(dtype: type[np.floating]) -> None:
    rng = np.random.default_rng(1)
    logits = (4 * rng.normal(size=(2, 6))).astype(dtype)
    targets = (rng.random((2, 6)) < 0.5).astype(dtype)
    terms = [
        binary_of(float(x), float(y)) for x, y in zip(logits.ravel(), targets.ravel(), strict=True)
    ]
    expected = math.fsum(terms) / 12  # the default reduction: mean over every element
    tight = 1e-14 if dtype is np.float64 else 1e-6
    assert LOSSES["binary_cross_entropy"].value(logits, targets) == pytest.approx(
        expected, rel=tight
    )


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_softmax_cross_entropy_is_torchs(dtype: type[np.floating]) -> None:
    rng = np.random.default_rng(2)
    logits = (4 * rng.normal(size=(4, 7))).astype(dtype)
    labels = rng.integers(0, 4, 7)
    targets = np.eye(4, dtype=dtype)[labels].T
    terms = [categorical_of(logits[:, n].tolist(), int(labels[n])) for n in range(7)]
    expected = math.fsum(terms) / 7
    tight = 1e-14 if dtype is np.float64 else 1e-6
    assert LOSSES["softmax_cross_entropy"].value(logits, targets) == pytest.approx(
        expected, rel=tight
    )


@pytest.mark.parametrize(
    ("loss", "logits", "targets", "expected"),
    [
        ("binary_cross_entropy", [0.0], [1.0], math.log(2)),
        ("binary_cross_entropy", [1e4], [1.0], 0.0),
        ("binary_cross_entropy", [1e4], [0.0], 1e4),
        ("binary_cross_entropy", [-1e4], [1.0], 1e4),
        ("binary_cross_entropy", [-1e4], [0.0], 0.0),
        ("binary_cross_entropy", [1e30], [0.0], 1e30),
        ("binary_cross_entropy", [-1e30], [0.0], 0.0),
        ("binary_cross_entropy", [-1e30, 1e30], [1.0, 1.0], 5e29),
        ("softmax_cross_entropy", [0.0, 0.0, 0.0], [0, 1, 0], math.log(3)),
        ("softmax_cross_entropy", [1e4, 0.0, -1e4], [1, 0, 0], 0.0),
        ("softmax_cross_entropy", [1e4, 0.0, -1e4], [0, 1, 0], 1e4),
        ("softmax_cross_entropy", [1e4, 0.0, -1e4], [0, 0, 1], 2e4),
        ("softmax_cross_entropy", [1e30, 1e30, -1e30], [1, 0, 0], math.log(2)),
        ("softmax_cross_entropy", [1e30, 1e30, -1e30], [0, 0, 1], 2e30),
        ("softmax_cross_entropy", [-1e30, -1e30, -1e30], [0, 0, 1], math.log(3)),
    ],
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_logits_of_any_size_lose_neither_loss_nor_gradient(
    loss: str,
    logits: list[float],
    targets: list[float],
    expected: float,
    dtype: type[np.floating],
) -> None:
    # One input that is 1 and no bias: the logits are θ, and its gradient is the loss's slope.
    outputs = len(logits)
    layout = Layout(Architecture((1, outputs), ("identity",), (False,)))
    network = Network(layout, LOSSES[loss])
    theta = np.array(logits, dtype=dtype)
    one, wanted = np.ones((1, 1), dtype=dtype), np.array(targets, dtype=dtype)[:, np.newaxis]
    value = network.value(theta, one, wanted)
    # Where the top cannot be told from top + log 3, float arithmetic has no better answer.
    spacing = float(np.spacing(np.abs(theta).max()))
    assert value == pytest.approx(expected, rel=1e-6, abs=max(1e-6, spacing))
    if loss == "binary_cross_entropy":
        slope = [
            ((0.5 if x == 0 else float(x > 0)) - y) / outputs
            for x, y in zip(logits, targets, strict=True)
        ]
    else:
        powers = [math.exp(x - max(logits)) for x in logits]
        slope = [p / sum(powers) - y for p, y in zip(powers, targets, strict=True)]
    np.testing.assert_allclose(network.gradient(theta, one, wanted), slope, atol=1e-6)


def test_answers_for_a_person_are_probabilities() -> None:
    logits = np.array([[-1e30, -2.0, 0.0, 2.0, 1e30]])
    sigma = [0.0, 1 / (1 + math.e**2), 0.5, math.e**2 / (1 + math.e**2), 1.0]
    np.testing.assert_allclose(LOSSES["binary_cross_entropy"].link(logits)[0], sigma, atol=1e-15)
    scores = np.array([[1e30, 0.0], [0.0, math.log(3)]])
    shares = LOSSES["softmax_cross_entropy"].link(scores)
    np.testing.assert_allclose(shares, [[1.0, 0.25], [0.0, 0.75]], atol=1e-15)
    np.testing.assert_array_equal(LOSSES["half_mse"].link(logits), logits)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_that_is_sure_has_the_loss_that_it_has(dtype: type) -> None:
    """ln(1 + e^-z) for a sure and right answer, z for a sure and wrong one; nothing cancels."""
    sure = np.array([[18.87, -18.87, 25.0, -30.0]], dtype=dtype)
    right = np.array([[1.0, 0.0, 1.0, 0.0]], dtype=dtype)
    loss = LOSSES["binary_cross_entropy"]
    exact = np.mean(np.log1p(np.exp(-np.abs(sure.astype(np.float64)))))
    assert loss.value(sure, right) == pytest.approx(exact, rel=1e-5)
    assert loss.value(sure, 1 - right) == pytest.approx(np.abs(sure).mean() + exact, rel=1e-6)
