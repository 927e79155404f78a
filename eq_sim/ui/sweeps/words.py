"""What a sweep found, in words: what stands along its axes, at a value, and what it comes to."""

from eq_sim.sweeps.bend import Bend
from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Across, Graph, Up
from eq_sim.sweeps.plan import ErrorKind
from eq_sim.sweeps.power_law import PowerLaw
from eq_sim.ui.panels.fields import shown
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import local, plain

TEST, TRAIN = "test part", "train part"

_DIGITS = 3  # of an error with a unit


def up_name(graph: Graph) -> str:
    """Returns what the axis up the side counts: "Share of wrong answers, %"."""
    if graph.up is Up.LOSS:
        return "Loss"
    name = graph.kind.name[0].upper() + graph.kind.name[1:]
    unit = "%" if graph.kind.is_share else graph.kind.unit
    return f"{name}, {unit}" if unit else name


def across_name(graph: Graph) -> str:
    """Returns what the axis along the bottom counts."""
    caption = graph.sweep.row.caption
    return "knobs" if graph.across is Across.KNOBS else caption


def amount(graph: Graph, value: float) -> str:
    """Returns one number of a graph in its unit: "2.6 %", "$71,200", a loss as it is written."""
    return numbers.loss(value) if graph.up is Up.LOSS else error(graph.kind, value)


def error(kind: ErrorKind, value: float) -> str:
    """Returns an error in its unit."""
    if kind.is_share:
        return f"{plain(100 * value, 2 if value < 0.1 else 3)} %"
    if kind.unit == "$":
        return local(f"${value:,.0f}")
    return f"{plain(value, _DIGITS)}{f' {kind.unit}' if kind.unit else ''}"


def value_words(graph: Graph, place: int) -> str:
    """Returns what a value is, and how many knobs the network then has where that varies."""
    spread, setting = graph.train[place], graph.sweep.row
    words = f"{setting.caption} {shown(setting, spread.value)}"
    several = len(set(graph.sweep.knobs)) > 1
    return f"{words}, {knobs(graph, place)}" if several else words


def knobs(graph: Graph, place: int) -> str:
    """Returns how many knobs the network has with a value."""
    count = graph.sweep.knobs[graph.sweep.values.index(graph.train[place].value)]
    return local(f"{count:,} knob{'' if count == 1 else 's'}")


def spread_words(graph: Graph, spread: Spread) -> str:
    """Returns the median, how far the seeds spread, and how many they are."""
    missing = f", {spread.missing} without a result" if spread.missing else ""
    if not spread.count:
        return f"no result of {_seeds(spread.missing)}"
    if spread.count == 1:
        return f"{amount(graph, spread.median)}, one seed{missing}"
    low, high = (amount(graph, one) for one in spread.band)
    what = "middle half" if spread.has_quartiles else "all"
    return (
        f"median {amount(graph, spread.median)}, {what} {low} to {high}, "
        f"{_seeds(spread.count)}{missing}"
    )


def at_value(graph: Graph, place: int) -> tuple[str, ...]:
    """Returns what is told of a value: what it is, and each part's numbers."""
    lines = [value_words(graph, place)]
    if graph.test:
        lines.append(f"{TEST}: {spread_words(graph, graph.test[place])}")
    lines.append(f"{TRAIN}: {spread_words(graph, graph.train[place])}")
    return tuple(lines)


def conclusion(graph: Graph) -> tuple[str, ...]:
    """Returns what the curve comes to, a sentence each: the lowest, and whether it is a law."""
    best = graph.best
    if best is None:
        return ()
    setting, part = graph.sweep.row, TEST if graph.test else TRAIN
    at = shown(setting, best.value)
    said = [
        f"Lowest median on the {part}: {amount(graph, best.median)} with {setting.caption} {at}."
    ]
    if not graph.is_list:
        said.append(_law(graph))
    if graph.bend is not None:
        said.append(_bend(graph, graph.bend))
    return tuple(said)


def _law(graph: Graph) -> str:
    law = graph.law
    if not isinstance(law, PowerLaw):
        return local(f"No single power law: {law.reason}.")
    exponent = plain(law.exponent, 3)
    factor = plain(law.factor * (100 if graph.up is Up.ERROR and graph.kind.is_share else 1), 3)
    x = across_name(graph)
    return local(f"Power law of the medians: {factor} · {x}^{exponent}, R² = {law.fit:.3f}.")


def _bend(graph: Graph, at: Bend) -> str:
    """Returns where a steep fall ends, in numbers that were found."""
    first, there, last = (amount(graph, one) for one in (at.first, at.there, at.last))
    where = local(f"{at.at:,.6g} {across_name(graph)}")
    if graph.across is not Across.KNOBS:
        where = f"{across_name(graph)} {plain(at.at, 6)}"
    beyond = (
        f"flat beyond, where it changes less than the seeds differ (median {amount(graph, at.beyond)})"
        if at.flat
        else f"slower beyond ({there} → {last})"
    )
    return f"It falls steeply to about {where} ({first} → {there}), {beyond}."


def _seeds(count: int) -> str:
    return f"{count} seed{'' if count == 1 else 's'}"
