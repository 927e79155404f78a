"""How early stopping has ended training, and what to say of it."""

from dataclasses import dataclass

from eq_sim.session.messages import message
from eq_sim.session.words import words


@dataclass(frozen=True)
class Stopped:
    """How training was stopped early.

    Attributes:
        step: steps taken by then.
        best: the step of the lowest validation loss, whose knobs came back.
        patience: steps without a new lowest one that were allowed.
    """

    step: int
    best: int
    patience: int

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        facts = {"step": self.step, "best": self.best, "patience": self.patience}
        return words(message("ended-early", **facts))
