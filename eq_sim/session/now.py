"""Everything that one assignment commits, and what is computed of it."""

from dataclasses import dataclass, replace

from eq_sim.session.actions import AnyAction
from eq_sim.session.engine import Engine
from eq_sim.session.goal import goal_value
from eq_sim.session.history import next_point
from eq_sim.session.log import MOST_RECORDS, LogState
from eq_sim.session.messages import Message
from eq_sim.session.state import Progress, State
from eq_sim.session.undo.stack import UndoState


@dataclass(frozen=True, eq=False)
class Now:
    """What is true now, where it runs, and what has become of it so far.

    Attributes:
        engine: where it runs.
        state: what is true; while ``stale``, θ and the training state are those of the engine.
        stale: whether training or a hand has written into the engine since.
        undo: what can be undone.
        log: what happened.
        structure: grows when network, data or start are others.
    """

    engine: Engine
    state: State
    stale: bool
    undo: UndoState
    log: LogState
    structure: int

    def fresh(self) -> "Now":
        """Returns the same with the engine's numbers in the state."""
        if not self.stale:
            return self
        return replace(self, state=self.engine.numbers_of(self.state), stale=False)

    def logged(
        self, step: int, action: AnyAction, undo: UndoState, *, merges: bool = False
    ) -> LogState:
        """Returns the log with an action; one that has grown long begins anew before it.

        Args:
            step: steps taken when the action came.
            action: what was done.
            undo: what can be undone after it.
            merges: whether it only goes on with what was done last.
        """
        log = self.log
        if self.log_is_full(undo):
            log, merges = log.begun_anew(self.state), False
        return log.added(step, action, merges=merges)

    def log_is_full(self, undo: UndoState) -> bool:
        """Whether the log has grown long and can begin anew here.

        Args:
            undo: what can be undone after the action that is to be logged.
        """
        return len(self.log) >= MOST_RECORDS and undo.idle and not self.stale

    def next_point(self) -> int:
        """Returns the next step count at which the loss is recorded.

        Where points are rare there is one more wherever a checkpoint is due that training keeps.
        """
        trainer, spacing = self.engine.trainer, self.engine.spacing
        point, every = next_point(trainer.step, spacing), self.state.shelf.automatic.epochs
        if not every or spacing.exact:
            return point
        due = (trainer.batches.epoch // every + 1) * every
        return min(point, trainer.step + trainer.batches.steps_until(due))


def recorded(
    engine: Engine,
    state: State,
    mark: Message | None,
    since: tuple[int, float] | None = None,
) -> Progress:
    """Returns the progress with the losses at the knobs as they are in the engine.

    Args:
        engine: whose knobs.
        state: whose progress and goal.
        mark: what happened here.
        since: (step, epochs) at which it began, if not here.
    """
    theta, switches = engine.parameters.theta, state.switches
    progress = state.progress.recorded(
        engine.trainer.step,
        engine.trainer.batches.passes,
        engine.evaluation.losses,
        reached=not state.progress.goal_reached and _reaches(engine, state),
        whole=lambda: switches.whole(theta),
        mark=mark,
        since=since,
    )
    spreads = progress.spreads.added(engine.trainer.step, engine.layout, theta)
    return progress if spreads is progress.spreads else replace(progress, spreads=spreads)


def _reaches(engine: Engine, state: State) -> bool:
    """Whether the knobs as they are in the engine meet the goal."""
    return state.scenario.goal.reached(goal_value(engine.evaluation, state.scenario))
