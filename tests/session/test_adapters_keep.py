"""What stays when an adapter is added, merged or taken away: answers, positions, freezes."""

import msgspec
import numpy as np
import pytest
from session_kit import session

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session


def answers(of: Session) -> bytes:
    return of.evaluation.answers[0].tobytes()


def positions(of: Session) -> tuple[object, ...]:
    rounding = of.parameters.making.rounding
    assert rounding is not None
    return rounding.bits, rounding.per, rounding.scales.tobytes()


@pytest.fixture(params=["neuron", "tensor"])
def quantised(request: pytest.FixtureRequest) -> Session:
    made = session()
    made.apply(act.Train(50))
    made.apply(act.Quantise(3, request.param))
    return made


def test_an_adapter_comes_and_goes_while_knobs_click(quantised: Session) -> None:
    before, clicks, theta = answers(quantised), positions(quantised), quantised.state().theta
    quantised.apply(act.AddAdapter((1, 1, 0)))
    assert answers(quantised) == before
    assert positions(quantised) == clicks
    quantised.apply(act.Train(20))
    assert answers(quantised) != before
    quantised.apply(act.SetStrength(0))
    assert answers(quantised) == before
    quantised.apply(act.SetStrength(2.0))
    quantised.apply(act.RemoveAdapter())
    assert answers(quantised) == before
    assert positions(quantised) == clicks
    assert quantised.parameters.making.strength == 1.0
    np.testing.assert_array_equal(quantised.state().theta, theta)


def test_a_merge_keeps_answers_and_positions(quantised: Session) -> None:
    quantised.apply(act.AddAdapter((1, 1, 0)))
    quantised.apply(act.Train(20))
    quantised.apply(act.Quantise(4))
    quantised.apply(act.SetStrength(0.5))
    before, clicks = answers(quantised), positions(quantised)
    quantised.apply(act.MergeAdapter())
    assert answers(quantised) == before
    assert positions(quantised) == clicks
    again = Session(SavedState.of(quantised.state()).state())
    assert answers(again) == before


def test_a_merge_leaves_muted_knobs_out_and_gives_those_of_the_base_their_part() -> None:
    made = session()
    made.apply(act.Train(50))
    made.apply(act.AddAdapter((1, 1, 0)))
    made.apply(act.Train(50))
    first = made.layout.adapters[0].offset
    made.apply(act.Mute((3, first, first + 3), True))
    other, before = made.fork(), answers(made)
    made.apply(act.MergeAdapter())
    assert answers(made) == before
    for each in (made, other):
        each.apply(act.Mute((3,), False))
    assert answers(made) == answers(other)
    assert answers(made) != before


def test_knobs_that_a_hand_froze_stay_frozen() -> None:
    made = session()
    made.apply(act.Train(5))
    made.apply(act.Freeze((0, 1, 2), True))
    for last in (act.RemoveAdapter(), act.MergeAdapter()):
        made.apply(act.AddAdapter((1, 0, 0)))
        assert made.switches.frozen[:25].all()
        assert not made.switches.frozen[25:].any()
        opened = Session(SavedState.of(made.state()).state())
        for each in (made, opened):
            each.apply(last)
            assert np.flatnonzero(each.switches.frozen).tolist() == [0, 1, 2]
    made.apply(act.AddAdapter((1, 0, 0)))
    made.apply(act.Freeze((1, 5), False))
    made.apply(act.RemoveAdapter())
    assert np.flatnonzero(made.switches.frozen).tolist() == [0, 2]
    made.apply(act.Undo())
    assert np.flatnonzero(~made.switches.frozen[:25]).tolist() == [1, 5]


def test_freezes_of_other_knobs_are_no_saved_state() -> None:
    made = session()
    made.apply(act.Freeze((0,), True))
    made.apply(act.AddAdapter((1, 0, 0)))
    saved = SavedState.of(made.state())
    for wrong in (saved.theta, saved.switches["mutes"]):
        with pytest.raises(EqSimError, match="A saved state has"):
            msgspec.structs.replace(saved, frozen_before=wrong).state()
    made.apply(act.Set("hidden", (3,)))
    assert SavedState.of(made.state()).frozen_before is None
    old = msgspec.structs.replace(saved, frozen_before=None).state()
    without = Session(old)
    without.apply(act.RemoveAdapter())
    assert not without.switches.frozen.any()
