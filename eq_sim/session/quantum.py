"""A quantum: a few long training steps, taken aside while everybody reads what was before them.

How many steps it has is a matter of counted multiplications and never of time, so it is the same on
every machine. It works in memory of its own; when it is done, its numbers are taken over at once.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from eq_sim.session.engine import Engine
from eq_sim.session.in_place import Stint, stepped
from eq_sim.session.now import Now
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


class Done(NamedTuple):
    """What a quantum has come to.

    Attributes:
        now: what is true after it; its engine is the one that ran aside.
        findings: the answers to all data after it, where they were recorded.
    """

    now: Now
    findings: Findings | None


class Quantum:
    """Steps that are under way.

    Args:
        stint: the steps.
        running: what will come of them.

    Attributes:
        stint: the steps.
    """

    def __init__(self, stint: Stint, running: "Future[Done]") -> None:
        self.stint, self._running = stint, running

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self._running.done()

    def result(self) -> Done:
        """Waits for the steps, and returns what came of them; raises what they raised."""
        return self._running.result()


class Aside:
    """Where quanta run: an executor, and an engine beside the one that everybody reads.

    Args:
        executor: returns what runs them, one at a time; asked for at each.
        done: is called after each, by whoever has run it.
    """

    def __init__(self, executor: "Callable[[], Executor]", done: Callable[[], None]) -> None:
        self._executor, self._done = executor, done
        self._of: Engine | None = None
        self._engine: Engine | None = None

    def begin(self, now: Now, stint: Stint, keeps: Callable[[Now], bool]) -> Quantum:
        """Begins a quantum; until its result is taken, nobody may write to ``now.engine``.

        Args:
            now: what is true.
            stint: the steps; they go no further than the next point of the history.
            keeps: whether what is true after them will be wanted as a value.
        """
        if self._of is None or not self._of.runs_as(now.engine):
            self._engine = None  # its memory is free before another one is made
            self._of = now.engine
        running = self._executor().submit(self._run, now, stint, keeps)
        running.add_done_callback(lambda _: self._done())
        return Quantum(stint, running)

    def rest(self, engine: Engine) -> None:
        """Lets the last step be looked at in an engine; nothing is under way."""
        if self._engine is not None and self._of is not None and self._of.runs_as(engine):
            engine.trainer.look_at_step_of(self._engine.trainer)

    def forget(self) -> None:
        """Gives the memory back; nothing is under way."""
        self._of = self._engine = None

    def _run(self, now: Now, stint: Stint, keeps: Callable[[Now], bool]) -> Done:
        engine = self._engine
        if engine is None:
            engine = self._engine = now.engine.beside()
        engine.put(now.engine.looking_at(now.state))
        made, _ = stepped(stint, replace(now, engine=engine), now.engine)
        return Done(made.fresh() if keeps(made) else made, engine.evaluation.findings())
