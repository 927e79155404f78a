"""Lining one network up with another: the same answers, and the nearest of all equal settings."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.network.symmetry import lined_up

Theta = NDArray[np.float64]


def layout_of(sizes: tuple[int, ...], activation: str) -> Layout:
    hidden = len(sizes) - 2
    activations = (*(activation,) * hidden, "identity")
    return Layout(Architecture(sizes, activations, (True,) * (hidden + 1)))


def orders(count: int, signs: tuple[int, ...]) -> Iterator[tuple[list[int], NDArray[np.float64]]]:
    for order in itertools.permutations(range(count)):
        for flips in itertools.product(signs, repeat=count):
            yield list(order), np.array(flips, np.float64)


def every_equal_setting(layout: Layout, theta: Theta, signs: tuple[int, ...]) -> Theta:
    """All orders and signs of all hidden neurons, one after another, without any cleverness."""
    hidden = [list(orders(block.outputs, signs)) for block in layout.blocks[:-1]]
    found = []
    for chosen in itertools.product(*hidden):
        changed = theta.copy()
        views = layout.views(changed)
        for layer, (order, flips) in enumerate(chosen):
            views[layer][...] = views[layer][:, order] * flips
            after = views[layer + 1][: len(order)]
            after[...] = after[order] * flips[:, np.newaxis]
        found.append(changed)
    return np.array(found)


@pytest.mark.parametrize(
    ("sizes", "activation", "signs", "equal"),
    [
        ((2, 4, 2, 1), "tanh", (1, -1), 3072),
        ((3, 4, 3, 2), "relu", (1,), 144),
        ((2, 5, 1), "sigmoid", (1,), 120),
        ((2, 2, 2, 2, 1), "tanh", (1, -1), 512),
    ],
)
def test_it_is_the_nearest_of_all_equal_settings(
    sizes: tuple[int, ...], activation: str, signs: tuple[int, ...], equal: int
) -> None:
    layout, draw = layout_of(sizes, activation), np.random.default_rng(4)
    network, inputs = Network(layout, LOSSES["half_mse"]), draw.normal(size=(sizes[0], 30))
    theta = draw.normal(size=layout.size)
    answers, every = network.answers(theta, inputs), every_equal_setting(layout, theta, signs)
    assert len(every) == equal
    # Random settings have no order in common: there the descents alone miss the nearest.
    for model in draw.normal(size=(30, layout.size)):
        lined = lined_up(layout, theta, model)
        np.testing.assert_allclose(network.answers(lined, inputs), answers, rtol=0, atol=1e-12)
        nearest = np.linalg.norm(every - model, axis=1).min()
        assert np.linalg.norm(lined - model) == pytest.approx(nearest, rel=1e-12)


def test_layers_with_too_many_orders_still_come_nearer_and_answer_the_same() -> None:
    layout, draw = layout_of((2, 8, 8, 1), "tanh"), np.random.default_rng(5)
    theta, model = draw.normal(size=(2, layout.size))
    lined, inputs = lined_up(layout, theta, model), draw.normal(size=(2, 30))
    network = Network(layout, LOSSES["half_mse"])
    np.testing.assert_allclose(
        network.answers(lined, inputs), network.answers(theta, inputs), rtol=0, atol=1e-12
    )
    assert np.linalg.norm(lined - model) < np.linalg.norm(theta - model)
