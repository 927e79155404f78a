"""Several starts of the open experiment, trained and compared beside the window by a thread."""

from threading import Event, Thread
from typing import Literal

import numpy as np
from msgspec import structs

from eq_sim.language.tr import later, tr
from eq_sim.network.types import Array
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.sweeps.alone import Ended
from eq_sim.sweeps.disguises import Disguises, disguises, like
from eq_sim.sweeps.starts import Starts, run_starts

_UNFORESEEN = later("Something went wrong inside, and no start was trained.")
_NO_MEMORY = later("There is not enough memory for so many of these networks.")


class ManyStarts:
    """What comes of several starts; it counts once nothing goes on.

    Args:
        starts: which, and how far.

    Attributes:
        starts: as given.
        doing: what goes on.
        share: how much of that is done, from 0 to 1.
        ended: what came of each start; empty where there is nothing to show.
        found: how they compare; None where there is nothing to show.
        like_best: of each, (size,) its knobs lined up with those of the best one.
        failure: why there is nothing to show, in a sentence; empty where there is, or where it was
            stopped.
    """

    def __init__(self, starts: Starts) -> None:
        self.starts = starts
        self.doing: Literal["Training", "Comparing"] = "Training"
        self.share = 0.0
        self.ended: list[Ended] = []
        self.found: Disguises | None = None
        self.like_best: list[Array] = []
        self.failure = ""
        self._stop = Event()
        self._thread = Thread(target=self._run, name="starts", daemon=True)
        self._thread.start()

    @property
    def goes_on(self) -> bool:
        """Whether there is more to come."""
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Asks it to stop; nothing is shown of it then."""
        self._stop.set()

    def end(self) -> None:
        """Stops it, and returns when nothing goes on."""
        self.stop()
        self._thread.join()

    def fits(self, session: Session) -> bool:
        """Whether an experiment is still the one whose starts these are."""
        here, there = session.present(), self.starts.state
        same = here.seed == there.seed and _told(here) == _told(there)
        pairs = (
            (here.dataset.inputs, there.dataset.inputs),
            (here.dataset.targets, there.dataset.targets),
            (here.switches.frozen, there.switches.frozen),
            (here.switches.silent, there.switches.silent),
        )
        same = same and here.making is there.making
        return same and all(now is then or np.array_equal(now, then) for now, then in pairs)

    def _run(self) -> None:
        self.failure = tr(_UNFORESEEN)  # whatever ends this without a word
        try:
            self._find()
            self.failure = ""
        except EqSimError as error:
            self.failure = str(error)
        except MemoryError:
            self.failure = tr(_NO_MEMORY)

    def _find(self) -> None:
        ended = run_starts(self.starts, self._goes_on)
        if ended is None:
            return
        self.doing, self.share = "Comparing", 0.0
        state = self.starts.state
        found = disguises(state, ended, self._goes_on)
        if found is None:
            return
        shown = list(found.thetas)
        if found.good:
            best = shown[found.numbers.index(found.good[0])]
            shown = [like(state, theta, best) for theta in shown]
        self.ended, self.found, self.like_best = ended, found, shown

    def _goes_on(self, share: float) -> bool:
        self.share = share
        return not self._stop.is_set()


def _told(state: State) -> tuple[object, ...]:
    """Returns the settings that decide what is learned."""
    scenario = state.scenario
    training = structs.replace(scenario.training, speed=1.0, steps=1)
    return scenario.data, scenario.network, training
