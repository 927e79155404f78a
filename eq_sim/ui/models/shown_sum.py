"""A neuron's arithmetic as lines whose shown digits agree with each other.

Each shown product is that of the shown factors, the shown sum is that of the shown lines, rounded
to one digit less, and what follows from the sum follows from the shown sum. As many digits are
taken as that needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.types import run
from eq_sim.session.questions.one_knob import Arithmetic, Linked, Term
from eq_sim.ui.style.numbers import plain, signed

Line = tuple[str, str, str, str, str, str]
"""A name, a value, ×, a weight, = or +, a number. What a line has not is empty."""

_DIGITS = range(4, 9)  # decimals of the terms; the sum has one less
_SHOWN = 3  # decimals of what becomes of the sum


@dataclass(frozen=True)
class _Rounded:
    """The terms of a sum with so many decimals, the sum with one less, and what becomes of it."""

    decimals: int
    products: tuple[float, ...]
    rest: float
    bias: float
    total: float

    @property
    def adds_up(self) -> bool:
        """Whether the shown lines make the shown sum."""
        together = sum(self.products) + self.rest + self.bias
        return round(together, self.decimals - 1) == self.total


def sum_lines(told: Arithmetic, most: int) -> list[Line]:
    """Returns the lines of a sum, and of what becomes of it.

    Args:
        told: the arithmetic.
        most: terms that have a line of their own: those that count most; the others share one.
    """
    kept = sorted(told.terms, key=lambda term: -abs(term.product))[:most]
    shown = [term for term in told.terms if term in kept]
    rest = [term for term in told.terms if term not in kept]
    rounded = _rounded(told, shown, rest)
    exact, less = rounded.decimals, rounded.decimals - 1
    lines: list[Line] = []
    for term, product in zip(shown, rounded.products, strict=True):
        value, weight = signed(term.value, exact), signed(term.weight, exact)
        lines.append((term.name, value, "×", weight, "=", signed(product, exact)))
    if rest:
        more = tr("{count:,} more", count=len(rest))
        lines.append((more, "", "", "", "=", signed(rounded.rest, exact)))
    if told.bias is not None:
        lines.append((tr("bias"), "", "", "", "+", signed(rounded.bias, exact)))
    lines.append((tr("sum"), "", "", "", "=", signed(rounded.total, less)))
    if told.activation != "identity":
        of_it = tr("{function} of it", function=tr(told.activation))
        lines.append((of_it, "", "", "", "=", signed(told.answer, _SHOWN)))
    if told.linked is not None:
        lines += _linked_lines(told.linked, told.total, rounded.total)
    return lines


def sum_row(told: Arithmetic, lines: list[Line]) -> int:
    """Returns which of ``sum_lines`` is the sum itself: those after it follow from it."""
    follow = int(told.activation != "identity")
    if told.linked is not None:
        follow += 1 if told.linked.name == "sigmoid" else 3
    return len(lines) - 1 - follow


def _rounded(told: Arithmetic, shown: list[Term], rest: list[Term]) -> _Rounded:
    """Returns the first rounding of which all shown digits agree."""
    follows = _follows(told)
    found = None
    for decimals in _DIGITS:
        found = _Rounded(
            decimals,
            tuple(
                round(round(term.value, decimals) * round(term.weight, decimals), decimals)
                for term in shown
            ),
            round(sum(term.product for term in rest), decimals),
            round(told.bias or 0.0, decimals),
            round(told.total, decimals - 1),
        )
        if found.adds_up and follows(found.total) == follows(told.total):
            break
    assert found is not None
    return found


def _follows(told: Arithmetic) -> Callable[[float], object]:
    """Returns what is shown of what becomes of a sum."""
    linked, activation = told.linked, told.activation
    if linked is not None:
        return lambda total: _percent(_share(linked, told.total, total))
    if activation == "identity":
        return lambda total: 0

    def answer(total: float) -> object:
        made = next(each for each in ACTIVATIONS.values() if each.label == activation)
        z, a = np.array([[total]]), np.array([[total]])
        with np.errstate(all="ignore"):
            run(made.forward(z, a, np.empty((1, 1))))
        return signed(float(a[0, 0]), _SHOWN)

    return answer


def _share(linked: Linked, exact: float, total: float) -> float:
    """Returns the probability if a sum were a rounded one."""
    if total == exact:
        return linked.share
    with np.errstate(all="ignore"):
        if linked.name == "sigmoid":
            return float(1 / (1 + np.exp(-total)))
        others = sum(_powers(linked)) - float(np.exp(exact - max(linked.sums)))
        own = float(np.exp(total - max(linked.sums)))
        return own / (own + others)


def _powers(linked: Linked) -> list[float]:
    """Returns e to each sum, all of them divided by the largest, so that none overflows."""
    powers: list[float] = np.exp(np.array(linked.sums) - max(linked.sums)).tolist()
    return powers


def _linked_lines(linked: Linked, exact: float, total: float) -> list[Line]:
    """Returns how the probability comes from the sum, in numbers that agree as they are shown."""
    share = _percent(linked.share)
    if linked.name == "sigmoid":
        return [(tr("{function} of it", function="sigmoid"), "", "", "", "=", share)]
    with np.errstate(all="ignore"):
        own = np.exp(total)  # of the sum as it is shown, here and among all
        all_of_them = np.exp(np.array(linked.sums)).sum() - np.exp(exact) + own
        for digits in range(4, 8):
            powers = f"{own:.{digits}g}", f"{all_of_them:.{digits}g}"
            if _percent(float(powers[0]) / float(powers[1])) == share:
                break
    own_power, all_powers = (plain(float(power), digits) for power in powers)
    return [
        (tr("e to the sum"), "", "", "", "=", own_power),
        (tr("that of all {count:,}", count=len(linked.sums)), "", "", "", "=", all_powers),
        (tr("share of it"), "", "", "", "=", share),
    ]


def _percent(share: float) -> str:
    return local(f"{100 * share:.1f} %")
