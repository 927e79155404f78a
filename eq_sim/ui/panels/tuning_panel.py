"""Fine-tuning: which knobs are trained, both tasks before and now, and how far the knobs went."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.session.fine_tuning import TUNED, WHAT_IS_FREE
from eq_sim.ui.models.tuning import Tuning
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.tuning_words import (
    NO_BASE,
    Row,
    choice_words,
    distance_rows,
    scores,
    scores_note,
)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class Lines(QWidget):
    """A small table: a name, and numbers in columns.

    Args:
        heads: what stands above the columns of numbers.
        above: whether a name stands above its numbers, which leave no room beside them.

    Attributes:
        rows: what it shows.
    """

    def __init__(self, heads: Sequence[str], *, above: bool = False) -> None:
        super().__init__()
        self._heads, self._above = tuple(heads), above
        self.rows: tuple[Row, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        for column, head in enumerate(self._heads, start=1):
            self._grid.addWidget(label(head, "note"), 0, column, _RIGHT)
        self._cells: list[list[QLabel]] = []

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Shows other rows; returns at once when they are the same."""
        if rows == self.rows:
            return
        while len(self._cells) > len(rows):
            for cell in self._cells.pop():
                self._grid.removeWidget(cell)
                cell.hide()
                cell.deleteLater()
        while len(self._cells) < len(rows):
            self._cells.append(self._new_row(len(self._cells) + 1))
        self.rows = rows
        for row, (name, *cells) in zip(rows, self._cells, strict=True):
            name.setText(row.name)
            for cell, text in zip(cells, row.cells, strict=True):
                cell.setText(text)
        self.setAccessibleName("; ".join(self._said(row) for row in rows))

    def _said(self, row: Row) -> str:
        pairs = zip(self._heads, row.cells, strict=True)
        return f"{row.name}: " + ", ".join(f"{head} {text}" for head, text in pairs if text)

    def _new_row(self, place: int) -> list[QLabel]:
        name = label("", "row")
        name.setWordWrap(True)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line, wide = (2 * place - 1, len(self._heads) + 1) if self._above else (place, 1)
        self._grid.addWidget(name, line, 0, 1, wide, Qt.AlignmentFlag.AlignTop)
        cells = [label("", "number") for _ in self._heads]
        for column, cell in enumerate(cells, start=1):
            self._grid.addWidget(cell, line + self._above, column, _RIGHT)
        return [name, *cells]


class TuningPanel(Card):
    """What is tuned, and what came of it.

    The fresh start is worked out between the frames, a piece at a time, while somebody looks.

    Args:
        tuning: what is shown.
    """

    def __init__(self, tuning: Tuning) -> None:
        super().__init__(later("From a base to a new task"), later("Fine-tuning"))
        self._tuning = tuning
        self.body.addWidget(label(tr("What is trained"), "row"))
        self.what = QComboBox()
        self.what.setAccessibleName(tr("What is trained"))
        self.what.setToolTip(tr("These knobs are trained, and all others are frozen"))
        self.what.activated.connect(self._choose)
        WheelGuard(self.what)
        self.body.addWidget(self.what)
        self.scores = Lines((tr("start"), tr("now")))
        self.body.addWidget(self.scores)
        self.note = label("", "note")
        self.note.setWordWrap(True)
        self.body.addWidget(self.note)
        self.far = label(tr("How far each knob moved"), "row")
        self.body.addWidget(self.far)
        self.distances = Lines((tr("moved"), tr("median"), tr("most")), above=True)
        self.body.addWidget(self.distances)
        self.body.addStretch(1)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    def refresh(self) -> None:
        """Shows what is true, if it has changed."""
        if not self._tuning.refresh():
            return
        self._show_choices()
        compared = self._tuning.compared
        for widget in (self.scores, self.far, self.distances):
            widget.setVisible(compared is not None)
        if compared is None:
            self._between.stop()
            self.note.setText(tr(NO_BASE))
            return
        self.scores.show_rows(scores(compared))
        note = scores_note(self._tuning, compared)
        if note != self.note.text():
            self.note.setText(note)
        self.distances.show_rows(distance_rows(self._tuning))
        if compared.fresh is None:
            self._between.start()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self._tuning.forget()
        if self.isVisible():
            self.refresh()

    def _show_choices(self) -> None:
        tuning = self._tuning
        offered = [what for what in TUNED if what in tuning.choices]
        wanted = [*offered, *([WHAT_IS_FREE] if tuning.what == WHAT_IS_FREE else [])]
        with QSignalBlocker(self.what):
            self.what.clear()
            for what in wanted:
                self.what.addItem(choice_words(tuning, what), what)
            self.what.setCurrentIndex(wanted.index(tuning.what))

    def _choose(self, place: int) -> None:
        wanted = self.what.itemData(place)
        for what in TUNED:
            if what == wanted:
                self._tuning.choose(what)
        self._tuning.forget()
        self.refresh()

    def _go_on(self) -> None:
        """Works out one piece, if somebody looks."""
        if not self.isVisible() or not self._tuning.go_on():
            self._between.stop()
            if self.isVisible():
                self.refresh()
