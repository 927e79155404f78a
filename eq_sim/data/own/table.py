"""A table: named columns of numbers or texts, with one way to write it as bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from eq_sim.data.own.canonical import columns_from, written
from eq_sim.data.own.columns import Numbers, TableColumn
from eq_sim.data.own.errors import TableError


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of the same length.

    Its bytes are text: a line that says what it is, the names, the kind of each column, then the
    rows, in UTF-8. The same columns give the same bytes, and bytes their hash, wherever it is.

    Attributes:
        columns: at least one; their names differ.
        notes: what was found and decided while a file was read, a sentence each, in the language
            that was spoken then. No part of the bytes.
    """

    columns: tuple[TableColumn, ...]
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.columns or len({column.size for column in self.columns}) > 1:
            raise ValueError("the columns of a table have the same length")
        if len(set(self.names)) < len(self.columns):
            raise ValueError("the columns of a table have different names")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def rows(self) -> int:
        """How many rows, the names apart."""
        return self.columns[0].size

    @cached_property
    def _named(self) -> dict[str, TableColumn]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> TableColumn:
        """Returns the column of a name.

        Raises:
            TableError: there is none.
        """
        if name in self._named:
            return self._named[name]
        raise TableError(
            "There is no column '{name}': the columns are {names}",
            name=name,
            names=", ".join(self.names),
        )

    def numbers(self, name: str) -> Numbers | None:
        """Returns the column of a name where it holds numbers, None where it holds texts."""
        column = self.column(name)
        return column if isinstance(column, Numbers) else None

    def pieces(self) -> Iterator[bytes]:
        """Yields the bytes of the table, some hundred rows at a time."""
        return written(self.columns)

    def to_bytes(self) -> bytes:
        """Returns the table as text in UTF-8, the same for the same columns."""
        return b"".join(self.pieces())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Table":
        """Returns the table that was written as bytes.

        Raises:
            TableError: the bytes are no table of ours, or damaged.
        """
        return cls(columns_from(content))

    def hashed(self) -> Iterator[float]:
        """Works out ``sha256`` some hundred rows at a time; yields the share that is done."""
        digest, done = hashlib.sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            done += piece.count(b"\n")
            # More line ends than rows, where cells have some.
            yield min(1.0, done / self.rows)
        self.remember_hash(digest.hexdigest())

    def remember_hash(self, sha256: str) -> None:
        """Takes ``sha256`` as it was worked out where the table was read, in another process."""
        # A frozen dataclass lets a cached property set itself, and nobody else.
        self.__dict__["sha256"] = sha256

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits: what a table is known by."""
        return hashlib.sha256(self.to_bytes()).hexdigest()
