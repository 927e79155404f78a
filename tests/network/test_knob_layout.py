"""Where each knob sits in θ, and that it is the knob it is called."""

import math

import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network

SHAPES = [
    Architecture((2, 4, 2, 1), ("tanh", "tanh", "identity"), (True, True, True)),
    Architecture((2, 1), ("identity",), (True,)),
    Architecture((3, 5, 2), ("relu", "identity"), (False, True)),
    Architecture((1, 1, 1), ("tanh", "identity"), (True, False)),
    Architecture((64, 32, 10), ("tanh", "identity"), (True, True)),
]


def test_count_and_formula_of_the_first_network() -> None:
    shape = SHAPES[0]
    assert shape.count == 25
    assert shape.formula == "(2·4+4) + (4·2+2) + (2·1+1)"


def test_formula_counts_the_knobs_of_adapters() -> None:
    shape = Architecture((64, 32, 10), ("tanh", "identity"), (True, True), (1, 0))
    assert shape.formula == "(64·32+32) + (32·10+10) + 1·(64+32)"
    assert shape.count == 2410 + 96
    assert Architecture(shape.sizes, shape.activations, shape.biases, (1, 1)).count == 2410 + 138


def test_formula_leaves_missing_biases_out() -> None:
    assert SHAPES[2].formula == "(3·5) + (5·2+2)"
    assert SHAPES[2].count == 27
    assert SHAPES[4].count == 64 * 32 + 32 + 32 * 10 + 10


@pytest.mark.parametrize("shape", SHAPES)
def test_formula_says_the_count(shape: Architecture) -> None:
    total = sum(
        sum(math.prod(int(n) for n in term.split("·")) for term in part.strip("()").split("+"))
        for part in shape.formula.split(" + ")
    )
    assert total == shape.count == Layout(shape).size


@pytest.mark.parametrize("shape", SHAPES)
def test_every_place_is_one_knob_and_every_knob_one_place(shape: Architecture) -> None:
    layout = Layout(shape)
    seen = set()
    for index in range(layout.size):
        knob = layout.knob(index)
        assert knob.index == index
        assert layout.index(knob.layer, knob.neuron, knob.source) == index
        assert knob.is_bias == (knob.source is None) == (not layout.weights[index])
        seen.add((knob.layer, knob.neuron, knob.source))
    expected = {
        (layer, neuron, source)
        for layer, (inputs, outputs) in enumerate(zip(shape.sizes, shape.sizes[1:], strict=False))
        for neuron in range(outputs)
        for source in [*range(inputs), *([None] if shape.biases[layer] else [])]
    }
    assert seen == expected


@pytest.mark.parametrize("place", [-1, 25, 1000])
def test_places_that_are_not_there(place: int) -> None:
    with pytest.raises(IndexError):
        Layout(SHAPES[0]).knob(place)


@pytest.mark.parametrize(
    "knob", [(3, 0, 0), (-1, 0, 0), (0, 4, 0), (0, -1, 0), (0, 0, 2), (0, 0, -1), (1, 2, None)]
)
def test_knobs_that_are_not_there(knob: tuple[int, int, int | None]) -> None:
    with pytest.raises(IndexError):
        Layout(SHAPES[0]).index(*knob)


def test_a_layer_without_biases_has_none() -> None:
    with pytest.raises(IndexError):
        Layout(SHAPES[2]).index(0, 0, None)


@pytest.mark.parametrize("shape", SHAPES)
def test_views_are_theta_itself(shape: Architecture) -> None:
    layout = Layout(shape)
    theta = np.arange(layout.size, dtype=np.float64)
    for block, view in zip(layout.blocks, layout.views(theta), strict=True):
        assert np.shares_memory(view, theta)
        for row in range(block.rows):
            for neuron in range(block.outputs):
                source = row if row < block.inputs else None
                assert view[row, neuron] == layout.index(block.layer, neuron, source)
    layout.views(theta)[-1][...] = -1
    assert theta[-1] == -1


@pytest.mark.parametrize("shape", SHAPES)
def test_neuron_and_outgoing_name_the_same_knobs_as_index(shape: Architecture) -> None:
    layout = Layout(shape)
    for layer, outputs in enumerate(shape.sizes[1:]):
        for neuron in range(outputs):
            sources: list[int | None] = list(range(shape.sizes[layer]))
            if shape.biases[layer]:
                sources.append(None)
            own = [layout.index(layer, neuron, source) for source in sources]
            assert layout.neuron(layer, neuron).tolist() == own
            onward = []
            if layer + 2 < len(shape.sizes):
                readers = range(shape.sizes[layer + 2])
                onward = [layout.index(layer + 1, reader, neuron) for reader in readers]
            assert layout.outgoing(layer, neuron).tolist() == onward


@pytest.mark.parametrize("shape", SHAPES)
def test_torch_tensors_have_torch_names_shapes_and_meaning(shape: Architecture) -> None:
    layout = Layout(shape)
    rng = np.random.default_rng(9)
    theta = rng.normal(size=layout.size)
    tensors = layout.as_torch(theta)
    names = {f"layers.{layer}.weight" for layer in range(len(shape.biases))}
    names |= {f"layers.{layer}.bias" for layer, bias in enumerate(shape.biases) if bias}
    assert set(tensors) == names
    x = rng.normal(size=(6, shape.sizes[0]))
    out = x
    for layer, name in enumerate(shape.activations):
        weight = tensors[f"layers.{layer}.weight"]
        assert weight.shape == (shape.sizes[layer + 1], shape.sizes[layer])
        out = out @ weight.T  # torch.nn.Linear: y = x·Aᵀ + b
        if shape.biases[layer]:
            assert tensors[f"layers.{layer}.bias"].shape == (shape.sizes[layer + 1],)
            out = out + tensors[f"layers.{layer}.bias"]
        out = {"tanh": np.tanh, "relu": lambda z: z * (z > 0), "identity": lambda z: z}[name](out)
    answers = Network(layout, LOSSES["half_mse"]).answers(theta, x.T)
    np.testing.assert_allclose(answers, out.T, rtol=1e-12, atol=1e-13)


def test_torch_tensors_are_copies() -> None:
    layout = Layout(SHAPES[0])
    theta = np.zeros(layout.size)
    for tensor in layout.as_torch(theta).values():
        assert not np.shares_memory(tensor, theta)


def test_the_mask_of_weights_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Layout(SHAPES[0]).weights[0] = False


@pytest.mark.parametrize(
    ("sizes", "activations", "biases"),
    [
        ((2,), (), ()),
        ((2, 0, 1), ("tanh", "identity"), (True, True)),
        ((2, 3, 1), ("tanh",), (True, True)),
        ((2, 3, 1), ("tanh", "identity"), (True,)),
        ((2, 1), ("softmax",), (True,)),
    ],
)
def test_impossible_shapes_are_refused(
    sizes: tuple[int, ...], activations: tuple[str, ...], biases: tuple[bool, ...]
) -> None:
    with pytest.raises(ValueError, match=r"needs|need|unknown"):
        Architecture(sizes, activations, biases)
