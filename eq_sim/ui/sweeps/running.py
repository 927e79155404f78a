"""A sweep that runs beside the window: a thread waits for its processes, the window only looks."""

from concurrent.futures import Executor
from threading import Event, Thread

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import EqSimError
from eq_sim.sweeps.plan import Outcome, Sweep
from eq_sim.sweeps.processes import Processes
from eq_sim.sweeps.running import run

_UNFORESEEN = later("Something went wrong inside, and the sweep has ended; what is done is kept")


class RunningSweep:
    """One sweep under way, or ended.

    Args:
        sweep: what runs.
        executor: what runs the trials; None for a thread of this process.

    Attributes:
        sweep: as given.
        failure: why it could not go on, in a sentence; empty where it could. It counts once
            nothing goes on.
    """

    def __init__(self, sweep: Sweep, executor: Processes | Executor | None) -> None:
        self.sweep = sweep
        self.failure = ""
        self._outcomes: list[Outcome] = []
        self._share = 0.0
        self._stop = Event()
        self._executor = executor
        self._thread = Thread(target=self._run, name="sweep", daemon=True)
        self._thread.start()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What has come so far, as it came."""
        return tuple(self._outcomes)

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1."""
        return self._share

    @property
    def goes_on(self) -> bool:
        """Whether there is more to come."""
        return self._thread.is_alive()

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Asks it to stop; what has come stays."""
        self._stop.set()

    def end(self) -> None:
        """Stops it, and returns when its processes have ended."""
        self.stop()
        self._thread.join()

    def _run(self) -> None:
        self.failure = tr(_UNFORESEEN)  # whatever ends this without a word
        try:
            for outcome in run(
                self.sweep, self._executor, stop=self._stop.is_set, progress=self._note
            ):
                self._outcomes.append(outcome)
            self.failure = ""
        except EqSimError as error:
            self.failure = str(error)
        except MemoryError:
            self.failure = tr("There is not enough memory for this sweep")
        except OSError as error:
            why = error.strerror or str(error)
            self.failure = tr("No process could be started: {why}", why=why)

    def _note(self, share: float) -> None:
        self._share = share
