"""The equalizer: its knobs are gains in dB, and a recording of its older units still means them."""

import numpy as np
import pytest

from eq_sim.data.dataset import Dataset
from eq_sim.data.sources import SOURCES
from eq_sim.network.types import Array
from eq_sim.session.actions import Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session


def response(of: Session) -> Array:
    """What the knobs make of each frequency, in dB."""
    assert of.dataset.target is not None
    return of.dataset.target.to_person(of.evaluation.answers[0])


@pytest.mark.parametrize("knob", range(11))
def test_a_knob_turned_by_three_lifts_its_band_by_three_decibels(knob: int) -> None:
    session = open_session("equalizer")
    before, value = response(session), float(session.parameters.theta[knob])
    session.apply(Turn((knob,), (value + 3.0,)))
    lift = response(session) - before
    assert lift.max() == pytest.approx(3.0, abs=0.01)
    if knob < 10:
        assert lift.argmax() == session.dataset.inputs[knob].argmax()
    else:
        np.testing.assert_allclose(lift, 3.0, atol=1e-4)  # the level lifts all


def test_it_learns_the_gains_that_the_response_is_made_of() -> None:
    session = open_session("equalizer")
    session.apply(Train(20_000))
    rows = np.vstack([session.dataset.inputs, np.ones(session.dataset.size)])
    gains = np.linalg.lstsq(rows.T, session.dataset.targets[0], rcond=None)[0]
    assert np.abs(gains[:10]).max() <= 9
    np.testing.assert_allclose(session.parameters.theta, gains, atol=0.02)


def test_the_older_source_is_the_same_in_units_of_ten_decibels() -> None:
    def made(source: str, noise: float) -> Dataset:
        return SOURCES[source].make(200, noise, np.random.default_rng(7))

    new, old = made("equalizer-db", 1.0), made("equalizer", 0.1)
    assert new.target is not None
    assert old.target is not None
    np.testing.assert_array_equal(new.inputs, old.inputs)
    np.testing.assert_allclose(
        new.target.to_person(new.targets[0]), old.target.to_person(old.targets[0]), atol=1e-12
    )
    assert (new.knob_unit, old.knob_unit) == ("dB", "")
