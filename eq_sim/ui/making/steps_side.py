"""The list of what was done, and what can be done to its rows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.lessons.making.draft import Draft
from eq_sim.ui.making.buttons import button, listen
from eq_sim.ui.making.desk import MakingDesk
from eq_sim.ui.making.seconds import seconds_field, show_seconds
from eq_sim.ui.making.steps_model import StepsModel
from eq_sim.ui.making.steps_table import StepsTable
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_IN_A_ROW = 3  # buttons


class StepsSide(QWidget):
    """Moves, removes, adds and cuts entries of the draft on a desk.

    Args:
        desk: whose draft.
        theme: the colours.
        window: which listens to the keys.

    Attributes:
        table: the list.
        idle: the most seconds that a recorded pause lasts.
    """

    refused = Signal(str)
    """Why an edit was not made, a sentence; empty for one that was."""

    written_at = Signal()
    """A person wants to write at the chosen entry."""

    def __init__(self, desk: MakingDesk, theme: Theme, window: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self.model = StepsModel(desk.draft, theme, self.move_to)
        keys = {
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_Return: self.written_at.emit,
            Qt.Key.Key_Enter: self.written_at.emit,
        }
        self.table = StepsTable(self.model, keys)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, scaled(8), 0)
        box.setSpacing(scaled(8))
        box.addWidget(self.table, 1)
        rows = QGridLayout()
        rows.setSpacing(scaled(6))
        doings: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            (tr("Up"), tr("Move it up"), "Alt+Up", partial(self.shift, -1)),
            (tr("Add words"), tr("Say something more after it"), "Ctrl+Return", self.add),
            (tr("Begin here"), tr("What was before is done at once"), "Alt+Home", self.begin),
            (tr("Down"), tr("Move it down"), "Alt+Down", partial(self.shift, 1)),
            (tr("Remove"), tr("Take it out of the lesson"), "Ctrl+Del", self.remove),
            (tr("End here"), tr("What came after is left out"), "Alt+End", self.end),
        )
        for place, (words, tip, shortcut, what) in enumerate(doings):
            made = button(words, tip, what, shortcut)
            made.setObjectName("small")
            listen(window, shortcut, what)
            rows.addWidget(made, place // _IN_A_ROW, place % _IN_A_ROW)
        box.addLayout(rows)
        idle = QHBoxLayout()
        self.idle = seconds_field(tr("Recorded pauses last at most"), tr("as they were"))
        self.idle.valueChanged.connect(self._cap)
        idle.addWidget(label(tr("Recorded pauses last at most"), "row"))
        idle.addWidget(self.idle)
        idle.addStretch(1)
        box.addLayout(idle)
        listen(window, "Ctrl+PgDown", partial(self.step, 1))
        listen(window, "Ctrl+PgUp", partial(self.step, -1))

    def show_draft(self, draft: Draft) -> None:
        """Shows a draft."""
        self.model.show_draft(draft)
        show_seconds(self.idle, draft.idle)

    def step(self, by: int) -> None:
        """Chooses the entry so many rows further on."""
        entries = self._desk.draft.entries
        place = self._desk.draft.place_of(self.table.number) + by
        if 0 <= place < len(entries):
            self.table.choose(entries[place].number)
            self.table.chosen.emit()

    # Edits

    def move_to(self, number: int, to: int) -> None:
        """Puts an entry at a place, counted without it."""
        if number:
            self._order(self._desk.draft.moved(number, to), tr("moving a step"), number)

    def shift(self, by: int) -> None:
        """Moves the chosen entry so many rows."""
        number, draft = self.table.number, self._desk.draft
        place = draft.place_of(number) + by
        if number and 0 < place < len(draft.entries):
            self.move_to(number, place)

    def remove(self) -> None:
        """Takes the chosen entries out of the lesson."""
        draft, numbers = self._desk.draft, [each for each in self.table.numbers if each]
        if not numbers:
            return
        last = max(draft.place_of(number) for number in numbers)
        kept = [entry.number for entry in draft.entries if entry.number not in numbers]
        after = next(
            (each.number for each in draft.entries[last:] if each.number in kept), kept[-1]
        )
        self._order(draft.without(numbers), tr("removing steps"), after)

    def add(self) -> None:
        """Adds an entry that only says something, after the chosen one."""
        draft = self._desk.draft
        self._order(
            draft.with_words_after(self.table.number), tr("adding words"), draft.next_number
        )
        self.written_at.emit()

    def begin(self) -> None:
        """Lets the lesson begin with the chosen entry."""
        draft = self._desk.draft
        place = draft.place_of(self.table.number)
        self._order(draft.beginning_at(place), tr("another beginning"), self.table.number)

    def end(self) -> None:
        """Lets the lesson end with the chosen entry."""
        draft = self._desk.draft
        place = draft.place_of(self.table.number)
        self._order(draft.ending_with(place), tr("another end"), self.table.number)

    def _order(self, after: Draft, words: str, number: int) -> None:
        why = self._desk.order(after, words)
        if not why:
            self.table.choose(number)
            self.table.chosen.emit()
        self.refused.emit(why)

    def _cap(self, most: float) -> None:
        idle = None if most < 0 else most
        self._desk.edit(replace(self._desk.draft, idle=idle), tr("shorter pauses"), "idle")
