"""What plays in the window: a lesson, or a recording."""

from dataclasses import dataclass
from typing import Protocol

from eq_sim.lessons.scene import Drawing, Highlight, Near, Question, Request, RivalRun, Spoken
from eq_sim.lessons.staging import Staged


@dataclass(frozen=True)
class OnStage:
    """What stands beside the experiment at a moment. By itself nothing, as in a recording.

    Attributes:
        question: a question, with what was chosen and whether the right answer is shown.
        unanswered: the last question that was asked and is answered later, with what was chosen,
            while none stands.
        request: what a person is asked to do, and a hint.
        highlights: what is highlighted, in the order of the script.
        hidden: names of the panels out of sight.
        staged: what is on stage; None for the window as without a lesson.
        followed: the sample that is marked on its way through the network, by its place in the
            data; None for none.
        passage: how far the stage is on its way from what was on it before, from 0 to 1.
        near: how near one is to the knobs; None for as the person looks.
        beyond: how far beyond the last real knob one looks from: the logarithm of the number of
            knobs whose square fills the view; None for the knobs themselves.
        rival: how one knob at a time has done, the last time; None for not yet.
        drawing: what is drawn on the pad; None where the lesson draws nothing.
        notes: what the presenter's own screen says.
        next_text: what is said next; empty at the end.
        next_tick: when that is; None where it is not known.
        chapters: all of them: (title, first tick).
        chapter: the present one, from 0; None before the first.
        live: the caption as the script has it, while its numbers go on with the experiment; else
            empty.
        warning: what is not as it should be, a sentence; empty for nothing.
        waits_for: an "answer", a person's own "turn", or "next"; None while it goes on.
    """

    question: Question | None = None
    unanswered: Question | None = None
    request: Request | None = None
    highlights: tuple[Highlight, ...] = ()
    hidden: tuple[str, ...] = ()
    staged: Staged | None = None
    followed: int | None = None
    passage: float = 1.0
    near: Near | None = None
    beyond: float | None = None
    rival: RivalRun | None = None
    drawing: Drawing | None = None
    notes: str = ""
    next_text: str = ""
    next_tick: int | None = None
    chapters: tuple[tuple[str, int], ...] = ()
    chapter: int | None = None
    waits_for: str | None = None
    live: str = ""
    warning: str = ""

    @property
    def your_turn(self) -> bool:
        """Whether the person may touch the experiment while time goes on."""
        return self.waits_for == "turn"


class Show(Protocol):
    """Something with a beginning and an end that plays on a session, in ticks of 1/600 s.

    Attributes:
        speed: its seconds in a second of time.
    """

    speed: float

    @property
    def title(self) -> Spoken:
        """What it is called, by language."""

    @property
    def caption(self) -> str:
        """The caption now; empty for none."""

    @property
    def on_stage(self) -> OnStage:
        """What stands beside the experiment now."""

    @property
    def tick(self) -> int:
        """Where it is."""

    @property
    def length(self) -> int:
        """How many ticks it has."""

    @property
    def seconds(self) -> float:
        """Seconds of it so far."""

    @property
    def playing(self) -> bool:
        """Whether time goes on."""

    @property
    def finished(self) -> bool:
        """Whether it is over."""

    def play(self) -> None:
        """Goes on; whatever was touched meanwhile is brought back to where it was."""

    def pause(self) -> None:
        """Rests; the experiment may be touched."""

    def advance(self, ticks: int) -> None:
        """Lets time pass: so many ticks, times ``speed``.

        Raises:
            EqSimError: what is due cannot be done.
        """

    def next(self) -> None:
        """Jumps to the next thing worth stopping at."""

    def back(self) -> None:
        """Jumps to the last thing worth stopping at."""

    def go_to(self, tick: int) -> None:
        """Goes to a tick, forward or back."""
