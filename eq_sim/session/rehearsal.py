"""How many steps an experiment still needs, found out on a copy of it."""

from eq_sim.session.actions import Release, Run
from eq_sim.session.replay import replay
from eq_sim.session.session import Session


def steps_to_goal(session: Session, most: int) -> int | None:
    """Returns the training steps from here to the goal, or None if so many do not get there.

    The session itself is left alone: its log is done again by a copy, which then trains on.

    Args:
        session: the experiment.
        most: steps to try.
    """
    copy = replay(record.action for record in session.log.records)
    copy.apply(Release())
    copy.apply(Run())
    before = copy.step
    copy.train(most)
    return copy.step - before if copy.goal_reached else None
