"""What PyTorch and this program both compute: 300 random networks and eight ways to learn.

Drawn with ``RandomState``, whose numbers NumPy promises never to change.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from eq_sim.session.scenario import Scenario, convert, load_scenario

Vector = NDArray[np.float64]
NUMBERS = Path(__file__).with_name("torch_numbers.npz")
NETWORKS = 300
MARKS = (1, 10, 100, 200)
"""Steps after which the knobs of a trajectory are compared."""

_ACTIVATIONS = (
    "identity", "tanh", "relu", "leaky_relu", "sigmoid", "softplus", "gelu_tanh", "silu",
)  # fmt: skip
_LOSSES = ("half_mse", "binary_cross_entropy", "softmax_cross_entropy")


@dataclass(frozen=True)
class Case:
    """A network, samples and targets.

    Attributes:
        sizes: neurons of each layer, inputs first.
        activations: of each layer.
        weights: (out, in) of each layer.
        biases: (out,) of each layer; None for a layer without.
        loss: its name in scenario files.
        x: (samples, inputs).
        y: (samples, outputs).
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    weights: tuple[Vector, ...]
    biases: tuple[Vector | None, ...]
    loss: str
    x: Vector
    y: Vector


def case(number: int) -> Case:
    """Returns one of the random networks."""
    rng = np.random.RandomState(number)
    loss = _LOSSES[number % 3]
    depth = rng.randint(0, 4)
    least = 2 if loss == "softmax_cross_entropy" else 1
    sizes = (*rng.randint(1, 5, depth + 1).tolist(), int(rng.randint(least, 4)))
    names = [_ACTIVATIONS[place] for place in rng.randint(0, len(_ACTIVATIONS), depth + 1)]
    if loss != "half_mse":
        names[-1] = "identity"
    pairs = list(zip(sizes[1:], sizes, strict=False))
    weights = tuple(rng.normal(size=pair) for pair in pairs)
    biases = tuple(rng.normal(size=out) if rng.rand() < 0.7 else None for out, _ in pairs)
    samples, outputs = int(rng.randint(1, 7)), sizes[-1]
    x = rng.normal(size=(samples, sizes[0]))
    if loss == "softmax_cross_entropy":
        y = np.eye(outputs)[rng.randint(0, outputs, samples)]
    elif loss == "binary_cross_entropy":
        y = rng.randint(0, 2, (samples, outputs)).astype(np.float64)
    else:
        y = rng.normal(size=(samples, outputs))
    return Case(sizes, tuple(names), weights, biases, loss, x, y)


TRAJECTORIES: dict[str, dict[str, float | str]] = {
    "sgd": {"optimizer": "sgd", "learning_rate": 0.5},
    "sgd-l2": {"optimizer": "sgd", "learning_rate": 0.5, "l2": 0.01},
    "sgd-l1": {"optimizer": "sgd", "learning_rate": 0.3, "l1": 0.002},
    "momentum": {"optimizer": "momentum", "learning_rate": 0.1, "momentum": 0.9, "l2": 0.003},
    "nesterov": {"optimizer": "nesterov", "learning_rate": 0.1, "momentum": 0.8},
    "rmsprop": {"optimizer": "rmsprop", "learning_rate": 0.01},
    "adam": {"optimizer": "adam", "learning_rate": 0.02, "l2": 0.01},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.02, "l2": 0.1},
}


def trajectory(name: str) -> Scenario:
    """Returns what is trained: 2-5-3-1 on thirty points in float64, all of them in each step."""
    document = msgspec.to_builtins(load_scenario("moons"))
    document["data"].update(points=30, noise=0.15, test_fraction=0.0)
    document["network"].update(hidden=[5, 3], activation="tanh", dtype="float64")
    document["training"].update(batch_size="full", l1=0.0, l2=0.0, dropout=0.0)
    document["training"].update(TRAJECTORIES[name])
    return convert(document)
