"""Optimizers: how a gradient becomes a small turn of every knob at once.

Definitions follow ``torch.optim``. An optimizer *proposes* an update, θ ← θ − update, from the
gradient; only when the caller has checked and taken it does ``commit`` keep the new moments. A
refused update therefore leaves no trace.
"""

import math
from dataclasses import dataclass, replace
from sys import maxsize
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray

CHUNK = 32_768
"""Elements that Adam works on at a time, so that its five vectors stay in the cache."""

SETTLE_EVERY = 64
"""Steps after which vanishing numbers are set to 0."""

SETTLE_BELOW = 1e-30
"""What counts as vanishing: its root is far below every ε here; it is far above denormals."""


@dataclass(frozen=True)
class Rates:
    """What an optimizer is told: the defaults are those of ``torch.optim``."""

    learning_rate: float = 0.1
    momentum: float = 0.9
    decay: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    alpha: float = 0.99


class Optimizer:
    """Plain gradient descent, and the frame for the others.

    Args:
        size: how many parameters.
        dtype: of the parameters.
        rates: learning rate, momentum, AdamW's decay, and the constants of Adam and RMSProp.
        weights: (size,), 1 for weights and 0 for biases, which decay leaves alone.

    Attributes:
        state: the moments, (slots, size). Read it; it changes in ``commit`` alone.
        count: updates committed so far.
    """

    name: ClassVar[str] = "sgd"
    label: ClassVar[str] = "SGD"
    slots: ClassVar[int] = 0
    folds_rate: ClassVar[bool] = True
    """Whether the caller already multiplied the gradient by the learning rate."""
    uses: ClassVar[frozenset[str]] = frozenset({"learning_rate"})
    """The fields of ``Rates`` that make a difference to it."""
    scratch: ClassVar[int] = 0
    """Elements that it works on at a time, beside its moments and its update."""

    def __init__(
        self, size: int, dtype: np.dtype[np.floating], rates: Rates, weights: NDArray[Any]
    ) -> None:
        self.rates = rates
        self.count = 0
        self.state = np.zeros((self.slots, size), dtype=dtype)
        self._next = np.zeros((self.slots, size), dtype=dtype)
        # Plain SGD's update is the gradient itself: it needs no vectors of its own.
        self._update = np.empty(0 if self.folds_rate else size, dtype=dtype)
        self._scratch = np.empty(min(size, self.scratch), dtype=dtype)
        self._weights = weights
        self._kept, self._kept_count = self.state, 0
        self._spare: Array | None = None

    def write_over(self) -> None:
        """Lets each proposal write over the moments: less memory to go through.

        For a caller that takes every proposal, and keeps none to put back.
        """
        self._next = self.state

    def set_rates(self, **changes: float) -> None:
        """Changes rates in mid-run; the moments stay."""
        self.rates = replace(self.rates, **changes)

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns the (size,) update for θ ← θ − update. Changes neither θ nor the state.

        Args:
            gradient: (size,) the slopes.
            theta: (size,) the parameters.
            decays: whether a decay of the optimizer's own, such as AdamW's, is in it.
        """
        return gradient

    def commit(self) -> None:
        """Keeps the moments of the last proposal."""
        if self.slots:
            self.state, self._next = self._next, self.state
            if self._next is self._kept and self._spare is not None:
                self._next, self._spare = self._spare, None
            if self.count % SETTLE_EVERY == 0:
                self._settle()
        self.count += 1

    def keep(self) -> None:
        """Keeps the moments as they are, without a copy, so that ``put_back`` brings them back."""
        if not self.slots:
            self._kept_count = self.count
            return
        if self._spare is None:
            free = self._kept is not self.state and self._kept is not self._next
            self._spare = self._kept if free else np.empty_like(self.state)
        self._kept, self._kept_count = self.state, self.count

    def put_back(self) -> None:
        """Goes back to what was kept."""
        self.count = self._kept_count
        if self.state is not self._kept:
            self.state, self._spare = self._kept, self.state

    def restore(self, state: Array | float, count: int) -> None:
        """Puts back moments of shape (slots, size), or 0 for none, and a count read earlier."""
        self.state[...] = state
        self.count = count

    def take_over(self, other: "Optimizer") -> None:
        """Takes the moments and the count of another of its kind, which takes this one's memory."""
        self.state, other.state = other.state, self.state
        self.count = other.count
        # What one has kept must not be memory of the other: it would be written over by both.
        for one in (self, other):
            one._kept = one.state  # noqa: SLF001 - of its own kind

    def clear(self, knobs: IndexArray) -> None:
        """Zeroes the moments of some parameters."""
        if 8 * len(knobs) < self.state.shape[1]:
            self.state[:, knobs] = 0
        else:  # many are found faster by a mask
            mask = np.zeros(self.state.shape[1], dtype=bool)
            mask[knobs] = True
            np.copyto(self.state, 0, where=mask)

    def _settle(self) -> None:
        """Zeroes vanishing moments: arithmetic on denormal numbers is 5 to 16 times slower."""
        for moment in self.state:
            np.copyto(moment, 0, where=np.abs(moment) < SETTLE_BELOW)


class Momentum(Optimizer):
    """SGD with momentum: v ← μ·v + g; update = rate·v."""

    name = "momentum"
    label = "Momentum"
    slots = 1
    folds_rate = False
    uses = frozenset({"learning_rate", "momentum"})

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns rate·v, with v ← μ·v + g kept for ``commit``."""
        velocity = self._next[0]
        np.multiply(self.state[0], self.rates.momentum, velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, self.rates.learning_rate, self._update)
        return self._update


class Nesterov(Momentum):
    """Nesterov's momentum as ``torch.optim.SGD`` has it: update = rate·(g + μ·v)."""

    name = "nesterov"
    label = "Nesterov"
    scratch = maxsize

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns rate·(g + μ·v), with v as ``Momentum`` keeps it."""
        super().propose(gradient, theta)
        np.multiply(self._next[0], self.rates.momentum, self._scratch)
        np.add(self._scratch, gradient, self._scratch)
        np.multiply(self._scratch, self.rates.learning_rate, self._update)
        return self._update


class RMSProp(Optimizer):
    """RMSProp: s ← α·s + (1 − α)·g²; update = rate·g / (√s + ε)."""

    name = "rmsprop"
    label = "RMSProp"
    slots = 1
    folds_rate = False
    uses = frozenset({"learning_rate", "alpha", "epsilon"})
    scratch = maxsize

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns rate·g / (√s + ε), with s ← α·s + (1 − α)·g² kept for ``commit``."""
        square, scratch, update = self._next[0], self._scratch, self._update
        alpha = self.rates.alpha
        np.multiply(gradient, gradient, scratch)
        np.multiply(scratch, 1 - alpha, scratch)
        np.multiply(self.state[0], alpha, square)
        np.add(square, scratch, square)
        np.sqrt(square, scratch)
        np.add(scratch, self.rates.epsilon, scratch)
        np.divide(gradient, scratch, update)
        np.multiply(update, self.rates.learning_rate, update)
        return update


class Adam(Optimizer):
    """Adam with its β₁, β₂ and ε (Kingma and Ba 2014, arXiv:1412.6980)."""

    name = "adam"
    label = "Adam"
    slots = 2
    folds_rate = False
    uses = frozenset({"learning_rate", "beta1", "beta2", "epsilon"})
    scratch = CHUNK

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns rate·m̂ / (√ŝ + ε): mean and square of the slopes, freed of their start at 0."""
        beta1, beta2, epsilon = self.rates.beta1, self.rates.beta2, self.rates.epsilon
        count = self.count + 1
        rate = self.rates.learning_rate / (1 - beta1**count)
        spread = 1 / math.sqrt(1 - beta2**count)
        for start in range(0, gradient.size, CHUNK):
            part = slice(start, start + CHUNK)
            g, u = gradient[part], self._update[part]
            s = self._scratch[: g.size]
            old, new = self.state[:, part], self._next[:, part]
            mean, square = new[0], new[1]
            np.subtract(g, old[0], s)
            np.multiply(s, 1 - beta1, s)
            np.add(old[0], s, mean)
            np.multiply(g, g, s)
            np.multiply(s, 1 - beta2, s)
            np.multiply(old[1], beta2, square)
            np.add(square, s, square)
            np.sqrt(square, s)
            np.multiply(s, spread, s)
            np.add(s, epsilon, s)
            np.divide(mean, s, u)
            np.multiply(u, rate, u)
        return self._update


class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2017, arXiv:1711.05101).

    The decay shrinks the weights directly by rate·decay·θ, as in ``torch.optim.AdamW``; biases
    are excepted.
    """

    name = "adamw"
    label = "AdamW"
    uses = Adam.uses | {"decay"}

    def propose(self, gradient: Array, theta: Array, *, decays: bool = True) -> Array:
        """Returns Adam's update, and rate·decay·θ more for each weight."""
        update = super().propose(gradient, theta)
        shrink = self.rates.learning_rate * self.rates.decay
        for start in range(0, update.size if decays and self.rates.decay else 0, CHUNK):
            part = slice(start, start + CHUNK)
            u = update[part]
            s = self._scratch[: u.size]
            np.multiply(theta[part], self._weights[part], s)
            np.multiply(s, shrink, s)
            np.add(u, s, u)
        return update


OPTIMIZERS: dict[str, type[Optimizer]] = {
    kind.name: kind for kind in (Optimizer, Momentum, Nesterov, RMSProp, Adam, AdamW)
}
