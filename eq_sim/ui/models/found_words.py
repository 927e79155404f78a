"""What is said of knobs that were found: what was looked for, how many there are, and why each."""

from eq_sim.language.numerals import local
from eq_sim.session.questions.knob_rules import Ranked, Rule
from eq_sim.ui.style.numbers import MINUS, count, plain

ASKED_OF_RULES: tuple[tuple[Rule, str], ...] = (
    (Rule.LARGEST, "by size, whichever sign"),
    (Rule.STEEPEST, "of the train loss, on all training samples"),
    (Rule.MOVED_MOST, "since the start"),
    (Rule.MOVED_LAST, "by training"),
    (Rule.MOVES_NEXT, "in the next training step"),
    (Rule.DEAD, "a gradient of exactly 0 on all training samples"),
    (Rule.DEAD_NEURONS, "hidden neurons that answer 0 to all training samples"),
    (Rule.FROZEN, "training leaves them as they are"),
    (Rule.MUTED, "and those that are silent beside a solo"),
    (Rule.BEYOND, "farther out than their faders go"),
)
"""Rules that are offered to a person who has not typed anything, and what each means."""

_ORDERS = {
    Rule.LARGEST: "Largest first, whichever sign",
    Rule.SMALLEST: "Nearest to 0 first",
    Rule.HIGHEST: "Highest first",
    Rule.LOWEST: "Lowest first",
    Rule.STEEPEST: "Steepest first: the gradient of the train loss on {samples}",
    Rule.FLATTEST: "Flattest first: the gradient of the train loss on {samples}",
    Rule.MOVED_MOST: "Farthest from their start first",
    Rule.MOVED_LEAST: "Nearest to their start first",
    Rule.MOVED_LAST: "Moved in last step, farthest first",
    Rule.MOVES_NEXT: "What the next step, by its {batch}, would turn most first",
    Rule.BEYOND: "Beyond the end of their scale, farthest first",
}
_NONE = {
    Rule.MOVED_MOST: "No knob{here} is elsewhere than at its start.",
    Rule.MOVED_LAST: "The last training step turned no knob{here}.",
    Rule.MOVES_NEXT: "The next step, by its {batch}, would turn no knob{here}.",
    Rule.DEAD: "No knob{here} is dead: none has a gradient of exactly 0 on {samples}.",
    Rule.DEAD_NEURONS: "None of the {asked} hidden neurons{here} answers 0 to all of {samples}.",
    Rule.FROZEN: "No knob{here} is frozen.",
    Rule.MUTED: "No knob{here} is muted.",
    Rule.SOLO: "No knob{here} plays solo.",
    Rule.BEYOND: "No knob{here} is beyond the end of its scale.",
}
_MASKS = {
    Rule.DEAD: "Dead: a gradient of exactly 0 on {samples}",
    Rule.FROZEN: "Frozen: training leaves them as they are",
    Rule.MUTED: "Silent: muted, or beside a solo",
    Rule.SOLO: "Playing solo",
}
_NOT_NOW = {
    Rule.MOVED_LAST: "No training step was taken yet.",
    Rule.MOVES_NEXT: "Steps follow each other: “moved in last step” tells of the last one.",
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
        return "All knobs are locked: there is no next step."
    if found is None:
        return _NOT_NOW.get(rule, "") if rule is not None else ""
    words = {
        "samples": f"all {count(samples)} training samples" if samples > 1 else "the sample",
        "batch": f"batch of {count(batch[0])} of {count(batch[1])} samples",
        "asked": count(found.asked),
        "here": " of these" if within else "",
    }
    if rule is not None and not found.count and rule in _NONE:
        return _NONE[rule].format(**words)
    shown = len(found.knobs)
    some = f"{count(found.count)} knob{'' if found.count == 1 else 's'}"
    more = f"; the first {shown}" if shown < found.count else ""
    if rule is None:
        return f"{some}{more}"
    if rule is Rule.DEAD_NEURONS:
        verb = "answers" if found.count == 1 else "answer"
        of = f"{count(found.count)} of {words['asked']} hidden neurons"
        return f"Dead: {of} {verb} 0 to {words['samples']}{more}"
    return f"{(_ORDERS | _MASKS)[rule].format(**words)} · {some}{more}"


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
        return f"knob {count(place + 1)} of {count(of)}"
    sayings = {
        Rule.STEEPEST: "gradient {n}",
        Rule.FLATTEST: "gradient {n}",
        Rule.MOVED_MOST: "{n} since the start",
        Rule.MOVED_LEAST: "{n} since the start",
        Rule.MOVED_LAST: "{n} in the last step",
        Rule.MOVES_NEXT: "{n} in the next step",
        Rule.FROZEN: "frozen",
        Rule.SOLO: "plays solo",
    }
    if rule in sayings:
        return sayings[rule].format(n=step(number))
    if rule is Rule.BEYOND:
        return f"{plain(number)} times as far out as its scale ends"
    if rule in (Rule.LARGEST, Rule.SMALLEST, Rule.HIGHEST, Rule.LOWEST):
        return f"no. {place + 1} of {count(of)}"
    return ""
