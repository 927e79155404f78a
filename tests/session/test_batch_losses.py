"""The loss that each step saw on its own batch: of this run alone, bounded, and only to look at."""

import numpy as np
import pytest
from session_kit import session

from eq_sim.session.actions import BackToStart, Redo, Resume, Set, TakePhase, Train, Undo
from eq_sim.session.history import BatchHistory
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session


def losses_of(of: Session) -> dict[int, float]:
    """The loss that each step saw, by the steps taken before it."""
    points = of.history.batches
    assert (points[2] == points[3]).all()  # nothing has been put together yet
    return dict(zip(points[0].astype(int).tolist(), points[2].tolist(), strict=True))


@pytest.mark.parametrize("name", ["house-price", "equalizer", "one-knob"])
def test_a_full_batch_sees_the_train_loss_before_the_step(name: str) -> None:
    watched, seen = session(name), session(name)
    seen.apply(Train(130))
    found = losses_of(seen)
    assert len(found) > 2
    for step, loss in found.items():
        watched.apply(Train(step - watched.step))
        assert loss == pytest.approx(watched.losses.train, rel=1e-5)


@pytest.mark.parametrize("name", ["ring", "digits", "sine"])
def test_a_batch_sees_about_the_train_loss(name: str) -> None:
    seen = session(name)
    seen.apply(Train(64))
    found = losses_of(seen)
    step, _, train, _ = seen.history.points
    beside = np.interp(list(found), step, train)
    assert np.mean(list(found.values())) == pytest.approx(np.mean(beside), rel=0.2)


@pytest.mark.parametrize("name", ["ring", "digits"])
def test_one_call_or_many_see_the_same(name: str) -> None:
    whole, parts, phases = session(name), session(name), session(name)
    whole.apply(Train(50))
    for steps in (1, 7, 2, 30, 10):
        parts.apply(Train(steps))
    for _ in range(4 * 50):
        phases.apply(TakePhase())
    np.testing.assert_allclose(parts.history.batches, whole.history.batches, rtol=1e-6)
    np.testing.assert_allclose(phases.history.batches, whole.history.batches, rtol=1e-6)
    assert whole.history.batches.shape[1] > 5


def test_they_go_back_and_on_with_the_run_and_never_show_another() -> None:
    some = session("ring")
    some.apply(Train(40))
    before = losses_of(some)
    some.apply(Train(40))
    after = losses_of(some)
    assert before.items() < after.items()
    some.apply(Undo())
    assert losses_of(some) == before
    some.apply(Redo())
    assert losses_of(some) == after
    some.apply(Undo())
    some.apply(Set("learning_rate", 0.01))
    some.apply(Train(40))
    other = losses_of(some)
    assert before.items() < other.items()
    assert max(other) == max(after)
    assert other[max(other)] != after[max(after)]
    some.apply(BackToStart())
    assert losses_of(some) == {}


def test_they_are_those_of_the_moment_that_is_looked_at() -> None:
    some = session("ring")
    some.apply(Train(40))
    then, state = losses_of(some), some.state()
    some.apply(Train(40))
    now = losses_of(some)
    some.look_back(state)
    assert losses_of(some) == then
    some.look_now()
    assert losses_of(some) == now


def test_other_data_begin_them_anew() -> None:
    some = session("ring")
    some.apply(Train(40))
    some.apply(Set("noise", 0.3))
    assert losses_of(some) == {}


def test_after_a_saved_state_they_begin_where_it_ends() -> None:
    some = session("ring")
    some.apply(Train(40))
    again = session("ring")
    again.apply(Resume(SavedState.of(some.state())))
    assert losses_of(again) == {}
    again.apply(Train(40))
    some.apply(Train(40))
    assert min(losses_of(again)) >= 40
    assert losses_of(again).items() < losses_of(some).items()


def test_a_million_steps_are_bounded_and_keep_lowest_and_highest() -> None:
    seen, stream = BatchHistory(), np.random.default_rng(1)
    losses = stream.random(100_000)
    losses[[70, 50_001]] = -5, 9
    steps = np.arange(100_000.0)
    for part in np.split(np.array([steps, steps / 7, losses]), 50, axis=1):
        seen = seen.added(part)
        assert seen.points.shape[1] <= 4096
    step, epoch, low, high = seen.points
    assert len(step) > 2000
    assert (np.diff(step) > 0).all()
    np.testing.assert_allclose(epoch, step / 7)
    assert (step[0], low.min(), high.max()) == (0, -5, 9)
    assert (low <= high).all()


def test_histories_that_part_share_what_they_had_and_nothing_else() -> None:
    def steps(first: int, loss: float) -> np.ndarray:
        return np.array([range(first, first + 5), range(5), [loss] * 5], dtype=np.float64)

    stem = BatchHistory().added(steps(0, 1.0))
    one, other = stem.added(steps(5, 2.0)), stem.added(steps(5, 3.0))
    assert stem.points[2].tolist() == [1.0] * 5
    assert one.points[2].tolist() == [1.0] * 5 + [2.0] * 5
    assert other.points[2].tolist() == [1.0] * 5 + [3.0] * 5
