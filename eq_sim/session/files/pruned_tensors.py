"""A network in a file with only the knobs that play: their values, and a bit for each knob.

In place of a tensor for each layer stand ``knobs.plays``, a bit for each weight and bias in the
order of θ (see ``network.layout``), eight to a byte with the first one highest, and
``knobs.values``, those whose bit is 1.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.switches import Mask, Pruned

_PLAYS, _VALUES = "knobs.plays", "knobs.values"


def without_pruned(layout: Layout, theta: Array, pruned: Pruned | None) -> dict[str, NDArray[Any]]:
    """Returns θ under PyTorch's names, or where knobs are pruned, without them."""
    if pruned is None:
        return layout.as_torch(theta)
    plays = ~pruned.knobs[: layout.wired]
    return {_PLAYS: np.packbits(plays), _VALUES: theta[: layout.wired][plays]}


def with_pruned(tensors: Mapping[str, NDArray[Any]], layout: Layout) -> dict[str, NDArray[Any]]:
    """Returns a network under PyTorch's names, with 0 for every knob that was left out.

    What does not fit stays as it is: it is the caller's to refuse.

    Args:
        tensors: as they are in a file.
        layout: of the network that it is for.
    """
    plays = which_play(tensors, layout)
    if plays is None:
        return dict(tensors)
    values = tensors[_VALUES]
    flat = np.zeros(layout.wired, values.dtype)
    flat[plays] = values
    return layout.as_torch(flat)


def which_play(tensors: Mapping[str, NDArray[Any]], layout: Layout) -> Mask | None:
    """Returns (wired,) which knobs are in a file; None where it is no such file, or of another."""
    if tensors.keys() != {_PLAYS, _VALUES}:
        return None
    bits, values, count = tensors[_PLAYS], tensors[_VALUES], layout.wired
    if bits.dtype != np.uint8 or bits.shape != ((count + 7) // 8,):
        return None
    plays = np.unpackbits(bits, count=count).astype(bool)
    return plays if values.shape == (int(np.count_nonzero(plays)),) else None
