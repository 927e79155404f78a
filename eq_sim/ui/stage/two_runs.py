"""Two runs side by side: the one that was left last, and the one on screen."""

import numpy as np

from eq_sim.session.change import Change, Watch
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_setups import RunSetup, differing
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.panels.run_words import MOST_SAID, caption, difference_words, value_words
from eq_sim.ui.stage.curves_card import Curve
from eq_sim.ui.style import numbers

_SHOWN = ~Change.SIDES


class TwoRuns:
    """The train losses of two runs whose losses compare, called by what differs.

    Args:
        session: the experiment.
        desk: its finished runs.

    Attributes:
        revision: grows with each change.
        curves: of the earlier run, None where none compares; and of the one on screen.
    """

    title = "Train loss over steps"
    rules: tuple[str, ...] = ()

    def __init__(self, session: Session, desk: RunsDesk) -> None:
        self._session, self._desk = session, desk
        self._watch = Watch(session.changes, _SHOWN)
        self._desks = -1
        self.revision = 0
        self.curves: tuple[Curve | None, Curve | None] = (None, None)
        self.names = ("before", "now")
        self.asides = ("", "")

    def refresh(self) -> None:
        """Takes both runs as they are now, if anything has changed."""
        desk, revision = self._desk, self._desk.revision
        if not self._watch.news() and revision == self._desks:
            return
        self._desks = revision
        self.revision += 1
        drawn = desk.drawn
        run = max(drawn, key=lambda one: one.number) if drawn else None
        before = None if run is None else (np.array(run.points[0]), np.array(run.points[2]))
        self.curves = before, self._present()
        self.names = ("before", "now") if run is None else self._names(run)
        steps = "" if run is None else numbers.steps(run.steps)
        self.asides = steps, numbers.steps(self._session.step)

    @property
    def end(self) -> float:
        """The steps of the longer run."""
        return max([1.0, *(float(curve[0][-1]) for curve in self.curves if curve is not None)])

    @property
    def end_text(self) -> str:
        """The same in words."""
        return numbers.steps(round(self.end))

    def _present(self) -> Curve | None:
        session = self._session
        points = session.history.points
        if not points.size or not session.step:
            return None
        steps, losses = np.array(points[0]), np.array(points[2])
        known = not session.computing and session.evaluation.step is None
        if known and session.step > steps[-1]:
            return np.append(steps, session.step), np.append(losses, session.losses.train)
        return steps, losses

    def _names(self, run: FinishedRun) -> tuple[str, str]:
        """Returns what both are called: by what differs, as far as that is said in a few words."""
        setups = RunSetup.of(run), self._desk.now
        names = differing(setups)
        if run.name or not 0 < len(names) <= MOST_SAID:
            return run.name or "before", "now"
        first, second = (", ".join(_said(name, one) for name in names) for one in setups)
        return first, second


def _said(name: str, setup: RunSetup) -> str:
    """Returns what a run had, with the setting's whole name: "learning rate 0.3"."""
    short = difference_words(name, setup)
    if name not in SETTINGS or short == value_words(name, setup):  # a word says it
        return short
    return f"{caption(name).lower()} {value_words(name, setup)}"
