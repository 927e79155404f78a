"""The adapter in words: what it is, how many knobs it has, what it is worth."""

from eq_sim.language.tr import ntr, tr
from eq_sim.ui.models.adapter_desk import AdapterDesk
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.panels.tuning_words import Row
from eq_sim.ui.style import numbers


def what_it_is() -> str:
    """Returns what an adapter does."""
    return tr(
        "Each weight of a chosen layer becomes weight + strength · B·A, and only A and B learn."
    )


def added(desk: AdapterDesk, ranks: tuple[int, ...]) -> str:
    """Returns how many knobs some ranks would add."""
    here = desk.session.layout.wired
    new = sum(place.knobs(rank) for place, rank in zip(desk.places, ranks, strict=True))
    if not new:
        return tr("Choose a rank of 1 or more for a layer.")
    return ntr(
        "That is {count:,} new knob beside {locked:,} locked.",
        "That is {count:,} new knobs beside {locked:,} locked.",
        new,
        locked=here,
    )


def beside(desk: AdapterDesk) -> str:
    """Returns how many knobs there are, and how many of the others are locked."""
    wired, locked = desk.session.layout.wired, desk.locked
    if locked == wired:
        return ntr(
            "{count:,} new knob beside {locked:,} locked.",
            "{count:,} new knobs beside {locked:,} locked.",
            desk.knobs,
            locked=locked,
        )
    return ntr(
        "{count:,} new knob beside {others:,}, of which {frozen:,} are frozen.",
        "{count:,} new knobs beside {others:,}, of which {frozen:,} are frozen.",
        desk.knobs,
        others=wired,
        frozen=locked,
    )


def scores(desk: AdapterDesk) -> tuple[Row, ...]:
    """Returns the goal's metric with the adapter as it stands, and without it."""
    session = desk.session
    goal = session.scenario.goal
    off = desk.without()
    on = None if session.computing else session.measure
    rows = []
    for name, measure in ((tr("With it"), on), (tr("Without it (strength 0)"), off)):
        cells = (
            (tr(numbers.COMPUTING), "")
            if measure is None
            else tuple(
                measure_text(goal.metric, value, goal) for value in (measure.train, measure.test)
            )
        )
        rows.append(Row(name, (cells[0], cells[1])))
    return tuple(rows)
