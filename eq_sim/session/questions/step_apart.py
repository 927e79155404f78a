"""One training step taken apart: what its phases have found out so far, as copies to look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.optimizers import Rates
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.training_state import Phase


@dataclass(frozen=True, eq=False)
class StepApart:
    """What is known of one step once some of its phases are done.

    Attributes:
        number: which step it is, from 1.
        phase: the phase that comes next: those before it are done.
        samples: (batch,) the samples of its batch, by their places in the data.
        values: what each layer passes on, (neurons, batch), the inputs first; with dropout, a
            dropped neuron passes on 0.
        hidden: what each neuron answers, (neurons, batch), before any dropout.
        losses: (batch,) the loss of each sample, as this step sees it.
        theta: (size,) where the knobs stand before it.
        moments: (slots, size) of the optimizer before it.
        updates: how many updates those have seen.
        training: the hyperparameters.
        rates: what the optimizer was told.
        rate: the learning rate of this step.
        still: the knobs that it leaves alone: frozen, muted or in a hand.
        gradient: (size,) the slopes of the batch's mean loss, without penalties; None before
            the backward pass.
        after: (size,) where the update puts each knob; None before the backward pass.
    """

    number: int
    phase: Phase
    samples: IndexArray
    values: tuple[NDArray[np.float64], ...]
    hidden: tuple[NDArray[np.float64], ...]
    losses: NDArray[np.float64]
    theta: Array
    moments: Array
    updates: int
    training: TrainingSpec
    rates: Rates
    rate: float
    still: IndexArray
    gradient: Array | None = None
    after: Array | None = None

    @property
    def mean_loss(self) -> float:
        """The mean loss of the batch, from which alone the gradient comes."""
        return float(self.losses.mean())

    @property
    def largest_move(self) -> int | None:
        """The knob that the update moves most; None before the backward pass, or where none."""
        if self.after is None:
            return None
        moves = np.abs(self.after - self.theta)
        knob = int(np.nanargmax(moves)) if np.isfinite(moves).any() else 0
        return knob if moves[knob] else None


def step_apart(session: Session) -> StepApart | None:
    """Returns what is known of the step that is under way; None where none is.

    After the backward pass it costs a pass through the network, for where the knobs will be.
    """
    trainer, optimizer = session.trainer, session.trainer.optimizer
    work = trainer.last_workspace
    if not session.phase or work is None:
        return None
    layout = session.layout
    sizes = layout.architecture.sizes
    passed = (
        np.array(rows[:count], np.float64) for rows, count in zip(work.inputs, sizes, strict=True)
    )
    each = loss_of(trainer.training).each
    with np.errstate(all="ignore"):
        losses = np.asarray(each(work.answers, work.targets), np.float64)
    theta = np.array(session.parameters.theta)
    gradient = after = None
    if session.phase is Phase.UPDATE:
        if trainer.gradient_rate:
            gradient = np.asarray(trainer.gradient / trainer.gradient_rate)
        after = np.asarray(theta - trainer.next_update())
    return StepApart(
        number=session.step + 1,
        phase=session.phase,
        samples=session.evaluation.train[trainer.batches.chosen],
        values=tuple(passed),
        hidden=tuple(np.array(answers, np.float64) for answers in work.hidden),
        losses=losses,
        theta=theta,
        moments=np.array(trainer.optimizer.state),
        updates=trainer.optimizer.count,
        training=session.scenario.training,
        rates=optimizer.rates,
        rate=trainer.gradient_rate if optimizer.folds_rate else optimizer.rates.learning_rate,
        still=_still(session),
        gradient=gradient,
        after=after,
    )


def _still(session: Session) -> IndexArray:
    """Returns the knobs that a step leaves alone."""
    none = np.empty(0, dtype=np.intp)
    fixed, held = session.switches.fixed, session.trainer.held
    return np.union1d(none if fixed is None else fixed, none if held is None else held)
