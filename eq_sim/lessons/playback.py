"""Plays a recording as a lesson is played: on integer ticks, forward, back, and as a film."""

from bisect import bisect_right

from eq_sim.language.spoken import ENGLISH
from eq_sim.language.tr import later, tr
from eq_sim.lessons.done_in_words import in_words
from eq_sim.lessons.lately_done import STAYS
from eq_sim.lessons.scene import TICKS, Spoken
from eq_sim.lessons.show import OnStage
from eq_sim.session.actions import Train
from eq_sim.session.files.recording import Done, checksum
from eq_sim.session.log import Record
from eq_sim.session.session import Session

TORN = later("The end of this recording was lost: its last line is torn. The rest is whole.")
"""What is said of such a recording: ``tr`` says it."""

_JUMP = 5 * TICKS
_AFTER = TICKS  # what is to be seen after the last thing that was done


class Playback:
    """Does again what a recording says, in simulated time.

    A ``Show`` as a lesson is, but one that asks nothing; its caption is what was done a moment ago.

    Args:
        session: the experiment; it becomes the recorded one.
        recording: what was done, the loading of a scenario first.
        title: what it is called.
        torn: whether the end of its file was lost.

    Attributes:
        speed: its seconds in a second of time.
        playing: whether time goes on.
        tick: where it is, in 1/600 s.
        mismatch: the second at which the knobs were not the recorded ones; None for never.
    """

    def __init__(
        self, session: Session, recording: list[Done], title: str, *, torn: bool = False
    ) -> None:
        self._session, self._recording, self._title = session, recording, title
        self._torn = torn
        self.speed = 1.0
        self.playing = False
        self.tick = 0
        self.mismatch: float | None = None
        self._owed = 0.0
        self._next = 0
        self._steps_taken = 0
        self._starts = [round(item.start * TICKS) for item in recording]
        self._ends = [round(item.end * TICKS) for item in recording]
        self._last: Record | None = None
        self._count = 0
        self._caption = ""
        self._caption_since: int | None = None
        self._run_to(0)

    @property
    def title(self) -> Spoken:
        """What it is called, by language."""
        return {ENGLISH: self._title}

    @property
    def caption(self) -> str:
        """What was done a moment ago, and the key that does it; empty otherwise."""
        if self._caption_since is None or self.tick - self._caption_since > STAYS:
            return ""
        return self._caption

    @property
    def warning(self) -> str:
        """What is not as it was recorded; empty for nothing."""
        parts = [tr(TORN)] if self._torn else []
        if self.mismatch is not None:
            parts.append(
                tr(
                    "At {second:.1f} s the knobs are not those recorded, bit for bit: another "
                    "processor or version of NumPy rounds in another way.",
                    second=self.mismatch,
                )
            )
        return " ".join(parts)

    @property
    def on_stage(self) -> OnStage:
        """What stands beside the experiment: nothing but a warning."""
        return OnStage(warning=self.warning)

    @property
    def length(self) -> int:
        """The ticks of the whole recording."""
        return max(self._ends) + _AFTER

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return self.tick / TICKS

    @property
    def finished(self) -> bool:
        """Whether it is over."""
        return self.tick >= self.length

    def play(self) -> None:
        """Goes on; what was touched meanwhile is taken back."""
        if not self.finished:
            self.playing = True
            if self._touched:
                self._start_over(self.tick)

    def pause(self) -> None:
        """Rests, and lets one touch."""
        self.playing = False

    def advance(self, ticks: int) -> None:
        """Lets so many ticks pass, times ``speed``."""
        if self.playing:
            self._owed += ticks * self.speed
            due = int(self._owed)
            self._owed -= due
            self._run_to(min(self.tick + due, self.length))
            if self.finished:
                self.playing = False

    def next(self) -> None:
        """Jumps to the next thing that was done by hand, or five seconds on."""
        later = bisect_right(self._starts, self.tick)
        there = self._starts[later] if later < len(self._starts) else self.length
        self.go_to(min(there, self.tick + _JUMP))

    def back(self) -> None:
        """Jumps five seconds back."""
        self.go_to(self.tick - _JUMP)

    def go_to(self, tick: int) -> None:
        """Goes to a tick, forward or back."""
        tick = min(max(tick, 0), self.length)
        if tick < self.tick or self._touched:
            self._start_over(tick)
        else:
            self._run_to(tick)

    @property
    def _touched(self) -> bool:
        records = self._session.log.records
        return len(records) != self._count or records[-1] is not self._last

    def _start_over(self, tick: int) -> None:
        """Does everything again from the beginning."""
        self.tick = self._next = self._steps_taken = 0
        self._caption_since = None
        self._run_to(tick)

    def _run_to(self, tick: int) -> None:
        session = self._session
        while self._next < len(self._recording) and self._starts[self._next] <= tick:
            item, start = self._recording[self._next], self._starts[self._next]
            end = self._ends[self._next]
            if isinstance(item.action, Train) and end > start:
                # Steps are due by the tick, not by the frame.
                whole = item.action.steps
                due = whole if tick >= end else whole * (tick - start) // (end - start)
                if due > self._steps_taken:
                    session.apply(Train(due - self._steps_taken))
                    self._steps_taken = due
                if tick < end:
                    break
            else:
                session.apply(item.action)
                caption = in_words(session, item.action) if start else ""
                if caption:
                    self._caption, self._caption_since = caption, start
            self._steps_taken = 0
            self._next += 1
            known = self.mismatch is not None or item.checksum is None
            if not known and item.checksum != checksum(session):
                self.mismatch = item.end
        self.tick = tick
        records = session.log.records
        self._count, self._last = len(records), records[-1]
