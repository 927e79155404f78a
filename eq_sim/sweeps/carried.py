"""Tables of one's own go along with the trials that learn from them."""

from collections.abc import Iterable

from eq_sim.sweeps.plan import Sweep


def tables_of(sweep: Sweep) -> tuple[bytes, ...]:
    """Returns the tables of one's own that a sweep learns from, as bytes."""
    return ()


def keep(tables: Iterable[bytes]) -> None:
    """Makes tables known in this process."""
