"""Turns all the knobs at once, downhill: batch, forward, compare, backward, update.

A step is a list of prepared NumPy calls. Run phase by phase or all at once, they are the same
calls on the same buffers, and so the same bits.
"""

from functools import partial

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.mlp import Workspace
from eq_sim.network.optimizers import SETTLE_BELOW, SETTLE_EVERY
from eq_sim.network.types import Array, IndexArray, Program, run
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.streams import Streams
from eq_sim.session.training.batch_losses import BatchLosses
from eq_sim.session.training.batches import Batches
from eq_sim.session.training.costs import batch_losses_every, step_cost
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters
from eq_sim.session.training.penalties import Penalties
from eq_sim.session.training.rate import Rate, optimizer_of
from eq_sim.session.training.refusal import Refusal, is_too_large, overflows_moments, refused
from eq_sim.session.training.training_state import Phase, TrainingState


class Trainer:
    """Training steps on one network and one set of samples, with one set of hyperparameters.

    Args:
        parameters: θ.
        layout: the network's layout; it may differ from ``parameters.layout`` in activations.
        samples: (inputs + 1 + outputs, samples): inputs, ones, targets as the loss encodes them.
        training: the hyperparameters.
        streams: the experiment's randomness.
        previous: a trainer of the same network, whose last step can still be looked at.

    Attributes:
        step: steps taken.
        phase: the phase that comes next.
        batches: which samples come next.
        optimizer: holds the moments.
        before: θ before the last step of the last run.
        held: the knobs in a hand, which no step moves; None for none.
        held_then: those of the last step.
        cost: of a step, in multiplications.
        batch_losses: the losses of the batches as the steps saw them.
        gradient: the slopes of the last step, with penalties; plain SGD has multiplied them by
            its learning rate.
        gradient_rate: what they were multiplied by; 0 where they are of no step or another one.
    """

    def __init__(
        self,
        parameters: Parameters,
        layout: Layout,
        samples: Array,
        training: TrainingSpec,
        streams: Streams,
        previous: "Trainer | None" = None,
    ) -> None:
        theta = parameters.theta
        self.parameters, self.layout, self.training = parameters, layout, training
        self.step, self.phase = 0, Phase.FORWARD
        self.batches = Batches(samples, streams)
        size = training.batch_size
        self.batches.set_batch(self.batches.count if size == "full" else size)
        self.held: IndexArray | None = None
        self.held_then: IndexArray | None = None
        self._fixed: IndexArray | None = None
        self._still: IndexArray | None = None
        self.before: Array = theta.copy()
        self._spare: Array = np.empty_like(self.before)
        self.gradient: Array = np.zeros_like(theta)
        self.gradient_rate = 0.0
        self._streams = streams
        self.optimizer = optimizer_of(training, theta.dtype, layout.weights)
        # Where the rate is folded into the gradient, the penalties' slopes have to carry it too.
        self._rate = Rate(training, self.optimizer)
        self._penalties = Penalties(training, layout.weights, theta.dtype, self._rate.fold)
        batch, slots = self.batches.batch, self.optimizer.slots
        self.cost = step_cost(layout.architecture, batch, slots)
        every = batch_losses_every(layout.architecture, batch, self.cost)
        self.batch_losses = BatchLosses(loss_of(training).each, every)
        self._workspaces: dict[int, Workspace] = {}
        self._preview: tuple[int, Workspace, Array] | None = None
        self._kept = _Kept(theta)
        self._last, self._has_last = self.workspace, False
        if previous is not None:
            np.copyto(self.gradient, previous.gradient)
            self.gradient_rate = previous.gradient_rate
            self.step, last = previous.step, previous.last_workspace
            self._last, self._has_last = last or self._last, last is not None

    def take_over(self, other: "Trainer") -> None:
        """Goes to where another trainer with the same settings stands; memory changes hands.

        What was kept before is kept no more.

        Args:
            other: whose numbers these become; it has to be restored before it goes on.
        """
        self.before, other.before = other.before, self.before
        self._kept.before = None  # the other may have it by now
        self.optimizer.take_over(other.optimizer)
        self.step, self.phase, self.held_then = other.step, other.phase, other.held_then
        self.batches.seek(other.batches.epoch, other.batches.cursor)
        self._has_last = False
        np.copyto(self.gradient, other.gradient)
        self.gradient_rate = other.gradient_rate

    def look_at_step_of(self, other: "Trainer") -> None:
        """Lets the last step of another trainer, which rests, be looked at here.

        Args:
            other: it stands where this one does.
        """
        np.copyto(self.gradient, other.gradient)
        self.gradient_rate = other.gradient_rate
        if other.last_workspace is not None:
            self._last, self._has_last = other.last_workspace, True

    def forget_step(self) -> None:
        """The last step can be looked at no more: its buffers are in use."""
        self._has_last = False

    @property
    def rate(self) -> float:
        """The learning rate of the present step: warm-up and schedule are in it."""
        return self._rate.at(self.step)

    @property
    def after(self) -> Array:
        """θ after the last step; read-only."""
        left = self.parameters.left
        return self.parameters.theta if left is None else left

    @property
    def workspace(self) -> Workspace:
        """The buffers of the present batch size; they still hold the last step of that size."""
        batch = self.batches.size
        work = self._workspaces.get(batch)
        if work is None:
            work = self._workspaces[batch] = self._workspace(self.gradient)
        return work

    @property
    def last_workspace(self) -> Workspace | None:
        """The buffers of the last step; None where that step was not taken here."""
        return self._last if self._has_last else None

    def _workspace(self, gradient: Array) -> Workspace:
        loss, dropout = loss_of(self.training), self.training.dropout
        w, size, slopes = self.parameters.w, self.batches.size, gradient
        onward: Program = []
        if self.layout.adapters:
            slopes = np.zeros_like(w)
            onward.append(partial(self.parameters.lead_back, slopes, gradient))
        work = Workspace(self.layout, w, slopes, loss, size, dropout, onward)
        work.set_scale(self._rate.fold)
        return work

    def state(self, theta: Array | None = None) -> TrainingState:
        """Returns where training stands, as a value.

        Args:
            theta: a copy of θ; without, its arrays are the trainer's own and change with the next
                step.
        """
        moments, before, after = self.optimizer.state, self.before, self.after
        if theta is not None:
            moments, before = moments.copy(), before.copy()
            after = theta if self.parameters.left is None else after
        return TrainingState(
            step=self.step,
            phase=self.phase,
            epoch=self.batches.epoch,
            cursor=self.batches.cursor,
            optimizer=self.optimizer.name,
            moments=moments,
            updates=self.optimizer.count,
            before=before,
            after=after,
            held_then=self.held_then,
        )

    def restore(self, state: TrainingState) -> None:
        """Goes to where training stood; moments of another optimizer become 0."""
        optimizer, self._fixed = self.optimizer, None
        if state.step != self.step:
            self._has_last, self.gradient_rate = False, 0.0
        self.step, self.held_then = state.step, state.held_then
        self.batches.seek(state.epoch, min(state.cursor, self.batches.count - 1))
        if state.optimizer == optimizer.name:
            optimizer.restore(state.moments if len(state.moments) else 0.0, state.updates)
        else:
            optimizer.restore(0.0, 0)
        np.copyto(self.before, state.before)
        self.parameters.leave(state.after)
        self._begin_again(state.phase)

    def keep_still(self, held: IndexArray | None, fixed: IndexArray | None) -> None:
        """Leaves knobs alone from here.

        Args:
            held: those in a hand; their moments go on.
            fixed: those frozen or muted; their moments rest at zero.
        """
        still = held if fixed is None else fixed
        if held is not None and fixed is not None:
            mask = np.zeros(self.gradient.size, dtype=bool)
            mask[held] = mask[fixed] = True
            still = np.flatnonzero(mask)
        if fixed is not None and fixed is not self._fixed and self.optimizer.slots:
            self.optimizer.clear(fixed)  # they stay at 0, for their gradient is 0
        self.held, self._fixed, self._still = held, fixed, still

    def keep(self) -> None:
        """Keeps everything that a run of steps writes, so that ``put_back`` can undo them."""
        kept, batches = self._kept, self.batches
        np.copyto(kept.theta, self.parameters.theta)
        self.optimizer.keep()
        kept.before, kept.left = self.before, self.parameters.left
        kept.place, kept.step = (batches.epoch, batches.cursor), self.step
        kept.phase, kept.held_then = self.phase, self.held_then

    def put_back(self) -> None:
        """Goes back to what was kept: a step that failed in its middle leaves nothing behind."""
        kept = self._kept
        self.batch_losses.forget()
        self.parameters.put(kept.theta)
        self.parameters.leave(kept.left)
        self.step = kept.step
        self.optimizer.put_back()
        if self.before is not kept.before:
            self.before, self._spare = self._spare, self.before
        self.batches.seek(*kept.place)
        self.held_then = kept.held_then
        self._begin_again(kept.phase)

    def next_update(self, *, penalties: bool = True) -> Array:
        """Returns by how much the next step would lower each knob; nothing is changed by asking.

        Args:
            penalties: whether those of this step count in it, AdamW's decay among them.
        """
        size = self.batches.size
        if self._preview is None or self._preview[0] != size:
            gradient = np.zeros_like(self.gradient)
            self._preview = size, self._workspace(gradient), gradient
        _, work, gradient = self._preview
        theta = self.parameters.theta
        self.batches.load(work.sample)
        if self._rate.changes:
            self._rate.follow(self.step, work, self._penalties)
        if work.masks:
            work.draw_masks(self._streams.dropout(self.step))
        with np.errstate(all="ignore"):
            run(work.fused)
            if penalties:
                self._penalties.add(gradient, theta)
            if self._fixed is not None:
                gradient[self._fixed] = 0
            update = np.array(self.optimizer.propose(gradient, theta, decays=penalties))
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
                self._note_before()
                refusal = self._take_step()
                self._note_move()
                return refusal
        return None

    def take_phase(self) -> Refusal | None:
        """Takes the next phase. Returns None, or why the update was refused."""
        with np.errstate(all="ignore"):
            return self._take_phase()

    def _take_step(self) -> Refusal | None:
        run(self._load().fused)
        return self._update()

    def _take_phase(self) -> Refusal | None:
        phase, refusal = self.phase, None
        if phase is Phase.UPDATE:
            self._note_before()
            refusal = self._update()
            self._note_move()
        else:
            self._run_phase(phase)
        self.phase = Phase((phase + 1) % len(Phase))
        return refusal

    def _run_phase(self, phase: Phase) -> None:
        """Fills the buffers; θ and the moments stay."""
        if phase is Phase.FORWARD:
            run(self._load().program)
        elif phase is Phase.COMPARE:
            run(self.workspace.compare)
        else:
            run(self.workspace.backward)
            self.gradient_rate = self._rate.fold

    def _begin_again(self, phase: Phase) -> None:
        """Goes to a phase of the present step: what its phases before have computed comes back."""
        self.phase = phase
        with np.errstate(all="ignore"):
            for before in range(phase):
                self._run_phase(Phase(before))

    def _note_before(self) -> None:
        if self.before is self._kept.before:
            self.before, self._spare = self._spare, self.before
        np.copyto(self.before, self.parameters.theta)

    def _note_move(self) -> None:
        self.parameters.leave()
        self.held_then = self.held

    def _load(self) -> Workspace:
        work = self._workspaces.get(self.batches.size) or self.workspace
        self._last, self._has_last = work, True
        self.batches.load(work.sample)
        if self._rate.changes:
            self._rate.follow(self.step, work, self._penalties)
        if work.masks:
            work.draw_masks(self._streams.dropout(self.step))
        return work

    def _update(self) -> Refusal | None:
        gradient, theta = self.gradient, self.parameters.theta
        self.gradient_rate = self._rate.fold
        if self._penalties.exist:
            self._penalties.add(gradient, theta)
        if self._fixed is not None:
            gradient[self._fixed] = 0  # so that their moments rest
        if self.optimizer.slots and overflows_moments(gradient):
            return refused(self.step, gradient, self.training)
        update = self.optimizer.propose(gradient, theta)
        if self._still is not None:
            update[self._still] = 0
        if is_too_large(update):
            return refused(self.step, update, self.training)
        self.parameters.step(update)
        self.optimizer.commit()
        if not self.step % self.batch_losses.every:
            work, epoch = self._last, self.batches.passes
            self.batch_losses.add(self.step, epoch, work.answers, work.targets)
        self.batches.advance()
        self.step += 1
        if self._penalties.decay and self.step % SETTLE_EVERY == 0:
            # Decay alone leads to denormal numbers, and arithmetic on them is far slower.
            self.parameters.settle(SETTLE_BELOW, self._fixed)
        return None


class _Kept:
    """What a run of steps writes, as it was before: θ by value, the rest by what holds it."""

    def __init__(self, theta: Array) -> None:
        self.theta = np.empty_like(theta)
        self.before: Array | None = None
        self.left: Array | None = None
        self.place, self.step = (0, 0), 0
        self.phase = Phase.FORWARD
        self.held_then: IndexArray | None = None
