"""What can be wrong with what was typed."""

from eq_sim.session.errors import EqSimError


class UsageError(EqSimError):
    """Something on the command line that cannot be done."""
