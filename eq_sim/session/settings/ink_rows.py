"""Rows of the table of settings: digits that look otherwise than those that a base learned from."""

from collections.abc import Callable

from eq_sim.data.new_ink import Ink
from eq_sim.language.tr import later
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.needs import NEEDS
from eq_sim.session.settings.setting import Kind, Setting, Touches, Value
from eq_sim.session.sources import NEW_INK, USUAL_EXAMPLES

_TURNS = (-90, -60, -45, -30, -20, -10, -5, 0, 5, 10, 20, 30, 45, 60, 90)
_MOVES = (-4, -3, -2, -1, 0, 1, 2, 3, 4)


def _is_new_ink(scenario: Scenario) -> bool:
    return scenario.data.source == NEW_INK


def _silent(value: Value) -> Callable[[Scenario], Value | None]:
    """Returns what says the value of where nothing is said; of other data there is none."""
    return lambda scenario: value if _is_new_ink(scenario) else None


INK_ROWS = (
    Setting(
        name="examples",
        part="data",
        caption=later("examples"),
        tip=later("How many of each digit are learned from; the base has seen none of them"),
        kind=Kind.WHOLE,
        need=NEEDS["examples"],
        touches=Touches.DATA,
        ladder=(1, 2, 3, 5, 10, 20),
        applies=_is_new_ink,
        silent=_silent(USUAL_EXAMPLES),
        row=later("Examples of each"),
        only_where_used=True,
    ),
    Setting(
        name="contrast",
        part="data",
        caption=later("contrast"),
        tip=later(
            "What each pixel's distance from mid-grey is multiplied by: 1 leaves a picture as it "
            "is, 0 makes it all grey, −1 swaps ink and paper"
        ),
        kind=Kind.NUMBER,
        need=NEEDS["contrast"],
        touches=Touches.DATA,
        ladder=tuple(step / 20 for step in range(-20, 21)),
        applies=_is_new_ink,
        silent=_silent(Ink().contrast),
        only_where_used=True,
    ),
    Setting(
        name="rotation",
        part="data",
        caption=later("rotation"),
        tip=later("By how many degrees each picture is turned, clockwise"),
        kind=Kind.NUMBER,
        need=NEEDS["rotation"],
        touches=Touches.DATA,
        ladder=_TURNS,
        applies=_is_new_ink,
        silent=_silent(0.0),
        only_where_used=True,
    ),
    Setting(
        name="shift_x",
        part="data",
        caption=later("shift to the right"),
        tip=later("By how many pixels each picture is moved to the right"),
        kind=Kind.NUMBER,
        need=NEEDS["shift_x"],
        touches=Touches.DATA,
        ladder=_MOVES,
        applies=_is_new_ink,
        silent=_silent(0.0),
        row=later("Moved right"),
        only_where_used=True,
    ),
    Setting(
        name="shift_y",
        part="data",
        caption=later("shift down"),
        tip=later("By how many pixels each picture is moved down"),
        kind=Kind.NUMBER,
        need=NEEDS["shift_y"],
        touches=Touches.DATA,
        ladder=_MOVES,
        applies=_is_new_ink,
        silent=_silent(0.0),
        row=later("Moved down"),
        only_where_used=True,
    ),
)
"""In the order of the panel."""
