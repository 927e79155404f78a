"""Neurons and layers added and taken away in mid-training: what remains stays, answers too."""

from math import fsum
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from session_kit import moments, session, theta_bits, whole_state

from eq_sim.network.reference import ACTIVATIONS
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.replay import replay
from eq_sim.session.moment import last_moment
from eq_sim.session.scenario import NetworkSpec
from eq_sim.session.session import Session

Alteration = act.AddNeurons | act.RemoveNeuron | act.AddLayer | act.RemoveLayer
ROUNDING = {"float32": 3e-6, "float64": 1e-14}
"""By how much a sum of some products near 1 may differ when a zero is added in its middle."""


def answers(of: Session) -> NDArray[np.floating]:
    """The network's answers to every sample, as the program has them."""
    return np.hstack([part.copy() for part in of.evaluation.answers])


def keeps(of: Session, alteration: Alteration) -> bool:
    """Whether it says that the answers stay."""
    return alteration.keeps_answers(of.layout, of.parameters.theta, of.switches)


def exact_answers(of: Session) -> NDArray[np.float64]:
    """The answers with each sum added up without rounding on the way."""
    a = [list(map(float, row)) for row in of.dataset.inputs.T[:20]]
    for block, name in zip(of.layout.blocks, of.layout.architecture.activations, strict=True):
        view = block.view(of.parameters.theta).astype(np.float64).tolist()
        bias = view[block.inputs] if block.bias else [0.0] * block.outputs
        sums = [
            [
                fsum([bias[j], *(w[j] * x for w, x in zip(view[: block.inputs], row, strict=True))])
                for j in range(block.outputs)
            ]
            for row in a
        ]
        a = [[float(ACTIVATIONS[name][0](np.float64(z))) for z in row] for row in sums]
    return np.array(a)


def trained(name: str = "ring", **changes: object) -> Session:
    of = session(name, **{"optimizer": "adam", "learning_rate": 0.01, **changes})
    of.apply(act.Train(30))
    return of


CASES = [
    *((name, "ring", "binary_cross_entropy") for name in ACTIVATIONS),
    ("tanh", "ring", "half_mse"),
    ("tanh", "penguins", "softmax_cross_entropy"),
    ("relu", "sine", "half_mse"),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("activation", "name", "loss"), CASES)
def test_every_answer_stays_when_a_neuron_or_such_a_layer_is_added(
    activation: str, name: str, loss: str, dtype: str
) -> None:
    of = trained(name, hidden=[3, 2], activation=activation, loss=loss, dtype=dtype)
    before, exactly = answers(of), exact_answers(of)
    # A product with the identity has no rounding, so of added layers not a bit is lost.
    for action in (act.AddLayer(0), act.AddLayer(1), act.AddLayer(4)):
        assert keeps(of, action)
        of.apply(action)
        np.testing.assert_array_equal(answers(of), before)
    for action in (act.AddNeurons(0), act.AddNeurons(1, 3), act.AddNeurons(4), act.AddLayer(2, 9)):
        of.apply(action)
        np.testing.assert_allclose(answers(of), before, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    np.testing.assert_array_equal(exact_answers(of), exactly)
    wide = len(of.dataset.columns)  # of the layer that was added first
    assert of.layout.architecture.sizes[1:-1] == (wide + 1, wide + 3, 9, 3, 2, 3)


def test_an_added_layer_may_bend_where_nothing_is_below_0() -> None:
    of = trained(activation="relu")
    before = answers(of)
    assert keeps(of, act.AddLayer(1, activation="relu"))
    of.apply(act.AddLayer(1, activation="relu"))
    np.testing.assert_array_equal(answers(of), before)
    assert of.scenario.network.activation == "relu"
    tanh = act.AddLayer(1, activation="tanh")
    first = act.AddLayer(0, activation="relu")  # the inputs go below 0
    for action in (tanh, first, act.AddLayer(1, 1)):
        assert not keeps(of, action)
        of.apply(action)
        assert not np.allclose(answers(of), before)
        of.apply(act.Undo())


@pytest.mark.parametrize("initializer", ["xavier", "he", "normal", "uniform", "zeros"])
def test_a_new_neuron_listens_as_the_start_draws_it_and_nobody_listens_to_it(
    initializer: str,
) -> None:
    def added(seed: int) -> tuple[Session, NDArray[np.floating], NDArray[np.floating]]:
        of = session(seed=seed, hidden=[400, 2], initializer=initializer)
        of.apply(act.Train(3))
        of.apply(act.AddNeurons(0, 400))
        block = of.layout.blocks[0].view(of.parameters.theta)
        return of, block[:2, 400:], block[2, 400:]

    of, incoming, biases = added(1)
    assert not biases.any()
    assert not of.layout.blocks[1].view(of.parameters.theta)[400:800].any()
    # Mean squares of a uniform and a normal draw, by their definitions; 800 draws, so ± 15 %.
    squares = {"xavier": 2 / 802, "he": 2 / 2, "normal": 1, "uniform": 1 / 3, "zeros": 0}
    assert np.mean(incoming.astype(float) ** 2) == pytest.approx(squares[initializer], rel=0.15)
    np.testing.assert_array_equal(added(1)[1], incoming)
    if initializer != "zeros":
        assert not np.array_equal(added(2)[1], incoming)


def marked() -> Session:
    """A session in which everything that knobs can have is had by some of them."""
    of = trained(hidden=[4, 3], points=60)
    of.apply(act.StoreScene(0))
    of.apply(act.KeepCheckpoint("before"))
    of.apply(act.CopySide())
    name = {knob: of.name(knob) for knob in range(of.layout.size)}
    assert name[of.layout.index(1, 2, 3)] == "neuron 4 → neuron 3, layer 2"
    of.apply(act.Freeze((of.layout.index(1, 2, 3),), True))
    of.apply(act.Mute((of.layout.index(1, 0, None),), True))
    of.apply(act.Solo.of(of.layout.index(2, 0, 1), on=True))
    return of


def of_knobs(of: Session) -> dict[str, tuple[object, ...]]:
    """What belongs to each knob of a session, by the knob's name."""
    state = of.state()
    switches, training = state.switches, state.training
    columns = [
        state.theta, state.start, switches.frozen, switches.mutes, switches.solos, switches.parked,
        *training.moments, training.before, training.after, *state.sides.values,
        state.shelf.scenes[0],
    ]  # fmt: skip
    rows = zip(*[column.tolist() for column in columns if column is not None], strict=True)
    return {of.name(knob): row for knob, row in enumerate(rows)}


def test_what_a_knob_has_stays_with_it_by_its_name() -> None:
    of = marked()
    before = of_knobs(of)
    of.apply(act.AddNeurons(0, 2))
    of.apply(act.AddNeurons(1))
    grown = of_knobs(of)
    assert len(grown) == len(before) + 2 * 3 + 2 * 3 + (6 + 1) + 1
    assert {name: grown[name] for name in before} == before
    of.apply(act.RemoveNeuron(0, 5))
    of.apply(act.RemoveNeuron(0, 4))
    of.apply(act.RemoveNeuron(1, 3))
    assert of_knobs(of) == before
    of.apply(act.RemoveNeuron(0, 1))  # neurons 3 and 4 are 2 and 3 from here on
    fewer = of_knobs(of)
    assert fewer["neuron 3 → neuron 3, layer 2"] == before["neuron 4 → neuron 3, layer 2"]
    assert fewer["x₂ → neuron 2, layer 1"] == before["x₂ → neuron 3, layer 1"]
    assert len(fewer) == len(before) - 3 - 3


def test_a_layer_that_comes_and_goes_leaves_everything() -> None:
    of = marked()
    before = of_knobs(of)
    for layer in (0, 1, 2):
        of.apply(act.AddLayer(layer))
        assert of.layout.architecture.activations[layer] == "identity"
        assert keeps(of, act.RemoveLayer(layer))
        of.apply(act.RemoveLayer(layer))
        assert of_knobs(of) == before
        assert of.scenario.network == NetworkSpec(hidden=(4, 3))


def test_of_a_layer_that_is_removed_the_product_stays() -> None:
    of = trained(hidden=[4, 3, 3], activation=["tanh", "identity", "tanh"], dtype="float64")
    before = answers(of)
    remove = act.RemoveLayer(1)
    assert keeps(of, remove)
    of.apply(remove)
    np.testing.assert_allclose(answers(of), before, rtol=1e-12)
    assert of.scenario.network.activation == "tanh"
    bends = act.RemoveLayer(0)
    assert not keeps(of, bends)
    of.apply(bends)
    assert not np.allclose(answers(of), before)
    of.apply(act.RemoveLayer(0))
    assert of.layout.architecture.sizes == (2, 1)
    of.apply(act.AddLayer(0, 3, "tanh"))
    assert of.layout.architecture.sizes == (2, 3, 1)


def test_a_neuron_that_nobody_listens_to_goes_without_a_trace() -> None:
    of = trained()
    before = answers(of)
    assert not keeps(of, act.RemoveNeuron(0, 1))
    of.apply(act.Mute(tuple(of.layout.outgoing(0, 1).tolist()), True))
    muted = answers(of)
    assert keeps(of, act.RemoveNeuron(0, 1))
    of.apply(act.RemoveNeuron(0, 1))
    np.testing.assert_allclose(answers(of), muted, rtol=3e-6, atol=3e-6)
    assert not np.allclose(muted, before)


def test_a_solo_that_ends_with_its_neuron_changes_the_answers_and_that_is_said() -> None:
    of = trained()
    of.apply(act.AddNeurons(0))
    assert keeps(of, act.RemoveNeuron(0, 4))
    of.apply(act.Solo.of(of.layout.index(0, 4, 1), on=True))
    assert not keeps(of, act.RemoveNeuron(0, 4))  # all others of the layer come back with it
    before = answers(of)
    of.apply(act.RemoveNeuron(0, 4))
    assert not np.allclose(answers(of), before)


def test_training_goes_on_and_the_curve_with_it() -> None:
    of = trained()
    of.apply(act.Run())
    of.advance(steps=10)
    points, best = of.history.points.copy(), of.best
    of.apply(act.AddNeurons(0))
    assert of.running
    assert of.best is not None
    assert best is not None
    assert (of.best.loss, of.best.step) == (best.loss, best.step)
    np.testing.assert_array_equal(of.history.points[:, : points.shape[1]], points)
    assert of.history.marks[-1].message.id == "added-neurons"
    of.advance(steps=200)
    assert of.step > 100  # until the goal is reached
    new = of.layout.outgoing(0, 4)
    assert of.parameters.theta[new].all()  # what was added is trained, too
    assert of.losses.train < points[2, -1]
    of.apply(act.RemoveNeuron(0, 0))
    assert of.best is not None
    assert of.best.step == of.step  # the lowest loss was another network's


def test_a_hand_keeps_what_is_left_of_what_it_holds() -> None:
    of = trained()
    first, last = of.layout.index(0, 0, 1), of.layout.index(1, 1, 2)
    of.apply(act.Grab((first, last)))
    of.apply(act.AddNeurons(0))
    assert [of.name(knob) for knob in of.held] == [
        "x₂ → neuron 1, layer 1", "neuron 3 → neuron 2, layer 2",
    ]  # fmt: skip
    of.apply(act.RemoveNeuron(0, 0))
    assert [of.name(knob) for knob in of.held] == ["neuron 2 → neuron 2, layer 2"]
    of.apply(act.Turn(of.held, (0.5,)))
    of.apply(act.RemoveLayer(0))
    assert of.held == ()
    of.apply(act.Release())
    of.apply(act.Undo())
    assert of.layout.architecture.sizes == (2, 4, 2, 1)


def test_undo_brings_back_every_bit_and_checkpoints_their_own_network() -> None:
    of = marked()
    before, knobs = whole_state(of), of_knobs(of)
    for action in (act.AddNeurons(0), act.AddLayer(1, 5, "relu"), act.RemoveNeuron(2, 0)):
        of.apply(action)
    of.apply(act.RemoveLayer(2))
    after = whole_state(of)
    for _ in range(4):
        of.apply(act.Undo())
    assert (whole_state(of), of_knobs(of)) == (before, knobs)
    for _ in range(4):
        of.apply(act.Redo())
    assert whole_state(of) == after
    of.apply(act.Restore(1))
    assert of.layout.architecture.sizes == (2, 4, 3, 1)
    with pytest.raises(EqSimError, match=r"of a network of 30 knobs|Scene 1 is of a network"):
        of.apply(act.RecallScene(0))
    of.apply(act.Undo())
    of.apply(act.RecallScene(0))


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (act.AddNeurons(2), "outputs follow from the data"),
        (act.AddNeurons(7), "There is no layer 8: the network has 2 hidden layers"),
        (act.RemoveNeuron(2, 0), "outputs follow from the data"),
        (act.RemoveNeuron(0, 4), "Layer 1 has 4 neurons, and no neuron 5"),
        (act.RemoveLayer(2), "outputs follow from the data"),
        (act.AddLayer(4), "There is no layer 5"),
        (act.AddNeurons(0, 900_000_000), "would take about .* GB of memory; the limit is 2 GB"),
        (act.AddLayer(0, 900_000_000), "would take about .* GB of memory; the limit is 2 GB"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(action: act.AnyAction, says: str) -> None:
    of = trained()
    before = whole_state(of)
    with pytest.raises(EqSimError, match=says):
        of.apply(action)
    assert whole_state(of) == before


def test_the_last_neuron_of_a_layer_stays_and_locked_knobs_refuse() -> None:
    of = trained(hidden=[1])
    with pytest.raises(EqSimError, match="remove the layer instead"):
        of.apply(act.RemoveNeuron(0, 0))
    of.apply(act.LockKnobs(True))
    for action in (act.AddNeurons(0), act.AddLayer(0), act.RemoveLayer(0)):
        with pytest.raises(EqSimError, match="locked"):
            of.apply(action)


def test_lists_of_activations_and_biases_follow() -> None:
    of = trained(hidden=[3, 2], activation=["relu", "tanh"], biases=[True, False, True])
    of.apply(act.AddLayer(1))
    network = of.scenario.network
    assert network.activation == ("relu", "identity", "tanh")
    assert network.biases == (True, False, False, True)
    of.apply(act.RemoveLayer(0))
    assert of.scenario.network.activation == ("identity", "tanh")
    of.apply(act.RemoveLayer(0))
    assert of.scenario.network.activation == "tanh"
    assert of.scenario.network.biases == (False, True)
    of.apply(act.AddLayer(0))
    of.apply(act.Set("hidden", (4,)))  # what was added as the identity is nobody's choice
    assert of.scenario.network.activation == "tanh"


def test_without_hidden_layers_the_first_one_is_added_before_the_output() -> None:
    of = session("house-price")
    of.apply(act.Train(20))
    before = answers(of)
    of.apply(act.AddLayer(0))
    np.testing.assert_array_equal(answers(of), before)
    of.apply(act.AddNeurons(0))
    of.apply(act.Train(20))
    of.apply(act.Set("hidden", (4,)))
    assert of.layout.architecture.activations == ("identity", "identity")  # as many layers
    of.apply(act.Set("hidden", (4, 4)))
    assert of.scenario.network.activation == "tanh"


def test_a_file_keeps_an_altered_network_and_its_shelf(tmp_path: Path) -> None:
    of = marked()
    of.apply(act.AddNeurons(0, 2))
    of.apply(act.AddLayer(1, activation="relu"))
    of.apply(act.Train(5))
    path = tmp_path / "grown.eqsim"
    save_experiment(path, Experiment.of(of))
    opened = read_experiment(path).session()
    assert whole_state(opened) == whole_state(of)
    assert of_knobs(opened) == of_knobs(of)
    opened.apply(act.RecallScene(0))
    opened.apply(act.Restore(1))
    assert opened.layout.architecture.sizes == (2, 4, 3, 1)


def test_a_look_back_over_it_and_on_from_there() -> None:
    of = trained()
    bits = {}
    for action in (act.AddNeurons(0), act.Train(5), act.AddLayer(2), act.Train(5)):
        bits[last_moment(of.log.state)] = theta_bits(of)
        of.apply(action)
    for moment, then in bits.items():
        of.look_back(of.timeline.state_at(of.log.state, moment))
        assert theta_bits(of) == then
    of.look_now()
    assert of.layout.architecture.sizes == (2, 5, 2, 2, 1)
    first = min(bits)
    of.apply(act.GoTo(*first))
    assert theta_bits(of) == bits[first]
    of.apply(act.Undo())
    assert of.layout.architecture.sizes == (2, 5, 2, 2, 1)


CHANGES = st.one_of(
    st.builds(act.AddNeurons, st.integers(0, 3), st.integers(1, 3)),
    st.builds(act.RemoveNeuron, st.integers(0, 3), st.integers(0, 3)),
    st.builds(
        act.AddLayer,
        st.integers(0, 3),
        st.none() | st.integers(1, 4),
        st.sampled_from(["identity", "identity", "relu", "tanh"]),
    ),
    st.builds(act.RemoveLayer, st.integers(0, 3)),
    st.builds(act.Train, st.integers(1, 5)),
    st.builds(lambda knob, on: act.Freeze((knob,), on), st.integers(0, 9), st.booleans()),
    st.builds(lambda knob, on: act.Mute((knob,), on), st.integers(0, 9), st.booleans()),
    st.builds(lambda knob, on: act.Solo.of(knob, on=on), st.integers(0, 9), st.booleans()),
    st.sampled_from([act.Undo(), act.Redo(), act.StoreScene(0), act.RecallScene(0)]),
)
GENTLE = (act.AddNeurons, act.AddLayer, act.RemoveNeuron, act.RemoveLayer)


@settings(max_examples=30, deadline=None)
@given(st.lists(CHANGES, min_size=3, max_size=14))
def test_any_changes_replay_to_the_same_bits_and_undo_to_the_start(
    changes: list[act.AnyAction],
) -> None:
    of = session("xor", points=20, optimizer="adam", batch_size=7, hidden=[3, 2], dtype="float64")
    before = whole_state(of)
    for action in changes:
        stays = None
        was = answers(of)
        try:
            if isinstance(action, GENTLE):
                stays = keeps(of, action)
        except (IndexError, ValueError):
            pass  # there is no such layer: that is refused
        try:
            of.apply(action)
        except EqSimError as error:
            assert "{" not in str(error)  # noqa: PT017 - a refusal is one of the ways
            continue
        if stays:
            np.testing.assert_allclose(answers(of), was, rtol=1e-9, atol=1e-9)
    text = msgspec.json.encode([record.action for record in of.log.records])
    again = replay(msgspec.json.decode(text, type=list[act.AnyAction]))
    assert whole_state(again) == whole_state(of)
    assert moments(again) == moments(of)
    done = len(of.undo.names)
    for _ in range(done):
        of.apply(act.Undo())
    assert whole_state(of) == before
    for _ in range(done):
        of.apply(act.Redo())
    assert theta_bits(of) == theta_bits(again)
