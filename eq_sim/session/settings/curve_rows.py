"""Rows of the table of settings: a curve that a person types."""

from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.needs import NEEDS
from eq_sim.session.settings.setting import Kind, Setting, Touches

_ENDS = (1, 2, 3, 5, 10, 20, 50, 100)


def _is_a_formula(scenario: Scenario) -> bool:
    return scenario.data.source == "formula"


CURVE_ROWS = (
    Setting(
        name="formula",
        part="data",
        caption="formula",
        tip="The curve, as f(x): numbers, x, pi and e, + − * / ^ and parentheses; sin, cos, tan, "
        "tanh, exp, log, sqrt and abs of something",
        kind=Kind.FORMULA,
        needs=NEEDS["formula"],
        touches=Touches.DATA,
        applies=_is_a_formula,
        row="f(x) =",
    ),
    Setting(
        name="from_x",
        part="data",
        caption="first x",
        tip="Where the curve begins",
        kind=Kind.NUMBER,
        needs=NEEDS["from_x"],
        touches=Touches.DATA,
        ladder=(*(-end for end in reversed(_ENDS)), 0),
        applies=_is_a_formula,
        row="From x",
    ),
    Setting(
        name="to_x",
        part="data",
        caption="last x",
        tip="Where the curve ends",
        kind=Kind.NUMBER,
        needs=NEEDS["to_x"],
        touches=Touches.DATA,
        ladder=_ENDS,
        applies=_is_a_formula,
        row="To x",
    ),
)
"""In the order of the panel."""
