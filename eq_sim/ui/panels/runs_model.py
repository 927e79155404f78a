"""The table of runs as Qt's views want it: what differs, what came of it, sorted by any column."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPen, QPixmap

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.goal import beside
from eq_sim.session.run_rows import Column, RunRow, best_of, result_columns
from eq_sim.session.run_setups import DATA, START, comparable_settings, differing
from eq_sim.ui.panels.run_words import NO_VALUE, caption, run_name, value_words
from eq_sim.ui.style import numbers
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.run_colors import run_color
from eq_sim.ui.style.theme import Theme, text_font

NOW = later("now")
"""What the run on screen is called: ``tr`` says it."""

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LAST = (1,)  # what has no value stands at the end of a sorted column


class RunsModel(QAbstractTableModel):
    """Rows are runs, columns what they had and what came of it.

    Args:
        theme: the colours.
        color: the number of a run -> the place of its colour.

    Attributes:
        rows: in the order in which they are shown.
        sorted_by: the key of a column.
        descending: whether the highest comes first.
        everything: whether there is a column for each setting, or for what differs only.
    """

    def __init__(self, theme: Theme, color: Callable[[int], int]) -> None:
        super().__init__()
        self._theme, self._color = theme, color
        self.rows: list[RunRow] = []
        self.sorted_by, self.descending = "run", True  # the latest, and the one on screen, first
        self.everything = False
        self._settings: tuple[str, ...] = ()
        self._results: tuple[Column, ...] = ()
        self._best: dict[str, set[int]] = {}

    @property
    def keys(self) -> list[str]:
        """The columns."""
        return ["run", *self._settings, *(column.key for column in self._results)]

    @property
    def titles(self) -> list[str]:
        """What the columns are called."""
        settings = [caption(name) for name in self._settings]
        return [tr("Run"), *settings, *(column.title for column in self._results)]

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Shows some runs; where only what came of them is other, nothing moves."""
        setups = [row.setup for row in rows]
        settings = (*comparable_settings(), START) if self.everything else differing(setups)
        if self.everything and DATA in differing(setups):
            settings = (*settings, DATA)
        results = result_columns(rows)
        before = [(row.number, row.run) for row in self.rows]
        ordered = self._ordered(rows, settings, results)
        same = before == [(row.number, row.run) for row in ordered]
        titles = self.titles
        if not same or settings != self._settings or len(results) != len(self._results):
            self.beginResetModel()
            self._take(ordered, settings, results)
            self.endResetModel()
            return
        self._take(ordered, settings, results)
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.keys) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        if titles != self.titles:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sorts by a column; one that is not there any more sorts by the runs' numbers."""
        self.sorted_by, self.descending = key, descending
        self.beginResetModel()
        self.rows = self._ordered(self.rows, self._settings, self._results)
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        if self.rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self.rows) - 1, len(self.keys) - 1)
            )

    # What Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Returns how many runs there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Returns how many columns there are."""
        return 0 if parent.isValid() else len(self.keys)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """Returns what a column is called."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return self.titles[section]
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if self._result(self.keys[section]) else _LEFT
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Returns what one cell shows, or how."""
        row, key = self.rows[index.row()], self.keys[index.column()]
        best = row.number in self._best.get(key, ())
        match role:
            case _ROLE.DisplayRole:
                return self.text(row, key)
            case _ROLE.AccessibleTextRole:
                text = f"{self.titles[index.column()]}: {self.text(row, key)}"
                return tr("{cell}, the best of those that compare", cell=text) if best else text
            case _ROLE.ToolTipRole:
                return tip(row) if key == "run" else None
            case _ROLE.FontRole:
                return self._font(key, bold=best)
            case _ROLE.ForegroundRole:
                pale = not row.compares and key in ("train", "test", "validation")
                return QColor(self._theme.muted if pale else self._theme.text)
            case _ROLE.TextAlignmentRole:
                return _RIGHT if self._result(key) else _LEFT
            case _ROLE.DecorationRole if key == "run":
                return self._swatch(row)
        return None

    def text(self, row: RunRow, key: str) -> str:
        """Returns what a cell says."""
        if key == "run":
            if row.run is None:
                return tr(NOW)
            name = run_name(row.run)
            return tr("{run} (pinned)", run=name) if row.run.pinned else name
        column = self._result(key)
        return value_words(key, row.setup) if column is None else said(column, row)

    def _result(self, key: str) -> Column | None:
        return next((column for column in self._results if column.key == key), None)

    def _take(
        self, rows: list[RunRow], settings: tuple[str, ...], results: tuple[Column, ...]
    ) -> None:
        self.rows, self._settings, self._results = rows, settings, results
        self._best = {column.key: best_of(column, rows) for column in results}

    def _ordered(
        self, rows: Sequence[RunRow], settings: tuple[str, ...], results: tuple[Column, ...]
    ) -> list[RunRow]:
        """Returns rows as they are sorted; those without a value come last either way."""
        by_number = sorted(rows, key=_place)
        place = _sorter(self.sorted_by, settings, results)
        if place is None:
            return by_number[::-1] if self.descending else by_number
        there = [row for row in by_number if place(row) != _LAST]
        missing = [row for row in by_number if place(row) == _LAST]
        return [*sorted(there, key=place, reverse=self.descending), *missing]

    def _font(self, key: str, *, bold: bool) -> QFont:
        font = text_font("note", mono=self._result(key) is not None)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _swatch(self, row: RunRow) -> QPixmap:
        """Returns a piece of the run's curve."""
        size = QSize(scaled(16), scaled(12))
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        color = (
            self._theme.text if row.run is None else run_color(self._theme, self._color(row.number))
        )
        thick = row.run is None or row.run.pinned
        with PicturePainter(made) as painter:
            painter.setPen(QPen(QColor(color), 3 if thick else 1.5))
            painter.drawLine(0, size.height() // 2, size.width(), size.height() // 2)
        return made


def said(column: Column, row: RunRow) -> str:
    """Returns a number that came of a run, in words."""
    value = column.value(row)
    if value is None:
        unknown = row.losses is None and not column.whole
        return tr(numbers.COMPUTING) if unknown else NO_VALUE
    if column.whole:
        return numbers.count(int(value))
    if column.share:
        percent = beside(value, ((">=", 1.0),), 1, 100)  # 99.96 % right is not all
        return local(f"{percent} %".replace("-", numbers.MINUS))
    return numbers.loss(value)


def tip(row: RunRow) -> str:
    """Returns what is said of a run beside its row."""
    if row.run is None:
        return tr("The run on screen")
    run = row.run
    lines = [tr("Run {run}: {steps}", run=run_name(run), steps=numbers.steps(run.steps))]
    if run.best is not None:
        loss, step = run.best
        lines.append(
            tr(
                "lowest loss of the part that chooses: {loss} at step {step:,}",
                loss=numbers.loss(loss),
                step=step,
            )
        )
    if run.marks:
        lines.append(tr("last: {event}", event=run.marks[-1].text))
    if not row.compares:
        lines.append(
            tr("Its data or its loss are others: its losses do not compare with those now")
        )
    if not run.has_end:
        lines.append(tr("Its end was let go to make room; its curve stays"))
    return "\n".join(lines)


def _place(row: RunRow) -> float:
    return row.number if row.run is not None else float("inf")


def _sorter(
    key: str, settings: tuple[str, ...], results: tuple[Column, ...]
) -> Callable[[RunRow], tuple[Any, ...]] | None:
    """Returns what rows are sorted by; None for their numbers."""
    column = next((one for one in results if one.key == key), None)
    if column is not None:
        return lambda row: _sortable(column.value(row))
    if key in (START, DATA):
        return lambda row: (
            (0, value_words(key, row.setup)) if key == DATA else _sortable(row.setup.start)
        )
    if key in settings:
        return lambda row: _sortable(row.setup.values(key)[-1])
    return None


def _sortable(value: object) -> tuple[Any, ...]:
    """Returns a value so that numbers, words and lists can stand in one column."""
    if value is None:
        return _LAST
    if isinstance(value, str):
        return (0, 1, value)
    if isinstance(value, tuple):
        return (0, 2, len(value), [str(one).rjust(12) for one in value])
    return (0, 0, value)
