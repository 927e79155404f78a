"""A live session as a file: what was done, when, and now and then a checksum of all knobs.

One JSON object a line. The first names the format; then ``{"t": seconds, "do": action}``, where
training that ran on is one line with ``"until"``; and ``{"t": seconds, "sum": crc32}``. What was
done before the recording began stands at t = 0, so a replay begins where the session did.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import msgspec

from eq_sim.session.actions import AnyAction, Load, Train
from eq_sim.session.errors import LogError
from eq_sim.session.log import Record
from eq_sim.session.scenario import plain
from eq_sim.session.session import Session

_HEADER = {"format": "eq_sim recording", "version": 1}
_FLUSH = 1.0  # seconds after which what happened is on the disk in any case
_CHECK = 10.0  # seconds between checksums


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of the file: an action, or a checksum."""

    t: float
    do: AnyAction | None = None
    until: float | None = None
    sum: int | None = None


@dataclass(frozen=True)
class Done:
    """One thing that was done.

    Attributes:
        start: seconds since the beginning.
        end: when it was over: later than ``start`` for training that ran on.
        action: what.
        checksum: of all knobs after it, where one was taken.
    """

    start: float
    end: float
    action: AnyAction
    checksum: int | None = None


class Recorder:
    """Writes what happens to a session, as it happens.

    Args:
        session: what is recorded.
        path: the file; it is made at once.
        clock: seconds, ever growing.

    Raises:
        LogError: the file cannot be written.
    """

    def __init__(self, session: Session, path: Path, clock: Callable[[], float]) -> None:
        self.session, self.path, self._clock = session, path, clock
        self.failure: str | None = None
        self._began = self._flushed = self._checked = clock()
        self._run: Line | None = None
        self._file: IO[bytes] | None = None
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise LogError(f"{path} cannot be written: {error.strerror}") from error
        self._put(json.dumps(_HEADER).encode())
        for record in session.log.records:
            self._put(msgspec.json.encode(Line(0.0, record.action)))
        self._check(0.0)
        self._flush(self._began)
        session.log.watch(self._heard)

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
        self.session.log.watch(None)
        self._end_run()
        self._check(self._since(self._clock()))
        self._flush(self._clock())
        if self._file is not None:
            self._file.close()
            self._file = None

    def _since(self, now: float) -> float:
        return round(now - self._began, 3)

    def _heard(self, record: Record) -> None:
        now = self._clock()
        at = self._since(now)
        action = record.action
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
        self._put(msgspec.json.encode(Line(at, action)))
        self._flush(now)  # a hand's work is never lost

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            self._put(msgspec.json.encode(run))

    def _check(self, at: float) -> None:
        self._put(msgspec.json.encode(Line(at, sum=checksum(self.session))))

    def _put(self, line: bytes) -> None:
        self._try(lambda file: file.write(line + b"\n"))

    def _flush(self, now: float) -> None:
        self._flushed = now
        self._try(lambda file: file.flush())

    def _try(self, what: Callable[[IO[bytes]], object]) -> None:
        if self._file is None:
            return
        try:
            what(self._file)
        except OSError as error:
            # The experiment goes on; the recording ends where the disk did.
            self.failure = f"The recording stopped: {self.path}: {error.strerror}."
            self.session.log.watch(None)
            self._file = None


def checksum(session: Session) -> int:
    """Returns a number that two sessions share only if all their knobs are the same bits."""
    return zlib.crc32(session.parameters.theta.tobytes())


def read_recording(path: Path) -> list[Done]:
    """Returns what a file says was done. A torn last line is left out: the rest still replays.

    Raises:
        LogError: the file cannot be read, or a line is wrong; names the line and the reason.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror}") from error
    try:
        header = json.loads(lines[0])
    except (ValueError, RecursionError):
        header = None
    if header != _HEADER:
        raise LogError(f"{path} is not a recording of this program's format and version")
    torn = lines.pop()  # empty, unless the end of the file was lost
    done: list[Done] = []
    for number, text in enumerate(lines[1:], start=2):
        try:
            line = msgspec.json.decode(text, type=Line)
        except msgspec.ValidationError as error:
            raise LogError(f"{path}, line {number}: {plain(error)}") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise LogError(f"{path}, line {number}: {error}") from error
        if line.do is not None:
            end = line.t if line.until is None else line.until
            if done and not done[-1].start <= line.t <= end:
                raise LogError(f"{path}, line {number}: time runs backwards")
            done.append(Done(line.t, end, line.do))
        elif line.sum is not None and done:
            done[-1] = replace(done[-1], checksum=line.sum)
    if not done or not isinstance(done[0].action, Load):
        lost = " after a torn line" if torn else ""
        raise LogError(f"{path}{lost}: a recording begins with loading a scenario")
    return done


def trimmed(
    done: list[Done], first: float = 0.0, last: float | None = None, idle: float | None = None
) -> list[Done]:
    """Returns a recording with its beginning and end cut, and its pauses shortened.

    What was done before ``first`` is still done, at once: the session has to get there.

    Args:
        done: the recording.
        first: where it begins, in seconds.
        last: where it ends.
        idle: the longest time that nothing may happen.
    """
    kept, shift, at = [], first, 0.0
    for item in done:
        if last is not None and item.start > last:
            break
        start, end = max(0.0, item.start - shift), max(0.0, item.end - shift)
        if idle is not None and start - at > idle:
            shift += start - at - idle
            start, end = at + idle, at + idle + (end - start)
        kept.append(replace(item, start=start, end=end))
        at = end
    return kept
