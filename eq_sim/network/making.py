"""How the weights w, which are multiplied, are made from the knobs θ, which are turned.

In an ordinary network both are one memory, and nothing is made. Otherwise w is made in this order:
θ's own layers, plus strength · A·B beside a layer that has an adapter; 0 where a knob is muted;
the nearest position where knobs click into positions. Slopes go the way back, through rounding
as if it were not there (straight-through: Bengio et al. 2013, arXiv:1308.3432).
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array

Per: TypeAlias = Literal["tensor", "neuron"]
"""What shares one distance between positions: a layer's matrix, or a neuron's weights and bias."""

FEWEST_BITS, MOST_BITS = 2, 32


@dataclass(frozen=True, eq=False)
class Rounding:
    """Positions that knobs click into: whole multiples of a scale, as many below 0 as above.

    Attributes:
        bits: a number of so many bits says which of its 2ⁿ − 1 positions a knob is at.
        per: what shares a scale.
        scales: (scales,) float64 distances between two positions, layer after layer.
    """

    bits: int
    per: Per
    scales: NDArray[np.float64]

    @classmethod
    def fitted(cls, layout: Layout, w: Array, bits: int, per: Per) -> "Rounding":
        """Returns positions whose outermost are the largest of (wired,) weights, up and down.

        Raises:
            ValueError: there are no positions of so few bits, or none in one of so many.
        """
        if not FEWEST_BITS <= bits <= MOST_BITS:
            raise ValueError(f"knobs have positions of 2 to 32 bits, not {bits}")
        most = _largest(layout, w, per)
        return cls(bits, per, _fixed(np.where(most > 0, most / _limit(bits), 1.0)))

    def carried(self, layout: Layout, steps: NDArray[np.float64], w: Array) -> "Rounding":
        """Returns the positions of another network in which some of the knobs are the same.

        What shares a scale with one of those keeps it; for all else positions are fitted.

        Args:
            layout: of the other network.
            steps: (wired,) how far positions are apart for each knob that was there; 0 for others.
            w: (wired,) all weights of the other network.
        """
        known = _largest(layout, steps, self.per)
        fitted = Rounding.fitted(layout, w, self.bits, self.per)
        return replace(fitted, scales=_fixed(np.where(known > 0, known, fitted.scales)))

    @property
    def limit(self) -> int:
        """How many positions there are above 0, and below it."""
        return _limit(self.bits)

    @property
    def positions(self) -> int:
        """How many positions there are: 2ⁿ − 1."""
        return 2 * self.limit + 1

    def fits(self, layout: Layout) -> bool:
        """Whether the scales are as many as a network has tensors, or neurons."""
        return self.scales.shape == (sum(self.counts(layout)),)

    def counts(self, layout: Layout) -> list[int]:
        """Returns how many scales each layer of a network has."""
        return [block.outputs if self.per == "neuron" else 1 for block in layout.blocks]

    def steps(self, layout: Layout) -> NDArray[np.float64]:
        """Returns the (wired,) distance between two positions for each weight and bias."""
        steps, place = np.empty(layout.wired), 0
        for block, count in zip(layout.blocks, self.counts(layout), strict=True):
            block.view(steps)[...] = self.scales[place : place + count]
            place += count
        return steps


def _limit(bits: int) -> int:
    return int(2 ** (bits - 1)) - 1


def _largest(layout: Layout, values: NDArray[np.floating], per: Per) -> NDArray[np.float64]:
    """Returns the (scales,) largest of (wired,) values, up or down, among those that share one."""
    return np.concatenate(
        [
            np.abs(block.view(values)).max(axis=0 if per == "neuron" else (0, 1), keepdims=True)
            for block in layout.blocks
        ],
        axis=None,
        dtype=np.float64,
    )


def _fixed(scales: NDArray[np.float64]) -> NDArray[np.float64]:
    scales.flags.writeable = False
    return scales


@dataclass(frozen=True, eq=False)
class Making:
    """How the weights are made from the knobs; by itself, they are the same.

    Attributes:
        rounding: the positions that knobs click into; None where they turn freely.
        strength: what the product of an adapter's matrices is multiplied by.
    """

    rounding: Rounding | None = None
    strength: float = 1.0

    def is_plain(self, layout: Layout) -> bool:
        """Whether weights and knobs are one memory."""
        return self.rounding is None and not layout.adapters

    def fitting(self, layout: Layout) -> "Making":
        """Returns the same for another network; without positions that do not fit it."""
        if self.rounding is None or self.rounding.fits(layout):
            return self
        return replace(self, rounding=None)

    def begun(self, layout: Layout, before: Layout) -> "Making":
        """Returns the same for a network that begins anew, where there was perhaps another one.

        Positions of other layers or neurons are let go, even if there are as many of them.
        """
        of = self.rounding
        if of is None or of.counts(layout) == of.counts(before):
            return self.fitting(layout)
        return replace(self, rounding=None)


PLAIN = Making()


class Made:
    """The memory of the weights, and the calls that make them and lead slopes back.

    Args:
        layout: the network's layout.
        theta: the (size,) knobs, read at each ``make``.
        making: how; of the same kind for as long as this lives, but its numbers can change.

    Attributes:
        w: (wired,) the weights and biases; θ itself where ``plain``.
        plain: whether there is nothing to make.
        rounds: whether knobs click into positions.
    """

    def __init__(self, layout: Layout, theta: Array, making: Making = PLAIN) -> None:
        self._layout, self._theta = layout, theta
        self.plain, self.rounds = making.is_plain(layout), making.rounding is not None
        if self.plain:
            self.w = theta
            return
        self._w: Array = np.empty(layout.wired, dtype=theta.dtype)
        self.w = self._w.view()
        self.w.flags.writeable = False
        self._steps: Array = np.empty(layout.wired if self.rounds else 0, dtype=theta.dtype)
        self._products = [
            np.empty((adapter.inputs, adapter.outputs), dtype=theta.dtype)
            for adapter in layout.adapters
        ]
        self._silent: NDArray[np.bool_] | None = None
        self.take(making)

    def take(self, making: Making, silent: NDArray[np.bool_] | None = None) -> None:
        """Takes the numbers of a making of the same kind; ``make`` is still to be called.

        Args:
            making: how weights are made from here.
            silent: (size,) knobs that are muted; None for none.
        """
        if self.plain:
            return
        self._making = making
        if making.rounding is not None:
            self._steps[...] = making.rounding.steps(self._layout)
        muted = None if silent is None else silent[: self._layout.wired]
        self._silent = muted if muted is not None and muted.any() else None

    def make(self) -> None:
        """Makes the weights of the knobs as they stand."""
        if self.plain:
            return
        w, layout, strength = self._w, self._layout, self._making.strength
        np.copyto(w, self._theta[: layout.wired])
        with np.errstate(all="ignore"):  # an exploded knob gives inf here, and that is reported
            if strength:  # switched off, what is beside an adapter has its own bits
                for adapter, product in zip(layout.adapters, self._products, strict=True):
                    np.dot(adapter.a(self._theta), adapter.b(self._theta), product)
                    np.multiply(product, strength, product)
                    weights = layout.blocks[adapter.layer].view(w)[: adapter.inputs]
                    np.add(weights, product, weights)
            if self._silent is not None:
                w[self._silent] = 0
            if self._making.rounding is not None:
                limit = self._making.rounding.limit
                np.divide(w, self._steps, w)
                np.rint(w, w)
                np.clip(w, -limit, limit, w)
                np.multiply(w, self._steps, w)

    def lead_back(self, slopes: Array, gradient: Array) -> None:
        """Fills the slopes along the knobs from those along the weights.

        Args:
            slopes: (wired,) of the loss along each weight; those of muted ones are set to 0.
            gradient: (size,) to be filled; it may be ``slopes`` where there are no adapters.
        """
        layout = self._layout
        if self._silent is not None and layout.adapters:
            slopes[self._silent] = 0
        if gradient is not slopes:
            np.copyto(gradient[: layout.wired], slopes)
        strength = self._making.strength if layout.adapters else 0.0
        for adapter in layout.adapters:
            along = layout.blocks[adapter.layer].view(slopes)[: adapter.inputs]
            a, b = adapter.a(gradient), adapter.b(gradient)
            np.dot(along, adapter.b(self._theta).T, a)
            np.dot(adapter.a(self._theta).T, along, b)
            np.multiply(a, strength, a)
            np.multiply(b, strength, b)


def made(layout: Layout, theta: Array, making: Making, silent: NDArray[np.bool_] | None) -> Array:
    """Returns the (wired,) weights of some knobs; θ itself where nothing is made.

    Args:
        layout: the network's layout.
        theta: (size,) the knobs.
        making: how.
        silent: (size,) knobs that are muted; None for none.
    """
    making = making.fitting(layout)
    work = Made(layout, theta, making)
    work.take(making, silent)
    work.make()
    return work.w
