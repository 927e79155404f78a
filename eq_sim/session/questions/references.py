"""What a network's score is held against: one answer to all, and a plain linear fit.

Both are fitted to the training part alone, and measured as the network is. Pure functions of the
data: nothing of the network is in them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.losses import LOSSES, Loss
from eq_sim.network.types import IndexArray
from eq_sim.session.history import Losses
from eq_sim.session.questions.linear_fit import (
    Matrix,
    Pieces,
    Samples,
    chances,
    least_squares,
    regression,
)
from eq_sim.session.state import Data
from eq_sim.session.training import metrics
from eq_sim.session.training.metrics import Measure

MOST_FEATURES = 500
"""Inputs up to which there is a linear fit: the work grows with their square."""

_SAMPLES = 8192  # that are looked at in a piece
_AT_ONCE = 20_000_000.0  # counted work that nobody waits for
_OF_CLASSES = ("accuracy",)
_OF_NUMBERS = ("explained", "typical_error", "error_over_noise", "worst_band")


@dataclass(frozen=True)
class Reference:
    """What something simple reaches.

    Attributes:
        losses: the mean loss of each part, as that of the network, and of labels where that learns
            from a teacher; infinite where a class is in a part and not among the samples that were
            fitted to.
        measures: by the names of metrics in scenario files, on each part: "accuracy" of classes;
            "explained", "typical_error" (in the network's units: times ``target.scale`` in a
            person's), "error_over_noise" and "worst_band" of numbers.
    """

    losses: Losses
    measures: dict[str, Measure]


@dataclass(frozen=True)
class References:
    """What a network is held against.

    Attributes:
        constant: one answer to every sample: the average of the training part, or its most
            frequent class (each class as likely as it is there).
        linear: least squares, or logistic or softmax regression; None for more inputs than
            ``MOST_FEATURES``.
    """

    constant: Reference
    linear: Reference | None


_found: WeakKeyDictionary[Data, dict[str, References]] = WeakKeyDictionary()


def references(data: Data, loss: str) -> References:
    """Returns what the network is held against; worked out once for the same data.

    Args:
        data: the samples, and which are learned from.
        loss: the network's, by its name in scenario files.
    """
    work = begin_references(data, loss)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: References = end.value
            return found


def known_references(data: Data, loss: str) -> References | None:
    """Returns what was worked out before, or is in no time; None where that takes a while."""
    found = _found.get(data, {}).get(loss)
    if found is None and _work(data.dataset) <= _AT_ONCE:
        return references(data, loss)
    return found


def _work(dataset: Dataset) -> float:
    """Returns what a fit costs, in multiplications: a rough count of passes over the samples."""
    features, outputs = len(dataset.inputs) + 1, len(dataset.targets)
    passes = 60 if dataset.classes else 2
    return float(dataset.size * features * (features + passes * outputs))


def begin_references(data: Data, loss: str) -> Pieces[References]:
    """Works in pieces, none of which is felt in a frame; returns what ``references`` does.

    Args:
        data: the samples, and which are learned from.
        loss: the network's, by its name in scenario files.
    """
    known = _found.get(data, {}).get(loss)
    if known is not None:
        return known
    held = _of_labels(loss, len(data.dataset.targets))
    constant = yield from _constant(data, held)
    found = References(constant, (yield from _linear(data, held)))
    _found.setdefault(data, {})[loss] = found
    return found


def _of_labels(loss: str, outputs: int) -> Loss:
    """Returns the loss that answers are held against: of a student's that of labels, too."""
    if loss == DISTILLATION:
        loss = "binary_cross_entropy" if outputs == 1 else "softmax_cross_entropy"
    return LOSSES[loss]


def _constant(data: Data, loss: Loss) -> Pieces[Reference]:
    targets = data.dataset.targets
    answer = targets[:, data.train].mean(axis=1, keepdims=True)
    sums = answer
    if data.dataset.classes:
        with np.errstate(divide="ignore"):  # a class that is not there has a logit of −∞
            sums = np.log(answer) - (np.log1p(-answer) if len(answer) == 1 else 0.0)
    every = targets.shape
    same, logits = np.broadcast_to(answer, every), np.broadcast_to(sums, every)
    return (yield from _measured(data, loss, same, logits))


def _linear(data: Data, loss: Loss) -> Pieces[Reference | None]:
    dataset = data.dataset
    if len(dataset.inputs) > MOST_FEATURES:
        return None
    samples = yield from Samples.of(dataset.inputs, dataset.targets, data.train)
    fit: Callable[[Samples], Pieces[Matrix]] = regression if dataset.classes else least_squares
    weights = yield from fit(samples)
    sums = np.empty(dataset.targets.shape)
    for part in _slices(dataset.size):
        sums[:, part] = weights @ samples.rows(np.arange(part.start, part.stop))
        yield
    answers = chances(sums) if dataset.classes else sums
    return (yield from _measured(data, loss, answers, sums))


def _slices(count: int) -> list[slice]:
    return [slice(at, min(at + _SAMPLES, count)) for at in range(0, count, _SAMPLES)]


def _measured(data: Data, loss: Loss, answers: Matrix, sums: Matrix) -> Pieces[Reference]:
    """Returns what answers are worth.

    Args:
        data: what was asked.
        loss: how wrong an answer is.
        answers: (outputs, samples) as a person reads them.
        sums: the same as logits, where the answers are probabilities.
    """
    dataset, parts = data.dataset, (data.train, data.test, data.validation)
    wanted = sums if loss.from_logits else answers
    losses: list[float | None] = []
    found: dict[str, list[float | None]]
    found = {name: [] for name in (_OF_CLASSES if dataset.classes else _OF_NUMBERS)}
    for part in parts:
        losses.append((yield from _mean_loss(loss, wanted, dataset.targets, part)))
        there, targets = answers[:, part], dataset.targets[:, part]
        for name, values in found.items():
            unit = metrics.unit(name, dataset)
            values.append(metrics.measured(name, there, targets, unit))
            yield
    train, test, validation = losses
    assert train is not None  # one sample at least is learned from
    measures = {name: Measure(*values) for name, values in found.items()}
    return Reference(Losses(train, test, validation), measures)


def _mean_loss(
    loss: Loss, answers: Matrix, targets: Matrix, part: IndexArray
) -> Pieces[float | None]:
    total = 0.0
    for each in _slices(len(part)):
        some = part[each]
        with np.errstate(all="ignore"):
            total += loss.value(answers[:, some], targets[:, some]) * len(some)
        yield
    return total / len(part) if len(part) else None
