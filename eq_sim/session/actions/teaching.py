"""Making a network the teacher of another one."""

from dataclasses import replace
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta, structs

from eq_sim.network.making import PLAIN
from eq_sim.session.ab import Sides
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.same_knobs import with_same_knobs
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.errors import EqSimError, SettingError
from eq_sim.session.samples import Data
from eq_sim.session.scenario import Scenario, Sizes
from eq_sim.session.settings.table import changed_together, check
from eq_sim.session.sources import source_of
from eq_sim.session.state import State, random_start
from eq_sim.session.switches import Switches
from eq_sim.session.teacher_spec import Learned, TeacherSpec
from eq_sim.session.teachers import learned_from, split_seed
from eq_sim.session.undo.policy import Policy

_CHANGE = ANEW | Change.SETTINGS | Change.DATA | Change.OBJECTIVE


class SetTeacher(Rare, frozen=True, tag="set-teacher", omit_defaults=True):
    """Learn from a network's answers from here on: the loss becomes "distillation".

    Without a size the knobs stay as they are, unless the teacher brings another split: what they
    have learned from would judge them then. With a size the student is another network, in which
    every knob plays and learns. Such a one, and after another split every one, begins at its random
    start.

    Attributes:
        teacher: which network; None for the one that is here, with its knobs as they stand.
        hidden: the neurons of each hidden layer of the student; None for the network as it is.
        train_points: how many samples of the training part the student learns from; None for as
            many as before.
    """

    undo: ClassVar[Policy] = Policy.START

    teacher: Learned | None = None
    hidden: Sizes | None = None
    train_points: Annotated[int, Meta(ge=1, le=100_000)] | None = None

    def outcome(self, state: State) -> Outcome:
        """Returns the state in which the teacher's answers are learned."""
        learned = self.teacher or present_network(state)
        scenario = state.scenario
        data = structs.replace(scenario.data, teacher=TeacherSpec(learned=learned))
        training = structs.replace(scenario.training, loss="distillation")
        edited = _checked(structs.replace(scenario, data=data, training=training))
        values: dict[str, object] = {}
        if self.train_points is not None:
            values["train_points"] = self.train_points
        if self.hidden is not None:
            values["hidden"] = self.hidden
        edited = changed_together(edited, values)
        there = replace(state, scenario=edited, data=Data.make(edited.data, state.seed))
        seeds = [split_seed(one.data, state.seed) for one in (scenario, edited)]
        if self.hidden is None and seeds[0] == seeds[1]:
            there = with_same_knobs(there, state)
            return Outcome(there, _CHANGE, records=True, mark=self.message(state))
        there = replace(there, sides=Sides(), making=PLAIN)
        if self.hidden is not None:
            off = Switches.none(there.layout, np.dtype(edited.network.dtype))
            there = replace(there, switches=off, identities=None)
        number = state.start_number
        return Outcome(there.begun(random_start(there, number), number), _CHANGE, records=True)


def on_labels(scenario: Scenario) -> Scenario:
    """Returns a scenario that learns from the labels of the same samples alone.

    The teacher stays, unheard: its split is that of the samples.
    """
    usual: object = source_of(scenario.data).losses[0]
    return structs.replace(scenario, training=structs.replace(scenario.training, loss=usual))


def present_network(state: State) -> Learned:
    """Returns a state's network as a teacher, with its knobs as they stand.

    Raises:
        SettingError: it gives no chances of classes.
    """
    with np.errstate(all="ignore"):
        try:
            samples = len(state.data.train)
            return learned_from(state.scenario, state.seed, samples, np.array(state.w))
        except EqSimError as error:
            raise SettingError(error.sentence, **error.arguments) from error


def _checked(scenario: Scenario) -> Scenario:
    try:
        check(scenario)
    except EqSimError as error:
        raise SettingError(error.sentence, **error.arguments) from error
    return scenario
