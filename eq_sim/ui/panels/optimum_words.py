"""What is known of the best knobs, in words."""

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.questions.optimum import Kind
from eq_sim.session.spreads import FEW
from eq_sim.ui.models.best_knobs_way import Way
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import plain

_HEADINGS = {
    Kind.KNOWN: later("θ* is known"),
    Kind.SEVERAL: later("θ* is known: there are many"),
    Kind.INFINITY: later("θ* lies at infinity"),
    Kind.SEEN: later("θ* is not known"),
    Kind.COMPUTING: later("θ*: computing …"),
}


_BEST_SEEN = {
    "train": later(
        "The best seen: {loss}, the lowest train loss recorded in this run, at step {step:,}."
    ),
    "test": later(
        "The best seen: {loss}, the lowest test loss recorded in this run, at step {step:,}."
    ),
    "validation": later(
        "The best seen: {loss}, the lowest validation loss recorded in this run, at step {step:,}."
    ),
}


def heading(way: Way) -> str:
    """Returns in a few words how much is known."""
    return tr(_HEADINGS[way.optimum.kind])


def told(way: Way) -> str:
    """Returns why it is so, and what is marked on the faders."""
    optimum = way.optimum
    if optimum.kind is Kind.INFINITY:
        return _at_infinity(way)
    if optimum.kind is Kind.SEEN:
        return _seen(way) if optimum.why is None else f"{tr(optimum.why.value)} {_seen(way)}"
    if optimum.lowest is None:
        return ""
    parts = [
        tr("Without hidden layers, least squares gives it: lowest train loss and the L2 penalty.")
        if way.l2
        else tr("Without hidden layers, least squares gives it: lowest train loss.")
    ]
    if optimum.kind is Kind.SEVERAL:
        parts.append(
            ntr(
                "Along one way of turning knobs the loss stays the same, so many settings are the "
                "best: the nearest is taken.",
                "Along {count:,} ways of turning knobs the loss stays the same, so many settings "
                "are the best: the nearest is taken.",
                optimum.lowest.ways,
            )
        )
    still = int((~optimum.free).sum())
    if still:
        parts.append(
            ntr(
                "{count:,} knob is frozen or silent: θ* is the best for the others.",
                "{count:,} knobs are frozen or silent: θ* is the best for the others.",
                still,
            )
        )
    return " ".join(parts)


def _at_infinity(way: Way) -> str:
    if way.one_output:
        right = tr(
            "On all {samples:,} training samples its logit has the right sign.", samples=way.samples
        )
    else:
        right = tr(
            "On all {samples:,} training samples the right logit is the largest.",
            samples=way.samples,
        )
    so = tr(
        "So a factor above 1 on all knobs of the output layer always lowers the train loss: "
        "towards 0, which no finite knobs reach. No penalty holds them back."
    )
    return f"{right} {so}"


def _seen(way: Way) -> str:
    best = way.optimum.best
    if best is None:
        return tr("There is no recorded loss of this network yet.")
    return tr(_BEST_SEEN[way.part], loss=numbers.loss(best.loss), step=best.step)


def rows(way: Way) -> list[tuple[str, str, str]]:
    """Returns lines of a name, a number, and what it was at the start of the run or is at θ*."""
    optimum, found = way.optimum, []
    if way.distance is not None and way.first is not None:
        seen = optimum.kind is Kind.SEEN
        name = tr("Distance to the best seen") if seen else tr("Distance to θ*")
        found.append((name, _distance(way.distance), _at_start(_distance(way.first))))
    if not way.known:
        length, first = plain(way.length, 4), plain(way.first_length, 4)
        found.append((tr("Length of θ"), length, _at_start(first)))
    if way.loss is not None:
        name, loss = tr("Train loss"), way.loss
        if optimum.lowest is not None:
            least = optimum.lowest.loss
            if way.l2:
                name = tr("Train loss + penalty")
                loss, least = loss + way.penalty, least + optimum.lowest.penalty
            now, then = told_apart(loss, least)
            return [*found, (name, now, tr("{value} at θ*", value=then))]
        found.append((name, numbers.loss(loss), ""))
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


def _at_start(value: str) -> str:
    return tr("{value} at the start", value=value)


def note(way: Way) -> str:
    """Returns what the curves show, and what they cannot."""
    parts = []
    if way.optimum.kind in (Kind.KNOWN, Kind.SEVERAL):
        if way.by_batches:
            parts.append(
                tr(
                    "Each batch has a best setting of its own: the distance stops falling where "
                    "they disagree."
                )
            )
        elif way.by_a_factor:
            parts.append(
                tr(
                    "Along each axis of the bowl a step multiplies the distance that is left by "
                    "one factor: but for rounding it never reaches 0."
                )
            )
    if not way.kept:
        parts.append(tr("Of more than {most:,} knobs the way is not kept.", most=FEW))
    return " ".join(parts)
