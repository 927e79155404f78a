"""Fit, underfit, overfit in words, each number of the part that it names."""

from math import isfinite

from eq_sim.language.numerals import local
from eq_sim.session.questions.fit import Fit, Overfitting, Underfitting
from eq_sim.session.questions.remedies import Compared, Remedy
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import MINUS

_SPOKEN = {"stop early": "stopping early", "no restraint": "this"}
_ROUND = 100  # from here on a factor has no decimals
_SOME = 0.005  # a fall of less is none that can be written


def said_of(fit: Fit) -> str:
    """Returns what is known of a fit: its name and why, or the gap; empty where there is none."""
    losses, found = fit.losses, fit.found
    if isinstance(found, Overfitting) and losses.test is not None:
        risen = factor(losses.test / found.lowest)
        lowest, step = numbers.loss(found.lowest), numbers.count(found.step)
        return (
            f"Overfitting: test loss {numbers.loss(losses.test)} = {_ratio(fit)} train loss = "
            f"{risen} its lowest ({lowest}, step {step})."
        )
    if isinstance(found, Underfitting):
        falls = "no longer falls"
        if found.fell >= _SOME:
            falls = f"fell by only {_percent(found.fell, 2)} in the second half of the steps"
        return (
            f"Underfitting: train loss {numbers.loss(losses.train)} (one answer to all: "
            f"{numbers.loss(found.one_answer)}) {falls}."
        )
    return gap_words(fit)


def gap_words(fit: Fit) -> str:
    """Returns the gap: "Gap 0.12: test loss = 2.1 × train loss"; empty without a test part."""
    if fit.gap is None or not isfinite(fit.gap):
        return ""
    words = f"Gap {_signed(fit.gap)}"
    return words if fit.ratio is None else f"{words}: test loss = {_ratio(fit)} train loss"


def remedy_words(remedy: Remedy) -> str:
    """Returns what a remedy sets: "Dropout 20 %"."""
    values = dict(remedy.settings)
    match remedy.name:
        case "dropout":
            return f"Dropout {_percent(values['dropout'])}"
        case "weight decay":
            return local(f"Weight decay (L2) {values['l2']:g}")
        case "stop early":
            share, wait = values["validation_fraction"], values["early_stopping"]
            return f"Stop early: choose by {_percent(share)}, wait {wait} steps"
        case "more data":
            if "points" in values:
                return f"More data: {numbers.count(int(str(values['points'])))} points"
            return f"More data: check on {_percent(values['test_fraction'])}"
        case "more knobs":
            sizes = values["hidden"]
            assert isinstance(sizes, tuple)
            return f"More knobs: layers of {', '.join(str(size) for size in sizes)}"
        case _:
            return "Without dropout and penalties"


def compared_words(remedy: Remedy, found: Compared) -> str:
    """Returns what came of a remedy, and where it did not help, that."""
    name = _SPOKEN.get(remedy.name, remedy.name)
    train, before = found.now.train, found.before.train
    steps = f"Step {numbers.count(found.step)}"
    if found.before_step != found.step:
        steps += f" against {numbers.count(found.before_step)}"
    if found.gaps is None or remedy.name in ("more knobs", "no restraint"):
        verdict = "train loss is lower" if train < before else "train loss is no lower"
        return (
            f"With {name} the {verdict}. {steps}: {numbers.loss(train)} with it, "
            f"{numbers.loss(before)} without."
        )
    verdict = {
        (True, True): "the gap is smaller and test loss lower",
        (True, False): "the gap is smaller, but test loss is no lower",
        (False, True): "test loss is lower, but the gap is no smaller",
        (False, False): "it gets no better: it does not help here",
    }[found.shrinks, found.lowers_test]
    (with_it, without), now = found.gaps, numbers.loss(found.now.test)
    return (
        f"With {name} {verdict}. {steps}: gap {_signed(with_it)}, test {now}; without, gap "
        f"{_signed(without)}, test {numbers.loss(found.before.test)}."
    )


def factor(value: float) -> str:
    """Returns a factor: "2.1 ×", "1,980 ×"."""
    digits = (
        f"{value:,.0f}" if value >= _ROUND else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )
    return local(f"{digits} ×")


def _ratio(fit: Fit) -> str:
    return factor(fit.ratio) if fit.ratio is not None else "far above"


def _signed(value: float) -> str:
    return f"{MINUS}{numbers.loss(-value)}" if value < 0 else numbers.loss(value)


def _percent(share: object, digits: int = 4) -> str:
    return local(f"{100 * float(str(share)):.{digits}g} %")
