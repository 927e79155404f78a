"""What a person has chosen of a table so far, in words: the preview's model. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import TypeAlias

import numpy as np

from eq_sim.data.own.choice import Choice, Missing, Task
from eq_sim.data.own.columns import Numbers, TableColumn
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.facts import Facts, facts_of
from eq_sim.data.own.guess import Guess, guess
from eq_sim.data.own.planning import Shape, number_said, shape_of
from eq_sim.data.own.table import Table
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.network.layout import Architecture

Designer: TypeAlias = Callable[[int, int, int], tuple[int, ...]]
"""(inputs, outputs, samples) -> the hidden layers of the network that learns."""

TASKS: dict[Task, str] = {
    "number": later("a number"),
    "two-classes": later("one of two classes"),
    "classes": later("one of several classes"),
}
MISSING: dict[Missing, str] = {
    "leave-out": later("leave their rows out"),
    "average": later("fill in the average"),
}
_UNREAD = "…"


class Use(Enum):
    """What a column is for."""

    INPUT = auto()
    TARGET = auto()
    NOT_USED = auto()
    UNKNOWN = auto()


class Draft:
    """A table, as far as it is known, and what is to be learned from it.

    Args:
        names: of the columns.
        rows: the first ones, as they stand in the file.
        table: all of it; None while it is being read.
        choice: what was chosen; None for what seems to be meant.
        design: which hidden layers the network would have.
    """

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[str]],
        design: Designer,
        table: Table | None = None,
        choice: Choice | None = None,
    ) -> None:
        self.names = tuple(names)
        # A row may end before the last column.
        self.rows = [(*row, *[""] * (len(self.names) - len(row))) for row in rows]
        self.table, self._design = table, design
        self._guess: Guess | None = None
        self._told = False  # whether the target was found here, and so there is a reason to tell
        self._facts: dict[str, Facts] = {}
        self.choice: Choice | None = None
        if table is not None:
            self._facts = {column.name: facts_of(column) for column in table.columns}
            self._told = choice is None
            self._guess = guess(table, choice.target if choice else None)
            self.choice = choice or self._guess.choice
        self._look()

    @classmethod
    def of_table(cls, table: Table, choice: Choice, design: Designer, rows: int) -> "Draft":
        """Returns the draft of a table that was read before, with its first rows."""
        cells = [_cells(column, rows) for column in table.columns]
        return cls(table.names, list(zip(*cells, strict=True)), design, table, choice)

    # Columns

    def use(self, column: int) -> Use:
        """Returns what a column is for."""
        if self.choice is None:
            return Use.UNKNOWN
        name = self.names[column]
        if name == self.choice.target:
            return Use.TARGET
        return Use.INPUT if name in self.choice.inputs else Use.NOT_USED

    def kind(self, column: int) -> str:
        """Returns what stands in a column: "numbers", "4 texts"."""
        seen = self._seen(column)
        if seen is None:
            return _UNREAD
        if not seen.known:
            return tr("empty")
        if seen.constant:
            return tr("always the same")
        if seen.dates:
            return tr("dates or times")
        if seen.names_rows:
            return tr("names the rows")
        if seen.numbers:
            if seen.strays:
                return tr("numbers, except {number:,}", number=seen.strays)
            return tr("numbers")
        return tr("text, {number:,} kinds", number=seen.kinds)

    def told(self, column: int) -> str:
        """Returns what is known of a column, in a sentence."""
        seen = self._seen(column)
        return f"{self.names[column]}: {seen.words}" if seen is not None else ""

    def missing(self, column: int) -> int | None:
        """Returns how many cells of a column are missing; None where that is not known yet."""
        seen = self._seen(column)
        return None if seen is None else seen.missing

    def is_wrong(self, column: int) -> bool:
        """Whether texts stand among the numbers of a column."""
        seen = self._seen(column)
        return seen is not None and seen.strays > 0

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers."""
        seen = self._seen(column)
        return seen is not None and seen.numbers

    def why_use(self, column: int) -> str:
        """Returns why a column seems to be for what it was at first, in a sentence."""
        if self._guess is None:
            return ""
        name = self.names[column]
        return f"{self._guess.columns.get(name, self._guess.target)}."

    def _seen(self, column: int) -> Facts | None:
        return self._facts.get(self.names[column])

    # What is chosen

    def set_use(self, columns: Sequence[int], use: Use) -> None:
        """Takes columns as inputs, leaves them out, or predicts the first of them.

        What was predicted before is an input then, if it suits one. The target stays the target
        until another one is.
        """
        choice = self.choice
        if choice is None or self.table is None or not columns:
            return
        names = [self.names[column] for column in columns]
        if use is Use.TARGET:
            if names[0] != choice.target:
                self._predict(names[0])
        else:
            wanted = set(choice.inputs)
            wanted = wanted | set(names) if use is Use.INPUT else wanted - set(names)
            self._choose(self._in_order(wanted - {choice.target}), choice.target)
        self._look()

    def _predict(self, name: str) -> None:
        assert self.choice is not None
        assert self.table is not None
        before, self._guess = self.choice, guess(self.table, name)
        self._told = False
        again = {before.target} & set(self._guess.choice.inputs)
        self._choose(self._in_order((set(before.inputs) | again) - {name}), name)
        self.choice = replace(self.choice, task=self._guess.choice.task)

    def _choose(self, inputs: tuple[str, ...], target: str) -> None:
        assert self.choice is not None
        self.choice = replace(self.choice, inputs=inputs, target=target)

    def _in_order(self, names: set[str]) -> tuple[str, ...]:
        return tuple(name for name in self.names if name in names)

    def set_task(self, task: Task) -> None:
        """Predicts the target as a number, or as a class."""
        if self.choice is not None:
            self.choice = replace(self.choice, task=task)
            self._look()

    def set_missing(self, way: Missing) -> None:
        """Says what becomes of missing cells."""
        if self.choice is not None:
            self.choice = replace(self.choice, missing=way)
            self._look()

    @property
    def target(self) -> int | None:
        """The place of the column that is predicted."""
        return None if self.choice is None else self.names.index(self.choice.target)

    @property
    def has_missing(self) -> bool:
        """Whether a cell of an input is missing."""
        inputs = self.choice.inputs if self.choice else ()
        return any(self._facts[name].missing for name in inputs)

    # In words

    def _look(self) -> None:
        """Finds out what the choice comes to, or why it comes to nothing."""
        self.shape: Shape | None = None
        self.problem = ""
        if self.table is None or self.choice is None:
            return
        try:
            self.shape = shape_of(self.table, self.choice)
        except TableError as error:
            self.problem = f"{error}."

    def about(self, title: str) -> str:
        """Returns what the table is called, and how large it is."""
        columns = ntr("{count:,} column", "{count:,} columns", len(self.names))
        if self.table is None:
            return f"{title}: {columns}"
        rows = tr("{number:,} rows", number=self.table.rows)
        return f"{title}: {rows}, {columns}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found and decided while the file was read."""
        return self.table.notes if self.table is not None else ()

    @property
    def why_task(self) -> str:
        """Why the target is this one, and why it is predicted as it is; nothing once changed."""
        if self.choice is None or self._guess is None:
            return ""
        said = [self._guess.target] if self._told else []
        if self.choice.task == self._guess.choice.task:
            said.append(self._guess.task)
        return ". ".join(said) + "." if said else ""

    @property
    def sentence(self) -> str:
        """What will be learned by what from what, and what is left out."""
        choice, shape = self.choice, self.shape
        if choice is None or shape is None:
            return ""
        hidden = self._design(shape.features, shape.outputs, shape.samples)
        made = Architecture(
            (shape.features, *hidden, shape.outputs),
            ("tanh",) * len(hidden) + ("identity",),
            (True,) * (len(hidden) + 1),
        )
        told: dict[str, object] = {
            "sizes": " → ".join(local(f"{size:,}") for size in made.sizes),
            "knobs": ntr("{count:,} knob", "{count:,} knobs", made.count),
            "target": choice.target,
            "columns": ntr("one column", "{count:,} columns", len(choice.inputs)),
            "rows": shape.samples,
        }
        if not shape.left_out:
            return tr(
                "A network of {sizes} ({knobs}) learns {target} from {columns} of {rows:,} rows.",
                **told,
            )
        return ntr(
            "A network of {sizes} ({knobs}) learns {target} from {columns} of {rows:,} rows; "
            "{count:,} row with missing cells is left out.",
            "A network of {sizes} ({knobs}) learns {target} from {columns} of {rows:,} rows; "
            "{count:,} rows with missing cells are left out.",
            shape.left_out,
            **told,
        )


def _cells(column: TableColumn, rows: int) -> list[str]:
    """Returns the first cells of a column as one would write them."""
    if isinstance(column, Numbers):
        return [
            "" if np.isnan(value) else number_said(value) for value in column.values[:rows].tolist()
        ]
    return [column.kinds[code] if code >= 0 else "" for code in column.codes[:rows].tolist()]
