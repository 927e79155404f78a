"""What a sweep found, in words: what stands along its axes, at a value, and what it comes to."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.settings.setting import Kind, Value
from eq_sim.sweeps.bend import Bend
from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Across, Graph, Up
from eq_sim.sweeps.plan import ErrorKind, Sweep
from eq_sim.sweeps.power_law import PowerLaw
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import plain
from eq_sim.ui.sweeps.typed_values import in_words

TEST, TRAIN = later("test part"), later("train part")
"""The parts of the data: ``tr`` says them."""

_LOWEST = {
    TEST: later("Lowest median on the test part: {lowest} with {values}."),
    TRAIN: later("Lowest median on the train part: {lowest} with {values}."),
}

_DIGITS = 3  # of an error with a unit
_LARGE = 10  # per cent from which on one decimal is enough
_AS_GOOD = 3  # values that are named where several are equally good


def sweep_words(sweep: Sweep) -> str:
    """Returns what a sweep is: of which experiment, what varies, how many seeds and steps."""
    return ntr(
        "{scenario}: {setting}, {count} value, {seeds} each, {steps} a run",
        "{scenario}: {setting}, {count} values, {seeds} each, {steps} a run",
        len(sweep.values),
        scenario=tr(sweep.scenario.title),
        setting=varied(sweep),
        seeds=_seeds(len(sweep.seeds)),
        steps=numbers.steps(sweep.steps),
    )


def up_name(graph: Graph) -> str:
    """Returns what the axis up the side counts: "Share of wrong answers, %"."""
    if graph.up is Up.LOSS:
        return tr("Loss")
    called = tr(graph.kind.name)
    name = called[0].upper() + called[1:]
    unit = "%" if graph.kind.is_share else graph.kind.unit
    return f"{name}, {unit}" if unit else name


def across_name(graph: Graph) -> str:
    """Returns what the axis along the bottom counts."""
    return tr("knobs") if graph.across is Across.KNOBS else varied(graph.sweep)


def varied(sweep: Sweep) -> str:
    """Returns what varies: a setting's caption, or what its numbers count."""
    if sweep.row.kind is not Kind.SIZES:
        return tr(sweep.row.caption)
    single = all(isinstance(value, tuple) and len(value) == 1 for value in sweep.values)
    return tr("hidden neurons") if single else tr("hidden layers")


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
        caption = tr(row.caption)
        return f"{caption} {written(sweep, value)}"
    if not value:
        return tr("no hidden layer")
    if len(value) > 1:
        return tr("hidden layers {sizes}", sizes=in_words(row, value))
    return ntr("{count:,} hidden neuron", "{count:,} hidden neurons", int(value[0]))


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
    return ntr("{count:,} knob", "{count:,} knobs", graph.knobs[place])


def spread_words(graph: Graph, spread: Spread) -> str:
    """Returns the median, how far the seeds spread, and how many they are."""
    if not spread.count:
        return tr("no result from {seeds}", seeds=_seeds(spread.missing))
    median = amount(graph, spread.median)
    if spread.count == 1:
        words = tr("{result}, one seed", result=median)
    else:
        sentence = later("median {median}, all {low} to {high}, {seeds}")
        if spread.has_quartiles:
            sentence = later("median {median}, middle half {low} to {high}, {seeds}")
        low, high = (amount(graph, one) for one in spread.band)
        words = tr(sentence, median=median, low=low, high=high, seeds=_seeds(spread.count))
    if not spread.missing:
        return words
    return tr("{results}, {missing} without a result", results=words, missing=spread.missing)


def at_value(graph: Graph, place: int) -> tuple[str, ...]:
    """Returns what is told of a value: what it is, and each part's numbers."""
    test, train = tr(TEST), tr(TRAIN)
    lines = [value_words(graph, place)]
    if graph.test:
        lines.append(f"{test}: {spread_words(graph, graph.test[place])}")
    lines.append(f"{train}: {spread_words(graph, graph.train[place])}")
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
    if len(as_good) > _AS_GOOD:
        at = tr("{values} and {count} more", values=at, count=len(as_good) - _AS_GOOD)
    said = [tr(_LOWEST[part], lowest=lowest, values=at)]
    if isinstance(graph.law, PowerLaw) or graph.is_of_size:
        said.append(_law(graph))
    if graph.bend is not None and graph.is_of_size:
        said.append(_bend(graph, graph.bend))
    return tuple(said)


def _law(graph: Graph) -> str:
    law = graph.law
    if not isinstance(law, PowerLaw):
        return tr("No single power law: {reason}.", reason=law.reason)
    exponent = plain(law.exponent, 3)
    percent = graph.up is Up.ERROR and graph.kind.is_share
    factor = plain(law.factor * (100 if percent else 1), 3)
    sentence = later("Power law of the medians: {factor} · {x}^{exponent}, R² = {fit:.3f}.")
    if percent:
        sentence = later(
            "Power law of the medians, in %: {factor} · {x}^{exponent}, R² = {fit:.3f}."
        )
    return tr(sentence, factor=factor, x=across_name(graph), exponent=exponent, fit=law.fit)


def _bend(graph: Graph, at: Bend) -> str:
    """Returns where a steep fall ends, in numbers that were found."""
    sentence = later(
        "It falls steeply to about {at:,.0f} {what} ({first} → {there}; ten times as many divide "
        "it by {steep}), and rises beyond ({there} → {last})."
    )
    if at.flat:
        sentence = later(
            "It falls steeply to about {at:,.0f} {what} ({first} → {there}; ten times as many "
            "divide it by {steep}), and is flat beyond: it changes less than the seeds differ "
            "(median {beyond})."
        )
    elif at.slow < 0:
        sentence = later(
            "It falls steeply to about {at:,.0f} {what} ({first} → {there}; ten times as many "
            "divide it by {steep}), then slowly ({there} → {last}; by {slow})."
        )
    return tr(
        sentence,
        at=at.at,
        what=across_name(graph),
        first=amount(graph, at.first),
        there=amount(graph, at.there),
        last=amount(graph, at.last),
        beyond=amount(graph, at.beyond),
        steep=plain(10**-at.steep, 2),
        slow=plain(10**-at.slow, 2),
    )


def _seeds(count: int) -> str:
    return ntr("{count} seed", "{count} seeds", count)
