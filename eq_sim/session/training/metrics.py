"""How good the network is, in the words of a scenario's goal."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray


class Measure(NamedTuple):
    """A metric's value on the parts of the data; None where it has no meaning there."""

    train: float | None
    test: float | None
    validation: float | None = None


def accuracy(answers: Array, targets: Array) -> float | None:
    """Returns the share of right answers, both (outputs, samples); None without samples.

    Answers are probabilities, or values learned towards 0 and 1: one output is right when it
    lies on its target's side of ½, several are right when the largest is the target's.
    """
    if answers.shape[1] == 0:
        return None
    return int(np.count_nonzero(right(answers, targets))) / int(answers.shape[1])


def right(answers: Array, targets: Array) -> NDArray[np.bool_]:
    """Returns for each sample whether its answer is right; see ``accuracy``."""
    if answers.shape[0] == 1:
        return np.asarray((answers[0] >= 0.5) == (targets[0] >= 0.5))
    return np.asarray(answers.argmax(axis=0) == targets.argmax(axis=0))


def explained(answers: Array, targets: Array) -> float | None:
    """Returns the share of the targets' variance that the answers explain (R²)."""
    if answers.shape[1] == 0:
        return None
    targets = targets.astype(np.float64)
    spread = float(np.sum((targets - targets.mean(axis=1, keepdims=True)) ** 2))
    if spread == 0:
        return None
    return 1 - float(np.sum((targets - answers) ** 2)) / spread


def root_mean_square(answers: Array, targets: Array) -> float | None:
    """Returns the root of the mean squared error; None without samples."""
    if answers.shape[1] == 0:
        return None
    return float(np.sqrt(np.mean((targets.astype(np.float64) - answers) ** 2)))


def worst(answers: Array, targets: Array) -> float | None:
    """Returns the largest error; None without samples."""
    if answers.shape[1] == 0:
        return None
    return float(np.max(np.abs(targets.astype(np.float64) - answers)))


_OF_ANSWERS = {
    "accuracy": accuracy,
    "explained": explained,
    "error_over_noise": root_mean_square,
    "typical_error": root_mean_square,
    "worst_band": worst,
}


def unit(metric: str, dataset: Dataset) -> float | None:
    """Returns what 1 of a metric is in the network's units; None where it has no meaning."""
    if metric == "error_over_noise":
        return dataset.noise or None
    if metric == "worst_band":
        return 1 / dataset.target.scale if dataset.target else None  # a decibel
    return 1.0


def measured(metric: str, answers: Array, targets: Array, unit: float | None) -> float | None:
    """Returns a metric of answers; None without samples, and where it has no meaning.

    Args:
        metric: its name in scenario files; one of answers, not of knobs.
        answers: (outputs, samples) as a person reads them: probabilities or values.
        targets: of the same shape.
        unit: what 1 of it is, in the network's units.
    """
    if unit is None:
        return None
    with np.errstate(all="ignore"):
        value = _OF_ANSWERS[metric](answers, targets)
    return None if value is None else value / unit


def same_answer(metric: str, targets: Array) -> Array:
    """Returns the answer that does best by a metric if every sample gets the same one.

    The share of each class answers as its most frequent one would; of numbers it is the mean, or
    the middle between the lowest and the highest where the largest error counts.

    Args:
        metric: its name in scenario files.
        targets: (outputs, samples).
    """
    if targets.shape[1] == 0:
        return targets
    exact = targets.astype(np.float64)
    if metric == "worst_band":
        best = (exact.max(axis=1) + exact.min(axis=1)) / 2
    else:
        best = exact.mean(axis=1)
    return np.broadcast_to(best[:, np.newaxis], targets.shape)


def most_frequent(dataset: Dataset, part: IndexArray) -> str:
    """Returns the name of the class that most samples of a part have; of equal ones any.

    It is in the language that is spoken.
    """
    often = dataset.targets[:, part].mean(axis=1)
    place = int(often[0] >= 0.5) if dataset.two_classes else int(often.argmax())
    return dataset.classes_said[place]


def least_squares(layout: Layout, inputs: Array, targets: Array) -> NDArray[np.float64] | None:
    """Returns the θ that least squares gives, or None for a network that is not one linear layer.

    Args:
        layout: the network's layout.
        inputs: (features, samples).
        targets: (1, samples).
    """
    architecture = layout.architecture
    if len(layout.blocks) != 1 or architecture.activations != ("identity",):
        return None
    rows = inputs.astype(np.float64)
    if architecture.biases[0]:
        rows = np.vstack([rows, np.ones(rows.shape[1])])
    solution = np.linalg.lstsq(rows.T, targets.astype(np.float64).T, rcond=None)[0]
    return np.asarray(solution.ravel(), dtype=np.float64)


def gap(theta: Array, solution: NDArray[np.float64]) -> float:
    """Returns the largest relative difference of a knob from the solution: 0.0005 is 3 digits."""
    scale = np.where(solution == 0, 1, np.abs(solution))
    return float(np.max(np.abs(theta - solution) / scale))
