"""A small picture of what a network answers once it has learned: of a scenario, for the gallery.

What was learned is kept in ``resources/answers``, for learning it takes a while and showing it does
not; ``eq-sim train NAME --save resources/answers/NAME.safetensors`` makes such a file again.
"""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPixmap

from eq_sim.resources import resource
from eq_sim.session.actions import SetStart, Train
from eq_sim.session.errors import ParameterFileError
from eq_sim.session.files import PARAMETERS
from eq_sim.session.files.parameter_file import load_parameters
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.output import answer_view
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme

_SEED = 1


def trained(name: str, scenario: Scenario) -> Session:
    """Returns a shipped scenario that has learned.

    Args:
        name: the scenario's.
        scenario: as it is now; it learns here and now where no kept answer fits it.
    """
    session = Session(scenario, _SEED)
    try:
        kept = load_parameters(resource("answers", f"{name}{PARAMETERS}"), session.layout)
    except ParameterFileError:
        session.apply(Train(scenario.training.steps))
    else:
        session.apply(SetStart.of(kept))
    return session


def answer_picture(session: Session, theme: Theme, size: QSize) -> QPixmap:
    """Returns the picture of an answer as the window shows it, without the words below.

    Args:
        session: whose answer.
        theme: the colours.
        size: in logical pixels.
    """
    view = answer_view(session, theme, Surface(session), ChosenSample(session))
    view.resize(size)
    view.refresh()
    view.resize(size.width(), size.height() + round(view.foot() * current().scale))
    picture = view.grab(QRect(0, 0, size.width(), size.height()))
    view.deleteLater()
    return picture
