"""The recovery journal: a state on the disk and what was done since, for when the program dies.

It lies in a folder of its own, never beside the document. Generation ``n`` is ``state-n.eqsim`` and
``since-n.jsonl``, an action a line. A new generation begins before replaying the old one would take
long: its state is written on a worker, while its actions go on being written; until the state is
whole, the generation before it leads there. What a replay cannot do, such as undoing what was done
before the state, begins a new one, too, and to that nothing leads but its state.

Whatever the disk or the memory refuses, the experiment goes on: the journal says that it has
failed, and after a while begins anew with what is true then.
"""

import contextlib
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from secrets import token_hex
from typing import IO

import msgspec

from eq_sim.language.tr import tr
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.owner_lock import own
from eq_sim.session.log import LogState
from eq_sim.session.parked import Parked
from eq_sim.session.session import Session

ABOUT, STATE, SINCE = "about.json", "state-{}.eqsim", "since-{}.jsonl"
GOES_ON, ALONE = b"goes on", b"alone"
"""The first line of what was done: whether the generation before leads to its state."""

WAITING = "waiting-{}.eqsim"
BESIDE = "beside"
"""What is kept beside the experiments: the journal does not know what it is."""

_FLUSH = 1.0  # seconds after which what was trained is on the disk in any case
_LONGEST = 2.5  # seconds that a recovery takes, by the estimate below, before a new state
_STEP, _RATE, _LINE = 4e-5, 1e9, 1e-4  # seconds a step, multiplications a second, seconds a line
_AGAIN = 10.0  # seconds after a failure before it is tried again
_REFUSED = (OSError, MemoryError, RuntimeError, EqSimError)
"""What a disk, a memory or a system that starts no more threads says."""

_BEYOND = (act.Undo, act.Redo, act.GoTo, act.Load, act.Resume)


class About(msgspec.Struct, frozen=True):
    """What is known of the open experiments beside what is in them.

    Attributes:
        name: of the one on screen.
        path: its file; empty before it was saved.
        waiting: names and files of the parked ones, in the order of their numbers.
        files: every file that is open, for other windows.
    """

    name: str = ""
    path: str = ""
    waiting: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


class Journal:
    """Writes what happens to a session, so that little is lost if the program dies.

    Args:
        folder: of all journals; one of its own is made in it.
        session: what is kept.
        clock: seconds, ever growing.

    Attributes:
        path: the journal's own folder.
        failure: why nothing is kept at present; empty while all is well.

    Raises:
        OSError: the folder cannot be made.
    """

    def __init__(self, folder: Path, session: Session, clock: Callable[[], float]) -> None:
        self._session, self._clock = session, clock
        self.failure = ""
        self.path = folder / token_hex(8)
        self.path.mkdir(parents=True)
        try:
            self._owner = own(self.path)
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise
        self._worker = ThreadPoolExecutor(1, "journal")
        self._works: list[Future[None]] = []
        self._generation = self._oldest = self._steps = 0
        self._log = session.log.number
        self._since: IO[bytes] | None = None
        self._replay = 0.0  # seconds that replaying the present generation takes
        self._due = self._broken = False
        self._flushed = self._failed = clock()
        self._waiting: list[Parked] = []
        self._about = About()
        self._beside: Callable[[], bytes] | None = None
        self._guarded(lambda: self._begin(ALONE))
        self._stop_listening = session.listen(self._heard)

    def tick(self) -> None:
        """Called now and then, by time: what waits gets onto the disk."""
        if self._clock() - self._flushed >= _FLUSH:
            self._guarded(self._flush)
        if self._broken and self._clock() - self._failed >= _AGAIN:
            self._broken = False
            self._waiting, self._about = [], About()  # what is noted next is written anew
            self.keep_beside(self._beside)
        if self._due or self._replay > _LONGEST:
            self._guarded(lambda: self._begin(ALONE if self._due else GOES_ON))

    def note(self, about: About, waiting: list[Parked]) -> None:
        """Keeps what is open beside the session, and what it is called.

        Args:
            about: names and files.
            waiting: the parked experiments, in the order of their names.
        """
        fresh = [
            (place, parked)
            for place, parked in enumerate(waiting)
            if place >= len(self._waiting) or self._waiting[place] is not parked
        ]
        if self._broken or (not fresh and about == self._about):
            return
        self._waiting, self._about = list(waiting), about

        def write() -> None:
            for place, parked in fresh:
                lone = Experiment(parked.state, LogState(parked.state))
                save_experiment(self.path / WAITING.format(place), lone, self.path)
            write_atomically(self.path / ABOUT, msgspec.json.encode(about))

        self._guarded(lambda: self._works.append(self._worker.submit(write)))

    def keep_beside(self, make: Callable[[], bytes] | None) -> None:
        """Keeps something beside the experiments, in the place of what was kept there before.

        Args:
            make: returns it, on another thread; None for nothing.
        """
        self._beside = make
        if self._broken:
            return

        def write() -> None:
            if make is None:
                (self.path / BESIDE).unlink(missing_ok=True)
            else:
                write_atomically(self.path / BESIDE, make())

        self._guarded(lambda: self._works.append(self._worker.submit(write)))

    def settle(self) -> None:
        """Waits until everything is on the disk."""
        wait(self._works)
        if self._due:
            self._guarded(lambda: self._begin(ALONE))
        self._guarded(self._flush)
        wait(self._works)
        self._look_at_works()

    def close(self, *, keep: bool = False) -> None:
        """Ends the journal.

        Args:
            keep: leave it for the next start; otherwise nothing is left.
        """
        self._stop_listening()
        self.settle()
        self._worker.shutdown()
        self._let_go()
        with contextlib.suppress(OSError):
            self._owner.close()
        if not keep:
            shutil.rmtree(self.path, ignore_errors=True)

    def _heard(self, action: act.AnyAction) -> None:
        self._guarded(lambda: self._write(action))

    def _write(self, action: act.AnyAction) -> None:
        if self._due:
            self._begin(ALONE)  # what was just done is in it
        elif isinstance(action, act.Train) and self._session.running:
            self._steps += action.steps
        elif isinstance(action, _BEYOND) or self._session.log.number != self._log:
            self._begin(ALONE)
        else:
            self._put_steps()
            self._put(action)
            self._flush()  # a hand's work is never lost

    def _begin(self, how: bytes) -> None:
        """Begins a generation; while the last state is still being written it is only due.

        Args:
            how: whether all that led to it is written.

        Raises:
            OSError: it cannot be written.
            MemoryError: there is no room for the state.
        """
        self._put_steps()
        self._look_at_works()
        if self._broken or self._works:
            self._due = self._due or how is ALONE
            return
        self._due, self._replay = False, 0.0
        self._log = self._session.log.number
        self._generation += 1
        number, state = self._generation, self._session.present()
        experiment = Experiment(state, LogState(state))
        if self._since is not None:
            self._since.close()
        self._since = (self.path / SINCE.format(number)).open("wb")
        self._since.write(how + b"\n")

        def write() -> None:
            save_experiment(self.path / STATE.format(number), experiment, self.path)
            self._forget_before(number)

        self._works.append(self._worker.submit(write))

    def _forget_before(self, number: int) -> None:
        """Takes the generations before one away; what somebody has open goes the next time."""
        for old in range(self._oldest, number):
            try:
                for name in (STATE, SINCE):
                    (self.path / name.format(old)).unlink(missing_ok=True)
            except OSError:
                return
            self._oldest = old + 1

    def _put_steps(self) -> None:
        steps, self._steps = self._steps, 0
        if steps:
            self._put(act.Train(steps))

    def _put(self, action: act.AnyAction) -> None:
        if self._since is None or self._due or self._broken:
            return  # it would come after something that is not written
        self._replay += _LINE
        if isinstance(action, act.Train):
            session = self._session
            work = 3 * session.layout.size * session.trainer.batches.batch
            self._replay += action.steps * (_STEP + work / _RATE)
        self._since.write(msgspec.json.encode(action) + b"\n")

    def _flush(self) -> None:
        self._flushed = self._clock()
        self._put_steps()
        self._look_at_works()
        if self._since is not None:
            self._since.flush()

    def _look_at_works(self) -> None:
        """Forgets what is written; what could not be written breaks the journal."""
        for work in [work for work in self._works if work.done()]:
            self._works.remove(work)
            error = work.exception()
            if error is not None:
                self._fail(error)
            elif not self._broken:
                self.failure = ""

    def _guarded(self, what: Callable[[], None]) -> None:
        """Does something; what cannot be kept is said, and the experiment goes on."""
        try:
            what()
        except _REFUSED as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        """Keeps nothing for a while; then a new generation begins, to which nothing leads."""
        reason = tr("there is not enough memory")
        if not isinstance(error, MemoryError):
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        self.failure = tr(
            "What you do is not kept for a recovery at present: {reason}.", reason=reason
        )
        self._broken = self._due = True
        self._failed, self._steps = self._clock(), 0
        self._let_go()

    def _let_go(self) -> None:
        """Closes the file of what was done; it may not be possible to write its end."""
        since, self._since = self._since, None
        if since is not None:
            with contextlib.suppress(OSError, MemoryError):
                since.close()
