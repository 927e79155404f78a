"""What a map of the network draws: which neurons, which weights between them, and how strong.

A large network has more of both than a picture can tell apart. Then the first neurons of each layer
stand for it, with the one that somebody looks at, and of the weights between those the strongest;
what is left out is counted, so that it can be said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank

MOST_LINES = 260
"""Weights that are drawn at most; more could neither be told apart nor drawn in time."""

_MOST_IN = 14  # of each neuron, so that few neurons with many inputs stay readable

NO_BIAS = -1
"""Stands for the bias of a neuron without one."""

Limits = Callable[[IndexArray], NDArray[np.float64]]
"""Returns the ends of the scales of some knobs."""


@dataclass(frozen=True)
class Drawn:
    """The neurons of a map.

    Attributes:
        columns: of the inputs and of each layer, which are drawn, in order.
        sizes: how many there are.
    """

    columns: tuple[IndexArray, ...]
    sizes: tuple[int, ...]

    def place(self, column: int, neuron: int) -> int | None:
        """Returns which of the drawn ones of a column a neuron or an input is."""
        places = np.flatnonzero(self.columns[column] == neuron)
        return int(places[0]) if places.size else None

    def left_out(self, column: int) -> int:
        """Returns how many of a column are not drawn."""
        return self.sizes[column] - len(self.columns[column])


@dataclass(frozen=True)
class Strengths:
    """Knobs of a map as they stand.

    Attributes:
        knobs: (n,) places in θ.
        shares: (n,) values as shares of their scales, from −1 to 1; of silent ones, what they come
            back to.
        silent: (n,) which count as 0 now.
        frozen: (n,) which training leaves alone.
    """

    knobs: IndexArray
    shares: NDArray[np.float64]
    silent: NDArray[np.bool_]
    frozen: NDArray[np.bool_]


@dataclass(frozen=True)
class Lines(Strengths):
    """Weights of a map, the weakest first.

    Attributes:
        layers: (n,) whose they are.
        sources: (n,) where they begin: places among the drawn ones of the column before.
        neurons: (n,) where they end: places among the drawn ones of their layer's column.
    """

    layers: IndexArray
    sources: IndexArray
    neurons: IndexArray


def drawn_neurons(layout: Layout, rooms: Sequence[int], focused: int | None = None) -> Drawn:
    """Returns which neurons a map draws.

    Args:
        layout: of the network.
        rooms: how many there is room for in each column, the inputs first.
        focused: a knob whose two ends are among them in any case; None for none.
    """
    sizes = layout.architecture.sizes
    wanted: dict[int, int] = {}
    if focused is not None and focused < layout.size:
        knob = layout.knob(focused)
        wanted[knob.layer + 1] = knob.neuron
        if knob.source is not None:
            wanted[knob.layer] = knob.source
    columns = []
    for column, (size, room) in enumerate(zip(sizes, rooms, strict=True)):
        some = np.arange(min(size, max(room, 1)))
        if wanted.get(column, 0) >= len(some):
            some[-1] = wanted[column]
        columns.append(some)
    return Drawn(tuple(columns), sizes)


class NetworkMap:
    """The map of a bank's network, worked out at each ``look``.

    Args:
        bank: whose knobs.
        limits: how far the scale of each goes.

    Attributes:
        drawn: the neurons.
        lines: the weights.
        dots: the biases; the knob of a neuron without one is ``NO_BIAS``.
        weights: how many weights lie between the neurons that are drawn.
    """

    drawn: Drawn
    lines: Lines
    dots: tuple[Strengths, ...]

    def __init__(self, bank: KnobBank, limits: Limits) -> None:
        self._bank, self._limits = bank, limits
        self.weights = 0

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self._bank.layout

    def look(self, drawn: Drawn, focused: int | None) -> None:
        """Takes the knobs as they stand.

        Args:
            drawn: the neurons to draw.
            focused: a weight that is drawn however weak it is; None for none.
        """
        self.drawn = drawn
        blocks = self._bank.layout.blocks
        most = max(1, MOST_LINES // len(blocks))
        parts, self.weights = [], 0
        for block, sources, neurons in zip(
            blocks, drawn.columns[:-1], drawn.columns[1:], strict=True
        ):
            knobs = block.offset + sources[:, np.newaxis] * block.outputs + neurons
            self.weights += knobs.size
            strengths = self._strengths(knobs.ravel())
            order = np.argsort(np.abs(strengths.shares), kind="stable")
            few = min(most, _MOST_IN * len(neurons))
            if order.size > few:
                own = np.flatnonzero(strengths.knobs == focused)
                order = np.concatenate([own, order[-few:][~np.isin(order[-few:], own)]])
            begin, end = np.divmod(order, len(neurons))
            parts.append((strengths, order, np.full(order.size, block.layer), begin, end))
        self.lines = Lines(
            *(
                np.concatenate([getattr(part[0], name)[part[1]] for part in parts])
                for name in ("knobs", "shares", "silent", "frozen")
            ),
            *(np.concatenate([part[place] for part in parts]) for place in (2, 3, 4)),
        )
        self.dots = tuple(self._biases(layer) for layer in range(len(blocks)))

    def _biases(self, layer: int) -> Strengths:
        block, neurons = self._bank.layout.blocks[layer], self.drawn.columns[layer + 1]
        if not block.bias:
            nothing = np.zeros(len(neurons), dtype=bool)
            absent = np.full(len(neurons), NO_BIAS, dtype=np.intp)
            return Strengths(absent, np.zeros(len(neurons)), nothing, nothing)
        return self._strengths(block.offset + block.inputs * block.outputs + neurons)

    def _strengths(self, knobs: IndexArray) -> Strengths:
        switches = self._bank.switches
        values, silent = self._bank.whole()[knobs].astype(np.float64), switches.silent[knobs]
        shares = np.clip(np.nan_to_num(values / self._limits(knobs)), -1.0, 1.0)
        return Strengths(knobs, shares, silent, switches.frozen[knobs])
