"""What seems to be meant by a table: what is to be predicted from what, each with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from eq_sim.data.own.choice import Choice, Task
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.facts import Facts, facts_of
from eq_sim.data.own.limits import MOST_CLASSES
from eq_sim.data.own.planning import shape_of
from eq_sim.data.own.table import Table
from eq_sim.language.tr import tr

_TARGETS = frozenset(
    (
        *("target", "targets", "label", "labels", "class", "classes", "y", "outcome", "result"),
        *("output", "response", "species", "price", "quality", "diagnosis", "survived", "medv"),
        *("value", "income", "churn", "mpg", "sales"),
        *("ziel", "klasse", "preis"),
    )
)
_MOST_KINDS = 30
"""Of a text that is an input without being asked for."""
_MOST_OWN = 0.5
"""Kinds of text for each row: with more, a class has fewer than two rows on average."""
_INTEGER_CLASSES = 10
_EACH = 5  # rows, on average, that a class of whole numbers has


@dataclass(frozen=True)
class Guess:
    """What seems to be meant.

    Attributes:
        choice: all of it can be changed.
        target: why this is the target, a sentence.
        task: why this is the task, a sentence.
        columns: for each column but the target, what it is and why it is an input or not.
    """

    choice: Choice
    target: str
    task: str
    columns: Mapping[str, str]


def guess(table: Table, target: str | None = None) -> Guess:
    """Returns what seems to be meant by a table.

    Args:
        table: at least one column.
        target: what is to be predicted, where that is chosen.

    Raises:
        TableError: there is no column ``target``.
    """
    facts = {column.name: facts_of(column) for column in table.columns}
    if target is None:
        target, why_target = _target(facts)
    else:
        table.column(target)
        why_target = tr("'{name}' is chosen", name=target)
    task, why_task = _task(target, facts[target])
    said: dict[str, str] = {}
    inputs = []
    for name, seen in facts.items():
        if name == target:
            continue
        if against := _against(seen):
            said[name] = tr("Not an input: {reason}", reason=against)
        else:
            inputs.append(name)
            said[name] = tr("An input: {facts}", facts=seen.words)
    if not inputs:  # a value for each row number is a curve
        inputs = [name for name in said if facts[name].numbers and not facts[name].constant]
        for name in inputs:
            said[name] = tr("An input, as there is no other: {facts}", facts=facts[name].words)
    choice = Choice((*inputs,), target, task)
    if _loses_much(table, choice):
        choice = Choice((*inputs,), target, task, "average")
    return Guess(choice, why_target, why_task, said)


def _target(facts: Mapping[str, Facts]) -> tuple[str, str]:
    fitting = [name for name, seen in facts.items() if not _against(seen, as_target=True)]
    names = {name.lower() for name in facts}
    named = [
        name
        for name in fitting
        if _TARGETS.intersection(_words(name)) and not (name.lower() == "y" and _is_place(names))
    ]
    if named:
        return named[-1], tr("'{name}' is called as targets often are", name=named[-1])
    last = list(facts)[-1]
    if not fitting or fitting[-1] == last:
        return last, tr("'{name}' is the last column", name=last)
    why = tr("'{name}' is the last column that can be predicted", name=fitting[-1])
    return fitting[-1], why


def _is_place(names: set[str]) -> bool:
    """Whether "y" is where a point is: it stands beside "x", and something else is known."""
    return "x" in names and len(names) > len({"x", "y"})


def _words(name: str) -> list[str]:
    # "SalePrice" is two words.
    return re.split(r"[\W_]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower())


def _task(name: str, seen: Facts) -> tuple[Task, str]:
    if seen.kinds == 2:
        return "two-classes", tr("'{name}' has two kinds: two classes", name=name)
    kinds = seen.kinds
    if not seen.numbers:
        why = tr("'{name}' has {kinds:,} different texts: a class each", name=name, kinds=kinds)
        return "classes", why
    few = seen.kinds <= _INTEGER_CLASSES and seen.known >= _EACH * seen.kinds
    if seen.whole and few and seen.kinds > 2:
        why = tr(
            "'{name}' has only {kinds} different whole numbers: a class each",
            name=name,
            kinds=kinds,
        )
        return "classes", why
    return "number", tr(
        "'{name}' has {kinds:,} different numbers: a number", name=name, kinds=kinds
    )


def _against(seen: Facts, *, as_target: bool = False) -> str:
    """Returns why a column is not used without being asked for; empty if nothing is against it."""
    most = MOST_CLASSES if as_target else _MOST_KINDS
    if not seen.known or seen.constant or seen.dates or seen.names_rows:
        return seen.words
    if not seen.numbers and seen.kinds > most:
        return tr("{facts}, too many to be an input each", facts=seen.words)
    if as_target and not seen.numbers and seen.kinds > _MOST_OWN * seen.known:
        return tr("{facts}, too few rows of each to learn from", facts=seen.words)
    if seen.missing > seen.known:
        return tr("{facts}, more than half", facts=seen.words)
    return ""


def _loses_much(table: Table, choice: Choice) -> bool:
    """Whether more than a fifth of the rows would be left out."""
    try:
        return shape_of(table, choice).left_out > 0.2 * table.rows
    except TableError:
        return False
