"""A draft on its desk: what was edited, in which order, and whether it is on the disk."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from eq_sim.language.tr import tr
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.script import Script, script
from eq_sim.lessons.making.trial import Trial, why_not
from eq_sim.session.files.atomic import write_atomically


class Then(Enum):
    """What is done with a lesson as soon as it is in its file."""

    NOTHING = auto()
    FILM = auto()
    PAGE = auto()


class _Edit(QUndoCommand):
    """One edit: the draft before it, and after it. What is typed on in one place is one edit."""

    _KIND = 1

    def __init__(
        self, put: Callable[[Draft], None], before: Draft, after: Draft, words: str, where: str
    ) -> None:
        super().__init__(words)
        self._put, self._before, self.after, self.where = put, before, after, where

    def id(self) -> int:
        """Returns what edits can be one: all that are made in a field."""
        return self._KIND if self.where else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Takes in what was typed after it, where it is the same field."""
        if not isinstance(other, _Edit) or other.where != self.where:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        """Puts the draft there that comes of it."""
        self._put(self.after)

    def undo(self) -> None:
        """Puts the draft there that was before it."""
        self._put(self._before)


class MakingDesk(QObject):
    """One lesson that is being made. It outlives its window, which may be made anew.

    Args:
        draft: as it is at first.
        parent: who owns it.
        path: the lesson's file, where there is one.
        expects: what holds at its end, where that is known.

    Attributes:
        draft: as it is now.
        edits: which can be undone.
        path: the lesson's file; None before it has one.
        target: the file that it is to be written to as soon as it was tried out; None for none.
        then: what is done after that.
        said: what is to be said of where it is from; empty for nothing.
    """

    changed = Signal()
    """The draft is another one."""

    def __init__(
        self, draft: Draft, parent: QObject, path: Path | None = None, expects: str = ""
    ) -> None:
        super().__init__(parent)
        self.draft, self.path, self.said = draft, path, ""
        self.edits = QUndoStack(self)
        self._expects: tuple[object, str] = draft.does, expects
        self._trial: Trial | None = None
        self._tried: object = None
        self.target: Path | None = None
        self.then = Then.NOTHING
        self._in_file = None if path is None else _content(path)

    @property
    def unsaved(self) -> bool:
        """Whether something was edited and is in no file."""
        return not self.edits.isClean() or self.unwritten > 0

    @property
    def unwritten(self) -> int:
        """At how many entries somebody wrote words that no file has: they are not played."""
        draft = self.draft
        before = draft.entries[1 : draft.first]
        after = draft.entries[max(draft.first, draft.last) :]
        return sum(entry.worded for entry in (*before, *after))

    def was_changed(self, path: Path) -> bool:
        """Whether the lesson's file says what was neither read nor written here."""
        there = _content(path) if path == self.path else None
        return there is not None and there != self._in_file

    @property
    def expects(self) -> str:
        """What holds at the end of the draft as it is; empty where that is not known yet."""
        does, expects = self._expects
        return expects if does == self.draft.does else ""

    @property
    def trial(self) -> Trial:
        """Plays the draft as it is, to learn what holds at its end."""
        does = self.draft.does
        if self._trial is None or self._tried != does:
            self._trial, self._tried = Trial(self.draft), does
        return self._trial

    def try_on(self) -> bool:
        """Plays the draft a little further. Returns whether there is more to play."""
        if self.expects:
            return False
        trial = self.trial
        if trial.go_on():
            return True
        self._expects = self._tried, trial.expects
        return False

    def forget_trial(self) -> None:
        """Lets a trial that failed be made again: the words that it stopped at are others now."""
        if self._trial is not None and self._trial.failure:
            self._trial = None

    @property
    def script(self) -> Script:
        """The draft as it is, as a lesson's text."""
        return script(self.draft, self.expects)

    def edit(self, after: Draft, words: str, where: str = "") -> None:
        """Makes an edit.

        Args:
            after: the draft that comes of it.
            words: what it is called when it is undone.
            where: the field that it was typed in, whose edits are undone together; empty for none.
        """
        if after != self.draft:
            self.edits.push(_Edit(self._put, self.draft, after, words, where))

    def order(self, after: Draft, words: str) -> str:
        """Makes an edit of what is done, and in which order, if that can be played.

        Returns:
            Why it cannot, a sentence; empty where it was made.
        """
        why = why_not(after) if after.does != self.draft.does else ""
        if why and not why_not(self.draft):
            return why
        self.edit(after, words)
        return ""

    def save_to(self, path: Path) -> None:
        """Writes the lesson to a file, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        content = self.script.text.encode()
        write_atomically(path, content)
        self.path, self._in_file = path, content
        self.edits.setClean()

    @property
    def title(self) -> str:
        """What the lesson is called, or what one without a title is called."""
        return self.draft.title or tr("A lesson without a title")

    @property
    def file_name(self) -> str:
        """A name for its file, without an ending."""
        words = "".join(sign if sign.isalnum() else " " for sign in self.draft.title.lower())
        return "-".join(words.split()) or "lesson"

    def _put(self, draft: Draft) -> None:
        self.draft = draft
        self.changed.emit()


def _content(path: Path) -> bytes | None:
    """Returns what is in a file; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
