"""What can be undone and done again: states, and what was done after each of them."""

from dataclasses import dataclass, replace
from functools import cached_property

from eq_sim.session.memory import bytes_of, memory_of
from eq_sim.session.messages import Message
from eq_sim.session.state import State
from eq_sim.session.words import words

BUDGET = 256 << 20
"""Bytes that undo may keep, unless a person sets another limit."""

_REFERENCE = 8  # bytes that one more mention of a mark takes


@dataclass(frozen=True, eq=False)
class UndoEntry:
    """One thing that was done, and what was before it; for redo, what was after it.

    Attributes:
        message: what was done.
        state: what was before or after.
        log: which log it belongs to, by number.
        bytes: memory that this state has and the next one on the way to the present has not.
    """

    message: Message
    state: State
    log: int
    bytes: int = 0


@dataclass(frozen=True, eq=False)
class UnderWay:
    """Something that has begun and will be an entry when it ends.

    Attributes:
        before: what was before it.
        log: which log it began in, by number.
        message: what it is called.
        touched: whether something beside the turning of its own knobs was done in it.
        counted: whether the state before it is an entry's, too, which counts it already.
    """

    before: State
    log: int
    message: Message
    touched: bool = False
    counted: bool = False

    @cached_property
    def bytes(self) -> int:
        """Memory that the state before it takes; asked for after each portion of steps."""
        return bytes_of(memory_of(self.before))


@dataclass(frozen=True, eq=False)
class UndoState:
    """Everything that can be undone or done again, as a value.

    Attributes:
        done: the oldest first.
        undone: what was undone last comes last.
        gesture: the hand at work.
        run: the training that runs now.
        phase: the step that is taken phase by phase now.
        forgotten: whether entries had to go.
        budget: bytes that may be kept.
        entry_bytes: those of all entries: asked for after each action, and there may be thousands.
    """

    done: tuple[UndoEntry, ...] = ()
    undone: tuple[UndoEntry, ...] = ()
    gesture: UnderWay | None = None
    run: UnderWay | None = None
    phase: UnderWay | None = None
    forgotten: bool = False
    budget: float = BUDGET
    entry_bytes: int = 0

    @property
    def bytes(self) -> int:
        """Memory that nothing but undo keeps, what is under way included."""
        under_way = (self.gesture, self.run, self.phase)
        kept = {id(some.before): some for some in under_way if some is not None}
        return self.entry_bytes + sum(some.bytes for some in kept.values() if not some.counted)

    def added(self, message: Message, before: State, now: State, log: int) -> "UndoState":
        """Returns undo after something was done: what was undone cannot be done again.

        Args:
            message: what was done.
            before: what was before it.
            now: what is now; what it shares with ``before`` takes no memory of undo's.
            log: which log it belongs to.
        """
        done, grown = _closer(self.done, before)
        entry = UndoEntry(message, before, log, _own(before, now))
        left = self.entry_bytes - sum(each.bytes for each in self.undone)
        return replace(
            self,
            done=(*done, entry),
            undone=(),
            gesture=_counted(self.gesture, before),
            run=_counted(self.run, before),
            phase=_counted(self.phase, before),
            entry_bytes=left + grown + entry.bytes,
        )

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self.gesture is None and self.run is None and self.phase is None

    def undo(self, now: State) -> "tuple[UndoState, UndoEntry]":
        """Returns undo after one step back, and the entry to go back to."""
        entry = self.done[-1]
        redo = UndoEntry(entry.message, now, entry.log, _own(now, entry.state))
        undone, grown = _closer(self.undone, now)
        size = self.entry_bytes - entry.bytes + grown + redo.bytes
        done = self.done[:-1]
        return replace(self, done=done, undone=(*undone, redo), entry_bytes=size), entry

    def redo(self, now: State) -> "tuple[UndoState, UndoEntry]":
        """Returns undo after one step on, and the entry to go on to."""
        entry = self.undone[-1]
        undo = UndoEntry(entry.message, now, entry.log, _own(now, entry.state))
        done, grown = _closer(self.done, now)
        size = self.entry_bytes - entry.bytes + grown + undo.bytes
        undone = self.undone[:-1]
        return replace(self, undone=undone, done=(*done, undo), entry_bytes=size), entry

    def within_budget(self) -> "UndoState":
        """Returns undo without its oldest entries, as many as take it to its budget.

        The last thing that was done can always be undone.
        """
        whole = left = self.bytes
        drop = 0
        while left > self.budget and drop < len(self.done) - 1:
            left -= self.done[drop].bytes
            drop += 1
        if not drop:
            return self
        size = self.entry_bytes - (whole - left)
        return replace(self, done=self.done[drop:], forgotten=True, entry_bytes=size)


class UndoStack:
    """What can be undone, as it is now: for menus.

    Args:
        state: what there is.
    """

    def __init__(self, state: UndoState) -> None:
        self._state = state

    @property
    def undo_name(self) -> str | None:
        """What would be undone, in words; None for nothing."""
        return words(self._state.done[-1].message) if self._state.done else None

    @property
    def redo_name(self) -> str | None:
        """What would be done again, in words; None for nothing."""
        return words(self._state.undone[-1].message) if self._state.undone else None

    @property
    def names(self) -> list[str]:
        """Everything that can be undone, the last thing first."""
        return [words(entry.message) for entry in reversed(self._state.done)]

    @property
    def forgotten(self) -> bool:
        """Whether entries had to go."""
        return self._state.forgotten

    @property
    def bytes(self) -> int:
        """Memory in use."""
        return self._state.bytes

    @property
    def budget(self) -> float:
        """Bytes that may be kept."""
        return self._state.budget


def _counted(some: UnderWay | None, before: State) -> UnderWay | None:
    """Returns what is under way, knowing that an entry holds a state now."""
    return replace(some, counted=True) if some is not None and some.before is before else some


def _closer(entries: tuple[UndoEntry, ...], to: State) -> tuple[tuple[UndoEntry, ...], int]:
    """Counts the last of some entries against the state that now comes next to it.

    Returns:
        The entries, and by how many bytes they have grown.
    """
    if not entries:
        return entries, 0
    last = entries[-1]
    closer = replace(last, bytes=_own(last.state, to))
    return (*entries[:-1], closer), closer.bytes - last.bytes


def _own(state: State, beside: State) -> int:
    """Returns the bytes that a state does not share with another one."""
    shared = {id(memory) for memory in memory_of(beside)}
    shared_marks = len(beside.progress.history.marks)
    marks = abs(len(state.progress.history.marks) - shared_marks)
    return bytes_of(memory for memory in memory_of(state) if id(memory) not in shared) + (
        marks * _REFERENCE
    )
