"""Setting something: a hyperparameter, a data setting, the network."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from eq_sim.session.ab import Sides
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.messages import Message, message
from eq_sim.session.settings.table import SETTINGS, Touches, changed
from eq_sim.session.state import Data, Progress, State, random_start
from eq_sim.session.training.training_state import Phase
from eq_sim.session.undo.policy import Policy


class Set(Rare, frozen=True, tag="set"):
    """Change one setting of the scenario. The value that is already there changes nothing."""

    undo: ClassVar[Policy] = Policy.ENTRY

    setting: str
    value: float | int | str | tuple[int | str, ...]

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("set", setting=self.setting)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the setting, and with whatever it touches made anew."""
        edited = changed(state.scenario, self.setting, self.value)
        if edited == state.scenario:
            return Outcome(state, Change.NONE, entry=False)
        touches = SETTINGS[self.setting].touches
        there = replace(state, scenario=edited)
        objective = Change.NONE if there.objective == state.objective else Change.OBJECTIVE
        change = Change.SETTINGS | objective
        if touches is Touches.PACE:
            return Outcome(there, change, entry=False)
        if touches is Touches.TRAINING:
            training = replace(state.training, phase=Phase.FORWARD)
            if self.setting == "early_stopping":  # whoever asks for patience begins to have it now
                progress = replace(state.progress, patience_from=state.training.step)
                there = replace(there, progress=progress)
            return Outcome(replace(there, training=training), change)
        if touches is Touches.NETWORK:
            values = random_start(there, state.start_number)
            which = None if self.setting == "hidden" else state.identities
            there = replace(there, sides=Sides(), identities=which)
            fresh = there.begun(values, state.start_number)
            return Outcome(fresh, change | ANEW, records=True)
        return self._remade(there, state, change | ANEW, data=touches is Touches.DATA)

    def _remade(self, there: State, before: State, change: Change, *, data: bool) -> Outcome:
        """Returns the state with other data, or another function of the same knobs."""
        if data:
            made = Data.make(there.scenario.data, there.seed)
            there, change = replace(there, data=made), change | Change.DATA
        dtype = np.dtype(there.scenario.network.dtype)
        with np.errstate(over="ignore"):
            theta, start = before.theta.astype(dtype), before.start.astype(dtype)
            taken = before.hand.values
            hand = replace(before.hand, values=None if taken is None else taken.astype(dtype))
        there = replace(
            there,
            theta=theta,
            start=start if dtype != before.start.dtype else before.start,
            hand=hand,
            switches=before.switches.carried(there.layout, dtype),
            training=replace(before.training, phase=Phase.FORWARD, cursor=0),
        )
        if not there.objective.compares_with(before.objective):
            there = replace(there, progress=Progress(refusal=before.progress.refusal))
        mark = message("changed", setting=self.setting)
        return Outcome(there, change, records=True, mark=mark)
