"""A linear network written out in a person's units."""

from dataclasses import dataclass

from eq_sim.data.dataset import Column, Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array


@dataclass(frozen=True)
class LinearTerm:
    """One input of a linear network.

    Attributes:
        column: the input; what it measures from is its ``centre``.
        factor: what one unit of it adds to the answer, in the target's unit.
        knob: the weight, as an index into θ.
    """

    column: Column
    factor: float
    knob: int


@dataclass(frozen=True)
class LinearSum:
    """A linear network in a person's units: base + factor × (input − centre), added up.

    Attributes:
        target: what it answers.
        base: the answer where each input is at its centre, in the target's unit.
        knob: the bias, as an index into θ; None for a network without.
        terms: one for each input, in order.
    """

    target: Column
    base: float
    knob: int | None
    terms: tuple[LinearTerm, ...]


def is_linear_sum(layout: Layout, dataset: Dataset) -> bool:
    """Returns whether a network can be written as a sum in a person's units."""
    linear = layout.architecture.activations == ("identity",)
    return dataset.target is not None and linear and layout.blocks[0].outputs == 1


def linear_sum(layout: Layout, dataset: Dataset, theta: Array) -> LinearSum | None:
    """Returns the network as a sum in real units; None where no such sum exists."""
    target = dataset.target
    if target is None or not is_linear_sum(layout, dataset):
        return None
    block = layout.blocks[0]
    view, knobs = block.view(theta)[:, 0], layout.neuron(0, 0)
    base = target.centre + (float(view[-1]) * target.scale if block.bias else 0.0)
    terms = tuple(
        LinearTerm(column, float(weight) * target.scale / column.scale, int(knob))
        for column, weight, knob in zip(dataset.columns, view, knobs, strict=False)
    )
    return LinearSum(target, base, int(knobs[-1]) if block.bias else None, terms)


def linear_formula(layout: Layout, dataset: Dataset, theta: Array) -> str | None:
    """Returns the network as a sum in real units; None where no such sum exists.

    For example "price = $68,122 + $6.05 × (lot − 5,150) + $10,567 × (bedrooms − 2.97)".
    """
    found = linear_sum(layout, dataset, theta)
    if found is None:
        return None
    target = found.target
    text = f"{target.symbol_said} = {amount_in_unit(found.base, target.unit)}"
    if found.knob is None and not target.centre and not dataset.columns[0].centre:
        text = f"{target.symbol_said} ="  # a line through the origin
    for term in found.terms:
        sign = "−" if term.factor < 0 else "" if text.endswith("=") else "+"
        factor = amount_in_unit(abs(term.factor), target.unit)
        text += f" {sign}{' ' * bool(sign)}{factor} × {measured(term.column)}"
    return text


def measured(column: Column) -> str:
    """Writes an input as a linear network takes it: "(lot − 5,150)"."""
    if not column.centre:
        return column.symbol_said
    sign = "+" if column.centre < 0 else "−"
    return f"({column.symbol_said} {sign} {amount(abs(column.centre))})"


def amount_in_unit(value: float, unit: str) -> str:
    """Writes an amount of money or of anything: cents only where they matter."""
    digits = amount(abs(value))
    sign = "−" if value < 0 and digits.strip("0.,") else ""
    return f"{sign}{unit}{digits}" if unit == "$" else f"{sign}{digits} {unit}".strip()


def amount(value: float) -> str:
    """Writes an amount that is not below 0."""
    if 0 < value < 0.01:  # not 0.00
        return f"{value:.2g}".replace("e-0", "e−").replace("e-", "e−")
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"
