"""Which knob to offer to someone who has never turned one: it helps, and one can see it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_SHORTLIST = 48  # of a large network, so many of the steepest knobs are tried
_SHARES = np.array([0.02, 0.04, 0.08, 0.12, 0.16, 0.24, 0.32, 0.4, 0.5, 0.6, 0.8, 1.0])
_LEAST = 5  # of these turns, the loss has to fall at each; the first is one press of a key
_SHARE_OF_BEST = 0.5


@dataclass(frozen=True)
class Offer:
    """A knob to turn.

    Attributes:
        knob: which.
        way: 1 where turning it up lowers the train loss, −1 where down does; 0 where no knob was
            found of which so much can be promised.
    """

    knob: int
    way: int


def knob_to_offer(session: Session, reach: NDArray[np.float64]) -> Offer:
    """Returns a knob of which turning it lowers the loss of all samples, the sooner the better.

    Along its way the loss falls from the first press of a key to far along the scale, and the next
    training step would turn it the same way. Of those that lower the loss by much, it is the one
    that changes the network's answers most.

    Args:
        session: whose knobs; nothing is changed.
        reach: (size,) the end of each knob's scale.
    """
    slices = KnobSlices(session)
    slope = np.nan_to_num(slices.gradient().astype(np.float64))
    next_step = np.sign(-session.trainer.next_update())
    agreed = (next_step == np.sign(-slope)) & (slope != 0) & ~session.switches.silent
    steep = np.flatnonzero(agreed)
    steep = steep[np.argsort(-np.abs(slope * reach)[steep], kind="stable")][:_SHORTLIST]
    found = []
    for knob in steep.tolist():
        way = int(next_step[knob])
        values = _values(session, knob, way * float(reach[knob]))
        fall, far = _falls(slices, knob, values, part=True)
        if far >= _LEAST:
            found.append((fall, _seen(slices, knob, values[[0, far]]), knob, values))
    most = max((fall for fall, *_ in found), default=0.0)
    # First those that lower the loss by much, and of them the one that is seen best.
    found.sort(key=lambda one: (one[0] >= _SHARE_OF_BEST * most, one[1]), reverse=True)
    for _, _, knob, values in found:
        if _falls(slices, knob, values)[1] >= _LEAST:  # of all samples, if those were a part
            return Offer(knob, int(next_step[knob]))
    return Offer(slices.most_telling(reach), 0)


def _falls(
    slices: KnobSlices, knob: int, values: NDArray[np.float64], *, part: bool = False
) -> tuple[float, int]:
    """Returns by how much the loss falls, and for how many of the values it goes on falling."""
    losses = np.nan_to_num(slices.losses(knob, values, part=part), nan=np.inf)
    falls = np.diff(losses) < 0
    far = len(falls) if falls.all() else int(np.argmin(falls))
    return float(losses[0] - losses[far]), far


def _values(session: Session, knob: int, reach: float) -> NDArray[np.float64]:
    """Returns where a knob is, and where it is after turns that stay on its scale."""
    here = float(session.parameters.theta[knob])
    values = here + reach * _SHARES
    return np.append(here, values[np.abs(values) <= abs(reach)])


def _seen(slices: KnobSlices, knob: int, values: NDArray[np.float64]) -> float:
    """Returns by how much the answers differ between two places of a knob, on average."""
    link = loss_of(slices.session.scenario.training).link
    with np.errstate(all="ignore"):
        both = link(slices.answers(knob, values, part=True)).astype(np.float64)
    count = both.shape[1] // 2
    return float(np.nan_to_num(np.abs(both[:, count:] - both[:, :count]).max(axis=0)).mean())
