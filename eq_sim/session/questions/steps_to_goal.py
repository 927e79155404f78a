"""How many steps an experiment still needs, found out on a fork of it."""

from eq_sim.session.actions import Release, Run
from eq_sim.session.session import Session


def steps_to_goal(session: Session, most: int) -> int | None:
    """Returns the training steps from here to the goal, or None if so many do not get there.

    The session itself is left alone.

    Args:
        session: the experiment.
        most: steps to try.
    """
    fork = session.fork()
    fork.apply(Release())
    fork.apply(Run())
    before = fork.step
    fork.advance(steps=most)
    return fork.step - before if fork.goal_reached else None
