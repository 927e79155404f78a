"""Where every knob starts: a scenario afresh, the same start, another one, given values."""

from dataclasses import replace
from typing import Annotated, ClassVar

import numpy as np
from msgspec import UNSET, Meta, Struct, UnsetType

from eq_sim.language.tr import later
from eq_sim.network.layout import Layout
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.errors import KnobError, ScenarioError
from eq_sim.session.knob_sets import Knobs, Values, ValuesLike, numbers_of, packed, places_of
from eq_sim.session.messages import Message
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import MOST_STARTS, Scenario
from eq_sim.session.settings.table import check
from eq_sim.session.state import State, loaded, random_start
from eq_sim.session.switched_pruned import SwitchedPruned
from eq_sim.session.switches import SoloReach, Switches
from eq_sim.session.training.parameters import check_values
from eq_sim.session.undo.policy import Policy

BIAS_SOLO = later("beside a bias there is no other in its neuron: there only weights play solo")

AT_STEP_0 = Change.KNOBS | Change.TRAINING | Change.HISTORY
ANEW = AT_STEP_0 | Change.STRUCTURE | Change.SWITCHES | Change.SIDES


class SwitchedKnobs(Struct, frozen=True, forbid_unknown_fields=True):
    """Which knobs are frozen, muted and soloed; of the muted, which were pruned."""

    frozen: Knobs = ()
    mutes: Knobs = ()
    solos: Knobs = ()
    solo_reach: SoloReach = "neuron"
    pruned: SwitchedPruned | UnsetType = UNSET

    def of(self, layout: Layout, dtype: np.dtype[np.floating]) -> Switches:
        """Returns the switches of a network.

        Raises:
            KnobError: it does not have such a knob, a bias is to play solo in its neuron, or a
                pruned knob is not muted.
        """
        masks = [np.zeros(layout.size, dtype=bool) for _ in range(3)]
        for mask, knobs in zip(masks, (self.frozen, self.mutes, self.solos), strict=True):
            mask[places_of(knobs, layout.size)] = True
        if self.solo_reach == "neuron" and (masks[2] & ~layout.weights).any():
            raise KnobError(BIAS_SOLO)
        frozen, mutes, solos = masks
        parked = np.zeros(layout.size, dtype)
        pruned = None if self.pruned is UNSET else self.pruned.of(layout, mutes)
        return Switches(layout, frozen, mutes, solos, parked, self.solo_reach, pruned)


class Load(Rare, frozen=True, tag="load"):
    """Begin a scenario afresh. The whole scenario is in the record, so no file is needed later."""

    undo: ClassVar[Policy] = Policy.CLEAR

    scenario: Scenario
    seed: int

    def outcome(self, state: State | None) -> Outcome:
        """Returns the state in which the scenario begins, whatever was before."""
        check(self.scenario)
        if not 0 <= self.seed < 2**63:
            raise ScenarioError(
                "a seed is a whole number from 0 to 2⁶³ − 1, not {seed}", seed=self.seed
            )
        return Outcome(loaded(self.scenario, self.seed), EVERYTHING, records=True)


class Resume(Rare, frozen=True, tag="resume"):
    """Begin at a state that was saved: what a log or a recording begins with in mid-run."""

    undo: ClassVar[Policy] = Policy.CLEAR

    saved: SavedState

    def outcome(self, state: State) -> Outcome:
        """Returns the saved state, whatever was before."""
        return Outcome(self.saved.state(), EVERYTHING)


class BackToStart(Rare, frozen=True, tag="back-to-start"):
    """Every knob goes back to the same start, and the count of steps to 0."""

    undo: ClassVar[Policy] = Policy.START

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0 of the same start; training that runs goes on."""
        return Outcome(state.placed(state.start).at_step_0(), AT_STEP_0, records=True)


class NewStart(Rare, frozen=True, tag="new-start", omit_defaults=True):
    """A new random start for every knob; data and split stay.

    Attributes:
        number: which one of this seed, from 0; None for the next one.
    """

    undo: ClassVar[Policy] = Policy.START

    number: Annotated[int, Meta(ge=0, le=MOST_STARTS)] | None = None

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0 of a random start."""
        number = state.start_number + 1 if self.number is None else self.number
        values = random_start(state, number)
        if state.layout.adapters:  # what they stand beside is no start of theirs
            values[: state.layout.wired] = state.start[: state.layout.wired]
        return Outcome(state.begun(values, number), ANEW, records=True)


class SetStart(Rare, frozen=True, tag="set-start", omit_defaults=True):
    """These values, one per knob, are the start: parameters were loaded.

    With ``switches``, exactly these knobs are frozen, muted and soloed from here; without, what was
    stays so.
    """

    undo: ClassVar[Policy] = Policy.START

    values: Values
    switches: SwitchedKnobs | None = None

    @classmethod
    def of(cls, values: ValuesLike, switches: SwitchedKnobs | None = None) -> "SetStart":
        """Returns the action for any number of knobs, in a short form."""
        return cls(packed(values), switches)

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return Message("other-parameters")

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0 of these values."""
        values, size = numbers_of(self.values), state.layout.size
        if len(values) != size:
            raise KnobError("{values:,} values for {knobs:,} knobs", values=len(values), knobs=size)
        check_values(values)
        if self.switches is not None:
            switches = self.switches.of(state.layout, state.theta.dtype)
            state = replace(state, switches=switches)
        return Outcome(state.begun(values, state.start_number), ANEW, records=True)
