"""What is left between two recorded points of a network whose points are rare is a branch."""

from collections.abc import Callable

import numpy as np
import pytest
from session_kit import session, theta_bits

from eq_sim.session import actions as act
from eq_sim.session.looking import Looking
from eq_sim.session.session import Session


def rare() -> Session:
    """An experiment with points at 1, 2, 4 … 64 steps and then more than 60 steps apart."""
    some = session("digits", hidden=(256,))
    some.apply(act.Train(70))
    assert some.history.points[0, -1] == 64
    return some


def lefts(looking: Looking) -> list[int]:
    return [left.step for left in looking.tree.branches]


def back_to(some: Session, step: int) -> None:
    some.apply(act.GoTo(1, step))


def undo(some: Session, step: int) -> None:
    some.apply(act.Undo())


def to_checkpoint(some: Session, step: int) -> None:
    some.apply(act.Restore(1))


@pytest.mark.parametrize("leave", [back_to, undo, to_checkpoint])
def test_what_is_left_ends_where_it_was_left_and_can_be_gone_to(
    leave: Callable[[Session, int], None],
) -> None:
    some = rare()
    looking = Looking(some)
    some.apply(act.KeepCheckpoint())
    some.apply(act.Train(10))
    points, losses, whole = some.history.points.copy(), some.losses, theta_bits(some)
    tip = (80.0, some.epochs, losses.train, losses.test)
    leave(some, 66)
    went = some.step
    assert went < 80
    assert some.history.points[0, -1] == 64  # the record itself is none the longer
    (branch,) = looking.tree.branches
    assert branch.step == 80
    np.testing.assert_array_equal(branch.points[:, :-1], points)
    assert tuple(branch.points[:, -1]) == tip
    some.apply(act.Set("learning_rate", 0.01))
    some.apply(act.Train(5))
    (branch,) = looking.tree.branches
    for step in (73, 80):
        looking.choose(branch, step)
        while looking.go_on():
            pass
        assert some.step == step
    assert theta_bits(some) == whole
    assert some.losses == losses
    looking.go_on_from_here()
    assert theta_bits(some) == whole
    assert lefts(looking) == [went + 5]


def test_what_now_leads_through_is_no_branch() -> None:
    some = rare()
    looking = Looking(some)
    some.apply(act.Undo())
    assert lefts(looking) == [70]
    some.apply(act.Redo())
    assert lefts(looking) == []
    some.apply(act.GoTo(1, 66))
    assert lefts(looking) == [70]
    some.apply(act.GoTo(1, 68))
    assert lefts(looking) == [70]
    some.apply(act.GoTo(1, 70))
    assert lefts(looking) == []
    some.apply(act.Train(3))
    assert lefts(looking) == []
    some.apply(act.GoTo(1, 66))
    assert lefts(looking) == [73]  # and what was left at 70 is a part of it


def test_two_ways_between_the_same_two_points_are_two_branches() -> None:
    some = rare()
    looking = Looking(some)
    for rate in (0.02, 0.03):
        some.apply(act.GoTo(1, 66))
        some.apply(act.Set("learning_rate", rate))
        some.apply(act.Train(4))
    some.apply(act.GoTo(1, 70))
    assert lefts(looking) == [70, 70]
    losses = {left.points[2, -1] for left in looking.tree.branches}
    assert len(losses) == 2


def test_what_changes_nothing_of_the_curve_leaves_nothing() -> None:
    some = rare()
    looking = Looking(some)
    some.apply(act.Set("learning_rate", 0.01))
    some.apply(act.Undo())
    some.apply(act.Freeze((3,), True))
    some.apply(act.KeepCheckpoint())
    some.apply(act.Restore(1))
    assert lefts(looking) == []
    some.apply(act.BackToStart())
    assert lefts(looking) == [70]
    some.apply(act.Train(64))
    assert lefts(looking) == [70]  # all its points but where it was left are here again


def test_the_same_actions_leave_the_same_branches() -> None:
    some = rare()
    looking = Looking(some)
    some.apply(act.GoTo(1, 66))
    some.apply(act.Train(2))
    other = Session(some.original, some.seed)
    there = Looking(other)
    for record in some.log.records[1:]:
        other.apply(record.action)
    (left,), (right,) = looking.tree.branches, there.tree.branches
    assert left.points.tobytes() == right.points.tobytes()
    assert left.tip == right.tip
