"""Tables of one's own that are known here, by what is in them.

A hash determines its table, so that what a scenario leads to does not depend on when or by whom the
table was kept. Files that name a table carry it along; who reads one keeps it here first.
"""

from eq_sim.data.own.table import Table
from eq_sim.session.errors import ScenarioError

_KNOWN: dict[str, Table] = {}
_WRITTEN: dict[str, bytes] = {}
_MOST_WRITTEN = 50_000_000  # bytes of a table that are kept beside it, for each save writes them


def keep(table: Table) -> str:
    """Keeps a table. Returns the hash by which it is found."""
    name = table.sha256
    _KNOWN.setdefault(name, table)
    return name


def text_of(sha256: str) -> bytes | None:
    """Returns the text of a table, as files have it; None where nobody has kept the table."""
    table, text = find(sha256), _WRITTEN.get(sha256)
    if table is None or text is not None:
        return text
    text = table.to_bytes()
    if len(text) <= _MOST_WRITTEN:
        _WRITTEN[sha256] = text
    return text


def find(sha256: str) -> Table | None:
    """Returns the table of a hash; None where nobody has kept it."""
    return _KNOWN.get(sha256)


def found(sha256: str, called: str = "") -> Table:
    """Returns the table of a hash.

    Args:
        sha256: of the table's text.
        called: what its file was called.

    Raises:
        ScenarioError: nobody has kept it.
    """
    table = find(sha256)
    if table is None:
        raise ScenarioError(
            "the table {called} that this learns from is not here: open the table itself first, or "
            "an experiment (.eqsim) or a scenario (.toml) that was saved with it",
            called=f"'{called}'" if called else f"{sha256[:8]}…",
        )
    return table
