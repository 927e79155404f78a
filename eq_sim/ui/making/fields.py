"""What is said at an entry, and how long it lasts: the fields that one types into."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.spoken import ENGLISH
from eq_sim.language.tr import later, tr
from eq_sim.lessons.language.caption_lines import WIDTH, lines
from eq_sim.lessons.making.draft import Draft, Entry
from eq_sim.lessons.making.read_through import typed_in
from eq_sim.ui.making.seconds import seconds_field, show_seconds
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

_NUMBERS = (
    (later("Train loss"), "{loss}"),
    (later("Test loss"), "{test loss}"),
    (later("Accuracy on test"), "{accuracy}"),
    (later("Accuracy on train"), "{train accuracy}"),
    (later("Training steps"), "{step}"),
    (later("Learning rate"), "{learning rate}"),
    (later("Number of knobs"), "{knobs}"),
)
"""The numbers that a lecturer speaks of most; the guide of lessons has all of them."""

Write = Callable[[str, dict[str, Any]], None]
"""(the field's name, what is changed of the entry)."""


class Words(QPlainTextEdit):
    """A few lines of words; Tab goes on to the next field, and undoing is the window's."""

    def __init__(self, called: str, rows: int) -> None:
        super().__init__()
        self._rows = rows
        self.setAccessibleName(called)
        self.setObjectName("words")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.fit()

    def fit(self) -> None:
        """Takes up the size of words."""
        high = QFontMetricsF(self.font()).lineSpacing()
        self.setFixedHeight(round(self._rows * high) + scaled(22))

    def event(self, event: QEvent) -> bool:
        """Leaves undo and redo to the window, and takes up another size of words."""
        if _undoes(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.FontChange:
            self.fit()
        return super().event(event)

    def show_text(self, text: str) -> None:
        """Shows a text, and leaves the cursor where it is if it is there already."""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)


class Line(QLineEdit):
    """A line of words; undoing is the window's."""

    def __init__(self, called: str, empty: str) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName(called)
        self.setPlaceholderText(empty)

    def event(self, event: QEvent) -> bool:
        """Leaves undo and redo to the window."""
        if _undoes(event):
            event.ignore()
            return False
        return super().event(event)

    def show_text(self, text: str) -> None:
        """Shows a text, and leaves the cursor where it is if it is there already."""
        if text != self.text():
            with QSignalBlocker(self):
                self.setText(text)


class EntryFields(QWidget):
    """Chapter, caption, notes and times of one entry.

    Args:
        write: takes what is typed.

    Attributes:
        chapter, caption, notes: the fields of words.
        reading, takes, waits: the fields of seconds.
        live, given: what numbers in the caption are.
        number_menu: puts the name of a number into the caption.
    """

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write
        self._entry, self._language = Entry(0), ENGLISH
        self.chapter = Line(tr("Chapter"), tr("No chapter begins here"))
        self.caption = Words(tr("Caption"), 2)
        self.caption.setPlaceholderText(tr("What the audience reads here: two lines"))
        self.notes = Words(tr("Notes"), 2)
        self.notes.setPlaceholderText(tr("What only the presenter sees"))
        self.room = label("", "note")
        self.problem = label("", "warning")
        self.problem.setWordWrap(True)
        self.live = QCheckBox(tr("Its numbers stay current"))
        self.live.setToolTip(tr("The numbers of the caption go on changing while it stands"))
        self.given = QCheckBox(tr("Typed numbers are true by definition"))
        self.given.setToolTip(tr("Else use Insert a number, which computes them"))
        self.insert = QPushButton(tr("Insert a number"))
        self.insert.setObjectName("small")
        self.insert.setAutoDefault(True)
        self.number_menu = QMenu(self.insert)
        for words, name in _NUMBERS:
            self.number_menu.addAction(tr(words), partial(self._insert, name))
        self.insert.setMenu(self.number_menu)
        self.reading = seconds_field(tr("Seconds that the caption stands first"), tr("by itself"))
        self.takes = seconds_field(tr("Seconds that it takes"), "")
        self.waits = seconds_field(tr("Seconds to wait then"), tr("as recorded"))
        self._lay_out()
        self.chapter.textEdited.connect(lambda text: write("chapter", {"chapter": text}))
        self.caption.textChanged.connect(self._say)
        self.notes.textChanged.connect(
            lambda: write("notes", {"notes": self.notes.toPlainText().strip()})
        )
        self.live.toggled.connect(lambda on: write("live", {"live": on}))
        self.given.toggled.connect(self._give)
        self.reading.valueChanged.connect(
            lambda value: write("reading", {"reading": None if value < 0 else value})
        )
        self.waits.valueChanged.connect(
            lambda value: write("hold", {"hold": None if value < 0 else value})
        )
        self.takes.valueChanged.connect(lambda value: write("takes", {"takes": value}))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(scaled(6))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (words, field) in enumerate(
            ((tr("Chapter"), self.chapter), (tr("Caption"), self.caption))
        ):
            grid.addWidget(label(words, "row"), row, 0, top)
            grid.addWidget(field, row, 1)
        under = QHBoxLayout()
        under.setSpacing(scaled(12))
        under.addWidget(self.room)
        under.addStretch(1)
        under.addWidget(self.live)
        under.addWidget(self.insert)
        box = QVBoxLayout()
        box.setSpacing(scaled(4))
        box.addLayout(under)
        box.addWidget(self.problem)
        box.addWidget(self.given)
        grid.addLayout(box, 2, 1)
        grid.addWidget(label(tr("Notes"), "row"), 3, 0, top)
        grid.addWidget(self.notes, 3, 1)
        times = QHBoxLayout()
        times.setSpacing(scaled(8))
        for words, field in (
            (tr("reading"), self.reading),
            (tr("doing"), self.takes),
            (tr("waiting"), self.waits),
        ):
            times.addWidget(label(words, "row"))
            times.addWidget(field)
        times.addStretch(1)
        grid.addWidget(label(tr("Time"), "row"), 4, 0)
        grid.addLayout(times, 4, 1)
        # By Tab from what is said to the notes; what is rarer comes after both.
        order = (
            self.chapter, self.caption, self.notes, self.live, self.insert, self.given,
            self.reading, self.takes, self.waits,
        )  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def show_entry(self, draft: Draft, number: int, problem: str) -> None:
        """Shows what is written at an entry.

        Args:
            draft: whose.
            number: of the entry.
            problem: what is wrong with its words; empty for nothing.
        """
        place = draft.place_of(number)
        another = draft.entries[place].number != self._entry.number
        entry = self._entry = draft.entries[place]
        self.chapter.show_text(entry.chapter)
        # The end of a line that is typed next is no part of the words yet.
        if another or entry.say != _lines_of(self.caption):
            self.caption.show_text(entry.say)
        if another or entry.notes != self.notes.toPlainText().strip():
            self.notes.show_text(entry.notes)
        self._language = draft.language
        typed = typed_in(entry.say, draft.language)
        for box, on in ((self.live, entry.live), (self.given, bool(entry.given))):
            with QSignalBlocker(box):
                box.setChecked(on)
        self.live.setEnabled("{" in entry.say)
        self.given.setVisible(bool(typed))
        show_seconds(self.reading, entry.reading)
        show_seconds(self.takes, entry.takes)
        recorded = draft.pause_after(place) if entry.hold is None else entry.rest
        by_itself = tr("as recorded: {seconds:.1f} s", seconds=recorded)
        if by_itself != self.waits.specialValueText():
            self.waits.setSpecialValueText(by_itself)
        show_seconds(self.waits, entry.hold)
        self.reading.setEnabled(bool(entry.say))
        self.takes.setEnabled(entry.can_take_longer)
        self.room.setText(_room(entry.say))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _say(self) -> None:
        text = _lines_of(self.caption)
        given = typed_in(text, self._language) if self.given.isChecked() else ()
        self._write("say", {"say": text, "given": given})

    def _give(self, on: bool) -> None:
        self._write("given", {"given": typed_in(self._entry.say, self._language) if on else ()})

    def _insert(self, name: str) -> None:
        self.caption.insertPlainText(name)
        self.caption.setFocus()


def _lines_of(words: Words) -> str:
    return words.toPlainText().rstrip("\n")


def _room(text: str) -> str:
    """Returns how much of the room of each line a caption takes."""
    if not text:
        return ""
    counts = [len(line) for line in lines(text)]
    told = " · ".join(str(count) for count in counts)
    return tr("{counts} of {width} characters", counts=told, width=WIDTH)


def _undoes(event: QEvent) -> bool:
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)
