"""Curves that a person types: read strictly, checked over their whole range, in their own units."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.arithmetic.reading import LONGEST
from eq_sim.data.dataset import Column
from eq_sim.data.formulas import FormulaMistake, curve


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sin(3*x) + 0.2*x^2", lambda x: np.sin(3 * x) + 0.2 * x**2),
        ("-x^2", lambda x: -(x**2)),
        ("2^-x", lambda x: 2.0**-x),
        ("2^x^2", lambda x: 2.0 ** (x**2)),
        ("x**3 − x", lambda x: x**3 - x),
        ("e^(-x^2) · π", lambda x: np.exp(-(x**2)) * np.pi),
        ("1/2/(3+x) - -x", lambda x: 0.5 / (3 + x) + x),
        ("abs(tanh(5*x)) + sqrt(x + 2)", lambda x: np.abs(np.tanh(5 * x)) + np.sqrt(x + 2)),
        ("log(exp(x)) - cos(pi*x)", lambda x: x - np.cos(np.pi * x)),
    ],
)
def test_a_formula_is_what_mathematics_says(
    text: str, wanted: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> None:
    made = curve(text, -2.0, 2.0)
    assert (made.x[0], made.x[2000], made.x[-1]) == (-2.0, 0.0, 2.0)
    np.testing.assert_allclose(made.y, wanted(made.x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "first", "last", "sentence"),
    [
        ("1/x", -1, 2, "1/x has no value at x = 0"),
        ("log(x)", -2, 2, "log(x) has no value at x = -2"),
        ("tan(x)", 0, 3, "tan(x) has no value near x = 1.571"),
        ("1/(x-0.3701)", -2, 2, "has no value near x = 0.3701"),
        ("exp(x^9)", -2, 2, "more than a curve can show"),
        ("2x", -2, 2, "has no sign between '2' and 'x': write '2*x'"),
        ("foo(x)", -2, 2, "has parentheses after 'foo': the functions are abs"),
        ("x + y", -2, 2, "there is no 'y' in a formula: it may have x"),
        ("sin", -2, 2, "needs parentheses after 'sin': 'sin(x)'"),
        ("sin(x", -2, 2, "is no formula"),
        ("", -2, 2, "is no formula"),
        ("0,2*x", -2, 2, "cannot be understood"),
        ("x.__class__", -2, 2, "cannot be understood"),
        ("(" * 60 + "x" + ")" * 60, -2, 2, "goes deeper than 20"),
        ("x+" * LONGEST + "x", -2, 2, f"is longer than {LONGEST} characters"),
        ("x", 2, 2, "the range from 2 to 2 has no length"),
    ],
)
def test_what_is_no_curve_is_refused_with_its_place(
    text: str, first: float, last: float, sentence: str
) -> None:
    with pytest.raises(FormulaMistake) as refused:
        curve(text, first, last)
    assert sentence in str(refused.value)


def persons(values: NDArray[np.float64], column: Column | None) -> NDArray[np.float64]:
    assert column is not None
    return column.to_person(values)


def test_points_lie_on_the_curve_in_its_own_units() -> None:
    data = curve("1000*x + 5000", 10.0, 30.0).points(200, 0.0, np.random.default_rng(3))
    x = persons(data.inputs[0], data.columns[0])
    assert x.min() >= 10
    assert x.max() <= 30
    assert np.abs(data.inputs).max() <= 2
    np.testing.assert_allclose(persons(data.targets[0], data.target), 1000 * x + 5000)
    assert abs(float(data.targets.std()) - 1) < 0.1


def test_noise_is_in_the_units_of_the_curve() -> None:
    made = curve("100*sin(x)", -3.0, 3.0)
    still = made.points(4000, 0.0, np.random.default_rng(3))
    noisy = made.points(4000, 5.0, np.random.default_rng(3))
    off = persons(noisy.targets, noisy.target) - persons(still.targets, still.target)
    assert float(off.std()) == pytest.approx(5, rel=0.05)
    assert noisy.noise == pytest.approx(5 / made.target.scale)


def test_a_constant_is_a_curve_too() -> None:
    data = curve("7", -1.0, 1.0).points(20, 0.0, np.random.default_rng(1))
    assert (data.targets == 0).all()
    assert (persons(data.targets, data.target) == 7).all()
