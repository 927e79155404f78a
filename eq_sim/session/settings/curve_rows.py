"""Rows of the table of settings: a curve that a person types."""

from eq_sim.language.tr import later
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
        caption=later("formula"),
        tip=later(
            "The curve, as f(x): numbers, x, pi and e, + − * / ^ and parentheses; sin, cos, tan, "
            "tanh, exp, log, sqrt and abs of something"
        ),
        kind=Kind.FORMULA,
        need=NEEDS["formula"],
        touches=Touches.DATA,
        applies=_is_a_formula,
        row=later("f(x) ="),
    ),
    Setting(
        name="from_x",
        part="data",
        caption=later("first x"),
        tip=later("Where the curve begins"),
        kind=Kind.NUMBER,
        need=NEEDS["from_x"],
        touches=Touches.DATA,
        ladder=(*(-end for end in reversed(_ENDS)), 0),
        applies=_is_a_formula,
        row=later("From x"),
    ),
    Setting(
        name="to_x",
        part="data",
        caption=later("last x"),
        tip=later("Where the curve ends"),
        kind=Kind.NUMBER,
        need=NEEDS["to_x"],
        touches=Touches.DATA,
        ladder=_ENDS,
        applies=_is_a_formula,
        row=later("To x"),
    ),
)
"""In the order of the panel."""
