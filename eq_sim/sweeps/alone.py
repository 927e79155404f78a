"""One training run by itself: what every other way of running a trial is held against.

The steps are those of ``eq-sim train``, to the bit; only the record of the loss on the way is left
out, for nothing is decided by it. Where early stopping is on, that record decides, and is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eq_sim.language.tr import later
from eq_sim.network.types import Array
from eq_sim.session.engine import Engine
from eq_sim.session.session import Session
from eq_sim.session.state import Data, State, loaded
from eq_sim.session.training import metrics
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.refusal import Refusal
from eq_sim.session.until_stopped import train_until_stopped
from eq_sim.sweeps.plan import WRONG, ErrorKind, Outcome, Trial

AT_A_TIME = 1_000_000_000.0
"""What is computed between two looks at whether to go on, in multiplications: some 20 ms."""

Going = Callable[[float], bool]
"""(the share of the work that is done) -> whether to go on."""


def always(share: float) -> bool:
    """Goes on, whatever was done."""
    return True


@dataclass(frozen=True)
class Ended:
    """A training run that has ended.

    Attributes:
        outcome: what came of it.
        theta: (size,) its last knobs; of muted ones what they come back to.
    """

    outcome: Outcome
    theta: Array


def run_alone(trial: Trial, goes_on: Going = always, data: Data | None = None) -> Ended | None:
    """Runs a trial from its start to its last step.

    Args:
        trial: which one.
        goes_on: is asked many times a second whether to go on.
        data: what the trial's scenario and seed lead to, where it is made already.

    Returns:
        What came of it; None where it was not to go on.

    Raises:
        MemoryError: there is not enough memory.
    """
    if is_stopped_early(trial):
        return _run_until_stopped(trial, goes_on)
    state = loaded(trial.scenario, trial.seed, data)
    engine = Engine.serving(state)
    engine.put(state)
    trainer, refusal = engine.trainer, None
    while trainer.step < trial.steps and refusal is None:
        if not goes_on(trainer.step / trial.steps):
            return None
        some = max(1, int(AT_A_TIME / trainer.cost))
        refusal = trainer.run(min(some, trial.steps - trainer.step))
        trainer.batch_losses.forget()
    theta = np.array(engine.parameters.theta)
    outcome = measured(trial, state, engine.evaluation, trainer.step, refusal)
    return Ended(outcome, theta)


def is_stopped_early(trial: Trial) -> bool:
    """Whether a validation part may end a trial before its last step."""
    scenario = trial.scenario
    return scenario.training.early_stopping > 0 and scenario.data.validation_fraction > 0


def _run_until_stopped(trial: Trial, goes_on: Going) -> Ended | None:
    session, done = Session(trial.scenario, trial.seed), 0
    while done < trial.steps and not session.refusal and not session.stopped:
        if not goes_on(done / trial.steps):
            return None
        some = max(1, int(AT_A_TIME / session.trainer.cost))
        done += train_until_stopped(session, min(some, trial.steps - done))
    theta = np.array(session.parameters.theta)
    return Ended(measured(trial, session.state(), session.evaluation, done, session.refusal), theta)


def measured(
    trial: Trial, state: State, evaluation: Evaluation, steps: int, refusal: Refusal | None
) -> Outcome:
    """Returns the outcome of a trial that has ended.

    Args:
        trial: which one.
        state: where it began.
        evaluation: answers of its last knobs.
        steps: how many it took.
        refusal: why it took no more.
    """
    kind = kind_of(state)
    return Outcome(
        trial=trial,
        knobs=state.layout.size,
        steps=steps,
        losses=evaluation.losses,
        errors=_errors(state, evaluation, kind),
        kind=kind,
        refusal=refusal.message if refusal else "",
    )


def kind_of(state: State) -> ErrorKind:
    """Returns what the errors of an experiment are."""
    if state.dataset.classes:
        return WRONG
    target = state.dataset.target
    return ErrorKind(later("typical error"), target.unit if target else "", is_share=False)


def _errors(state: State, evaluation: Evaluation, kind: ErrorKind) -> Measure:
    answers = (*evaluation.answers, evaluation.validation_answers)
    targets = (*evaluation.targets, evaluation.validation_targets)
    scale = state.dataset.target.scale if state.dataset.target else 1.0
    found: list[float | None] = []
    with np.errstate(all="ignore"):
        for given, wanted in zip(answers, targets, strict=True):
            if not given.shape[1]:
                found.append(None)
            elif kind.is_share:
                right = metrics.right(given, wanted)
                found.append(int(np.count_nonzero(~right)) / int(right.size))
            else:
                error = metrics.root_mean_square(given, wanted)
                found.append(None if error is None else error * scale)
    return Measure(*found)
