"""What the transport reads of an experiment: where it stands, and whether it goes on."""

from typing import Protocol

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.network.layout import Layout
from eq_sim.session.change import Changes
from eq_sim.session.history import Losses
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.parameters import Parameters
from eq_sim.session.training.training_state import Phase


class Standing(Protocol):
    """An experiment that runs or rests; read, never written."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""

    @property
    def goal_is_new(self) -> bool:
        """Whether the last recorded point was the first to meet the goal."""

    @property
    def step(self) -> int:
        """Training steps since the start."""

    @property
    def phase(self) -> Phase:
        """The phase of the step that comes next."""

    @property
    def epochs(self) -> float:
        """Passes through the training data since the start."""

    @property
    def computing(self) -> bool:
        """Whether the losses and answers of the knobs as they stand are not known yet."""

    @property
    def losses(self) -> Losses:
        """The losses of the knobs as they stand."""

    @property
    def measure(self) -> Measure:
        """The goal's metric of the knobs as they stand."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def dataset(self) -> Dataset:
        """The data."""

    @property
    def evaluation(self) -> Evaluation:
        """What the network answers."""

    @property
    def parameters(self) -> Parameters:
        """The knobs."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""

    @property
    def locked(self) -> bool:
        """Whether the network is only used: no knob can be turned or trained."""

    def moved_since_locked(self) -> int:
        """Returns how many knobs are others than when they were locked."""

    def moved(self) -> int:
        """Returns how many knobs the last step moved."""


def moved_since_locked(session: Standing) -> str:
    """Returns how many knobs have moved since all were locked, of how many."""
    return tr(
        "{moved:,} of {knobs:,}", moved=session.moved_since_locked(), knobs=session.layout.size
    )
