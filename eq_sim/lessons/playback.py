"""Plays a recording as a lesson is played: on integer ticks, forward, back, and as a film."""

from bisect import bisect_right

from eq_sim.lessons.stage import TICKS, Highlight, Question, Request, Spoken
from eq_sim.session import actions as act
from eq_sim.session.actions import Train
from eq_sim.session.log import Record
from eq_sim.session.recording import Done, checksum
from eq_sim.session.session import Session
from eq_sim.session.settings import CAPTIONS, SETTINGS

_JUMP = 5 * TICKS
_TOLD = 2 * TICKS  # how long it is said what was done
_AFTER = TICKS  # what is to be seen after the last thing that was done


def in_words(session: Session, action: act.AnyAction) -> str:
    """Returns what an action is, with the key that does it; empty for what the eye can see."""
    match action:
        case act.Set(setting=setting, value=value) if setting != "speed":
            return f"{CAPTIONS[setting]}: {SETTINGS[setting].write(value)}"
        case act.Freeze(knobs=knobs, on=on) if knobs:
            return f"{'freeze' if on else 'thaw'} {session.called(knobs)} (Shift+F)"
        case act.Mute(knobs=knobs, on=on) if knobs:
            return f"{'mute' if on else 'unmute'} {session.called(knobs)} (Shift+M)"
        case act.Solo(knob=knob, on=on):
            return f"{'solo' if on else 'end solo of'} {session.called((knob,))} (Shift+O)"
        case act.Train():
            return "" if session.running else "one step (S)"
    return _WORDS.get(type(action), "")


_WORDS: dict[type[act.Action], str] = {
    act.Run: "train (Space)",
    act.Pause: "pause (Space)",
    act.TakePhase: "one phase (Shift+S)",
    act.BackToStart: "back to start (Ctrl+B)",
    act.NewStart: "new random start (Ctrl+R)",
    act.SwitchSide: "switch between A and B (X)",
    act.ToBest: "the best so far (Ctrl+Shift+B)",
    act.LineUp: "line up B with A",
    act.Undo: "undo (Ctrl+Z)",
    act.Redo: "redo (Ctrl+Shift+Z)",
}


class Playback:
    """Does again what a recording says, in simulated time.

    It shows and takes what ``Player`` does; a recording asks nothing, and its caption is what was
    done a moment ago.

    Args:
        session: the experiment; it becomes the recorded one.
        recording: what was done, the loading of a scenario first.
        title: what it is called.

    Attributes:
        tick: where it is.
        mismatch: the second at which the knobs were not the recorded ones; None for never.
    """

    def __init__(self, session: Session, recording: list[Done], title: str) -> None:
        self._session, self._recording, self._title = session, recording, title
        self.language, self.auto, self.speed = "en", True, 1.0
        self.playing = False
        self.tick = 0
        self.mismatch: float | None = None
        self._owed = 0.0
        self._place = 0
        self._taken = 0
        self._starts = [round(item.start * TICKS) for item in recording]
        self._ends = [round(item.end * TICKS) for item in recording]
        self._last: Record | None = None
        self._count = 0
        self._told = ""
        self._told_at: int | None = None
        self._run_to(0)

    @property
    def title(self) -> Spoken:
        """What it is called, by language."""
        return {"en": self._title}

    @property
    def languages(self) -> tuple[str, ...]:
        """English: nothing is said."""
        return ("en",)

    @property
    def caption(self) -> str:
        """What was done a moment ago, and the key that does it; empty otherwise."""
        if self._told_at is None or self.tick - self._told_at > _TOLD:
            return ""
        return self._told

    @property
    def question(self) -> Question | None:
        """None."""
        return None

    @property
    def request(self) -> Request | None:
        """None."""
        return None

    @property
    def highlight(self) -> Highlight | None:
        """None."""
        return None

    @property
    def hidden(self) -> tuple[str, ...]:
        """Nothing is hidden."""
        return ()

    @property
    def notes(self) -> str:
        """None."""
        return ""

    @property
    def next_text(self) -> str:
        """Nothing."""
        return ""

    @property
    def chapters(self) -> list[tuple[str, int]]:
        """None."""
        return []

    @property
    def chapter(self) -> int | None:
        """None."""
        return None

    @property
    def waiting(self) -> str | None:
        """It never waits."""
        return None

    @property
    def your_turn(self) -> bool:
        """Never."""
        return False

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
                self._again(self.tick)

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

    def answer(self, choice: int) -> None:
        """There is nothing to answer."""

    def next(self) -> None:
        """Jumps to the next thing that was done by hand, or five seconds on."""
        later = bisect_right(self._starts, self.tick)
        there = self._starts[later] if later < len(self._starts) else self.length
        self.go_to(min(there, self.tick + _JUMP))

    def back(self) -> None:
        """Jumps five seconds back."""
        self.go_to(self.tick - _JUMP)

    def go_to_chapter(self, chapter: int) -> None:
        """There are none."""

    def go_to(self, tick: int) -> None:
        """Goes to a tick, forward or back."""
        tick = min(max(tick, 0), self.length)
        if tick < self.tick or self._touched:
            self._again(tick)
        else:
            self._run_to(tick)

    @property
    def _touched(self) -> bool:
        records = self._session.log.records
        return len(records) != self._count or records[-1] is not self._last

    def _again(self, tick: int) -> None:
        """Does everything again from the beginning."""
        self.tick = self._place = self._taken = 0
        self._told_at = None
        self._run_to(tick)

    def _run_to(self, tick: int) -> None:
        session = self._session
        while self._place < len(self._recording) and self._starts[self._place] <= tick:
            item, start = self._recording[self._place], self._starts[self._place]
            end = self._ends[self._place]
            if isinstance(item.action, Train) and end > start:
                # Steps are due by the tick, not by the frame.
                whole = item.action.steps
                due = whole if tick >= end else whole * (tick - start) // (end - start)
                if due > self._taken:
                    session.apply(Train(due - self._taken))
                    self._taken = due
                if tick < end:
                    break
            else:
                session.apply(item.action)
                told = in_words(session, item.action) if start else ""
                if told:
                    self._told, self._told_at = told, start
            self._taken = 0
            self._place += 1
            if item.checksum is not None and item.checksum != checksum(session):
                self.mismatch = self.mismatch or item.end
        self.tick = tick
        records = session.log.records
        self._count, self._last = len(records), records[-1]
