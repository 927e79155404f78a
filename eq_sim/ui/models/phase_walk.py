"""The way through the four phases, back and on: what the bar's buttons, keys and menu do.

Back is a look: nothing is changed by it. On looks at what is known to have come, and at the end of
that takes the next phase, step or epoch.
"""

from collections.abc import Callable

from eq_sim.session.actions import AnyAction, Pause, TakePhase, Train
from eq_sim.session.looking import Looking
from eq_sim.session.looking_by_phase import LookingByPhase
from eq_sim.session.session import Session
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.models.phases import Phases


class PhaseWalk:
    """Goes back and on.

    Args:
        session: whose steps.
        looking: where one is in the past.
        phases: the step that is taken apart.
        do: takes what is done; returns whether it was.
    """

    def __init__(
        self,
        session: Session,
        looking: Looking,
        phases: Phases,
        do: Callable[[AnyAction], bool],
    ) -> None:
        self._session, self.looking, self.phases, self._do = session, looking, phases, do
        self._past = LookingByPhase(looking)

    def phase(self, by: int) -> None:
        """Goes a phase on (1) or back (−1)."""
        self._begin()
        if by < 0:
            self._past.back()
        elif not self._past.on():
            self._do(TakePhase())

    def step(self, by: int) -> None:
        """Goes a step on (1) or back (−1)."""
        self._rest()
        if by < 0 or self.looking.active:
            self.looking.step(by)
        else:
            self._do(Train(1))

    def epoch(self, by: int) -> None:
        """Goes on (1) to where the next epoch begins, or back (−1) to where one did."""
        self._rest()
        if by < 0 or self.looking.active:
            self._past.epoch(by)
        else:
            batches = self._session.trainer.batches
            self._do(Train(batches.steps_until(batches.epoch + 1)))

    def to(self, phase: Phase) -> None:
        """Goes to a phase of the step that is shown; the one that is lit is shown once more."""
        self.phases.refresh()
        lit = -1 if self.phases.lit is None else int(self.phases.lit)
        if phase == lit:
            self.phases.replay()
        for _ in range(abs(phase - lit)):
            self.phase(1 if phase > lit else -1)

    def close(self) -> None:
        """Leaves the step as far as it is, and shows it no more."""
        if self.looking.same_step:
            self.looking.back_to_now()
        self.phases.close()

    def _begin(self) -> None:
        self._rest()
        self.phases.refresh()
        self.phases.show()

    def _rest(self) -> None:
        if self._session.running:
            self._do(Pause())
