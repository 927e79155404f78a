"""Training of several experiments of one shape at once: what ``Trainer`` does, for all of them.

A copy whose step would be too large is refused as it would be alone, keeps its knobs, and the
others go on.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from eq_sim.network.optimizers import OPTIMIZERS, SETTLE_BELOW, SETTLE_EVERY
from eq_sim.network.stacked import StackedWorkspace
from eq_sim.network.stacked_optimizer import StackedOptimizer
from eq_sim.network.types import Array, run
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.state import State
from eq_sim.session.streams import Streams
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.rate import optimizer_of
from eq_sim.session.training.refusal import Refusal, is_too_large, overflows_moments, refused
from eq_sim.sweeps.stacked_batches import StackedBatches


class Stack:
    """Several experiments that differ in seed, learning rate, L1 and L2 alone.

    A penalty is 0 in all of them or in none. None has dropout or early stopping.

    Args:
        states: where each begins.
        samples: of each, (rows, samples): inputs, ones, encoded targets of all its data.

    Attributes:
        step: steps taken by those that go on.
        refusals: of each why it stopped; None for one that goes on.
    """

    def __init__(self, states: Sequence[State], samples: Sequence[Array]) -> None:
        trainings = self._trainings = [state.scenario.training for state in states]
        first, self._layout = trainings[0], states[0].layout
        self._theta = np.stack([state.theta for state in states])
        self._gradient = np.zeros_like(self._theta)
        learned = [state.data.train for state in states]
        batch = len(learned[0]) if first.batch_size == "full" else first.batch_size
        streams = [Streams(state.seed) for state in states]
        self._batches = StackedBatches(samples, learned, streams, batch)
        self._works: dict[int, StackedWorkspace] = {}
        copies, weights = len(states), self._layout.weights
        self._bases = _each(trainings, "learning_rate")
        decoupled = "decay" in OPTIMIZERS[first.optimizer].uses
        l1, l2, none = _each(trainings, "l1"), _each(trainings, "l2"), np.zeros(copies)
        self._decays = bool(l1.any() or l2.any())
        self._penalties = _Penalties(l1, none if decoupled else l2, weights, self._theta)
        bare = structs.replace(first, l2=0.0)
        whole = optimizer_of(bare, self._theta.dtype, np.tile(weights, copies))
        whole.write_over()  # a copy whose step is refused takes no more
        self._squares, self._folds = whole.slots > 0, whole.folds_rate
        self._optimizer = StackedOptimizer(whole, self._bases, l2 if decoupled else none, weights)
        self._schedule = first.rate_schedule
        self._fold = np.ones(copies)
        self._take_rates(self._bases)
        self.step = 0
        self.refusals: list[Refusal | None] = [None] * copies
        self._over: NDArray[np.bool_] = np.zeros(copies, dtype=bool)
        self._ends: dict[int, Array] = {}

    def theta(self, copy: int) -> Array:
        """Returns the (size,) last knobs of a copy."""
        return self._ends[copy] if copy in self._ends else self._theta[copy].copy()

    def steps_of(self, copy: int) -> int:
        """Returns how many steps a copy took."""
        refusal = self.refusals[copy]
        return self.step if refusal is None else refusal.step

    @property
    def all_over(self) -> bool:
        """Whether every one was refused."""
        return bool(self._over.all())

    def run(self, steps: int) -> None:
        """Takes so many steps."""
        with np.errstate(all="ignore"):  # a step that overflows is refused, and that is said
            for _ in range(steps):
                if self._schedule.changes:
                    self._take_rates(self._bases * self._schedule.share(self.step))
                work = self._works.get(self._batches.size) or self._made_workspace()
                self._batches.load(work.sample)
                run(work.fused)
                self._update()

    def _made_workspace(self) -> StackedWorkspace:
        loss, size = loss_of(self._trainings[0]), self._batches.size
        work = StackedWorkspace(self._layout, self._theta, self._gradient, loss, size)
        work.set_scale(self._fold)
        self._works[size] = work
        return work

    def _take_rates(self, rates: NDArray[np.float64]) -> None:
        self._optimizer.set_rates(rates)
        if self._folds:
            self._fold = rates
            for work in self._works.values():
                work.set_scale(rates)
        self._penalties.fold(self._fold)

    def _update(self) -> None:
        gradient, theta = self._gradient, self._theta
        self._penalties.add(gradient, theta)
        if self._squares:
            self._refuse(gradient, overflows_moments)
        update = self._optimizer.propose(gradient, theta)
        self._refuse(update, is_too_large)
        np.subtract(theta, update, theta)
        self._optimizer.commit()
        self._batches.advance()
        self.step += 1
        if self._decays and self.step % SETTLE_EVERY == 0:
            np.copyto(theta, 0, where=np.abs(theta) < SETTLE_BELOW)

    def _refuse(self, vectors: Array, judge: Callable[[Array], bool]) -> None:
        """Ends the copies whose (size,) vector is judged to be too large; theirs become 0.

        If all of them together are not, none of them is.
        """
        if self._ends:
            vectors[self._over] = 0
        if not judge(vectors.reshape(-1)):
            return
        for copy in np.flatnonzero(~self._over).tolist():
            vector = vectors[copy]
            if judge(vector):
                self.refusals[copy] = refused(self.step, vector, self._trainings[copy])
                self._ends[copy] = self._theta[copy].copy()
                self._over[copy] = True
                vector[...] = 0


class _Penalties:
    """L1 and L2 of all copies, as ``Penalties`` has them of one.

    Args:
        l1: (copies,).
        l2: (copies,), without a decay of the optimizer's own.
        weights: (size,), true for weights and false for biases.
        theta: (copies, size), of whose kind the slopes are.
    """

    def __init__(
        self,
        l1: NDArray[np.float64],
        l2: NDArray[np.float64],
        weights: NDArray[np.bool_],
        theta: Array,
    ) -> None:
        self._strengths = l1, l2
        self._ones = weights.astype(theta.dtype)
        exist = bool(l1.any() or l2.any())
        self._scratch = np.empty_like(theta) if exist else theta[:0]
        self.fold(np.ones(len(theta)))

    def fold(self, fold: NDArray[np.float64]) -> None:
        """Changes what each copy's gradient, (copies,), was multiplied by."""
        self._l1, self._l2 = (self._folded(fold, strength) for strength in self._strengths)

    def _folded(self, fold: NDArray[np.float64], strength: NDArray[np.float64]) -> Array | None:
        if not strength.any():
            return None
        with np.errstate(all="ignore"):  # what float32 cannot hold becomes inf, and is refused
            column = (fold * strength).astype(self._ones.dtype)[:, np.newaxis]
            same = bool((column == column[0]).all())
            return np.asarray((column[:1] if same else column) * self._ones)

    def add(self, gradient: Array, theta: Array) -> None:
        """Adds them to the (copies, size) gradients."""
        scratch = self._scratch
        if self._l2 is not None:
            np.multiply(theta, self._l2, scratch)
            np.add(gradient, scratch, gradient)
        if self._l1 is not None:
            np.sign(theta, scratch)
            np.multiply(scratch, self._l1, scratch)
            np.add(gradient, scratch, gradient)


def _each(trainings: Sequence[TrainingSpec], name: str) -> NDArray[np.float64]:
    return np.array([getattr(training, name) for training in trainings], dtype=np.float64)
