"""Plays a lesson: a whole number of ticks in, the session and the stage after it.

What is on stage is a function of the tick and of nothing else. A knob on its way is put where it
is at that tick, and the training steps due by then are taken; how many ticks come at once, a
frame's or a whole chapter's, makes no difference to a bit. Going back is loading afresh and
playing up to there.
"""

import copy
import re
from bisect import bisect_right

from eq_sim.lessons.cues import Cue, timeline
from eq_sim.lessons.learning import LoadStep
from eq_sim.lessons.script import Lesson
from eq_sim.lessons.stage import TICKS, Finding, Highlight, Question, Request, Scene, Spoken, Stage
from eq_sim.lessons.step import Step
from eq_sim.lessons.talking import Chapter, in_all_languages
from eq_sim.lessons.testing import Ask
from eq_sim.session.log import Record
from eq_sim.session.session import Session


class Player:
    """Plays one lesson on one session.

    While ``playing``, time goes through ``advance`` here and not through the session's, but for
    ``your_turn``: then the session's goes on as well, so that a person can let it train. Pausing
    leaves the experiment at rest, free to be touched; ``play`` brings back where the lesson was.

    Args:
        session: the experiment; the lesson loads its own scenario into it.
        lesson: what to play.
        language: of captions; English where a text has no other.
        auto: whether questions answer themselves after their stated time, as in a film.

    Attributes:
        lesson: what is played.
        language: of captions; may be changed at any time.
        auto: see above.
        speed: seconds on stage in a second of time.
        playing: whether time goes on.
        tick: where the lesson is, in 1/600 s on stage.
        cues: all steps in time.
    """

    def __init__(
        self, session: Session, lesson: Lesson, language: str = "en", *, auto: bool = False
    ) -> None:
        self.lesson = lesson
        self.language = language
        self.auto = auto
        self.speed = 1.0
        self.playing = False
        self.tick = 0
        self._session = session
        self._stage = Stage(session)
        self.cues = timeline(lesson)
        self._begun = -1
        self._finished = False
        self._passed: set[int] = set()
        self._owed = 0.0
        self._checkpoints: dict[int, Scene] = {}
        self._last: Record | None = None
        self._count = 0
        self._goto(0)
        self._let_go()

    # What there is to see.

    @property
    def title(self) -> Spoken:
        """What the lesson is called, by language."""
        return self.lesson.title

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its captions, English first."""
        return self.lesson.languages

    @property
    def caption(self) -> str:
        """The caption now; empty for none."""
        scene = self._stage.scene
        return self._spoken(in_all_languages(scene.live, self._stage) or scene.caption)

    @property
    def captions(self) -> Spoken:
        """The caption in all its languages."""
        scene = self._stage.scene
        return in_all_languages(scene.live, self._stage) or scene.caption

    @property
    def question(self) -> Question | None:
        """The question on stage, with what was chosen and whether it is revealed."""
        return self._stage.scene.question

    @property
    def request(self) -> Request | None:
        """What a person is asked to do, and a hint."""
        return self._stage.scene.request

    @property
    def highlight(self) -> Highlight | None:
        """What the spotlight is on."""
        return self._stage.scene.highlight

    @property
    def hidden(self) -> tuple[str, ...]:
        """The panels out of sight."""
        return self._stage.scene.hidden

    @property
    def notes(self) -> str:
        """What the presenter's own screen says here."""
        return self._stage.scene.notes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """How the expectations so far came out."""
        return tuple(self._stage.scene.findings)

    @property
    def checksums(self) -> tuple[int, ...]:
        """A checksum of all knobs at the beginning of each chapter so far."""
        return tuple(self._stage.scene.checksums)

    @property
    def chapters(self) -> list[tuple[str, int]]:
        """The chapters: (title, first tick)."""
        return [
            (self._spoken(cue.step.texts("chapter")), cue.start)
            for cue in self.cues
            if isinstance(cue.step, Chapter)
        ]

    @property
    def chapter(self) -> int | None:
        """The present chapter, from 0; None before the first."""
        return self._stage.scene.chapter

    @property
    def step(self) -> Step:
        """The present step."""
        return self._cue.step

    @property
    def next_text(self) -> str:
        """What is said next, for the presenter's own screen; empty at the end."""
        for cue in self.cues[self._begun + 1 :]:
            if cue.step.beat and cue.step.spoken:
                text = self._spoken(cue.step.texts(cue.step.spoken[0]))
                return re.sub(r"\{[^{}]*\}", "…", text)  # its numbers are not yet known
        return ""

    @property
    def length(self) -> int:
        """The ticks of the whole lesson."""
        return self.cues[-1].end

    @property
    def seconds(self) -> float:
        """Seconds on stage so far."""
        return self.tick / TICKS

    @property
    def finished(self) -> bool:
        """Whether the last step is over."""
        return self._finished

    @property
    def waiting(self) -> str | None:
        """What it waits for: "answer", "turn" (yours), "next", or None."""
        gate = self._gate
        if self.your_turn:
            return "turn"
        if gate is None or self.tick < gate:
            return None
        return "answer" if self.question else "next"

    @property
    def your_turn(self) -> bool:
        """Whether the person may touch the experiment while the lesson plays."""
        return isinstance(self.step, Ask) and self._gate is not None

    # What one can do.

    def play(self) -> None:
        """Goes on; whatever was touched meanwhile is brought back to where the lesson was."""
        if self.playing or self._finished:
            return
        self.playing = True
        if self.your_turn:
            return
        if self._touched:
            self._goto(self.tick)
        else:
            self._cue.step.resume(self._stage)
            self._remember()

    def pause(self) -> None:
        """Rests. The experiment is at rest too, and may be touched."""
        if self.playing:
            self.playing = False
            self._let_go()

    touch = pause
    """Let me touch: the same as a pause, for here a pause lets one touch."""

    def advance(self, ticks: int) -> None:
        """Lets time pass: so many ticks of 1/600 s, times ``speed``.

        Raises:
            EqSimError: a step cannot be done.
        """
        if not self.playing:
            return
        self._owed += ticks * self.speed
        due = int(self._owed)
        self._owed -= due
        if self.your_turn and self._touched:
            step = self.step
            if isinstance(step, Ask) and step.solved(self._stage):
                self._pass_solved()
            return
        if self._touched:
            self._goto(self.tick)
        self._play_to(self.tick + due)

    def answer(self, choice: int) -> None:
        """Chooses an answer, from 0, and reveals the right one."""
        question = self.question
        if question is None or question.revealed:
            return
        if 0 <= choice < len(next(iter(question.answers.values()))):
            self._stage.choices[self._stage.step] = choice
            self._open()

    def next(self) -> None:
        """Goes on: reveals, gives up a turn, or jumps to where the next thing is said."""
        if self._gate is not None:
            self._open()
            return
        later = [beat for beat in self._beats if beat > self.tick]
        self.go_to(later[0] if later else self.length)

    def back(self) -> None:
        """Goes back to where the thing before the present one was said, exactly as it was."""
        beats = self._beats
        place = bisect_right(beats, self.tick) - 1
        self.go_to(beats[max(place - 1, 0)] if beats else 0)

    def go_to_chapter(self, chapter: int) -> None:
        """Goes to a chapter, from 0."""
        starts = [start for _, start in self.chapters]
        if 0 <= chapter < len(starts):
            self.go_to(starts[chapter])

    def go_to(self, tick: int) -> None:
        """Goes to a tick, forward or back; questions on the way answer themselves."""
        tick = min(max(tick, 0), self.length)
        gates = {cue.number: cue.gate for cue in self.cues if cue.gate is not None}
        choices = self._stage.choices
        self._stage.choices = {n: choice for n, choice in choices.items() if gates[n] < tick}
        if tick < self.tick or self._touched:
            self._goto(tick)
        else:
            if not self.playing and not self._finished:
                self._cue.step.resume(self._stage)
            self._run_to(tick)
            self._pass_gates()
            self._remember()
        self._owed = 0.0
        self._settle()

    # How it is done.

    @property
    def _cue(self) -> Cue:
        return self.cues[self._begun]

    @property
    def _gate(self) -> int | None:
        """The gate of the present step, where it is still to pass."""
        open_ = self.auto or self._finished or self._begun in self._passed
        return None if open_ else self._cue.gate

    @property
    def _beats(self) -> list[int]:
        return sorted({cue.start for cue in self.cues if cue.step.beat})

    @property
    def _touched(self) -> bool:
        """Whether somebody else has done something to the experiment."""
        records = self._session.log.records
        return len(records) != self._count or records[-1] is not self._last

    def _remember(self) -> None:
        records = self._session.log.records
        self._count, self._last = len(records), records[-1]

    def _let_go(self) -> None:
        """Lets go of the experiment; what was touched in a turn still counts as touched."""
        if not self._finished and not self.your_turn:
            self._cue.step.suspend(self._stage)
            self._remember()

    def _settle(self) -> None:
        """After a jump: rests if it rested before, and at the end."""
        if self._finished:
            self.playing = False
        elif not self.playing:
            self._let_go()

    def _spoken(self, texts: Spoken) -> str:
        return texts.get(self.language, texts.get("en", ""))

    def _open(self) -> None:
        """Passes the gate of the present step."""
        cue = self._cue
        assert cue.gate is not None
        if self._touched:
            self._goto(self.tick)
        self._play_to(cue.gate)
        self._passed.add(self._begun)
        self._play_to(cue.gate + 1)
        self._settle()

    def _pass_solved(self) -> None:
        """The person has done it: what the lesson would have done is done at once."""
        number = self._cue.number
        self._goto(max(cue.end for cue in self.cues if cue.number == number))
        self._owed = 0.0
        self._settle()

    def _goto(self, tick: int) -> None:
        """Loads afresh, and plays up to a tick with every gate open."""
        known = [place for place in self._checkpoints if self.cues[place].start <= tick]
        place = max(known, default=0)
        self._stage.hand = self._stage.rival = None
        self._stage.scene = copy.deepcopy(self._checkpoints.get(place, Scene()))
        self._begun = place - 1
        self._finished = False
        self.tick = self.cues[place].start
        self._begin_next()
        self._run_to(tick)
        self._pass_gates()
        self._remember()

    def _pass_gates(self) -> None:
        """Counts the gates behind the present tick as passed, and no others."""
        self._passed = {
            place
            for place, cue in enumerate(self.cues)
            if cue.gate is not None and cue.gate < self.tick
        }

    def _play_to(self, tick: int) -> None:
        """Plays up to a tick, or to the first gate that is not open."""
        if not self.auto:
            for place in range(self._begun, len(self.cues)):
                gate = self.cues[place].gate
                if gate is not None and place not in self._passed:
                    tick = min(tick, gate)
                    break
        self._run_to(max(tick, self.tick))
        if self._finished:
            self.playing = False
        self._remember()

    def _run_to(self, tick: int) -> None:
        while not self._finished:
            cue = self._cue
            self._stage.step = cue.number
            cue.step.at(self._stage, min(tick, cue.end) - cue.start)
            if tick < cue.end:
                break
            cue.step.end(self._stage)
            if self._begun + 1 == len(self.cues):
                self._finished = True
            else:
                self._begin_next()
        self.tick = min(tick, self.length)

    def _begin_next(self) -> None:
        self._begun += 1
        cue = self._cue
        if isinstance(cue.step, LoadStep):
            self._checkpoints.setdefault(self._begun, copy.deepcopy(self._stage.scene))
        self._stage.step = cue.number
        if cue.step.notes:
            self._stage.scene.notes = cue.step.notes
        cue.step.begin(self._stage)
