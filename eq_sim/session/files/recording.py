"""What happened, as a file: actions with their time, and now and then a checksum of all knobs.

One JSON object a line. The first names the format; then ``{"t": seconds, "do": action}``, where
training that ran on is one line with ``"until"``; and ``{"t": seconds, "sum": crc32}``. The first
action loads a scenario, or the state at which the file begins. A saved log is such a file, too: its
times are those that its training took at the speed then set. A table of one's own stands in a line
before the first one that names it, ``{"t": seconds, "table": {…}}``; a very large one does not, and
has to be opened before the recording.

Replaying a file gives the same bits on the same machine.
"""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, BinaryIO, TypeVar

import msgspec
from msgspec import Meta

from eq_sim.regular_file import open_regular
from eq_sim.session.actions import AnyAction, Load, Resume, Set, Train
from eq_sim.session.errors import DocumentError, LogError
from eq_sim.session.files.atomic import write_atomically
from eq_sim.session.files.carried_tables import keep_verified, named_in
from eq_sim.session.files.length import MOST_BYTES, MOST_SECONDS, Length
from eq_sim.session.files.reading import without_mark
from eq_sim.session.log import Record
from eq_sim.session.scenario import plain
from eq_sim.session.session import Session
from eq_sim.session.tables import text_of

HEADER = {"format": "eq_sim recording", "version": 2}
_OLDER = ({"format": "eq_sim recording", "version": 1}, {"format": "eq_sim log", "version": 1})
_Kind = TypeVar("_Kind", "Line", Record)
_Seconds = Annotated[float, Meta(le=MOST_SECONDS)]
_BETWEEN = 0.5  # seconds between two actions of a log
_LONGEST_HEADER = 1000

MOST_CARRIED = 50_000_000
"""Bytes of a table that a recording carries along."""

MOST_CARRIED_CELLS = 4_000_000
"""Cells of a table that a recording carries along."""


class Carried(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table in a line of its own: its text, and the hash of that."""

    sha256: str
    text: str


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of the file: an action, a checksum, or a table."""

    t: _Seconds
    do: AnyAction | None = None
    until: _Seconds | None = None
    sum: int | None = None
    table: Carried | None = None


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


def checksum(session: Session) -> int:
    """Returns a number that two sessions share only if all their knobs are the same bits."""
    return zlib.crc32(session.parameters.theta.tobytes())


def lines_of(session: Session) -> Iterator[bytes]:
    """Yields the lines of a session's log, without their ends; the last one is a checksum."""
    yield json.dumps(HEADER).encode()
    at, carried = 0.0, set[str]()
    for done in timed(session.log.records):
        at = done.end
        until = done.end if done.end > done.start else None
        line = msgspec.json.encode(Line(round(done.start, 3), done.action, until))
        yield from tables_before(line, round(done.start, 3), carried)
        yield line
    yield msgspec.json.encode(Line(round(at, 3), sum=checksum(session)))


def tables_before(line: bytes, at: float, carried: set[str]) -> Iterator[bytes]:
    """Yields the lines of the tables that a line names, and that were in none before.

    Args:
        line: an action's.
        at: its time, in seconds.
        carried: the hashes of the tables that the file has; those that are yielded are added.
    """
    for sha256 in named_in(line):
        text = None if sha256 in carried else text_of(sha256)
        if text is None or len(text) > MOST_CARRIED:
            continue
        if text.count(b",") <= MOST_CARRIED_CELLS:
            carried.add(sha256)
            yield msgspec.json.encode(Line(at, table=Carried(sha256, text.decode())))


def save_log(session: Session, path: Path) -> None:
    """Writes what happened to a file, whole or not at all.

    Raises:
        LogError: the file cannot be written, or is longer than a recording may be.
    """
    lines, length = [], Length()
    for record in session.log.records:
        length.do(record.action)
    for line in lines_of(session):
        length.add(line)
        lines.append(line)
    try:
        write_atomically(path, b"\n".join(lines) + b"\n")
    except OSError as error:
        raise LogError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def timed(records: Iterable[Record]) -> list[Done]:
    """Returns a log's actions with times: training takes as long as at the speed then set.

    Training whose speed is changed while it runs does not rest for it.
    """
    done: list[Done] = []
    at, speed, rest = 0.0, 1.0, 0.0
    trains = False  # whether nothing but a change of speed came after training
    for record in records:
        action = record.action
        if isinstance(action, Set) and action.setting == "speed":
            speed = float(str(action.value))
            done.append(Done(at, at, action))
            rest = 0.0 if trains else rest
            continue
        at = end = min(at + rest, MOST_SECONDS)
        if isinstance(action, Load):
            speed = action.scenario.training.speed
        elif isinstance(action, Resume):
            speed = action.saved.scenario.training.speed
        elif isinstance(action, Train):
            end = min(at + action.steps / speed, MOST_SECONDS)
        done.append(Done(at, end, action))
        at, rest, trains = end, _BETWEEN, isinstance(action, Train)
    return done


def read_recording(path: Path) -> list[Done]:
    """Returns what a file says was done. A torn last line is left out: the rest still replays.

    Raises:
        LogError: the file cannot be read, or a line is wrong; names the line and the reason.
    """
    try:
        with open_regular(path, MOST_BYTES) as file:
            return _read(path, _Lines(file))
    except OSError as error:
        raise LogError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


class _Lines:
    """The lines of a file, without their ends; a torn last one is left out.

    Attributes:
        torn: whether one was.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.torn = file, False

    def __iter__(self) -> Iterator[bytes]:
        # What is read is never longer than what a recording may have all together.
        while line := self._file.readline(MOST_BYTES + 1):
            self.torn = not line.endswith(b"\n")
            if self.torn and len(line) <= MOST_BYTES:
                return
            yield line.rstrip(b"\r\n")


def _read(path: Path, lines: _Lines) -> list[Done]:
    numbered = enumerate(lines, start=1)
    _, first = next(numbered, (1, b""))
    header = _header(first)
    if header != HEADER and header not in _OLDER:
        raise LogError("{path} is not a recording of this program's format and version", path=path)
    if header == _OLDER[1]:
        done = timed(item for _, item in _decoded(path, numbered, Record))
    else:
        done = _done(path, numbered)
    if not done or not isinstance(done[0].action, Load | Resume):
        if lines.torn:
            raise LogError(
                "{path} after a torn line: a recording begins with loading a scenario or a state",
                path=path,
            )
        raise LogError("{path}: a recording begins with loading a scenario or a state", path=path)
    return done


def _header(line: bytes) -> object:
    """Returns what the first line says; None where it is longer than it can be, or no JSON."""
    if len(line) > _LONGEST_HEADER:
        return None
    try:
        return json.loads(without_mark(line))
    except (ValueError, RecursionError):
        return None


def is_torn(path: Path) -> bool:
    """Returns whether the end of a recording was lost: its last line is not whole.

    Raises:
        LogError: the file cannot be read.
    """
    try:
        with open_regular(path, MOST_BYTES) as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(file.tell() - 1, 0))
            return file.read() != b"\n"
    except OSError as error:
        raise LogError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


def _done(path: Path, numbered: Iterable[tuple[int, bytes]]) -> list[Done]:
    done: list[Done] = []
    for number, line in _decoded(path, numbered, Line):
        if line.do is not None:
            end = line.t if line.until is None else line.until
            if not (done[-1].start if done else 0.0) <= line.t <= end:
                raise LogError(
                    "{path}, line {number}: time runs backwards", path=path, number=number
                )
            done.append(Done(line.t, end, line.do))
        elif line.table is not None:
            try:
                keep_verified(line.table.sha256, line.table.text.encode())
            except (DocumentError, UnicodeEncodeError) as error:
                raise LogError(
                    "{path}, line {number}: {what}", path=path, number=number, what=error
                ) from error
        elif line.sum is not None and done:
            done[-1] = replace(done[-1], checksum=line.sum)
    return done


def _decoded(
    path: Path, numbered: Iterable[tuple[int, bytes]], kind: type[_Kind]
) -> Iterator[tuple[int, _Kind]]:
    """Yields lines with their numbers, each as what it has to be.

    Raises:
        LogError: one is not, or there are more than a recording may have.
    """
    length = Length()
    for number, text in numbered:
        try:
            length.add(text)
            line = msgspec.json.decode(text, type=kind)
            length.do(line.action if isinstance(line, Record) else line.do)
        except msgspec.ValidationError as error:
            raise LogError(
                "{path}, line {number}: {what}", path=path, number=number, what=plain(error)
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise LogError("{path}: line {number} is damaged", path=path, number=number) from error
        except LogError as error:
            raise LogError(
                "{path}, line {number}: {error}", path=path, number=number, error=error
            ) from error
        yield number, line


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
