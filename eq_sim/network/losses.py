"""Losses: one number for how wrong the network is, and its slope at the network's answer.

Each is a mean over the samples. Cross-entropies take logits (the last layer's sums), never
probabilities, so that no logit, however large, overflows, and their targets are 0 or 1. A gradient
is 0 only where a probability is 0 or 1 to the last digit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from eq_sim.language.tr import later
from eq_sim.network.types import Array, Program


@dataclass(frozen=True)
class Loss:
    """One loss.

    Attributes:
        name: as scenario files write it.
        label: as the screen writes it, in English: ``tr`` says it.
        from_logits: whether the last layer must be identity because the loss has its own link.
        value: (answers, targets), both (outputs, samples) -> the mean loss.
        link: answers -> what a person reads: values or probabilities, of the same shape.
        encode: targets -> targets as the ``slope`` calls want them.
        slope: (answers, encoded targets, delta, scale) -> calls that fill delta with the slope,
            up to a factor, times ``scale``, a 0-d array that may change between runs.
        factor: outputs -> the factor that ``slope`` leaves to the scale, to save a call.
        each: (answers, encoded targets) -> the loss of each sample, whose mean is the mean loss.
        lowest: targets -> the answers of least loss; None where these are the targets themselves,
            as values or as chances.
    """

    name: str
    label: str
    from_logits: bool
    value: Callable[[Array, Array], float]
    link: Callable[[Array], Array]
    encode: Callable[[Array], Array]
    slope: Callable[[Array, Array, Array, Array], Program]
    factor: Callable[[int], float]
    each: Callable[[Array, Array], Array]
    lowest: Callable[[Array], Array] | None = None


def _mean(values: Array) -> float:
    """Returns what ``np.mean`` does, in a third of its time where there are few."""
    return float(np.add.reduce(values, None, np.float64)) / values.size


def _same(x: Array) -> Array:
    return x


def _one(outputs: int) -> float:
    return 1.0


def _half_mse(answers: Array, targets: Array) -> float:
    difference = (answers - targets).ravel().astype(np.float64, copy=False)
    return float(difference @ difference) / (2 * int(answers.shape[1]))


def _half_mse_each(answers: Array, targets: Array) -> Array:
    difference = answers - targets
    return np.asarray(np.add.reduce(difference * difference, 0) / 2)


def _half_mse_slope(answers: Array, targets: Array, delta: Array, scale: Array) -> Program:
    return [
        partial(np.subtract, answers, targets, delta),
        partial(np.multiply, delta, scale, delta),
    ]


def _binary(logits: Array, targets: Array) -> float:
    # ln(1 + e^((1 − 2t)·z)) for t of 0 or 1: the textbook's ln(1 + e^z) − t·z is the difference of
    # two large numbers where a network is sure, and of its loss nothing but rounding would be left.
    return _mean(np.logaddexp(0, (1 - 2 * targets) * logits))


def _binary_each(logits: Array, signs: Array) -> Array:
    return np.asarray(np.add.reduce(np.logaddexp(0, -signs * logits), 0) / len(logits))


def _probability(logits: Array) -> Array:
    half: Array = np.multiply(logits, np.asarray(0.5, dtype=logits.dtype))
    return np.asarray((np.tanh(half) + 1) / 2, dtype=logits.dtype)


def _signs(targets: Array) -> Array:
    """Turns 0 and 1 into −1 and +1: σ(z) − y = ½·(tanh(z/2) − (2y − 1))."""
    return np.asarray(2 * targets - 1, dtype=targets.dtype)


def _binary_slope(logits: Array, signs: Array, delta: Array, scale: Array) -> Program:
    half = np.array(0.5, dtype=delta.dtype)
    return [
        partial(np.multiply, logits, half, delta),
        partial(np.tanh, delta, delta),
        partial(np.subtract, delta, signs, delta),
        partial(np.multiply, delta, scale, delta),
    ]


def _binary_factor(outputs: int) -> float:
    # torch.nn.BCEWithLogitsLoss takes the mean over outputs as well as over samples.
    return 0.5 / outputs


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0), dtype=logits.dtype)


def _categorical(logits: Array, targets: Array) -> float:
    top = logits.max(axis=0)
    total = np.log(np.exp(logits - top).sum(axis=0, dtype=np.float64)) + top
    # A one-hot 0 times an infinite logit would be nan: choose, do not multiply.
    chosen = np.where(targets > 0, targets * logits, 0).sum(axis=0, dtype=np.float64)
    return _mean(total - chosen)


def _categorical_each(logits: Array, targets: Array) -> Array:
    top = logits.max(axis=0)
    total = np.log(np.add.reduce(np.exp(logits - top), 0)) + top
    return np.asarray(total - np.add.reduce(np.where(targets > 0, targets * logits, 0), 0))


def _softmax_slope(logits: Array, targets: Array, delta: Array, scale: Array) -> Program:
    row: Any = np.empty(logits.shape[1:], dtype=logits.dtype)
    return [
        partial(np.maximum.reduce, logits, 0, None, row),
        partial(np.subtract, logits, row, delta),
        partial(np.exp, delta, delta),
        partial(np.add.reduce, delta, 0, None, row),
        partial(np.divide, delta, row, delta),
        partial(np.subtract, delta, targets, delta),
        partial(np.multiply, delta, scale, delta),
    ]


_HALF_MSE = Loss(
    name="half_mse",
    label=later("½ mean squared error"),
    from_logits=False,
    value=_half_mse,
    link=_same,
    encode=_same,
    slope=_half_mse_slope,
    factor=_one,
    each=_half_mse_each,
)
_BINARY = Loss(
    name="binary_cross_entropy",
    label=later("binary cross-entropy"),
    from_logits=True,
    value=_binary,
    link=_probability,
    encode=_signs,
    slope=_binary_slope,
    factor=_binary_factor,
    each=_binary_each,
)
_CATEGORICAL = Loss(
    name="softmax_cross_entropy",
    label=later("softmax cross-entropy"),
    from_logits=True,
    value=_categorical,
    link=_softmax,
    encode=_same,
    slope=_softmax_slope,
    factor=_one,
    each=_categorical_each,
)

LOSSES: dict[str, Loss] = {loss.name: loss for loss in (_HALF_MSE, _BINARY, _CATEGORICAL)}


def of_same_answer(loss: Loss, targets: Array) -> float:
    """Returns the mean loss of giving every sample the same answer, the best there is.

    Of numbers that answer is their mean, of classes the share of each: half the variance, and the
    entropy.

    Args:
        loss: which.
        targets: (outputs, samples).
    """
    exact = targets.astype(np.float64)
    mean = exact.mean(axis=1, keepdims=True)
    with np.errstate(all="ignore"):  # a class that is not there has a logit of −∞
        if loss.lowest is not None:
            mean = loss.lowest(mean)
        elif loss.name == "binary_cross_entropy":
            mean = np.log(mean) - np.log1p(-mean)
        elif loss.name == "softmax_cross_entropy":
            mean = np.log(mean)
        return loss.value(np.repeat(mean, exact.shape[1], axis=1), exact)
