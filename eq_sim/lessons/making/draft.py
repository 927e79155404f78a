"""The draft of a lesson: what was done, in order, with what a person writes beside it.

A draft is a value. Every edit returns another one, so that undoing an edit is going back to the
one before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.making.telling import Opening
from eq_sim.lessons.steps.kinds import KINDS

Table = Mapping[str, object]
"""A step as it stands in a file, the key that names it first."""

LONGEST = 600.0
"""Seconds that one step of a lesson may take."""


@dataclass(frozen=True)
class Entry:
    """One thing that was done, and what is said of it.

    Attributes:
        number: by which it is known, wherever it stands; 0 is the opening.
        steps: what is done; none where only something is said.
        missing: what a lesson has no word for, where it is that.
        at: seconds of the recording at which it was done; None where it was added.
        rest: seconds of the recording until the next thing was done.
        chapter: the name of the chapter that begins here; empty for none.
        say: its caption; empty for none.
        reading: seconds that the caption stands before anything is done; None for as long as
            reading takes.
        live: whether the numbers in the caption stay current while it stands.
        given: numbers in the caption that are typed because they are true by definition.
        notes: what the presenter's own screen says.
        hold: seconds that a person lets pass after it; None for those of the recording.
    """

    number: int
    steps: tuple[Table, ...] = ()
    missing: str = ""
    at: float | None = None
    rest: float = 0.0
    chapter: str = ""
    say: str = ""
    reading: float | None = None
    live: bool = False
    given: tuple[str, ...] = ()
    notes: str = ""
    hold: float | None = None

    @property
    def takes(self) -> float:
        """Seconds that its steps take."""
        return sum(seconds_of(step) for step in self.steps)

    @property
    def can_take_longer(self) -> bool:
        """Whether one of its steps takes time."""
        return any("seconds" in step for step in self.steps)

    @property
    def worded(self) -> bool:
        """Whether a person has written something here."""
        return bool(self.chapter or self.say or self.notes)


@dataclass(frozen=True)
class Draft:
    """A lesson while it is made.

    Attributes:
        title: what it is called.
        idea: its one idea, in a sentence.
        opening: what it opens on.
        entries: in the order of play, the opening first.
        first: the place of the first entry that is seen; those before it are done at once.
        last: the place behind the last one that is played.
        idle: the most seconds that a pause of the recording lasts; None for as it was.
        next_number: for the next entry that is added.
        language: in which all of it is written.
    """

    title: str
    idea: str
    opening: Opening
    entries: tuple[Entry, ...]
    first: int = 1
    last: int = 1
    idle: float | None = None
    next_number: int = 1
    language: str = ENGLISH

    def place_of(self, number: int) -> int:
        """Returns where an entry stands; 0 where it is gone."""
        return next((at for at, each in enumerate(self.entries) if each.number == number), 0)

    def pause_after(self, place: int) -> float:
        """Returns the seconds that pass after an entry: as typed, or as recorded, capped."""
        entry = self.entries[place]
        if entry.hold is not None:
            return entry.hold
        return min(entry.rest, LONGEST if self.idle is None else self.idle)

    def is_played(self, place: int) -> bool:
        """Whether an entry is in the lesson for the audience to see."""
        return place == 0 or self.first <= place < self.last

    @property
    def played(self) -> int:
        """How many entries after the opening are."""
        return len(range(max(1, self.first), min(self.last, len(self.entries))))

    @property
    def does(self) -> tuple[object, ...]:
        """What decides how the experiment ends: everything but words and time that passes."""
        steps = [each.steps for each in self.entries[1 : self.last]]
        return (self.opening, tuple(step for of in steps for step in of))

    @property
    def wordless(self) -> "Draft":
        """The draft with nothing said: what can be done, and in which order, is the same."""
        entries = tuple(
            replace(each, chapter="", say="", live=False, given=(), notes="")
            for each in self.entries
        )
        return replace(self, title="", idea="", entries=entries)

    # What a person does; each returns the draft that comes of it.

    def with_entry(self, number: int, **changes: Any) -> "Draft":  # noqa: ANN401 - any field's own
        """Changes what is said of an entry."""
        entries = tuple(
            replace(each, **changes) if each.number == number else each for each in self.entries
        )
        return replace(self, entries=entries)

    def taking(self, number: int, seconds: float) -> "Draft":
        """Lets what an entry does take so long altogether."""
        entry = self.entries[self.place_of(number)]
        timed = [place for place, step in enumerate(entry.steps) if "seconds" in step]
        before, steps = entry.takes, list(entry.steps)
        for place in timed:
            step = steps[place]
            share = seconds_of(step) / before if before else 1 / len(timed)
            steps[place] = {**step, "seconds": round(seconds * share, 2)}
        return self.with_entry(number, steps=tuple(steps))

    def moved(self, number: int, to: int) -> "Draft":
        """Puts an entry at a place, counted without it; the opening stays first.

        All others stay seen, done at once or cut as they were. The entry becomes what those are
        that it comes among; between two kinds it stays what it was, or is seen.
        """
        place = self.place_of(number)
        if not place:
            return self
        entry, draft = self.entries[place], self.without([number])
        to = min(max(to, 1), len(draft.entries))
        at_once = to < draft.first or (to == draft.first and place < self.first)
        cut = to > draft.last or (to == draft.last and place >= self.last)
        entries = (*draft.entries[:to], entry, *draft.entries[to:])
        first, last = draft.first + at_once, draft.last + (not cut)
        return replace(self, entries=entries, first=first, last=last)

    def without(self, numbers: Iterable[int]) -> "Draft":
        """Takes entries away; never the opening."""
        gone = set(numbers) - {0}
        places = [self.place_of(number) for number in gone]
        entries = tuple(each for each in self.entries if each.number not in gone)
        first = self.first - sum(place < self.first for place in places)
        last = self.last - sum(place < self.last for place in places)
        return replace(self, entries=entries, first=first, last=last)

    def with_words_after(self, number: int) -> "Draft":
        """Adds an entry that does nothing, to say something in; after the opening it is seen."""
        place = self.place_of(number) + 1
        if place == 1:
            place = self.first
        added = Entry(self.next_number)
        entries = (*self.entries[:place], added, *self.entries[place:])
        first = self.first + (place < self.first)
        last = self.last + (place <= self.last)
        number = self.next_number + 1
        return replace(self, entries=entries, first=first, last=last, next_number=number)

    def beginning_at(self, place: int) -> "Draft":
        """Lets the lesson begin with an entry, which is seen: those before it are done at once."""
        first = min(max(place, 1), len(self.entries))
        return replace(self, first=first, last=max(self.last, min(place + 1, len(self.entries))))

    def ending_with(self, place: int) -> "Draft":
        """Lets the lesson end with an entry, which is seen: those behind it are not in it."""
        last = min(max(place + 1, 1), len(self.entries))
        return replace(self, last=last, first=max(1, min(self.first, place)))


def seconds_of(step: Table) -> float:
    """Returns the seconds that a step takes, where it says so."""
    seconds = step.get("seconds", 0.0)
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def at_once(step: Table) -> Table:
    """Returns a step that takes no time."""
    timed = any("seconds" in KINDS[key].__struct_fields__ for key in step if key in KINDS)
    return {**step, "seconds": 0} if timed else step
