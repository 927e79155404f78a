"""How the knobs of a layer are spread, in words."""

from math import floor, inf, log10

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.ui.models.knob_spreads import ROWS, LayerSpread
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import count, plain


def heading(layer: LayerSpread) -> str:
    """Returns whose values they are: "Hidden layer 1: 8 weights"."""
    if layer.what == "weights":
        return ntr(
            "{layer}: {count:,} weight",
            "{layer}: {count:,} weights",
            layer.knobs,
            layer=layer.title,
        )
    return ntr(
        "{layer}: {count:,} bias", "{layer}: {count:,} biases", layer.knobs, layer=layer.title
    )


def at_moment(layer: LayerSpread, moment: int | None) -> str:
    """Returns where most of the knobs stand.

    Args:
        layer: the knobs.
        moment: at which recorded moment; None for the one that is shown.
    """
    low, half, high = layer.here_middle if moment is None else layer.middle[moment]
    about = "" if layer.exact else "≈ "
    lowest, median, highest = (_value(layer, value) for value in (low, half, high))
    found = {"median": f"{about}{median}", "lowest": f"{about}{lowest}", "highest": highest}
    if moment is None:
        return tr("median {median}, 90 % {lowest} to {highest}", **found)
    step = int(layer.steps[moment])
    return tr("step {step:,}: median {median}, 90 % {lowest} to {highest}", step=step, **found)


def in_row(layer: LayerSpread, moment: int | None, row: int) -> str:
    """Returns how many of the knobs stand in a row of the scale.

    Args:
        layer: the knobs.
        moment: at which recorded moment; None for the one that is shown.
        row: from 0 at the scale's lower end.
    """
    share = float(layer.here[row] if moment is None else layer.shares[moment, row])
    step = layer.step if moment is None else int(layer.steps[moment])
    about = "" if layer.exact else "≈ "
    low, high = bounds(layer, row)
    sentence = later("step {step:,}: {some} of {all:,} from {low} to {high}")
    if low == -inf:
        sentence = later("step {step:,}: {some} of {all:,} below {high}")
    elif high == inf:
        sentence = later("step {step:,}: {some} of {all:,} from {low} up")
    return tr(
        sentence,
        step=step,
        some=f"{about}{count(round(share * layer.knobs))}",
        all=layer.knobs,
        low="" if low == -inf else _value(layer, low),
        high="" if high == inf else _value(layer, high),
    )


def outside(layer: LayerSpread) -> str:
    """Returns how many stand beyond the scale at the moment that is shown; "" for none."""
    below, above = layer.beyond
    if below and above:
        return tr("{below:,} below it and {above:,} above it", below=below, above=above)
    if below:
        return tr("{below:,} below it", below=below)
    return tr("{above:,} above it", above=above) if above else ""


def spoken(layer: LayerSpread, moment: int | None, row: int | None) -> str:
    """Returns all of it, to be read aloud."""
    low, high = plain(-layer.limit), plain(layer.limit)
    told = [tr("Scale from {low} to {high}", low=low, high=high), at_moment(layer, moment)]
    if row is not None:
        told.append(in_row(layer, moment, row))
    beyond = outside(layer)
    if beyond:
        told.append(tr("now {beyond}", beyond=beyond))
    if len(layer.steps):
        first, last = int(layer.steps[0]), int(layer.steps[-1])
        told.append(tr("recorded from step {first:,} to {last:,}", first=first, last=last))
    return ". ".join(told) + "."


def bounds(layer: LayerSpread, row: int) -> tuple[float, float]:
    """Returns where a row begins and ends; the first and the last hold all that is beyond."""
    each = 2 * layer.limit / ROWS
    low = -inf if row == 0 else -layer.limit + row * each
    high = inf if row == ROWS - 1 else -layer.limit + (row + 1) * each
    return low, high


def _value(layer: LayerSpread, value: float) -> str:
    """Returns a value with as many decimals as a row of the scale can tell apart."""
    decimals = min(9, max(0, 2 - floor(log10(layer.limit / 1.01))))
    text = f"{value:,.{decimals}f}"
    text = text if float(text.replace(",", "")) else text.removeprefix("-")
    return local(text.replace("-", numbers.MINUS))
