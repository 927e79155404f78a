"""Undo and redo."""

from typing import ClassVar

from eq_sim.session.actions.base import Action
from eq_sim.session.undo.policy import Policy


class Undo(Action, frozen=True, tag="undo"):
    """Take back the last thing that was done."""

    undo: ClassVar[Policy] = Policy.TRAVEL


class Redo(Action, frozen=True, tag="redo"):
    """Do again what was taken back last."""

    undo: ClassVar[Policy] = Policy.TRAVEL
