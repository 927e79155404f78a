"""What one sees of a column: its kinds, missing cells, whether it holds dates or names rows."""

import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from eq_sim.data.own.columns import Numbers, TableColumn
from eq_sim.language.tr import ntr, tr

_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:[T ].*)?"
    r"|\d{4}/\d{1,2}/\d{1,2}(?:[T ].*)?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[APap][Mm])?"
    r"|\d{1,2}\.? [A-Za-z]{3,9}\.? \d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}",
    re.ASCII,
)
_IDS = frozenset(["id", "ids", "index", "nr", "no", "number", "key", "uuid", "guid", "row"])
_LOOKED_AT = 500
_MANY = 10  # rows from which on "all different" means something


@dataclass(frozen=True)
class Facts:
    """What one sees of a column.

    Attributes:
        numbers: whether it holds numbers; else texts.
        known: how many cells are not missing.
        missing: how many are.
        kinds: how many different values or texts it has.
        whole: whether all of its numbers are whole.
        dates: whether its texts look like dates or times.
        names_rows: whether it seems to name the rows: texts that all differ, or numbers that
            only count them.
        strays: how many of the missing cells are texts among numbers.
    """

    numbers: bool
    known: int
    missing: int
    kinds: int
    whole: bool = False
    dates: bool = False
    names_rows: bool = False
    strays: int = 0

    @property
    def constant(self) -> bool:
        """Whether all known cells are the same, or none is known."""
        return self.kinds < 2

    @property
    def words(self) -> str:
        """What is worth knowing, short: "3 kinds, 2 missing"."""
        if not self.known:
            return tr("all cells are missing")
        if self.constant:
            said = [tr("the same in each row")]
        elif self.dates:
            said = [tr("dates or times")]
        elif self.names_rows:
            said = [tr("names the rows: all different")]
        elif not self.numbers:
            said = [tr("{kinds:,} different texts", kinds=self.kinds)]
        elif self.whole:
            said = [tr("{kinds:,} different whole numbers", kinds=self.kinds)]
        else:
            said = [tr("{kinds:,} different numbers", kinds=self.kinds)]
        if self.missing - self.strays:
            said.append(tr("{missing:,} missing", missing=self.missing - self.strays))
        if self.strays:
            said.append(ntr("{count:,} is no number", "{count:,} are no number", self.strays))
        return ", ".join(said)


_SEEN: WeakKeyDictionary[TableColumn, Facts] = WeakKeyDictionary()


def facts_of(column: TableColumn) -> Facts:
    """Returns what one sees of a column; asked again, it is not looked at again."""
    if column not in _SEEN:
        _SEEN[column] = _looked(column)
    return _SEEN[column]


def remember_facts(column: TableColumn, facts: Facts) -> None:
    """Takes what was seen of a column where it was read, in another process."""
    _SEEN[column] = facts


def _looked(column: TableColumn) -> Facts:
    missing = int(column.missing.sum())
    known = column.size - missing
    if not isinstance(column, Numbers):
        kinds = len(column.kinds)
        dates = _are_dates(column.kinds)
        names_rows = kinds == known >= _MANY and not dates
        return Facts(False, known, missing, kinds, dates=dates, names_rows=names_rows)
    values = column.values[~column.missing]
    kinds = len(np.unique(values))
    whole = bool(known and (values == np.floor(values)).all())
    counts = bool(whole and known >= _MANY and values[0] in (0, 1) and (np.diff(values) == 1).all())
    called = bool(_IDS.intersection(re.split(r"[\W_]+", column.name.lower())))
    names_rows = counts or (whole and called and kinds == known >= _MANY)
    strays = len(column.strays)
    return Facts(True, known, missing, kinds, whole, names_rows=names_rows, strays=strays)


def _are_dates(kinds: tuple[str, ...]) -> bool:
    some = kinds[:: max(1, len(kinds) // _LOOKED_AT)]
    return bool(some) and sum(bool(_DATE.fullmatch(kind)) for kind in some) >= 0.9 * len(some)
