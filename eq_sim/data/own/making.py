"""Makes samples of a table: columns in units that suit a network, and the way back."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.data.notes import (
    ONE_AS_AVERAGE,
    ONE_AS_KIND,
    ONE_WITH_MISSING,
    ONE_WITHOUT_TARGET,
    SOME_AS_AVERAGE,
    SOME_AS_KIND,
    SOME_WITH_MISSING,
    SOME_WITHOUT_TARGET,
)
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers
from eq_sim.data.own.errors import shortened
from eq_sim.data.own.naming import name_and_unit
from eq_sim.data.own.planning import Plan, plan_of
from eq_sim.data.own.table import Table

_FOOT = 8  # letters at a fader's foot
_HEAD = 3  # of them, where the end of a name counts
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_IN_FORMULA = 20
_BARE = frozenset(["yes", "no", "y", "n", "true", "false", "t", "f"])


def dataset(table: Table, choice: Choice) -> Dataset:
    """Returns the samples of a table: its numbers go by their spread, its texts are 0 and 1.

    A number that is predicted goes by its spread, too. Of a text each kind is an input, but of
    two only the second.

    Raises:
        TableError: nothing can be learned from this choice; it says why.
    """
    plan = plan_of(table, choice)
    columns, inputs, missing = _inputs(table, choice, plan)
    outputs, classes, target, targets = _targets(table, choice, plan)
    return Dataset(
        columns=columns,
        inputs=inputs,
        targets=targets,
        outputs=outputs,
        view=_view(columns, choice),
        classes=classes,
        target=target,
        note=_note(table, choice, plan),
        missing=missing if missing.any() else None,
        own=True,
    )


def _inputs(
    table: Table, choice: Choice, plan: Plan
) -> tuple[tuple[Column, ...], NDArray[np.float64], NDArray[np.bool_]]:
    inputs = np.zeros((plan.features, len(plan.kept)))
    missing = np.zeros(inputs.shape, dtype=bool)
    named: list[tuple[str, str, str, bool]] = []
    names = _names(choice.inputs)
    for name, kinds in zip(choice.inputs, plan.inputs, strict=True):
        column, place = table.column(name), len(named)
        shown, unit = names[name]
        if isinstance(column, Numbers):
            values = column.values[plan.kept]
            missing[place] = np.isnan(values)
            inputs[place] = np.where(missing[place], 0.0, values)
            named.append((shown, shown, unit, True))
            continue
        codes = column.codes[plan.kept]
        for offset, (code, kind) in enumerate(kinds):
            inputs[place + offset] = codes == code
            named.append((f"{name} = {kind}", kind, "", False))
    symbols = _symbols([wish for _, wish, _, _ in named])
    columns = tuple(
        Column(name, symbol, unit, by_spread=by_spread, own=True)
        for (name, _, unit, by_spread), symbol in zip(named, symbols, strict=True)
    )
    return columns, inputs, missing


def _targets(
    table: Table, choice: Choice, plan: Plan
) -> tuple[tuple[str, ...], tuple[str, ...], Column | None, NDArray[np.float64]]:
    """Returns the names of outputs and classes, the column of a number, and the targets."""
    column = table.column(choice.target)
    values = column.values[plan.kept] if isinstance(column, Numbers) else column.codes[plan.kept]
    if choice.task == "number":
        name, unit = name_and_unit(choice.target)
        target = Column(name, shortened(name, _IN_FORMULA), unit, by_spread=True, own=True)
        return (name,), (), target, np.array(values[np.newaxis], dtype=np.float64)
    kinds = np.array([kind for kind, _ in plan.classes])
    names = tuple(_class_named(choice.target, name, column) for _, name in plan.classes)
    order = np.argsort(kinds)
    places = order[np.searchsorted(kinds, values, sorter=order)]
    if choice.task == "two-classes":
        return (names[1],), names, None, places[np.newaxis].astype(np.float64)
    return names, names, None, np.eye(len(kinds))[places].T.copy()


def _class_named(target: str, kind: str, column: object) -> str:
    """Returns what a class is called: "Adelie", but "survived = 1"."""
    bare = isinstance(column, Numbers) or kind.lower() in _BARE
    return f"{target} = {kind}" if bare else kind


def _view(columns: Sequence[Column], choice: Choice) -> View:
    numbers = all(column.by_spread for column in columns)
    if choice.task == "number":
        return View.CURVE if numbers and len(columns) == 1 else View.SCATTER
    plane = numbers and len(columns) == 2 and choice.task == "two-classes"
    return View.PLANE if plane else View.TABLE


def _note(table: Table, choice: Choice, plan: Plan) -> str:
    """Returns in English what became of missing cells; empty where none is missing."""
    said = []
    if plan.left_out:
        one, some = (
            (ONE_WITH_MISSING, SOME_WITH_MISSING)
            if choice.missing == "leave-out"
            else (ONE_WITHOUT_TARGET, SOME_WITHOUT_TARGET)
        )
        sentence = one if plan.left_out == 1 else some
        counted = {"left_out": f"{plan.left_out:,}", "rows": f"{table.rows:,}"}
        said.append(sentence.format(target=choice.target, **counted))
    if choice.missing == "average":
        for name in choice.inputs:
            column = table.column(name)
            if count := int(column.missing[plan.kept].sum()):
                one, some = (
                    (ONE_AS_AVERAGE, SOME_AS_AVERAGE)
                    if isinstance(column, Numbers)
                    else (ONE_AS_KIND, SOME_AS_KIND)
                )
                sentence = one if count == 1 else some
                said.append(sentence.format(name=name, count=f"{count:,}"))
    return "; ".join(said)


def _names(inputs: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Returns the name and unit of each column; with the unit in its name where it needs it."""
    split = {name: name_and_unit(name) for name in inputs}
    taken = Counter(name for name, _ in split.values())
    return {name: made if taken[made[0]] == 1 else (name, "") for name, made in split.items()}


def _symbols(wishes: Sequence[str]) -> list[str]:
    """Returns names short enough for a fader's foot, all different.

    Of those that begin alike the ends tell which is which: of "feature_137" "fea…_137".
    """
    begins = Counter(shortened(wish, _FOOT) for wish in wishes)
    symbols: list[str] = []
    taken: set[str] = set()
    next_of: dict[str, int] = {}  # of thousands that begin alike each has the number after the last
    for wish in wishes:
        first = shortened(wish, _FOOT)
        if begins[first] > 1 and len(wish) > _FOOT:
            first = f"{wish[:_HEAD]}…{wish[_HEAD + 1 - _FOOT :]}"
        symbol = first
        number = next_of.get(first, 2)
        while symbol in taken:
            ending = str(number).translate(_SUBSCRIPTS)
            symbol, number = shortened(wish, _FOOT - len(ending)) + ending, number + 1
        next_of[first] = number
        taken.add(symbol)
        symbols.append(symbol)
    return symbols
