"""Gradients and training against PyTorch's own numbers, which are kept beside this file."""

import numpy as np
import pytest
from torch_cases import MARKS, NETWORKS, NUMBERS, TRAJECTORIES, case, trajectory

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session.actions import Train
from eq_sim.session.session import Session

KINDS = ("weight", "bias")


@pytest.fixture(scope="module")
def torch_numbers() -> dict[str, np.ndarray]:
    with np.load(NUMBERS, allow_pickle=False) as file:
        return dict(file)


def in_order(layout: Layout, vector: np.ndarray) -> np.ndarray:
    """Returns θ, or its gradient, in PyTorch's order: a layer's weights and then its biases."""
    tensors = layout.as_torch(vector)
    names = [f"layers.{block.layer}.{kind}" for block in layout.blocks for kind in KINDS]
    return np.concatenate([tensors[name].ravel() for name in names if name in tensors])


def test_the_gradients_of_300_random_networks(torch_numbers: dict[str, np.ndarray]) -> None:
    ends = np.cumsum(torch_numbers["lengths"])
    wanted = np.split(torch_numbers["gradients"], ends[:-1])
    assert len(wanted) == NETWORKS == 300
    for number, slopes in enumerate(wanted):
        of = case(number)
        has_bias = tuple(bias is not None for bias in of.biases)
        layout = Layout(Architecture(of.sizes, of.activations, has_bias))
        theta = np.zeros(layout.size)
        views = layout.views(theta)
        for view, weight, bias in zip(views, of.weights, of.biases, strict=True):
            view[: weight.shape[1]] = weight.T
            if bias is not None:
                view[weight.shape[1]] = bias
        network = Network(layout, LOSSES[of.loss])
        loss = network.value(theta, of.x.T, of.y.T)
        assert loss == pytest.approx(torch_numbers["losses"][number], rel=1e-12, abs=1e-14), number
        gradient = in_order(layout, network.gradient(theta, of.x.T, of.y.T))
        assert gradient.size == slopes.size
        scale = max(np.abs(slopes).max(), 1e-12)
        np.testing.assert_allclose(gradient, slopes, rtol=1e-9, atol=1e-12 * scale + 1e-15)


@pytest.mark.parametrize("name", list(TRAJECTORIES))
def test_a_trajectory(torch_numbers: dict[str, np.ndarray], name: str) -> None:
    of = Session(trajectory(name), 1)
    first = of.parameters.theta.copy()
    for step, wanted in zip(MARKS, torch_numbers[f"trajectory {name}"], strict=True):
        of.apply(Train(step - of.step))
        knobs = in_order(of.layout, of.parameters.theta)
        # Where slopes are nearly 0, RMSprop and Adam make more of the last bit with each step.
        near = 1e-9 if step <= 100 else 1e-6
        np.testing.assert_allclose(knobs, wanted, rtol=near, atol=near / 10)
    assert np.abs(of.parameters.theta - first).max() > 0.3


def test_the_numbers_say_what_made_them(torch_numbers: dict[str, np.ndarray]) -> None:
    assert torch_numbers["versions"][0].startswith("PyTorch 2.")
    assert NUMBERS.stat().st_size < 200_000
