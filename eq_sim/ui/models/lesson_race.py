"""The race of a lesson: one knob at a time against all at once, over passes through the data."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.scene import RivalRun
from eq_sim.network.layout import Block
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.race import PASSES_PER_GRADIENT
from eq_sim.session.session import Session
from eq_sim.ui.style import numbers

_SHOWN = ~Change.SHELF
_SAME = 1e-5  # of the loss: both begin at the same start

Curve = tuple[NDArray[np.float64], NDArray[np.float64]]
"""(points,) passes through the data, growing, and (points,) the train loss there."""


class LessonRace:
    """Both runners: the train loss that they have come to, on one measure.

    One at a time goes first, and is taken from the lesson. All at once is the training of the
    experiment from the same start; a gradient counts as three passes.

    Args:
        session: the experiment.

    Attributes:
        rival: one at a time; None for not yet.
        revision: grows with each change.
        curves: one at a time, and all at once: None for not yet; and for the second one from
            another start.
        under: nothing: both curves are of the train loss.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._taken = False
        self.rival: RivalRun | None = None
        self.revision = 0
        self.curves: tuple[Curve | None, Curve | None] = (None, None)
        self.under: tuple[Curve | None, Curve | None] = (None, None)

    @property
    def title(self) -> str:
        """What both curves are of."""
        return tr("Race: train loss over passes")

    @property
    def names(self) -> tuple[str, str]:
        """What each is called."""
        return tr("one knob at a time"), tr("all at once")

    def measured(self, loss: str) -> str:
        """Returns a loss, and what it is: "train loss 0.12"."""
        return tr("train loss {loss}", loss=loss)

    def take(self, rival: RivalRun | None) -> None:
        """Takes what the lesson knows of one at a time."""
        if rival is not self.rival:
            self.rival, self._taken = rival, True

    def refresh(self) -> None:
        """Takes everything as it is now, if anything has changed."""
        news = self._watch.news()
        if news or self._taken:
            self._taken = False
            self.revision += 1
            self.curves = self._one_at_a_time(), self._descent()

    def _one_at_a_time(self) -> Curve | None:
        rival = self.rival
        if rival is None:
            return None
        passes, losses = np.array(rival.turns, dtype=np.float64).T
        return np.append(passes, rival.passes), np.append(losses, losses[-1])

    @property
    def end(self) -> float:
        """How many passes each may take: what one at a time was given, or training has taken."""
        budget = 0.0 if self.rival is None else float(self.rival.budget)
        descent = self.curves[1]
        return max(budget, 1.0 if descent is None else float(descent[0][-1]))

    @property
    def end_text(self) -> str:
        """The same in words."""
        return ntr("{count:,} pass", "{count:,} passes", round(self.end))

    @property
    def rules(self) -> tuple[str, ...]:
        """What both may do, and what all at once does: in words."""
        training = self._session.scenario.training
        told = [
            tr(
                "all at once: {optimizer}, learning rate {rate}",
                optimizer=tr(OPTIMIZERS[training.optimizer].label),
                rate=numbers.plain(training.learning_rate),
            )
        ]
        if self.rival is not None:
            told.insert(0, ntr("{count:,} pass each", "{count:,} passes each", self.rival.budget))
        told.append(tr("a gradient counts as {passes} passes", passes=PASSES_PER_GRADIENT))
        more = []
        if training.l1 or training.l2:
            more.append(tr("it also keeps weights small"))
        if training.dropout:
            more.append(tr("with dropout"))
        return (*told, *more)

    @property
    def asides(self) -> tuple[str, str]:
        """How many knobs one at a time has had in hand: "419 of 2,410 knobs touched"."""
        if self.rival is None:
            return "", ""
        return tr(
            "{touched:,} of {knobs:,} knobs touched",
            touched=self.rival.touched,
            knobs=self._session.layout.size,
        ), ""

    @property
    def touched(self) -> NDArray[np.bool_] | None:
        """(size,) which knobs one at a time has had in hand; None for not yet."""
        if self.rival is None:
            return None
        touched = np.zeros(self._session.layout.size, dtype=np.bool_)
        touched[list(self.rival.hands)] = True
        return touched

    @property
    def moved(self) -> NDArray[np.bool_] | None:
        """(size,) which knobs the last step of training moved; None before its first."""
        trainer = self._session.trainer
        return np.asarray(trainer.after != trainer.before) if self._session.step else None

    @property
    def layers(self) -> tuple[Block, ...]:
        """Where each layer's knobs are."""
        return self._session.layout.blocks

    def _descent(self) -> Curve | None:
        session = self._session
        points = session.history.points
        if not session.step or not points.size:
            return None
        passes, losses = PASSES_PER_GRADIENT * points[1], np.array(points[2])
        if self.rival is not None and not np.isclose(losses[0], self.rival.turns[0][1], rtol=_SAME):
            return None
        if not session.computing and session.evaluation.step is None:
            now = PASSES_PER_GRADIENT * session.epochs
            if now > passes[-1]:
                passes, losses = np.append(passes, now), np.append(losses, session.losses.train)
        return np.asarray(passes), losses
