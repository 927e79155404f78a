"""A console over a session: the one place where a console meets more than its knobs."""

from collections.abc import Callable

from eq_sim.session.actions import AnyAction
from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.scene import Models
from eq_sim.ui.knobs.actions import KnobActions
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.models.best_knobs import BestKnobs
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.next_step import NextStep
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.theme import Theme


def live_console(
    session: Session,
    do: Callable[[AnyAction], bool],
    theme: Theme,
    knobs: KnobActions | None = None,
    surface: Surface | None = None,
    chosen: ChosenSample | None = None,
    phases: Phases | None = None,
    best_knobs: BestKnobs | None = None,
) -> Console:
    """Returns a console that shows a session and can be turned.

    Args:
        session: what is shown.
        do: takes what the hand does; returns whether it was done.
        theme: the colours.
        knobs: what else can be done to the knobs.
        surface: every neuron's answer over the plane, drawn in its strip.
        chosen: the sample that meters show.
        phases: the step that is taken apart.
        best_knobs: where the best knobs are, marked on the faders.
    """
    knobs = knobs or KnobActions(session, do, _silence)
    models = Models(
        SessionActivity(session),
        NextStep(session),
        SampleTrace(session, chosen or ChosenSample(session)),
        surface or Surface(session),
        phases=phases,
        best_knobs=best_knobs,
    )
    return Console(knobs.bank, theme, knobs.scales, models, do, knobs.put_typed)


def _silence(sentence: str, /, *, warning: bool = True) -> None:
    """Says nothing: a console without a panel."""
