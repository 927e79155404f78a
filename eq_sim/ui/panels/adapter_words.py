"""The adapter in words: what it is, how many knobs it has, what it is worth."""

from eq_sim.ui.models.adapter_desk import AdapterDesk
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.panels.tuning_words import Row
from eq_sim.ui.style import numbers


def what_it_is() -> str:
    """Returns what an adapter does."""
    return "Each weight of a chosen layer becomes weight + strength · B·A, and only A and B learn."


def added(desk: AdapterDesk, ranks: tuple[int, ...]) -> str:
    """Returns how many knobs some ranks would add."""
    here = desk.session.layout.wired
    new = sum(place.knobs(rank) for place, rank in zip(desk.places, ranks, strict=True))
    if not new:
        return "Choose a rank of 1 or more for a layer."
    return f"That is {_knobs(new, 'new ')} beside {numbers.count(here)} locked."


def beside(desk: AdapterDesk) -> str:
    """Returns how many knobs there are, and how many of the others are locked."""
    wired, locked = desk.session.layout.wired, desk.locked
    if locked == wired:
        return f"{_knobs(desk.knobs, 'new ')} beside {numbers.count(wired)} locked."
    return (
        f"{_knobs(desk.knobs, 'new ')} beside {numbers.count(wired)}, of which "
        f"{numbers.count(locked)} are frozen."
    )


def scores(desk: AdapterDesk) -> tuple[Row, ...]:
    """Returns the goal's metric with the adapter as it stands, and without it."""
    session = desk.session
    goal = session.scenario.goal
    off = desk.without()
    on = None if session.computing else session.measure
    rows = []
    for name, measure in (("With it", on), ("Without it (strength 0)", off)):
        cells = (
            (numbers.COMPUTING, "")
            if measure is None
            else tuple(
                measure_text(goal.metric, value, goal) for value in (measure.train, measure.test)
            )
        )
        rows.append(Row(name, (cells[0], cells[1])))
    return tuple(rows)


def _knobs(count: int, what: str) -> str:
    return f"{numbers.count(count)} {what}knob{'' if count == 1 else 's'}"
