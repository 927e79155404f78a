"""Where a lesson is: its steps are run on a session up to a tick, and back by loading afresh.

What a lesson shows is a function of the tick and of nothing else. A knob on its way is put where
it is at that tick, and the training steps due by then are taken; how many ticks come at once, a
frame's or a whole chapter's, makes no difference to a bit.
"""

import copy

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.highlights import all_highlighted
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import StepError
from eq_sim.lessons.scene import LessonScene
from eq_sim.lessons.schedule import ScheduledStep, schedule
from eq_sim.lessons.steps.step import RunningStep
from eq_sim.session.errors import EqSimError
from eq_sim.session.log import Record
from eq_sim.session.session import Session


class Playhead:
    """Runs the steps of one lesson on one session; knows nothing of gates and pauses.

    Args:
        session: the experiment; the lesson loads its own scenario into it.
        lesson: what is run.

    Attributes:
        lesson: what is run.
        context: what its steps work on.
        schedule: all steps in time.
        place: which of them is the present one.
        tick: where the lesson is, in 1/600 s.
        finished: whether the last step is over.
    """

    def __init__(self, session: Session, lesson: Lesson) -> None:
        self.context = StepContext(session)
        self.context.amount_to_come = self._amount_to_come
        self.lesson = lesson
        self.schedule = schedule(lesson)
        self.place = -1
        self.tick = 0
        self.finished = False
        self._running = RunningStep()
        self._checkpoints: dict[int, LessonScene] = {}
        self._last: Record | None = None
        self._count = 0
        self.load_and_run_to(0)

    @property
    def now(self) -> ScheduledStep:
        """The present step."""
        return self.schedule[self.place]

    @property
    def length(self) -> int:
        """The ticks of the whole lesson."""
        return self.schedule[-1].end

    @property
    def solved(self) -> bool:
        """Whether a person whose turn it is has done what was asked."""
        return self._running.solved()

    @property
    def touched(self) -> bool:
        """Whether somebody else has done something to the experiment."""
        records = self.context.session.log.records
        return len(records) != self._count or records[-1] is not self._last

    def suspend(self) -> None:
        """Lets go of the experiment in the middle of a step."""
        self._running.suspend()
        self._remember()

    def resume(self) -> None:
        """Takes hold of the experiment again."""
        self._running.resume()
        self._remember()

    def take_up(self, lesson: Lesson, tick: int) -> None:
        """Runs another lesson from here on, up to a tick; where it cannot, this one is run on.

        Raises:
            StepError: a step before the tick cannot be done; all is as it was.
        """
        before = self.lesson, self.schedule, self._checkpoints
        now = self.tick
        self.lesson, self.schedule, self._checkpoints = lesson, schedule(lesson), {}
        try:
            self.load_and_run_to(min(tick, self.length))
        except (EqSimError, MemoryError):
            self.lesson, self.schedule, self._checkpoints = before
            self.load_and_run_to(now)
            raise

    def load_and_run_to(self, tick: int) -> None:
        """Loads afresh, and runs up to a tick.

        Raises:
            StepError: a step cannot be done; says where in the file it stands.
        """
        known = [place for place in self._checkpoints if self.schedule[place].start <= tick]
        place = max(known, default=0)
        self.context.scene = copy.deepcopy(self._checkpoints.get(place, LessonScene()))
        self.place = place - 1
        self.finished = False
        self.tick = self.schedule[place].start
        try:
            self._begin_next()
        except EqSimError as error:
            raise self._stopped(error) from error
        self.run_to(tick)

    def run_to(self, tick: int) -> None:
        """Runs on to a later tick.

        Raises:
            StepError: a step cannot be done; says where in the file it stands.
        """
        try:
            self._run_to(tick)
        except EqSimError as error:
            raise self._stopped(error) from error
        self.tick = min(tick, self.length)
        self._remember()

    def _run_to(self, tick: int) -> None:
        while not self.finished:
            now = self.now
            self.context.step, self.context.place = now.number, self.place
            self._running.at(min(tick, now.end) - now.start)
            if tick < now.end:
                break
            self._running.end()
            if self.place + 1 == len(self.schedule):
                self.finished = True
                self.context.scene.highlights = ()
            else:
                self._begin_next()

    def _begin_next(self) -> None:
        self.place += 1
        now = self.now
        if now.step.starts_afresh:
            self._checkpoints.setdefault(self.place, copy.deepcopy(self.context.scene))
        self.context.step, self.context.place = now.number, self.place
        if now.step.notes:
            self.context.scene.notes = now.step.texts("notes")
        self._running = RunningStep()  # should the next one not begin, the last one is over still
        self._running = now.step.begin(self.context)
        session = self.context.session
        lit = all_highlighted(now.lit.names, Scope.of(session), session.parameters.theta)
        if lit != self.context.scene.highlights:  # what stays lit stays the very same
            self.context.scene.highlights = lit

    def _stopped(self, error: EqSimError) -> StepError:
        now = self.now
        return self.lesson.stopped(now.number, now.step.key if now.number else "", error)

    def _amount_to_come(self, key: str) -> float | None:
        """Returns what stands behind a key in the next step of that kind; None for no such."""
        coming = (each.step for each in self.schedule[self.place + 1 :])
        return next((getattr(step, key) for step in coming if step.key == key), None)

    def _remember(self) -> None:
        """Takes all that was done so far for the lesson's own doing."""
        records = self.context.session.log.records
        self._count, self._last = len(records), records[-1]
