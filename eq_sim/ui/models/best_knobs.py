"""Where the best knobs are, as far as that is known: looked at once after each change."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.optimum import Kind, Optima, Optimum, why_unknown
from eq_sim.session.session import Session
from eq_sim.ui.models.audience import Audience

_NAMES = {Kind.KNOWN: "θ*", Kind.SEVERAL: "θ*", Kind.SEEN: later("best seen")}


class BestKnobs:
    """What is known of θ*, and whether it is marked on the faders.

    θ* is marked where it is known; while a lesson plays, and where there is only the best seen, no
    more than somebody has asked for.

    Args:
        session: whose knobs.
        audience: who looks on.

    Attributes:
        found: what is known; None before the first look, and where nobody has asked for more than
            a closed form, which there is none.
        asked: whether somebody looks at all that is known.
        revision: grows when something else is to be marked.
    """

    def __init__(self, session: Session, audience: Audience | None = None) -> None:
        self._session, self._audience = session, audience or Audience()
        self._watch = Watch(session.changes, ~(Change.SIDES | Change.SHELF))
        self._optima = Optima(session)
        self._on = True
        self._seen: tuple[object, ...] = ()
        self.found: Optimum | None = None
        self.asked = False
        self.revision = 0

    @property
    def on(self) -> bool:
        """Whether the best knobs are marked on the faders, where that is wanted at all."""
        return self._on

    def mark(self, *, on: bool) -> None:
        """Marks the best knobs on the faders, or leaves that out."""
        self._on = on
        self._say()

    def ask(self, *, on: bool) -> None:
        """Says whether somebody looks at all that is known."""
        if on != self.asked:
            self.asked = on
            self._watch.forget()

    @property
    def marked(self) -> Optimum | None:
        """What is marked on the faders; None for nothing."""
        found = self.found
        if found is None or found.theta is None or not self._on:
            return None
        if not self.asked and (self._audience.lesson or found.lowest is None):
            return None
        return found if found.theta.size == self._session.layout.size else None

    @property
    def name(self) -> str:
        """What is marked: "θ*" or "best seen"; empty for nothing."""
        marked = self.marked
        return "" if marked is None else tr(_NAMES[marked.kind])

    def value(self, knob: int) -> float | None:
        """Returns where the mark of a knob is; None without one."""
        marked = self.marked
        if marked is None or marked.theta is None or not marked.free[knob]:
            return None
        return float(marked.theta[knob])

    def refresh(self) -> bool:
        """Looks again, if anything has changed. Returns whether it has."""
        session, found = self._session, self.found
        working = found is not None and found.kind is Kind.COMPUTING
        if not (self._watch.news() or working):
            self._say()
            return False
        if why_unknown(session) is None:
            self.found = self._optima.look(at_once=not session.has_worker)
        elif not self.asked:
            self.found = None
        elif session.computing or session.evaluation.step is not None:
            self._watch.forget()  # it goes by answers that are not known yet
        else:
            self.found = self._optima.look(at_once=True)
        self._say()
        return True

    def _say(self) -> None:
        marked = self.marked
        theta: NDArray[np.float64] | None = None if marked is None else marked.theta
        seen = (self.name, theta, None if marked is None else marked.free.tobytes())
        same = len(self._seen) == len(seen) and (self._seen[0], self._seen[2]) == (seen[0], seen[2])
        if not (same and _equal(self._seen[1], theta)):
            self._seen = seen
            self.revision += 1


def _equal(one: object, other: NDArray[np.float64] | None) -> bool:
    if one is None or other is None:
        return one is other
    return isinstance(one, np.ndarray) and bool(np.array_equal(one, other))
