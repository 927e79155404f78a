"""Why a film was not made."""

from eq_sim.session.errors import EqSimError


class FilmError(EqSimError):
    """A film cannot be made as asked, or not be written; nothing is left behind."""


class FilmCancelled(FilmError):  # noqa: N818 - somebody's wish is not an error
    """The film was given up on request; nothing is left behind."""
