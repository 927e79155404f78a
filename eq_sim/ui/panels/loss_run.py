"""What the loss panel reads of an experiment: its recorded losses, and where it stands now."""

from typing import Protocol

from eq_sim.network.layout import Layout
from eq_sim.session.change import Changes
from eq_sim.session.history import History, Losses
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import Shelf
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.parameters import Parameters


class LossRun(Protocol):
    """A run whose losses are recorded; read, never written."""

    @property
    def history(self) -> History:
        """The losses so far."""
        ...

    @property
    def computing(self) -> bool:
        """Whether the losses and answers of the knobs as they stand are not known yet."""
        ...

    @property
    def evaluation(self) -> Evaluation:
        """What the network answers, and of which step."""
        ...

    @property
    def losses(self) -> Losses:
        """The losses of the knobs as they stand."""
        ...

    @property
    def step(self) -> int:
        """Training steps since the start."""
        ...

    @property
    def epochs(self) -> float:
        """Passes through the training data since the start."""
        ...

    @property
    def shelf(self) -> Shelf:
        """The checkpoints, of which some stand on the curve."""
        ...

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""
        ...

    @property
    def parameters(self) -> Parameters:
        """The knobs."""
        ...

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        ...

    @property
    def structure(self) -> int:
        """Grows with each other network."""
        ...

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""
        ...
