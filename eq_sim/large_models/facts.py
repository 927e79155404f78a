"""What is said of one square on the scale, line by line, in English. Computed from its knobs."""

from eq_sim.large_models.measures import BITS, bytes_at, desk_metres, years_to_turn
from eq_sim.large_models.scale import Stage
from eq_sim.large_models.table import Moon
from eq_sim.large_models.units import COUNT, LENGTH, MEMORY, TIME, amount

Fact = tuple[str, str]
"""What it is, and how much."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORTH_COMPARING = 0.1  # of the way to the Moon


def facts(stage: Stage, yours: int, moon: Moon) -> tuple[Fact, ...]:
    """Returns what is known and computed of one square.

    Args:
        stage: whose.
        yours: how many knobs the network has that runs here.
        moon: how far it is.
    """
    model, knobs = stage.model, stage.knobs
    about, digits = ("about ", 2) if model and model.counted == "estimated" else ("", 3)
    found = [("Knobs", count_of(stage))]
    if about:
        found.append(("Published", "no, an estimate"))
    if model is not None and model.active is not None:
        found.append(("For each token", amount(model.active, COUNT).text))
    if model is not None:
        found.append(("Times yours", about + amount(knobs / yours, COUNT, digits).text))
    for bits in BITS:
        size = amount(bytes_at(knobs, bits), MEMORY, digits).text
        found.append((f"In {bits} bits", about + size))
    metres = desk_metres(knobs)
    found.append(("A desk of 1 cm faders", about + amount(metres, LENGTH, digits).text))
    ways = moon_ways(stage, moon)
    if ways >= _WORTH_COMPARING:
        found.append(("Times to the Moon", about + amount(ways, COUNT, 2).text))
    years = amount(years_to_turn(knobs), TIME, digits).text
    found.append(("Turned one a second", about + years))
    if model is not None:
        if model.operations is not None:
            found.append(("FLOPs to train", powers_of_ten(model.operations)))
        if model.hours is not None:
            hours = amount(model.hours, COUNT, 4).text
            found.append(("Hours to train", f"{hours}, on one {model.hours_on}"))
        if model.right is not None:
            found.append(("ImageNet named right", f"{100 * model.right:.1f} %"))
    return tuple(found)


def moon_ways(stage: Stage, moon: Moon) -> float:
    """Returns how many times as long as the way to the Moon a network's desk is."""
    return desk_metres(stage.knobs) / 1000 / moon.kilometres


def count_of(stage: Stage) -> str:
    """Returns how many knobs there are, and how well that is known."""
    model = stage.model
    if model is None or model.counted == "exact":
        return f"{stage.knobs:,}"
    if model.counted == "rounded":
        return amount(stage.knobs, COUNT, 4).text
    return f"about {amount(stage.knobs, COUNT, 2).text}"


def powers_of_ten(value: float) -> str:
    """Returns a large number as 3.14 × 10²³."""
    digits, _, power = f"{value:.6e}".partition("e+")
    return f"{digits.rstrip('0').rstrip('.')} × 10{str(int(power)).translate(_RAISED)}"


def sources(stage: Stage, moon: Moon) -> str:
    """Returns where the published numbers of a square are from."""
    model = stage.model
    if model is None:
        return "Counted here."
    found = [model.source]
    away = f"{moon.kilometres:,.0f} km, {moon.source}"
    for what, source in (
        ("Training", model.operations_source or model.hours_source),
        ("ImageNet", model.right_source),
        ("Moon", away if moon_ways(stage, moon) >= _WORTH_COMPARING else None),
    ):
        if source is not None:
            found.append(f"{what}: {source}")
    return ". ".join(found) + "."


def in_a_sentence(stage: Stage, yours: int, moon: Moon) -> str:
    """Returns all that is said of a square, for those who hear it."""
    lines = "; ".join(f"{what}: {how_much}" for what, how_much in facts(stage, yours, moon))
    return f"{stage.name}, {stage.said}. {lines}."
