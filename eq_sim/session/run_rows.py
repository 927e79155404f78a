"""The table of runs: a row each, what came of it in columns, and which of that is the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from eq_sim.language.tr import tr
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.history import Losses
from eq_sim.session.readings import Readings
from eq_sim.session.run_setups import RunSetup, is_random_start, print_of
from eq_sim.session.sources import samples_in
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.metrics import Measure


@dataclass(frozen=True)
class RunRow:
    """A run as it stands in a table: a finished one, or the one on screen.

    Attributes:
        run: the finished run; None for the one on screen.
        setup: what it was made with.
        steps: training steps taken.
        epochs: passes through the training samples.
        losses: at its end; None while they are not known.
        metric: which one ``measure`` is.
        measure: how good it was at its end; None while that is not known.
        knobs: how many the network has.
        compares: whether its losses mean the same as those on screen: same data, same loss.
    """

    run: FinishedRun | None
    setup: RunSetup
    steps: int
    epochs: float
    losses: Losses | None
    metric: str
    measure: Measure | None
    knobs: int
    compares: bool = True

    @property
    def number(self) -> int:
        """The run's number; 0 for the one on screen."""
        return 0 if self.run is None else self.run.number


@dataclass(frozen=True)
class Column:
    """A number that each run has at its end.

    Attributes:
        key: its name in the program.
        title: its name on the screen.
        value: the number of a run; None where it has none.
        best: whether the lowest (−1) or the highest (1) is the best; 0 where none is.
        share: whether it is a share of 1, to be shown in per cent.
        whole: whether it is a count.
    """

    key: str
    title: str
    value: Callable[[RunRow], float | None]
    best: int = 0
    share: bool = False
    whole: bool = False


def row_of(run: FinishedRun, *, compares: bool = True) -> RunRow:
    """Returns the row of a finished run."""
    return RunRow(
        run, RunSetup.of(run), run.steps, run.epochs, run.losses, run.metric, run.measure,
        run.knobs, compares,
    )  # fmt: skip


def row_now(of: Readings, setup: RunSetup, *, known: bool) -> RunRow:
    """Returns the row of the run on screen.

    Args:
        of: the experiment.
        setup: what it is made with.
        known: whether its losses are known, or may be worked out now.
    """
    metric = "accuracy" if of.dataset.classes else "explained"
    losses = of.losses if known else None
    measure = of.evaluation.measure(metric) if known else None
    knobs = of.layout.size
    return RunRow(None, setup, of.step, of.epochs, losses, metric, measure, knobs)


def setup_now(of: Readings) -> RunSetup:
    """Returns what the run on screen is made with."""
    start = of.parameters.start
    drawn = is_random_start(of.layout, of.scenario, of.seed, of.start_number, start)
    stages = (*(earlier.scenario for earlier in of.earlier), of.scenario)
    return RunSetup(stages, of.start_number + 1 if drawn else None, print_of(start))


def compares(run: FinishedRun, of: Readings) -> bool:
    """Whether a run's losses mean the same as those on screen: same samples, same loss."""
    then, now = run.scenario, of.scenario
    same = samples_in(then.data) == samples_in(now.data) and run.seed == of.seed
    return same and loss_of(then.training) is loss_of(now.training)


def result_columns(rows: Sequence[RunRow]) -> tuple[Column, ...]:
    """Returns the columns of what came of some runs; of parts of the data that any of them has."""
    found = [Column("steps", tr("Steps"), lambda row: row.steps, whole=True)]
    found.append(Column("train", tr("Train loss"), lambda row: _loss(row, 0), -1))
    if any(row.losses is not None and row.losses.test is not None for row in rows):
        found.append(Column("test", tr("Test loss"), lambda row: _loss(row, 1), -1))
    if any(row.losses is not None and row.losses.validation is not None for row in rows):
        found.append(Column("validation", tr("Validation loss"), lambda row: _loss(row, 2), -1))
    found.append(_measure(rows))
    found.append(Column("knobs", tr("Knobs"), lambda row: row.knobs, whole=True))
    return tuple(found)


def best_of(column: Column, rows: Sequence[RunRow]) -> set[int]:
    """Returns the numbers of the best in a column, of runs that compare with the one on screen.

    None is the best where all are alike.
    """
    values = {row.number: column.value(row) for row in rows if row.compares}
    known = [value for value in values.values() if value is not None]
    if not column.best or len(set(known)) < 2:
        return set()
    wanted = min(known) if column.best < 0 else max(known)
    return {number for number, value in values.items() if value == wanted}


def _measure(rows: Sequence[RunRow]) -> Column:
    """Returns the column of how good the answers are: on the test part where there is one."""
    right = any(row.metric == "accuracy" for row in rows)
    tested = any(row.measure is not None and row.measure.test is not None for row in rows)
    part = 1 if tested else 0
    if tested:
        title = tr("Accuracy on test") if right else tr("Explained on test")
    else:
        title = tr("Accuracy on train") if right else tr("Explained on train")

    def value(row: RunRow) -> float | None:
        return None if row.measure is None else row.measure[part]

    return Column("measure", title, value, 1, share=True)


def _loss(row: RunRow, part: int) -> float | None:
    value = None if row.losses is None else row.losses[part]
    return value if value is not None and isfinite(value) else None
