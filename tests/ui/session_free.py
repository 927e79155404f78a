"""Sessions that are not shipped, for tests of the window."""

from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session


def sigmoid_ring() -> Session:
    """Returns a ring whose neurons answer ½ at rest."""
    return open_session("ring", changes=[("activation", "sigmoid")])
