"""A, B and what stands between them: each as a network of its own, without touching a knob."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.network.types import Array
from eq_sim.session.ab import NAMES, Sides
from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session
from eq_sim.session.training.parameters import Parameters
from eq_sim.ui.console.reach import furthest_of, needed, rung
from eq_sim.ui.models.small_answer import SmallAnswer, small_answer

HALFWAY = "halfway"
"""The setting in play, wherever it stands between A and B."""

_NETWORK = Change.STRUCTURE | Change.DATA | Change.OBJECTIVE | Change.SWITCHES | Change.SETTINGS
_SHOWN = _NETWORK | Change.KNOBS | Change.SIDES | Change.TRAINING


@dataclass(frozen=True, eq=False)
class Setting:
    """What there is to say of one setting of all knobs.

    Attributes:
        values: (size,) where each knob stands.
        loss: the train loss; None while it is not known yet.
        part: "test" or "train": which part of the data the second number is of.
        right: the share of right answers on that part; None where answers are numbers.
        other_loss: the loss on that part; None without a test part.
        answer: what the network answers; None while it is not known yet.
    """

    values: Array
    loss: float | None
    part: str
    right: float | None
    other_loss: float | None
    answer: SmallAnswer | None


class Blending:
    """The two settings of an experiment, and the one in play.

    Args:
        session: whose settings; they are asked, and nothing is changed.

    Attributes:
        revision: grows with each change of anything here.
        network: grows when losses and answers of all settings are others.
        sides: A and B as they are now, the one in play as the knobs stand.
        is_set: whether B is a setting of its own; it begins as A.
        on_way: whether the knobs in play stand on the way from A to B.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._computing = False
        self.revision = self.network = 0
        self.sides, self.is_set, self.on_way = Sides(), False, True
        self._now: Array = np.empty(0)
        self._kept: dict[int, tuple[Array, Setting]] = {}
        self._present: Setting | None = None
        self._limits: NDArray[np.float64] | None = None

    @property
    def share(self) -> float:
        """Where the blend stands: 0 is A, 1 is B."""
        return self.sides.share

    @property
    def where(self) -> str:
        """Where the knobs in play stand, in words: "A", "halfway", "37 % of the way"."""
        if not self.on_way:
            return tr("off the way")
        if self.share in (0, 1):
            return NAMES[int(self.share)]
        if self.share == 0.5:
            return tr("halfway")
        share = min(max(round(100 * self.share), 1), 99)
        return tr("{share} % of the way", share=share)

    def refresh(self) -> None:
        """Takes everything as it is now, if anything has changed."""
        session = self.session
        news, computing = self._watch.news(), session.computing
        if not news and computing == self._computing:
            return
        self._computing = computing
        self.revision += 1
        if news & _NETWORK:
            self.network += 1
            self._kept.clear()
        self._present = self._limits = None
        self._now = np.array(session.switches.whole(session.parameters.theta))
        self.is_set = session.sides.values[1] is not None or session.sides.share > 0
        sides = session.sides.kept(self._now)
        first, second = (
            _same(old, new) for old, new in zip(self.sides.values, sides.values, strict=True)
        )
        self.sides = Sides((first, second), sides.share, sides.passed, sides.before)
        there = self.sides.blended(self.share)[1]
        self.on_way = bool(np.array_equal(there, self._now, equal_nan=True))

    def setting(self, name: str) -> Setting:
        """Returns what there is to say of A, B or ``HALFWAY``; worked out when somebody asks."""
        if name == HALFWAY or NAMES.index(name) == self.sides.active:
            if self._present is None:
                self._present = self._in_play()
            return self._present
        side = NAMES.index(name)
        values, known = self.sides.values[side], self._kept.get(side)
        assert values is not None
        if known is None or known[0] is not values:
            known = self._kept[side] = (values, self._elsewhere(values))
        return known[1]

    @property
    def limits(self) -> NDArray[np.float64]:
        """(layers,) where each layer's scale ends: the same for A, B and all between them."""
        if self._limits is None:
            both = np.stack([np.asarray(one) for one in (*self.sides.values, self._now)])
            ends = []
            for block in self.session.layout.blocks:
                part = both[:, block.offset : block.offset + block.size].T
                with np.errstate(all="ignore"):
                    ends.append(rung(float(needed(part, furthest_of(part)).max())))
            self._limits = np.array(ends)
        return self._limits

    def _in_play(self) -> Setting:
        session = self.session
        if session.computing:
            return Setting(self._now, None, self._part, None, None, None)
        return self._said(self._now, session.parameters, known=True)

    def _elsewhere(self, values: Array) -> Setting:
        parameters, silent = self.session.parameters, self.session.switches.silent
        theta = np.where(silent, 0, values).astype(values.dtype, copy=False)
        return self._said(values, parameters.beside(parameters.start, theta), known=False)

    @property
    def _part(self) -> str:
        return "test" if len(self.session.evaluation.test) else "train"

    def _said(self, values: Array, parameters: Parameters, *, known: bool) -> Setting:
        session = self.session
        evaluation = session.evaluation
        if not known:
            evaluation = evaluation.beside(parameters)
        right = None
        if session.dataset.classes:
            measure = evaluation.measure("accuracy")
            right = measure.train if measure.test is None else measure.test
        losses, answer = evaluation.losses, small_answer(session, parameters, evaluation)
        return Setting(values, losses.train, self._part, right, losses.test, answer)


def _same(old: Array | None, new: Array | None) -> Array | None:
    """Returns the array that is known already where another one says the same."""
    same = old is not None and new is not None and np.array_equal(old, new)
    return old if same else new
