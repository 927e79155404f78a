"""What the Edit menu reads of an experiment: what can be undone."""

from typing import Protocol

from eq_sim.session.undo.stack import UndoStack


class Past(Protocol):
    """An experiment with a past; read, never written."""

    @property
    def undo(self) -> UndoStack:
        """What can be undone and done again."""

    @property
    def looking_back(self) -> bool:
        """Whether a moment of the past is shown."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""
