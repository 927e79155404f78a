"""What the settings panels read of an experiment: how it is set up, and what for."""

from typing import Protocol

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.session.change import Changes
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import Data
from eq_sim.session.switches import Switches
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.parameters import Parameters
from eq_sim.session.training.trainer import Trainer


class SetUp(Protocol):
    """An experiment with settings, data and a goal; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with every setting as it is now."""

    @property
    def seed(self) -> int:
        """The seed of everything random."""

    @property
    def start_number(self) -> int:
        """Which random start of this seed."""

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def parameters(self) -> Parameters:
        """Where every knob is."""

    @property
    def trainer(self) -> Trainer:
        """How the next step will be taken."""

    @property
    def dataset(self) -> Dataset:
        """The data."""

    @property
    def data(self) -> Data:
        """The samples, and which of them are learned from."""

    @property
    def has_worker(self) -> bool:
        """Whether what takes long is done beside what draws."""

    @property
    def evaluation(self) -> Evaluation:
        """Which samples are learned from, and what the network answers."""

    @property
    def switches(self) -> Switches:
        """Which knobs training leaves alone."""

    @property
    def goal_text(self) -> str:
        """What the goal asks, and of which part of the data."""

    @property
    def goal_asks_for_nothing(self) -> bool:
        """Whether always giving one and the same answer already meets it."""

    @property
    def goal_value(self) -> float | None:
        """What the goal is held against."""

    @property
    def computing(self) -> bool:
        """Whether the losses and answers of the knobs as they stand are not known yet."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""
