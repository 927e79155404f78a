"""Which finished runs are looked at: chosen in their table, drawn beside the present curve."""

from collections.abc import Callable

from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_setups import RunSetup, is_random_start, print_of
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
        self._watch = Watch(session.changes, Change.SHELF | Change.STRUCTURE)
        self._chosen: tuple[int, ...] = ()
        self._start: Array | None = None
        self._began: tuple[int | None, str] = (None, "")
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
        start = session.parameters.start
        if start is not self._start:  # a start never changes: another one is another array
            number, seed = session.start_number, session.seed
            drawn = is_random_start(session.layout, session.scenario, seed, number, start)
            self._began = (number + 1 if drawn else None, print_of(start))
            self._start = start
        stages = (*(earlier.scenario for earlier in session.earlier), session.scenario)
        return RunSetup(stages, *self._began)

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
        session = self._session
        return (run.scenario.data, run.seed, run.scenario.training.loss) == (
            session.scenario.data,
            session.seed,
            session.scenario.training.loss,
        )

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
