"""A draft of a lesson made of a recording: what belongs together is one entry."""

from collections.abc import Iterator
from dataclasses import replace

from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.making.draft import LONGEST, Draft, Entry, Table, seconds_of
from eq_sim.lessons.making.lengths import sized
from eq_sim.lessons.making.naming import speakable
from eq_sim.lessons.making.telling import PAUSE, Telling
from eq_sim.lessons.making.told_steps import TimedStep
from eq_sim.session.files.recording import Done

IDLE = 2.0
"""Seconds that nothing may happen, at first."""

_SAME_HAND = 0.75  # seconds within which the same knobs, turned again, are turned in one go


class RecordedDraft:
    """Makes a draft of a recording; a long one in pieces, so that nobody has to wait for it.

    Args:
        done: the recording.
        title: of the lesson.
        language: in which words will be written beside it.

    Attributes:
        draft: what came of it; None until all is told.

    Raises:
        LessonError: a lesson cannot say the scenario that was recorded.
    """

    def __init__(self, done: list[Done], title: str, language: str = ENGLISH) -> None:
        self._telling = Telling(done)
        self._title, self._language = speakable(title), language
        self._work = self._make()
        self.draft: Draft | None = None

    @property
    def share(self) -> float:
        """How much of the recording is told, from 0 to 1."""
        return self._telling.share

    def go_on(self) -> bool:
        """Tells a little more. Returns whether there is more to tell.

        Raises:
            EqSimError: what was done cannot be done again.
        """
        return next(self._work, self) is not self

    def _make(self) -> Iterator[None]:
        entries: list[Entry] = [Entry(0, at=0.0, chapter=self._title)]
        end = 0.0
        for thing in self._telling.things():
            if thing:
                end = _add(entries, thing, end)
            yield
        self.draft = Draft(
            self._title,
            "",
            self._telling.opening,
            tuple(entries),
            last=len(entries),
            idle=IDLE,
            next_number=len(entries),
            language=self._language,
        )


def _add(entries: list[Entry], thing: tuple[TimedStep, ...], end: float) -> float:
    """Adds what was done, or lets the last entry go on with it. Returns when it was over."""
    start = min(step.start for step in thing)
    steps = tuple(table for step in thing if not step.missing for table in sized(step.table))
    missing = ", ".join(dict.fromkeys(step.missing for step in thing if step.missing))
    pause, last = max(0.0, start - end), entries[-1]
    now = max(end, *(step.end for step in thing))
    if missing and missing == last.missing and not last.steps:
        if not steps:
            return now
        missing = ""
    joined = _in_one_go(last, steps, pause)
    if joined is not None and not missing:
        entries[-1] = joined
        return now
    entries[-1] = replace(last, rest=round(pause, 2) if pause > PAUSE else 0.0)
    if missing and steps:  # each is a row of its own
        entries.append(Entry(len(entries), (), missing, at=start))
        missing = ""
    entries.append(Entry(len(entries), steps, missing, at=start))
    return now


def _in_one_go(last: Entry, steps: tuple[Table, ...], pause: float) -> Entry | None:
    """Returns the last entry going on with what came next, where a hand was at the same knobs."""
    if len(last.steps) != 1 or len(steps) != 1 or last.missing or pause > _SAME_HAND:
        return None
    before, now = last.steps[0], steps[0]
    if "turn" not in now or before.get("turn") != now["turn"] or "by" in before or "by" in now:
        return None
    seconds = round(min(seconds_of(before) + pause + seconds_of(now), LONGEST), 2)
    return replace(last, steps=({**now, "seconds": seconds},))
