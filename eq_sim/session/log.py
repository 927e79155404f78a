"""What happened, in order: an experiment is its list of actions.

A log file has one JSON record a line. The first names the format, each other one is an action
with the step it applies to. Training is logged as counts of steps; what ran without a pause is
one record. Replaying a log gives the same bits on the same machine.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from eq_sim.session.actions import AnyAction, Train
from eq_sim.session.errors import LogError
from eq_sim.session.files import write_atomically
from eq_sim.session.scenario import plain

_HEADER = {"format": "eq_sim log", "version": 1}


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One action, and the count of steps when it came."""

    step: int
    action: AnyAction


class Log:
    """The actions of a session, oldest first."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._listener: Callable[[Record], None] | None = None

    def watch(self, listener: Callable[[Record], None] | None) -> None:
        """Tells somebody of each action from here on, unmerged; None tells nobody."""
        self._listener = listener

    def add(self, step: int, action: AnyAction, *, running: bool = False) -> None:
        """Appends an action; running training right after training lengthens the record.

        Steps that a hand took stay apart, for each of them can be undone.
        """
        if self._listener is not None:
            self._listener(Record(step, action))
        if running and isinstance(action, Train) and self.records:
            last = self.records[-1]
            if isinstance(last.action, Train):
                self.records[-1] = Record(last.step, Train(last.action.steps + action.steps))
                return
        self.records.append(Record(step, action))

    def lines(self) -> Iterator[bytes]:
        """Yields the lines of the log's file, without their ends."""
        yield json.dumps(_HEADER).encode()
        for record in self.records:
            yield msgspec.json.encode(record)

    def save(self, path: Path) -> None:
        """Writes the log to a file, whole or not at all.

        Raises:
            LogError: the file cannot be written.
        """
        try:
            write_atomically(path, b"\n".join(self.lines()) + b"\n")
        except OSError as error:
            raise LogError(f"{path} cannot be written: {error.strerror}") from error


def read_log(path: Path) -> list[Record]:
    """Returns the records of a log file.

    Raises:
        LogError: the file cannot be read, or a line is wrong; names the line.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror}") from error
    try:
        header = json.loads(lines[0]) if lines else None
    except (ValueError, RecursionError):
        header = None
    if header != _HEADER:
        raise LogError(f"{path} is not a log of this program's format and version")
    records = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            records.append(msgspec.json.decode(line, type=Record))
        except msgspec.ValidationError as error:
            raise LogError(f"{path}, line {number}: {plain(error)}") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise LogError(f"{path}, line {number}: {error}") from error
    return records
