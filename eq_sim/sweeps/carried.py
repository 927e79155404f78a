"""Tables of one's own go along with the trials that learn from them."""

from collections.abc import Iterable

from eq_sim.data.own.table import Table
from eq_sim.session import tables
from eq_sim.sweeps.plan import Sweep


def tables_of(sweep: Sweep) -> tuple[bytes, ...]:
    """Returns the table of one's own that a sweep learns from, as bytes; nothing for no such."""
    spec = sweep.scenario.data.table
    return () if spec is None else (tables.found(spec.sha256, spec.name).to_bytes(),)


def keep(carried: Iterable[bytes]) -> None:
    """Makes tables known in this process."""
    for content in carried:
        tables.keep(Table.from_bytes(content))
