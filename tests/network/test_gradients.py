"""The gradient against central differences of the loss, over random networks."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network, Workspace, chunk_of

Vector = NDArray[np.float64]
KINKED = ("relu", "leaky_relu")
CLEAR = 2e-3  # no sum of a kinked neuron may lie this near to its kink


def sums(layout: Layout, theta: Vector, inputs: Vector) -> list[Vector]:
    """Each layer's sums, through PyTorch's shapes; activations as scalars of the math module."""
    tensors = layout.as_torch(theta)
    found, x = [], inputs.T
    for layer, name in enumerate(layout.architecture.activations):
        z = x @ tensors[f"layers.{layer}.weight"].T
        z = z + tensors.get(f"layers.{layer}.bias", 0)
        found.append(z)
        x = np.vectorize(SCALAR[name], otypes=[np.float64])(z)
    return found


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


SCALAR = {
    "identity": lambda z: z,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "sigmoid": _sigmoid,
    "softplus": lambda z: math.log1p(math.exp(z)),
    "gelu_tanh": lambda z: (
        0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))
    ),
    "silu": lambda z: z * _sigmoid(z),
}


def random_network(rng: np.random.Generator) -> tuple[Architecture, str]:
    depth = int(rng.integers(0, 4))
    loss = str(rng.choice(list(LOSSES)))
    outputs = (
        int(rng.integers(2, 5)) if loss == "softmax_cross_entropy" else int(rng.integers(1, 4))
    )
    sizes = (*(int(n) for n in rng.integers(1, 6, depth + 1)), outputs)
    activations = [str(name) for name in rng.choice(list(ACTIVATIONS), depth + 1)]
    if loss != "half_mse":
        activations[-1] = "identity"
    biases = tuple(bool(b) for b in rng.random(depth + 1) < 0.6)
    return Architecture(sizes, tuple(activations), biases), loss


def targets_for(rng: np.random.Generator, loss: str, outputs: int, samples: int) -> Vector:
    if loss == "softmax_cross_entropy":
        return np.eye(outputs)[rng.integers(0, outputs, samples)].T.copy()
    if loss == "binary_cross_entropy":
        return (rng.random((outputs, samples)) < 0.5).astype(np.float64)
    return rng.normal(size=(outputs, samples))


def kinks_are_clear(layout: Layout, theta: Vector, inputs: Vector) -> bool:
    names = layout.architecture.activations
    found = sums(layout, theta, inputs)
    return all(
        np.abs(z).min() > CLEAR for name, z in zip(names, found, strict=True) if name in KINKED
    )


def place(rng: np.random.Generator, layout: Layout, loss: str) -> tuple[Vector, Vector, Vector]:
    """Parameters, inputs and targets away from every kink."""
    sizes = layout.architecture.sizes
    samples = int(rng.integers(1, 8))
    for _ in range(200):
        theta = rng.normal(size=layout.size)
        inputs = rng.normal(size=(sizes[0], samples))
        if kinks_are_clear(layout, theta, inputs):
            return theta, inputs, targets_for(rng, loss, sizes[-1], samples)
    pytest.fail("every place of this network lies on a kink: choose another seed")


def differences(network: Network, theta: Vector, inputs: Vector, targets: Vector) -> Vector:
    """Central differences with one Richardson step: an error of order h⁴."""

    def slope(index: int, h: float) -> float:
        up, down = theta.copy(), theta.copy()
        up[index] += h
        down[index] -= h
        rise = network.value(up, inputs, targets) - network.value(down, inputs, targets)
        return rise / (2 * h)

    h = 2e-4
    return np.array(
        [(4 * slope(i, h / 2) - slope(i, h)) / 3 for i in range(theta.size)], dtype=np.float64
    )


def check(architecture: Architecture, loss: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    layout = Layout(architecture)
    network = Network(layout, LOSSES[loss])
    theta, inputs, targets = place(rng, layout, loss)
    exact = differences(network, theta, inputs, targets)
    gradient = network.gradient(theta, inputs, targets)
    assert gradient.shape == (layout.size,)
    assert gradient.dtype == np.float64
    size = float(np.abs(exact).max())
    np.testing.assert_allclose(gradient, exact, rtol=1e-7, atol=1e-8 * (1 + size))
    small = network.gradient(theta.astype(np.float32), inputs.astype(np.float32), targets)
    assert small.dtype == np.float32
    np.testing.assert_allclose(small, gradient, rtol=2e-3, atol=5e-5 * (1 + size))


@pytest.mark.parametrize("seed", range(120))
def test_gradient_of_a_random_network_is_the_slope_of_its_loss(seed: int) -> None:
    architecture, loss = random_network(np.random.default_rng([seed, 1]))
    check(architecture, loss, seed)


@pytest.mark.parametrize("output", ["identity", "tanh", "sigmoid", "softplus"])
@pytest.mark.parametrize("hidden", list(ACTIVATIONS))
def test_every_activation_passes_the_slope_on(hidden: str, output: str) -> None:
    check(Architecture((3, 5, 2), (hidden, output), (True, True)), "half_mse", 7)


@pytest.mark.parametrize("output", list(ACTIVATIONS))
def test_every_activation_can_stand_at_the_output(output: str) -> None:
    check(Architecture((3, 2), (output,), (True,)), "half_mse", 11)


@pytest.mark.parametrize("biases", [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)])
@pytest.mark.parametrize("loss", list(LOSSES))
def test_every_pattern_of_biases(loss: str, biases: tuple[int, int, int]) -> None:
    pattern = tuple(bool(bias) for bias in biases)
    shape = Architecture((2, 4, 3, 2), ("tanh", "silu", "identity"), pattern)
    check(shape, loss, 3)


def test_gradient_through_dropped_answers_is_the_slope_under_the_same_masks() -> None:
    rng = np.random.default_rng(5)
    layout = Layout(Architecture((3, 6, 5, 1), ("tanh", "gelu_tanh", "identity"), (True,) * 3))
    theta = rng.normal(size=layout.size)
    inputs, targets = rng.normal(size=(3, 8)), rng.normal(size=(1, 8))
    gradient = np.empty(layout.size)
    work = Workspace(layout, theta, gradient, LOSSES["half_mse"], 8, dropout=0.4)
    work.sample[:3], work.sample[3], work.targets[...] = inputs, 1, targets
    work.draw_masks(rng)
    work.set_scale(1.0)
    for call in work.fused:
        call()

    def loss(at: Vector) -> float:
        tensors, x = layout.as_torch(at), inputs.T
        for layer, name in enumerate(("tanh", "gelu_tanh", "identity")):
            z = x @ tensors[f"layers.{layer}.weight"].T + tensors[f"layers.{layer}.bias"]
            x = np.vectorize(SCALAR[name])(z)
            if layer < 2:
                x = x * work.masks[layer].T
        return float(np.sum((x - targets.T) ** 2)) / (2 * 8)

    h = 1e-5
    steps = h * np.eye(layout.size)
    exact = [(loss(theta + step) - loss(theta - step)) / (2 * h) for step in steps]
    np.testing.assert_allclose(gradient, exact, rtol=1e-6, atol=1e-8)


def test_scale_multiplies_the_gradient() -> None:
    rng = np.random.default_rng(0)
    layout = Layout(Architecture((2, 3, 1), ("tanh", "identity"), (True, True)))
    theta, gradient = rng.normal(size=layout.size), np.empty(layout.size)
    inputs, targets = rng.normal(size=(2, 4)), rng.normal(size=(1, 4))
    plain = Network(layout, LOSSES["half_mse"]).gradient(theta, inputs, targets)
    work = Workspace(layout, theta, gradient, LOSSES["half_mse"], 4)
    work.sample[:2], work.sample[2], work.targets[...] = inputs, 1, targets
    work.set_scale(0.3)
    for call in work.fused:
        call()
    np.testing.assert_allclose(gradient, 0.3 * plain, rtol=1e-13)


def test_answers_of_a_large_table_do_not_depend_on_the_chunks() -> None:
    rng = np.random.default_rng(1)
    layout = Layout(Architecture((2, 3, 2), ("silu", "identity"), (True, False)))
    network = Network(layout, LOSSES["half_mse"])
    theta = rng.normal(size=layout.size)
    chunk = chunk_of(layout.architecture)
    inputs = rng.normal(size=(2, 2 * chunk + 17))
    whole = network.answers(theta, inputs)
    for at in (0, chunk - 1, chunk, 2 * chunk, 2 * chunk + 16):
        alone = network.answers(theta, inputs[:, at : at + 1])
        np.testing.assert_allclose(whole[:, at : at + 1], alone, rtol=1e-12)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "softmax_cross_entropy"])
def test_cross_entropy_behind_another_output_is_refused(loss: str) -> None:
    layout = Layout(Architecture((2, 2), ("tanh",), (True,)))
    with pytest.raises(ValueError, match="identity"):
        Network(layout, LOSSES[loss])
