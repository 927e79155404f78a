"""The way back: any moment of what has happened, bit for bit, and one goes on from there."""

import random

import msgspec
import pytest
from session_kit import scenario, session, theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session import timeline
from eq_sim.session.errors import UndoError
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.timeline import Moment, Timeline


def bits(state: State) -> bytes:
    """Everything in a state that a file keeps, the losses that were recorded included."""
    return msgspec.json.encode(SavedState.of(state))


def here(of: Session) -> Moment:
    last = of.log.records[-1].action
    return Moment(len(of.log.records) - 1, last.steps if isinstance(last, act.Train) else 0)


def lived(seed: int, *, back: bool) -> tuple[Session, dict[Moment, bytes]]:
    """A run with hands, a change of layout and one of optimizer; and what was true all along."""
    draw = random.Random(seed)
    some = Session(scenario("ring", points=20, optimizer="adam", batch_size=7))
    moments = {here(some): bits(some.state())}

    def do(action: act.AnyAction) -> None:
        some.apply(action)
        moments[here(some)] = bits(some.state())

    for _ in range(12):
        do(act.Run())
        for _ in range(draw.randint(1, 30)):
            some.advance(steps=draw.randint(1, 40))
            moments[here(some)] = bits(some.state())
        size = some.layout.size
        knob = draw.randrange(2, size)  # 1 may be muted
        do(act.Grab((knob,)))
        for _ in range(3):
            do(act.Turn((knob,), (draw.uniform(-2, 2),)))
        some.advance(steps=3)
        do(act.Release())
        do(act.Pause())
        changes: list[act.AnyAction] = [
            act.Set("optimizer", draw.choice(["sgd", "adam", "rmsprop"])),
            act.Set("hidden", draw.choice([(3,), (4, 2), (2,)])),
            act.Freeze((0,), True), act.Mute((1,), True), act.SwitchSide(), act.TakePhase(),
            act.NewStart(), act.Train(draw.randint(0, 400)),
        ]  # fmt: skip
        do(draw.choice(changes))
        if back:
            do(draw.choice([act.Undo(), act.GoTo(*draw.choice(list(moments)))]))
    return some, moments


def moments_of(moments: dict[Moment, bytes], count: int) -> list[Moment]:
    return random.Random(1).sample(sorted(moments), min(count, len(moments)))


@pytest.mark.parametrize(
    ("seed", "back"),
    [
        pytest.param(1, False, marks=pytest.mark.slow),
        (2, True),
        pytest.param(1, True, marks=pytest.mark.slow),
        pytest.param(2, False, marks=pytest.mark.slow),
    ],
    ids=["straight", "with undo", "the same with undo", "the same straight"],
)
def test_any_moment_comes_back_bit_for_bit(
    monkeypatch: pytest.MonkeyPatch, seed: int, back: bool
) -> None:
    monkeypatch.setattr(timeline, "_STEPS", 60)  # several states are kept, and thinned
    monkeypatch.setattr(timeline, "_MOST", 12)
    some, moments = lived(seed, back=back)
    assert 2 < len(some.timeline.kept) <= 12
    log = some.log.state
    for moment in moments_of(moments, 40 if not back else 10):
        assert bits(some.timeline.state_at(log, moment)) == moments[moment], moment


def test_nothing_depends_on_what_was_kept() -> None:
    some, moments = lived(3, back=True)
    for moment in moments_of(moments, 4):
        state = Timeline(Session).state_at(some.log.state, moment)
        assert bits(state) == moments[moment], moment


def test_one_goes_on_from_a_moment_and_comes_back_by_undo() -> None:
    some = session(points=30)
    some.apply(act.Train(100))
    some.apply(act.Turn((3,), (0.5,)))
    some.apply(act.Train(50))
    before, points = theta_bits(some), some.history.points.tobytes()
    some.apply(act.GoTo(1, 40))
    straight = session(points=30)
    straight.apply(act.Train(40))
    assert theta_bits(some) == theta_bits(straight)
    assert some.history.points.tobytes() == straight.history.points.tobytes()
    assert some.undo.undo_name == "going to step 40"
    some.apply(act.Train(20))
    straight.apply(act.Train(20))
    assert theta_bits(some) == theta_bits(straight)
    some.apply(act.Undo())
    some.apply(act.Undo())
    assert theta_bits(some) == before
    assert some.history.points.tobytes() == points
    assert whole_state(replay(r.action for r in some.log.records)) == whole_state(some)


def test_what_came_after_can_be_gone_to_again() -> None:
    some = session(points=30)
    some.apply(act.Train(100))
    first = theta_bits(some)
    some.apply(act.GoTo(1, 10))
    some.apply(act.Set("learning_rate", 0.01))
    some.apply(act.Train(30))
    second = theta_bits(some)
    some.apply(act.GoTo(1, 100))
    assert theta_bits(some) == first
    some.apply(act.GoTo(4, 30))
    assert theta_bits(some) == second
    assert some.scenario.training.learning_rate == 0.01


def test_a_running_experiment_with_a_knob_in_hand_goes_back_to_rest() -> None:
    some = session(points=30)
    some.apply(act.Run())
    some.advance(steps=30)
    some.apply(act.Grab((2,)))
    some.apply(act.Turn((2,), (0.5,)))
    some.apply(act.GoTo(2, 10))
    assert not some.running
    assert some.held == ()
    assert some.step == 10
    names = some.undo.names
    assert names[0] == "going to step 10"
    assert names[1].startswith("turn")
    assert names[2].startswith("training")


@pytest.mark.parametrize("moment", [(1, 11), (2, 0), (900, 0), (0, 1)])
def test_a_moment_that_never_was_is_refused(moment: tuple[int, int]) -> None:
    some = session(points=30)
    some.apply(act.Train(10))
    before = whole_state(some)
    with pytest.raises(UndoError, match="history"):
        some.apply(act.GoTo(*moment))
    assert whole_state(some) == before


def test_the_way_goes_in_portions_and_says_how_far_it_is() -> None:
    some = session(points=30)
    some.apply(act.Train(20_000))
    way = Timeline(Session).way(some.log.state, Moment(1, 16_000))
    shares = [way.share]
    while (state := way.go_on()) is None:
        shares.append(way.share)
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert len(shares) > 10
    straight = session(points=30)
    straight.apply(act.Train(16_000))
    assert state.theta.tobytes() == theta_bits(straight)


def test_memory_stays_within_its_budget_and_the_past_within_reach() -> None:
    budget = 400_000.0
    some = session(points=30)
    some.timeline = Timeline(Session, budget)
    for _ in range(40):
        some.apply(act.Train(500))
    assert some.timeline.bytes <= budget
    kept = [moment.record for moment in some.timeline.kept]
    assert len(kept) > 3
    # They lie the thinner, the older they are.
    assert kept[-1] - kept[-2] <= kept[1] - kept[0]
    straight = session(points=30)
    straight.apply(act.Train(750))
    state = some.timeline.state_at(some.log.state, Moment(2, 250))
    assert state.theta.tobytes() == theta_bits(straight)


# Looking back


def test_looking_back_shows_everything_as_it_was_and_changes_nothing() -> None:
    some = session(points=30)
    some.apply(act.Train(50))
    some.apply(act.Set("hidden", (3,)))
    some.apply(act.Train(20))
    before, log = whole_state(some), len(some.log.records)
    heard: list[act.AnyAction] = []
    some.listen(heard.append)
    earlier = session(points=30)
    earlier.apply(act.Train(30))
    some.look_back(some.timeline.state_at(some.log.state, Moment(1, 30)))
    assert some.looking_back
    assert theta_bits(some) == theta_bits(earlier)
    assert some.losses == earlier.losses
    assert some.layout.size == earlier.layout.size
    assert some.history.points.tobytes() == earlier.history.points.tobytes()
    assert bits(some.present()) != bits(some.state())
    some.look_back(some.timeline.state_at(some.log.state, Moment(1, 10)))
    some.look_now()
    assert whole_state(some) == before
    assert len(some.log.records) == log
    assert heard == []


def test_what_is_done_while_one_looks_back_is_done_now() -> None:
    some, other = session(points=30), session(points=30)
    for one in (some, other):
        one.apply(act.Train(50))
    some.look_back(some.timeline.state_at(some.log.state, Moment(1, 30)))
    for one in (some, other):
        one.apply(act.Train(5))
    assert not some.looking_back
    assert whole_state(some) == whole_state(other)


def test_going_on_from_what_is_shown() -> None:
    some = session(points=30)
    some.apply(act.Run())
    some.advance(steps=50)
    state = some.timeline.state_at(some.log.state, Moment(2, 30))
    some.look_back(state)
    assert not some.running
    some.apply(act.GoTo(2, 30))
    assert some.step == 30
    assert some.undo.undo_name == "going to step 30"
    some.apply(act.Undo())
    assert some.step == 50
