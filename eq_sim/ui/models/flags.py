"""Which checkpoints stand on the curve that is shown, and what each is called."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.session.state import Checkpoint, KeptBy, Shelf


@dataclass(frozen=True)
class Flag:
    """A checkpoint on the curve.

    Attributes:
        step: training steps taken by then.
        epoch: passes through the training samples by then.
        text: what it is called.
        by: who kept it.
    """

    step: int
    epoch: float
    text: str
    by: KeptBy


def flags_on(shelf: Shelf, points: NDArray[np.float64], step: int) -> list[Flag]:
    """Returns the checkpoints that the present run has come through.

    Those of another run, or of what came after a moment that one went back to, are left out:
    the curve that is shown is not theirs.

    Args:
        shelf: the checkpoints.
        points: (4, points) of the run that is shown.
        step: where it stands.
    """
    return [
        Flag(kept.step, kept.state.epochs, _words(kept), kept.by)
        for kept in shelf.checkpoints
        if kept.step <= step and _same_run(kept.state.progress.history.points, points)
    ]


def _same_run(then: NDArray[np.float64], now: NDArray[np.float64]) -> bool:
    """Whether a curve is the beginning of another: the last point that both have is the same."""
    if not then.size or not now.size or then[:3, 0].tobytes() != now[:3, 0].tobytes():
        return False
    place = int(np.searchsorted(now[0], then[0, -1], side="right")) - 1
    same_step = np.flatnonzero(then[0] == now[0, place])
    return not same_step.size or bool((then[2, same_step] == now[2, place]).any())


def _words(kept: Checkpoint) -> str:
    if kept.name:
        return tr("checkpoint: {name}", name=kept.name)
    if kept.by == "best":
        return tr("checkpoint: the best")
    return tr("checkpoint at step {step:,}", step=kept.step)
