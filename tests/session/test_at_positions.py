"""What is said of each number of bits: held against a few lines of plain NumPy."""

import numpy as np
import pytest

from eq_sim.export.script import script_of
from eq_sim.network.making import Rounding
from eq_sim.session import actions as act
from eq_sim.session.errors import DocumentError
from eq_sim.session.questions.all_samples import Sweep
from eq_sim.session.questions.at_positions import LADDER, AtEachSetting, present, size_of
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def trained(name: str, steps: int = 60) -> Session:
    session = Session(load_scenario(name), 3)
    session.apply(act.Train(steps))
    return session


@pytest.mark.parametrize("per", ["neuron", "tensor"])
@pytest.mark.parametrize("name", ["ring", "house-price"])
def test_each_setting_is_what_comes_about_when_it_is_chosen(name: str, per: str) -> None:
    session = trained(name)
    session.apply(act.Mute((1,), on=True))
    each = AtEachSetting(session, per)
    while each.go_on():
        pass
    assert [at.bits for at in each.found] == list(LADDER)
    assert each.done
    assert each.is_of(session, per)
    for at in each.found:
        there = session.fork()
        there.apply(act.Quantise(at.bits, per))
        now = present(there)
        assert (now.bits, now.positions, now.size) == (at.bits, at.positions, at.size)
        assert at.measure.train == pytest.approx(now.measure.train, abs=1e-6)
        assert at.losses.train == pytest.approx(now.losses.train, rel=1e-5)
        assert at.moved == now.moved
        free = session.parameters.theta
        far = np.abs(np.array(there.parameters.w, np.float64) - free)
        assert now.moved.mean == pytest.approx(far.mean(), rel=1e-5, abs=1e-12)
        assert now.moved.largest == pytest.approx(far.max(), rel=1e-5, abs=1e-12)
    session.apply(act.Turn((0,), (0.5,)))
    assert not each.is_of(session, per)


def test_a_large_network_is_asked_in_small_pieces() -> None:
    session = Session(load_scenario("digits-wide"), 1)
    each, pieces = AtEachSetting(session, "neuron"), 0
    while each.go_on() and not each.found:
        pieces += 1
    assert pieces >= 10


def test_bytes_count_the_scales_and_whole_bytes() -> None:
    session = trained("ring", 5)
    layout, w = session.layout, session.parameters.w
    assert size_of(layout, None) == 100
    for bits in (2, 3, 4, 6, 8, 16):
        for per, scales in (("neuron", 7), ("tensor", 3)):
            rounding = Rounding.fitted(layout, w, bits, per)
            assert size_of(layout, rounding) == int(np.ceil(25 * bits / 8)) + 4 * scales
    session.apply(act.AddAdapter((1, 0, 0)))
    session.apply(act.Quantise(4, "tensor"))
    rounding = session.parameters.making.rounding
    assert size_of(session.layout, rounding) == 13 + 4 * (3 + 6)


def test_the_pull_of_all_samples_is_that_at_the_positions() -> None:
    session = trained("ring")
    session.apply(act.Quantise(2, "tensor"))
    sweep, pulls = Sweep(session, session.parameters.theta), None
    while pulls is None:
        pulls = sweep.go_on()
    free = trained("ring")
    assert np.allclose(pulls.gradient, KnobSlices(session).gradient(), atol=1e-6)
    assert not np.allclose(pulls.gradient, KnobSlices(free).gradient(), atol=1e-3)


def test_a_script_is_written_of_what_turns_freely_whatever_was_tried_between() -> None:
    session = trained("ring", 5)
    plain = script_of(session, "data.csv").text
    session.apply(act.Quantise(4))
    with pytest.raises(DocumentError, match="click into positions"):
        script_of(session, "data.csv")
    session.apply(act.Undo())
    assert script_of(session, "data.csv").text == plain
    session.apply(act.Quantise(4))
    session.apply(act.Train(5))
    session.apply(act.Quantise(32))
    assert "It begins at step 10" in script_of(session, "data.csv").text
