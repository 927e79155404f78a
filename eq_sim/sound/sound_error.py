"""Why something is not heard."""

from eq_sim.session.errors import EqSimError


class SoundError(EqSimError):
    """A sound cannot be read, played or written; everything else goes on."""
