"""Rows of the table of settings: how a network learns from a teacher, and from how many samples."""

from eq_sim.language.tr import later
from eq_sim.network.distillation import DISTILLATION
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.choosing_rows import SHARES
from eq_sim.session.settings.needs import NEEDS
from eq_sim.session.settings.setting import Kind, Setting, Touches
from eq_sim.session.sources import train_part


def _learns_from_a_teacher(scenario: Scenario) -> bool:
    return scenario.training.loss == DISTILLATION


def _has_a_teacher(scenario: Scenario) -> bool:
    return scenario.data.teacher is not None or scenario.data.train_points is not None


def _all_of_them(scenario: Scenario) -> int:
    return train_part(scenario.data)


TEACHING_ROWS = (
    Setting(
        name="temperature",
        part="training",
        caption=later("temperature"),
        tip=later(
            "How soft the teacher’s answers are made, and the student’s beside them: both divide "
            "their sums by it. At 1 they are the chances themselves; higher, small chances show "
            "more"
        ),
        kind=Kind.NUMBER,
        need=NEEDS["temperature"],
        touches=Touches.FUNCTION,
        ladder=(0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0),
        applies=_learns_from_a_teacher,
        rare=True,
        only_where_used=True,
    ),
    Setting(
        name="label_share",
        part="training",
        caption=later("labels’ share"),
        tip=later(
            "How much of the loss is that of the labels; the rest is that of the teacher’s answers"
        ),
        kind=Kind.SHARE,
        need=NEEDS["label_share"],
        touches=Touches.FUNCTION,
        ladder=SHARES,
        applies=_learns_from_a_teacher,
        rare=True,
        only_where_used=True,
    ),
    Setting(
        name="train_points",
        part="data",
        caption=later("points to learn from"),
        tip=later(
            "How many samples of the training part are learned from; the others are laid aside, "
            "neither learned from nor checked on"
        ),
        kind=Kind.WHOLE,
        need=NEEDS["train_points"],
        touches=Touches.DATA,
        ladder=(10, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000),
        applies=_has_a_teacher,
        silent=_all_of_them,
        rare=True,
        only_where_used=True,
        row=later("Learn from only"),
    ),
)
"""In the order of the panel."""
