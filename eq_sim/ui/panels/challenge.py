"""What the challenge reads of an experiment: what was done, and how near the goal that came."""

from collections.abc import Callable
from typing import Protocol

from eq_sim.session.actions import AnyAction
from eq_sim.session.change import Changes
from eq_sim.session.history import Losses
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.evaluation import Evaluation


class Challenge(Protocol):
    """An experiment with a goal; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its goal."""

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
    def evaluation(self) -> Evaluation:
        """What the network answers, and of which step."""

    @property
    def losses(self) -> Losses:
        """The losses of the knobs as they stand."""

    @property
    def step(self) -> int:
        """Training steps since the start."""

    @property
    def turned(self) -> bool:
        """Whether a knob in the hand is elsewhere than where it was taken."""

    @property
    def structure(self) -> int:
        """Grows with each other network, data set or start."""

    @property
    def looking_back(self) -> bool:
        """Whether a moment of the past is shown."""
        ...

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""

    def listen(self, listener: Callable[[AnyAction], None]) -> Callable[[], None]:
        """Adds someone to be told of each action as it comes. Returns what ends it."""
