"""Which samples, inputs and outputs a choice of columns comes to, before any array is made."""

from dataclasses import dataclass
from typing import NoReturn
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.cells import number
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers, Texts
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.limits import MOST_CELLS, MOST_CLASSES, MOST_KINDS
from eq_sim.data.own.table import Table
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr

_MANY_NUMBERS = later(
    "'{name}' has {kinds:,} kinds, and each would be an output: the limit is {most}. "
    "Choose a number"
)
_MANY_TEXTS = later(
    "'{name}' has {kinds:,} kinds, and each would be an output: the limit is {most}. "
    "Choose another target"
)
_ALONE_NUMBERS = later(
    "{alone:,} of the {kinds:,} kinds of '{name}', such as {value}, stand in one row each: "
    "a class needs two rows at least, one to learn from and one to check on. Choose a number"
)
_ALONE_TEXTS = later(
    "{alone:,} of the {kinds:,} kinds of '{name}', such as {value}, stand in one row each: "
    "a class needs two rows at least, one to learn from and one to check on. Choose another target"
)

MISSING_KIND = "missing"
"""What a missing text is called where it is a kind of its own."""


@dataclass(frozen=True)
class Shape:
    """How large the data of a choice are.

    Attributes:
        features: how many inputs the network has.
        outputs: how many outputs.
        samples: how many rows are learned from and checked on.
        left_out: how many rows are not, for a missing cell.
    """

    features: int
    outputs: int
    samples: int
    left_out: int


@dataclass(frozen=True, eq=False)
class Plan:
    """What a choice comes to.

    Attributes:
        kept: the places of the rows that are samples.
        left_out: how many rows are none.
        inputs: for each input of the choice, its kinds where it is of texts: a code and a name
            each, one column of the data apiece; of numbers an empty tuple.
        classes: the codes or values of the classes, and their names; empty for a number.
    """

    kept: NDArray[np.intp]
    left_out: int
    inputs: tuple[tuple[tuple[int, str], ...], ...]
    classes: tuple[tuple[float, str], ...]

    @property
    def features(self) -> int:
        """How many inputs the network has."""
        return sum(max(1, len(kinds)) for kinds in self.inputs)


_PLANS: WeakKeyDictionary[Table, dict[Choice, Plan]] = WeakKeyDictionary()
_MOST_PLANS = 8  # of one table


def shape_of(table: Table, choice: Choice) -> Shape:
    """Returns how large the data of a choice are, without making them.

    Raises:
        TableError: nothing can be learned from this choice; it says why.
    """
    plan = plan_of(table, choice)
    outputs = len(plan.classes) if choice.task == "classes" else 1
    return Shape(plan.features, outputs, len(plan.kept), plan.left_out)


def plan_of(table: Table, choice: Choice) -> Plan:
    """Returns what a choice comes to; asked again, it is not worked out again.

    Raises:
        TableError: nothing can be learned from this choice; it says why.
    """
    plans = _PLANS.setdefault(table, {})
    if choice not in plans:
        plan = _planned(table, choice)
        while len(plans) >= _MOST_PLANS:
            plans.pop(next(iter(plans)))
        plans[choice] = plan
    return plans[choice]


def _planned(table: Table, choice: Choice) -> Plan:
    _check_names(table, choice)
    kept = _kept(table, choice)
    inputs = tuple(_kinds(table, name, kept) for name in choice.inputs)
    plan = Plan(kept, table.rows - len(kept), inputs, _classes(table, choice, kept))
    if plan.features * len(kept) > MOST_CELLS:
        raise TableError(
            "The inputs come to {features:,} numbers in each of {rows:,} rows: the limit is "
            "{most:,} together. Choose fewer inputs, or texts of fewer kinds",
            features=plan.features,
            rows=len(kept),
            most=MOST_CELLS,
        )
    return plan


def _check_names(table: Table, choice: Choice) -> None:
    target = table.column(choice.target)
    if len(table.columns) == 1:
        raise TableError(
            "'{name}' is the only column, and there is no other to learn it from: open a file "
            "with two columns at least, or say what stands between them",
            name=choice.target,
        )
    if not choice.inputs:
        raise TableError(
            "Choose at least one input: a column to learn '{name}' from", name=choice.target
        )
    seen: set[str] = set()
    for name in choice.inputs:
        table.column(name)
        if name in seen:
            raise TableError("'{name}' is chosen twice: leave one of them out", name=name)
        seen.add(name)
    if choice.target in choice.inputs:
        raise TableError(
            "'{name}' is the target and an input: the network would only pass it on. "
            "Choose one of the two",
            name=choice.target,
        )
    if choice.task == "number" and isinstance(target, Texts):
        raise TableError(
            "'{name}' holds texts, such as '{text}': it cannot be learned as a number. "
            "Choose classes, or another target",
            name=choice.target,
            text=next((text for text in target.kinds if number(text, ".") is None), tr("nothing")),
        )


def _kept(table: Table, choice: Choice) -> NDArray[np.intp]:
    gone = table.column(choice.target).missing
    if choice.missing == "leave-out":
        for name in choice.inputs:
            gone = gone | table.column(name).missing
    kept = np.flatnonzero(~gone)
    if len(kept) < 2:
        _refuse_rows(table, choice, len(kept))
    return kept


def _refuse_rows(table: Table, choice: Choice, kept: int) -> NoReturn:
    """Says that one row or none is left."""
    if choice.missing == "leave-out" and not table.column(choice.target).missing.all():
        if kept:
            raise TableError(
                "Only one row has all of the chosen cells: choose fewer inputs, or let missing "
                "cells be the average"
            )
        raise TableError(
            "No row has all of the chosen cells: choose fewer inputs, or let missing cells be the "
            "average"
        )
    if kept:
        raise TableError("'{name}' is known in one row: choose another target", name=choice.target)
    raise TableError("'{name}' is known in no row: choose another target", name=choice.target)


def _kinds(table: Table, name: str, kept: NDArray[np.intp]) -> tuple[tuple[int, str], ...]:
    """Returns the codes and names of a text's kinds that become inputs.

    One of two kinds is enough: where it is 0, it is the other.
    """
    column = table.column(name)
    if isinstance(column, Numbers):
        return ()
    codes = _sorted(column, np.unique(column.codes[kept]).tolist())
    if len(codes) > MOST_KINDS:
        raise TableError(
            "'{name}' has {kinds:,} different texts, and each would be an input: the limit is "
            "{most:,}. Leave it out",
            name=name,
            kinds=len(codes),
            most=MOST_KINDS,
        )
    named = [(code, column.kinds[code] if code >= 0 else MISSING_KIND) for code in codes]
    return tuple(named[1:] if len(named) == 2 else named)


def _classes(table: Table, choice: Choice, kept: NDArray[np.intp]) -> tuple[tuple[float, str], ...]:
    column = table.column(choice.target)
    values = column.values[kept] if isinstance(column, Numbers) else column.codes[kept]
    kinds, counts = np.unique(values, return_counts=True)
    if len(kinds) == 1:
        raise TableError(
            "'{name}' is {value} in each row: there is nothing to learn. Choose another target",
            name=choice.target,
            value=_named(column, kinds[0], quoted=True),
        )
    if choice.task == "number":
        return ()
    if choice.task == "two-classes" and len(kinds) != 2:
        raise TableError(
            "'{name}' has {kinds:,} kinds, not two: choose several classes",
            name=choice.target,
            kinds=len(kinds),
        )
    if len(kinds) > MOST_CLASSES:
        sentence = _MANY_NUMBERS if isinstance(column, Numbers) else _MANY_TEXTS
        raise TableError(
            sentence,
            name=choice.target,
            kinds=len(kinds),
            most=MOST_CLASSES,
        )
    alone = np.flatnonzero(counts < 2)
    if len(alone) > 1:
        sentence = _ALONE_NUMBERS if isinstance(column, Numbers) else _ALONE_TEXTS
        raise TableError(
            sentence,
            alone=len(alone),
            kinds=len(kinds),
            name=choice.target,
            value=_named(column, kinds[alone[0]], quoted=True),
        )
    if len(alone):
        raise TableError(
            "'{name}' is {value} in one row alone: a class needs two at least, one to learn from "
            "and one to check on. Leave that row out, or choose another target",
            name=choice.target,
            value=_named(column, kinds[alone[0]], quoted=True),
        )
    codes = kinds.tolist() if isinstance(column, Numbers) else _sorted(column, kinds.tolist())
    return tuple((float(kind), _named(column, kind)) for kind in codes)


def _sorted(column: Texts, codes: list[int]) -> list[int]:
    """Returns codes in the order of their texts, what is missing last."""
    return sorted(codes, key=lambda code: (code < 0, column.kinds[code] if code >= 0 else ""))


def _named(column: Numbers | Texts, kind: float, *, quoted: bool = False) -> str:
    """Returns what a kind is called; in a sentence with quotes, or the decimal sign in use."""
    if isinstance(column, Texts):
        name = column.kinds[int(kind)]
        return tr("'{name}'", name=name) if quoted else name
    said = number_said(float(kind))
    return local(said) if quoted else said


def number_said(value: float) -> str:
    """Returns a number of a table as one would write it: "3", "0.25"."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
