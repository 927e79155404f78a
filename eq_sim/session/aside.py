"""Long training steps, taken aside by a worker while everybody reads what was before them.

They come in quanta. How many steps a quantum has is a matter of counted multiplications and never
of time, so it is the same on every machine. It works in memory of its own; when it is done, its
numbers are taken over at once.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from eq_sim.session import actions as act
from eq_sim.session.engine import Engine
from eq_sim.session.finding import Finding
from eq_sim.session.in_place import Stint, check_turn, in_hand, stepped
from eq_sim.session.now import Now
from eq_sim.session.state import State
from eq_sim.session.training.evaluation import Findings

if TYPE_CHECKING:  # a start without a worker need not import it
    from concurrent.futures import Executor, Future

_LONG = 1 << 24
"""Multiplications of a step from which on it is long: a display tick has room for few of these."""

_QUANTUM = 1 << 30
"""Multiplications of a quantum, at most, unless one step alone has more: one or two ticks long."""


def is_long(work: int) -> bool:
    """Whether a step of so many multiplications is one for a worker."""
    return work >= _LONG


def steps_in(work: int) -> int:
    """Returns how many steps of so many multiplications each a quantum has: a power of two."""
    return 1 << max(0, (_QUANTUM // work).bit_length() - 1)


class _Done(NamedTuple):
    """What a quantum has come to.

    Attributes:
        now: what is true after it; its engine is the one that ran aside.
        findings: the answers to all data after it, where they were recorded.
    """

    now: Now
    findings: Findings | None


class Aside:
    """Where quanta run: an executor, and an engine beside the one that everybody reads.

    Args:
        executor: returns what runs them, one at a time; asked for at each.
        done: is called after each, by whoever has run it.
        failed: hears of what went wrong in one.

    Attributes:
        pending: what a hand wants the knobs in it to be after the quantum under way.
        prepared: whether what is under way becomes true only when it is asked for.
        lets_go: whether the hand lets go as soon as the loss that this records is known.
        finding: finds the answers to all data.
    """

    def __init__(
        self,
        executor: "Callable[[], Executor]",
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._executor, self._done, self._failed = executor, done, failed
        self.pending: act.Turn | None = None
        self.prepared = self.lets_go = False
        self.finding = Finding(executor, done)
        self._quantum: Future[_Done] | None = None
        self._passed = 0.0  # seconds since the last quantum began
        self._of: Engine | None = None
        self._engine: Engine | None = None
        self._is_ahead = False  # of what is true: something was dropped

    @property
    def under_way(self) -> bool:
        """Whether a quantum is being worked on, or waits to be taken."""
        return self._quantum is not None

    @property
    def is_done(self) -> bool:
        """Whether a quantum waits to be taken."""
        return self._quantum is not None and self._quantum.done()

    def holds(self, action: act.Turn, state: State) -> bool:
        """Keeps what a hand wants of the knobs in it; returns whether that waits for a quantum.

        Raises:
            KnobError: a knob does not exist, is muted, or cannot take its value.
        """
        if self._quantum is None or not in_hand(state, action):
            return False
        action = act.Turn.of(action.knobs, action.values)
        check_turn(state, action)
        self.pending = action
        return True

    def go_on(self, now: Now, seconds: float, keeps: Callable[[Now], bool], *, full: bool) -> Now:
        """Begins the next quantum, if nothing is under way and a step is due.

        Args:
            now: what is true; until the quantum is taken, nobody may write to its engine.
            seconds: of simulated time since the last call.
            keeps: whether what is true after some steps will be wanted as a value.
            full: whether as many steps are due as a quantum has.

        Returns:
            What is true, with the part of a step that is owed.
        """
        self._passed += seconds
        if self._quantum is not None:
            return now
        passed, self._passed = self._passed, 0.0
        if not now.state.running:
            return now
        step, most, owed = now.engine.trainer.step, steps_in(now.engine.work), now.state.owed
        due = float(most)
        if not full:  # a slow machine slows the experiment
            due = owed + passed * now.state.scenario.training.speed
            due = min(due, most + due % 1)
        steps = min(int(due), now.next_point() - step)
        owed = owed if full else due - steps
        if steps <= 0:
            return replace(now, state=replace(now.state, owed=owed))
        self._begin(now, steps, owed, keeps)
        return now

    def prepare(self, now: Now, steps: int, keeps: Callable[[Now], bool]) -> None:
        """Begins a quantum that becomes true only when it is asked for; nothing is under way.

        Args:
            now: what is true; until the quantum is taken or dropped, nobody may write to its
                engine.
            steps: at most so many.
            keeps: whether what is true after some steps will be wanted as a value.
        """
        most = min(steps_in(now.engine.work), now.next_point() - now.engine.trainer.step)
        self.prepared = True
        self._begin(now, min(steps, most), now.state.owed, keeps)

    def drop(self) -> None:
        """Waits for what was prepared, which nobody asks for any more: it has not been."""
        assert self._quantum is not None
        quantum, self._quantum = self._quantum, None
        self.prepared, self._is_ahead = False, True
        with suppress(Exception):  # whatever went wrong, nobody asks for it
            quantum.result()

    def _begin(self, now: Now, steps: int, owed: float, keeps: Callable[[Now], bool]) -> None:
        step, self._is_ahead = now.engine.trainer.step, False
        if self._of is None or not self._of.runs_as(now.engine):
            self._engine = None  # its memory is free before another one is made
            self._of = now.engine
        self.finding.make_room()
        now.engine.evaluation.hold(step)
        now.engine.trainer.forget_step()
        stint = Stint.of(now, steps, owed)
        self._quantum = self._executor().submit(self._run, now, stint, keeps)
        self._quantum.add_done_callback(lambda _: self._done())

    def take(self, now: Now) -> tuple[Now, act.Turn | None]:
        """Waits for what is under way.

        Args:
            now: what was true before it.

        Returns:
            What is true after it, the same where it failed; and what a hand wants then.
        """
        assert self._quantum is not None
        quantum, self._quantum = self._quantum, None
        pending, self.pending = self.pending, None
        self.prepared = False
        try:
            done = quantum.result()
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing of it is true
            self.forget()
            self._failed(error)
            return now, pending
        now.engine.take_over(done.now.engine)
        if done.findings is not None:
            now.engine.evaluation.show(done.findings, now.engine.trainer.step)
        return replace(done.now, engine=now.engine), pending

    def rest(self, engine: Engine) -> None:
        """Lets an engine be asked anything again; nothing is under way."""
        if engine.evaluation.step is None:
            return
        engine.evaluation.work_out()
        if self._engine is None or self._of is None or self._is_ahead:
            return
        if self._of.runs_as(engine):
            engine.trainer.look_at_step_of(self._engine.trainer)

    def forget(self) -> None:
        """Gives the memory back; nothing is under way."""
        self._of = self._engine = None
        self.finding.forget()

    def _run(self, now: Now, stint: Stint, keeps: Callable[[Now], bool]) -> _Done:
        engine = self._engine
        if engine is None:
            engine = self._engine = now.engine.beside()
        engine.put(now.engine.looking_at(now.state))
        made, _ = stepped(stint, replace(now, engine=engine), now.engine)
        return _Done(made.fresh() if keeps(made) else made, engine.evaluation.findings())
