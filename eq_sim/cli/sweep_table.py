"""What a sweep came to, as a small table: for each value the median and spread of its seeds.

A trial that did not take all its steps is in no median: it is counted, and the first one's
reason is told.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from math import isfinite
from statistics import median

from eq_sim.sweeps.plan import Outcome, Sweep, shown

_PARTS: tuple[tuple[str, Callable[[Outcome], float | None]], ...] = (
    ("train", lambda outcome: outcome.train_error),
    ("validation", lambda outcome: outcome.validation_error),
    ("test", lambda outcome: outcome.test_error),
)

_LARGE = 1000  # a number from here on is written without decimals


def sentences(sweep: Sweep, outcomes: Sequence[Outcome]) -> str:
    """Returns what a sweep came to in words.

    Args:
        sweep: what was run.
        outcomes: those that are there, in any order; at least one.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.trial.number)
    whole = [outcome for outcome in ordered if _is_whole(outcome)]
    kind = (whole or ordered)[0].kind
    parts = [
        (name, number)
        for name, number in _PARTS
        if any(number(outcome) is not None for outcome in whole)
    ]
    unit = "%" if kind.is_share else kind.unit
    said = f"{kind.name}{f', in {unit}' if unit else ''}"
    lines = [
        f"{sweep.scenario.title}: {len(ordered):,} of {len(sweep):,} trials, {sweep.steps:,} steps "
        "each",
        f"Median of the seeds (lowest to highest), {said}:",
    ]
    rows = [[sweep.row.caption, "knobs", "seeds", *(f"{name} error" for name, _ in parts)]]
    for place, found in groupby(ordered, lambda outcome: sweep.place_of(outcome.trial)):
        tried = list(found)
        here = [outcome for outcome in tried if _is_whole(outcome)]
        seeds = f"{len(tried):,}" if len(here) == len(tried) else f"{len(here):,} of {len(tried):,}"
        cells = [_spread(here, number, share=kind.is_share) for _, number in parts]
        value = shown(sweep.setting, sweep.values[place])
        rows.append([value, f"{sweep.knobs[place]:,}", seeds, *cells])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines += ["  ".join(map(str.rjust, row, widths)) for row in rows]
    refused = [outcome for outcome in ordered if outcome.refusal]
    if refused:
        first = refused[0]
        lines.append(
            f"{len(refused):,} of {len(ordered):,} did not take all their steps. "
            f"{sweep.row.caption[:1].upper()}{sweep.row.caption[1:]} "
            f"{shown(sweep.setting, first.value)}, seed {first.seed}: {first.advice}"
        )
    if any(outcome.bits == "rounding" for outcome in ordered):
        lines.append("Some were stacked, and equal those run alone to rounding only.")
    return "\n".join(lines)


def _is_whole(outcome: Outcome) -> bool:
    """Whether a trial took all the steps that it should."""
    return outcome.losses is not None and not outcome.refusal


def _spread(
    outcomes: Sequence[Outcome], number: Callable[[Outcome], float | None], *, share: bool
) -> str:
    """Returns the median of some numbers, and their ends where there are several."""
    known = [found for outcome in outcomes if (found := number(outcome)) is not None]
    known = [found for found in known if isfinite(found)]
    if not known:
        return "none"
    middle, low, high = (_written(each, share) for each in (median(known), min(known), max(known)))
    return middle if len(known) == 1 else f"{middle} ({low} to {high})"


def _written(value: float, share: bool) -> str:
    if share:
        return f"{100 * value:.1f}"
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.4g}"
