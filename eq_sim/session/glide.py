"""All knobs on their way to a scene: one gesture, one thing to undo."""

from collections.abc import Callable

import numpy as np

from eq_sim.session.actions import AnyAction, Grab, RecallScene, Release, Turn
from eq_sim.session.actions.shelf import stored_scene
from eq_sim.session.knob_sets import compact
from eq_sim.session.session import Session


class Glide:
    """Moves the knobs; whoever owns the time says how far.

    Where a knob is depends on where it began and on the share of the way alone, never on the frame
    before. The knobs are held meanwhile, so training leaves them alone.

    Args:
        session: whose knobs.
        slot: of the scene, from 0.
        apply: takes what is done.

    Raises:
        KnobError: the slot is empty, or its scene is of another network.
    """

    def __init__(self, session: Session, slot: int, apply: Callable[[AnyAction], object]) -> None:
        scene = stored_scene(session.shelf, session.layout.size, slot)
        self._slot, self._apply = slot, apply
        places = np.flatnonzero(~session.switches.silent)
        self._knobs = compact(places, session.layout.size)
        self._began = session.parameters.theta[places].astype(np.float64)
        self._targets = scene[places].astype(np.float64)
        self.take()

    def take(self) -> None:
        """Takes the knobs in hand, at the beginning or after a rest."""
        self._apply(Grab(self._knobs, f"glide:{self._slot + 1}"))

    def let_go(self) -> None:
        """Lets go of the knobs where they are."""
        self._apply(Release())

    def at(self, share: float) -> None:
        """Puts the knobs at a share of the way, less than 1."""
        values = self._began + share * (self._targets - self._began)
        self._apply(Turn.of(self._knobs, values))

    def arrive(self) -> None:
        """Puts every knob where the scene has it, silent ones for when they come back too."""
        self._apply(RecallScene(self._slot))
        self._apply(Release())
