"""How the knobs of a layer are spread, in words."""

from math import floor, inf, log10

from eq_sim.language.numerals import local
from eq_sim.ui.models.knob_spreads import ROWS, LayerSpread
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import count, plain


def heading(layer: LayerSpread) -> str:
    """Returns whose values they are: "Hidden layer 1: 8 weights"."""
    what = layer.what if layer.knobs != 1 else {"weights": "weight", "biases": "bias"}[layer.what]
    return f"{layer.title}: {count(layer.knobs)} {what}"


def at_moment(layer: LayerSpread, moment: int | None) -> str:
    """Returns where most of the knobs stand.

    Args:
        layer: the knobs.
        moment: at which recorded moment; None for the one that is shown.
    """
    low, half, high = layer.here_middle if moment is None else layer.middle[moment]
    when = "" if moment is None else f"step {count(int(layer.steps[moment]))}: "
    about = "" if layer.exact else "≈ "
    lowest, median, highest = (_value(layer, value) for value in (low, half, high))
    return f"{when}median {about}{median}, 90 % {about}{lowest} to {highest}"


def in_row(layer: LayerSpread, moment: int | None, row: int) -> str:
    """Returns how many of the knobs stand in a row of the scale.

    Args:
        layer: the knobs.
        moment: at which recorded moment; None for the one that is shown.
        row: from 0 at the scale's lower end.
    """
    share = float(layer.here[row] if moment is None else layer.shares[moment, row])
    step = layer.step if moment is None else int(layer.steps[moment])
    number = f"{count(round(share * layer.knobs))} of {count(layer.knobs)}"
    about = "" if layer.exact else "≈ "
    return f"step {count(step)}: {about}{number} {_range(layer, row)}"


def outside(layer: LayerSpread) -> str:
    """Returns how many stand beyond the scale at the moment that is shown; "" for none."""
    below, above = layer.beyond
    parts = [f"{count(below)} below it"] if below else []
    parts += [f"{count(above)} above it"] if above else []
    return " and ".join(parts)


def spoken(layer: LayerSpread, moment: int | None, row: int | None) -> str:
    """Returns all of it, to be read aloud."""
    told = [f"Scale from {plain(-layer.limit)} to {plain(layer.limit)}", at_moment(layer, moment)]
    if row is not None:
        told.append(in_row(layer, moment, row))
    beyond = outside(layer)
    if beyond:
        told.append(f"now {beyond}")
    if len(layer.steps):
        first, last = int(layer.steps[0]), int(layer.steps[-1])
        told.append(f"recorded from step {count(first)} to {numbers.steps(last).split()[0]}")
    return ". ".join(told) + "."


def bounds(layer: LayerSpread, row: int) -> tuple[float, float]:
    """Returns where a row begins and ends; the first and the last hold all that is beyond."""
    each = 2 * layer.limit / ROWS
    low = -inf if row == 0 else -layer.limit + row * each
    high = inf if row == ROWS - 1 else -layer.limit + (row + 1) * each
    return low, high


def _range(layer: LayerSpread, row: int) -> str:
    low, high = bounds(layer, row)
    if low == -inf:
        return f"below {_value(layer, high)}"
    if high == inf:
        return f"from {_value(layer, low)} up"
    return f"from {_value(layer, low)} to {_value(layer, high)}"


def _value(layer: LayerSpread, value: float) -> str:
    """Returns a value with as many decimals as a row of the scale can tell apart."""
    decimals = min(9, max(0, 2 - floor(log10(layer.limit / 1.01))))
    text = f"{value:,.{decimals}f}"
    text = text if float(text.replace(",", "")) else text.removeprefix("-")
    return local(text.replace("-", numbers.MINUS))
