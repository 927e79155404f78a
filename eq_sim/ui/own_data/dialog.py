"""Your own data: what is in the file, what is learned from it, and one button that begins."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.data.own.choice import Choice
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.formats import Format
from eq_sim.data.own.table import Table
from eq_sim.language.tr import ntr, tr
from eq_sim.ui.own_data.apart import ReadingApart, begin
from eq_sim.ui.own_data.draft import MISSING, TASKS, Designer, Draft, Use
from eq_sim.ui.own_data.format_row import FormatRow
from eq_sim.ui.own_data.preview_table import PreviewTable
from eq_sim.ui.own_data.reading import SHOWN, FileReading
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_ALONE, _BESIDE = 0.030, 0.004
"""Seconds of reading at a time: while nothing trains, and while something does."""

_AT_ONCE = 0.05
"""Seconds of reading before the dialog is there: a small file is read by then."""

_LETTERS = 14  # of a column's name for which its list has room at least
_NOTES = 3  # lines about the file that are shown; a tip has all


class OwnDataDialog(QDialog):
    """What is known of a table, and what is chosen.

    Args:
        title: what the table is called.
        begin: (table, choice) -> begins to learn from it; returns why it cannot, or nothing.
        design: says which network would learn.
        clock: seconds, ever growing.
        training: whether something trains meanwhile, which goes on.
        parent: the window.

    Attributes:
        draft: what is chosen.
        learn: the button that begins.
    """

    def __init__(
        self,
        title: str,
        begin: Callable[[Table, Choice], str],
        design: Designer,
        clock: Callable[[], float],
        training: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Your own data"))
        self._begin, self._clock, self._training = begin, clock, training
        self._design = design
        self._title = title
        self._path: Path | None = None
        self._reading: FileReading | ReadingApart | None = None
        self._failure = ""
        self.draft = Draft((), (), design)
        self._work = QTimer(self)
        self._work.timeout.connect(self._read_on)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(scaled(10))
        head = QHBoxLayout()
        head.addWidget(label(tr("Your own data"), "title"))
        head.addStretch(1)
        self.about = label("", "note")
        head.addWidget(self.about)
        outer.addLayout(head)
        self.format = FormatRow(self._choose_format)
        self.format.hide()
        outer.addWidget(self.format)
        self.table = PreviewTable(self.draft, self._choose_use)
        outer.addWidget(self.table, 1)
        self.notes = label("", "warning")
        self.notes.setWordWrap(True)
        outer.addWidget(self.notes)
        self._add_choices(outer)
        self.sentence = label("", "callout")
        self.sentence.setWordWrap(True)
        outer.addWidget(self.sentence)
        self._add_foot(outer)
        self.table.setFocus()  # where arrows and letters choose; Enter begins from anywhere
        wide = parent.window().width() if parent is not None else scaled(980)
        high = parent.window().height() if parent is not None else scaled(640)
        self.resize(min(scaled(1160), wide - 60), min(scaled(640), high - 30))

    def _add_choices(self, outer: QVBoxLayout) -> None:
        """Adds what is predicted, as what, and what becomes of missing cells."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(6))
        self.target = _list(tr("The column to predict"))
        self.target.setMinimumContentsLength(_LETTERS)
        self.target.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.task = _list(tr("Predicted as"))
        self.missing = _list(tr("Rows with missing cells"))
        self.why = label("", "note")
        self.why.setWordWrap(True)
        self.missing_caption = label(tr("Missing cells"), "row")
        grid.addWidget(label(tr("Predict"), "row"), 0, 0)
        grid.addWidget(self.target, 0, 1)
        grid.addWidget(label(tr("as"), "row"), 0, 2)
        grid.addWidget(self.task, 0, 3)
        grid.addWidget(self.why, 0, 4)
        grid.addWidget(self.missing_caption, 1, 0)
        grid.addWidget(self.missing, 1, 1, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(4, 1)
        for task, words in TASKS.items():
            self.task.addItem(tr(words), task)
        for way, words in MISSING.items():
            self.missing.addItem(tr(words), way)
        self.target.activated.connect(
            lambda place: self._choose_use([self.target.itemData(place)], Use.TARGET)
        )
        self.task.activated.connect(lambda _: self._choose_task())
        self.missing.activated.connect(lambda _: self._choose_missing())
        outer.addLayout(grid)

    def _add_foot(self, outer: QVBoxLayout) -> None:
        """Adds how far the reading is, and the buttons."""
        foot = QHBoxLayout()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("How much of the file is read"))
        self.progress.setFixedWidth(scaled(220))
        self.reading_words = label("", "note")
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Nothing changes (Esc)"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.learn = QPushButton(tr("Learn from this"))
        self.learn.setObjectName("learn")
        self.learn.setDefault(True)
        self.learn.clicked.connect(self._learn)
        foot.addWidget(self.progress)
        foot.addWidget(self.reading_words)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.learn)
        outer.addLayout(foot)

    # What is shown

    def read(self, path: Path, chosen: Format | None = None) -> None:
        """Reads a file, and shows what is in it.

        Args:
            path: of the file.
            chosen: how it is to be read; None to guess.

        Raises:
            TableError: it is no table.
        """
        reading = begin(path, chosen)
        self.stop_reading()
        self._path, self._reading = path, reading
        self._failure = ""
        self.format.show_format(reading.look.format)
        self.format.show()
        self.draft = Draft(reading.look.names, reading.look.rows, self._design)
        began = self._clock()
        if reading.pull(lambda: self._clock() - began > _AT_ONCE):
            self._work.start(reading.pause)
        self._take_read()

    def show_table(self, table: Table, choice: Choice) -> None:
        """Shows a table that was read before, and what was chosen of it."""
        self.stop_reading()
        self._path = None
        self.format.hide()
        self.draft = Draft.of_table(table, choice, self._design, SHOWN)
        self.show_draft()

    def show_draft(self) -> None:
        """Shows what is chosen as it is now."""
        draft = self.draft
        self.table.show_draft(draft)
        self.about.setText(draft.about(self._title))
        self._show_notes()
        known = draft.table is not None
        if self.target.count() != len(draft.names):
            self.target.clear()
        for place, name in enumerate(draft.names):
            if place >= self.target.count():
                self.target.addItem(name, place)
            elif self.target.itemText(place) != name:
                self.target.setItemText(place, name)
        for box, value in (
            (self.target, draft.target),
            (self.task, draft.choice and draft.choice.task),
            (self.missing, draft.choice and draft.choice.missing),
        ):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value) if known else -1)
            box.setEnabled(known)
        self.target.setToolTip(self.target.currentText())
        self.why.setText(draft.why_task)
        for widget in (self.missing, self.missing_caption):
            widget.setVisible(draft.has_missing)
        problem = self._failure or draft.problem
        _say(self.sentence, problem or draft.sentence, "warning" if problem else "callout")
        self.learn.setEnabled(known and not problem)
        self._show_progress()

    def _show_notes(self) -> None:
        """Shows what was found in the file, the first of it in full."""
        notes = self.draft.notes
        shown = (
            notes
            if len(notes) <= _NOTES
            else (*notes[: _NOTES - 1], _more(len(notes) - _NOTES + 1))
        )
        self.notes.setText("\n".join(shown))
        self.notes.setToolTip("\n".join(notes) if shown is not notes else "")
        self.notes.setVisible(bool(notes))

    def _show_progress(self) -> None:
        reading = self._reading
        goes_on = reading is not None and reading.goes_on
        self.progress.setVisible(goes_on)
        self.reading_words.setVisible(goes_on)
        if reading is not None and goes_on:
            percent = round(100 * reading.share)
            if percent != self.progress.value():  # which draws the whole dialog at once
                self.progress.setValue(percent)
                self.reading_words.setText(tr("Reading: {percent} %", percent=percent))

    # What a person does

    def _choose_format(self, wanted: Format) -> None:
        """Reads the file in another way."""
        assert self._path is not None
        try:
            self.read(self._path, wanted)
        except TableError as error:
            self.stop_reading()
            self.draft = Draft(self.draft.names, self.draft.rows, self._design)
            self.format.show_format(wanted)
            self._failure = f"{error}."
            self.show_draft()

    def _choose_use(self, columns: list[int], use: Use) -> None:
        self.draft.set_use(columns, use)
        self.show_draft()

    def _choose_task(self) -> None:
        self.draft.set_task(self.task.currentData())
        self.show_draft()

    def _choose_missing(self) -> None:
        self.draft.set_missing(self.missing.currentData())
        self.show_draft()

    def _learn(self) -> None:
        """Begins; what speaks against it is said, and the dialog stays."""
        draft = self.draft
        if draft.table is None or draft.choice is None or draft.problem:
            return
        self._failure = self._begin(draft.table, draft.choice)
        if self._failure:
            self.show_draft()
        else:
            self.accept()

    # Reading

    def _read_on(self) -> None:
        reading = self._reading
        began, budget = self._clock(), _BESIDE if self._training() else _ALONE
        if reading is not None and reading.pull(lambda: self._clock() - began > budget):
            self._work.setInterval(reading.pause)
            self._show_progress()
        else:
            self._work.stop()
            self._take_read()

    def _take_read(self) -> None:
        """Shows what was read, if all of it was."""
        reading = self._reading
        if reading is not None and reading.table is not None:
            self.draft = Draft(reading.table.names, reading.look.rows, self._design, reading.table)
            self.table.show_draft(self.draft)
            self.table.fit()
            self.table.go_to(0)
        elif reading is not None:
            self._failure = reading.failure
        self.show_draft()

    def stop_reading(self) -> None:
        """Reads no more."""
        self._work.stop()
        if self._reading is not None:
            self._reading.stop()
            self._reading = None

    def done(self, result: int) -> None:
        """Closes, whatever is still to be read."""
        self.stop_reading()
        super().done(result)


def _more(notes: int) -> str:
    return ntr("and {count} more", "and {count} more", notes)


def _list(what: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName("framed")
    box.setAccessibleName(what)
    return box


def _say(where: QLabel, words: str, role: str) -> None:
    """Writes words in a role of the style sheet."""
    if where.property("role") != role:
        where.setProperty("role", role)
        where.style().unpolish(where)
        where.style().polish(where)
    where.setText(words)
