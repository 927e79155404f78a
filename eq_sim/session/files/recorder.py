"""Writes a live session to a file, as it happens."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, Train
from eq_sim.session.errors import LogError
from eq_sim.session.files.length import MOST_SECONDS, Length
from eq_sim.session.files.recording import HEADER, Line, checksum, tables_before
from eq_sim.session.session import Session

_FLUSH = 1.0  # seconds after which what happened is on the disk in any case
_CHECK = 10.0  # seconds between checksums
_FEW = 1000  # actions before the recording that are written out; more of them are one state


class Recorder:
    """Writes what happens to a session, as it happens.

    Args:
        session: what is recorded.
        path: the file; it is made at once.
        clock: seconds, ever growing.

    Attributes:
        failure: why the recording stopped by itself.

    Raises:
        LogError: the file cannot be written.
    """

    def __init__(self, session: Session, path: Path, clock: Callable[[], float]) -> None:
        self.session, self.path, self._clock = session, path, clock
        self.failure: str | None = None
        self._began = self._flushed = self._checked = clock()
        self._run: Line | None = None
        self._length = Length()
        self._carried: set[str] = set()
        self._file: IO[bytes] | None = None
        self._stop_listening: Callable[[], None] = lambda: None
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise LogError(
                "{path} cannot be written: {reason}", path=path, reason=error.strerror
            ) from error
        self._write(json.dumps(HEADER).encode())
        if len(session.log.records) > _FEW:
            session.begin_log_anew()
        self._put_log(0.0)
        self._log = session.log.number
        self._check(0.0)
        self._flush(self._began)
        if self.failure is None:
            self._stop_listening = session.listen(self._heard)

    def tick(self) -> None:
        """Called now and then while nothing is done: what waits gets onto the disk."""
        now = self._clock()
        if now - self._flushed >= _FLUSH:
            self._end_run()
            if now - self._checked >= _CHECK:
                self._checked = now
                self._check(self._since(now))
            self._flush(now)

    def stop(self) -> None:
        """Ends the recording."""
        if self._file is None:
            return
        self._end_listening()
        self._end_run()
        self._check(self._since(self._clock()))
        self._flush(self._clock())
        if self._file is not None:
            self._file.close()
            self._file = None

    def _end_listening(self) -> None:
        """Once: what is written last may fail, and ends it, too."""
        stop, self._stop_listening = self._stop_listening, lambda: None
        stop()

    def _since(self, now: float) -> float:
        return min(round(now - self._began, 3), MOST_SECONDS)

    def _heard(self, action: AnyAction) -> None:
        now = self._clock()
        at = self._since(now)
        if isinstance(action, Train) and self.session.running:
            run = self._run
            if run is not None and isinstance(run.do, Train):
                steps = run.do.steps + action.steps
                self._run = Line(run.t, Train(steps), until=at)
            else:
                self._run = Line(at, action, until=at)
            self.tick()
            return
        self._end_run()
        if self._log != self.session.log.number:  # it began anew, at what a replay cannot reach
            self._log = self.session.log.number
            self._put_log(at)
        else:
            self._put(Line(at, action))
        self._flush(now)  # a hand's work is never lost

    def _put_log(self, at: float) -> None:
        """Writes the log as it is: places in it are the same in the recording."""
        for record in self.session.log.records:
            self._put(Line(at, record.action))

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            self._put(run)

    def _check(self, at: float) -> None:
        if self.session.looking_back:
            return  # what is shown is not what a replay comes to
        self._put(Line(at, sum=checksum(self.session)))

    def _put(self, line: Line) -> None:
        """Writes a line, unless the file would then be longer than can be read again."""
        text = msgspec.json.encode(line)
        try:
            for table in tables_before(text, line.t, self._carried):
                self._length.add(table)
                self._write(table)
            self._length.add(text)
            self._length.do(line.do)
        except LogError as error:
            self._fail(str(error))
        else:
            self._write(text)

    def _write(self, text: bytes) -> None:
        self._try(lambda file: file.write(text + b"\n"))

    def _flush(self, now: float) -> None:
        self._flushed = now
        self._try(lambda file: file.flush())

    def _try(self, what: Callable[[IO[bytes]], object]) -> None:
        if self._file is None:
            return
        try:
            what(self._file)
        except OSError as error:
            self._fail(str(error.strerror))

    def _fail(self, reason: str) -> None:
        """The experiment goes on; the recording ends where the disk or the file did."""
        if self.failure is None:
            self.failure = tr(
                "The recording stopped: {path}: {reason}.", path=self.path, reason=reason
            )
            self._end_listening()
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()
