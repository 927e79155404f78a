"""What is said of knobs that were found: what was looked for, how many there are, and why each."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, plater, ptr, tr
from eq_sim.session.questions.knob_rules import Ranked, Rule
from eq_sim.ui.style.numbers import MINUS, plain

ASKED_OF_RULES: tuple[tuple[Rule, str], ...] = (
    (Rule.LARGEST, later("by size, whichever sign")),
    (Rule.STEEPEST, later("of the train loss, on all training samples")),
    (Rule.MOVED_MOST, later("since the start")),
    (Rule.MOVED_LAST, later("by training")),
    (Rule.MOVES_NEXT, later("in the next training step")),
    (Rule.DEAD, later("a gradient of exactly 0 on all training samples")),
    (Rule.DEAD_NEURONS, later("hidden neurons that answer 0 to all training samples")),
    (Rule.FROZEN, later("training leaves them as they are")),
    (Rule.MUTED, later("and those that are silent beside a solo")),
    (Rule.BEYOND, later("farther out than their faders go")),
)
"""Rules that are offered to a person who has not typed anything, and what each means.

A rule is said by ``asked``, its meaning by ``tr``.
"""

_ASKED = {
    Rule.LARGEST: plater("typed", "largest"),
    Rule.STEEPEST: plater("typed", "largest gradient"),
    Rule.MOVED_MOST: plater("typed", "moved most"),
    Rule.MOVED_LAST: plater("typed", "moved in last step"),
    Rule.MOVES_NEXT: plater("typed", "moves next"),
    Rule.DEAD: plater("typed", "dead"),
    Rule.DEAD_NEURONS: plater("typed", "dead neurons"),
    Rule.FROZEN: plater("typed", "frozen"),
    Rule.MUTED: plater("typed", "muted"),
    Rule.BEYOND: plater("typed", "beyond the scale"),
}


def asked(rule: Rule) -> str:
    """Returns how a rule that is offered is asked for in the language that is spoken."""
    return ptr("typed", _ASKED[rule])


_ORDERS = {
    Rule.LARGEST: later("Largest first, whichever sign"),
    Rule.SMALLEST: later("Nearest to 0 first"),
    Rule.HIGHEST: later("Highest first"),
    Rule.LOWEST: later("Lowest first"),
    Rule.MOVED_MOST: later("Farthest from their start first"),
    Rule.MOVED_LEAST: later("Nearest to their start first"),
    Rule.MOVED_LAST: later("Moved in last step, farthest first"),
    Rule.BEYOND: later("Beyond the end of their scale, farthest first"),
}
_NONE = {
    Rule.MOVED_MOST: later("No knob is elsewhere than at its start."),
    Rule.MOVED_LAST: later("The last training step turned no knob."),
    Rule.MOVES_NEXT: later(
        "The next step, by its batch of {batch:,} of {samples:,} samples, would turn no knob."
    ),
    Rule.FROZEN: later("No knob is frozen."),
    Rule.MUTED: later("No knob is muted."),
    Rule.SOLO: later("No knob plays solo."),
    Rule.BEYOND: later("No knob is beyond the end of its scale."),
}
_NONE_OF_THESE = {
    Rule.MOVED_MOST: later("No knob of these is elsewhere than at its start."),
    Rule.MOVED_LAST: later("The last training step turned no knob of these."),
    Rule.MOVES_NEXT: later(
        "The next step, by its batch of {batch:,} of {samples:,} samples, would turn no knob of "
        "these."
    ),
    Rule.FROZEN: later("No knob of these is frozen."),
    Rule.MUTED: later("No knob of these is muted."),
    Rule.SOLO: later("No knob of these plays solo."),
    Rule.BEYOND: later("No knob of these is beyond the end of its scale."),
}
_MASKS = {
    Rule.FROZEN: later("Frozen: training leaves them as they are"),
    Rule.MUTED: later("Silent: muted, or beside a solo"),
    Rule.SOLO: later("Playing solo"),
}
_NOT_NOW = {
    Rule.MOVED_LAST: later("No training step was taken yet."),
    Rule.MOVES_NEXT: later("Steps follow each other: “moved in last step” tells of the last one."),
}

_WHY = {
    Rule.STEEPEST: later("gradient {n}"),
    Rule.FLATTEST: later("gradient {n}"),
    Rule.MOVED_MOST: later("{n} since the start"),
    Rule.MOVED_LEAST: later("{n} since the start"),
    Rule.MOVED_LAST: later("{n} in the last step"),
    Rule.MOVES_NEXT: later("{n} in the next step"),
    Rule.FROZEN: later("frozen"),
    Rule.SOLO: later("plays solo"),
}


def heading(
    rule: Rule | None,
    found: Ranked | None,
    samples: int,
    batch: tuple[int, int],
    *,
    within: bool,
    locked: bool,
) -> str:
    """Returns what was found by a rule, or by a name, in a sentence.

    Args:
        rule: which; None for a name.
        found: the first of them; None where it cannot be said now.
        samples: how many training samples there are.
        batch: of how many of how many samples the next step's batch is.
        within: whether they were looked for among some knobs only.
        locked: whether all knobs are locked.
    """
    if found is None and rule is Rule.MOVES_NEXT and locked:
        return tr("All knobs are locked: there is no next step.")
    if found is None:
        return tr(_NOT_NOW[rule]) if rule in _NOT_NOW else ""
    if not found.count and (none := _none(rule, found, samples, batch, within=within)):
        return none
    shown = len(found.knobs)
    if rule is Rule.DEAD_NEURONS:
        dead = _dead_neurons(found, samples)
        first = tr("the first {shown}", shown=shown)
        return f"{dead}; {first}" if shown < found.count else dead
    some = ntr("{count:,} knob", "{count:,} knobs", found.count)
    if shown < found.count:
        some = ntr(
            "{count:,} knob; the first {shown}",
            "{count:,} knobs; the first {shown}",
            found.count,
            shown=shown,
        )
    return some if rule is None else f"{_order(rule, samples, batch)} · {some}"


def _order(rule: Rule, samples: int, batch: tuple[int, int]) -> str:
    """Returns in which order knobs are listed, or what all of them have in common."""
    if rule is Rule.STEEPEST:
        return ntr(
            "Steepest first: the gradient of the train loss on the sample",
            "Steepest first: the gradient of the train loss on all {count:,} training samples",
            samples,
        )
    if rule is Rule.FLATTEST:
        return ntr(
            "Flattest first: the gradient of the train loss on the sample",
            "Flattest first: the gradient of the train loss on all {count:,} training samples",
            samples,
        )
    if rule is Rule.DEAD:
        return ntr(
            "Dead: a gradient of exactly 0 on the sample",
            "Dead: a gradient of exactly 0 on all {count:,} training samples",
            samples,
        )
    if rule is Rule.MOVES_NEXT:
        return tr(
            "What the next step, by its batch of {batch:,} of {samples:,} samples, would turn most "
            "first",
            batch=batch[0],
            samples=batch[1],
        )
    return tr((_ORDERS | _MASKS)[rule])


def _none(
    rule: Rule | None, found: Ranked, samples: int, batch: tuple[int, int], *, within: bool
) -> str:
    """Returns that no knob is such a one; empty for rules that always find some."""
    if rule is Rule.DEAD and within:
        return ntr(
            "No knob of these is dead: none has a gradient of exactly 0 on the sample.",
            "No knob of these is dead: none has a gradient of exactly 0 on all {count:,} training "
            "samples.",
            samples,
        )
    if rule is Rule.DEAD:
        return ntr(
            "No knob is dead: none has a gradient of exactly 0 on the sample.",
            "No knob is dead: none has a gradient of exactly 0 on all {count:,} training samples.",
            samples,
        )
    if rule is Rule.DEAD_NEURONS and within:
        return ntr(
            "None of the {asked:,} hidden neurons of these answers 0 to all of the sample.",
            "None of the {asked:,} hidden neurons of these answers 0 to all of all {count:,} "
            "training samples.",
            samples,
            asked=found.asked,
        )
    if rule is Rule.DEAD_NEURONS:
        return ntr(
            "None of the {asked:,} hidden neurons answers 0 to all of the sample.",
            "None of the {asked:,} hidden neurons answers 0 to all of all {count:,} training "
            "samples.",
            samples,
            asked=found.asked,
        )
    none = (_NONE_OF_THESE if within else _NONE).get(rule, "") if rule is not None else ""
    if rule is Rule.MOVES_NEXT:
        return tr(none, batch=batch[0], samples=batch[1])
    return tr(none)


def _dead_neurons(found: Ranked, samples: int) -> str:
    if samples > 1:
        return ntr(
            "Dead: {count:,} of {asked:,} hidden neurons answers 0 to all {samples:,} training "
            "samples",
            "Dead: {count:,} of {asked:,} hidden neurons answer 0 to all {samples:,} training "
            "samples",
            found.count,
            asked=found.asked,
            samples=samples,
        )
    return ntr(
        "Dead: {count:,} of {asked:,} hidden neurons answers 0 to the sample",
        "Dead: {count:,} of {asked:,} hidden neurons answer 0 to the sample",
        found.count,
        asked=found.asked,
    )


def step(number: float) -> str:
    """Returns a difference or a slope: "+0.0123"."""
    if number == 0:
        return "0"
    return local(f"{number:+.3g}".replace("-", MINUS))


def why(rule: Rule | None, place: int, number: float, of: int) -> str:
    """Returns why a knob is in a list; empty where more than its number has to be known.

    Args:
        rule: that it is there by; None for a name.
        place: in the list, from 0; by a name, its place in θ.
        number: what the rule ordered it by.
        of: how many knobs there are.
    """
    if rule is None:
        return tr("knob {number:,} of {knobs:,}", number=place + 1, knobs=of)
    if rule in _WHY:
        return tr(_WHY[rule], n=step(number))
    if rule is Rule.BEYOND:
        return tr("{number} times as far out as its scale ends", number=plain(number))
    if rule in (Rule.LARGEST, Rule.SMALLEST, Rule.HIGHEST, Rule.LOWEST):
        return tr("no. {place} of {knobs:,}", place=place + 1, knobs=of)
    return ""
