"""What the inputs of a table are, in a sentence: numbers, and the kinds of texts."""

from eq_sim.data.own.columns import Numbers
from eq_sim.data.own.planning import plan_of
from eq_sim.language.tr import ntr, tr
from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import TableSpec
from eq_sim.session.sources import choice_of
from eq_sim.session.tables import found
from eq_sim.ui.style.numbers import count

_NAMED = 3  # texts that are named; the others are counted


def inputs_said(spec: TableSpec) -> str:
    """Returns how many inputs come of which texts; empty where all columns are numbers.

    Args:
        spec: which table, and what of it is learned.
    """
    try:
        table = found(spec.sha256, spec.name)
    except EqSimError:
        return ""
    choice = choice_of(spec)
    plan = plan_of(table, choice)
    texts, inputs = [], 0
    for name, kinds in zip(choice.inputs, plan.inputs, strict=True):
        column = table.column(name)
        if not isinstance(column, Numbers):
            texts.append(f"{name} ({count(len(column.kinds))})")
            inputs += len(kinds)
    if not texts:
        return ""
    if len(texts) > _NAMED:
        texts[_NAMED - 1 :] = [tr("{number:,} others", number=len(texts) - _NAMED + 1)]
    named = texts[0]
    if len(texts) > 1:
        named = tr("{names} and {last}", names=", ".join(texts[:-1]), last=texts[-1])
    numbers = plan.features - inputs
    if not numbers:
        return tr(
            "{inputs:,} inputs: {texts:,} for the kinds of {columns}",
            inputs=plan.features,
            texts=inputs,
            columns=named,
        )
    return ntr(
        "{inputs:,} inputs: {count:,} number, and {texts:,} for the kinds of {columns}",
        "{inputs:,} inputs: {count:,} numbers, and {texts:,} for the kinds of {columns}",
        numbers,
        inputs=plan.features,
        texts=inputs,
        columns=named,
    )
