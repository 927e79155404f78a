"""What the views of the network's answer read of an experiment: network, data and answers."""

from typing import Protocol

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.session.change import Changes
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.parameters import Parameters


class Answering(Protocol):
    """A network that answers; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def dataset(self) -> Dataset:
        """What it is asked."""

    @property
    def evaluation(self) -> Evaluation:
        """What it answers."""

    @property
    def computing(self) -> bool:
        """Whether the losses and answers of the knobs as they stand are not known yet."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def parameters(self) -> Parameters:
        """θ."""

    @property
    def structure(self) -> int:
        """Grows with each other network, data set or start."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""
