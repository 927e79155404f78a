"""Rows of the table of settings: the stage that makes few inputs of many."""

from eq_sim.language.tr import later
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.components import can_be_reduced
from eq_sim.session.settings.needs import NEEDS
from eq_sim.session.settings.setting import Kind, Setting, Touches
from eq_sim.session.sources import measured_by
from eq_sim.session.teachers import is_split_by_teacher


def _can_be_reduced(scenario: Scenario) -> bool:
    if is_split_by_teacher(scenario.data):
        return False
    return can_be_reduced(scenario.data)


def _inputs(scenario: Scenario) -> int:
    return measured_by(scenario.data).features


COMPONENT_ROWS = (
    Setting(
        name="components",
        part="data",
        caption=later("principal components"),
        row=later("PCA components"),
        tip=later(
            "How many principal components of the inputs the network takes in their place. They "
            "are learned from the train part; gradient descent does not move them"
        ),
        kind=Kind.WHOLE_OR_NONE,
        need=NEEDS["components"],
        touches=Touches.NETWORK,
        ladder=(0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 64),
        applies=_can_be_reduced,
        only_where_used=True,
        most=_inputs,
    ),
)
"""In the order of the panel."""
