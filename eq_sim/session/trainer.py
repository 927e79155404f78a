"""Turns all the knobs at once, downhill: batch, forward, compare, backward, update.

A step is a list of prepared NumPy calls. Run phase by phase or all at once, they are the same
calls on the same buffers, and so the same bits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Workspace
from eq_sim.network.optimizers import (
    OPTIMIZERS,
    SETTLE_BELOW,
    SETTLE_EVERY,
    Optimizer,
    Rates,
)
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.batches import Batches
from eq_sim.session.parameters import LARGEST, Parameters
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.streams import Streams

if TYPE_CHECKING:
    from eq_sim.session.past import Snapshot

_LARGEST_SQUARE = LARGEST**2
_LARGEST_SLOPE_SQUARE = 1e30


class Phase(IntEnum):
    """The four phases of a training step, in order."""

    FORWARD = 0
    COMPARE = 1
    BACKWARD = 2
    UPDATE = 3


@dataclass(frozen=True)
class Refusal:
    """A step that was not taken, because it would have blown the network up.

    Attributes:
        step: steps taken before it; θ still holds what the last of them left.
        advice: a sentence that says what happened and which setting to lower.
    """

    step: int
    advice: str


class Trainer:
    """Training steps on one network and one set of samples.

    Args:
        parameters: θ.
        layout: the network's layout; it may differ from ``parameters.layout`` in activations.
        samples: (inputs + 1 + outputs, samples): inputs, ones, targets as the loss encodes them.
        training: the hyperparameters.
        streams: the experiment's randomness.

    Attributes:
        step: steps taken.
        phase: the phase that comes next.
        batches: which samples come next.
        optimizer: holds the moments.
        before: θ before the last step of the last run.
        after: θ after it.
        held_then: the knobs that were in a hand in it.
        gradient: the slopes of the last step, with penalties; plain SGD has multiplied them by
            its learning rate.
        last_workspace: the buffers of the last step.
    """

    def __init__(
        self,
        parameters: Parameters,
        layout: Layout,
        samples: Array,
        training: TrainingSpec,
        streams: Streams,
    ) -> None:
        self.parameters = parameters
        self.layout = layout
        self.training = training
        self.step = 0
        self.phase = Phase.FORWARD
        self.batches = Batches(samples, streams)
        self._held: IndexArray | None = None
        self._fixed: IndexArray | None = None
        self._still: IndexArray | None = None
        self.before = parameters.theta.copy()
        self.after = self.before.copy()
        self.held_then: frozenset[int] = frozenset()
        self.gradient = np.zeros_like(parameters.theta)
        self._streams = streams
        self._scratch = np.empty_like(self.gradient)
        self._weights: Array = layout.weights.astype(self.gradient.dtype)
        self._workspaces: dict[int, Workspace] = {}
        self._preview: tuple[int, Workspace, Array] | None = None
        self._l1: Array | None = None
        self._l2: Array | None = None
        self.optimizer: Optimizer
        self._new_optimizer()
        self._apply_settings()
        self.last_workspace = self.workspace

    @property
    def workspace(self) -> Workspace:
        """The buffers of the present batch size; they still hold the last step of that size."""
        batch = self.batches.size
        work = self._workspaces.get(batch)
        if work is None:
            loss = LOSSES[self.training.loss]
            theta, dropout = self.parameters.theta, self.training.dropout
            work = Workspace(self.layout, theta, self.gradient, loss, batch, dropout)
            fold = self.training.learning_rate if self.optimizer.folds_rate else 1.0
            work.set_scale(fold)
            self._workspaces[batch] = work
        return work

    @property
    def held(self) -> IndexArray | None:
        """The knobs in a hand, which no step moves."""
        return self._held

    def hold(self, knobs: IndexArray | None) -> None:
        """Leaves the knobs in a hand alone from here; their moments go on."""
        self._held = knobs
        self._find_still()

    @property
    def fixed(self) -> IndexArray | None:
        """The knobs that are frozen or muted."""
        return self._fixed

    def fix(self, knobs: IndexArray | None) -> None:
        """Leaves knobs as they are from here, frozen or muted: their moments rest at zero."""
        self._fixed = knobs
        self._find_still()
        if knobs is not None and self.optimizer.slots:
            self.optimizer.state[:, knobs] = 0

    def _find_still(self) -> None:
        parts = [part for part in (self._held, self._fixed) if part is not None]
        self._still = np.unique(np.concatenate(parts)) if parts else None

    def configure(self, training: TrainingSpec) -> None:
        """Changes hyperparameters in mid-run; the moments stay unless the optimizer changes."""
        new_optimizer = training.optimizer != self.training.optimizer
        self.training = training
        if new_optimizer:
            self._new_optimizer()
        self._apply_settings()

    def restart(self) -> None:
        """Forgets steps, moments, hands and the place in the epochs; θ is not touched."""
        self.step = 0
        self.phase = Phase.FORWARD
        self.hold(None)
        self.batches.seek(0, 0)
        self._new_optimizer()
        np.copyto(self.before, self.parameters.theta)
        np.copyto(self.after, self.before)

    def take_over(self, other: "Trainer") -> None:
        """Goes on from another trainer's step, epoch and moments: the data have changed."""
        self.step = other.step
        self.hold(other.held)
        self.fix(other.fixed)
        self.batches.seek(other.batches.epoch, 0)
        if type(self.optimizer) is type(other.optimizer):
            self.optimizer.restore(other.optimizer.state, other.optimizer.count)
        np.copyto(self.before, other.before)
        np.copyto(self.after, other.after)
        self.held_then = other.held_then
        self.last_workspace = other.last_workspace

    def go_back(self, then: "Snapshot") -> None:
        """Takes up an earlier moment: step, place in the epochs, and moments that still fit."""
        self.step = then.step
        self.phase = Phase.FORWARD
        self.hold(None)
        self.batches.seek(then.epoch, min(then.cursor, self.batches.count - 1))
        self._new_optimizer()
        if then.optimizer == self.optimizer.name:
            self.optimizer.restore(then.moments, then.updates)
        np.copyto(self.before, then.before)
        np.copyto(self.after, then.after)
        self.held_then = then.held_then

    def next_update(self) -> Array:
        """Returns by how much the next step would lower each knob; nothing is changed by asking."""
        size = self.batches.size
        if self._preview is None or self._preview[0] != size:
            gradient = np.zeros_like(self.gradient)
            loss, dropout = LOSSES[self.training.loss], self.training.dropout
            work = Workspace(self.layout, self.parameters.theta, gradient, loss, size, dropout)
            work.set_scale(self.training.learning_rate if self.optimizer.folds_rate else 1.0)
            self._preview = size, work, gradient
        _, work, gradient = self._preview
        self.batches.load(work.sample)
        if work.masks:
            work.draw_masks(self._streams.dropout(self.step))
        with np.errstate(all="ignore"):
            _run(work.fused)
            self._add_penalties(gradient)
            if self._fixed is not None:
                gradient[self._fixed] = 0
            update = np.array(self.optimizer.propose(gradient, self.parameters.theta))
        if self._still is not None:
            update[self._still] = 0
        return np.nan_to_num(update, nan=0.0)

    def abandon_phase(self) -> None:
        """Begins the present step anew: something that its first phases have used was changed."""
        self.phase = Phase.FORWARD

    def run(self, steps: int) -> Refusal | None:
        """Takes so many steps; a step begun phase by phase is finished first, as one of them.

        Returns:
            None, or why it stopped early.
        """
        with np.errstate(all="ignore"):  # a step that overflows is refused, and that is said
            while self.phase and steps:
                refusal = self._take_phase()
                if refusal:
                    return refusal
                steps -= not self.phase
            for _ in range(steps - 1):
                refusal = self._take_step()
                if refusal:
                    return refusal
            if steps > 0:
                np.copyto(self.before, self.parameters.theta)
                refusal = self._take_step()
                self._note_move()
                return refusal
        return None

    def take_phase(self) -> Refusal | None:
        """Takes the next phase. Returns None, or why the update was refused."""
        with np.errstate(all="ignore"):
            return self._take_phase()

    def _take_step(self) -> Refusal | None:
        for call in self._load().fused:
            call()
        return self._update()

    def _take_phase(self) -> Refusal | None:
        phase, refusal = self.phase, None
        if phase is Phase.FORWARD:
            _run(self._load().program)
        elif phase is Phase.COMPARE:
            _run(self.workspace.compare)
        elif phase is Phase.BACKWARD:
            _run(self.workspace.backward)
        else:
            np.copyto(self.before, self.parameters.theta)
            refusal = self._update()
            self._note_move()
        self.phase = Phase((phase + 1) % len(Phase))
        return refusal

    def _note_move(self) -> None:
        np.copyto(self.after, self.parameters.theta)
        held = self._held
        self.held_then = frozenset() if held is None else frozenset(held.tolist())

    def _load(self) -> Workspace:
        work = self._workspaces.get(self.batches.size) or self.workspace
        self.last_workspace = work
        self.batches.load(work.sample)
        if work.masks:
            work.draw_masks(self._streams.dropout(self.step))
        return work

    def _update(self) -> Refusal | None:
        gradient, theta = self.gradient, self.parameters.theta
        if self._l1 is not None or self._l2 is not None:
            self._add_penalties(gradient)
        if self._fixed is not None:
            gradient[self._fixed] = 0  # so that their moments rest
        # Moments square the gradient: beyond this they would overflow, and never recover.
        if self.optimizer.slots and not np.dot(gradient, gradient) <= _LARGEST_SLOPE_SQUARE:
            return Refusal(self.step, self._advice(gradient))
        update = self.optimizer.propose(gradient, theta)
        if self._still is not None:
            update[self._still] = 0
        # One product finds nan, inf and absurd sizes alike: none of them is <= the limit.
        if not np.dot(update, update) <= _LARGEST_SQUARE:
            return Refusal(self.step, self._advice(update))
        self.parameters.step(update)
        self.optimizer.commit()
        self.batches.advance()
        self.step += 1
        if self._decays and self.step % SETTLE_EVERY == 0:
            # Decay alone leads to denormal numbers, and arithmetic on them is far slower.
            self.parameters.settle(SETTLE_BELOW, self._fixed)
        return None

    def _add_penalties(self, gradient: Array) -> None:
        theta = self.parameters.theta
        if self._l2 is not None:
            np.multiply(theta, self._l2, self._scratch)
            np.add(gradient, self._scratch, gradient)
        if self._l1 is not None:
            np.sign(theta, self._scratch)
            np.multiply(self._scratch, self._l1, self._scratch)
            np.add(gradient, self._scratch, gradient)

    def _advice(self, update: Array) -> str:
        size = float(np.linalg.norm(update.astype(np.float64)))
        rate, decay = self.training.learning_rate, self.training.l2
        if np.isfinite(size):
            what = f"would turn the knobs by {size:.1e} all together"
        else:
            what = "has no finite value"
        if rate * decay > 1 and rate <= 1:
            lower = f"the weight decay (L2, now {decay:g})"
        elif rate * self.training.l1 > 1 and rate <= 1:
            lower = f"the L1 penalty (now {self.training.l1:g})"
        else:
            lower = f"the learning rate (now {rate:g})"
        return (
            f"Training stopped at step {self.step:,}: the next step {what}. "
            f"Every knob stays where it was. Lower {lower} and train again."
        )

    def _new_optimizer(self) -> None:
        training, theta = self.training, self.parameters.theta
        rates = Rates(training.learning_rate, training.momentum, training.l2)
        kind = OPTIMIZERS[training.optimizer]
        self.optimizer = kind(theta.size, theta.dtype, rates, self._weights)

    def _apply_settings(self) -> None:
        training = self.training
        self._workspaces.clear()
        self._preview = None
        self.phase = Phase.FORWARD
        size = self.batches.count if training.batch_size == "full" else training.batch_size
        self.batches.set_batch(size)
        self.optimizer.set_rates(
            learning_rate=training.learning_rate, momentum=training.momentum, decay=training.l2
        )
        self._decays = bool(training.l1 or training.l2)
        # Where the rate is folded into the gradient, the penalties' slopes have to carry it too.
        fold = training.learning_rate if self.optimizer.folds_rate else 1.0
        coupled = training.l2 if training.optimizer != "adamw" else 0.0
        with np.errstate(all="ignore"):  # what float32 cannot hold becomes inf, and is refused
            self._l2 = fold * coupled * self._weights if coupled else None
            self._l1 = fold * training.l1 * self._weights if training.l1 else None


def _run(program: list[Callable[[], object]]) -> None:
    for call in program:
        call()
