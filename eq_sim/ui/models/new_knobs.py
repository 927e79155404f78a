"""The knobs of an adapter as a hall sees them: A, B, how many there are, and their strength."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ntr, tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session
from eq_sim.ui.console.reach import rung
from eq_sim.ui.style.numbers import plain

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.SWITCHES
_LEAST = 0.1  # the end of a scale, at least: B begins with nothing but zeros


@dataclass(frozen=True, eq=False)
class Bank:
    """The adapter of a layer.

    Attributes:
        a: (rank, inputs) what makes a number of all inputs.
        b: (rank, outputs) what hands it to each neuron.
        ends: where the scales of A and B end.
        image: the rows and columns of the inputs, where they are a picture.
    """

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    ends: tuple[float, float]
    image: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class NewKnobs:
    """What there is to show.

    Attributes:
        knobs: how many are new.
        beside: how many there are beside them.
        locked: how many of those are locked.
        strength: what the new ones count.
        bank: the adapter of the first layer that has one; None where there is none.
    """

    knobs: int
    beside: int
    locked: int
    strength: float
    bank: Bank | None

    @property
    def headings(self) -> tuple[str, ...]:
        """What it is called, from much to little."""
        if self.bank is None:
            return (tr("No new knobs"),)
        short = ntr("{count:,} new knob", "{count:,} new knobs", self.knobs)
        if self.locked == self.beside:
            beside = ntr(
                "{count:,} new knob beside {beside:,} locked",
                "{count:,} new knobs beside {beside:,} locked",
                self.knobs,
                beside=self.beside,
            )
        else:
            beside = ntr(
                "{count:,} new knob beside {beside:,} old",
                "{count:,} new knobs beside {beside:,} old",
                self.knobs,
                beside=self.beside,
            )
        return beside, short

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        if self.bank is None:
            return tr("No new knobs.")
        strength = plain(round(self.strength, 2))
        return tr("{heading}. Strength {strength}.", heading=self.headings[0], strength=strength)


class NewKnobsModel:
    """Looks at the adapters of an experiment.

    Args:
        session: whose.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._of: object = None
        self._ends = (_LEAST, _LEAST)
        self.now = self._look()

    def refresh(self) -> bool:
        """Looks again, if anything may have changed. Returns whether it has looked."""
        if not self._watch.news():
            return False
        self.now = self._look()
        return True

    def _look(self) -> NewKnobs:
        session = self._session
        layout, parameters = session.layout, session.parameters
        locked = int(np.count_nonzero(session.switches.frozen[: layout.wired]))
        bank = None
        if layout.adapters:
            first = layout.adapters[0]
            theta = np.asarray(parameters.theta, dtype=np.float64)
            a, b = first.a(theta).T, first.b(theta)
            ends = self._reach(layout.adapters, a, b)
            image = session.dataset.seen.image
            rows = image if image is not None and image[0] * image[1] == a.shape[1] else None
            bank = Bank(a, b, ends, rows if first.layer == 0 else None)
        strength = parameters.making.strength
        return NewKnobs(layout.size - layout.wired, layout.wired, locked, strength, bank)

    def _reach(
        self, of: object, a: NDArray[np.float64], b: NDArray[np.float64]
    ) -> tuple[float, float]:
        """Returns where the scales end: they grow with the knobs, and never shrink."""
        if of != self._of:
            self._of, self._ends = of, (_LEAST, _LEAST)
        needed = (rung(_largest(values)) for values in (a, b))
        first, second = (max(one, two) for one, two in zip(self._ends, needed, strict=True))
        self._ends = first, second
        return self._ends


def _largest(values: NDArray[np.float64]) -> float:
    """Returns how far the furthest goes; what is no number counts as nothing."""
    finite = np.abs(values[np.isfinite(values)])
    return max(_LEAST, float(finite.max(initial=0.0)))
