"""Training: steps and phases by hand, running and resting."""

from dataclasses import replace
from typing import ClassVar

from eq_sim.session.actions.base import Action, Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
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
        progress = replace(state.progress, refusal=None)
        return Outcome(replace(state, running=True, progress=progress, owed=0.0), Change.TRAINING)


class Pause(Rare, frozen=True, tag="pause"):
    """Training rests."""

    undo: ClassVar[Policy] = Policy.PAUSE

    def outcome(self, state: State) -> Outcome:
        """Returns the resting state."""
        return Outcome(replace(state, running=False), Change.TRAINING)
