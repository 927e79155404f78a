"""The scenario that a table of one's own begins with: settings that learn on almost any table.

They were tried on tables of many kinds, each from twenty seeds. A person changes them as those of
any scenario.
"""

from dataclasses import dataclass
from math import floor
from pathlib import PurePath

from msgspec import structs

from eq_sim.data.dataset import View, counts
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.table import Table
from eq_sim.session.questions.references import References, references
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
from eq_sim.session.sources import TABLE, source_of
from eq_sim.session.state import Data
from eq_sim.session.tables import keep

TEST_SHARE = 0.2
"""The share of the rows that judges."""

_FEW = 12  # rows from which some are kept to judge


@dataclass(frozen=True)
class _Settings:
    """What fits a table of a size.

    Attributes:
        hidden: neurons of each hidden layer.
        l2: weight decay.
        batch_size: samples that one step looks at.
        steps: how long it learns.
    """

    hidden: tuple[int, ...]
    l2: float
    batch_size: int
    steps: int


def spec_of(table: Table, choice: Choice, name: str = "") -> TableSpec:
    """Returns what a scenario says of a table, which is known here from now on.

    Args:
        table: the table.
        choice: what of it is learned.
        name: what its file is called.
    """
    return TableSpec(
        sha256=keep(table),
        inputs=tuple(choice.inputs),
        target=choice.target,
        task=choice.task,
        missing=choice.missing,
        name=name[:200],
    )


def scenario_for(table: Table, choice: Choice, name: str, seed: int = 1) -> Scenario:
    """Returns the scenario in which a network learns a table.

    Its goal is what a plain linear fit reaches on the test part of the seed, or a little more than
    the same answer to all where that fit is of no use.

    Args:
        table: what is learned from.
        choice: what of it.
        name: what its file is called, "houses.csv".
        seed: the seed that it will be opened with.

    Raises:
        ScenarioError: it cannot be learned so; says why.
    """
    data = DataSpec(source=TABLE, table=spec_of(table, choice, PurePath(name).name))
    source = source_of(data)
    if source.rows >= _FEW:
        data = structs.replace(data, test_fraction=TEST_SHARE)
    chosen = _settings(source.features, source.outputs, counts(source.rows, data.test_fraction))
    ...
