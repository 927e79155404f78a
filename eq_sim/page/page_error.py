"""Why a page was not made."""

from eq_sim.session.errors import EqSimError


class PageError(EqSimError):
    """A page cannot be made as asked, or not be written; nothing is left behind."""
