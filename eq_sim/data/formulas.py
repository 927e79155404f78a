"""Points on a curve that a person types: f(x) over a range, checked before a point is made.

A curve has a value at every place of a fine grid over its range, and the points lie on places of
that grid: so a formula that is taken once makes data for every seed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import floor, isfinite, log10

import numpy as np
from numpy.typing import NDArray

from eq_sim.arithmetic.reading import Amount, ArithmeticMistake, Call, Name, read_formula
from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.language.tr import tr

FUNCTIONS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
}
"""What may stand before parentheses; angles are in radians, ``log`` is the natural one."""

_NUMBERS = {"pi": np.pi, "π": np.pi, "e": np.e}
_PLACES = 4001  # of the grid: odd, so that the middle of the range is one of them
_MOST = 1e9  # a value beyond is no curve that anyone could look at
_LEFT = 2.0  # the range goes from −2 to 2 in the network's units, as the inputs of all curves do
_HALVINGS = 60
_STEEP = 1e3
_TWO: dict[str, Callable[..., NDArray[np.float64]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.true_divide,
    "^": np.power,
}


class FormulaMistake(ValueError):  # noqa: N818 - it is what a person typed, and is told
    """A text that is no curve over its range; the message says why."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A formula over a range.

    Attributes:
        x: (places,) a fine grid from one end to the other.
        y: (places,) its finite values there.
        across: the range in the network's units.
        target: the values, of which the mean is 0 and the standard deviation 1.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    across: Column
    target: Column

    def points(self, points: int, noise: float, stream: np.random.Generator) -> Dataset:
        """Returns points near the curve.

        Args:
            points: how many.
            noise: the standard deviation of a normal shift of y, in its unit.
            stream: where on the curve they are, and the noise.
        """
        places = stream.integers(0, len(self.x), points)
        y = self.y[places] + noise * stream.standard_normal(points)
        return Dataset(
            (self.across,),
            self.across.to_network(self.x[places])[np.newaxis],
            self.target.to_network(y)[np.newaxis],
            ("y",),
            View.CURVE,
            target=self.target,
            noise=noise / self.target.scale,
        )


@lru_cache(maxsize=32)
def curve(text: str, first: float, last: float) -> Curve:
    """Returns a typed curve over a range.

    Args:
        text: such as "sin(3*x) + 0.2*x^2".
        first: the x at which it begins.
        last: the x at which it ends.

    Raises:
        FormulaMistake: the text is no formula of x, or has no value somewhere in the range.
    """
    try:
        formula = read_formula(text, FUNCTIONS)
    except ArithmeticMistake as error:
        raise FormulaMistake(str(error)) from error
    for name in formula.names:
        if name != "x" and name not in _NUMBERS:
            raise FormulaMistake(_unknown(name))
    if not last > first:
        raise FormulaMistake(
            tr("the range from {first:g} to {last:g} has no length", first=first, last=last)
        )
    x = np.linspace(first, last, _PLACES)
    y = _values(formula, x)
    _check_finite(formula, x, y, _round_places(first, last))
    middle, spread = float(y.mean()), float(y.std())
    flat = bool((y == y[0]).all())
    across = Column("x", "x", centre=(first + last) / 2, scale=(last - first) / (2 * _LEFT))
    target = Column("y", "y", centre=float(y[0]) if flat else middle, scale=1.0 if flat else spread)
    for array in (x, y):
        array.flags.writeable = False
    return Curve(x, y, across, target)


def _unknown(name: str) -> str:
    short = name if len(name) <= 40 else f"{name[:39]}…"
    return tr(
        "there is no '{name}' in a formula: it may have x, pi and e, and {functions} of something",
        name=short,
        functions=", ".join(FUNCTIONS),
    )


def _values(formula: Amount, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns (places,) what a formula comes to; not finite where it has no value."""
    stack: list[NDArray[np.float64]] = []
    with np.errstate(all="ignore"):
        for part in formula.parts:
            match part:
                case float():
                    stack.append(np.full(x.shape, part))
                case Name(words="x"):
                    stack.append(x)
                case Name(words=name):
                    stack.append(np.full(x.shape, _NUMBERS[name]))
                case Call(function=name):
                    stack.append(FUNCTIONS[name](stack.pop()))
                case "±":
                    stack.append(-stack.pop())
                case _:
                    right, left = stack.pop(), stack.pop()
                    stack.append(_TWO[part](left, right))
    return np.array(stack[0])


def _round_places(first: float, last: float) -> NDArray[np.float64]:
    """Returns the round numbers in a range, 0 among them: there a formula mostly has no value."""
    step = 10.0 ** (floor(log10(last - first)) - 1)
    low, high = np.ceil(first / step), np.floor(last / step)
    if not isfinite(high - low) or high - low > _PLACES:
        return np.empty(0)
    places = np.arange(low, high + 1) * step + 0.0  # 0 and not −0
    return places[(places >= first) & (places <= last)]


def _check_finite(
    formula: Amount, x: NDArray[np.float64], y: NDArray[np.float64], others: NDArray[np.float64]
) -> None:
    """Checks that a formula has a value everywhere in its range, as far as can be seen.

    Raises:
        FormulaMistake: it has none somewhere; names the place.
    """
    words = formula.words
    for places, values in ((others, _values(formula, others)), (x, y)):
        none = ~np.isfinite(values)
        if none.any():
            raise FormulaMistake(
                tr("{formula} has no value at x = {x:.4g}", formula=words, x=places[none.argmax()])
            )
        large = np.abs(values) > _MOST
        if large.any():
            at = int(np.argmax(large))
            raise FormulaMistake(
                tr(
                    "{formula} is {value:.1e} at x = {x:.4g}: more than a curve can show",
                    formula=words,
                    value=values[at],
                    x=places[at],
                )
            )
    pole = _pole(formula, x, y)
    if pole is not None:
        raise FormulaMistake(tr("{formula} has no value near x = {x:.4g}", formula=words, x=pole))


def _pole(formula: Amount, x: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
    """Returns where a formula goes to infinity, up on one side and down on the other.

    Between two places of the grid it would not be seen otherwise: tan(x) at x = 1.5708.
    """
    changes = np.flatnonzero(y[:-1] * y[1:] < 0)
    low, high = x[changes], x[changes + 1]
    began = np.abs(y[changes])
    below = np.sign(y[changes])
    for _ in range(_HALVINGS if changes.size else 0):
        middle = (low + high) / 2
        same = np.sign(_values(formula, middle)) == below
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    found = np.flatnonzero(~(np.abs(_values(formula, low)) <= _STEEP * (1 + began)))
    return float(low[found[0]]) if found.size else None
