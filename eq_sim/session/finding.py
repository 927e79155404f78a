"""What a network answers to all data, found aside where a frame has no room for such a pass.

Whether it is found aside is a matter of counted work and never of time. A worker has a copy of θ,
so that nobody waits for it: where the knobs are elsewhere by the time it is done, what it has found
is no longer asked for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from eq_sim.session.engine import Engine
from eq_sim.session.training.evaluation import Evaluation, Findings
from eq_sim.session.training.parameters import Parameters

if TYPE_CHECKING:  # a start without a worker need not import it
    from concurrent.futures import Executor, Future

FELT = 400_000_000.0
"""What a pass costs, as ``costs`` counts, from which on it is felt in a frame: half of one."""


def is_felt(engine: Engine) -> bool:
    """Whether a pass through all data is one for a worker."""
    return engine.point_cost >= FELT


class Finding:
    """Finds what is not known of the present θ; one thing at a time.

    Args:
        executor: returns what runs it.
        done: is called after each, by whoever has run it.
    """

    def __init__(self, executor: "Callable[[], Executor]", done: Callable[[], None]) -> None:
        self._executor, self._done = executor, done
        self._future: Future[Findings] | None = None
        self._of: Evaluation | None = None  # whose answers are looked for, at ``_at``
        self._at = -1
        self._given_up: tuple[Evaluation, int] | None = None
        self._copy: tuple[Parameters, Evaluation] | None = None

    @property
    def is_done(self) -> bool:
        """Whether something was found that nobody has taken yet."""
        return self._future is not None and self._future.done()

    def is_needed(self, engine: Engine) -> bool:
        """Whether the answers at the present θ are not known, and are for a worker to find."""
        evaluation = engine.evaluation
        if evaluation.step is not None or evaluation.is_known or not is_felt(engine):
            return False
        return self._given_up != (evaluation, engine.parameters.revision)

    def begin(self, engine: Engine, metric: str) -> None:
        """Begins to look for the answers at the present θ, if nothing is looked for.

        Args:
            engine: whose answers; it may be written to meanwhile.
            metric: that of the goal.
        """
        if self._future is not None:
            return
        here, evaluation = engine.parameters, engine.evaluation
        if self._copy is None or self._of is not evaluation:
            theta = here.beside(here.start, here.theta)
            self._copy = theta, evaluation.beside(theta)
        else:
            self._copy[0].take_over(here)
        self._of, self._at = evaluation, here.revision
        self._future = self._executor().submit(self._copy[1].find, metric)
        self._future.add_done_callback(lambda _: self._done())

    def take(self, engine: Engine) -> bool:
        """Waits for what is looked for, and makes it known. Returns whether it is of the present.

        What went wrong on the way is given up: whoever asks for the answers meets it again.
        """
        future, self._future = self._future, None
        if future is None:
            return False
        try:
            findings = future.result()
        except Exception:  # noqa: BLE001 - whatever it was, nothing is known by it
            if self._of is not None:
                self._given_up = self._of, self._at
            return self._is_of(engine)
        if self._is_of(engine):
            engine.evaluation.know(findings)
        return self._is_of(engine)

    def wait(self, engine: Engine) -> None:
        """Waits for what is looked for, if that is the answers at the present θ."""
        if self._future is not None and self._is_of(engine):
            self.take(engine)

    def make_room(self) -> None:
        """Gives the memory back until something is looked for again."""
        if self._future is None:
            self._copy = None

    def forget(self) -> None:
        """Gives the memory back; what is looked for is no longer asked for."""
        self._copy = self._of = self._given_up = None

    def _is_of(self, engine: Engine) -> bool:
        return self._of is engine.evaluation and self._at == engine.parameters.revision
