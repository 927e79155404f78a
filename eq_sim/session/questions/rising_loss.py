"""Whether the loss has been rising for long while training goes on, and which setting to lower.

Training shakes: on small batches the loss goes up and down all the time. So what is held against
each other are middles (medians) of eight recorded points. The rule was counted over twenty starts
of each shipped scenario: at the shipped settings it never speaks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from eq_sim.session.actions import (
    AnyAction,
    BackToStart,
    Load,
    NewStart,
    Pause,
    Run,
    Set,
    TakePhase,
    Train,
)
from eq_sim.session.messages import Message, message
from eq_sim.session.questions.penalty import decays_apart
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Touches

POINTS = 8
"""Recorded points of which the middle one counts."""

FACTOR, SHARE, LATELY = 1.25, 0.05, 0.25
"""How high above its lowest the loss has to be: as a factor, and by which share of the first loss
ever recorded; and for which share of the steps since the last change its lowest has to be past."""


_GOES_ON = Train | TakePhase | Run | Pause


@dataclass(frozen=True)
class Rise:
    """A loss that has risen for long.

    Attributes:
        lowest: about what it once was.
        step: after how many steps.
        now: about what it is now.
    """

    lowest: float
    step: int
    now: float


def risen(points: NDArray[np.float64], since: int) -> Rise | None:
    """Returns how far the train loss has risen for long; None where it has not.

    Args:
        points: (4, points): step, epoch, train loss, test loss.
        since: the step at which something was last changed by hand; what was before does not count.
    """
    steps, losses = points[0], points[2]
    begin = int(np.searchsorted(steps, since))
    steps, losses, first = steps[begin:], losses[begin:], losses[:1]
    if len(losses) < 2 * POINTS or not np.isfinite(losses).all():
        return None
    middles = np.median(sliding_window_view(losses, POINTS), axis=1)
    before = np.concatenate([losses[:1], middles[:-1]])
    ends = np.concatenate([steps[:1], steps[POINTS - 1 : -1]])
    place = int(np.argmin(before))
    lowest, now = float(before[place]), float(middles[-1])
    past = steps[-1] - ends[place] >= LATELY * (steps[-1] - steps[0])
    above = now > FACTOR * lowest and now - lowest > SHARE * float(first[0])
    if past and above and losses[-POINTS:].min() > lowest:
        return Rise(lowest, int(ends[place]), now)
    return None


def last_change(session: Session) -> int:
    """Returns the step since which training has gone on without a hand in it."""
    for record in reversed(session.log.records):
        action = record.action
        if isinstance(action, Load | BackToStart | NewStart):
            return 0  # steps are counted anew since
        if not isinstance(action, _GOES_ON) and not _is_pace(action):
            return min(record.step, session.step)
    return 0


def _is_pace(action: AnyAction) -> bool:
    return isinstance(action, Set) and SETTINGS[action.setting].touches is Touches.PACE


def setting_to_lower(session: Session, now_about: float) -> str:
    """Returns the name of the setting that drives the loss up: the learning rate, or a penalty.

    It is a penalty where training has lowered the sum of loss and penalty since the loss was
    lowest; or, for a weight decay that is part of no loss, where the weights have shrunk.

    Args:
        session: whose.
        now_about: about what its train loss is by now.
    """
    training, best = session.scenario.training, session.best
    if best is None or not (training.l1 or training.l2):
        return "learning_rate"
    weights = session.layout.weights
    then, now = (
        theta[weights].astype(np.float64) for theta in (best.theta, session.parameters.theta)
    )
    fell = {
        "l1": training.l1 * float(np.abs(then).sum() - np.abs(now).sum()),
        "l2": 0.5 * training.l2 * float(then @ then - now @ now),
    }
    more = max(fell, key=lambda name: fell[name])
    if decays_apart(session.scenario) and fell["l2"] > 0:
        return more
    return more if sum(fell.values()) >= now_about - best.loss else "learning_rate"


def advice(session: Session) -> Message | None:
    """Returns what to say of a loss that has risen for long, and what to lower; None for nothing.

    Its argument ``lower`` is the name of the setting.
    """
    rise = risen(session.history.points, last_change(session))
    if rise is None:
        return None
    lower = setting_to_lower(session, rise.now)
    value = float(getattr(session.scenario.training, lower))
    return message(
        "rising", lower=lower, value=value, step=rise.step, best=rise.lowest, now=rise.now
    )
