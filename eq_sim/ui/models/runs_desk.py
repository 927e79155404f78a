"""Which finished runs are looked at: chosen in their table, drawn beside the present curve."""

from collections.abc import Callable

from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_rows import RunRow, compares, row_now, row_of, setup_now
from eq_sim.session.run_setups import RunSetup
from eq_sim.session.session import Session

LATEST = 4
"""Runs that are drawn without being asked for, the last that were left."""


class RunsDesk:
    """The finished runs of the experiment on screen, and which of them a person looks at.

    Args:
        session: whose runs.

    Attributes:
        revision: grows with each choice.
        show: brings the table of runs into view.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._chosen: tuple[int, ...] = ()
        self._now: RunSetup
        self._of: tuple[object, ...] | None = None
        self.draws_latest = True
        self.revision = 0
        self.show: Callable[[], None] = lambda: None

    @property
    def runs(self) -> tuple[FinishedRun, ...]:
        """All of them, in the order in which they were left."""
        session = self._session
        shelf = session.present().shelf if session.looking_back else session.shelf
        return shelf.runs

    @property
    def now(self) -> RunSetup:
        """What the run on screen is made with."""
        session = self._session
        of = (session.parameters.start, session.scenario, session.earlier)
        if self._of is None or any(a is not b for a, b in zip(of, self._of, strict=True)):
            self._of, self._now = of, setup_now(session)
        return self._now

    @property
    def rows(self) -> list[RunRow]:
        """All runs as they stand in a table, the one on screen last."""
        session = self._session
        known = not session.computing and session.evaluation.step is None
        rows = [row_of(run, compares=self.compares(run)) for run in self.runs]
        return [*rows, row_now(session, self.now, known=known)]

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of those that are chosen, as far as they are there."""
        there = {run.number for run in self.runs}
        return tuple(number for number in self._chosen if number in there)

    def choose(self, numbers: tuple[int, ...]) -> None:
        """Chooses some runs."""
        if numbers != self._chosen:
            self._chosen = numbers
            self.revision += 1

    def pick(self, number: int) -> None:
        """Chooses one run, and brings the table into view where it stands."""
        self.choose((number,))
        self.show()

    def draw_latest(self, on: bool) -> None:
        """Decides whether the latest runs are drawn without being asked for."""
        if on != self.draws_latest:
            self.draws_latest = on
            self.revision += 1

    def compares(self, run: FinishedRun) -> bool:
        """Whether a run's losses mean the same as those on screen: same data, same loss."""
        return compares(run, self._session)

    @property
    def drawn(self) -> list[FinishedRun]:
        """Those whose curves are drawn: pinned, chosen and the latest, as far as they compare."""
        there = [run for run in self.runs if self.compares(run)]
        latest = {run.number for run in there[-LATEST:]} if self.draws_latest else set[int]()
        wanted = latest | set(self._chosen)
        return [run for run in there if run.pinned or run.number in wanted]

    @property
    def not_drawn(self) -> tuple[int, int]:
        """How many are not drawn: those of other data or another loss, and all others."""
        runs = self.runs
        others = sum(not self.compares(run) for run in runs)
        return others, len(runs) - others - len(self.drawn)
