"""What a sweep found, in words: what stands along its axes, at a value, and what it comes to."""

from eq_sim.language.numerals import local
from eq_sim.session.settings.setting import Kind, Value
from eq_sim.sweeps.bend import Bend
from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Across, Graph, Up
from eq_sim.sweeps.plan import ErrorKind, Sweep
from eq_sim.sweeps.power_law import PowerLaw
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import plain
from eq_sim.ui.sweeps.typed_values import in_words

TEST, TRAIN = "test part", "train part"

_DIGITS = 3  # of an error with a unit
_LARGE = 10  # per cent from which on one decimal is enough
_AS_GOOD = 3  # values that are named where several are equally good


def sweep_words(sweep: Sweep) -> str:
    """Returns what a sweep is: of which experiment, what varies, how many seeds and steps."""
    values, steps = len(sweep.values), numbers.steps(sweep.steps)
    return local(
        f"{sweep.scenario.title}: {varied(sweep)}, {values} value{'' if values == 1 else 's'}, "
        f"{_seeds(len(sweep.seeds))} each, {steps} a run"
    )


def up_name(graph: Graph) -> str:
    """Returns what the axis up the side counts: "Share of wrong answers, %"."""
    if graph.up is Up.LOSS:
        return "Loss"
    name = graph.kind.name[0].upper() + graph.kind.name[1:]
    unit = "%" if graph.kind.is_share else graph.kind.unit
    return f"{name}, {unit}" if unit else name


def across_name(graph: Graph) -> str:
    """Returns what the axis along the bottom counts."""
    return "knobs" if graph.across is Across.KNOBS else varied(graph.sweep)


def varied(sweep: Sweep) -> str:
    """Returns what varies: a setting's caption, or what its numbers count."""
    if sweep.row.kind is not Kind.SIZES:
        return sweep.row.caption
    single = all(isinstance(value, tuple) and len(value) == 1 for value in sweep.values)
    return "hidden neurons" if single else "hidden layers"


def heading(sweep: Sweep) -> str:
    """Returns what a column of the values is called."""
    words = varied(sweep)
    return words[0].upper() + words[1:] if sweep.row.kind is Kind.SIZES else sweep.row.title


def written(sweep: Sweep, value: Value) -> str:
    """Returns one value of a sweep as a person reads it: "0.1", "Adam", "16-16"."""
    called = sweep.row.choices(sweep.scenario)
    if isinstance(value, str) and value in called:
        return called[value]
    return in_words(sweep.row, value)


def set_to(sweep: Sweep, value: Value) -> str:
    """Returns a setting with its value: "learning rate 0.1", "16 hidden neurons"."""
    row = sweep.row
    if row.kind is not Kind.SIZES or not isinstance(value, tuple):
        return f"{row.caption} {written(sweep, value)}"
    if not value:
        return "no hidden layer"
    if len(value) > 1:
        return f"hidden layers {in_words(row, value)}"
    return local(f"{value[0]:,} hidden neuron{'' if value[0] == 1 else 's'}")


def amount(graph: Graph, value: float) -> str:
    """Returns one number of a graph in its unit: "2.6 %", "$71,200", a loss as it is written."""
    return numbers.loss(value) if graph.up is Up.LOSS else error(graph.kind, value)


def error(kind: ErrorKind, value: float) -> str:
    """Returns an error in its unit."""
    if kind.is_share:
        percent = 100 * value
        return (
            local(f"{percent:.1f} %" if percent >= 10 else f"{percent:#.2g} %") if value else "0 %"
        )
    if kind.unit == "$":
        return local(f"${value:,.0f}")
    return f"{plain(value, _DIGITS)}{f' {kind.unit}' if kind.unit else ''}"


def value_words(graph: Graph, place: int) -> str:
    """Returns what a value is, and how many knobs the network then has where that varies."""
    words = set_to(graph.sweep, graph.train[place].value)
    several = len(set(graph.knobs)) > 1
    return f"{words}, {knobs(graph, place)}" if several else words


def knobs(graph: Graph, place: int) -> str:
    """Returns how many knobs the network has with a value."""
    count = graph.knobs[place]
    return local(f"{count:,} knob{'' if count == 1 else 's'}")


def spread_words(graph: Graph, spread: Spread) -> str:
    """Returns the median, how far the seeds spread, and how many they are."""
    missing = f", {spread.missing} without a result" if spread.missing else ""
    if not spread.count:
        return f"no result from {_seeds(spread.missing)}"
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
    part = TEST if graph.test else TRAIN
    lowest = amount(graph, best.median)
    as_good = [one.value for one in graph.judged if amount(graph, one.median) == lowest]
    at = ", ".join(
        written(graph.sweep, value) if place else set_to(graph.sweep, value)
        for place, value in enumerate(as_good[:_AS_GOOD])
    )
    more = f" and {len(as_good) - _AS_GOOD} more" if len(as_good) > _AS_GOOD else ""
    said = [f"Lowest median on the {part}: {lowest} with {at}{more}."]
    if isinstance(graph.law, PowerLaw) or graph.is_of_size:
        said.append(_law(graph))
    if graph.bend is not None and graph.is_of_size:
        said.append(_bend(graph, graph.bend))
    return tuple(said)


def _law(graph: Graph) -> str:
    law = graph.law
    if not isinstance(law, PowerLaw):
        return local(f"No single power law: {law.reason}.")
    exponent = plain(law.exponent, 3)
    percent = graph.up is Up.ERROR and graph.kind.is_share
    factor = plain(law.factor * (100 if percent else 1), 3)
    unit = ", in %" if percent else ""
    x = across_name(graph)
    return local(f"Power law of the medians{unit}: {factor} · {x}^{exponent}, R² = {law.fit:.3f}.")


def _bend(graph: Graph, at: Bend) -> str:
    """Returns where a steep fall ends, in numbers that were found."""
    first, there, last = (amount(graph, one) for one in (at.first, at.there, at.last))
    steep, slow = (plain(10**-power, 2) for power in (at.steep, at.slow))
    where = local(f"{at.at:,.0f} {across_name(graph)}")
    falls = (
        f"It falls steeply to about {where} ({first} → {there}; ten times as many divide it by "
        f"{steep})"
    )
    if at.flat:
        less = "it changes less than the seeds differ"
        return f"{falls}, and is flat beyond: {less} (median {amount(graph, at.beyond)})."
    if at.slow < 0:
        return f"{falls}, then slowly ({there} → {last}; by {slow})."
    return f"{falls}, and rises beyond ({there} → {last})."


def _seeds(count: int) -> str:
    return f"{count} seed{'' if count == 1 else 's'}"
