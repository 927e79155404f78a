"""Plays a lesson: a whole number of ticks in, the session and the scene after it.

``Playhead`` runs the steps; the player adds what a person does to a lesson, and where it waits.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from eq_sim.lessons.language.decimal_sign import DecimalSign
from eq_sim.lessons.language.expressions import in_all_languages
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.playhead import Playhead
from eq_sim.lessons.scene import TICKS, Finding, Question, Spoken
from eq_sim.lessons.schedule import ScheduledStep, beats
from eq_sim.lessons.show import OnStage
from eq_sim.lessons.signed import signed, signed_question, signed_request
from eq_sim.lessons.what_is_said import answers_in, in_language
from eq_sim.session.session import Session


class Player:
    """Plays one lesson on one session: a ``Show`` that asks, waits and speaks.

    While ``playing``, time goes through ``advance`` here and not through the session's, but while
    it is a person's turn: then the session's goes on as well, so that they can let it train.
    Pausing leaves the experiment at rest, free to be touched; ``play`` brings back where the
    lesson was.

    Args:
        session: the experiment; the lesson loads its own scenario into it.
        lesson: what to play.
        language: of captions, where a text has it; the lesson's own by itself.
        auto: whether questions answer themselves after their stated time, as in a film.

    Attributes:
        language: of captions; may be changed at any time.
        speed: seconds of the lesson in a second of time.
        decimal: the sign in all numbers that are said; None for that of each text's language.
        playing: whether time goes on.
    """

    def __init__(
        self, session: Session, lesson: Lesson, language: str = "", *, auto: bool = False
    ) -> None:
        self.lesson = lesson
        self.language = language or lesson.language
        self.auto = auto
        self.speed = 1.0
        self.decimal: DecimalSign | None = None
        self.playing = False
        self._session = session
        self._playhead = Playhead(session, lesson)
        self._context = self._playhead.context
        self._beats = beats(self.schedule)
        self._passed: set[int] = set()
        self._owed = 0.0
        self._chapters_in: dict[tuple[str, DecimalSign | None], tuple[tuple[str, int], ...]] = {}
        self._count_passed_gates()
        self._let_go()

    @property
    def title(self) -> Spoken:
        """What the lesson is called, by language."""
        return self.lesson.title

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its captions, its own first."""
        return self.lesson.languages

    @property
    def caption(self) -> str:
        """The caption now; empty for none."""
        return self._in_language(self.captions)

    @property
    def captions(self) -> Spoken:
        """The caption in all its languages."""
        scene = self._context.scene
        return self._signed(in_all_languages(scene.live, self._context) or scene.caption)

    @property
    def on_stage(self) -> OnStage:
        """What stands beside the experiment now."""
        scene = self._context.scene
        return OnStage(
            question=self._shown(scene.question),
            unanswered=self._shown(self._unanswered),
            request=signed_request(scene.request, self.decimal),
            highlights=scene.highlights,
            hidden=scene.hidden,
            staged=scene.staged,
            followed=scene.followed,
            passage=scene.passage,
            near=scene.near,
            beyond=scene.beyond,
            rival=scene.rival,
            drawing=scene.drawing,
            notes=self._in_language(self._signed(scene.notes)),
            next_text=self._next_text,
            next_tick=self._next_beat,
            chapters=self._chapters,
            chapter=scene.chapter,
            waits_for=self._waits_for,
            live=next(iter(scene.live.values()), ""),
        )

    @property
    def options(self) -> tuple[str, ...]:
        """The answers of the question that stands; none without one."""
        question = self._shown(self._context.scene.question)
        return () if question is None else answers_in(question.answers, self.language)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """How the expectations so far came out."""
        return tuple(self._context.scene.findings)

    @property
    def checksums(self) -> tuple[int, ...]:
        """A checksum of all knobs at the beginning of each chapter so far."""
        return tuple(self._context.scene.checksums)

    @property
    def schedule(self) -> list[ScheduledStep]:
        """All steps in time, what the lesson opens on first."""
        return self._playhead.schedule

    @property
    def tick(self) -> int:
        """Where the lesson is, in 1/600 s."""
        return self._playhead.tick

    @property
    def length(self) -> int:
        """The ticks of the whole lesson."""
        return self._playhead.length

    @property
    def seconds(self) -> float:
        """Seconds of the lesson so far."""
        return self.tick / TICKS

    @property
    def finished(self) -> bool:
        """Whether the last step is over."""
        return self._playhead.finished

    def play(self) -> None:
        """Goes on; whatever was touched meanwhile is brought back to where the lesson was."""
        if self.playing or self.finished:
            return
        self.playing = True
        if self._your_turn:
            return
        if self._playhead.touched:
            self._load_and_run_to(self.tick)
        else:
            self._playhead.resume()

    def pause(self) -> None:
        """Rests. The experiment is at rest too, and may be touched."""
        if self.playing:
            self.playing = False
            self._let_go()

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
        if self._your_turn and self._playhead.touched:
            if self._playhead.solved:
                self._pass_solved()
            return
        if self._playhead.touched:
            self._load_and_run_to(self.tick)
        self._play_to(self.tick + due)

    def answer(self, choice: int) -> None:
        """Chooses an answer, from 0, and goes on: to the right one, or to what shows it later."""
        question = self._context.scene.question
        if question is None or question.revealed:
            return
        if 0 <= choice < len(self.options):
            self._context.choices[question.place] = choice
            self._pass_gate()

    def count_hands(self, answer: int, hands: int) -> None:
        """Notes how many hands were raised for an answer, from 0, while its question stands."""
        question = self._context.scene.question
        if question is None or question.revealed or self.auto or hands < 0:
            return
        count = len(self.options)
        if 0 <= answer < count:
            known = list(self._context.hands.get(question.place, (0,) * count))
            known[answer] = hands
            self._context.hands[question.place] = tuple(known)

    def next(self) -> None:
        """Goes on: reveals, gives up a turn, or jumps to where the next thing is said."""
        if self._gate is not None:
            self._pass_gate()
            return
        self.go_to(self._next_beat)

    def back(self) -> None:
        """Goes back to where the thing before the present one was said, exactly as it was."""
        place = bisect_right(self._beats, self.tick) - 1
        self.go_to(self._beats[max(place - 1, 0)] if self._beats else 0)

    def go_to_chapter(self, chapter: int) -> None:
        """Goes to a chapter, from 0."""
        chapters = self._chapters
        if 0 <= chapter < len(chapters):
            self.go_to(chapters[chapter][1])

    def take_up(self, lesson: Lesson, tick: int | None) -> None:
        """Rests at a tick of the same lesson as it has been edited; where it cannot, as it was.

        Args:
            lesson: as it is now.
            tick: where to go; None where its steps are what they were: all stays as it is.

        Raises:
            StepError: a step before the tick cannot be done.
        """
        self.pause()
        if self.language not in lesson.languages:
            self.language = lesson.language
        if tick is None:
            self.lesson = self._playhead.lesson = lesson
            return
        try:
            self._playhead.take_up(lesson, tick)
            self.lesson = lesson
            self._chapters_in.clear()
            self._context.choices.clear()  # of questions that may be others now
            self._context.hands.clear()
        finally:
            self._count_passed_gates()
            self._owed = 0.0
            self._settle()

    def next_chapter(self) -> None:
        """Goes to the next chapter; in the last one nothing happens."""
        self.go_to(min((at for _, at in self._chapters if at > self.tick), default=self.tick))

    def chapter_before(self) -> None:
        """Goes to where this chapter began, or, within a second of that, the one before."""
        self.go_to(max((at for _, at in self._chapters if at < self.tick - TICKS), default=0))

    def go_to(self, tick: int) -> None:
        """Goes to a tick, forward or back; questions on the way answer themselves."""
        tick = min(max(tick, 0), self.length)
        self._forget_choices_from(tick)
        if tick < self.tick or self._playhead.touched:
            self._load_and_run_to(tick)
        else:
            if not self.playing and not self.finished:
                self._playhead.resume()
            self._playhead.run_to(tick)
            self._count_passed_gates()
        self._owed = 0.0
        self._settle()

    @property
    def _gate(self) -> int | None:
        """The gate of the present step, where it is still to pass."""
        passed = self.auto or self.finished or self._playhead.place in self._passed
        return None if passed else self._playhead.now.gate

    def _signed(self, texts: Spoken) -> Spoken:
        """Returns a text in each of its languages with the decimal sign that numbers have here."""
        return signed(texts, self.decimal)

    @property
    def _your_turn(self) -> bool:
        """Whether the person may touch the experiment while the lesson plays."""
        return self._gate is not None and self._playhead.now.waits_for == "turn"

    @property
    def _waits_for(self) -> str | None:
        gate = self._gate
        waits = gate is not None and (self._your_turn or self.tick >= gate)
        return self._playhead.now.waits_for if waits else None

    @property
    def _chapters(self) -> tuple[tuple[str, int], ...]:
        shown = self.language, self.decimal
        if shown not in self._chapters_in:  # asked for many times in a frame
            self._chapters_in[shown] = tuple(
                (self._in_language(self._signed(each.step.texts(each.step.key))), each.start)
                for each in self.schedule
                if each.step.opens_chapter
            )
        return self._chapters_in[shown]

    @property
    def _next_beat(self) -> int:
        """Where "next" goes to; the end behind the last beat."""
        return next((beat for beat in self._beats if beat > self.tick), self.length)

    @property
    def _next_text(self) -> str:
        """What is said next; empty at the end."""
        for each in self.schedule[self._playhead.place + 1 :]:
            step = each.step
            if step.beat and step.spoken:
                text = self._in_language(self._signed(step.texts(step.spoken[0])))
                return re.sub(r"\{[^{}]*\}", "…", text)  # its numbers are not yet known
        return ""

    def _in_language(self, texts: Spoken) -> str:
        return in_language(texts, self.language)

    @property
    def _unanswered(self) -> Question | None:
        """The last question that is answered later, while none stands."""
        scene = self._context.scene
        waiting = None if scene.question is not None else scene.unanswered
        return next(reversed(waiting.values())) if waiting else None

    def _shown(self, question: Question | None) -> Question | None:
        """Returns a question with what was chosen, raised hands, and the decimal sign here."""
        if question is None:
            return None
        choices, hands = self._context.choices, self._context.hands
        place = question.place
        question = replace(question, chosen=choices.get(place), hands=hands.get(place, ()))
        return signed_question(question, self.decimal)

    def _forget_choices_from(self, tick: int) -> None:
        """Forgets what was chosen at a tick or later: there one is asked again."""
        schedule, choices = self.schedule, self._context.choices
        late = [place for place in choices if (schedule[place].gate or 0) >= tick]
        for place in late:
            del choices[place]

    def _let_go(self) -> None:
        """Lets go of the experiment; what was touched in a turn still counts as touched."""
        if not self.finished and not self._your_turn:
            self._playhead.suspend()

    def _settle(self) -> None:
        """After a jump: rests if it rested before, and at the end."""
        if self.finished:
            self.playing = False
        elif not self.playing:
            self._let_go()

    def _pass_gate(self) -> None:
        """Passes the gate of the present step."""
        gate, place = self._playhead.now.gate, self._playhead.place
        assert gate is not None
        if self._playhead.touched:
            self._load_and_run_to(self.tick)
        self._play_to(gate)
        self._passed.add(place)
        self._play_to(gate + 1)
        self._settle()

    def _pass_solved(self) -> None:
        """The person has done it: what the lesson would have done is done at once."""
        now = self._playhead.now.number
        self._load_and_run_to(max(each.end for each in self.schedule if each.number == now))
        self._owed = 0.0
        self._settle()

    def _load_and_run_to(self, tick: int) -> None:
        """Loads afresh, and plays up to a tick with every gate open."""
        self._playhead.load_and_run_to(tick)
        self._count_passed_gates()

    def _count_passed_gates(self) -> None:
        """Counts the gates behind the present tick as passed, and no others."""
        gates = enumerate(each.gate for each in self.schedule)
        self._passed = {place for place, gate in gates if gate is not None and gate < self.tick}

    def _play_to(self, tick: int) -> None:
        """Plays up to a tick, or to the first gate that is not open."""
        if not self.auto:
            for place in range(self._playhead.place, len(self.schedule)):
                gate = self.schedule[place].gate
                if gate is not None and place not in self._passed:
                    tick = min(tick, gate)
                    break
        self._playhead.run_to(max(tick, self.tick))
        if self.finished:
            self.playing = False
