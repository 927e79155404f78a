"""What is said of one square on the scale, line by line. Computed from its knobs."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.large_models.measures import BITS, bytes_at, desk_metres, years_to_turn
from eq_sim.large_models.scale import Stage
from eq_sim.large_models.table import LargeModel, Moon
from eq_sim.large_models.units import COUNT, LENGTH, MEMORY, TIME, Amount, amount

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
    estimated = model is not None and model.counted == "estimated"
    digits = 2 if estimated else 3

    def computed(many: Amount) -> str:
        return tr("about {amount}", amount=many.text) if estimated else many.text

    found = [(tr("Knobs"), count_of(stage))]
    if estimated:
        found.append((tr("Published"), tr("no, an estimate")))
    if model is not None and model.active is not None:
        found.append((tr("For each token"), amount(model.active, COUNT).text))
    if model is not None:
        found.append((tr("Times yours"), computed(amount(knobs / yours, COUNT, digits))))
    for bits in BITS:
        size = amount(bytes_at(knobs, bits), MEMORY, digits)
        found.append((tr("In {bits} bits", bits=bits), computed(size)))
    desk = amount(desk_metres(knobs), LENGTH, digits)
    found.append((tr("A desk of 1 cm faders"), computed(desk)))
    ways = moon_ways(stage, moon)
    if ways >= _WORTH_COMPARING:
        found.append((tr("Times to the Moon"), computed(amount(ways, COUNT, 2))))
    years = amount(years_to_turn(knobs), TIME, digits)
    found.append((tr("Turned one a second"), computed(years)))
    return (*found, *_of_training(model))


def _of_training(model: LargeModel | None) -> list[Fact]:
    """Returns what its training took and came to, as far as that is known."""
    found: list[Fact] = []
    if model is None:
        return found
    if model.operations is not None:
        found.append((tr("FLOPs to train"), powers_of_ten(model.operations)))
    if model.hours is not None:
        hours = amount(model.hours, COUNT, 4).text
        taken = tr("{hours}, on one {processor}", hours=hours, processor=model.hours_on)
        found.append((tr("Hours to train"), taken))
    if model.right is not None:
        found.append((tr("ImageNet named right"), f"{100 * model.right:.1f} %"))
    return found


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
    return tr("about {amount}", amount=amount(stage.knobs, COUNT, 2).text)


def powers_of_ten(value: float) -> str:
    """Returns a large number as 3.14 × 10²³."""
    digits, _, power = f"{value:.6e}".partition("e+")
    return f"{digits.rstrip('0').rstrip('.')} × 10{str(int(power)).translate(_RAISED)}"


def sources(stage: Stage, moon: Moon) -> str:
    """Returns where the published numbers of a square are from."""
    model = stage.model
    if model is None:
        return tr("Counted here.")
    found = [tr(model.source)]
    if (training := model.operations_source or model.hours_source) is not None:
        found.append(tr("Training: {source}", source=tr(training)))
    if model.right_source is not None:
        found.append(tr("ImageNet: {source}", source=tr(model.right_source)))
    if moon_ways(stage, moon) >= _WORTH_COMPARING:
        kilometres = local(f"{moon.kilometres:,.0f}")
        found.append(
            tr("Moon: {kilometres} km, {source}", kilometres=kilometres, source=tr(moon.source))
        )
    return ". ".join(found) + "."


def in_a_sentence(stage: Stage, yours: int, moon: Moon) -> str:
    """Returns all that is said of a square, for those who hear it."""
    lines = "; ".join(f"{what}: {how_much}" for what, how_much in facts(stage, yours, moon))
    return f"{stage.name}, {stage.said}. {lines}."
