"""Settings of the knobs that differ and yet are the same function.

Hidden neurons can change places, and where the activation is odd, tanh, their signs: incoming
and outgoing weights change with them, and the answer stays. Hecht-Nielsen, "On the algebraic
structure of feedforward network weight spaces" (1990). A 2-4-2-1 network with tanh has
4!·2⁴ · 2!·2² = 3,072 equal settings.

Where an activation scales, a(c·z) = c·a(z) for c > 0 as ReLU does, a neuron's weights can grow
while those that read it shrink, and softmax does not see what all outputs have in common: then each
of these settings is one of endlessly many.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Block, Layout
from eq_sim.network.making import Making
from eq_sim.network.types import Array, IndexArray

_ODD = {"tanh", "identity"}
_SCALING = {"relu", "leaky_relu", "identity"}
_ROUNDS = 100
_READABLE = 300  # digits up to which the number is computed
_LN10 = math.log(10)
_MOST_TRIED = 512  # orders, with signs, that are gone through one after another
_NEARER = 1 - 1e-9  # by less, it is rounding


@dataclass(frozen=True)
class EqualSettings:
    """How many settings of the knobs compute the same.

    Attributes:
        digits: of the number, written out.
        exact: the number itself; None where it is too long to be read, or to be computed in time.
        endless: whether it counts reordering alone, and there are endlessly many besides.
    """

    digits: int
    exact: int | None
    endless: bool = False


def equal_settings(layout: Layout, *, softmax: bool = False) -> EqualSettings:
    """Returns how many settings of the knobs compute what one generic setting does.

    Args:
        layout: the network's layout.
        softmax: whether the answers are told apart by softmax.
    """
    activations = layout.architecture.activations[:-1]
    endless = softmax or any(name in _SCALING for name in activations)
    orders = [block.outputs for block in layout.blocks[:-1]]
    signs = sum(
        block.outputs
        for block in layout.blocks[:-1]
        if layout.architecture.activations[block.layer] in _ODD
    )
    # Python itself refuses to write out more than 4,300 digits: logarithms count them.
    logarithm = sum(math.lgamma(count + 1) for count in orders) / _LN10 + signs * math.log10(2)
    if logarithm > _READABLE:
        return EqualSettings(math.floor(logarithm) + 1, None, endless)
    exact = math.prod(math.factorial(count) for count in orders) << signs
    return EqualSettings(len(str(exact)), exact, endless)


def can_reorder(layout: Layout, making: Making) -> bool:
    """Whether neurons can change places: not where one has numbers that stay where they are.

    Args:
        layout: the network's layout.
        making: how its weights are made from the knobs.
    """
    rounding = making.rounding
    return not layout.adapters and (rounding is None or rounding.per == "tensor")


def lined_up(
    layout: Layout, theta: Array, model: Array, silent: NDArray[np.bool_] | None = None
) -> Array:
    """Returns θ with its neurons reordered, and flipped where that is allowed, to be like a model.

    Two descents, and the one that comes nearer: each hidden layer in turn takes the order in which
    its weights agree best with the model's, in and out, until no layer changes (after Ainsworth,
    Hayase and Srinivasa, "Git Re-Basin", 2022, with signs). One begins with θ as it is. The other
    first goes through the layers from the inputs on, by incoming weights alone, which finds every
    mere reordering. Where the orders of every other layer are few they are all tried, and what
    comes out is the nearest of all equal settings. What θ computes stays the same.

    Args:
        layout: the network's layout.
        theta: (size,) parameters to reorder.
        model: (size,) parameters to be like.
        silent: (size,) parameters that are 0 whatever they are here, as muted knobs are; a neuron
            that one leads to or from keeps its place. None for none.
    """
    free = _free(layout, silent)
    straight, sorted_first = np.array(theta), np.array(theta)
    for block in layout.blocks[:-1]:
        _match(layout, sorted_first, model, block.layer, free, outgoing=False)
    tries = [straight, sorted_first]
    for result in tries:
        for _ in range(_ROUNDS):
            layers = range(len(layout.blocks) - 1)
            if not sum(_match(layout, result, model, layer, free) for layer in layers):
                break
    far = [_distance(result, model) for result in tries]
    found, least = tries[int(np.argmin(far))], min(far)
    nearest = _nearest(layout, theta, model, free)
    if nearest is not None and _distance(nearest, model) < _NEARER * least:
        return nearest
    return found


def _free(layout: Layout, silent: NDArray[np.bool_] | None) -> list[IndexArray]:
    """Returns of each hidden layer the neurons that can change places."""
    hidden = layout.blocks[:-1]
    if silent is None or not silent.any():
        return [np.arange(block.outputs) for block in hidden]
    views = [block.view(silent) for block in layout.blocks]
    fixed = [
        here.any(axis=0) | after[: block.outputs].any(axis=1)
        for block, here, after in zip(hidden, views, views[1:], strict=False)
    ]
    return [np.flatnonzero(~each) for each in fixed]


def _distance(theta: Array, model: Array) -> float:
    return float(np.linalg.norm(theta - np.asarray(model, np.float64)))


def _nearest(
    layout: Layout, theta: Array, model: Array, free: Sequence[IndexArray]
) -> Array | None:
    """Returns the nearest of all equal settings; None where they are too many to be sure.

    With one hidden layer the descents have found it. Of more, each order of every other one is
    tried: between two layers that stand still the best order of one is found at once, whatever
    the others do.
    """
    hidden = layout.blocks[:-1]
    if len(hidden) < 2:
        return None
    tried = min((hidden[0::2], hidden[1::2]), key=lambda blocks: _orders(layout, blocks, free))
    if _orders(layout, tried, free) > _MOST_TRIED:
        return None
    others = [block.layer for block in hidden if block not in tried]
    best: Array | None = None
    for orders in itertools.product(*(_each_order(layout, block, free) for block in tried)):
        result = np.array(theta)
        for block, (order, flips) in zip(tried, orders, strict=True):
            _put(layout, result, block.layer, order, flips)
        for layer in others:
            _match(layout, result, model, layer, free)
        if best is None or _distance(result, model) < _distance(best, model):
            best = result
    return best


def _orders(layout: Layout, blocks: Sequence[Block], free: Sequence[IndexArray]) -> int:
    """Returns in how many ways the neurons of some layers can stand."""
    ways = 1
    for block in blocks:
        movable = min(len(free[block.layer]), _MOST_TRIED)  # a factorial of more is never needed
        flips = min(block.outputs, _MOST_TRIED) if _is_odd(layout, block) else 0
        ways *= math.factorial(movable) << flips
    return ways


def _each_order(
    layout: Layout, block: Block, free: Sequence[IndexArray]
) -> Iterator[tuple[IndexArray, NDArray[np.float64]]]:
    """Yields every order of a layer's neurons, with every choice of signs where it is odd."""
    signs = (1.0, -1.0) if _is_odd(layout, block) else (1.0,)
    movable = free[block.layer]
    for places in itertools.permutations(movable.tolist()):
        order = np.arange(block.outputs)
        order[movable] = places
        for flips in itertools.product(signs, repeat=block.outputs):
            yield order, np.array(flips)


def _is_odd(layout: Layout, block: Block) -> bool:
    return layout.architecture.activations[block.layer] in _ODD


def _match(
    layout: Layout,
    theta: Array,
    model: Array,
    layer: int,
    free: Sequence[IndexArray],
    *,
    outgoing: bool = True,
) -> bool:
    """Puts one layer's free neurons into the best order. Returns whether anything changed."""
    views, wanted = layout.views(theta), layout.views(np.asarray(model, np.float64))
    count = layout.blocks[layer].outputs
    here, after = views[layer], views[layer + 1][:count]
    agree = here.T.astype(np.float64) @ wanted[layer]
    if outgoing:
        agree += after @ wanted[layer + 1][:count].T
    odd = layout.architecture.activations[layer] in _ODD
    # Without outgoing weights, lengths have to agree too: take off what a longer one gains.
    gain = np.abs(agree) if odd else agree
    if not outgoing:
        gain = gain - 0.5 * (here.astype(np.float64) ** 2).sum(axis=0)[:, np.newaxis]
    order, places, movable = np.arange(count), np.arange(count), free[layer]
    if movable.size:
        order[movable] = movable[_assign(gain[np.ix_(movable, movable)])]
    flips = np.sign(agree[order, places]) if odd else np.ones(count)
    flips[flips == 0] = 1.0
    _put(layout, theta, layer, order, flips)
    return bool((order != places).any() or (flips < 0).any())


def _put(
    layout: Layout, theta: Array, layer: int, order: IndexArray, flips: NDArray[np.float64]
) -> None:
    """Lets a layer's neurons stand in another order, with other signs."""
    views, count = layout.views(theta), layout.blocks[layer].outputs
    here, after = views[layer], views[layer + 1][:count]
    here[...] = here[:, order] * flips
    after[...] = after[order] * flips[:, np.newaxis]


def _assign(gain: NDArray[np.float64]) -> NDArray[np.intp]:
    """Returns for each column the row given to it, such that the sum of gains is largest.

    The shortest augmenting path method for the assignment problem, with potentials: R. Jonker and
    A. Volgenant, Computing 38 (1987). Cubic in the number of rows.
    """
    size = len(gain)
    cost = np.max(gain) - gain
    row_price, column_price = np.zeros(size + 1), np.zeros(size + 1)
    owner = np.zeros(size + 1, dtype=np.intp)  # 1-based row of each column; 0 for none
    for row in range(1, size + 1):
        owner[0], column = row, 0
        best = np.full(size + 1, np.inf)
        came = np.zeros(size + 1, dtype=np.intp)
        used = np.zeros(size + 1, dtype=bool)
        while owner[column]:
            used[column] = True
            current = owner[column]
            free = ~used[1:]
            slack = cost[current - 1] - row_price[current] - column_price[1:]
            better = free & (slack < best[1:])
            best[1:][better] = slack[better]
            came[1:][better] = column
            following = int(np.argmin(np.where(free, best[1:], np.inf))) + 1
            delta = best[following]
            row_price[owner[used]] += delta
            column_price[used] -= delta
            best[1:][free] -= delta
            column = following
        while column:
            owner[column] = owner[came[column]]
            column = int(came[column])
    return owner[1:] - 1
