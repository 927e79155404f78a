"""Make a lesson: what happened as a list, the replay beside it, and words to type."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.numerals import clock
from eq_sim.language.tr import later, ntr, tr
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.read_through import ReadThrough, read_through
from eq_sim.ui.dialogs.asking import name_to_save
from eq_sim.ui.making.buttons import listen
from eq_sim.ui.making.closing import Closing
from eq_sim.ui.making.desk import MakingDesk, Then
from eq_sim.ui.making.fields import EntryFields, Line
from eq_sim.ui.making.foot import REDO, UNDO, Foot
from eq_sim.ui.making.language_box import LanguageBox
from eq_sim.ui.making.replay_side import ReplaySide
from eq_sim.ui.making.saving import Saving
from eq_sim.ui.making.seconds import take_typed
from eq_sim.ui.making.steps_side import StepsSide
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import scaled

if TYPE_CHECKING:
    from eq_sim.ui.window.main_window import MainWindow

LESSONS = later("Lessons (*.toml)")
_TYPED = 350  # milliseconds after which what was typed is shown in the replay
_TYPED_MUCH = 2000  # the same, where reading so many entries takes longer than a word
_CHOSEN = 60  # the same, of a row that was chosen: arrows go over many
_FEW = 500  # entries, likewise
_LIGHT = 20_000_000  # training steps times knobs that are done again at each pause of typing


class MakingWindow(QWidget):
    """The window of one lesson that is being made.

    Args:
        desk: the draft, and what was edited.
        window: the program's, where it is replayed.
        why_not: says why nothing can be written to a file; empty where it can.

    Attributes:
        steps: the list of what was done.
        fields: what is said at the chosen entry.
        replay: its replay.
        saving: writes it.
        foot: what can be done with all of it, and how long it is.
        said, warned: the lines there.
    """

    closed = Signal()
    """It is gone; what was not saved was let go on purpose."""

    def __init__(
        self, desk: MakingDesk, window: "MainWindow", why_not: Callable[[Path], str]
    ) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.desk, self._window, self._why_not = desk, window, why_not
        self.setObjectName("card")
        self.setWindowTitle(tr("Make a lesson") + "[*]")
        self._read = ReadThrough(None)
        self.steps = StepsSide(desk, window.theme, self)
        self.fields = EntryFields(self._write)
        self.replay = ReplaySide(desk, window, self)
        self.saving = Saving(desk, window.clock, lambda: self.replay.replay.playing, self)
        self.title = Line(tr("Title of the lesson"), tr("Title of the lesson"))
        self.idea = Line(tr("Idea of the lesson"), tr("Its one idea, in a sentence"))
        self.language = LanguageBox(desk.draft.language)
        self.warned = label("", "warning")
        self.foot = Foot(
            desk.edits, self._film, self._page, self.save_as, self.save, self.saving.cancel
        )
        self._closing = Closing(desk, self.save, self)
        self.said = self.foot.said
        self._refusal = ""
        self._lay_out()
        self.steps.table.chosen.connect(self._chosen)
        self.steps.refused.connect(self._refuse)
        self.steps.written_at.connect(self.fields.caption.setFocus)
        self.title.textEdited.connect(self._call)
        self.idea.textEdited.connect(
            lambda text: desk.edit(replace(desk.draft, idea=text), tr("typing"), "idea")
        )
        self.language.chosen.connect(self._write_in)
        desk.changed.connect(self._changed)
        desk.edits.cleanChanged.connect(self._mark)
        self.saving.done.connect(self._go_on)
        self.saving.tried.connect(self._say_state)
        self.saving.written.connect(self._is_written)
        self.saving.failed.connect(self._refuse)
        self.replay.presented.connect(self._make_way)
        self._before_hall: QSize | None = None
        self._typed = self._after(_TYPED, self.take_up)
        self._choosing = self._after(_CHOSEN, self.replay.show_entry)
        self.resize(scaled(1180), scaled(680))
        self._changed()
        self.steps.table.setFocus()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 12)
        outer.setSpacing(scaled(10))
        head = QHBoxLayout()
        head.setSpacing(scaled(10))
        head.addWidget(self.title, 2)
        head.addWidget(self.idea, 3)
        head.addWidget(self.language)
        outer.addLayout(head)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(scaled(8), 0, 0, 0)
        box.setSpacing(scaled(8))
        box.addWidget(self.replay, 1)
        box.addWidget(self.fields)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.steps)
        halves.addWidget(right)
        halves.setSizes([scaled(500), scaled(640)])
        outer.addWidget(halves, 1)
        self.warned.setWordWrap(True)
        outer.addWidget(self.warned)
        outer.addWidget(self.foot)
        edits = self.desk.edits
        for keys, what in (
            ("Ctrl+S", self.save),
            (UNDO, edits.undo),
            (REDO, edits.redo),
            ("Ctrl+W", self.close),
            ("Esc", self.saving.cancel),
        ):
            listen(self, keys, what)

    def _after(self, milliseconds: int, what: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.setSingleShot(True)
        timer.timeout.connect(what)
        return timer

    # What is shown

    def _mark(self) -> None:
        self.setWindowModified(self.desk.unsaved)

    def remind(self) -> None:
        """Says that one lesson is made after the other."""
        self._refuse(tr("One lesson is made at a time. Close this window first."))

    def _changed(self) -> None:
        """Shows the draft as it is; the replay follows a moment after the last edit."""
        draft = self.desk.draft
        self.steps.show_draft(draft)
        self._show_fields()
        self.title.show_text(draft.title)
        self.idea.show_text(draft.idea)
        self.language.show_language(draft.language)
        self._typed.start(_TYPED if len(draft.entries) <= _FEW else _TYPED_MUCH)
        self.saving.try_soon()
        self._mark()
        self._say_state()

    def take_up(self) -> None:
        """Reads the draft through, and shows the chosen entry with its words as they are."""
        self._typed.stop()
        self._read = self.replay.read = read_through(self.desk.draft)
        self.desk.forget_trial()
        self.steps.model.show_problems(self._read.problems)
        if self._read.lesson is not None:
            self.steps.model.show_times(self._read.starts)
        self._show_fields()
        if not self.replay.replay.playing and self._is_light:
            self.replay.show_entry()
        self._say_state()

    @property
    def _is_light(self) -> bool:
        """Whether the whole experiment is done again in no time."""
        steps = (step.get("train", 0) for each in self.desk.draft.entries for step in each.steps)
        trained = sum(count for count in steps if isinstance(count, int))
        if len(self.desk.draft.entries) > _FEW:
            return False
        return trained * self._window.session.layout.size <= _LIGHT

    def _show_fields(self) -> None:
        number = self.replay.number = self.steps.table.number
        self.fields.show_entry(self.desk.draft, number, self._read.problems.get(number, ""))

    def _say_state(self) -> None:
        """Says how long the lesson is, and what is wrong with it."""
        read, entries = self._read, self.desk.draft.entries
        played = self.desk.draft.played
        told = [ntr("{count:,} step", "{count:,} steps", played)]
        if read.lesson is not None:
            told[0] += f", {clock(read.seconds)}"
        if lost := sum(bool(entry.missing) for entry in entries):
            told.append(
                ntr("{count:,} thing could not be told", "{count:,} things could not be told", lost)
            )
        if unwritten := self.desk.unwritten:
            told.append(
                ntr(
                    "Words at {count:,} step that nobody sees are in no file",
                    "Words at {count:,} steps that nobody sees are in no file",
                    unwritten,
                )
            )
        if self.desk.said:
            told.append(self.desk.said)
        if self.saving.saving:
            self.foot.show_saving(self.desk.trial.share)
        else:
            self.foot.say(". ".join(told) + ".")
        why = (
            self._refusal
            or self.replay.replay.failure
            or (self.desk.trial.failure if read.lesson is not None else "")
        )
        warning = why or read.problem_beside(self.desk.draft, self.steps.table.number)
        self.warned.setText(warning)
        self.warned.setVisible(bool(warning))

    def _refuse(self, why: str) -> None:
        self._refusal = why
        self._say_state()

    def _chosen(self) -> None:
        self._refusal = ""
        self._show_fields()
        self.replay.replay.pause()
        self._choosing.start()

    def changeEvent(self, event: QEvent) -> None:
        """Takes up other colours and sizes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.steps.table.fit()
            self.steps.model.set_theme(self._window.theme)

    # What a person does

    def _write(self, field: str, changes: dict[str, Any]) -> None:
        """Takes what was typed at the chosen entry."""
        number, draft = self.steps.table.number, self.desk.draft
        if field == "takes":
            after = draft.taking(number, changes["takes"])
        else:
            after = draft.with_entry(number, **changes)
        self._refusal = ""
        self.desk.edit(after, tr("typing"), f"{field} {number}")

    def _call(self, title: str) -> None:
        """Takes another title; the first chapter is called the same as long as it was."""
        draft: Draft = replace(self.desk.draft, title=title)
        if draft.entries[0].chapter == self.desk.draft.title:
            draft = draft.with_entry(0, chapter=title)
        self.desk.edit(draft, tr("typing"), "title")

    def _write_in(self, language: str) -> None:
        after = replace(self.desk.draft, language=language)
        self.desk.edit(after, tr("another language"), "language")

    def save(self, then: Then = Then.NOTHING) -> None:
        """Writes the lesson to its file, which is asked for the first time."""
        if self.desk.path is None:
            self.save_as(then)
        else:
            self.save_to(self.desk.path, then)

    def save_as(self, then: Then = Then.NOTHING) -> None:
        """Asks for a file, and writes the lesson to it."""
        name = str(self.desk.path or f"{self.desk.file_name}.toml")
        path = name_to_save(tr("The lesson"), name, tr(LESSONS), ".toml", self)
        if path is not None:
            self.save_to(path, then)

    def save_to(self, path: Path, then: Then = Then.NOTHING) -> None:
        """Writes the lesson to a file, unless somebody needs that one."""
        self._refuse(self._why_not(path))
        if not self._refusal:
            self.take_up()
            self.saving.save_to(path, then)

    def _is_written(self, path: Path) -> None:
        self.desk.said = tr("Saved {file}", file=path.name)
        self._say_state()
        if self._read.lesson is None:
            what = self._read.problem_beside(self.desk.draft)
            words = tr(
                "{file} is saved, and cannot be opened before this is mended. {problem}",
                file=path.name,
                problem=what,
            )
            self._refuse(words)

    def _film(self) -> None:
        """Saves, and asks how the film is to be."""
        self._when_saved(Then.FILM)

    def _page(self) -> None:
        """Saves, and asks how the page is to be."""
        self._when_saved(Then.PAGE)

    def _when_saved(self, then: Then) -> None:
        if self.desk.path is None or not self.desk.edits.isClean():
            self.save(then)
        else:
            self._go_on(then)

    def _go_on(self, then: Then) -> None:
        """Goes on with the lesson, which is in its file as it was read."""
        if self._typed.isActive():
            self.take_up()
        if then is Then.FILM:
            self.replay.replay.film(self._read)
        elif then is Then.PAGE:
            self.replay.replay.page(self._read)

    def _make_way(self, presented: bool) -> None:
        """Is out of the audience's sight while the lesson is presented."""
        if presented and self.isVisible():
            self._before_hall = self.size()
            self.hide()
        elif not presented and self._before_hall is not None:
            before, self._before_hall = self._before_hall, None
            self.show()
            self.activateWindow()
            # Words for a hall may have made it larger; a moment later they are small again.
            QTimer.singleShot(0, self, lambda: self.resize(before))

    # Before the end

    def may_close(self) -> bool:
        """Asks what becomes of what was not saved. Returns whether the window may close."""
        take_typed(self)
        return self._closing.allowed()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes, unless something would be lost that a person wants to keep."""
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.leave()

    def leave(self) -> None:
        """Ends; whether something may be lost was asked."""
        self.saving.stop()
        self.replay.replay.pause()
        self.closed.emit()
