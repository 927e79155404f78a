"""Fine-tuning in words: what can be chosen, what was reached, how far the knobs went."""

from dataclasses import dataclass

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.fine_tuning import WHAT_IS_FREE
from eq_sim.session.questions.two_tasks import MOST_STEPS
from eq_sim.session.training.metrics import Measure
from eq_sim.ui.models.tuning import Compared, Tuning
from eq_sim.ui.style import numbers

CHOICES = {
    "all": later("All knobs"),
    "last": later("The last layer alone"),
    "biases": later("The biases alone"),
    WHAT_IS_FREE: later("What is not frozen"),
}
NO_BASE = later(
    "These knobs had no base to start from. The scenario “Fine-tuning” has one: a network that "
    "reads digits already."
)


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        name: what it is of.
        cells: what stands in the columns.
    """

    name: str
    cells: tuple[str, ...]


def choice_words(tuning: Tuning, what: str) -> str:
    """Returns a choice with its number of knobs: "The biases alone: 42"."""
    knobs = tuning.choices.get(what, tuning.free)
    name = tr(CHOICES[what])
    return f"{name}: {numbers.count(knobs)}"


def scores(compared: Compared) -> tuple[Row, ...]:
    """Returns accuracies on the test part: of the start, and now."""
    start, now, fresh = compared.start, compared.now, compared.fresh
    same = best = tr(numbers.COMPUTING)
    rate = tr("… best rate")
    if fresh is not None:
        same, best = _share(fresh.same), _share(fresh.best)
        rate = tr("… rate {rate}", rate=numbers.plain(fresh.rate))
    return (
        Row(tr("New task"), (_test(start.new), _test(now.new))),
        Row(tr("Old task"), (_test(start.old), _test(now.old))),
        Row(tr("Random start"), ("", same)),
        Row(rate, ("", best)),
    )


def scores_note(tuning: Tuning, compared: Compared) -> str:
    """Returns what the accuracies are of."""
    session = tuning.session
    judges, learned = len(session.data.test), len(session.data.train)
    right = tr(
        "Right of {digits:,} digits that nothing here has learned from: as the data say (new), "
        "and as they were (old).",
        digits=judges,
    )
    random = tr(
        "Random start: all knobs, the same {examples:,} examples, {steps}, judged on the new "
        "task, with this learning rate and with that of 1, 3, 10 and 30 times it which does best "
        "there.",
        examples=learned,
        steps=numbers.steps(min(compared.step, MOST_STEPS)),
    )
    if compared.from_base:
        return f"{right} {random}"
    return " ".join((right, tr("These knobs did not start at the base."), random))


def distance_rows(tuning: Tuning) -> tuple[Row, ...]:
    """Returns how far the knobs of each layer are from their start."""
    return tuple(
        Row(
            name,
            (
                tr("{moved:,} of {knobs:,}", moved=one.moved, knobs=one.knobs),
                _distance(one.median),
                _distance(one.largest),
            ),
        )
        for name, one in tuning.layers
    )


def _test(measure: Measure) -> str:
    return "—" if measure.test is None else _share(measure.test)


def _share(value: float) -> str:
    """Returns a share in per cent; 99.96 % is not all of them."""
    shown = 100.0 if value == 1 else min(99.9, round(100 * value, 1))
    return local(f"{shown:.1f}\N{NO-BREAK SPACE}%")


def _distance(value: float) -> str:
    """Returns a distance with two significant digits, a last 0 too: "0.090"."""
    return local(f"{value:#.2g}") if value else "0"
