"""What the comparison of A and B reads of an experiment: both sides, and the knobs in play."""

from typing import Protocol

from eq_sim.network.layout import Layout
from eq_sim.session.ab import Sides
from eq_sim.session.change import Changes
from eq_sim.session.history import Losses
from eq_sim.session.state import Objective
from eq_sim.session.switches import Switches
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.parameters import Parameters


class TwoSides(Protocol):
    """Two settings of all knobs; read, never written."""

    @property
    def sides(self) -> Sides:
        """A and B, and which is in play."""

    @property
    def parameters(self) -> Parameters:
        """θ, the knobs in play."""

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def objective(self) -> Objective:
        """What is minimised."""

    @property
    def computing(self) -> bool:
        """Whether the losses and answers of the knobs as they stand are not known yet."""

    @property
    def evaluation(self) -> Evaluation:
        """What the network answers, and of which step."""

    @property
    def losses(self) -> Losses:
        """The losses of the knobs in play."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person."""
