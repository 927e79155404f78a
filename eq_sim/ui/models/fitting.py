"""How well the network on screen fits, and what came of what was tried against that."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import structs
from numpy import float64
from numpy.typing import NDArray

from eq_sim.session.actions import AnyAction, Run
from eq_sim.session.change import Watch
from eq_sim.session.questions.fit import Fit, fit_of, points_of
from eq_sim.session.questions.remedies import Compared, Remedy, compared, remedies
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session


@dataclass(frozen=True, eq=False)
class Trial:
    """A remedy that was begun, and the run that it is to mend.

    Attributes:
        remedy: what was tried.
        before: (4, points) the curve of the run without it.
        run: what tells the run with it from others.
    """

    remedy: Remedy
    before: NDArray[float64]
    run: tuple[Scenario, int, int]


class Fitting:
    """The fit of an experiment, looked at again only where something has changed.

    Args:
        session: the experiment.
        do: takes what the hand does; returns whether it was done.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self._session, self._do = session, do
        self._watch = Watch(session.changes)
        self._fit: Fit | None = None
        self._trial: Trial | None = None
        self._asked: tuple[Scenario, object, list[Remedy]] | None = None

    @property
    def fit(self) -> Fit | None:
        """How well the network fits; while a worker looks for the losses, as it was known last."""
        if self._session.computing:
            self._watch.forget()
        elif self._watch.news():
            self._fit = fit_of(self._session)
        return self._fit

    @property
    def begun(self) -> bool:
        """Whether a step was taken."""
        return self._session.step > 0

    def remedies(self) -> list[Remedy]:
        """Returns what can be tried here."""
        fit, scenario = self.fit, self._session.scenario
        if fit is None:
            return []
        about = (type(fit.found), fit.wide)
        if self._asked is None or self._asked[0] is not scenario or self._asked[1] != about:
            self._asked = (scenario, about, remedies(scenario, fit))
        return self._asked[2]

    def begin(self, remedy: Remedy) -> None:
        """Begins again with a remedy, from the same start where the network allows it, and trains.

        What it is measured by is the run that is on screen.
        """
        before = points_of(self._session)
        if self._do(remedy.action):
            self._trial = Trial(remedy, before, self._run())
            self._do(Run())

    def compared(self) -> tuple[Remedy, Compared] | None:
        """Returns what came of the remedy that runs here; None where none does."""
        session, trial = self._session, self._trial
        if trial is None or session.computing or trial.run != self._run():
            return None
        early = bool(session.scenario.training.early_stopping) and not session.running
        return trial.remedy, compared(trial.before, session.losses, session.step, at_end=early)

    def _run(self) -> tuple[Scenario, int, int]:
        session = self._session
        scenario = session.scenario  # but for the speed, which is nobody's
        training = structs.replace(scenario.training, speed=1.0)
        return structs.replace(scenario, training=training), session.seed, session.start_number
