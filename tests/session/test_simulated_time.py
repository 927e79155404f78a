"""Time is an input: so many seconds at a speed are so many steps; training stops by itself."""

import pytest
from session_kit import run_until_it_stops, session, training_state

from eq_sim.session.actions import (
    BackToStart,
    Grab,
    Load,
    NewStart,
    Pause,
    Release,
    Run,
    Set,
    TakePhase,
    Train,
    Turn,
)
from eq_sim.session.change import EVERYTHING, Change, Watch
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

NEVER = {"metric": "accuracy", "value": 2.0}  # a goal that cannot be reached


def running(speed: float = 32.0, **changes: object) -> Session:
    made = session(speed=speed, **{**NEVER, **changes})
    made.apply(Run())
    return made


def test_nothing_happens_until_it_runs() -> None:
    ring = session()
    assert ring.advance(10) == 0
    assert ring.advance(steps=10) == 0
    ring.apply(Run())
    ring.apply(Pause())
    assert ring.advance(10) == 0
    assert ring.step == 0
    assert not ring.running


@pytest.mark.parametrize(("speed", "seconds"), [(32.0, 2.0), (8.0, 0.5), (1000.0, 0.25), (4, 8)])
def test_steps_are_speed_times_seconds(speed: float, seconds: float) -> None:
    ring = running(speed)
    assert ring.advance(seconds) == speed * seconds
    assert ring.step == speed * seconds


def test_parts_of_a_step_add_up() -> None:
    ring = running(16.0)
    taken = [ring.advance(1 / 64) for _ in range(64)]  # a quarter of a step each
    assert taken == [0, 0, 0, 1] * 16
    ring = running(24.0)
    assert [ring.advance(1 / 16) for _ in range(8)] == [1, 2] * 4


@pytest.mark.parametrize("rate", [24, 25, 30, 60, 144])
def test_no_step_is_lost_at_any_frame_rate(rate: int) -> None:
    ring = running(100.0)
    for _ in range(3 * rate):
        ring.advance(1 / rate)
    assert ring.step in (299, 300)


def test_frames_of_any_length_lead_the_same_way() -> None:
    long, short = running(dropout=0.1), running(dropout=0.1)
    long.advance(8.0)
    for _ in range(512):
        short.advance(1 / 64)
    assert training_state(long) == training_state(short)


def test_a_new_speed_holds_at_once() -> None:
    ring = running(8.0)
    assert ring.advance(1) == 8
    ring.apply(Set("speed", 64.0))
    assert ring.advance(1) == 64
    assert ring.running


@pytest.mark.parametrize("action", [Run(), BackToStart(), NewStart()])
def test_an_owed_part_of_a_step_does_not_outlive_a_beginning(
    action: Run | BackToStart | NewStart,
) -> None:
    ring = running(16.0)
    ring.advance(3 / 64)
    ring.apply(action)
    assert ring.running
    assert [ring.advance(1 / 64) for _ in range(4)] == [0, 0, 0, 1]


def test_it_pauses_at_the_goal_once() -> None:
    ring = session()
    told: list[Change] = []
    ring.apply(Run())
    ring.observe(told.append)
    while ring.running:
        assert not any(change & Change.TRAINING for change in told)
        ring.advance(0.5)
        assert ring.step < 5000
    assert ring.goal_reached
    assert ring.scenario.goal.reached(ring.goal_value)
    assert told[-1] == Change.TRAINING
    first = ring.step
    # It stopped at the point itself, not at the end of what was due.
    assert ring.history.points[0, -1] == first
    assert ring.advance(5) == 0

    ring.apply(Run())
    assert ring.advance(20.0) == 20 * 30
    assert ring.running
    ring.apply(BackToStart())
    assert not ring.goal_reached
    run_until_it_stops(ring, 0.5)
    assert ring.step == first


def test_it_stops_at_the_same_step_in_frames_of_any_length() -> None:
    ends = set()
    for seconds in (0.01, 0.3, 100.0):
        ring = session()
        run_until_it_stops(ring, seconds)
        ends.add(training_state(ring))
    assert len(ends) == 1


def test_a_count_of_steps_does_not_stop_at_the_goal() -> None:
    ring = session()
    ring.apply(Train(1500))
    assert ring.step == 1500
    assert ring.goal_reached


def test_no_steps_can_be_asked_for() -> None:
    ring = running()
    before = training_state(ring)
    ring.apply(Train(0))
    assert ring.advance(0.0) == 0
    assert training_state(ring) == before
    assert ring.running


STEPPED = Change.KNOBS | Change.TRAINING | Change.HISTORY
ANEW = STEPPED | Change.STRUCTURE | Change.SWITCHES | Change.SIDES


@pytest.mark.parametrize(
    ("action", "change"),
    [
        (Run(), Change.TRAINING),
        (Pause(), Change.TRAINING),
        (Train(2), STEPPED),
        (BackToStart(), STEPPED),
        (NewStart(), ANEW),
        (Load(load_scenario("digits"), 1), EVERYTHING),
        (Set("learning_rate", 0.2), Change.SETTINGS),
        (Set("speed", 5.0), Change.SETTINGS),
        (Set("hidden", (3,)), ANEW | Change.SETTINGS),
        (Set("noise", 0.3), EVERYTHING & ~Change.SHELF),
        (Set("activation", "silu"), EVERYTHING & ~Change.DATA & ~Change.OBJECTIVE & ~Change.SHELF),
        (TakePhase(), STEPPED),
        (Turn((0,), (1.0,)), Change.KNOBS | Change.HISTORY),
        (Grab((0,)), Change.KNOBS),
        (Release(), Change.KNOBS),
    ],
    ids=lambda value: getattr(value, "setting", type(value).__name__),
)
def test_observers_hear_what_changed_after_it_is_done(
    action: Load | Set | Train, change: Change
) -> None:
    ring = session()
    heard: list[tuple[Change, int, object]] = []
    ring.observe(lambda told: heard.append((told, len(ring.log.records), ring.scenario)))
    ring.observe(lambda told: heard.append((told, len(ring.log.records), ring.scenario)))
    structure = ring.structure
    watch = Watch(ring.changes)
    assert watch.news() == EVERYTHING
    assert ring.apply(action) == change
    assert heard == [(change, 2, ring.scenario)] * 2
    assert (ring.structure != structure) == bool(change & Change.STRUCTURE)
    assert watch.news() == change
    assert not watch.news()


def test_each_step_and_each_hand_is_counted_as_a_change() -> None:
    ring = session()
    seen = [ring.changes.count(EVERYTHING)]
    for action in (Train(1), Turn((0,), (1.0,)), BackToStart(), NewStart(), Set("noise", 0.2)):
        ring.apply(action)
        seen.append(ring.changes.count(EVERYTHING))
    assert len(set(seen)) == len(seen)
