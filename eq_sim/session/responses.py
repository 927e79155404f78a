"""The wanted response over frequency, and the one that the knobs make."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset, View
from eq_sim.session.training.evaluation import Evaluation


class _Answers(Protocol):
    """An experiment, or what answers in its place."""

    @property
    def dataset(self) -> Dataset: ...

    @property
    def evaluation(self) -> Evaluation: ...


@dataclass(frozen=True, eq=False)
class Responses:
    """Both responses, in order of frequency.

    Attributes:
        hertz: where, ``(points,)``.
        wanted: in decibels.
        made: in decibels.
        errors: how far off the made one is at the middle of each band, ``(bands,)``, in decibels.
    """

    hertz: NDArray[np.float64]
    wanted: NDArray[np.float64]
    made: NDArray[np.float64]
    errors: NDArray[np.float64]

    @property
    def close(self) -> int:
        """How many bands are within 1 dB."""
        return int(np.count_nonzero(self.errors <= 1))


def has_responses(readings: _Answers) -> bool:
    """Returns whether the data are a response in decibels over frequency."""
    dataset = readings.dataset
    return (
        dataset.view is View.RESPONSE
        and dataset.target is not None
        and dataset.target.unit == "dB"
        and dataset.places is not None
    )


def responses(readings: _Answers) -> Responses:
    """Returns both responses of an experiment whose data are one; see ``has_responses``."""
    evaluation, dataset = readings.evaluation, readings.dataset
    assert dataset.target is not None
    assert dataset.places is not None
    order = np.argsort(np.concatenate((evaluation.train, evaluation.test, evaluation.validation)))
    targets = (*evaluation.targets, evaluation.validation_targets)
    answers = (*evaluation.answers, evaluation.validation_answers)
    wanted, made = (
        dataset.target.to_person(np.concatenate([part[0] for part in parts])[order])
        for parts in (targets, answers)
    )
    errors = np.abs(made - wanted)[dataset.inputs.argmax(axis=1)]
    return Responses(dataset.places, wanted, made, errors)
