"""What runs are called: by a name, by what differs, by their number."""

from collections.abc import Sequence

from eq_sim.language.spoken import ENGLISH, spoken
from eq_sim.language.tr import later, ntr, ptr, tr
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_rows import RunRow
from eq_sim.session.run_setups import DATA, START, RunSetup, differing
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Kind, Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.fields import shown
from eq_sim.ui.style import numbers

MOST_SAID = 2
"""Differences that a run's name in the plot says; of more it says how many."""

_SHORT = {
    "components": "PCA",
    "learning_rate": later("rate"),
    "batch_size": later("batch"),
    "l1": "L1",
    "l2": "L2",
    "schedule_length": later("schedule length"),
    "schedule_factor": later("schedule factor"),
    "points": later("points"),
    "test_fraction": later("test"),
    "validation_fraction": later("validation"),
    "early_stopping": later("patience"),
}
NO_VALUE = "–"
"""Stands for a setting that has no say in a run."""

_TEST_LOSSES = later("{comparison}; test loss {loss} against {other}")
_TRAIN_LOSSES = later("{comparison}; train loss {loss} against {other}")


def caption(name: str) -> str:
    """Returns what heads a column: "Learning rate"."""
    if name == START:
        return tr("Start")
    return tr("Data") if name == DATA else SETTINGS[name].title


def value_words(name: str, setup: RunSetup) -> str:
    """Returns what a run had: "0.3", or "0.1 → 0.3" where it was changed on the way."""
    if name == START:
        return tr("loaded") if setup.start is None else numbers.count(setup.start)
    if name == DATA:
        return setup.stages[-1].data.source
    scenario = setup.stages[-1]
    return " → ".join(_value(name, value, scenario) for value in setup.values(name))


def difference_words(name: str, setup: RunSetup) -> str:
    """Returns one thing in which a run differs, as short as it is understood: "rate 0.3"."""
    value = value_words(name, setup)
    if name == START:
        return tr("loaded start") if setup.start is None else tr("start {number}", number=value)
    if name == DATA:
        return tr("other data")
    row = SETTINGS[name]
    if row.kind in (Kind.CHOICE, Kind.CHOICES) and value != NO_VALUE:
        return value
    said = tr(_SHORT.get(name, row.caption))
    return tr("no {setting}", setting=said) if value == NO_VALUE else f"{said} {value}"


def curve_name(run: FinishedRun, now: RunSetup) -> str:
    """Returns what a run's curve is called: its name, what differs from now, or its number."""
    if run.name:
        return run.name
    setup = RunSetup.of(run)
    names = differing((setup, now))
    said = [difference_words(name, setup) for name in names[:MOST_SAID]]
    if len(names) > MOST_SAID:
        said.append(f"+{len(names) - MOST_SAID}")
    return ", ".join(said) or number_name(run)


def number_name(run: FinishedRun) -> str:
    """Returns what a run is called that has no name, and differs in nothing: "run 3"."""
    return tr("run {number}", number=run.number)


def said_of(names: Sequence[str], setup: RunSetup) -> str:
    """Returns all of some things that a run had: "rate 0.3, start 2"."""
    return ", ".join(difference_words(name, setup) for name in names)


def not_drawn_words(others: int, more: int) -> str:
    """Returns how many finished runs the plot does not show, and why; empty for none.

    Args:
        others: how many are of other data or another loss.
        more: how many could be shown, and are not asked for.
    """
    said = [ntr("{count:,} run", "{count:,} runs", more)] if more else []
    if others:
        said.append(
            ntr(
                "{count:,} run of other data or loss",
                "{count:,} runs of other data or loss",
                others,
            )
        )
    return tr("Not drawn: {runs}", runs=", ".join(said)) if said else ""


def compared(one: RunRow, other: RunRow) -> str:
    """Returns two runs side by side in a sentence: what differs, and what came of it.

    Args:
        one: the upper one.
        other: the lower one.
    """
    first, second = (_called(row) for row in (one, other))
    names = differing((one.setup, other.setup))
    said = [
        tr(
            "{setting} {value} against {other}",
            setting=_within(name),
            value=value_words(name, one.setup),
            other=value_words(name, other.setup),
        )
        for name in names
    ]
    words = tr(
        "{run} and {other}: {differences}",
        run=first,
        other=second,
        differences=", ".join(said) or tr("the same settings and start"),
    )
    if not (one.compares and other.compares):
        return tr("{comparison}. Other data or loss: their losses do not compare", comparison=words)
    if one.losses is None or other.losses is None:
        return words
    sentence, upper, lower = _TEST_LOSSES, one.losses.test, other.losses.test
    if upper is None or lower is None:
        sentence, upper, lower = _TRAIN_LOSSES, one.losses.train, other.losses.train
    shown = numbers.loss(upper), numbers.loss(lower)
    if shown[0] == shown[1]:
        shown = numbers.change(upper, lower)  # with as many digits as it takes to tell them apart
    return tr(sentence, comparison=words, loss=shown[0], other=shown[1])


def _called(row: RunRow) -> str:
    return tr("now") if row.run is None else tr("run {run}", run=run_name(row.run))


def _within(name: str) -> str:
    """Returns what a setting is called within a sentence, where English writes it small."""
    called = caption(name)
    return called.lower() if spoken() == ENGLISH else called


def run_name(run: FinishedRun) -> str:
    """Returns what a run is called in a list: "3", or "3 mine"."""
    return f"{run.number} {run.name}" if run.name else str(run.number)


def _value(name: str, value: Value | None, scenario: Scenario) -> str:
    if value is None:
        return NO_VALUE
    row = SETTINGS[name]
    words = row.choices(scenario)
    if isinstance(value, tuple) and words:
        return ", ".join(words.get(str(one), str(one)) for one in value)
    if isinstance(value, str) and value in words:
        return words[value]
    if value == ():
        return ptr("layers or inputs", "none")
    return shown(row, value)
