"""Training: steps and phases by hand, running and resting."""

from dataclasses import replace
from typing import ClassVar

from eq_sim.session.actions.base import Action, Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.training.stopped import Stopped
from eq_sim.session.undo.policy import Policy


class Train(Action, frozen=True, tag="train"):
    """Take so many training steps: the only record of training there is, never seconds."""

    undo: ClassVar[Policy] = Policy.STEPS

    steps: int

    def message(self, state: State) -> Message:
        """Returns what so many steps are called."""
        return message("steps", steps=self.steps)


class TakePhase(Action, frozen=True, tag="phase"):
    """Take one of a step's four phases: forward, compare, backward or update."""

    undo: ClassVar[Policy] = Policy.PHASE

    def message(self, state: State) -> Message:
        """Returns what the step is called whose last phase this is."""
        return message("steps", steps=1)


class Run(Rare, frozen=True, tag="run"):
    """Training goes on by itself from here."""

    undo: ClassVar[Policy] = Policy.RUN

    def outcome(self, state: State) -> Outcome:
        """Returns the running state."""
        progress = replace(state.progress, refusal=None, stopped=None)
        return Outcome(replace(state, running=True, progress=progress, owed=0.0), Change.TRAINING)


class StopEarly(Rare, frozen=True, tag="stop-early"):
    """Go back to the knobs of the lowest validation loss; patience begins anew here.

    Optimizer, curve and the count of steps stay, as for the best so far. It is an entry of its own:
    undo brings back the knobs that training had come to.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    def outcome(self, state: State) -> Outcome:
        """Returns the state at the best knobs."""
        best, step = state.progress.best, state.training.step
        if best is None or not len(state.data.validation):
            raise KnobError("early stopping needs a validation loss, and none was recorded yet")
        stopped = Stopped(step, best.step, state.scenario.training.early_stopping)
        there = state.placed(best.theta)
        progress = replace(there.progress, patience_from=step, stopped=stopped)
        change = Change.SIDES | Change.KNOBS | Change.HISTORY | Change.TRAINING
        mark = message("stopped-early", step=best.step)
        return Outcome(replace(there, progress=progress), change, records=True, mark=mark)


class Pause(Rare, frozen=True, tag="pause"):
    """Training rests."""

    undo: ClassVar[Policy] = Policy.PAUSE

    def outcome(self, state: State) -> Outcome:
        """Returns the resting state."""
        return Outcome(replace(state, running=False), Change.TRAINING)
