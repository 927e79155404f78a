"""Sessions that are not shipped, for tests of the window."""

from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session


def sigmoid_ring() -> Session:
    """Returns a ring whose neurons answer ½ at rest."""
    return open_session("ring", changes=[("activation", "sigmoid")])


def wide_digits() -> Session:
    """Returns the digits with so many neurons that not every question can be asked of them all."""
    return open_session("digits", changes=[("hidden", [1000])])
