"""Two vectors: the knobs that are turned, and the weights that are made of them and multiplied."""

import msgspec
import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.making import Made, Making, Rounding
from eq_sim.session import actions as act
from eq_sim.session.errors import SettingError
from eq_sim.session.files.replay import replay
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def trained(name: str, steps: int = 60, seed: int = 3) -> Session:
    session = Session(load_scenario(name), seed)
    session.apply(act.Train(steps))
    return session


def by_hand(theta: np.ndarray, layout: Layout, bits: int, per: str) -> np.ndarray:
    """Rounding written out: each layer's matrix, each tensor or column with a scale of its own."""
    said = np.array(theta, np.float64)
    limit = 2 ** (bits - 1) - 1
    for block in layout.blocks:
        matrix = block.view(said)
        for column in range(block.outputs):
            of = matrix if per == "tensor" else matrix[:, column]
            scale = float(np.abs(np.asarray(block.view(theta), np.float64)).max())
            if per == "neuron":
                scale = float(np.abs(np.asarray(block.view(theta), np.float64)[:, column]).max())
            scale = scale / limit if scale else 1.0
            if per == "neuron":
                matrix[:, column] = np.clip(np.rint(of / scale), -limit, limit) * scale
        if per == "tensor":
            matrix[...] = np.clip(np.rint(matrix / scale), -limit, limit) * scale
    return said


@pytest.mark.parametrize("per", ["tensor", "neuron"])
@pytest.mark.parametrize("bits", [16, 8, 4, 3, 2])
def test_positions_are_those_of_a_few_lines_of_plain_numpy(bits: int, per: str) -> None:
    session = trained("ring")
    theta = np.array(session.parameters.theta)
    session.apply(act.Quantise(bits, per))
    assert np.array_equal(session.parameters.theta, theta), "a knob keeps its value"
    wanted = by_hand(theta, session.layout, bits, per)
    # In float32 a knob half-way between two of so many positions can go to either.
    near = 1e-6 if bits < 16 else 1e-4
    assert np.allclose(session.parameters.w, wanted, atol=near)
    fresh = session.evaluation.answers[0]
    session.apply(act.Quantise(32))
    assert session.parameters.w is session.parameters.theta
    assert bits > 8 or not np.array_equal(fresh, session.evaluation.answers[0])


def test_scales_stay_until_they_are_fitted_again() -> None:
    session = trained("ring")
    session.apply(act.Quantise(4, "tensor"))
    rounding = session.parameters.making.rounding
    assert rounding is not None
    assert rounding.positions == 15
    outer = float(np.abs(session.layout.blocks[0].view(session.parameters.theta)).max())
    session.apply(act.Grab((0,)))
    session.apply(act.Turn((0,), (10 * outer,)))
    session.apply(act.Release())
    assert session.parameters.w[0] == pytest.approx(outer, rel=1e-6), "it stops at the last one"
    others = np.array(session.parameters.w[1:])
    session.apply(act.Quantise(4, "tensor"))
    assert session.parameters.w[0] == pytest.approx(10 * outer, rel=1e-6)
    assert not np.array_equal(session.parameters.w[1:], others)


@pytest.mark.parametrize("bits", [0, 1, 33, -4, 2**40])
def test_no_such_positions(bits: int) -> None:
    session = trained("ring", 5)
    with pytest.raises(SettingError, match="2 to 32 bits"):
        session.apply(act.Quantise(bits))


def test_training_goes_straight_through() -> None:
    """Plain SGD: θ ← θ − η · the slope at the rounded weights, written out with plain NumPy."""
    session = trained("house-price", 3)
    session.apply(act.Quantise(3, "tensor"))
    theta, w = np.array(session.parameters.theta), np.array(session.parameters.w, np.float64)
    inputs, targets = (np.asarray(part, np.float64) for part in session.evaluation.learned_from)
    rate, count = session.scenario.training.learning_rate, inputs.shape[1]
    slopes = inputs @ (w @ inputs - targets[0]) / count
    session.apply(act.Train(1))
    assert np.allclose(session.parameters.theta, theta - rate * slopes, atol=1e-5)


def test_slopes_of_adapters_are_central_differences() -> None:
    shape = Architecture((3, 4, 2), ("tanh", "identity"), (True, True), (2, 1))
    layout, stream = Layout(shape), np.random.default_rng(5)
    assert layout.size == layout.wired + 2 * (3 + 4) + 1 * (4 + 2)
    theta, weigh = stream.normal(size=layout.size), stream.normal(size=layout.wired)
    silent = np.zeros(layout.size, bool)
    silent[[1, 8]] = True
    work = Made(layout, theta, Making(None, 0.7))
    work.take(Making(None, 0.7), silent)

    def value() -> float:
        work.make()
        return float(weigh @ work.w**2)

    value()
    gradient, slopes = np.empty(layout.size), 2 * weigh * work.w
    work.lead_back(slopes, gradient)
    for knob in range(layout.size):
        here = theta[knob]
        theta[knob] = here + 1e-6
        above = value()
        theta[knob] = here - 1e-6
        below = value()
        theta[knob] = here
        assert gradient[knob] == pytest.approx((above - below) / 2e-6, abs=1e-5)


def adapted(ranks: tuple[int, ...] = (1, 0, 0)) -> Session:
    session = trained("ring")
    session.apply(act.AddAdapter(ranks))
    return session


def test_an_adapter_changes_nothing_at_first_and_then_learns_beside_a_locked_base() -> None:
    session = trained("ring")
    answers, base = np.array(session.evaluation.answers[0]), np.array(session.parameters.theta)
    session.apply(act.AddAdapter((1, 0, 1)))
    layout = session.layout
    assert layout.size == len(base) + sum(it.size for it in layout.adapters)
    assert np.array_equal(session.evaluation.answers[0], answers)
    loss = session.losses.train
    session.apply(act.Train(40))
    assert session.losses.train < loss
    assert np.array_equal(session.parameters.theta[: layout.wired], base)
    w = np.array(base, np.float64)
    for adapter in layout.adapters:
        product = adapter.a(session.parameters.theta) @ adapter.b(session.parameters.theta)
        layout.blocks[adapter.layer].view(w)[: adapter.inputs] += product
    assert np.allclose(session.parameters.w, w, atol=1e-6)
    session.apply(act.SetStrength(0.0))
    assert np.array_equal(session.parameters.w, base)
    assert np.array_equal(session.evaluation.answers[0], answers)
    session.apply(act.Undo())
    assert session.parameters.making.strength == 1.0
    assert np.allclose(session.parameters.w, w, atol=1e-6)


def test_merging_keeps_the_answers_and_removing_brings_back_the_base() -> None:
    session = adapted()
    base = np.array(session.parameters.theta[: session.layout.wired])
    session.apply(act.Train(30))
    answers = np.array(session.evaluation.answers[0])
    merged = session.fork()
    merged.apply(act.MergeAdapter())
    assert not merged.layout.adapters
    assert not merged.switches.frozen.any()
    assert np.allclose(merged.evaluation.answers[0], answers, atol=1e-5)
    session.apply(act.RemoveAdapter())
    assert np.array_equal(session.parameters.theta, base)
    session.apply(act.Undo())
    assert np.array_equal(session.evaluation.answers[0], answers)


@pytest.mark.parametrize("ranks", [(), (1,), (0, 0, 0), (5, 0, 0), (1, -1, 0), (0, 0, 2)])
def test_ranks_that_do_not_fit(ranks: tuple[int, ...]) -> None:
    session = trained("ring", 5)
    with pytest.raises(SettingError, match="rank"):
        session.apply(act.AddAdapter(ranks))


def test_everything_is_saved_undone_and_replayed_with_its_bits() -> None:
    session = adapted((2, 0, 1))
    session.apply(act.Train(10))
    session.apply(act.Mute((2,), on=True))
    session.apply(act.SetStrength(0.5))
    session.apply(act.Quantise(4, "neuron"))
    session.apply(act.Train(10))
    w, theta = np.array(session.parameters.w), np.array(session.parameters.theta)
    again = replay([record.action for record in session.log.records])
    assert np.array_equal(again.parameters.w, w)
    assert np.array_equal(again.parameters.theta, theta)
    packed = msgspec.msgpack.encode(SavedState.of(session.state()))
    opened = Session(msgspec.msgpack.decode(packed, type=SavedState).state())
    assert np.array_equal(opened.parameters.w, w)
    assert np.array_equal(session.state().w, w)
    assert w[2] == 0
    for one in (session, opened):
        one.apply(act.Train(5))
    assert np.array_equal(opened.parameters.w, session.parameters.w)
    while session.undo.undo_name:
        session.apply(act.Undo())
    assert session.step == 0
    assert session.parameters.plain


def test_slices_follow_the_weights_that_are_made() -> None:
    session = adapted((1, 0, 0))
    session.apply(act.Train(10))
    session.apply(act.Quantise(4, "tensor"))
    slices = KnobSlices(session)
    for knob in (0, session.layout.wired, session.layout.size - 1):
        values = np.array([-0.4, 0.0, 0.7])
        losses = slices.losses(knob, values)
        for value, loss in zip(values, losses, strict=True):
            there = session.fork()
            there.apply(act.Grab((knob,)))
            there.apply(act.Turn((knob,), (float(value),)))
            assert there.losses.train == pytest.approx(loss, rel=1e-5)


def test_positions_of_all_zero_weights_are_zero() -> None:
    layout = Layout(Architecture((2, 1), ("identity",), (True,)))
    rounding = Rounding.fitted(layout, np.zeros(3), 4, "tensor")
    work = Made(layout, np.zeros(3), Making(rounding))
    work.make()
    assert not work.w.any()
