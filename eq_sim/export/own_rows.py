"""New rows for a model of a table of one's own: the same columns, and the same kinds of text."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column
from eq_sim.data.own.columns import Numbers, TableColumn, Texts, texts_of
from eq_sim.data.own.errors import TableError, shortened
from eq_sim.data.own.planning import Plan, plan_of
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.table import Table
from eq_sim.language.tr import tr
from eq_sim.session.errors import DocumentError
from eq_sim.session.sources import choice_of
from eq_sim.session.state import State
from eq_sim.session.tables import found

_LISTED = 4  # names, in a sentence


@dataclass(frozen=True, eq=False)
class OwnRows:
    """Rows to be answered.

    Attributes:
        numbers: (rows, features) in a person's units, a column for each input of the network.
        names: of the columns that they were made of.
        cells: what stood in each of those columns, one list a column.
        lines: the row of each in the table, as a spreadsheet counts where nothing is left out.
        others: the names of columns that nobody asked for.
    """

    numbers: NDArray[np.float64]
    names: tuple[str, ...]
    cells: list[list[str]]
    lines: list[int]
    others: tuple[str, ...]


def read_own_rows(path: Path, state: State) -> OwnRows:
    """Returns the rows of a file as a model of a table of one's own takes them.

    Columns are found by their names, in any order. A text becomes the same inputs as in the table
    that was learned from.

    Args:
        path: a table, written in any way that can be learned from.
        state: of an experiment with such a table.

    Raises:
        DocumentError: the file cannot be read, a column is missing, or a cell is of no kind that
            the model knows.
        ScenarioError: the table that was learned from is not here.
    """
    spec = state.scenario.data.table
    assert spec is not None
    learned, choice = found(spec.sha256, spec.name), choice_of(spec)
    plan = plan_of(learned, choice)
    try:
        table = read_table(path, least=1)
    except TableError as error:
        raise DocumentError("{path}: {what}", path=path, what=error) from error
    here = _columns(path, table, choice.inputs)
    averages = choice.missing == "average"
    made: list[NDArray[np.float64]] = []
    cells: list[list[str]] = []
    place = 0
    for name, kinds in zip(choice.inputs, plan.inputs, strict=True):
        column, before = here[name], learned.column(name)
        if isinstance(before, Numbers):
            own = state.dataset.seen.columns[place]
            made.append(_numbers(path, column, own, averages=averages))
            cells.append([f"{value:.15g}" for value in made[-1].tolist()])
        else:
            column = as_texts(column)
            made += _of_kinds(path, column, before, plan, kinds)
            names = (*column.kinds, "")
            cells.append([names[code] for code in column.codes.tolist()])
        place += max(1, len(kinds))
    used = {column.name for column in here.values()}
    return OwnRows(
        np.array(made).T,
        choice.inputs,
        cells,
        list(range(2, table.rows + 2)),
        tuple(name for name in table.names if name not in used),
    )


def _columns(path: Path, table: Table, wanted: tuple[str, ...]) -> dict[str, TableColumn]:
    """Returns the columns of some names.

    Raises:
        DocumentError: one is missing; names all that are.
    """
    known = {_plain(column.name): column for column in table.columns}
    missing = [name for name in wanted if _plain(name) not in known]
    if missing:
        raise DocumentError(
            "{path} has no column for {missing}: it has {names}",
            path=path,
            missing=_listed(missing),
            names=_listed(list(table.names)),
        )
    return {name: known[_plain(name)] for name in wanted}


def _plain(name: str) -> str:
    """Returns a name as people may type it: in any case, with any spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"'{shortened(name, 40)}'" for name in names[:_LISTED])
    more = len(names) - _LISTED
    return tr("{names} and {more:,} more", names=shown, more=more) if more > 0 else shown


def _numbers(
    path: Path, column: TableColumn, own: Column, *, averages: bool
) -> NDArray[np.float64]:
    """Returns the numbers of a column; a missing one is the average where it was in learning.

    Raises:
        DocumentError: a cell is no number.
    """
    if isinstance(column, Texts):
        known = np.flatnonzero(column.codes >= 0)
        if not len(known):
            column = Numbers(column.name, np.full(column.size, np.nan))
        else:
            place = int(known[0])
            raise DocumentError(
                "{path}, row {row}, column '{name}': '{text}' is no number",
                path=path,
                row=place + 2,
                name=column.name,
                text=_text_of(column, place),
            )
    if column.strays:
        stray = column.strays[0][1]
        raise DocumentError(
            "{path}, row {row}, column '{name}': '{text}' is no number",
            path=path,
            row=stray.row,
            name=column.name,
            text=shortened(stray.text, 40),
        )
    missing = np.isnan(column.values)
    if missing.any() and not averages:
        raise _empty(path, int(np.argmax(missing)), column)
    return np.where(missing, own.centre, column.values)


def as_texts(column: TableColumn) -> Texts:
    """Returns a column as texts: numbers as they are written, 3 and not 3.0."""
    if isinstance(column, Texts):
        return column
    strays = {place: stray.text for place, stray in column.strays}
    cells = [
        strays.get(place, "") if np.isnan(value) else _written(value)
        for place, value in enumerate(column.values.tolist())
    ]
    return texts_of(column.name, cells)


def _written(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _of_kinds(
    path: Path, column: Texts, before: Texts, plan: Plan, kinds: tuple[tuple[int, str], ...]
) -> list[NDArray[np.float64]]:
    """Returns an input for each kind that was one in learning.

    Raises:
        DocumentError: a cell is of a kind that did not occur then, or missing.
    """
    occurred = set(np.unique(before.codes[plan.kept]).tolist())
    code_of = {kind: code for code, kind in enumerate(before.kinds)}
    codes = np.array([*(code_of.get(kind, -2) for kind in column.kinds), -1])[column.codes]
    strange = ~np.isin(codes, list(occurred))
    if strange.any():
        place = int(np.argmax(strange))
        if codes[place] == -1:
            raise _empty(path, place, column)
        some = [before.kinds[code] for code in sorted(occurred - {-1})]
        raise DocumentError(
            "{path}, row {row}, column '{name}': '{text}' did not occur in learning: there was "
            "{kinds}",
            path=path,
            row=place + 2,
            name=column.name,
            text=_text_of(column, place),
            kinds=_listed(some),
        )
    return [(codes == code).astype(np.float64) for code, _ in kinds]


def _text_of(column: Texts, place: int) -> str:
    return shortened(column.kinds[column.codes[place]], 40)


def _empty(path: Path, place: int, column: TableColumn) -> DocumentError:
    return DocumentError(
        "{path}, row {row}, column '{name}' is empty: this model has learned from whole rows, so "
        "that it has no answer for this one",
        path=path,
        row=place + 2,
        name=column.name,
    )
