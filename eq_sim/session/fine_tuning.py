"""Which knobs are tuned: all of them, the last layer, the biases, or whatever is not frozen."""

from typing import Literal, TypeAlias

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.session.errors import KnobError
from eq_sim.session.switches import Mask

Tuned: TypeAlias = Literal["all", "last", "biases"]
"""Knobs that training moves, while all others are frozen."""

TUNED: tuple[Tuned, ...] = ("all", "last", "biases")

WHAT_IS_FREE = "free"
"""Stands for any other choice of what is frozen, made by hand."""


def tuned(layout: Layout, what: Tuned) -> Mask:
    """Returns (size,) which knobs are tuned.

    Raises:
        KnobError: there are none: the network has no biases.
    """
    mask = np.zeros(layout.size, dtype=bool)
    match what:
        case "all":
            mask[:] = True
        case "last":
            last = layout.blocks[-1]
            mask[last.offset : last.offset + last.size] = True
        case "biases":
            mask = ~layout.weights
    if not mask.any():
        raise KnobError("this network has no biases: nothing would be left to train")
    return mask


def tuned_now(layout: Layout, frozen: Mask) -> str:
    """Returns which of ``TUNED`` the frozen knobs leave, or ``WHAT_IS_FREE``.

    Without hidden layers the last layer is all there is, and is called so.
    """
    for what in TUNED:
        if what == "biases" and layout.weights.all():
            continue
        if np.array_equal(tuned(layout, what), ~frozen):
            return what
    return WHAT_IS_FREE
