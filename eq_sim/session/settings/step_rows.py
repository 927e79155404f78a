"""Rows of the table of settings: what an optimizer goes by, and how the learning rate changes."""

from collections.abc import Callable

from eq_sim.language.tr import later
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.schedules import SCHEDULES
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.needs import NEEDS, ONE_OF
from eq_sim.session.settings.setting import Kind, Setting, Touches, said

_SCHEDULES = {name: kind.label for name, kind in SCHEDULES.items()}


def _uses(rate: str) -> Callable[[Scenario], bool]:
    """Returns whether a scenario's optimizer uses one of its rates."""
    return lambda scenario: rate in OPTIMIZERS[scenario.training.optimizer].uses


def _schedules(what: str) -> Callable[[Scenario], bool]:
    """Returns whether a scenario's schedule has such a length or factor."""
    return lambda scenario: what in SCHEDULES[scenario.training.schedule].uses


STEP_ROWS = (
    Setting(
        name="momentum",
        part="training",
        caption=later("momentum"),
        tip=later(
            "How much of the last step's direction is kept (optimizers Momentum and Nesterov)"
        ),
        kind=Kind.NUMBER,
        need=NEEDS["momentum"],
        touches=Touches.TRAINING,
        ladder=(0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
        applies=_uses("momentum"),
        rare=True,
    ),
    Setting(
        name="beta1",
        part="training",
        caption="β₁",
        tip=later("How much of the mean slope so far Adam keeps in each step"),
        kind=Kind.NUMBER,
        need=NEEDS["beta1"],
        touches=Touches.TRAINING,
        ladder=(0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
        applies=_uses("beta1"),
        rare=True,
        only_where_used=True,
        row=later("Adam’s β₁"),
    ),
    Setting(
        name="beta2",
        part="training",
        caption="β₂",
        tip=later("How much of the mean squared slope so far Adam keeps in each step"),
        kind=Kind.NUMBER,
        need=NEEDS["beta2"],
        touches=Touches.TRAINING,
        ladder=(0.0, 0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999),
        applies=_uses("beta2"),
        rare=True,
        only_where_used=True,
        row=later("Adam’s β₂"),
    ),
    Setting(
        name="alpha",
        part="training",
        caption="α",
        tip=later("How much of the mean squared slope so far RMSProp keeps in each step"),
        kind=Kind.NUMBER,
        need=NEEDS["alpha"],
        touches=Touches.TRAINING,
        ladder=(0.0, 0.5, 0.9, 0.95, 0.99, 0.995, 0.999),
        applies=_uses("alpha"),
        rare=True,
        only_where_used=True,
        row=later("RMSProp’s α"),
    ),
    Setting(
        name="epsilon",
        part="training",
        caption="ε",
        tip=later(
            "What is added to the root of the mean squared slope: it keeps a step from growing "
            "without bound where slopes vanish"
        ),
        kind=Kind.NUMBER,
        need=NEEDS["epsilon"],
        touches=Touches.TRAINING,
        ladder=(1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0),
        applies=_uses("epsilon"),
        rare=True,
        only_where_used=True,
        row=later("Epsilon, ε"),
    ),
    Setting(
        name="schedule",
        part="training",
        caption=later("schedule"),
        tip=later(
            "How the learning rate falls with the steps. Step: times a factor every so many steps. "
            "Cosine: along half a wave to 0, and 0 from there on"
        ),
        kind=Kind.CHOICE,
        need=ONE_OF,
        names=tuple(SCHEDULES),
        touches=Touches.TRAINING,
        choices=lambda scenario: said(_SCHEDULES),
        rare=True,
        row=later("Rate schedule"),
    ),
    Setting(
        name="schedule_length",
        part="training",
        caption=later("length of the schedule"),
        tip=later(
            "Step: how many steps the rate stays before it falls again. Cosine: how many it takes "
            "to 0"
        ),
        kind=Kind.WHOLE,
        need=NEEDS["schedule_length"],
        touches=Touches.TRAINING,
        ladder=(50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000),
        applies=_schedules("length"),
        rare=True,
        only_where_used=True,
        row=later("Its length in steps"),
    ),
    Setting(
        name="schedule_factor",
        part="training",
        caption=later("factor of the schedule"),
        tip=later("What the rate is multiplied by at each fall"),
        kind=Kind.NUMBER,
        need=NEEDS["schedule_factor"],
        touches=Touches.TRAINING,
        ladder=(0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95),
        applies=_schedules("factor"),
        rare=True,
        only_where_used=True,
        row=later("Its factor"),
    ),
    Setting(
        name="warmup",
        part="training",
        caption=later("warm-up"),
        tip=later(
            "Steps over which the learning rate grows in equal parts from almost 0; then the "
            "schedule begins. 0: none"
        ),
        kind=Kind.WHOLE,
        need=NEEDS["warmup"],
        touches=Touches.TRAINING,
        ladder=(0, 10, 20, 50, 100, 200, 500, 1000, 2000),
        rare=True,
        row=later("Warm-up steps"),
    ),
)
"""In the order of the panel."""
