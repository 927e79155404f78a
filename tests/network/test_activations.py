"""Activations against scalar formulas of torch.nn's documentation, with the math module."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.network.activations import ACTIVATIONS

Values = NDArray[np.floating]


def _sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _sech2(z: float) -> float:
    return 0.0 if abs(z) > 300 else 1 / math.cosh(z) ** 2


def _gelu_inner(z: float) -> float:
    return math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)


def _gelu_slope(z: float) -> float:
    inner = _gelu_inner(z)
    rate = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z**2)
    return 0.5 * (1 + math.tanh(inner)) + 0.5 * z * _sech2(inner) * rate


FORMULAS: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "identity": (lambda z: z, lambda z: 1.0),
    "tanh": (math.tanh, _sech2),
    "relu": (lambda z: max(0.0, z), lambda z: 1.0 if z > 0 else 0.0),
    "leaky_relu": (lambda z: z if z > 0 else 0.01 * z, lambda z: 1.0 if z > 0 else 0.01),
    "sigmoid": (_sigma, lambda z: _sigma(z) * _sigma(-z)),
    "softplus": (lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))), _sigma),
    "gelu_tanh": (lambda z: 0.5 * z * (1 + math.tanh(_gelu_inner(z))), _gelu_slope),
    "silu": (lambda z: z * _sigma(z), lambda z: _sigma(z) * (1 + z * _sigma(-z))),
}

# What a value of ±huge must give: (answer at −, at +), (slope at −, at +), in units of |z|.
LIMITS = {
    "identity": ((-1.0, 1.0), (1.0, 1.0)),
    "relu": ((0.0, 1.0), (0.0, 1.0)),
    "leaky_relu": ((-0.01, 1.0), (0.01, 1.0)),
    "softplus": ((0.0, 1.0), (0.0, 1.0)),
    "gelu_tanh": ((0.0, 1.0), (0.0, 1.0)),
    "silu": ((0.0, 1.0), (0.0, 1.0)),
}


def forward_and_slope(name: str, values: Values) -> tuple[Values, Values]:
    """Runs an activation as a network does: one buffer for z and a unless it keeps the sums."""
    activation = ACTIVATIONS[name]
    z = values.reshape(1, -1).copy()
    a = np.empty_like(z) if activation.keeps_sum else z
    s, t = np.empty_like(z), np.empty_like(z)
    delta = np.ones_like(z)
    with np.errstate(all="ignore"):
        for call in activation.forward(z, a, s):
            call()
        answer = a.copy()
        for call in activation.backward(z, a, delta, s, t):
            call()
    return answer[0], delta[0]


def test_there_is_a_formula_for_every_activation() -> None:
    assert set(FORMULAS) == set(ACTIVATIONS)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 2e-15), (np.float32, 1e-6)])
@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_answers_and_slopes_are_those_of_the_formula(
    name: str, dtype: type[np.floating], tolerance: float
) -> None:
    values = np.concatenate([np.linspace(-12, 12, 241), [1e-6, -1e-6, 30, -30, 85, -85]])
    values = values.astype(dtype)
    answer, slope = forward_and_slope(name, values)
    value_of, slope_of = FORMULAS[name]
    expected = [value_of(float(z)) for z in values]
    steepness = [slope_of(float(z)) for z in values]
    scale = 1 + np.abs(values)
    np.testing.assert_array_less(np.abs(answer - expected), tolerance * scale * 4)
    np.testing.assert_array_less(np.abs(slope - steepness), tolerance * scale * 4)
    assert answer.dtype == slope.dtype == dtype


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_zero(name: str) -> None:
    answer, slope = forward_and_slope(name, np.zeros(1))
    value_of, slope_of = FORMULAS[name]
    assert answer[0] == pytest.approx(value_of(0.0), abs=1e-16)
    assert slope[0] == pytest.approx(slope_of(0.0), abs=1e-16)  # torch: 0 at relu's kink


@pytest.mark.parametrize("huge", [1e4, 1e9, 1e12, 1e18, 1e30])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", list(LIMITS))
def test_huge_sums_of_unbounded_activations(
    name: str, dtype: type[np.floating], huge: float
) -> None:
    answer, slope = forward_and_slope(name, np.array([-huge, huge], dtype=dtype))
    answers, slopes = LIMITS[name]
    np.testing.assert_allclose(answer / dtype(huge), answers, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(slope, slopes, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("huge", [1e4, 1e9, 1e18, 1e30])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_huge_sums_of_bounded_activations(dtype: type[np.floating], huge: float) -> None:
    values = np.array([-huge, huge], dtype=dtype)
    for name, low in (("tanh", -1), ("sigmoid", 0)):
        answer, slope = forward_and_slope(name, values)
        assert answer.tolist() == [low, 1]
        assert slope.tolist() == [0, 0]


def test_slope_multiplies_what_came_from_above() -> None:
    rng = np.random.default_rng(2)
    values, delta = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    for name, activation in ACTIVATIONS.items():
        _, slope = forward_and_slope(name, values.ravel())
        z = values.copy()
        a = np.empty_like(z) if activation.keeps_sum else z
        s, t, blame = np.empty_like(z), np.empty_like(z), delta.copy()
        for call in activation.forward(z, a, s) + activation.backward(z, a, blame, s, t):
            call()
        np.testing.assert_allclose(blame, delta * slope.reshape(2, 3), rtol=1e-12, err_msg=name)
