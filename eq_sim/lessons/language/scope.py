"""What a script can speak of at one place in it: the network, the data, the names it has given.

The parser walks through a lesson's steps with a scope that follows each load and each changed
layer, so that a knob that will not be there is found before anybody plays the lesson.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.network.layout import Layout
from eq_sim.session.drafts import Draft
from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import DataSpec, Scenario, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed, check
from eq_sim.session.sources import source_of


class Scope:
    """What is known at one place of a script.

    Attributes:
        scenario: the scenario there; None where an earlier mistake hides it.
        layout: where each knob sits; None likewise.
        dataset: the data, for its names; None likewise.
        settings: names of remembered settings of all knobs.
        notes: names of noted numbers.
        counts: names of expectations that were counted over seeds.
        scenes: the scenes that something was stored in.
        checkpoints: names of the checkpoints that can be there.
        drawn: whether something is drawn on the pad.
        asked: the guesses that are answered later, by name: the conditions of their answers.
        answered: names of those that were answered.
        staged: what is on stage, as lessons call it; empty for no stage.
    """

    def __init__(self) -> None:
        self.scenario: Scenario | None = None
        self.layout: Layout | None = None
        self.dataset: Dataset | None = None
        self.settings: set[str] = set()
        self.notes: set[str] = set()
        self.counts: set[str] = set()
        self.scenes: set[int] = set()
        self.checkpoints: set[str] = set()
        self.drawn = False
        self.asked: dict[str, tuple[str, ...]] = {}
        self.answered: set[str] = set()
        self.staged: tuple[str, ...] = ()

    def load(self, name: str, changes: dict[str, object]) -> list[tuple[str, str]]:
        """Goes to a scenario. Returns the mistakes: (key, reason)."""
        self.scenario = self.layout = self.dataset = None
        self.scenes.clear()  # another experiment has scenes and checkpoints of its own
        self.checkpoints.clear()
        self.drawn = False
        if not name.isprintable():
            return [("load", tr("a scenario's name has no signs that cannot be printed"))]
        try:
            scenario = load_scenario(name)
            check(scenario)
        except EqSimError as error:
            return [("load", str(error))]
        mistakes = []
        for setting, value in changes.items():
            try:
                scenario = changed(scenario, setting, value)
            except EqSimError as error:
                mistakes.append((f"change.{setting}", str(error)))
        self._enter(scenario)
        return mistakes

    def change(self, setting: str, value: object) -> str | None:
        """Changes a setting. Returns why that cannot be done."""
        if self.scenario is None:
            return None
        try:
            self._enter(changed(self.scenario, setting, value))
        except EqSimError as error:
            return str(error)
        return None

    def alter(self, alter: Callable[[Draft], Draft]) -> str | None:
        """Adds or removes neurons and layers. Returns why that cannot be done."""
        if self.scenario is None or self.layout is None:
            return None
        try:
            self._enter(alter(Draft.begun(self.scenario, self.layout)).scenario)
        except EqSimError as error:
            return str(error)
        return None

    def _enter(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.dataset = _named_data(scenario.data)
        source = source_of(scenario.data)
        self.layout = Layout(scenario.architecture(source.features, source.outputs))

    @classmethod
    def of(cls, session: Session) -> "Scope":
        """Returns the scope of a running session."""
        scope = cls()
        scope.scenario, scope.layout = session.scenario, session.layout
        scope.dataset = session.dataset
        return scope


@lru_cache
def _named_data(spec: DataSpec) -> Dataset:
    """Returns a small data set of a source: its names are those of every one."""
    return source_of(spec).make(10, 0.0, np.random.default_rng(0))
