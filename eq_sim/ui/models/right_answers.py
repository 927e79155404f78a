"""Which answers are right on the part of the data that counts: test, or train without one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session
from eq_sim.session.training.metrics import right
from eq_sim.ui.style.numbers import share_right

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE


@dataclass(frozen=True)
class RightNow:
    """How the answers stand.

    Attributes:
        hits: for each sample whether its answer is right, always in the same order.
        part: which part of the data they are.
    """

    hits: NDArray[np.bool_]
    part: str

    @property
    def right(self) -> int:
        """How many are right."""
        return int(self.hits.sum())

    @property
    def wrong(self) -> int:
        """How many are wrong."""
        return self.hits.size - self.right

    @property
    def share(self) -> str:
        """The share of them that is right: "96.1 %"."""
        return share_right(self.right / self.hits.size) if self.hits.size else "—"

    @property
    def counted(self) -> str:
        """How many of how many: "518 of 539"."""
        return tr("{some:,} of {all:,}", some=self.right, all=self.hits.size)

    @property
    def heading(self) -> str:
        """What is counted: "Right on test"."""
        return tr("Right on test") if self.part == "test" else tr("Right on train")

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        if self.part == "test":
            return tr(
                "{share} right on test: {right:,} of {all:,}, {wrong:,} wrong.",
                share=self.share,
                right=self.right,
                all=self.hits.size,
                wrong=self.wrong,
            )
        return tr(
            "{share} right on train: {right:,} of {all:,}, {wrong:,} wrong.",
            share=self.share,
            right=self.right,
            all=self.hits.size,
            wrong=self.wrong,
        )


class RightAnswers:
    """Looks at the answers of an experiment.

    Args:
        session: whose.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._waits = False
        self.now = self._look()

    def refresh(self) -> bool:
        """Looks again, if anything may have changed. Returns whether an answer has."""
        if not self._watch.news() and not self._waits:
            return False
        self._waits = self._session.computing
        before, self.now = self.now, self._look()
        same = before.part == self.now.part and np.array_equal(before.hits, self.now.hits)
        return not same

    def _look(self) -> RightNow:
        session = self._session
        evaluation = session.evaluation
        if not session.dataset.classes:
            return RightNow(np.zeros(0, dtype=np.bool_), "train")
        test = len(evaluation.test) > 0
        hits = right(evaluation.answers[test], evaluation.targets[test])
        return RightNow(np.array(hits), "test" if test else "train")
