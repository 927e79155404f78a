"""What the panel of the game against gradient descent says of time, loss and training."""

from eq_sim.language.numerals import clock
from eq_sim.language.tr import ntr, tr


def time_and_loss(seconds: float, shown: str) -> str:
    """Returns how long it takes so far, and the loss as it is shown."""
    return tr("{time}   loss {loss}", time=clock(seconds), loss=shown)


def trained(value: str, after: int, *, there: bool, same_start: bool) -> str:
    """Returns what training came to.

    Args:
        value: what the goal is held against.
        after: so many steps.
        there: whether the goal is reached.
        same_start: whether it began where the hand began, and not from the hand's knobs.
    """
    match there, same_start:
        case True, True:
            return ntr(
                "Training is there, from the same start: {value} after {count:,} step.",
                "Training is there, from the same start: {value} after {count:,} steps.",
                after,
                value=value,
            )
        case True, False:
            return ntr(
                "Training is there, from your knobs: {value} after {count:,} step.",
                "Training is there, from your knobs: {value} after {count:,} steps.",
                after,
                value=value,
            )
        case False, True:
            return ntr(
                "Training, from the same start: {value} after {count:,} step.",
                "Training, from the same start: {value} after {count:,} steps.",
                after,
                value=value,
            )
        case _:
            return ntr(
                "Training, from your knobs: {value} after {count:,} step.",
                "Training, from your knobs: {value} after {count:,} steps.",
                after,
                value=value,
            )
