"""The moments that led to now, what was left on the way, and going along both."""

import random
from pathlib import Path

import pytest
from session_kit import scenario, session, theta_bits

from eq_sim.session import actions as act
from eq_sim.session.errors import UndoError
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import checksum, read_recording
from eq_sim.session.looking import Looking
from eq_sim.session.moment import last_moment
from eq_sim.session.session import Session

Bits = tuple[object, ...]


def bits(of: Session) -> Bits:
    return (theta_bits(of), of.step, of.history.points.tobytes())


def settle(looking: Looking) -> None:
    while looking.go_on():
        pass


@pytest.mark.parametrize("seed", range(3))
def test_the_way_to_now_leads_through_what_was_there_and_nothing_else(seed: int) -> None:
    draw = random.Random(seed)
    some = Session(scenario("ring", points=20))
    looking = Looking(some)
    # What was true at each place on the way to now; undo and going back take its end away.
    way, stack = [bits(some)], []
    for _ in range(30):
        match draw.choice(["train", "train", "turn", "set", "undo", "redo", "go"]):
            case "train":
                stack = [*stack, len(way)]
                some.apply(act.Run())
                for _ in range(draw.randint(1, 9)):
                    some.advance(steps=1)
                    way.append(bits(some))
                some.apply(act.Pause())
            case "turn":
                stack = [*stack, len(way)]
                some.apply(act.Turn((draw.randrange(5),), (draw.uniform(-1, 1),)))
                way.append(bits(some))
            case "set":
                rate = draw.uniform(0.01, 0.5)
                stack = [*stack, len(way)]
                some.apply(act.Set("learning_rate", rate))
                way.append(bits(some))
            case "undo" if stack:
                some.apply(act.Undo())
                *stack, length = stack
                assert bits(some) == way[length - 1]
                if draw.random() < 0.5:
                    some.apply(act.Redo())
                    stack = [*stack, length]
                else:
                    del way[length:]
            case "go" if len(way) > 2:
                looking.look_at(draw.randrange(len(way) - 1))
                settle(looking)
                assert bits(some) == way[looking.place]
                shown = looking.place
                looking.apply(looking.onward)
                del way[shown + 1 :]
                stack = []  # it is one thing that can be undone, and enough of that
        assert looking.lineage.known
        assert looking.lineage.last == len(way) - 1
    for place in range(len(way)):
        state = some.timeline.state_at(some.log.state, looking.lineage.moment(place))
        assert state.theta.tobytes() == way[place][0]
        assert looking.lineage.step(place) == way[place][1]


def test_only_a_moment_of_the_past_can_be_tried_out() -> None:
    some = session(points=30)
    with pytest.raises(UndoError, match="past"):
        some.try_out(act.Grab((1,)))
    some.apply(act.Train(20))
    looking = Looking(some)
    looking.look_at(10)
    settle(looking)
    log = some.log.state
    some.try_out(act.Grab((1,)))
    some.try_out(act.Turn((1,), (9.0,)))
    assert some.parameters.theta[1] == 9
    assert some.log.state is log
    looking.back_to_now()
    assert some.held == ()
    assert last_moment(some.log.state) == (1, 20)


def test_branches_are_the_curves_that_the_present_has_not() -> None:
    some = session(points=30)
    looking = Looking(some)
    some.apply(act.Train(100))
    some.apply(act.Turn((3,), (0.5,)))
    some.apply(act.Train(50))
    whole = some.history.points.copy()
    some.apply(act.Undo())
    assert [left.step for left in looking.tree.branches] == [150]
    assert (looking.tree.branches[0].points == whole).all()
    some.apply(act.Redo())
    assert looking.tree.branches == ()
    some.apply(act.GoTo(1, 40))
    some.apply(act.Train(10))
    assert [left.step for left in looking.tree.branches] == [150]
    some.apply(act.GoTo(1, 100))  # the way of the other one, not to its end
    assert [left.step for left in looking.tree.branches] == [150]
    some.apply(act.Set("loss", "half_mse"))  # other losses, that do not compare
    assert looking.tree.branches == ()
    some.apply(act.Undo())
    assert [left.step for left in looking.tree.branches] == [150]


def test_a_look_at_the_same_network_is_no_other_structure() -> None:
    some = session(points=30)
    some.apply(act.Train(400))
    looking = Looking(some)
    before = some.structure
    for place in (10, 300, 0, 399):
        looking.look_at(place)
        settle(looking)
    looking.back_to_now()
    assert some.structure == before


def test_a_recording_goes_on_over_a_look_back(tmp_path: Path) -> None:
    some, now = session(points=30), [0.0]
    path = tmp_path / "one.jsonl"
    recorder = Recorder(some, path, lambda: now[0])
    some.apply(act.Train(60))
    looking = Looking(some)
    looking.look_at(20)
    settle(looking)
    now[0] += 30  # long enough for the recording to be checked meanwhile
    recorder.tick()
    looking.apply(act.Train(5))
    now[0] += 30
    recorder.tick()
    looking.look_at(3)
    settle(looking)
    recorder.stop()
    looking.back_to_now()
    done = read_recording(path)
    again = Session(scenario("ring", points=30))
    sums = 0
    for one in done[1:]:
        if one.action is not None:
            again.apply(one.action)
        if one.checksum is not None:
            assert one.checksum == checksum(again)
            sums += 1
    assert sums
    assert bits(again) == bits(some)
    assert bits(some)[1] == 25
