"""The scenario that a table of one's own begins with: settings that learn on almost any table.

They were tried on tables of many kinds, each from twenty seeds. A person changes them as those of
any scenario.
"""

import re
from dataclasses import dataclass
from math import floor
from pathlib import PurePath
from typing import Literal

from msgspec import structs

from eq_sim.data.dataset import counts
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.errors import shortened
from eq_sim.data.own.table import Table
from eq_sim.network.types import IndexArray
from eq_sim.session.own_words import (
    EXPLAINED_AS_LINE,
    FROM_COLUMNS,
    FROM_ONE,
    MORE_THAN_AVERAGE,
    MORE_THAN_ONE_ANSWER,
    RIGHT_AS_LINE,
)
from eq_sim.session.questions.references import Reference, references
from eq_sim.session.scenario import (
    DataSpec,
    GoalSpec,
    MetricName,
    NetworkSpec,
    Scenario,
    TableSpec,
    TrainingSpec,
)
from eq_sim.session.settings.consistency import check
from eq_sim.session.sources import source_of
from eq_sim.session.state import Data
from eq_sim.session.tables import keep
from eq_sim.session.training.metrics import Measure, accuracy, most_frequent, same_answer

TEST_SHARE = 0.2
"""The share of the rows that judges."""

STEPS = 2000
"""Training steps of such a scenario: ten seconds at its first pace."""

_FEW = 25  # rows from which some are kept to judge: five
_MANY = 5000  # rows to learn from, of which a larger network makes something
_SOME = 1000  # rows to learn from, of which a wider layer makes something
_NARROW = 6  # outputs that a narrow layer tells apart
_FLAT = 2  # inputs up to which what is learned is mostly no line, but a shape
_DECAYS = ((100, 0.01), (150, 0.003))  # rows for each input below which there is a weight decay
_BY_CHANCE = 5  # percent of a number's differences that noise explains now and then
_BATCH = 32
_LOSSES: dict[str, Literal["half_mse", "binary_cross_entropy", "softmax_cross_entropy"]] = {
    "number": "half_mse",
    "two-classes": "binary_cross_entropy",
    "classes": "softmax_cross_entropy",
}
_MOST_NAME, _MOST_TITLE, _MOST_CLASS = 200, 80, 30


@dataclass(frozen=True)
class _Settings:
    """What fits a table of a size.

    Attributes:
        hidden: neurons of each hidden layer.
        l2: weight decay.
    """

    hidden: tuple[int, ...]
    l2: float

    @classmethod
    def of(cls, features: int, outputs: int, rows: int) -> "_Settings":
        """Returns them.

        Args:
            features: how many inputs the network has.
            outputs: how many outputs.
            rows: how many rows it learns from.
        """
        # Few rows for each input are soon learned by heart: a decay leaves them their noise.
        each = rows / features
        decay = next((l2 for most, l2 in _DECAYS if each < most), 0.0)
        if rows >= _MANY:
            return cls((32, 16), decay)
        if features <= _FLAT:
            return cls((8, 8), decay)
        # No more knobs than that needs: all of them are to be seen.
        return cls((16,) if rows >= _SOME or outputs > _NARROW else (8,), decay)


def spec_of(table: Table, choice: Choice, name: str = "") -> TableSpec:
    """Returns what a scenario says of a table, which is known here from now on.

    Args:
        table: the table.
        choice: what of it is learned.
        name: what its file is called.
    """
    return TableSpec(
        sha256=keep(table),
        inputs=choice.inputs,
        target=choice.target,
        task=choice.task,
        missing=choice.missing,
        name=name,
    )


def first_hidden(features: int, outputs: int, rows: int) -> tuple[int, ...]:
    """Returns the hidden layers that a network begins with on a table.

    Args:
        features: how many inputs it has.
        outputs: how many outputs.
        rows: how many samples the table comes to.
    """
    learned = counts(rows, _test_share(rows)).train
    return _Settings.of(features, outputs, learned).hidden


def scenario_for(table: Table, choice: Choice, name: str, seed: int = 1) -> Scenario:
    """Returns the scenario in which a network learns a table.

    Its goal is what a plain linear fit reaches on the test part of the seed, or a little more than
    the same answer to all reaches, where that fit is no better.

    Args:
        table: what is learned from.
        choice: what of it.
        name: what its file is called, "houses.csv".
        seed: the seed that it will be opened with.

    Raises:
        ScenarioError: it cannot be learned so; says why.
    """
    name = shortened(PurePath(name).name, _MOST_NAME)
    data = DataSpec(source="table", table=spec_of(table, choice, name))
    source = source_of(data)
    data = structs.replace(data, test_fraction=_test_share(source.rows))
    learned = counts(source.rows, data.test_fraction).train
    settings = _Settings.of(source.features, source.outputs, learned)
    metric: MetricName = "explained" if choice.task == "number" else "accuracy"
    scenario = Scenario(
        name=_file_name(name),
        title=(PurePath(name).stem or name)[:_MOST_TITLE],
        about=_about(choice, source.rows, name),
        data=data,
        network=NetworkSpec(hidden=settings.hidden),
        training=TrainingSpec(
            loss=_LOSSES[choice.task],
            learning_rate=0.01,
            steps=STEPS,
            speed=200,
            optimizer="adam",
            batch_size=_BATCH if learned > _BATCH else "full",
            l2=settings.l2,
        ),
        goal=GoalSpec(metric, ">=", 1.0, ""),
    )
    check(scenario)
    made = Data.make(data, seed)
    found = references(made, scenario.training.loss)
    return structs.replace(scenario, goal=_goal(metric, found.linear, made, seed))


def _test_share(rows: int) -> float:
    return TEST_SHARE if rows >= _FEW else 0.0


def _about(choice: Choice, rows: int, name: str) -> str:
    columns = len(choice.inputs)
    parts = {"target": choice.target, "rows": f"{rows:,}", "name": name}
    if columns > 1:
        return FROM_COLUMNS.format(columns=f"{columns:,}", **parts)
    return FROM_ONE.format(input=choice.inputs[0], **parts)


def _goal(metric: MetricName, fit: Reference | None, data: Data, seed: int) -> GoalSpec:
    """Returns the goal that a table has by what simple answers reach with a seed's split."""
    right = metric == "accuracy"
    linear = None if fit is None else _judged(fit.measures[metric])
    # In whole percents: what is a hair below the linear fit is as good as it.
    least = floor(100 * _same_to_all(metric, data))
    if linear is not None and floor(100 * linear) > least:
        bound = floor(100 * linear)
        sentence = RIGHT_AS_LINE if right else EXPLAINED_AS_LINE
        told = sentence.format(bound=bound, seed=seed)
    else:
        bound = min(least + (1 if right else _BY_CHANCE), 100)
        told = MORE_THAN_AVERAGE.format(bound=bound)
        if right:  # of the judged samples; fewer learned from may be of that class
            often = most_frequent(data.dataset, _judging(data))
            answer = shortened(often, _MOST_CLASS)
            told = MORE_THAN_ONE_ANSWER.format(bound=bound, answer=answer, seed=seed)
    return GoalSpec(metric, ">=", bound / 100, told)


def _judged(measure: Measure) -> float | None:
    """Returns what counts of a measure: the test part, or the training part without one."""
    return measure.train if measure.test is None else measure.test


def _same_to_all(metric: MetricName, data: Data) -> float:
    """Returns the share that one and the same answer to every judged sample reaches."""
    if metric == "explained":
        return 0.0
    targets = data.dataset.targets[:, _judging(data)]
    return accuracy(same_answer(metric, targets), targets) or 0.0


def _judging(data: Data) -> IndexArray:
    return data.test if len(data.test) else data.train


def _file_name(name: str) -> str:
    """Returns a name for files of the experiment, of the name of its table's file."""
    plain = re.sub(r"[^\w-]+", "-", PurePath(name).stem).strip("-")[:_MOST_TITLE]
    return plain or "table"
