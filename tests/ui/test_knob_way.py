"""Where a knob has been, and which part of the loss along it is looked at: without a window."""

from collections.abc import Callable

import numpy as np
import pytest

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.ui.models.along_span import span_of
from eq_sim.ui.models.best_knobs import BestKnobs
from eq_sim.ui.models.knob_questions import KnobQuestions
from eq_sim.ui.models.knob_way import KnobWay, KnobWays, joined

LIMIT = 2.0


def way_of(session: Session, knob: int = 0) -> KnobWay:
    return KnobWays(session, lambda _: LIMIT, BestKnobs(session)).of(knob)


def turner(session: Session, way: KnobWay) -> Callable[[float], None]:
    """Returns what turns a knob that is in a hand, and looks."""

    def turn(to: float) -> None:
        session.apply(act.Turn((way.knob,), (to,)))
        way.refresh()

    return turn


def test_what_a_hand_passes_over_is_kept_and_its_turns() -> None:
    session = open_session("one-knob")
    way, start = way_of(session), float(session.parameters.start[0])
    session.apply(act.Grab((0,)))
    turn = turner(session, way)
    for by in (0.5, 1.0, 0.99, 1.5):  # a trembling hand has not turned
        turn(start + by)
    assert (way.turns, way.heading) == ([], 1)
    turn(start - 0.5)
    assert way.turns == [pytest.approx(start + 1.5)]
    assert way.heading == -1
    assert way.stretches == [(pytest.approx(start - 0.5), pytest.approx(start + 1.5))]
    revision = way.revision
    assert not way.refresh()
    assert way.revision == revision
    session.apply(act.Release())
    way.refresh()
    session.apply(act.BackToStart())
    way.refresh()
    assert (way.turns, way.stretches, way.began) == ([], [(start, start)], start)


def test_the_best_place_shows_only_once_the_knob_has_been_there() -> None:
    session = open_session("one-knob")
    way = way_of(session)
    way.refresh()
    best = way.least_squares()
    assert best is not None
    assert way.known_best() is None
    assert way.limit > best  # there is room to go beyond
    session.apply(act.Grab((0,)))
    turn = turner(session, way)
    turn(best - 0.01)
    assert way.known_best() is None
    turn(best + 0.5)
    assert way.known_best() == best
    assert not way.coming_back()
    turn(best + 0.3)
    assert way.coming_back()
    turn(best - 0.1)
    assert not way.coming_back()


def test_training_has_been_at_the_best_place_when_nobody_sees_a_difference() -> None:
    session = open_session("one-knob")
    way = way_of(session)
    session.apply(act.Train(20))
    way.refresh()
    assert way.known_best() is None
    session.apply(act.Train(400))  # from one side, and never beyond
    way.refresh()
    assert way.known_best() == way.least_squares() != way.here


def test_short_steps_glide_and_long_ones_leap() -> None:
    session = open_session("one-knob")
    way = way_of(session)
    way.refresh()
    session.apply(act.Set("learning_rate", 0.001))
    session.apply(act.Train(1))
    way.refresh()
    assert not way.jumps
    assert way.stretches[0][1] > way.stretches[0][0]
    session.apply(act.Set("learning_rate", 1.0))
    session.apply(act.Train(1))
    way.refresh()
    session.apply(act.Train(2))
    way.refresh()
    assert [jump.single for jump in way.jumps][:2] == [False, True]
    assert [jump.loss for jump in way.jumps][1] is not None
    assert not any(jump.single for jump in list(way.jumps)[2:])  # what two did is no step


def test_other_knobs_make_another_curve_of_which_nothing_was_visited() -> None:
    session = open_session("house-price")
    way = way_of(session)
    turner(session, way)(0.5)
    assert not way.others_moved
    session.apply(act.Turn((1,), (0.7,)))
    way.refresh()
    assert way.others_moved
    assert way.stretches == [(way.here, way.here)]
    session.apply(act.Load(session.original, 5))
    way.refresh()
    assert not way.others_moved
    assert way.began == float(session.parameters.start[0])


def test_stretches_that_touch_are_one() -> None:
    assert joined([(0.0, 1.0), (2.0, 3.0)], 4.0, 5.0) == [(0.0, 1.0), (2.0, 3.0), (4.0, 5.0)]
    assert joined([(0.0, 1.0), (2.0, 3.0)], 0.5, 2.0) == [(0.0, 3.0)]


def test_of_a_bowl_the_inside_is_looked_at() -> None:
    values = np.linspace(-4, 4, 401)
    span = span_of(values, (values - 1) ** 2, np.array([-1.0, 0.5]))
    assert span.holds(-1.0, 4.0)
    assert span.holds(3.0, 4.0)  # the like of the start, on the other side
    assert span.right - 1 == pytest.approx(1 - span.left)
    assert span.right < 3.5
    assert span.bottom <= 0 < 4 < span.top < 6


def test_flat_and_broken_curves_have_a_frame_too() -> None:
    values = np.linspace(-1, 1, 11)
    flat = span_of(values, np.full(11, 0.5), np.array([0.0]))
    assert flat.holds(0.0, 0.5)
    assert flat.top > flat.bottom
    broken = span_of(values, np.full(11, np.nan), np.array([0.0]))
    assert broken.top > broken.bottom
    half = span_of(values, np.where(values > 0.3, np.inf, 1 + values), np.array([-0.5]))
    assert np.isfinite([half.left, half.right, half.bottom, half.top]).all()


def test_a_curve_is_asked_for_between_any_two_values() -> None:
    session = open_session("one-knob")
    along = KnobQuestions(session).between(0, -0.5, 2.0, 41)
    assert (along.values[0], along.values[-1], len(along.losses)) == (-0.5, 2.0, 41)
    x, y = session.dataset.inputs[0], session.dataset.targets[0]
    wanted = [0.5 * np.mean((value * x - y) ** 2) for value in along.values]
    assert along.losses == pytest.approx(wanted, rel=1e-5)
