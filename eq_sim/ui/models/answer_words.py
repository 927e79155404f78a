"""An answer of the network in words: a probability, a class, or a number in a person's units."""

from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column, Dataset
from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.loss_of import loss_of
from eq_sim.ui.style.numbers import MINUS, signed

_HUGE, _MOST_DECIMALS = 1e12, 9  # from here on numbers have a power of ten
_FIVE_DIGITS = 9999.0  # a year has four
_LARGE = 100.0  # what 1 of the network's units is in a column whose decimals nobody reads


def is_sure(scenario: Scenario) -> bool:
    """Whether answers are probabilities: a loss with a link of its own makes them so."""
    return loss_of(scenario.training).from_logits


def percent(share: float) -> str:
    """Returns a probability: "87.3 %"; never a 0 or 100 that it is not."""
    if not np.isfinite(share):
        return tr("not a number")
    if 0 < share < 0.0005:
        return tr("under {share:.1f} %", share=0.1)
    if 0.9995 < share < 1:
        return tr("over {share:.1f} %", share=99.9)
    return local(f"{100 * share:.1f} %")


def decimals(column: Column) -> int:
    """Returns how many decimals are shown of a column's numbers: none of large ones.

    Of small ones, two more digits than tell its deviations apart.
    """
    if column.scale >= _LARGE or (column.unit == "$" and column.scale >= 1):
        return 0
    return max(3, 2 - floor(log10(column.scale)))


def amount(value: float, column: Column) -> str:
    """Returns a number of a column in its unit: "$71,200", "0.420", "−3.085 dB"."""
    if not np.isfinite(value):
        return tr("not a number")
    if abs(value) >= _HUGE or decimals(column) > _MOST_DECIMALS:
        text = f"{abs(value):.4g}"
    else:
        text = f"{abs(value):,.{decimals(column)}f}"
        if column.of_years and abs(value) < _FIVE_DIGITS:
            text = text.replace(",", "")
    sign = MINUS if value < 0 and float(text.replace(",", "")) else ""
    if column.unit == "$":
        return local(f"{sign}${text}")
    return local(f"{sign}{text}{f' {column.unit_said}' if column.unit else ''}")


def measured(column: Column, value: float) -> str:
    """Returns where on an axis a point is: "x₁ 0.42", "diameter 37.2 mm"."""
    if column.by_spread:
        return f"{column.name_said} {amount(value, column)}"
    return f"{column.symbol_said} {signed(value, 2)}"


def error(wanted: float, made: float, column: Column) -> str:
    """Returns how far an answer is off, with its sign: the difference of what is shown of both."""
    if not np.isfinite(made):
        return tr("not a number")
    off = round(made, decimals(column)) - round(wanted, decimals(column))
    text = amount(off, column)
    return text if text.startswith(MINUS) else f"+{text}"


def answered(dataset: Dataset, scenario: Scenario, answer: NDArray[np.float64]) -> str:
    """Returns what an answer says, and how sure it is where that is known.

    Args:
        dataset: what was asked.
        scenario: whose loss tells what an answer means.
        answer: (outputs,) as a person reads it: after the link.
    """
    if not dataset.classes:
        assert dataset.target is not None
        return amount(float(dataset.target.to_person(answer[0])), dataset.target)
    if dataset.two_classes:
        kind = int(answer[0] >= 0.5)
        name, share = dataset.classes_said[kind], float(answer[0] if kind else 1 - answer[0])
    else:
        kind = int(np.argmax(answer))
        name, share = dataset.classes_said[kind], float(answer[kind])
    if not is_sure(scenario):
        return f"{name} ({signed(float(answer[min(kind, len(answer) - 1)]))})"
    return f"{name} ({percent(share)})"


def shares(dataset: Dataset, scenario: Scenario, answer: NDArray[np.float64]) -> list[str]:
    """Returns what each output says, in few characters: "87 %", "$71,200", "+0.42"."""
    if not dataset.classes:
        assert dataset.target is not None
        value = float(dataset.target.to_person(answer[0]))
        return [amount(value, dataset.target)]
    if not is_sure(scenario):
        return [signed(float(part), 2) for part in answer]
    if len(answer) == 1:
        return [local(f"{100 * float(answer[0]):.0f} %")]
    return [f"{part} %" for part in _hundred(answer)]


def _hundred(answer: NDArray[np.float64]) -> list[int]:
    """Returns probabilities in whole per cent that add up to 100, as the probabilities do to 1."""
    exact = 100 * np.nan_to_num(answer.astype(np.float64))
    whole = np.floor(exact)
    missing = min(max(0, round(100 - float(whole.sum()))), len(whole))
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return [int(part) for part in whole]
