"""Drawing digits among the examples: the knobs stay, and training goes on."""

from dataclasses import replace
from typing import ClassVar

from msgspec import structs

from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.same_knobs import with_same_knobs
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.drawn_digits import MOST_DRAWN, DrawnDigit
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.messages import Message
from eq_sim.session.samples import Data
from eq_sim.session.settings.table import check
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy


class AddDrawing(Rare, frozen=True, tag="add-drawing"):
    """Learn from a drawn digit, too. Those that judge stay as they are."""

    undo: ClassVar[Policy] = Policy.ENTRY

    drawing: DrawnDigit

    def outcome(self, state: State) -> Outcome:
        """Returns the state with one example more.

        Raises:
            SettingError: these data take no drawings, or there are as many as there can be.
        """
        there = state.scenario.data.drawn
        if len(there) >= MOST_DRAWN:
            raise SettingError(
                "{most} drawn digits are the most: let go of them before you draw more",
                most=MOST_DRAWN,
            )
        return _with(state, (*there, self.drawing), Message("drew-digit"))


class LetGoDrawings(Rare, frozen=True, tag="let-go-drawings"):
    """Learn no more from any drawn digit."""

    undo: ClassVar[Policy] = Policy.ENTRY

    def outcome(self, state: State) -> Outcome:
        """Returns the state without them."""
        if not state.scenario.data.drawn:
            return Outcome(state, Change.NONE, entry=False)
        return _with(state, (), Message("let-go-digits"))


def _with(state: State, drawings: tuple[DrawnDigit, ...], mark: Message) -> Outcome:
    spec = structs.replace(state.scenario.data, drawn=drawings)
    scenario = structs.replace(state.scenario, data=spec)
    try:
        check(scenario)
    except ScenarioError as error:
        raise SettingError(error.sentence, **error.arguments) from error
    there = replace(state, scenario=scenario, data=Data.make(spec, state.seed))
    there = with_same_knobs(there, state)
    change = ANEW | Change.SETTINGS | Change.DATA | Change.OBJECTIVE
    return Outcome(there, change, records=True, mark=mark)
