"""The loss of a network that learns another one's answers: distillation.

Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015): teacher and student
give their chances at a temperature T, softmax(z ∕ T), and the student lowers

    (1 − a)·T²·H(softmax(v ∕ T), softmax(z ∕ T)) + a·H(y, softmax(z))

of its sums z, the teacher's v and the labels y, with H(p, q) = −Σ p·ln q. T² keeps the slope's size
while T changes; a is the labels' share. Two classes of one output have the logistic function in
softmax's place. All that the teacher and the label of a sample say is one column,
c = (1 − a)·T·softmax(v ∕ T) + a·y, for the loss is (1 − a)·T²·ln Σ exp(z ∕ T) + a·ln Σ exp z − c·z,
and its slope along z is (1 − a)·T·softmax(z ∕ T) + a·softmax(z) − c. Such columns are the targets
that every function here takes.
"""

from functools import lru_cache, partial
from typing import Any

import numpy as np

from eq_sim.language.tr import later
from eq_sim.network.losses import LOSSES, Loss
from eq_sim.network.types import Array, Program

DISTILLATION = "distillation"
"""The name of the loss in scenario files."""

_BINARY, _CATEGORICAL = LOSSES["binary_cross_entropy"], LOSSES["softmax_cross_entropy"]
_MOST_PASSES = 400  # towards the answer of least loss, where labels have a share in it
_EXACT = 1e-12
_LEAST = 1e-300  # a chance whose logarithm is still a number


def chances(sums: Array, temperature: float = 1.0) -> Array:
    """Returns the chances that sums give at a temperature, (outputs, samples).

    Args:
        sums: (outputs, samples) of the last layer.
        temperature: 1 for the chances themselves; above it they are softer.
    """
    link = _BINARY.link if len(sums) == 1 else _CATEGORICAL.link
    return link(np.asarray(sums / temperature, dtype=sums.dtype))


def soft_targets(sums: Array, labels: Array, temperature: float, label_share: float) -> Array:
    """Returns what is wanted of the student, (outputs, samples): the columns c of the module.

    Args:
        sums: (outputs, samples) of the teacher's last layer.
        labels: of the same shape, 0 and 1.
        temperature: T.
        label_share: a, from 0 to less than 1.
    """
    soft = (1 - label_share) * temperature * chances(sums, temperature)
    return np.asarray(soft + label_share * labels)


@lru_cache(maxsize=64)
def distillation(temperature: float, label_share: float) -> Loss:
    """Returns the loss of the module; its targets are ``soft_targets`` of the same two numbers.

    Args:
        temperature: T, above 0.
        label_share: a, from 0 to less than 1.
    """
    weights = _Weights(temperature, label_share)
    return Loss(
        name=DISTILLATION,
        label=later("distillation"),
        from_logits=True,
        value=weights.value,
        link=chances,
        encode=np.asarray,
        slope=weights.slope,
        factor=lambda outputs: 1.0,
        each=weights.each,
        lowest=weights.lowest,
    )


class _Weights:
    """What the two numbers make of sums and targets; see the module."""

    def __init__(self, temperature: float, label_share: float) -> None:
        self._t, self._a = temperature, label_share
        self._soft = (1 - label_share) * temperature

    def each(self, logits: Array, targets: Array) -> Array:
        t = self._t
        total = self._soft * t * _log_sum(logits / t)
        if self._a:
            total = total + self._a * _log_sum(logits)
        # A share of 0 times an infinite logit would be nan: choose, do not multiply.
        return np.asarray(total - np.add.reduce(np.where(targets > 0, targets * logits, 0), 0))

    def value(self, logits: Array, targets: Array) -> float:
        each = self.each(logits.astype(np.float64), targets.astype(np.float64))
        return float(np.add.reduce(each)) / each.size

    def slope(self, logits: Array, targets: Array, delta: Array, scale: Array) -> Program:
        def number(value: float) -> Array:
            return np.array(value, dtype=delta.dtype)

        program: Program = [partial(np.multiply, logits, number(1 / self._t), delta)]
        program += _share(delta, number(self._soft))
        if self._a:
            plain: Any = np.empty_like(delta)
            program.append(partial(np.copyto, plain, logits))
            program += _share(plain, number(self._a))
            program.append(partial(np.add, delta, plain, delta))
        program.append(partial(np.subtract, delta, targets, delta))
        program.append(partial(np.multiply, delta, scale, delta))
        return program

    def lowest(self, targets: Array) -> Array:
        """Returns the logits of the least loss for each column of targets, in float64.

        Of the teacher's answers alone they are exact; where labels have a share, their loss is the
        least to some thousandths.
        """
        wanted = np.asarray(targets, dtype=np.float64)
        t, whole = self._t, self._soft + self._a
        share = np.clip(wanted / whole, _LEAST, 1 - 1e-16 if len(wanted) == 1 else 1.0)
        log = np.log(share) - (np.log1p(-share) if len(wanted) == 1 else 0.0)
        found = t * log
        if not self._a:
            return np.asarray(found)
        # The loss is convex and its slope never steeper than 1: steps of 1 cannot overshoot.
        for _ in range(_MOST_PASSES):
            here = self._soft * chances(found, t) + self._a * chances(found)
            found = found + (wanted - here)
            if np.abs(wanted - here).max(initial=0) < _EXACT:
                break
        return np.asarray(found)


def _log_sum(logits: Array) -> Array:
    """Returns (samples,) ln Σ exp of each column; of one row that of it and 0."""
    if len(logits) == 1:
        return np.asarray(np.logaddexp(0, logits[0]))
    top = logits.max(axis=0)
    return np.asarray(np.log(np.add.reduce(np.exp(logits - top), 0)) + top)


def _share(values: Array, weight: Array) -> Program:
    """Returns the calls that make of logits, in their place, their chances times a weight."""
    if len(values) == 1:  # w·σ(z) = ½·w·tanh(z ∕ 2) + ½·w
        half, by = np.array(0.5, dtype=values.dtype), np.array(weight / 2, dtype=values.dtype)
        return [
            partial(np.multiply, values, half, values),
            partial(np.tanh, values, values),
            partial(np.multiply, values, by, values),
            partial(np.add, values, by, values),
        ]
    row: Any = np.empty(values.shape[1:], dtype=values.dtype)
    return [
        partial(np.maximum.reduce, values, 0, None, row),
        partial(np.subtract, values, row, values),
        partial(np.exp, values, values),
        partial(np.add.reduce, values, 0, None, row),
        partial(np.divide, values, row, values),
        partial(np.multiply, values, weight, values),
    ]
