"""What a network is worth with each share of its knobs pruned: asked of the knobs as they stand.

A share is asked a portion of the samples at a time: of a million knobs it takes many.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from eq_sim.network.making import made
from eq_sim.network.mlp import Evaluator
from eq_sim.network.pruning import By
from eq_sim.network.types import Array
from eq_sim.session.actions.pruning import pruned_at
from eq_sim.session.session import Session
from eq_sim.session.training import metrics
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.metrics import Measure

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
"""The shares that are asked for: more of them where it begins to cost."""

_PORTION = 8_000_000  # products of a portion
_LEAST = 8  # samples of one


@dataclass(frozen=True)
class AtShare:
    """A network with a share of its knobs pruned.

    Attributes:
        share: from 0 to 1.
        measure: accuracy, or the explained share of the variance where answers are numbers.
    """

    share: float
    measure: Measure


def metric_of(session: Session) -> str:
    """Returns what is measured, by its name in scenario files."""
    return "accuracy" if session.dataset.classes else "explained"


class AtEachShare:
    """The knobs as they stand now, with each of ``SHARES`` pruned.

    Args:
        session: whose knobs; they are copied.
        by: where the smallest are looked for.

    Attributes:
        found: what is known so far, in the order of ``SHARES``.
        step: how many steps led to the knobs.
    """

    def __init__(self, session: Session, by: By) -> None:
        self._state, self._evaluation = session.state(), session.evaluation
        self._whole, self._samples = self._state.whole, session.evaluation.samples
        self._loss = loss_of(self._state.scenario.training)
        evaluation = session.evaluation
        self._targets = (*evaluation.targets, evaluation.validation_targets)
        self._metric, self._by = metric_of(session), by
        self.step = self._state.training.step
        self.found: list[AtShare] = []
        self._steps = self._all()

    @property
    def done(self) -> bool:
        """Whether every share is known."""
        return len(self.found) == len(SHARES)

    def go_on(self) -> bool:
        """Works on for a portion. Returns whether there is more to do."""
        next(self._steps, None)
        return not self.done

    def _all(self) -> Iterator[None]:
        layout, done = self._state.layout, 0
        most = max(_LEAST, _PORTION // layout.size)
        for share in SHARES:
            w, answers = self._weights(share), []
            for begin in range(0, self._samples.shape[1], most):
                part = self._samples[:, begin : begin + most]
                answers.append(np.array(Evaluator(layout, w, part).run()))
                done += part.shape[1] * layout.size
                if done >= _PORTION:
                    done = 0
                    yield
            self.found.append(AtShare(share, self._measure(np.concatenate(answers, axis=1))))

    def _weights(self, share: float) -> Array:
        state = self._state
        silent = pruned_at(state, share, self._by).silent
        theta = np.where(silent, 0, self._whole).astype(self._whole.dtype, copy=False)
        return made(state.layout, theta, state.making, silent)

    def _measure(self, answers: Array) -> Measure:
        dataset = self._state.dataset
        unit, values, begin = metrics.unit(self._metric, dataset), [], 0
        with np.errstate(all="ignore"):  # an exploded knob gives inf here
            linked = self._loss.link(answers)
        for targets in self._targets:
            part = linked[:, begin : begin + targets.shape[1]]
            values.append(metrics.measured(self._metric, part, targets, unit))
            begin += targets.shape[1]
        return Measure(*values)
