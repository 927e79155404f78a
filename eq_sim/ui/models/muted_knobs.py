"""Which knobs are silent, the last ones first, and how many answers are others for it."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.network.making import made
from eq_sim.network.mlp import Network
from eq_sim.network.types import Array
from eq_sim.session import actions as act
from eq_sim.session.change import Change, Watch
from eq_sim.session.errors import KnobError
from eq_sim.session.knob_sets import places_of
from eq_sim.session.names import knob_name
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Touches
from eq_sim.session.training.loss_of import loss_of

_SHOWN = Change.SWITCHES | Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE
_QUICK = 50_000_000  # products that a look may take
_OTHER_KNOBS = (
    act.Load,
    act.Resume,
    act.BeginWith,
    act.AddNeurons,
    act.RemoveNeuron,
    act.AddLayer,
    act.RemoveLayer,
    act.AddAdapter,
    act.MergeAdapter,
    act.RemoveAdapter,
)
"""After these a place in θ may be that of another knob."""


@dataclass(frozen=True)
class Silent:
    """One silent knob.

    Attributes:
        name: in words.
        value: what it comes back to.
    """

    name: str
    value: float


@dataclass(frozen=True)
class Changed:
    """How many answers are others because knobs are silent.

    Attributes:
        answers: how many.
        of: of how many.
        part: which part of the data they are.
    """

    answers: int
    of: int
    part: str

    @property
    def words(self) -> tuple[str, ...]:
        """Of how many, in two parts: "of 539 answers", "on test changed"."""
        if self.part == "test":
            said = tr("of {answers:,} answers\non test changed", answers=self.of)
        else:
            said = tr("of {answers:,} answers\non train changed", answers=self.of)
        return tuple(said.split("\n"))

    @property
    def sentence(self) -> str:
        """All of it: "12 of 539 answers on test changed"."""
        if self.part == "test":
            return tr(
                "{changed:,} of {answers:,} answers on test changed",
                changed=self.answers,
                answers=self.of,
            )
        return tr(
            "{changed:,} of {answers:,} answers on train changed",
            changed=self.answers,
            answers=self.of,
        )


@dataclass(frozen=True)
class MutedNow:
    """What there is to show of silent knobs.

    Attributes:
        knobs: how many are silent.
        of: how many there are.
        last: the last of them, the very last first.
        changed: how many answers are others; None where that is not known, or no answer is a class.
    """

    knobs: int
    of: int
    last: tuple[Silent, ...]
    changed: Changed | None

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        parts = [tr("{silent:,} of {all:,} knobs", silent=self.knobs, all=self.of)]
        if self.changed is not None:
            parts.append(self.changed.sentence)
        if self.last:
            parts.append(tr("last: {names}", names=", ".join(one.name for one in self.last[:3])))
        return ". ".join(parts)


class MutedKnobs:
    """Looks at the silent knobs of an experiment.

    Args:
        session: whose.
        most: how many of the last ones are named.
    """

    def __init__(self, session: Session, most: int) -> None:
        self._session, self._most = session, most
        self._watch = Watch(session.changes, _SHOWN)
        self._switched = Watch(session.changes, Change.SWITCHES | Change.STRUCTURE)
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._now: MutedNow | None = None
        self._waits = False

    @property
    def now(self) -> MutedNow:
        """What there is to show."""
        if self._now is None:
            self.refresh()
        assert self._now is not None
        return self._now

    def refresh(self) -> bool:
        """Looks again, if anything may have changed. Returns whether something has."""
        if not self._watch.news() and self._now is not None and not self._waits:
            return False
        self._waits = self._session.computing
        if self._switched.news():
            self._order = _last_first(self._session)
        before, self._now = self._now, self._look()
        return before != self._now

    def _look(self) -> MutedNow:
        session = self._session
        silent = session.switches.silent
        parked = session.switches.parked
        last = tuple(
            Silent(knob_name(session.layout, session.dataset, int(knob)), float(parked[knob]))
            for knob in self._order[: self._most]
        )
        return MutedNow(int(np.count_nonzero(silent)), silent.size, last, _changed(session))


def _last_first(session: Session) -> NDArray[np.intp]:
    """Returns the silent knobs, those that became so last first; together, in the order of θ."""
    silent = session.switches.silent
    when = np.zeros(silent.size, dtype=np.int64)
    for number, record in enumerate(session.log.records, start=1):
        action = record.action
        if isinstance(action, _OTHER_KNOBS) or (
            isinstance(action, act.Set) and SETTINGS[action.setting].touches is Touches.NETWORK
        ):
            when[:] = 0
        elif isinstance(action, act.Mute) and action.on:
            with suppress(KnobError):  # of another network, before an undo
                when[places_of(action.knobs, silent.size)] = number
        elif isinstance(action, act.Solo | act.Prune):
            when[silent & (when == 0)] = number
    places = np.flatnonzero(silent)
    return places[np.argsort(-when[places], kind="stable")]


def _changed(session: Session) -> Changed | None:
    """Returns how many classes are answered otherwise than with all knobs."""
    evaluation, layout = session.evaluation, session.layout
    if not session.dataset.classes or session.computing or evaluation.step is not None:
        return None
    train, test = len(evaluation.train), len(evaluation.test)
    part = slice(train, train + test) if test else slice(0, train)
    samples = evaluation.samples[:, part]
    if layout.size * samples.shape[1] > _QUICK:
        return None
    now = evaluation.answers[1 if test else 0]
    parameters = session.parameters
    whole = made(layout, session.switches.whole(parameters.theta), parameters.making, None)
    loss = loss_of(session.scenario.training)
    with np.errstate(all="ignore"):
        then = loss.link(Network(layout, loss).answers(whole, samples[:-1]))
    others = int(np.count_nonzero(_classes(now) != _classes(then)))
    return Changed(others, samples.shape[1], "test" if test else "train")


def _classes(answers: Array) -> NDArray[np.intp]:
    """Returns which class each of (outputs, samples) answers says."""
    if answers.shape[0] == 1:
        return np.asarray(answers[0] >= 0.5, dtype=np.intp)
    return np.asarray(answers.argmax(axis=0), dtype=np.intp)
