"""Tensors of which only the knobs that play are in a file: their values, and a bit for each knob.

In place of ``layers.0.weight`` stand ``layers.0.weight.plays``, a bit for each knob, row after
row, eight to a byte with the first one highest, and ``layers.0.weight.values``, where it is 1.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
from msgspec import UNSET, UnsetType, structs
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import SwitchedKnobs
from eq_sim.session.knob_sets import compact, places_of
from eq_sim.session.switched_pruned import SwitchedPruned
from eq_sim.session.switches import Mask, Pruned

_PLAYS, _VALUES = ".plays", ".values"
_Item = TypeVar("_Item", bound=np.generic)


def without_pruned(layout: Layout, theta: Array, pruned: Pruned | None) -> dict[str, NDArray[Any]]:
    """Returns θ under PyTorch's names, each tensor without its pruned knobs where it has any."""
    tensors = layout.as_torch(theta)
    for name, part in _parts(layout, pruned.knobs) if pruned else ():
        if part.any():
            whole, plays = tensors.pop(name), ~part.T
            tensors[name + _PLAYS] = np.packbits(plays)
            tensors[name + _VALUES] = whole[plays]
    return tensors


def with_pruned(
    tensors: Mapping[str, NDArray[Any]], shapes: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Returns whole tensors, with 0 for every knob that was left out.

    What fits no tensor of the network stays as it is: it is the caller's to refuse.

    Args:
        tensors: as they are in a file.
        shapes: those of a network, by name.
    """
    found = dict(tensors)
    for name, wanted in shapes.items():
        plays = _plays(tensors, name, wanted.shape)
        if plays is not None:
            values = tensors[name + _VALUES]
            whole = found[name] = np.zeros(wanted.shape, values.dtype)
            whole[plays] = values
            del found[name + _PLAYS], found[name + _VALUES]
    return found


def switches_beside(
    found: SwitchedKnobs, tensors: Mapping[str, NDArray[Any]], layout: Layout
) -> SwitchedKnobs:
    """Returns the switches of a file; the knobs that it leaves out are the pruned ones.

    Args:
        found: what the file says of its switches: by it, none is pruned.
        tensors: as they are in it.
        layout: of the network that it is for.
    """
    gone: Mask = np.zeros(layout.size, dtype=bool)
    for name, part in _parts(layout, gone):
        plays = _plays(tensors, name, part.T.shape)
        if plays is not None:
            part[...] = ~plays.T
    if not gone.any():
        return structs.replace(found, pruned=UNSET)
    by = "network" if isinstance(found.pruned, UnsetType) else found.pruned.by
    muted = gone.copy()
    muted[places_of(found.mutes, layout.size)] = True
    mutes, pruned = (compact(np.flatnonzero(mask), layout.size) for mask in (muted, gone))
    return structs.replace(found, mutes=mutes, pruned=SwitchedPruned(pruned, by))


def _parts(layout: Layout, flat: NDArray[_Item]) -> Iterator[tuple[str, NDArray[_Item]]]:
    """Yields each tensor's name and its view of a flat vector, with the inputs first."""
    for block in layout.blocks:
        view = block.view(flat)
        yield f"layers.{block.layer}.weight", view[: block.inputs]
        if block.bias:
            yield f"layers.{block.layer}.bias", view[block.inputs]


def _plays(
    tensors: Mapping[str, NDArray[Any]], name: str, shape: tuple[int, ...]
) -> NDArray[np.bool_] | None:
    """Returns which knobs of a tensor are in a file; None where all are, or it fits no such."""
    bits, values = tensors.get(name + _PLAYS), tensors.get(name + _VALUES)
    if bits is None or values is None or name in tensors:
        return None
    count = int(np.prod(shape))
    if bits.dtype != np.uint8 or bits.shape != ((count + 7) // 8,):
        return None
    plays = np.unpackbits(bits, count=count).astype(bool).reshape(shape)
    return plays if values.shape == (int(np.count_nonzero(plays)),) else None
