"""Fine-tuning: which knobs training moves from here on."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.fine_tuning import Tuned, tuned
from eq_sim.session.messages import Message
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy

_CALLED: dict[Tuned, Message] = {
    "all": Message("tune-all"),
    "last": Message("tune-last"),
    "biases": Message("tune-biases"),
}


class FineTune(Rare, frozen=True, tag="fine-tune"):
    """Free these knobs and freeze all others; what was frozen before is no matter.

    Attributes:
        what: "all", "last" for the last layer, or "biases".
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    what: Tuned

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return _CALLED[self.what]

    def outcome(self, state: State) -> Outcome:
        """Returns the state with exactly these knobs free.

        Raises:
            KnobError: there are no such knobs.
        """
        frozen = ~tuned(state.layout, self.what)
        if np.array_equal(frozen, state.switches.frozen):
            return Outcome(state, Change.NONE, entry=False)
        there = replace(state, switches=replace(state.switches, frozen=frozen))
        # As with each freeze, the step that is under way is taken anew.
        there = there.placed(state.whole)
        change = Change.SWITCHES | Change.KNOBS | Change.HISTORY
        return Outcome(there, change, records=True, mark=self.message(state))
