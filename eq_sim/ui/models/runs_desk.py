"""Which finished runs are looked at: chosen in their table, drawn beside the present curve."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.run_rows import RunRow, compares, row_now, row_of, setup_now
from eq_sim.session.run_setups import RunSetup
from eq_sim.session.session import Session
from eq_sim.ui.style.run_colors import COUNT

LATEST = 4
"""Runs that are drawn without being asked for, the last that were left."""


@dataclass(frozen=True, eq=False)
class _Looks:
    """What is looked at, worked out once for some runs and some choice.

    Attributes:
        rows: of the finished runs.
        drawn: those whose curves are drawn.
        colors: the place of each one's colour, by its number.
        others: how many are of other data or another loss.
    """

    rows: tuple[RunRow, ...]
    drawn: tuple[FinishedRun, ...]
    colors: dict[int, int]
    others: int


class RunsDesk:
    """The finished runs of the experiment on screen, and which of them a person looks at.

    Args:
        session: whose runs.

    Attributes:
        draws_latest: whether the latest runs are drawn without being asked for.
        revision: grows with each choice.
        show: brings the table of runs into view.
        save: asks for a file, and writes the table of runs into it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._chosen: tuple[int, ...] = ()
        self._now: RunSetup
        self._now_of: tuple[object, ...] | None = None
        self._looks: _Looks
        self._looks_of: tuple[object, ...] | None = None
        self.draws_latest = True
        self.revision = 0
        self.show: Callable[[], None] = lambda: None
        self.save: Callable[[], None] = lambda: None

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
        if _are_others(of, self._now_of):
            self._now_of, self._now = of, setup_now(session)
        return self._now

    @property
    def rows(self) -> list[RunRow]:
        """All runs as they stand in a table, the one on screen last."""
        session = self._session
        known = not session.computing and session.evaluation.step is None
        return [*self._looked.rows, row_now(session, self.now, known=known)]

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

    @property
    def drawn(self) -> tuple[FinishedRun, ...]:
        """Those whose curves are drawn: pinned, chosen and the latest, as far as they compare."""
        return self._looked.drawn

    @property
    def not_drawn(self) -> tuple[int, int]:
        """How many are not drawn: those of other data or another loss, and all others."""
        looked = self._looked
        return looked.others, len(looked.rows) - looked.others - len(looked.drawn)

    def color(self, number: int) -> int:
        """Returns the place of a run's colour: that of its number, unless it is in use already."""
        return self._looked.colors.get(number, _own(number))

    @property
    def _looked(self) -> _Looks:
        session, runs = self._session, self.runs
        scenario = session.scenario
        of = (runs, self._chosen, self.draws_latest, scenario, session.dataset)
        if _are_others(of, self._looks_of):
            self._looks_of, self._looks = of, self._look(runs)
        return self._looks

    def _look(self, runs: tuple[FinishedRun, ...]) -> _Looks:
        rows = tuple(row_of(run, compares=compares(run, self._session)) for run in runs)
        there = [run for run, row in zip(runs, rows, strict=True) if row.compares]
        latest = {run.number for run in there[-LATEST:]} if self.draws_latest else set[int]()
        wanted = latest | set(self._chosen)
        drawn = tuple(run for run in there if run.pinned or run.number in wanted)
        return _Looks(rows, drawn, _colors(drawn), len(runs) - len(there))


def _colors(drawn: tuple[FinishedRun, ...]) -> dict[int, int]:
    """Returns a place for each run's colour, pinned ones first; apart while there are enough."""
    taken: dict[int, int] = {}
    for run in sorted(drawn, key=lambda run: not run.pinned):
        free = [place for place in range(COUNT) if place not in taken.values()]
        own = _own(run.number)
        taken[run.number] = own if own in free or not free else free[0]
    return taken


def _own(number: int) -> int:
    return (number - 1) % COUNT


def _are_others(of: tuple[object, ...], known: tuple[object, ...] | None) -> bool:
    """Whether something is not the very same as what is known."""
    return known is None or any(one is not other for one, other in zip(of, known, strict=True))
