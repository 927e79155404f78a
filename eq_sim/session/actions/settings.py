"""Setting something: a hyperparameter, a data setting, the network; or several, to begin anew."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from eq_sim.session.ab import Sides
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.same_knobs import with_same_knobs
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.messages import Message, message
from eq_sim.session.samples import Data
from eq_sim.session.settings.table import SETTINGS, Touches, changed, changed_together
from eq_sim.session.state import State, random_start
from eq_sim.session.switches import Switches
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
            if edited.data != state.scenario.data:
                there = replace(there, data=Data.make(edited.data, there.seed))
                change |= Change.DATA
            there = replace(there, switches=_kept_switches(there, state))
            values = random_start(there, state.start_number)
            which = None if self.setting in ("hidden", "components") else state.identities
            there = replace(there, sides=Sides(), identities=which)
            fresh = there.begun(values, state.start_number)
            return Outcome(fresh, change | ANEW, records=True)
        change |= ANEW
        if touches is Touches.DATA:
            there = replace(there, data=Data.make(edited.data, there.seed))
            change |= Change.DATA
        mark = message("changed", setting=self.setting)
        return Outcome(with_same_knobs(there, state), change, records=True, mark=mark)


def _kept_switches(there: State, before: State) -> Switches:
    """Returns the switches without those that have lost their reason in another network.

    Where components take the place of the inputs, or these come back, those of knobs that heard the
    others; where an adapter is gone, the freeze of the base that it stood beside.
    """
    switches = before.switches
    if (there.dataset.pca is None) != (before.dataset.pca is None):
        switches = switches.of_other_inputs()
    if before.layout.adapters and not there.layout.adapters:
        switches = switches.switched("frozen", slice(None), on=False)
    return switches


class BeginWith(Rare, frozen=True, tag="begin-with"):
    """Begin again at step 0 with other settings, from the same start where the network allows it.

    Attributes:
        settings: each with its value; one that has it already is left as it is.
    """

    undo: ClassVar[Policy] = Policy.START

    settings: tuple[tuple[str, float | int | str | tuple[int | str, ...]], ...]

    def message(self, state: State) -> Message:
        """Returns what it is called: after the last of the settings, or as going back."""
        if not self.settings:
            return Message("back-to-start")
        return message("begin-with", setting=self.settings[-1][0])

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0; training that runs goes on."""
        edited = changed_together(state.scenario, dict(self.settings))
        there = replace(state, scenario=edited)
        change = ANEW | Change.SETTINGS
        if edited.data != state.scenario.data:
            there = replace(there, data=Data.make(edited.data, state.seed))
            change |= Change.DATA
        there = replace(there, switches=_kept_switches(there, state))
        if there.objective != state.objective:
            change |= Change.OBJECTIVE
        rows = [SETTINGS[name] for name, _ in self.settings]
        others = [row for row in rows if row.touches is Touches.NETWORK]
        if any(row.of(edited) != row.of(state.scenario) for row in others):
            there = replace(there, sides=Sides())
            values = random_start(there, state.start_number)
        else:
            values = np.asarray(state.start, np.float64)
        return Outcome(there.begun(values, state.start_number), change, records=True)
