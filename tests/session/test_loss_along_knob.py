"""The loss along one knob against the loss with that knob really turned."""

from itertools import product

import numpy as np
import pytest
from session_kit import session

from eq_sim.session.actions import Set, Train, Turn
from eq_sim.session.questions.loss_along_knob import KnobSlices

NAMES = ("ring", "sine", "house-price", "penguins")
ACTIVATIONS = ("tanh", "relu", "gelu_tanh", "sigmoid")
PAIRS = {(name, "tanh") for name in NAMES} | {("ring", activation) for activation in ACTIVATIONS}


@pytest.mark.parametrize(
    ("name", "activation"),
    [
        pair if pair in PAIRS else pytest.param(*pair, marks=pytest.mark.slow)
        for pair in product(NAMES, ACTIVATIONS)
    ],
)
def test_slices_are_what_full_passes_give(name: str, activation: str) -> None:
    made = session(name)
    if len(made.layout.blocks) > 1:
        made.apply(Set("activation", activation))
    made.apply(Train(20))
    slices = KnobSlices(made)
    assert slices.used() == slices.total
    values = np.linspace(-2, 2, 7)
    for knob in range(made.layout.size):
        told = slices.losses(knob, values)
        here = float(made.parameters.theta[knob])
        for value, loss in zip(values.tolist(), told.tolist(), strict=True):
            made.apply(Turn((knob,), (value,)))
            assert loss == pytest.approx(made.losses.train, rel=2e-5, abs=1e-7)
        made.apply(Turn((knob,), (here,)))


def test_a_slice_follows_the_other_knobs() -> None:
    made = session("ring")
    slices = KnobSlices(made)
    values = np.linspace(-1, 1, 5)
    before = slices.losses(3, values)
    made.apply(Turn((20,), (1.7,)))
    after = slices.losses(3, values)
    assert not np.allclose(before, after)


def test_of_very_many_samples_an_even_part_is_enough_where_it_is_asked_for() -> None:
    made = session("digits")
    slices, total = KnobSlices(made), len(made.evaluation.train)
    here = np.array([float(made.parameters.theta[100])])
    assert slices.losses(100, here)[0] == pytest.approx(made.losses.train, rel=1e-6)
    assert slices.losses(100, here, part=True)[0] == pytest.approx(made.losses.train, rel=0.1)
    assert (slices.used(), slices.used(part=True)) == (total, 250)
    both = np.append(here, here + 1)
    assert slices.answers(100, both).shape == (10, 2 * total)
    assert slices.answers(100, both, part=True).shape == (10, 500)


def test_a_large_network_s_gradient_is_that_of_all_samples() -> None:
    made = session("digits", dtype="float64")
    gradient = KnobSlices(made).gradient()
    knob = int(np.argmax(np.abs(gradient)))
    here, losses = float(made.parameters.theta[knob]), []
    for by in (-1e-5, 1e-5):
        made.apply(Turn((knob,), (here + by,)))
        losses.append(made.losses.train)
    assert gradient[knob] == pytest.approx((losses[1] - losses[0]) / 2e-5, rel=1e-6)


@pytest.mark.parametrize("name", ["ring", "xor", "penguins"])
def test_the_most_telling_knob_is_the_one_of_all(name: str) -> None:
    made = session(name)
    reach = np.full(made.layout.size, 2.0)
    chosen = KnobSlices(made).most_telling(reach)
    spans = []
    for knob in range(made.layout.size):
        here, losses = float(made.parameters.theta[knob]), []
        for value in np.linspace(-2, 2, 9).tolist():
            made.apply(Turn((knob,), (value,)))
            losses.append(made.losses.train)
        made.apply(Turn((knob,), (here,)))
        spans.append(max(losses) - min(losses))
    assert chosen == int(np.argmax(spans))


def test_an_exploded_network_has_a_telling_knob_too() -> None:
    made = session("ring")
    made.apply(Turn(tuple(range(25)), (1e9,) * 25))
    assert 0 <= KnobSlices(made).most_telling(np.full(25, 1e9)) < 25


def test_the_gradient_is_the_slices_slope() -> None:
    made = session("ring", dtype="float64")
    slices = KnobSlices(made)
    gradient = slices.gradient()
    for knob in range(made.layout.size):
        here = float(made.parameters.theta[knob])
        low, high = slices.losses(knob, np.array([here - 1e-5, here + 1e-5]))
        assert gradient[knob] == pytest.approx((high - low) / 2e-5, rel=1e-5, abs=1e-9)
