"""How many knobs are others than they were, counted by comparing bits."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.session.session import Session


def standing(session: Session) -> Array:
    """Returns a copy of where all knobs stand, silent ones included: of shape (size,)."""
    return np.array(session.switches.whole(session.parameters.theta))


def changed_bits(session: Session, then: Array) -> int | None:
    """Returns how many knobs have another bit than then; None for knobs of another network.

    Args:
        session: the experiment.
        then: where all knobs stood.
    """
    now = session.switches.whole(session.parameters.theta)
    if then.size == session.layout.wired:
        now = now[: then.size]  # an adapter that was added since is no change of these
    if then.size != now.size:
        return None
    bits = f"u{now.itemsize}"
    return int(np.count_nonzero(np.asarray(then, now.dtype).view(bits) != now.view(bits)))
