"""What is known of a session's knobs where some are looked for by a rule."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.change import Change
from eq_sim.session.knob_bank import KnobBank, LiveBank
from eq_sim.session.knob_portion import all_knobs, layers_of_network
from eq_sim.session.questions.all_samples import Pulls, Sweep
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.models.next_step import NextStep

TOUCHING = ~(Change.HISTORY | Change.SIDES | Change.SHELF)
"""Changes after which the answers may be others."""

_QUICK = 4_000_000  # knobs times samples that can be gone through at once, unnoticed


class KnownKnobs:
    """What rules ask of a session's knobs; see ``Known``.

    What all samples say is worked out in parts, and kept until something changes.

    Args:
        session: whose knobs.
        bank: the same knobs, as views see them.
        limits: returns the ends of the scales of some knobs.
    """

    def __init__(
        self,
        session: Session,
        bank: KnobBank,
        limits: Callable[[IndexArray], NDArray[np.float64]],
    ) -> None:
        self._session, self._bank, self._limits = session, bank, limits
        self._all = LiveBank(session, all_knobs)
        self._activity = SessionActivity(session, layers_of_network)
        self._next = NextStep(session, layers_of_network)
        self._sweep: Sweep | None = None
        self._pulls: Pulls | None = None
        self._pulls_at = -1

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self._bank.layout

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo."""
        return self._bank.switches

    def whole(self) -> Array:
        """Returns (size,) where the faders stand."""
        return self._bank.whole()

    def start(self) -> Array:
        """Returns (size,) where each knob started."""
        return self._bank.start()

    def last_move(self) -> Array | None:
        """Returns (size,) by how much the last step moved each; None before the first."""
        return self._activity.last_move() if self._session.step else None

    def next_move(self) -> Array | None:
        """Returns (size,) by how much the next step would; None while steps follow each other."""
        if self._session.running:
            return None
        self._next.refresh()
        return self._next.moves

    def limits(self) -> NDArray[np.float64]:
        """Returns (size,) the end of each knob's scale."""
        return self._limits(np.arange(self.layout.size))

    def pulls(self) -> Pulls:
        """Returns what all training samples do to the knobs, once they were asked."""
        assert self._pulls is not None
        part = layers_of_network(self._session.layout)
        return replace(self._pulls, gradient=part.of(self._pulls.gradient))

    def has_pulls(self) -> bool:
        """Whether all samples were asked; of a small network they are, at once."""
        changes = self._session.changes.count(TOUCHING)
        if self._pulls is not None and self._pulls_at == changes:
            return True
        if self._sweep is None:
            self._sweep, self._pulls = Sweep(self._session, self._all.values()), None
            self._pulls_at = changes
        if self._sweep.total * self.layout.size <= _QUICK:
            while not self.sweep_on():
                pass
        return self._pulls is not None

    def sweep_on(self) -> bool:
        """Asks the next samples. Returns whether all were."""
        if self._sweep is not None:
            self._pulls = self._sweep.go_on()
            if self._pulls is not None:
                self._sweep = None
        return self._pulls is not None

    def drop_sweep(self) -> None:
        """Forgets what was begun: the knobs may be others by now."""
        self._sweep = None

    @property
    def progress(self) -> tuple[int, int]:
        """Samples that were asked, and how many there are."""
        return (self._sweep.done, self._sweep.total) if self._sweep else (0, 0)
