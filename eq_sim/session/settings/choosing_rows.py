"""Rows of the table of settings: the part of the data that chooses, and what it chooses."""

from eq_sim.language.tr import later
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings import cautions
from eq_sim.session.settings.needs import NEEDS
from eq_sim.session.settings.setting import Kind, Setting, Touches
from eq_sim.session.sources import source_of

SHARES = tuple(share / 20 for share in range(19))
"""Shares that a slider steps through."""


def has_shares(scenario: Scenario) -> bool:
    """Whether shares say what the samples are for, and not their source itself."""
    return not source_of(scenario.data).learned


def _has_validation(scenario: Scenario) -> bool:
    return bool(scenario.data.validation_fraction)


CHOOSING_ROWS = (
    Setting(
        name="validation_fraction",
        part="data",
        caption=later("validation part"),
        tip=later(
            "The share of the rest held out to choose by: it says when to stop and which knobs "
            "were best, and the test part only judges"
        ),
        kind=Kind.SHARE,
        need=NEEDS["validation_fraction"],
        touches=Touches.DATA,
        ladder=SHARES,
        applies=has_shares,
        rare=True,
        row=later("Choose by"),
    ),
    Setting(
        name="early_stopping",
        part="training",
        caption=later("early stopping"),
        tip=later(
            "Training ends when the validation loss has reached no new low for so many steps; the "
            "knobs of the lowest come back. 0: never. It needs a validation part"
        ),
        kind=Kind.WHOLE,
        need=NEEDS["early_stopping"],
        touches=Touches.TRAINING,
        ladder=(0, 50, 100, 200, 300, 500, 1000, 2000, 5000),
        applies=_has_validation,
        rare=True,
        row=later("Stop early after"),
        cautions=cautions.of_early_stopping,
    ),
)
"""In the order of the panel."""
