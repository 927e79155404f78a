"""Freeze, mute and solo: what training does to such knobs, and what comes back."""

import numpy as np
import pytest
from session_kit import session, theta_bits

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.switches import layer_mutes, neuron_mutes


@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_frozen_knob_keeps_its_bits_and_its_moments_rest(optimizer: str, decay: float) -> None:
    rate = {"learning_rate": 0.1}
    ring = session(optimizer=optimizer, l2=decay, l1=decay / 2, batch_size=11, **rate)
    ring.apply(act.Train(20))
    ring.apply(act.Freeze((3, 17), True))
    bits = ring.parameters.theta[[3, 17]].tobytes()
    ring.apply(act.Train(200))
    assert ring.parameters.theta[[3, 17]].tobytes() == bits
    assert not ring.trainer.optimizer.state[:, [3, 17]].any()
    others = np.setdiff1d(np.arange(25), [3, 17])
    assert (ring.trainer.after != ring.trainer.before)[others].all()
    ring.apply(act.Turn((3,), (0.5,)))  # a hand may
    ring.apply(act.Train(50))
    assert ring.parameters.theta[3] == 0.5
    ring.apply(act.Freeze((3,), False))
    ring.apply(act.Train(5))
    assert ring.parameters.theta[3] != 0.5


def test_a_frozen_tiny_value_is_not_settled() -> None:
    ring = session(optimizer="adamw", l2=0.1, dtype="float64")
    ring.apply(act.Turn((3,), (1e-33,)))
    ring.apply(act.Freeze((3,), True))
    ring.apply(act.Train(300))
    assert ring.parameters.theta[3] == 1e-33


def test_freezing_everything_stops_training_and_nothing_else() -> None:
    ring = session()
    ring.apply(act.Freeze(tuple(range(25)), True))
    before = theta_bits(ring)
    ring.apply(act.Train(10))
    assert theta_bits(ring) == before
    assert ring.step == 10


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_muted_knob_is_zero_until_it_comes_back(optimizer: str) -> None:
    ring = session(optimizer=optimizer, l2=0.01, learning_rate=0.1)
    ring.apply(act.Train(30))
    value, loss = float(ring.parameters.theta[4]), ring.losses.train
    ring.apply(act.Mute((4,), True))
    assert ring.parameters.theta[4] == 0
    assert ring.losses.train != loss  # at once
    with pytest.raises(KnobError, match="it is muted"):
        ring.apply(act.Turn((4,), (1.0,)))
    ring.apply(act.Mute((4,), False))
    assert ring.parameters.theta[4] == value
    assert ring.losses.train == loss
    ring.apply(act.Mute((4,), True))
    ring.apply(act.Train(50))
    assert ring.parameters.theta[4] == 0
    ring.apply(act.Mute((4,), True))  # again: nothing is parked over
    ring.apply(act.Mute((4,), False))
    assert ring.parameters.theta[4] == value


def test_a_solo_silences_all_else_in_its_layer_and_nothing_beyond() -> None:
    ring = session()
    ring.apply(act.Turn(tuple(range(25)), tuple(0.1 * (1 + k) for k in range(25))))
    theta = ring.parameters.theta.copy()
    block = ring.layout.blocks[1]
    layer = set(range(block.offset, block.offset + block.size))
    one, bias = ring.layout.index(1, 1, 2), ring.layout.index(1, 0, None)
    ring.apply(act.Solo.of(one, on=True))
    assert set(ring.switches.silent.nonzero()[0].tolist()) == layer - {one}
    assert ring.parameters.theta[sorted(layer)].nonzero()[0].size == 1
    ring.apply(act.Solo.of(bias, on=True))  # every knob of a desk has the switch
    assert set(ring.switches.silent.nonzero()[0].tolist()) == layer - {one, bias}
    ring.apply(act.Mute((one,), True))  # muted is muted, solo or not
    assert set(ring.switches.silent.nonzero()[0].tolist()) == layer - {bias}
    with pytest.raises(KnobError, match=r"Unmute .* it is muted"):
        ring.apply(act.Turn((one,), (1.0,)))
    with pytest.raises(KnobError, match=r"End the solo to turn .*: it is silent beside it"):
        ring.apply(act.Turn((block.offset,), (1.0,)))
    ring.apply(act.Mute((one,), False))
    for knob in (one, bias):
        ring.apply(act.Solo.of(knob, on=False))
    np.testing.assert_array_equal(ring.parameters.theta, theta)
    for _ in range(4):
        ring.apply(act.Undo())
    assert set(ring.switches.silent.nonzero()[0].tolist()) == layer - {one, bias}


def test_training_in_a_solo_moves_what_plays_and_brings_the_rest_back() -> None:
    ring = session()
    one = ring.layout.index(0, 1, 1)
    before = ring.parameters.theta.copy()
    ring.apply(act.Solo.of(one, on=True))
    ring.apply(act.Train(30))
    assert ring.parameters.theta[:12].nonzero()[0].tolist() == [one]
    ring.apply(act.Solo.of(one, on=False))
    others = np.setdiff1d(np.arange(12), [one])
    np.testing.assert_array_equal(ring.parameters.theta[others], before[others])
    assert ring.parameters.theta[one] != before[one]


def test_a_solo_is_replayed_from_its_record_and_survives_a_saved_state() -> None:
    ring = session()
    ring.apply(act.Solo.of(ring.layout.index(0, 1, 1), on=True))
    ring.apply(act.Train(5))
    again = replay(record.action for record in ring.log.records)
    assert theta_bits(again) == theta_bits(ring)
    saved = Session(SavedState.of(ring.state()).state())
    np.testing.assert_array_equal(saved.switches.silent, ring.switches.silent)
    assert theta_bits(saved) == theta_bits(ring)


def test_a_record_of_a_solo_that_names_no_reach_is_of_one_neuron() -> None:
    ring = session()
    ring.apply(act.Turn(tuple(range(25)), tuple(0.1 * (1 + k) for k in range(25))))
    theta = ring.parameters.theta.copy()
    row = ring.layout.neuron(1, 1)  # four weights and a bias
    ring.apply(act.Solo(int(row[2]), True))
    assert ring.switches.silent.nonzero()[0].tolist() == sorted(row[[0, 1, 3]].tolist())
    ring.apply(act.Solo(int(row[0]), True))  # two play
    assert ring.switches.silent.nonzero()[0].tolist() == sorted(row[[1, 3]].tolist())
    for place in (0, 2):
        ring.apply(act.Solo(int(row[place]), False))
    np.testing.assert_array_equal(ring.parameters.theta, theta)
    with pytest.raises(KnobError, match="bias"):
        ring.apply(act.Solo(int(row[4]), True))


def test_muting_neurons_and_layers() -> None:
    ring = session()
    layout = ring.layout
    # A hidden neuron: whoever hears it.
    knobs = neuron_mutes(layout, 0, 2)
    assert [(layout.knob(int(k)).layer, layout.knob(int(k)).source) for k in knobs] == [(1, 2)] * 2
    # An output neuron: its own row, bias and all.
    assert neuron_mutes(layout, 2, 0).tolist() == layout.neuron(2, 0).tolist()
    ring.apply(act.Mute(tuple(neuron_mutes(layout, 2, 0).tolist()), True))
    assert not ring.evaluation.answers[0].any() or np.allclose(ring.evaluation.answers[0], 0.5)
    assert sorted(layer_mutes(layout, 0).tolist()) == sorted(
        int(k) for neuron in (0, 1) for k in layout.neuron(1, neuron)[:4]
    )


def test_switches_stay_through_a_new_start_and_follow_their_knob() -> None:
    ring = session()
    ring.apply(act.Freeze((ring.layout.index(0, 3, 1),), True))
    ring.apply(act.Mute((ring.layout.index(1, 1, None),), True))
    ring.apply(act.NewStart())
    assert ring.switches.frozen[ring.layout.index(0, 3, 1)]
    assert ring.parameters.theta[ring.layout.index(1, 1, None)] == 0
    ring.apply(act.Set("hidden", (6, 3)))  # two neurons more in front of it
    assert ring.switches.frozen.nonzero()[0].tolist() == [ring.layout.index(0, 3, 1)]
    assert ring.switches.mutes.nonzero()[0].tolist() == [ring.layout.index(1, 1, None)]
    ring.apply(act.BackToStart())
    assert ring.parameters.theta[ring.layout.index(1, 1, None)] == 0
    ring.apply(act.Load(ring.scenario, 1))
    assert ring.switches.fixed is None


@pytest.mark.parametrize(
    "other",
    [act.Set("dtype", "float64"), act.Set("activation", "relu")],
    ids=lambda action: action.setting,
)
def test_switches_of_an_adapter_follow_its_knobs(other: act.Set) -> None:
    ring = session(points=20, hidden=[3, 2])
    ring.apply(act.Train(50))
    ring.apply(act.AddAdapter((1, 1, 0)))
    ring.apply(act.Train(20))
    first = ring.layout.wired
    ring.apply(act.Mute((first,), True))
    ring.apply(act.Freeze((first + 1, ring.layout.size - 1), True))
    before, value = ring.switches, float(ring.switches.parked[first])
    assert value
    ring.apply(other)
    now, beside = ring.switches, ring.layout.wired
    assert np.array_equal(now.mutes[beside:], before.mutes[first:])
    assert np.array_equal(now.frozen[beside:], before.frozen[first:])
    assert now.frozen[:beside].all(), "the base stays locked"
    assert ring.parameters.theta[beside] == 0
    ring.apply(act.Mute((beside,), False))
    assert ring.parameters.theta[beside] == value


def test_with_nothing_fixed_a_step_makes_no_extra_call() -> None:
    ring = session()
    ring.apply(act.Mute((4,), True))
    ring.apply(act.Mute((4,), False))
    assert ring.switches.fixed is None
