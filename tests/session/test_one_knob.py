"""What the inspector says of a knob is what happens when it is turned."""

import numpy as np
import pytest
from session_kit import session

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session import actions as act
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.questions.one_knob import activations_of, arithmetic, helpful_push, sentence


def test_a_helpful_push_helps_by_what_it_says() -> None:
    ring = session()
    ring.apply(act.Train(30))
    slices = KnobSlices(ring)
    helped = 0
    for knob in range(25):
        push = helpful_push(slices, knob)
        if push is None:
            continue
        helped += 1
        here, loss = float(ring.parameters.theta[knob]), ring.losses.train
        ring.apply(act.Turn((knob,), (here + push.by,)))
        assert loss - ring.losses.train == pytest.approx(push.fall, rel=0.02, abs=2e-6)
        ring.apply(act.Turn((knob,), (here,)))
    assert helped > 15


def test_the_loss_on_screen_moves_as_said_at_every_stage_of_training() -> None:
    digits = session("digits")
    slices = KnobSlices(digits)
    said = 0
    for stage, steps in enumerate((0, 600, 1400)):
        digits.apply(act.Train(steps))
        choice = np.random.default_rng(stage)
        for knob in choice.choice(digits.layout.size, 100, replace=False).tolist():
            push = helpful_push(slices, knob)
            if push is None:
                continue
            said += 1
            here, loss = float(digits.parameters.theta[knob]), digits.losses.train
            digits.apply(act.Turn((knob,), (here + push.by,)))
            assert loss - digits.losses.train == pytest.approx(push.fall, rel=0.01, abs=2e-8)
            digits.apply(act.Turn((knob,), (here,)))
    assert said > 200


def test_at_its_lowest_point_no_push_helps() -> None:
    house = session("house-price", dtype="float64")
    house.apply(act.Train(3000))
    slices = KnobSlices(house)
    assert all(helpful_push(slices, knob) is None for knob in range(3))


@pytest.mark.parametrize("name", ["ring", "penguins", "digits", "house-price"])
def test_the_arithmetic_is_what_the_network_computes(name: str) -> None:
    made = session(name)
    made.apply(act.Train(20))
    sample = int(made.evaluation.train[5])
    layers = activations_of(made, sample)
    for layer, block in enumerate(made.layout.blocks):
        for neuron in range(min(block.outputs, 4)):
            told = arithmetic(made, layer, neuron, sample)
            assert told.answer == pytest.approx(layers[layer + 1][neuron], rel=1e-4, abs=1e-5)
            whole = sum(term.product for term in told.terms) + (told.bias or 0)
            assert told.total == pytest.approx(whole)
            knobs = [term.knob for term in told.terms]
            assert made.parameters.theta[knobs].tolist() == [term.weight for term in told.terms]


def test_sentences_tell_weight_from_bias() -> None:
    ring = session()
    assert "weight" in sentence(ring, 0)
    assert "bias" in sentence(ring, 24)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_next_step_goes_where_it_was_said_to(optimizer: str) -> None:
    ring = session(optimizer=optimizer, batch_size=7, l2=0.01, l1=0.001, dropout=0.2)
    ring.apply(act.Freeze((4,), True))
    ring.apply(act.Mute((9,), True))
    for _ in range(5):
        update = ring.trainer.next_update()
        again = ring.trainer.next_update()
        np.testing.assert_array_equal(update, again)
        expected = ring.parameters.theta - update
        ring.apply(act.Train(1))
        np.testing.assert_allclose(ring.parameters.theta, expected, atol=1e-6)
        assert update[4] == update[9] == 0


def test_asking_changes_nothing() -> None:
    asked, left = session(optimizer="adam"), session(optimizer="adam")
    for _ in range(20):
        asked.trainer.next_update()
        KnobSlices(asked).own_lowest(np.full(25, 2.0))
        for one in (asked, left):
            one.apply(act.Train(1))
    assert asked.parameters.theta.tobytes() == left.parameters.theta.tobytes()


def test_every_knob_at_its_own_lowest_point_is_not_training() -> None:
    ring = session()
    places = KnobSlices(ring).own_lowest(np.full(25, 2.0))
    slices = KnobSlices(ring)
    for knob in range(25):
        here, there = slices.losses(
            knob, np.array([float(ring.parameters.theta[knob]), places[knob]])
        )
        assert there <= here + 1e-9
