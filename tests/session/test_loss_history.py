"""The loss over the steps: points at step counts, so many in each doubling, bounded for ever."""

import math

import numpy as np
import pytest
from session_kit import session

from eq_sim.session.actions import Run, Set, TakePhase, Train, Turn
from eq_sim.session.history import HistoryState, Losses, Spacing, next_point
from eq_sim.session.messages import Message

SPACINGS = (Spacing(), Spacing(7), Spacing(87), Spacing(82, exact=False), Spacing(5000))


def points_from(first: int, last: int, spacing: Spacing = Spacing()) -> list[int]:  # noqa: B008
    """All steps in (first, last] at which the loss is recorded."""
    found, step = [], first
    while (step := next_point(step, spacing)) <= last:
        found.append(step)
    return found


def test_every_step_has_a_point_at_first() -> None:
    assert points_from(0, 64) == list(range(1, 65))


@pytest.mark.parametrize("doubling", range(6, 40))
def test_each_doubling_has_64_points_evenly_spaced(doubling: int) -> None:
    found = points_from(2**doubling, 2 ** (doubling + 1))
    assert len(found) == 64
    assert set(np.diff([2**doubling, *found])) == {2**doubling // 64}


@pytest.mark.parametrize("spacing", SPACINGS)
def test_the_next_point_is_the_same_from_every_step_before_it(spacing: Spacing) -> None:
    last = 200 * spacing.steps
    found = points_from(0, last, spacing)
    ahead = iter(found)
    point = next(ahead)
    for step in range(found[-1]):
        if step == point:
            point = next(ahead)
        assert next_point(step, spacing) == point


@pytest.mark.parametrize("spacing", SPACINGS)
def test_points_are_never_nearer_than_they_may_be_and_never_rare(spacing: Spacing) -> None:
    found = [64, *points_from(64, 100_000 * spacing.steps, spacing)]
    gaps = np.diff(found[1:])
    assert (gaps >= spacing.steps).all()
    assert (gaps <= np.maximum(spacing.steps, np.array(found[1:-1]) / 32)).all()
    assert len(found) < 1000


def test_where_points_are_dear_those_of_the_first_steps_are_powers_of_two() -> None:
    assert points_from(0, 200, Spacing(82, exact=False)) == [1, 2, 4, 8, 16, 32, 64, 82, 164]


def test_history_is_bounded_and_keeps_beginning_end_and_order() -> None:
    history = HistoryState()
    sizes = set()
    for step in range(100_000):
        history = history.added(step, step / 10, Losses(1 + 1 / (step + 1), None))
        sizes.add(history.points.shape[1])
    assert max(sizes) <= 4096
    points = history.points
    assert points.shape[1] > 1024
    assert (np.diff(points[0]) > 0).all()
    assert points[0, 0] == 0
    assert points[0, -1] == 99_999
    assert points[2, -1] == 1 + 1 / 100_000
    np.testing.assert_array_equal(points[1], points[0] / 10)
    np.testing.assert_array_equal(points[2], 1 + 1 / (points[0] + 1))
    assert np.isnan(points[3]).all()


def test_spikes_survive_a_thinning() -> None:
    history = HistoryState()
    spikes = {1: 70.0, 4: 20.0, 1001: 50.0, 3000: 60.0, 4095: 80.0}
    for step in range(4097):
        history = history.added(step, 0.0, Losses(spikes.get(step, 1.0), 2.0))
    kept = {int(step): loss for step, loss in history.points[[0, 2]].T if loss != 1}
    assert history.points.shape[1] < 4000
    assert kept == spikes


@pytest.mark.parametrize(
    "spike",
    [0, 1001, 99_999, *(pytest.param(at, marks=pytest.mark.slow) for at in (1, 2, 3, 50_000))],
)
def test_the_highest_spike_survives_every_thinning(spike: int) -> None:
    history = HistoryState()
    for step in range(100_000):
        history = history.added(step, 0.0, Losses(9.0 if step == spike else 1.0, 2.0))
    assert [spike, 9.0] in history.points[[0, 2]].T.tolist()


def test_a_second_record_of_the_same_losses_is_dropped() -> None:
    history = HistoryState()
    history = history.added(0, 0.0, Losses(1.0, 2.0))
    assert history.added(0, 0.0, Losses(1.0, 2.0)) is history
    assert history.points.shape == (4, 1)
    history = history.added(0, 0.0, Losses(3.0, 2.0))  # a hand moved a knob between two steps
    assert history.points[2].tolist() == [1, 3]


def test_marks_are_bounded_and_not_doubled() -> None:
    history = HistoryState()
    for step in range(2000):
        history = history.marked(step, 0.0, Message("turned"))
        history = history.marked(step, 0.0, Message("turned"))
    assert len(history.marks) == 500
    assert [mark.step for mark in history.marks] == list(range(1500, 2000))


def test_histories_that_part_share_what_they_had_and_nothing_else() -> None:
    stem = HistoryState()
    for step in range(100):
        stem = stem.added(step, 0.0, Losses(1.0 + step, None))
    ways = [stem, stem, stem.marked(99, 0.0, Message("turned"))]
    for step in range(100, 150):
        ways = [way.added(step, 0.0, Losses(n + 0.5, None)) for n, way in enumerate(ways)]
    for n, way in enumerate(ways):
        assert way.points[2, :100].tolist() == [1.0 + step for step in range(100)]
        assert set(way.points[2, 100:]) == {n + 0.5}
    assert stem.points.shape[1] == 100


@pytest.mark.parametrize("name", ["ring", "house-price"])
def test_one_call_or_many_give_the_same_points(name: str) -> None:
    rng = np.random.default_rng(1)
    whole, parts, phases = session(name), session(name), session(name)
    whole.apply(Train(777))
    while parts.step < 777:
        parts.apply(Train(min(int(rng.integers(0, 90)), 777 - parts.step)))
    for _ in range(4 * 777):
        phases.apply(TakePhase())
    for other in (parts, phases):
        np.testing.assert_array_equal(whole.history.points, other.history.points)
    assert whole.history.points[0].tolist() == [0, *points_from(0, 777)]


def test_where_points_are_dear_one_call_or_many_give_the_same_points() -> None:
    whole, parts, phases = (session("digits", hidden=(256,)) for _ in range(3))
    whole.apply(Train(330))
    for steps in (1, 70, 9, 100, 150):
        parts.apply(Train(steps))
    phases.apply(Train(60))
    for _ in range(4 * 20):
        phases.apply(TakePhase())
    phases.apply(Train(250))
    for other in (parts, phases):
        np.testing.assert_array_equal(whole.history.points, other.history.points)
    steps = whole.history.points[0].astype(int).tolist()
    assert steps == [0, *points_from(0, 330, Spacing(steps[8], exact=False))]
    assert steps[8] > 64


def test_running_gives_the_same_points_as_training() -> None:
    trained, ran = session(value=2.0), session(value=2.0)  # a goal out of reach
    trained.apply(Train(500))
    ran.apply(Run())
    for seconds in (0.01, 0.2, 3.0, 0.05, 7.0):
        ran.advance(seconds)
    ran.apply(Train(500 - ran.step))
    np.testing.assert_array_equal(trained.history.points, ran.history.points)


def test_points_hold_the_losses_of_the_knobs_at_that_step() -> None:
    ring = session(batch_size=7)
    rows = [(0.0, 0.0, *ring.losses[:2])]
    for step in range(1, 41):
        ring.apply(Train(1))
        rows.append((step, step * 7 / 300 if step < 43 else math.nan, *ring.losses[:2]))
    np.testing.assert_allclose(ring.history.points.T, rows, rtol=1e-14)


def test_without_a_test_part_there_is_no_test_loss() -> None:
    house = session("house-price")
    house.apply(Train(3))
    assert house.losses.test is None
    assert np.isnan(house.history.points[3]).all()


def test_hands_and_changed_data_are_marked_and_recorded() -> None:
    ring = session()
    ring.apply(Train(40))
    ring.apply(Train(1))
    ring.apply(Turn((0,), (2.0,)))
    assert [(mark.step, mark.text) for mark in ring.history.marks] == [
        (41, f"a hand turned {ring.name(0)}")
    ]
    assert ring.history.points[0, -2:].tolist() == [41, 41]
    ring.apply(Set("noise", 0.5))
    # Losses on other data do not compare: the curve begins anew.
    assert [(mark.step, mark.text) for mark in ring.history.marks] == [(41, "noise changed")]
    assert ring.history.points[0].tolist() == [41]
    assert ring.history.points[2, -1] == ring.losses.train
