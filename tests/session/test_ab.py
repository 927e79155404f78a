"""A | B: switching, copying, blending, lining up; and the best setting so far."""

import itertools
import math

import numpy as np
import pytest
from session_kit import session, theta_bits

from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.network.symmetry import EqualSettings, equal_settings, lined_up
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, KnobError


def test_switching_and_copying() -> None:
    ring = session()
    ring.apply(act.Train(40))
    first = theta_bits(ring)
    ring.apply(act.SwitchSide())  # B begins as A
    assert theta_bits(ring) == first
    ring.apply(act.NewStart())
    ring.apply(act.Train(40))
    second = theta_bits(ring)
    ring.apply(act.SwitchSide())
    assert theta_bits(ring) == first
    ring.apply(act.SwitchSide())
    assert theta_bits(ring) == second
    ring.apply(act.SwitchSide())
    ring.apply(act.CopySide())  # A over B
    ring.apply(act.SwitchSide())
    assert theta_bits(ring) == first
    ring.apply(act.Undo())
    ring.apply(act.Undo())
    ring.apply(act.SwitchSide())
    assert theta_bits(ring) == second


def test_blending_goes_there_and_back() -> None:
    ring = session(dtype="float64")
    first = ring.parameters.theta.copy()
    ring.apply(act.SwitchSide())
    ring.apply(act.NewStart())
    second = ring.parameters.theta.copy()
    losses = []
    for share in (1.0, 0.75, 0.5, 0.25, 0.0):
        ring.apply(act.Blend(share))
        np.testing.assert_allclose(ring.parameters.theta, (1 - share) * first + share * second)
        losses.append(ring.losses.train)
    assert len(set(losses)) == 5
    ring.apply(act.Blend(1.0))
    np.testing.assert_array_equal(ring.parameters.theta, second)
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(KnobError, match="blend"):
            ring.apply(act.Blend(bad))


def test_the_knobs_that_differ_most() -> None:
    ring = session()
    ring.apply(act.SwitchSide())
    ring.apply(act.Turn((7, 20), (2.0, -3.0)))
    differ = ring.sides.largest_differences(ring.parameters.theta, 5)
    assert [knob for knob, _, _ in differ] == [20, 7]
    assert differ[0][2] == -3.0


def test_a_ring_has_3072_equal_settings() -> None:
    assert equal_settings(session().layout) == EqualSettings(digits=4, exact=3072)


def test_all_3072_are_others_and_answer_the_same() -> None:
    ring = session(dtype="float64")
    layout = ring.layout
    theta = np.random.default_rng(8).normal(size=layout.size)
    inputs = np.random.default_rng(9).normal(size=(2, 12))
    network = Network(layout, LOSSES["binary_cross_entropy"])
    wanted, found = network.answers(theta, inputs), set()
    for first, second in itertools.product(_orders_and_signs(4), _orders_and_signs(2)):
        changed = theta.copy()
        views = layout.views(changed)
        for layer, (order, signs) in enumerate((first, second)):
            count = len(order)
            views[layer][...] = views[layer][:, order] * signs
            views[layer + 1][:count] = views[layer + 1][:count][order] * np.array(signs)[:, None]
        np.testing.assert_allclose(network.answers(changed, inputs), wanted, rtol=0, atol=1e-12)
        found.add(changed.tobytes())
    assert len(found) == equal_settings(layout).exact == 3072


def _orders_and_signs(count: int) -> list[tuple[list[int], tuple[int, ...]]]:
    return [
        (list(order), signs)
        for order in itertools.permutations(range(count))
        for signs in itertools.product((1, -1), repeat=count)
    ]


@pytest.mark.parametrize(
    ("name", "hidden", "digits"),
    [
        ("ring", (), 1),
        ("ring", (100,), 189),  # 100!·2¹⁰⁰
        ("ring", (150,), 308),
        ("ring", (1500,), 4567),  # more than Python writes out
        ("digits", (1024, 900), 4_910),
    ],
)
def test_a_number_of_settings_that_nobody_writes_out(
    name: str, hidden: tuple[int, ...], digits: int
) -> None:
    layout = session(name, hidden=hidden).layout
    count = 1
    for size, activation in zip(hidden, layout.architecture.activations, strict=False):
        count *= math.factorial(size) * (2**size if activation == "tanh" else 1)
    found = equal_settings(layout)
    assert 10 ** (found.digits - 1) <= count < 10**found.digits
    assert found.digits == digits
    assert found.exact == (count if digits < 300 else None)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_lining_up_finds_a_hidden_shuffle(activation: str) -> None:
    ring = session(activation=activation, dtype="float64")
    rng = np.random.default_rng(5)
    theta = rng.normal(size=25)
    ring.apply(act.SetStart(tuple(theta.tolist())))
    shuffled = theta.copy()
    views = ring.layout.views(shuffled)
    for layer, order in ((0, [2, 0, 3, 1]), (1, [1, 0])):
        signs = np.where(rng.random(len(order)) < 0.5, -1.0, 1.0)
        if activation == "relu":
            signs[:] = 1.0
        views[layer][...] = views[layer][:, order] * signs
        views[layer + 1][: len(order)] = views[layer + 1][: len(order)][order] * signs[:, None]
    answers = ring.evaluation.answers[0].copy()
    ring.apply(act.SwitchSide())
    ring.apply(act.Turn(tuple(range(25)), tuple(shuffled.tolist())))
    np.testing.assert_allclose(ring.evaluation.answers[0], answers, atol=1e-12)  # the same function
    assert not np.allclose(ring.parameters.theta, theta)
    ring.apply(act.LineUp.of())
    np.testing.assert_allclose(ring.parameters.theta, theta, atol=1e-12)
    np.testing.assert_allclose(ring.evaluation.answers[0], answers, atol=1e-12)


@pytest.mark.parametrize("name", ["ring", "spiral", "digits"])
def test_lining_up_never_changes_the_answers_and_brings_the_sides_nearer(name: str) -> None:
    made = session(name, dtype="float64")
    first = made.parameters.theta.copy()
    made.apply(act.SwitchSide())
    made.apply(act.NewStart())
    answers, far = made.evaluation.answers[0].copy(), np.linalg.norm(made.parameters.theta - first)
    made.apply(act.LineUp.of())
    np.testing.assert_allclose(made.evaluation.answers[0], answers, atol=1e-9)
    assert np.linalg.norm(made.parameters.theta - first) < far
    again = lined_up(made.layout, made.parameters.theta, first)
    np.testing.assert_array_equal(again, made.parameters.theta)


def test_the_best_so_far() -> None:
    ring = session()
    ring.apply(act.Train(600))
    best = ring.best
    assert best is not None
    assert best.loss == pytest.approx(min(ring.history.points[3]))
    ring.apply(act.Turn(tuple(range(25)), (0.0,) * 25))
    ring.apply(act.ToBest())
    assert ring.losses.test == pytest.approx(best.loss)
    ring.apply(act.BackToStart())
    assert ring.best is not None
    assert ring.best.step == 0


def test_muted_knobs_stay_silent_in_a_blend() -> None:
    ring = session()
    ring.apply(act.Mute((3,), True))
    ring.apply(act.SwitchSide())
    ring.apply(act.NewStart())
    ring.apply(act.Blend(0.5))
    assert ring.parameters.theta[3] == 0
    assert ring.switches.parked[3] != 0


@pytest.mark.parametrize(
    ("name", "changes", "endless"),
    [
        ("ring", {}, False),
        ("ring", {"activation": "sigmoid"}, False),
        ("ring", {"activation": "relu"}, True),
        ("ring", {"activation": "identity"}, True),
        ("digits", {"activation": "tanh"}, True),  # softmax
        ("house-price", {}, False),
    ],
)
def test_where_settings_can_be_scaled_there_are_endlessly_many(
    name: str, changes: dict[str, object], endless: bool
) -> None:
    some = session(name, **changes)
    softmax = some.scenario.training.loss == "softmax_cross_entropy"
    assert equal_settings(some.layout, softmax=softmax).endless is endless
    theta = np.array(some.parameters.theta, dtype=np.float64)
    inputs = some.dataset.inputs
    before = Network(some.layout, LOSSES[some.scenario.training.loss]).answers(theta, inputs)
    views = some.layout.views(theta)
    if len(views) > 1:  # a neuron's weights twice as large, and what reads it half as much
        views[0][:, 0] *= 2
        views[1][0] /= 2
    if softmax:
        views[-1][-1] += 3.0  # every output's bias
    loss = LOSSES[some.scenario.training.loss]
    after = Network(some.layout, loss).answers(theta, inputs)
    same = np.allclose(loss.link(before), loss.link(after), atol=1e-9)
    scales = some.layout.architecture.activations[0] in ("relu", "identity")
    assert same is (scales or name == "house-price")


def test_two_settings_become_a_and_b_and_undo_takes_them_back() -> None:
    ring = session()
    ring.apply(act.Train(20))
    before, step = ring.parameters.theta.copy(), ring.step
    first, second = np.random.default_rng(3).normal(size=(2, 25)).astype(np.float32)
    ring.apply(act.SetSides.of(first, second))
    assert ring.sides.active == 0
    np.testing.assert_array_equal(ring.parameters.theta, first)
    ring.apply(act.Blend(1.0))
    np.testing.assert_array_equal(ring.parameters.theta, second)
    ring.apply(act.Undo())
    ring.apply(act.Undo())
    np.testing.assert_array_equal(ring.parameters.theta, before)
    assert ring.sides.values == (None, None)
    assert ring.step == step
    for values, words in (((1.0,) * 24, "24 values for 25 knobs"), ((1e10,) * 25, "cannot take")):
        with pytest.raises(EqSimError, match=words):
            ring.apply(act.SetSides((0.0,) * 25, values))
    np.testing.assert_array_equal(ring.parameters.theta, before)


def test_what_of_the_way_was_gone_is_known_and_what_was_jumped_over_is_not() -> None:
    ring = session()
    ring.apply(act.Train(20))
    ring.apply(act.SwitchSide())
    ring.apply(act.NewStart())
    assert ring.sides.passed == ()
    ring.apply(act.Blend(0.75))
    ring.apply(act.Blend(0.875))
    assert ring.sides.passed == ((0.75, 1.0),)
    ring.apply(act.Blend(1.0))
    ring.apply(act.SwitchSide())
    ring.apply(act.Blend(0.25))
    assert ring.sides.passed == ((0.0, 0.25), (0.75, 1.0))
    ring.apply(act.Blend(0.75))
    assert ring.sides.passed == ((0.0, 1.0),)
    ring.apply(act.Undo())
    assert ring.sides.passed == ((0.0, 0.25), (0.75, 1.0))
    fork = ring.fork()
    assert fork.sides.passed == ring.sides.passed


def test_another_way_begins_where_a_side_changes_and_the_way_before_lining_up_stays() -> None:
    ring = session()
    ring.apply(act.SwitchSide())
    ring.apply(act.NewStart())
    ring.apply(act.SwitchSide())
    ring.apply(act.Blend(0.5))
    second = ring.sides.values[1]
    ring.apply(act.Blend(0.0))
    ring.apply(act.LineUp.of())
    sides = ring.sides
    assert sides.passed == ()
    assert sides.before is not None
    assert sides.before.passed == ((0.0, 0.5),)
    assert sides.before.second is second
    ring.apply(act.LineUp.of())  # it is lined up already
    assert ring.sides.before is sides.before
    ring.apply(act.Blend(0.25))
    assert ring.sides.passed == ((0.0, 0.25),)
    ring.apply(act.Blend(0.0))
    ring.apply(act.Train(3))  # A is another
    ring.apply(act.Blend(0.125))
    assert ring.sides.passed == ((0.0, 0.125),)
    assert ring.sides.before is None


@pytest.mark.parametrize(
    "silent",
    [act.Mute((0,), True), act.Mute((7, 13, 22), True), act.Solo.of(2, on=True), act.Prune(0.2)],
    ids=["mute", "mutes", "solo", "pruned"],
)
@pytest.mark.parametrize("hidden", [(4, 2), (6,), (9, 8, 7)])
def test_lining_up_keeps_the_answers_where_knobs_are_silent(
    silent: act.AnyAction, hidden: tuple[int, ...]
) -> None:
    made = session(dtype="float64", hidden=hidden)
    made.apply(act.SwitchSide())
    made.apply(act.NewStart(3))
    made.apply(silent)
    answers, before = made.evaluation.answers[0].copy(), made.state().whole
    made.apply(act.LineUp.of())
    np.testing.assert_allclose(made.evaluation.answers[0], answers, atol=1e-12)
    assert not made.parameters.theta[made.switches.silent].any()
    if isinstance(silent, act.Mute):
        assert (made.state().whole != before).any()
