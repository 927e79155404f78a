"""What the network reaches beside what is simpler, as the screen writes it."""

from dataclasses import dataclass, replace
from math import floor, isfinite, log10

from eq_sim.data.dataset import Column
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.questions.references import References
from eq_sim.session.training.metrics import Measure, most_frequent
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.style import numbers

_ITSELF = later("Without a hidden layer, this network is a linear fit itself.")
_IN_THE_GOALS_WORDS = ("explained", "error_over_noise", "worst_band")
_NAMES = {
    "accuracy": later("Right"),
    "explained": later("Explained share of the variance"),
    "error_over_noise": later("Error over noise"),
    "worst_band": later("Worst band"),
    "typical_error": later("Typical error"),
}


@dataclass(frozen=True)
class Score:
    """One line: who reaches what.

    Attributes:
        name: who, in few words.
        called: who, in a sentence.
        said: what; "" where it is not known yet.
        value: the same as a number; None where there is none.
        held: in two words how it does beside the network; "" where the network is better.
    """

    name: str
    called: str
    said: str
    value: float | None
    held: str = ""


@dataclass(frozen=True)
class Scores:
    """What the network reaches, and what is simpler.

    Attributes:
        of: what is measured, and on which part of the data.
        metric: the same by its name in scenario files.
        network: what the network reaches.
        linear: what the linear fit reaches.
        constant: what one answer to all reaches.
        note: what else must be said; "" for nothing.
        also: what else can be told.
    """

    of: str
    metric: str
    network: Score
    linear: Score
    constant: Score
    note: str
    also: str

    @property
    def sentence(self) -> str:
        """All of it, to be read aloud."""
        lines = (self.network, self.linear, self.constant)
        told = ", ".join(
            f"{line.called}: {line.said or tr(numbers.COMPUTING)}"
            + (f" ({line.held})" if line.held else "")
            for line in lines
        )
        return " ".join(part for part in (f"{self.of}: {told}.", self.note) if part)


def scores(session: SetUp, found: References | None) -> Scores:
    """Returns what stands beside what.

    Args:
        session: whose network and data.
        found: what is simpler; None while that is worked out.
    """
    evaluation, metric = session.evaluation, metric_of(session)
    on_test = bool(len(evaluation.test))

    def score(name: str, called: str, measures: dict[str, Measure] | None) -> Score:
        """Returns a line; of None it is not known yet what is reached."""
        if measures is None:
            return Score(name, called, "", None)
        measure = measures.get(metric, Measure(None, None))
        value = measure.test if on_test else measure.train
        return Score(name, called, _said(session, metric, value), value)

    made = None if session.computing else {metric: evaluation.measure(metric)}
    network = score(tr("This network"), tr("this network"), made)
    fitted = None if found is None else {} if found.linear is None else found.linear.measures
    linear = score(tr("Plain linear fit"), tr("a plain linear fit"), fitted)
    constant = score(*_always(session), None if found is None else found.constant.measures)
    itself = session.layout.architecture.activations == ("identity",)
    if session.trainer.step:
        constant = replace(constant, held=_held(metric, network, constant))
        linear = replace(linear, held="" if itself else _held(metric, network, linear))
    what = _what(metric, evaluation.step, on_test=on_test)
    also = "" if session.dataset.classes else _explains(session, found, on_test=on_test)
    notes = [tr(_ITSELF) if itself else ""]
    if metric == "explained":
        notes.append(_in_units(session, found, on_test=on_test))
        also = ""
    note = " ".join(note for note in notes if note)
    return Scores(what, metric, network, linear, constant, note, also)


def _what(metric: str, step: int | None, *, on_test: bool) -> str:
    """Returns what is measured, on which part of the data, and at which step that is not now."""
    name = tr(_NAMES[metric])
    if step is None:
        return (
            tr("{measure} on test", measure=name)
            if on_test
            else tr("{measure} on train", measure=name)
        )
    if on_test:
        return tr("{measure} on test at step {step:,}", measure=name, step=step)
    return tr("{measure} on train at step {step:,}", measure=name, step=step)


def metric_of(session: SetUp) -> str:
    """Returns what is compared: the goal's measure, or where that is one of knobs the error."""
    dataset, goal = session.dataset, session.scenario.goal
    if dataset.classes:
        return "accuracy"
    if goal.metric == "error_over_noise" and not dataset.noise:
        return "typical_error"
    return goal.metric if goal.metric in _IN_THE_GOALS_WORDS else "typical_error"


def error_size(value: float, column: Column) -> str:
    """Returns the size of an error in the units of a column, with three digits: "$21,171"."""
    size = abs(value * column.scale)
    if not isfinite(size):
        return tr("not finite")
    if size >= 1e12:
        text = numbers.plain(size)
    else:
        decimals = min(9, max(0, 2 - floor(log10(size)))) if size else 0
        text = local(f"{size:,.{decimals}f}")
    if column.unit == "$":
        return f"${text}"
    return f"{text} {column.unit_said}" if column.unit else text


def _said(session: SetUp, metric: str, value: float | None) -> str:
    target = session.dataset.target
    if value is None:
        return "—"
    if metric == "typical_error" and target is not None:
        return error_size(value, target)
    return measure_text(metric, value, session.scenario.goal)


def _always(session: SetUp) -> tuple[str, str]:
    """Returns what one answer to all is called: in few words, and in a sentence."""
    dataset, evaluation = session.dataset, session.evaluation
    if not dataset.classes:
        return tr("Always the average"), tr("always the average")
    name = most_frequent(dataset, evaluation.train)
    return (
        tr("Always “{name}”", name=name),
        tr("always the most frequent class, “{name}”", name=name),
    )


def _held(metric: str, network: Score, other: Score) -> str:
    """Returns in two words how another does beside the network, as they are shown."""
    if network.value is None or other.value is None:
        return ""
    if network.said == other.said:
        return tr("as good here")
    more_is_better = metric in ("accuracy", "explained")
    behind = network.value < other.value if more_is_better else network.value > other.value
    return tr("better here") if behind or not isfinite(network.value) else ""


def _in_units(session: SetUp, found: References | None, *, on_test: bool) -> str:
    """Returns the typical errors in the units of the data."""
    if session.computing or found is None or found.linear is None:
        return ""
    metric = "typical_error"
    measures = (session.evaluation.measure(metric), found.linear.measures[metric])
    said = [
        _said(session, metric, measure.test if on_test else measure.train)
        for measure in (*measures, found.constant.measures[metric])
    ]
    return tr(
        "Typical error {network}; of the linear fit {linear}, of the average {average}.",
        network=said[0],
        linear=said[1],
        average=said[2],
    )


def _explains(session: SetUp, found: References | None, *, on_test: bool) -> str:
    """Returns how much of the variance is explained there."""
    linear = None if found is None else found.linear
    if session.computing or linear is None:
        return ""
    made, plain = session.evaluation.measure("explained"), linear.measures["explained"]
    shares = (made.test, plain.test) if on_test else (made.train, plain.train)
    if None in shares:
        return ""
    goal = session.scenario.goal
    mine, other = (measure_text("explained", share, goal) for share in shares)
    return tr(
        "Explained share of the variance there: this network {network}, the linear fit {linear}.",
        network=mine,
        linear=other,
    )
