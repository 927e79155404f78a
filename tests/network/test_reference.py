"""The fast network against the one that is written to be read."""

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.network import reference
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network, Workspace
from eq_sim.network.types import run

Vector = NDArray[np.float64]


def layers_of(layout: Layout, theta: Vector) -> list[tuple[Vector, Vector]]:
    tensors = layout.as_torch(theta)
    return [
        (
            tensors[f"layers.{block.layer}.weight"],
            tensors.get(f"layers.{block.layer}.bias", np.zeros(block.outputs)),
        )
        for block in layout.blocks
    ]


def flat(layout: Layout, layers: list[tuple[Vector, Vector]]) -> Vector:
    theta = np.empty(layout.size)
    for block, (weights, biases) in zip(layout.blocks, layers, strict=True):
        block.view(theta)[: block.inputs] = weights.T
        if block.bias:
            block.view(theta)[block.inputs] = biases
    return theta


def targets_for(rng: np.random.Generator, loss: str, outputs: int, samples: int) -> Vector:
    if loss == "half_mse":
        return rng.normal(size=(outputs, samples))
    if loss == "binary_cross_entropy":
        return (rng.random((outputs, samples)) < 0.5).astype(np.float64)
    return np.eye(outputs)[rng.integers(0, outputs, samples)].T.copy()


def compare(shape: Architecture, loss: str, rng: np.random.Generator) -> None:
    layout = Layout(shape)
    network = Network(layout, LOSSES[loss])
    samples = int(rng.integers(1, 40))
    theta = rng.normal(size=layout.size)
    inputs = rng.normal(size=(shape.sizes[0], samples))
    targets = targets_for(rng, loss, shape.sizes[-1], samples)
    layers, activations = layers_of(layout, theta), shape.activations
    sums, answers = reference.forward(layers, activations, inputs.T)
    close = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(network.answers(theta, inputs), answers[-1].T, **close)
    value = reference.LOSSES[loss][0](answers[-1], targets.T)
    np.testing.assert_allclose(network.value(theta, inputs, targets), value, **close)
    slopes = reference.gradient(layers, activations, loss, inputs.T, targets.T)
    np.testing.assert_allclose(
        network.gradient(theta, inputs, targets), flat(layout, slopes), **close
    )
    # What lies between is the same too, layer by layer.
    work = Workspace(layout, theta, np.empty(layout.size), LOSSES[loss], samples)
    work.sample[: len(inputs)], work.sample[len(inputs)] = inputs, 1
    run(work.program)
    for layer, hidden in enumerate(work.hidden):
        np.testing.assert_allclose(hidden, answers[layer + 1].T, **close)
        if ACTIVATIONS[activations[layer]].keeps_sum:
            np.testing.assert_allclose(work.sums[layer], sums[layer].T, **close)


@pytest.mark.parametrize("seed", range(60))
def test_random_networks(seed: int) -> None:
    rng = np.random.default_rng([seed, 2])
    depth = int(rng.integers(0, 4))
    loss = str(rng.choice(list(LOSSES)))
    sizes = tuple(int(size) for size in rng.integers(1, 9, depth + 2))
    activations = [str(name) for name in rng.choice(list(ACTIVATIONS), depth + 1)]
    if loss != "half_mse":
        activations[-1] = "identity"
    biases = tuple(bool(bias) for bias in rng.random(depth + 1) < 0.7)
    compare(Architecture(sizes, tuple(activations), biases), loss, rng)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_with_every_loss(name: str, loss: str) -> None:
    shape = Architecture((3, 6, 5, 4), (name, name, "identity"), (True, True, True))
    compare(shape, loss, np.random.default_rng(4))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_at_the_output(name: str) -> None:
    compare(Architecture((3, 4), (name,), (True,)), "half_mse", np.random.default_rng(5))


def test_the_reference_has_everything_that_the_network_has() -> None:
    assert reference.ACTIVATIONS.keys() == ACTIVATIONS.keys()
    assert reference.LOSSES.keys() == LOSSES.keys()
