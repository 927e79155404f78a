"""Two runs side by side: the one that was left last, and the one on screen."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.language.stage_names import FIRST, TEST
from eq_sim.session.change import Change, Watch
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_setups import RunSetup, differing
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.panels.run_words import MOST_SAID, difference_words, value_words
from eq_sim.ui.stage.curves_card import Curve
from eq_sim.ui.style import numbers

_SHOWN = ~Change.SIDES

_PATIENCE = "early_stopping"  # its number says little by itself
_OFF_AT_ZERO = frozenset({"dropout", "l1", "l2", _PATIENCE})

_Points: TypeAlias = NDArray[np.float64]
"""(3, points): steps, growing, train loss and test loss there."""


class TwoRuns:
    """The losses of two runs whose losses compare, called by what differs.

    Args:
        session: the experiment.
        desk: its finished runs.
        options: "test" for the test loss, with the train loss under it; "first" for the first of
            the finished runs in the place of the last.

    Attributes:
        revision: grows with each change.
        curves: of the earlier run, None where none compares; and of the one on screen.
        under: the train losses of both, where the curves are of the test loss.
    """

    rules: tuple[str, ...] = ()

    def __init__(self, session: Session, desk: RunsDesk, options: tuple[str, ...] = ()) -> None:
        self._session, self._desk = session, desk
        self._first = FIRST in options
        self._tested = TEST in options
        self._watch = Watch(session.changes, _SHOWN)
        self._desks = -1
        self.revision = 0
        self.curves: tuple[Curve | None, Curve | None] = (None, None)
        self.under: tuple[Curve | None, Curve | None] = (None, None)
        self.names = tr("before"), tr("now")
        self.asides = ("", "")

    @property
    def title(self) -> str:
        """What the curves are of."""
        if self._tested:
            return tr("Test loss (dashed) and train loss")
        return tr("Train loss over steps")

    def measured(self, loss: str) -> str:
        """Returns a loss, and what it is: "train loss 0.12"."""
        if self._tested:
            return tr("test loss {loss}", loss=loss)
        return tr("train loss {loss}", loss=loss)

    def refresh(self) -> None:
        """Takes both runs as they are now, if anything has changed."""
        desk, revision = self._desk, self._desk.revision
        if not self._watch.news() and revision == self._desks:
            return
        self._desks = revision
        self.revision += 1
        drawn = sorted(desk.drawn, key=lambda one: one.number)
        run = drawn[0 if self._first else -1] if drawn else None
        before = None if run is None else np.array(run.points[[0, 2, 3]])
        now = self._present()
        self.curves = self._measured(before), self._measured(now)
        self.under = (None, None)
        if self._tested:
            self.under = _curve(before, 1), _curve(now, 1)
        self.names = (tr("before"), tr("now")) if run is None else self._names(run)
        self.asides = self._aside(before), self._aside(now)

    @property
    def end(self) -> float:
        """The steps of the longer run."""
        return max([1.0, *(float(curve[0][-1]) for curve in self.curves if curve is not None)])

    @property
    def end_text(self) -> str:
        """The same in words."""
        return numbers.steps(round(self.end))

    def _present(self) -> _Points | None:
        session = self._session
        points = session.history.points
        if not points.size or not session.step:
            return None
        taken = np.array(points[[0, 2, 3]])
        known = not session.computing and session.evaluation.step is None
        if known and session.step > taken[0, -1]:
            losses = session.losses
            test = np.nan if losses.test is None else losses.test
            return np.column_stack([taken, [session.step, losses.train, test]])
        return taken

    def _measured(self, points: _Points | None) -> Curve | None:
        return _curve(points, 2 if self._tested else 1)

    def _aside(self, points: _Points | None) -> str:
        """Returns what is said below a number: how long it took; of a test loss, the other one."""
        if points is None:
            return ""
        if self._tested:
            return tr("on test; train {loss}", loss=numbers.loss(float(points[1, -1])))
        return numbers.steps(round(float(points[0, -1])))

    def _names(self, run: FinishedRun) -> tuple[str, str]:
        """Returns what both are called: by what differs, as far as that is said in a few words."""
        setups = RunSetup.of(run), self._desk.now
        names = differing(setups)
        if run.name or not 0 < len(names) <= MOST_SAID:
            return run.name or tr("before"), tr("now")
        if names == ("hidden",):
            return _knobs(run.knobs), _knobs(self._session.layout.size)
        first, second = (", ".join(_said(name, *pair) for name in names) for pair in _pairs(setups))
        return first, second


def _knobs(count: int) -> str:
    return ntr("{count:,} knob", "{count:,} knobs", count)


def _pairs(setups: tuple[RunSetup, RunSetup]) -> tuple[tuple[RunSetup, RunSetup], ...]:
    """Returns each of two setups with the other one."""
    return setups, setups[::-1]


def _said(name: str, setup: RunSetup, other: RunSetup) -> str:
    """Returns what a run had, with the setting's whole name: "learning rate 0.3", "no dropout"."""
    short, value = difference_words(name, setup), value_words(name, setup)
    if name not in SETTINGS or short == value:  # a word says it
        return short
    called = tr(SETTINGS[name].caption).partition(" (")[0]
    if name in _OFF_AT_ZERO and setup.values(name) == (0,):
        return tr("no {setting}", setting=called)
    if name == _PATIENCE and other.values(name) == (0,):
        return called
    return f"{called} {value}"


def _curve(points: _Points | None, row: int) -> Curve | None:
    return None if points is None else (points[0], points[row])
