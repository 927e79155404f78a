"""The network once more, to be read: forward pass, loss and gradient with nothing prepared.

``mlp`` computes the same in buffers that are made once, and many times faster. The program never
runs this file; the tests hold the two against each other. A sample is a row. Layer k has weights
W of shape (neurons, inputs), one row a neuron as in PyTorch, and biases b of shape (neurons,).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy import cosh, exp, logaddexp, maximum, sqrt, tanh, where
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Layers = Sequence[tuple[Matrix, Matrix]]
"""(W, b) of each layer, the first one first."""


def forward(
    layers: Layers, activations: Sequence[str], x: Matrix
) -> tuple[list[Matrix], list[Matrix]]:
    """Returns each layer's sums z = a·Wᵀ + b, and the answers: the inputs, then f(z) of each layer.

    Args:
        layers: weights and biases.
        activations: the name of each layer's activation f.
        x: (samples, inputs).
    """
    sums, answers = [], [x]
    for (W, b), activation in zip(layers, activations, strict=True):
        sums.append(answers[-1] @ W.T + b)
        answers.append(ACTIVATIONS[activation][0](sums[-1]))
    return sums, answers


def gradient(
    layers: Layers, activations: Sequence[str], loss: str, x: Matrix, y: Matrix
) -> list[tuple[Matrix, Matrix]]:
    """Returns the slope of the mean loss along every weight and bias, shaped like ``layers``.

    Args:
        layers: weights and biases.
        activations: the name of each layer's activation.
        loss: the name of the loss.
        x: (samples, inputs).
        y: (samples, outputs), the targets.
    """
    sums, answers = forward(layers, activations, x)
    slopes = []
    delta = LOSSES[loss][1](answers[-1], y)  # the slope of the loss along each answer
    for k in reversed(range(len(layers))):
        delta = delta * ACTIVATIONS[activations[k]][1](sums[k])  # along each sum: the chain rule
        slopes.append((delta.T @ answers[k], delta.sum(axis=0)))  # along W and b: sum over samples
        delta = delta @ layers[k][0]  # along each answer of the layer before
    return slopes[::-1]


def _sigmoid(z: Matrix) -> Matrix:
    return np.asarray((1 + tanh(z / 2)) / 2)  # 1 / (1 + e⁻ᶻ), which no z overflows


def _gate(z: Matrix) -> Matrix:
    return _sigmoid(2 * sqrt(2 / np.pi) * (z + 0.044715 * z**3))


def _gate_slope(z: Matrix) -> Matrix:
    steep = 2 * sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2)
    return np.asarray(steep * _gate(z) * (1 - _gate(z)))


def _softmax(z: Matrix) -> Matrix:
    powers = exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


ACTIVATIONS: dict[str, tuple[Callable[[Matrix], Matrix], Callable[[Matrix], Matrix]]] = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "tanh": (tanh, lambda z: 1 / cosh(z) ** 2),
    "relu": (lambda z: maximum(z, 0), lambda z: where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: where(z > 0, z, 0.01 * z), lambda z: where(z > 0, 1.0, 0.01)),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
    "softplus": (lambda z: logaddexp(0, z), _sigmoid),
    "gelu_tanh": (lambda z: z * _gate(z), lambda z: _gate(z) + z * _gate_slope(z)),
    "silu": (lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * (1 - _sigmoid(z)))),
}
"""f, and its slope f′, both functions of the sum z."""

LOSSES: dict[str, tuple[Callable[[Matrix, Matrix], float], Callable[[Matrix, Matrix], Matrix]]] = {
    "half_mse": (
        lambda a, y: float(np.sum((a - y) ** 2) / (2 * len(y))),
        lambda a, y: (a - y) / len(y),
    ),
    "binary_cross_entropy": (
        lambda a, y: float(np.mean(logaddexp(0, a) - y * a)),
        lambda a, y: (_sigmoid(a) - y) / y.size,
    ),
    "softmax_cross_entropy": (
        lambda a, y: float(-np.sum(y * np.log(_softmax(a))) / len(y)),
        lambda a, y: (_softmax(a) - y) / len(y),
    ),
}
"""The mean loss of answers a against targets y, and its slope along each answer."""
