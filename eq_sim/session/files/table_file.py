"""A file of a table of one's own: read, and what is to be learned from it guessed or said."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eq_sim.data.own.choice import Choice, Missing, Task
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.formats import Format
from eq_sim.data.own.guess import Guess, guess
from eq_sim.data.own.looking import look_at
from eq_sim.data.own.reading import begin_reading
from eq_sim.data.own.table import Table
from eq_sim.session.errors import DocumentError
from eq_sim.session.files import TABLES
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.scenario import Scenario


@dataclass(frozen=True)
class Wishes:
    """What a person says of a table; None for what is to be guessed.

    Attributes:
        target: the column to be predicted.
        inputs: the columns to predict it from, as one writes them: "size,colour".
        task: what the target is.
        missing: what becomes of missing cells.
        delimiter: what stands between cells.
        decimal: "." or ",".
        header: whether the first row has the names.
    """

    target: str | None = None
    inputs: str | None = None
    task: Task | None = None
    missing: Missing | None = None
    delimiter: str | None = None
    decimal: str | None = None
    header: bool | None = None


NOTHING = Wishes()


@dataclass(frozen=True, eq=False)
class OwnTable:
    """A table that was read, and what is to be learned from it.

    Attributes:
        path: its file.
        format: how it is written.
        table: what is in it.
        guessed: what seemed to be meant, and why.
        choice: what is learned: what was said, and what was guessed where nothing was.
    """

    path: Path
    format: Format
    table: Table
    guessed: Guess
    choice: Choice

    def scenario(self, seed: int = 1) -> Scenario:
        """Returns the scenario that begins with it.

        Args:
            seed: with which it will be opened.

        Raises:
            ScenarioError: nothing can be learned so; says why.
        """
        return scenario_for(self.table, self.choice, self.path.name, seed)


def is_table(name: str) -> bool:
    """Whether a file is one of a table, by its name."""
    return name.lower().endswith(TABLES)


def read_own(
    path: Path, wishes: Wishes = NOTHING, progress: Callable[[float], object] = lambda share: None
) -> OwnTable:
    """Returns a table, and what is to be learned from it.

    Args:
        path: its file.
        wishes: what a person says of it.
        progress: told the share that is read, from 0 to 1.

    Raises:
        DocumentError: it cannot be read, is no table, or has no such columns.
    """
    try:
        format_ = _format(path, wishes)
        reading = begin_reading(path, format_)
        while True:
            try:
                progress(next(reading))
            except StopIteration as done:
                table: Table = done.value
                break
        target = None if wishes.target is None else _column(table, wishes.target)
        guessed = guess(table, target)
        return OwnTable(path, format_, table, guessed, _chosen(table, guessed.choice, wishes))
    except TableError as error:
        raise DocumentError("{path}: {what}", path=path, what=error) from error


def _format(path: Path, wishes: Wishes) -> Format:
    """Returns how a file is written: as it seems, but for what a person says."""
    seems = look_at(path).format
    said = {name: getattr(wishes, name) for name in ("delimiter", "decimal", "header")}
    said = {name: value for name, value in said.items() if value is not None}
    if "delimiter" in said and said["delimiter"] != seems.delimiter:
        # With other cells, the decimal sign and the names are to be looked at again.
        seems = look_at(path, replace(seems, delimiter=said["delimiter"])).format
    return replace(seems, **said)


def _chosen(table: Table, guessed: Choice, wishes: Wishes) -> Choice:
    inputs = guessed.inputs
    if wishes.inputs is not None:
        typed = next(csv.reader([wishes.inputs]), [])
        inputs = tuple(_column(table, name) for name in typed if name.strip())
    return Choice(
        inputs, guessed.target, wishes.task or guessed.task, wishes.missing or guessed.missing
    )


def _column(table: Table, typed: str) -> str:
    """Returns the column that a person means: its name, in any case.

    Raises:
        TableError: there is none.
    """
    name = typed.strip()
    if name not in table.names:
        alike = [known for known in table.names if known.casefold() == name.casefold()]
        if len(alike) == 1:
            return alike[0]
    return table.column(name).name
