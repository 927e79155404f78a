"""What the panel of pruning says, in words and numbers."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.questions.at_shares import AtShare
from eq_sim.session.training.metrics import Measure
from eq_sim.ui.models.pruning_desk import PruningDesk
from eq_sim.ui.style import numbers

LARGE = later(
    "The smallest are the nearest to 0, weights and biases alike. Trained on, they stay muted. "
    "Han et al. 2015 kept 11 % of AlexNet's knobs in this way, and it lost no accuracy "
    "(arXiv:1506.02626)."
)
KEPT = later(
    "An experiment (.eqsim) keeps what pruned knobs come back to. A file of parameters leaves them "
    "out: opened from it, they come back as 0."
)
_NAMES = {"accuracy": later("Right"), "explained": later("Explained share of the variance")}


def name_of(metric: str) -> str:
    """Returns what is measured, as the screen calls it."""
    return tr(_NAMES[metric])


def percent(value: float | None) -> str:
    """Returns a share: "97.4 %"; never 100 % where it is less, and a dash where there is none."""
    if value is None:
        return "—"
    text = f"{100 * value:,.1f}"
    if value < 1 and text == "100.0":
        text = "99.9"
    return local(f"{text.replace('-', numbers.MINUS)} %")


def of_both(measure: Measure) -> str:
    """Returns what is reached on each part: "97.4 % on train, 95.1 % on test"."""
    parts = []
    if measure.train is not None:
        parts.append(tr("{value} on train", value=percent(measure.train)))
    if measure.test is not None:
        parts.append(tr("{value} on test", value=percent(measure.test)))
    return ", ".join(parts)


def playing(desk: PruningDesk) -> str:
    """Returns how many knobs play."""
    return tr("{playing:,} of {all:,} knobs play.", playing=desk.play, all=desk.size)


def worth(desk: PruningDesk) -> str:
    """Returns what the network is worth as it stands."""
    now = desk.now
    said = tr(numbers.COMPUTING) if now is None else of_both(now) or "—"
    name, step = name_of(desk.metric), desk.shown_at
    if step is None:
        return f"{name}: {said}"
    return tr("{measure} at step {step:,}: {values}", measure=name, step=step, values=said)


def file_line(desk: PruningDesk) -> str:
    """Returns how long a file of parameters is, where there can be one."""
    if desk.bytes is None:
        return tr("A file of parameters has no place for an adapter: merge it first.")
    here, whole = desk.bytes
    if here == whole:
        return tr("A file of parameters takes {bytes:,} bytes.", bytes=here)
    return tr(
        "A file of parameters takes {bytes:,} bytes, with all knobs {whole:,}.",
        bytes=here,
        whole=whole,
    )


def at_share(at: AtShare) -> str:
    """Returns what one share costs: "70 %: 97.4 % on train, 95.1 % on test"."""
    return f"{100 * at.share:.0f} %: {of_both(at.measure) or '—'}"


def legend(desk: PruningDesk) -> str:
    """Returns what the curve shows, and of which knobs."""
    has_test = any(at.measure.test is not None for at in desk.each)
    line = tr("Solid: train. Dashed: test.") if has_test else tr("On train.")
    if desk.is_busy and not desk.each:
        return tr("Computing …")
    if desk.each_at is not None:
        of = tr("Of the knobs at step {step:,}.", step=desk.each_at)
        return f"{line} {of}"
    return line
