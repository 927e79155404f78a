"""A look at another moment while a button or key is held: nothing is changed, nothing is logged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from eq_sim.session.actions import AnyAction, Run
from eq_sim.session.state import State


class Experiment(Protocol):
    """What can show another moment."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""

    @property
    def looking_back(self) -> bool:
        """Whether another moment is shown already."""

    def look_back(self, then: State) -> None:
        """Shows another moment."""

    def look_now(self) -> None:
        """Shows the present again."""


@dataclass
class Glance:
    """Shows a moment as long as it is held, and comes back; training goes on where it was.

    Attributes:
        experiment: what is looked at.
        do: takes what the hand does.
        on: whether it is held.
    """

    experiment: Experiment
    do: Callable[[AnyAction], bool]
    on: bool = False
    _ran: bool = False

    def begin(self, then: State) -> None:
        """Shows a moment."""
        if self.on or self.experiment.looking_back:
            return
        self.on, self._ran = True, self.experiment.running
        self.experiment.look_back(then)

    def end(self) -> None:
        """Shows the present again."""
        if not self.on:
            return
        self.on = False
        self.experiment.look_now()
        if self._ran:
            self.do(Run())
