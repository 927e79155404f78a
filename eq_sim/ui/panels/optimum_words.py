"""What is known of the best knobs, in words."""

from eq_sim.language.numerals import local
from eq_sim.session.questions.optimum import Kind
from eq_sim.ui.models.best_knobs_way import Way
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import count, plain

STAR = "θ*"


def heading(way: Way) -> str:
    """Returns in a few words how much is known."""
    return {
        Kind.KNOWN: f"{STAR} is known",
        Kind.SEVERAL: f"{STAR} is known: there are many",
        Kind.INFINITY: f"{STAR} lies at infinity",
        Kind.SEEN: f"{STAR} is not known",
        Kind.COMPUTING: f"{STAR}: computing …",
    }[way.optimum.kind]


def told(way: Way) -> str:
    """Returns why it is so, and what is marked on the faders."""
    optimum = way.optimum
    if optimum.kind is Kind.INFINITY:
        return _at_infinity(way)
    if optimum.kind is Kind.SEEN:
        return f"{'' if optimum.why is None else optimum.why.value} {_seen(way)}"
    if optimum.lowest is None:
        return ""
    penalty = " and the L2 penalty" if way.l2 else ""
    parts = [f"Without hidden layers, least squares gives it: lowest train loss{penalty}."]
    if optimum.kind is Kind.SEVERAL:
        ways = optimum.lowest.ways
        along = "one way" if ways == 1 else f"{count(ways)} ways"
        parts.append(
            f"Along {along} of turning knobs the loss stays the same, so many settings are the "
            "best: the nearest is taken."
        )
    still = int((~optimum.free).sum())
    if still:
        what = "1 knob is" if still == 1 else f"{count(still)} knobs are"
        parts.append(f"{what} frozen or silent: θ* is the best for the others.")
    return " ".join(parts)


def _at_infinity(way: Way) -> str:
    right = "its logit has the right sign" if way.one_output else "the right logit is the largest"
    return (
        f"On all {count(way.samples)} training samples {right}. So a factor above 1 on all knobs "
        "of the output layer always lowers the train loss: towards 0, which no finite knobs reach. "
        "No penalty holds them back."
    )


def _seen(way: Way) -> str:
    best = way.optimum.best
    if best is None:
        return "There is no recorded loss of this network yet."
    return (
        f"The best seen: {numbers.loss(best.loss)}, the lowest {way.part} loss "
        f"recorded in this run, at step {count(best.step)}."
    )


def rows(way: Way) -> list[tuple[str, str, str]]:
    """Returns lines of a name, a number, and what it was at the start of the run or is at θ*."""
    optimum, found = way.optimum, []
    if way.distance is not None and way.first is not None:
        whose = "the best seen" if optimum.kind is Kind.SEEN else STAR
        distance, first = _distance(way.distance), _distance(way.first)
        found.append((f"Distance to {whose}", distance, f"{first} at the start"))
    if not way.known:
        length, first = plain(way.length, 4), plain(way.first_length, 4)
        found.append(("Length of θ", length, f"{first} at the start"))
    if way.loss is not None:
        name, there = "Train loss", ""
        loss = way.loss
        if optimum.lowest is not None:
            least = optimum.lowest.loss
            if way.l2:
                name = "Train loss + penalty"
                loss, least = loss + way.penalty, least + optimum.lowest.penalty
            now, then = told_apart(loss, least)
            return [*found, (name, now, f"{then} at {STAR}")]
        found.append((name, numbers.loss(loss), there))
    return found


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Returns two losses with as many digits as tell them apart, or four where six do not."""
    for digits in (4, 5, 6, 4):  # more than six are rounding: they could put θ* above another
        first, second = plain(one, digits), plain(other, digits)
        if first != second:
            break
    return first, second


def _distance(value: float) -> str:
    return plain(value, 4)


def note(way: Way) -> str:
    """Returns what the curves show, and what they cannot."""
    parts = []
    if way.optimum.kind in (Kind.KNOWN, Kind.SEVERAL):
        if way.by_batches:
            parts.append(
                "Each batch has a best setting of its own: the distance stops falling where they "
                "disagree."
            )
        elif way.by_a_factor:
            parts.append(
                "Along each axis of the bowl a step multiplies the distance that is left by one "
                "factor: but for rounding it never reaches 0."
            )
    if not way.kept:
        parts.append("Of more than 8,192 knobs the way is not kept.")
    return local(" ".join(parts))
