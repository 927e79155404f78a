"""What the network answers at the present θ, to all data, without dropout or penalty.

Computed when asked for and kept until θ or the data change: what a reader sees is always the
loss of the knobs as they stand. Only while a worker trains a large network is it that of an earlier
moment, and then ``step`` says of which. A reader that must not wait for a pass through all data
asks first whether it ``is_known``; what a worker has found for the same θ is taken over.
"""

from copy import copy
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.losses import Loss, of_same_answer
from eq_sim.network.mlp import Evaluator, with_ones
from eq_sim.network.types import Array
from eq_sim.session.history import Losses
from eq_sim.session.training import metrics
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.parameters import Parameters


class Findings(NamedTuple):
    """What was worked out for some θ.

    Attributes:
        answers: (outputs, samples) before the link, the samples that are learned from first.
        losses: the mean loss over each part.
        measures: the metrics that were asked for.
        reaches: the largest answer of each layer.
    """

    answers: Array
    losses: Losses
    measures: dict[str, Measure]
    reaches: tuple[float, ...]


_NONE: NDArray[np.intp] = np.empty(0, dtype=np.intp)


class Evaluation:
    """The answers to one split data set by one network.

    Args:
        dataset: the data.
        train: places of the samples to learn from.
        test: places of the samples to check on.
        layout: the network's layout.
        parameters: θ.
        loss: how wrong an answer is.
        validation: places of the samples to choose by.
        wanted: (outputs, samples) what the loss is counted against; by default the labels.

    Attributes:
        train: places of the samples to learn from, in ``dataset``.
        test: places of the samples to check on.
        validation: places of the samples to choose by.
        step: after how many steps θ was as it is shown here, while a worker trains; None while
            what is shown is of the present θ.
    """

    def __init__(
        self,
        dataset: Dataset,
        train: NDArray[np.intp],
        test: NDArray[np.intp],
        layout: Layout,
        parameters: Parameters,
        loss: Loss,
        validation: NDArray[np.intp] = _NONE,
        wanted: Array | None = None,
    ) -> None:
        dtype = parameters.theta.dtype
        self.train, self.test, self.validation = train, test, validation
        self._cut, self._end = len(train), len(train) + len(test)
        self._loss = loss
        self._layout = layout
        order = np.concatenate([train, test, validation])
        self._inputs: Array = with_ones(dataset.inputs[:, order], dtype)
        self._targets: Array = np.ascontiguousarray(dataset.targets[:, order], dtype=dtype)
        self._inputs.flags.writeable = self._targets.flags.writeable = False
        self._wanted = self._targets
        if wanted is not None and wanted is not dataset.targets:
            self._wanted = np.ascontiguousarray(wanted[:, order], dtype=dtype)
            self._wanted.flags.writeable = False
        self._solution: NDArray[np.float64] | None = None
        self._solved = False
        self._dataset = dataset
        self.ask(parameters)

    def ask(self, parameters: Parameters) -> None:
        """Answers from some knobs; nothing is known of them yet."""
        self._parameters = parameters
        self._evaluator = Evaluator(self._layout, parameters.w, self._inputs)
        self._answers: Array = np.empty(0, dtype=parameters.theta.dtype)
        self._seen = -1
        self._losses: Losses | None = None
        self._linked: Array | None = None
        self._reaches: tuple[float, ...] | None = None
        self._measures: dict[str, Measure] = {}
        self._constants: dict[str, Measure] = {}
        self.step: int | None = None
        self._found_at: int | None = None

    def beside(self, parameters: Parameters) -> "Evaluation":
        """Returns the answers of other knobs of the same network; both share the samples."""
        other = copy(self)
        other.ask(parameters)
        return other

    # While a worker trains, a pass through all data is made now and then, and by the worker.

    def hold(self, step: int) -> None:
        """Shows what was found last, whatever becomes of θ, until ``work_out``.

        Args:
            step: how many steps led to the present θ.
        """
        if self.step is None:
            if self._found_at is None or self.is_known:
                _ = self.losses
                self._found_at = step
            self.step = self._found_at

    def show(self, findings: Findings, step: int) -> None:
        """Shows what was found elsewhere, until ``work_out``.

        Args:
            findings: of the present θ.
            step: how many steps led to it.
        """
        self._take(findings)
        self.step = step

    def work_out(self) -> None:
        """Answers from the knobs as they stand again."""
        self._found_at, self.step = self.step, None

    def know(self, findings: Findings) -> None:
        """Takes what was found elsewhere.

        Args:
            findings: of the present θ.
        """
        self._take(findings)
        self._found_at = self.step = None

    def know_answers(self, answers: Array) -> None:
        """Takes answers that were found elsewhere; what else is asked for is worked out of them.

        Args:
            answers: of the present θ: (outputs, samples) before the link, in the order of
                ``samples``.
        """
        self._answers, self._measures = answers, {}
        self._losses = self._linked = self._reaches = None
        self._seen = self._parameters.revision
        self._found_at = self.step = None

    def _take(self, findings: Findings) -> None:
        self._answers, self._losses, measures, self._reaches = findings
        self._linked, self._measures = None, dict(measures)
        self._seen = self._parameters.revision

    def findings(self) -> Findings | None:
        """Returns what is known of the present θ, copied; None where nobody has asked for it."""
        if not self.is_known or self._losses is None:
            return None
        answers, reaches = np.array(self._answers), tuple(self.reaches())
        return Findings(answers, self._losses, dict(self._measures), reaches)

    def find(self, metric: str) -> Findings:
        """Returns everything that is shown of the present θ, copied: a pass through all data.

        Args:
            metric: that of the goal.
        """
        losses, measures = self.losses, {metric: self.measure(metric)}
        return Findings(np.array(self._answers), losses, measures, tuple(self.reaches()))

    @property
    def is_known(self) -> bool:
        """Whether the answers at the present θ are known: to ask for them costs nothing."""
        return self._seen == self._parameters.revision

    @property
    def can_hold(self) -> bool:
        """Whether there is something to ``hold`` without a pass through all data."""
        return self.is_known or self.step is not None or self._found_at is not None

    @cached_property
    def encoded(self) -> Array:
        """The training samples as a trainer wants them: inputs, ones, encoded targets."""
        targets = self._loss.encode(self._wanted[:, : self._cut])
        samples = np.ascontiguousarray(np.vstack([self._inputs[:, : self._cut], targets]))
        samples.flags.writeable = False
        return samples

    @cached_property
    def same_answer_loss(self) -> float:
        """The train loss of giving every sample the same answer, the best there is."""
        return of_same_answer(self._loss, self._wanted[:, : self._cut])

    @cached_property
    def least_losses(self) -> Losses:
        """The least loss of each part that any answers can have: 0 of labels, more of soft ones."""
        if self._loss.lowest is None:
            parts = [0.0, 0.0 if len(self.test) else None, 0.0 if len(self.validation) else None]
        else:
            answers, cut, end = self._loss.lowest(self._wanted), self._cut, self._end
            parts = [
                self._loss.value(answers[:, part], self._wanted[:, part])
                if self._wanted[:, part].size
                else None
                for part in (slice(0, cut), slice(cut, end), slice(end, None))
            ]
        assert parts[0] is not None  # one sample at least is learned from
        return Losses(parts[0], parts[1], parts[2])

    def reaches(self) -> list[float]:
        """Returns the largest answer of each layer to any of (a last chunk of) the samples."""
        self._refresh()
        if self._reaches is None:
            with np.errstate(all="ignore"):
                hidden = self._evaluator.hidden
                self._reaches = tuple(float(np.abs(answers).max()) for answers in hidden)
        return list(self._reaches)

    @property
    def learned_from(self) -> tuple[Array, Array]:
        """The training part: (inputs + 1, samples) with a row of ones, and what the loss wants."""
        return self._inputs[:, : self._cut], self._wanted[:, : self._cut]

    @property
    def samples(self) -> Array:
        """All samples: (inputs + 1, samples) with a row of ones; train, test, validation."""
        return self._inputs

    @property
    def answers(self) -> tuple[Array, Array]:
        """What a person reads, values or probabilities, (outputs, samples): train and test part."""
        self._refresh()
        if self._linked is None:
            with np.errstate(all="ignore"):
                self._linked = np.array(self._loss.link(self._answers))
            self._linked.flags.writeable = False
        return self._linked[:, : self._cut], self._linked[:, self._cut : self._end]

    @property
    def validation_answers(self) -> Array:
        """The same for the validation part, (outputs, samples)."""
        _ = self.answers
        assert self._linked is not None
        return self._linked[:, self._end :]

    @property
    def targets(self) -> tuple[Array, Array]:
        """The targets in the order of ``answers``."""
        return self._targets[:, : self._cut], self._targets[:, self._cut : self._end]

    @property
    def validation_targets(self) -> Array:
        """The targets in the order of ``validation_answers``."""
        return self._targets[:, self._end :]

    @property
    def losses(self) -> Losses:
        """The mean loss over each part."""
        self._refresh()
        if self._losses is None:
            cut, end = self._cut, self._end
            with np.errstate(all="ignore"):
                train = self._loss_of(slice(0, cut))
                test = self._loss_of(slice(cut, end)) if len(self.test) else None
                validation = self._loss_of(slice(end, None)) if len(self.validation) else None
            self._losses = Losses(train, test, validation)
        return self._losses

    def _loss_of(self, part: slice) -> float:
        return self._loss.value(self._answers[:, part], self._wanted[:, part])

    def measure(self, metric: str) -> Measure:
        """Returns a metric of ``metrics`` by its name in scenario files."""
        self._refresh()
        if metric not in self._measures:
            self._measures[metric] = self._measure(metric)
        return self._measures[metric]

    def _measure(self, metric: str) -> Measure:
        if metric == "least_squares_gap":
            solution = self._least_squares()
            if solution is None:
                return Measure(None, None)
            return Measure(metrics.gap(self._parameters.w, solution), None)
        return self._measured(metric, (*self.answers, self.validation_answers))

    def constant(self, metric: str) -> Measure:
        """Returns a metric of giving every sample of a part the same answer, the best there is.

        None where the metric has no meaning, and for the gap to least squares, which is one of
        knobs and not of answers.
        """
        if metric not in self._constants:
            parts = (*self.targets, self.validation_targets)
            answers = [metrics.same_answer(metric, targets) for targets in parts]
            found = Measure(None, None)
            if metric != "least_squares_gap":
                found = self._measured(metric, (answers[0], answers[1], answers[2]))
            self._constants[metric] = found
        return self._constants[metric]

    def _measured(self, metric: str, answers: tuple[Array, Array, Array]) -> Measure:
        unit = metrics.unit(metric, self._dataset)
        parts = zip(answers, (*self.targets, self.validation_targets), strict=True)
        return Measure(*(metrics.measured(metric, part, targets, unit) for part, targets in parts))

    def _least_squares(self) -> NDArray[np.float64] | None:
        if not self._solved:
            self._solved = True
            inputs, targets = self._inputs[:-1, : self._cut], self._targets[:, : self._cut]
            self._solution = metrics.least_squares(self._layout, inputs, targets)
        return self._solution

    def _refresh(self) -> None:
        if self.step is not None or self.is_known:
            return
        revision = self._parameters.revision
        self._seen = -1  # if the pass fails half-way, the next reader runs it again
        self._answers = self._evaluator.run()
        self._losses = self._linked = self._reaches = None
        self._measures = {}
        self._seen, self._found_at = revision, None
