"""Activations: what a neuron does with its sum, and how its slope carries the gradient back.

Definitions follow ``torch.nn``. An activation works on prepared buffers: ``forward`` turns the
sums z into the answers a, ``backward`` multiplies delta (the loss's slope at a) by the slope of
the activation. Where the slope can be told from the answer alone, z and a are one buffer.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from eq_sim.language.tr import later
from eq_sim.network.types import Array, Program

_GELU = math.sqrt(2 / math.pi)
_CUBE = 0.044715
_LEAK = 0.01
_MANY = 4096  # numbers from which two quick calls take less time than a slow one; measured


@dataclass(frozen=True)
class Activation:
    """One activation as two makers of prepared calls.

    Attributes:
        name: as scenario files write it.
        label: as the screen writes it, in English: ``tr`` says it.
        keeps_sum: whether the slope needs the sums, so that they want a buffer of their own.
        forward: (z, a, scratch) -> calls that fill a.
        backward: (z, a, delta, scratch, scratch) -> calls that multiply delta by the slope.
    """

    name: str
    label: str
    keeps_sum: bool
    forward: Callable[[Array, Array, Array], Program]
    backward: Callable[[Array, Array, Array, Array, Array], Program]


def _identity(z: Array, a: Array, s: Array) -> Program:
    return []


def _identity_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return []


def _tanh(z: Array, a: Array, s: Array) -> Program:
    return [partial(np.tanh, z, a)]


def _tanh_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return [  # delta·(1 − a²)
        partial(np.multiply, delta, a, s),
        partial(np.multiply, s, a, s),
        partial(np.subtract, delta, s, delta),
    ]


def _relu(z: Array, a: Array, s: Array) -> Program:
    # NumPy compares two arrays several numbers at a time, but an array and a number one by one.
    return [partial(np.maximum, z, np.zeros(z.shape, dtype=a.dtype), out=a)]


def _relu_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    signs: Program = [partial(np.sign, a, s)]
    if a.size >= _MANY:
        above = np.empty(a.shape, dtype=bool)
        signs = [partial(np.greater, a, _scalar(0.0, a), above), partial(np.copyto, s, above)]
    return [*signs, partial(np.multiply, delta, s, delta)]


def _leaky_relu(z: Array, a: Array, s: Array) -> Program:
    return [partial(np.multiply, z, _scalar(_LEAK, a), s), partial(np.maximum, z, s, out=a)]


def _leaky_relu_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return [
        partial(np.heaviside, a, _scalar(0.0, a), s),
        partial(np.multiply, s, _scalar(1 - _LEAK, a), s),
        partial(np.add, s, _scalar(_LEAK, a), s),
        partial(np.multiply, delta, s, delta),
    ]


def sigmoid_calls(z: Array, a: Array) -> Program:
    """Returns the calls for a = σ(z) = ½ + ½·tanh(z/2), which no size of z can overflow."""
    half = _scalar(0.5, a)
    return [
        partial(np.multiply, z, half, a),
        partial(np.tanh, a, a),
        partial(np.multiply, a, half, a),
        partial(np.add, a, half, a),
    ]


def _sigmoid(z: Array, a: Array, s: Array) -> Program:
    return sigmoid_calls(z, a)


def _sigmoid_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return [  # delta·a·(1 − a)
        partial(np.subtract, _scalar(1.0, a), a, s),
        partial(np.multiply, s, a, s),
        partial(np.multiply, delta, s, delta),
    ]


def _softplus(z: Array, a: Array, s: Array) -> Program:
    return [partial(np.logaddexp, z, _scalar(0.0, a), a)]


def _softplus_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return [  # σ(z) = 1 − e^−a
        partial(np.negative, a, s),
        partial(np.expm1, s, s),
        partial(np.multiply, delta, s, delta),
        partial(np.negative, delta, delta),
    ]


def _gelu_tanh(z: Array, s: Array) -> Program:
    """Leaves tanh(√(2/π)·(z + 0.044715·z³)) in s (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    return [
        partial(np.multiply, z, z, s),
        partial(np.multiply, s, _scalar(_GELU * _CUBE, s), s),
        partial(np.add, s, _scalar(_GELU, s), s),
        partial(np.multiply, s, z, s),
        partial(np.tanh, s, s),
    ]


def _gelu(z: Array, a: Array, s: Array) -> Program:
    return [
        *_gelu_tanh(z, s),
        partial(np.add, s, _scalar(1.0, s), s),
        partial(np.multiply, s, _scalar(0.5, s), s),
        partial(np.multiply, s, z, a),
    ]


def _gelu_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    # With T from _gelu_tanh and p = ½(1 + T), the slope is
    # p + ½·z·(1 − T²)·√(2/π)·(1 + 3·0.044715·z²), and 1 − T² = 4·p·(1 − p).
    return [
        *_gelu_tanh(z, s),
        partial(np.multiply, z, z, t),
        # From |z| = 10 on T is ±1 to the last bit: a bound far beyond only keeps 0·∞ away.
        partial(np.minimum, t, _scalar(1e4, t), out=t),
        partial(np.multiply, t, _scalar(6 * _CUBE * _GELU, t), t),
        partial(np.add, t, _scalar(2 * _GELU, t), t),
        partial(np.multiply, t, z, t),
        partial(np.multiply, t, delta, t),
        partial(np.add, s, _scalar(1.0, s), s),
        partial(np.multiply, s, _scalar(0.5, s), s),
        partial(np.multiply, delta, s, delta),
        partial(np.multiply, t, s, t),
        partial(np.subtract, _scalar(1.0, s), s, s),
        partial(np.multiply, t, s, t),
        partial(np.add, delta, t, delta),
    ]


def _silu(z: Array, a: Array, s: Array) -> Program:
    return [*sigmoid_calls(z, s), partial(np.multiply, s, z, a)]


def _silu_slope(z: Array, a: Array, delta: Array, s: Array, t: Array) -> Program:
    return [  # σ·(1 + z·(1 − σ))
        *sigmoid_calls(z, s),
        partial(np.subtract, _scalar(1.0, s), s, t),
        partial(np.multiply, t, z, t),
        partial(np.add, t, _scalar(1.0, t), t),
        partial(np.multiply, t, s, t),
        partial(np.multiply, delta, t, delta),
    ]


def _scalar(value: float, like: Array) -> Array:
    """A 0-d array of the buffers' dtype: cheaper in a call than a Python number."""
    return np.array(value, dtype=like.dtype)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", later("identity"), False, _identity, _identity_slope),
        Activation("tanh", "tanh", False, _tanh, _tanh_slope),
        Activation("relu", "ReLU", False, _relu, _relu_slope),
        Activation("leaky_relu", "leaky ReLU", False, _leaky_relu, _leaky_relu_slope),
        Activation("sigmoid", "sigmoid", False, _sigmoid, _sigmoid_slope),
        Activation("softplus", "softplus", False, _softplus, _softplus_slope),
        Activation("gelu_tanh", later("GELU (tanh form)"), True, _gelu, _gelu_slope),
        Activation("silu", "SiLU", True, _silu, _silu_slope),
    )
}
