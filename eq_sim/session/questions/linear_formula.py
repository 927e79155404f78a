"""A linear network written out in a person's units."""

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array


def linear_formula(layout: Layout, dataset: Dataset, theta: Array) -> str | None:
    """Returns the network as a sum in real units; None where no such sum exists.

    For example "price = $68,122 + $6.05 × (lot − 5,150) + $10,567 × (bedrooms − 2.97)".
    """
    target = dataset.target
    linear = layout.architecture.activations == ("identity",)
    if target is None or not linear or layout.blocks[0].outputs != 1:
        return None
    view = layout.blocks[0].view(theta)[:, 0]
    base = target.centre
    if layout.blocks[0].bias:
        base += float(view[-1]) * target.scale
    text = f"{target.symbol} = {_amount(base, target.unit)}"
    if not layout.blocks[0].bias and not target.centre and not dataset.columns[0].centre:
        text = f"{target.symbol} ="  # a line through the origin
    for column, weight in zip(dataset.columns, view, strict=False):
        factor = float(weight) * target.scale / column.scale
        sign = "−" if factor < 0 else "" if text.endswith("=") else "+"
        middle = f"({column.symbol} − {_plain(column.centre)})" if column.centre else column.symbol
        text += f" {sign}{' ' * bool(sign)}{_amount(abs(factor), target.unit)} × {middle}"
    return text


def _amount(value: float, unit: str) -> str:
    """Writes an amount of money or of anything: cents only where they matter."""
    digits = _plain(abs(value))
    sign = "−" if value < 0 and digits.strip("0.,") else ""
    return f"{sign}{unit}{digits}" if unit == "$" else f"{sign}{digits} {unit}".strip()


def _plain(value: float) -> str:
    if 0 < abs(value) < 0.01:  # not 0.00
        return f"{value:.2g}".replace("e-0", "e−").replace("e-", "e−")
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
