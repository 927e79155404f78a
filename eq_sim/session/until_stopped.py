"""Training without a window: so many steps, or fewer where early stopping ends them."""

from eq_sim.session import early_stopping
from eq_sim.session.actions import StopEarly, Train
from eq_sim.session.session import Session


def train_until_stopped(session: Session, steps: int) -> int:
    """Takes training steps; where early stopping ends them, the best knobs come back.

    The action ``Train`` takes as many as it says. Where it stops this is two actions, as in a
    window, and leads to the same bits.

    Args:
        session: what is trained.
        steps: how many at most.

    Returns:
        How many were taken.

    Raises:
        KnobError: the knobs are locked.
    """
    first = session.step
    if not early_stopping.is_on(session.present()):
        session.apply(Train(steps))
        return session.step - first
    taking = session.train(steps)
    for _ in taking:  # it rests at each point where training could end
        if early_stopping.is_due(session.present(), session.step):
            taking.close()
            session.apply(StopEarly())
    return session.step - first
