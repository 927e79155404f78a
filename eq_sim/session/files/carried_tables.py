"""The tables that a file of something else carries along, so that it opens anywhere.

Whatever names a table in JSON names its hash. So the texts of a file are asked which tables they
name, and no new thing that does so can be forgotten here.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from eq_sim.data.own.errors import TableError
from eq_sim.data.own.limits import MOST_CELLS
from eq_sim.data.own.table import Table
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.reading import read_bytes
from eq_sim.session.tables import find, keep, text_of

MOST_BYTES = 500_000_000
"""Of the text of one table, as it is kept: more than any that is read."""

_MOST_SIGNS = 2 * MOST_CELLS  # commas and ends of lines, some of which may stand in quotes
_NAMED = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')
_MEMBER = re.compile(r"tables/([0-9a-f]{64})\.csv")
_BESIDE = "table-{}.csv"


def named_in(*texts: bytes | bytearray) -> list[str]:
    """Returns the hashes of the tables that texts in JSON name, each once."""
    found = (match.decode() for text in texts for match in _NAMED.findall(text))
    return list(dict.fromkeys(found))


def member(sha256: str) -> str:
    """Returns what the member of an archive is called that is a table."""
    return f"tables/{sha256}.csv"


def most_of_member(name: str) -> int:
    """Returns how many bytes a member of an archive may have; -1 where it is no table."""
    return MOST_BYTES if _MEMBER.fullmatch(name) else -1


def keep_members(members: Mapping[str, bytes], named: Iterable[str]) -> None:
    """Keeps the tables of an archive here, if they are what their names say.

    Args:
        members: every member, of which some are tables.
        named: the hashes that the archive's texts name.

    Raises:
        DocumentError: one was changed, or is named by nobody; says so of it, not of its file.
    """
    wanted = set(named)
    for name, content in members.items():
        match = _MEMBER.fullmatch(name)
        if match is None:
            continue
        if match[1] not in wanted:
            raise DocumentError("it has a table that nothing in it learns from")
        keep_verified(match[1], content)


def keep_verified(sha256: str, content: bytes) -> None:
    """Keeps a table here whose text has a hash.

    Raises:
        DocumentError: it has another one, or is no table.
    """
    if find(sha256) is not None:
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _changed()
        return
    keep(verified(sha256, content))


def verified(sha256: str, content: bytes) -> Table:
    """Returns the table whose text has a hash.

    Raises:
        DocumentError: it has another one, or is no table.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _changed()
    if content.count(b",") + content.count(b"\n") > _MOST_SIGNS:
        raise DocumentError(
            "its table has more than {most:,} cells, which is the limit", most=MOST_CELLS
        )
    try:
        table = Table.from_bytes(content)
    except (TableError, ValueError) as error:
        raise DocumentError("its table is damaged") from error
    if table.sha256 != sha256:
        raise DocumentError("its table is damaged: it is not written as this program writes it")
    return table


def _changed() -> DocumentError:
    return DocumentError(
        "the table in it was changed since it was saved: what was learned is not from these rows. "
        "Open the table by itself"
    )


def write_beside(folder: Path, named: Iterable[str]) -> None:
    """Writes the tables of some hashes into a folder, where they are not there yet.

    Raises:
        OSError: one cannot be written.
    """
    for sha256 in named:
        path = folder / _BESIDE.format(sha256)
        text = None if path.exists() else text_of(sha256)
        if text is not None:
            write_atomically(path, text)


def keep_beside(folder: Path) -> None:
    """Keeps the tables in a folder here; what is damaged or cannot be read is left alone."""
    for path in folder.glob(_BESIDE.format("*")):
        try:
            keep_verified(path.stem.removeprefix("table-"), read_bytes(path, MOST_BYTES))
        except (OSError, DocumentError):
            continue
