"""The cards: what is drawn for the stage alone. Each is one entry here and one class elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.lessons.staging import Subject
from eq_sim.ui.window.panel_spec import Panel, PanelModels


@dataclass(frozen=True)
class CardSpec:
    """One card.

    Attributes:
        name: how lessons call it; ``eq_sim.lessons.language.stage_names`` says what it is about.
        factory: makes it, and imports only then what it needs.
    """

    name: str
    factory: Callable[[PanelModels, Subject], Panel]


def _knob(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.knob_card import KnobCard

    return KnobCard(models, subject)


def _loss_along(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.loss_along_card import LossAlongCard

    return LossAlongCard(models, subject)


def _side(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.side_card import SideCard

    return SideCard(models.blending, subject.name, models.theme)


def _way(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.way_card import WayCard
    from eq_sim.ui.stage.way_hand import WayHand

    return WayCard(models.loss_way, WayHand(models.session, models.do), models.theme)


def _race(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.curves_card import CurvesCard

    return CurvesCard(models.lesson_race, models.theme)


def _touched(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.touched_card import TouchedCard

    return TouchedCard(models.lesson_race, models.theme)


def _phase(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.phase_card import PhaseCard

    return PhaseCard(models.session, models.phases, models.theme)


def _two_runs(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.lessons.language.stage_names import run_options
    from eq_sim.ui.stage.curves_card import CurvesCard
    from eq_sim.ui.stage.two_runs import TwoRuns

    options = run_options(subject.words)
    return CurvesCard(TwoRuns(models.session, models.runs, options), models.theme)


def _setting(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.setting_card import SettingCard

    return SettingCard(models, subject)


def _muted(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.muted_card import MutedCard

    return MutedCard(models)


def _each_muted(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.each_muted_card import EachMutedCard

    return EachMutedCard(models)


def _formula(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.formula_card import FormulaCard

    return FormulaCard(models, subject)


def _real_units(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.units_card import UnitsCard

    return UnitsCard(models)


def _drawing(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.drawing_card import DrawingCard

    return DrawingCard(models.session, models.pad, models.theme)


def _right(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.right_card import RightCard

    return RightCard(models)


def _new_knobs(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.new_knobs_card import NewKnobsCard

    return NewKnobsCard(models)


def _heard(models: PanelModels, subject: Subject) -> Panel:
    from eq_sim.ui.stage.heard_card import HeardCard

    return HeardCard(models)


_ALL: tuple[CardSpec, ...] = (
    CardSpec("knob", _knob),
    CardSpec("loss along", _loss_along),
    CardSpec("A", _side),
    CardSpec("halfway", _side),
    CardSpec("B", _side),
    CardSpec("way from A to B", _way),
    CardSpec("race", _race),
    CardSpec("touched", _touched),
    CardSpec("phase", _phase),
    CardSpec("two runs", _two_runs),
    CardSpec("setting", _setting),
    CardSpec("muted", _muted),
    CardSpec("each knob muted", _each_muted),
    CardSpec("formula", _formula),
    CardSpec("real units", _real_units),
    CardSpec("drawing", _drawing),
    CardSpec("right", _right),
    CardSpec("new knobs", _new_knobs),
    CardSpec("heard", _heard),
)

CARDS: dict[str, CardSpec] = {spec.name: spec for spec in _ALL}
"""Every card, by its name."""
