"""How far the knobs were from θ* on the way; where that is not known, how long θ has become."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.optimum import Optimum, length
from eq_sim.session.questions.penalty import penalty
from eq_sim.session.session import Session
from eq_sim.session.spreads import FEW
from eq_sim.ui.models.best_knobs import BestKnobs
from eq_sim.ui.models.knob_spreads import record_of

_WHAT = (
    Change.KNOBS
    | Change.STRUCTURE
    | Change.HISTORY
    | Change.OBJECTIVE
    | Change.SWITCHES
    | Change.SETTINGS
    | Change.DATA
)


@dataclass(frozen=True, eq=False)
class Way:
    """What is known of the way to the best knobs.

    Attributes:
        optimum: what is known of them.
        distance: ‖θ − θ*‖ now, or to the best seen; None where there is neither.
        first: the distance at the start of this run.
        length: ‖θ‖ now.
        first_length: ‖θ‖ at the start.
        loss: the train loss now; None while it is computed.
        penalty: what a penalty adds to it now.
        steps: (moments,) steps taken by the recorded moments.
        values: (moments,) the distance at each; ‖θ‖ where θ* is not known.
        kept: whether the knobs are few enough for each moment to be kept.
        loss_steps: (points,) steps taken by the points of the loss's record.
        train: (points,) the train loss at each.
        step: steps taken now.
        samples: training samples.
        l2: the price on squared weights.
        one_output: whether the network has one output.
        part: which part's loss chooses the best seen: "train", "test" or "validation".
        by_batches: whether steps look at a part of the training samples only.
        by_a_factor: whether steps are those of plain gradient descent at one rate.
    """

    optimum: Optimum
    distance: float | None
    first: float | None
    length: float
    first_length: float
    loss: float | None
    penalty: float
    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    kept: bool
    loss_steps: NDArray[np.float64]
    train: NDArray[np.float64]
    step: int
    samples: int
    l2: float
    one_output: bool
    part: str
    by_batches: bool
    by_a_factor: bool

    @property
    def known(self) -> bool:
        """Whether θ* is known, and ``values`` are distances to it."""
        return self.optimum.lowest is not None


class BestKnobsWay:
    """The way to the best knobs, of a session.

    Args:
        session: whose.
        best_knobs: where they are.

    Attributes:
        way: as it was at the last look; None before the first.
    """

    def __init__(self, session: Session, best_knobs: BestKnobs) -> None:
        self._session, self.best_knobs = session, best_knobs
        self._watch = Watch(session.changes, _WHAT)
        self._found: Optimum | None = None
        self._of: tuple[object, object] = (None, None)
        self._values: NDArray[np.float64] = np.empty(0)
        self.way: Way | None = None

    def forget(self) -> None:
        """Makes everything news, as after another size of words."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Looks again, if anything has changed. Returns whether it has."""
        self.best_knobs.refresh()
        found = self.best_knobs.found
        if found is None or not (self._watch.news() or found is not self._found):
            return False
        self._found = found
        session = self._session
        theta, start = session.parameters.theta, session.parameters.start
        if found.free.size != theta.size:
            return False
        ends = np.stack([start, theta])
        distances, lengths = found.distances(ends), length(ends)
        record = record_of(session)
        kept = session.layout.size <= FEW
        steps, values = self._along(found) if kept else (np.empty(0, np.int64), np.empty(0))
        history = session.history.points
        training, batches = session.scenario.training, session.trainer.batches
        test, validation = session.evaluation.test, session.evaluation.validation
        self.way = Way(
            optimum=found,
            distance=None if distances is None else float(distances[1]),
            first=None if distances is None else float(distances[0]),
            length=float(lengths[1]),
            first_length=float(lengths[0]),
            loss=None if session.computing else session.losses.train,
            penalty=penalty(session),
            steps=steps if record.layout is not None else steps[:0],
            values=values,
            kept=kept,
            loss_steps=history[0],
            train=history[2],
            step=session.step,
            samples=len(session.data.train),
            l2=training.l2,
            one_output=len(session.dataset.outputs) == 1,
            part="validation" if len(validation) else "test" if len(test) else "train",
            by_batches=batches.batch < batches.count,
            by_a_factor=training.optimizer == "sgd" and not training.rate_schedule.changes,
        )
        return True

    def _along(self, found: Optimum) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Returns the recorded moments, and what is shown of each; worked out once for each."""
        record = record_of(self._session)
        moments = record.moments()
        if moments is None:
            return np.empty(0, np.int64), np.empty(0)
        of = (record.memory, found.lowest)
        same = of[0] is self._of[0] and of[1] is self._of[1] and len(self._values) <= len(moments)
        done = len(self._values) if same else 0
        values = self._values[:done]
        if done < len(moments):
            rest = moments[done:]
            new = length(rest) if found.lowest is None else found.lowest.distances(rest)
            values = np.concatenate([values, new])
        self._of, self._values = of, values
        return record.steps, values
