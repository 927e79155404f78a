"""Fit, underfit, overfit in words, each number of the part that it names."""

from math import isfinite

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.questions.fit import Fit, Overfitting, Underfitting
from eq_sim.session.questions.remedies import Compared, Remedy
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import MINUS

_WITH = {
    "dropout": later("With dropout"),
    "weight decay": later("With weight decay"),
    "stop early": later("With stopping early"),
    "more data": later("With more data"),
    "more knobs": later("With more knobs"),
    "no restraint": later("With this"),
}
_GAPS = {
    (True, True): later("{with_it} the gap is smaller and test loss lower."),
    (True, False): later("{with_it} the gap is smaller, but test loss is no lower."),
    (False, True): later("{with_it} test loss is lower, but the gap is no smaller."),
    (False, False): later("{with_it} it gets no better: it does not help here."),
}
"""What is said where the gap shrinks or not, and where the test loss is lower or not."""

_ROUND = 100  # from here on a factor has no decimals
_SOME = 0.005  # a fall of less is none that can be written


def said_of(fit: Fit) -> str:
    """Returns what is known of a fit: its name and why, or the gap; empty where there is none."""
    losses, found = fit.losses, fit.found
    if isinstance(found, Overfitting) and losses.test is not None:
        return tr(
            "Overfitting: test loss {test} = {ratio} train loss = {risen} its lowest ({lowest}, "
            "step {step:,}).",
            test=numbers.loss(losses.test),
            ratio=_ratio(fit),
            risen=factor(losses.test / found.lowest),
            lowest=numbers.loss(found.lowest),
            step=found.step,
        )
    if isinstance(found, Underfitting):
        said = later("Underfitting: train loss {train} (one answer to all: {one}) no longer falls.")
        if found.fell >= _SOME:
            said = later(
                "Underfitting: train loss {train} (one answer to all: {one}) fell by only {fell} "
                "in the second half of the steps."
            )
        return tr(
            said,
            train=numbers.loss(losses.train),
            one=numbers.loss(found.one_answer),
            fell=_percent(found.fell, 2),
        )
    return gap_words(fit)


def gap_words(fit: Fit) -> str:
    """Returns the gap: "Gap 0.12: test loss = 2.1 × train loss"; empty without a test part."""
    if fit.gap is None or not isfinite(fit.gap):
        return ""
    gap = _signed(fit.gap)
    if fit.ratio is None:
        return tr("Gap {gap}", gap=gap)
    return tr("Gap {gap}: test loss = {ratio} train loss", gap=gap, ratio=_ratio(fit))


def remedy_words(remedy: Remedy) -> str:
    """Returns what a remedy sets: "Dropout 20 %"."""
    values = dict(remedy.settings)
    match remedy.name:
        case "dropout":
            return tr("Dropout {share}", share=_percent(values["dropout"]))
        case "weight decay":
            return tr("Weight decay (L2) {penalty:g}", penalty=values["l2"])
        case "stop early":
            share, wait = values["validation_fraction"], values["early_stopping"]
            return tr(
                "Stop early: choose by {share}, wait {steps} steps",
                share=_percent(share),
                steps=wait,
            )
        case "more data":
            if "points" in values:
                return tr("More data: {points:,} points", points=int(str(values["points"])))
            return tr("More data: check on {share}", share=_percent(values["test_fraction"]))
        case "more knobs":
            sizes = values["hidden"]
            assert isinstance(sizes, tuple)
            return tr("More knobs: layers of {sizes}", sizes=", ".join(str(size) for size in sizes))
        case _:
            return tr("Without dropout and penalties")


def compared_words(remedy: Remedy, found: Compared) -> str:
    """Returns what came of a remedy, and where it did not help, that."""
    with_it = tr(_WITH[remedy.name])
    before, trained = numbers.loss(found.before.train), numbers.loss(found.now.train)
    steps = {"step": found.step, "before": found.before_step}
    as_far = found.before_step == found.step
    if found.gaps is None or remedy.name in ("more knobs", "no restraint"):
        verdict = later("{with_it} the train loss is no lower.")
        if found.now.train < found.before.train:
            verdict = later("{with_it} the train loss is lower.")
        told = later("Step {step:,} against {before:,}: {loss} with it, {without} without.")
        if as_far:
            told = later("Step {step:,}: {loss} with it, {without} without.")
        losses = tr(told, **steps, loss=trained, without=before)
        return f"{tr(verdict, with_it=with_it)} {losses}"
    verdict = _GAPS[found.shrinks, found.lowers_test]
    told = later(
        "Step {step:,} against {before:,}: gap {gap}, test {test}; without, gap {gap_without}, "
        "test {test_without}."
    )
    if as_far:
        told = later(
            "Step {step:,}: gap {gap}, test {test}; without, gap {gap_without}, test "
            "{test_without}."
        )
    gap, gap_without = found.gaps
    gaps = tr(
        told,
        **steps,
        gap=_signed(gap),
        test=numbers.loss(found.now.test),
        gap_without=_signed(gap_without),
        test_without=numbers.loss(found.before.test),
    )
    return f"{tr(verdict, with_it=with_it)} {gaps}"


def factor(value: float) -> str:
    """Returns a factor: "2.1 ×", "1,980 ×"."""
    digits = (
        f"{value:,.0f}" if value >= _ROUND else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )
    return local(f"{digits} ×")


def _ratio(fit: Fit) -> str:
    return factor(fit.ratio) if fit.ratio is not None else tr("far above")


def _signed(value: float) -> str:
    return f"{MINUS}{numbers.loss(-value)}" if value < 0 else numbers.loss(value)


def _percent(share: object, digits: int = 4) -> str:
    return local(f"{100 * float(str(share)):.{digits}g} %")
