"""The experiment file, ``.eqsim``: everything of one experiment, to go on with another day.

A zip of plain members: ``experiment.json`` and ``experiment.safetensors`` hold the state (scenario,
settings, every knob, optimizer, batches, losses), ``history.jsonl`` what was done since its first
state, an action a line, and ``tables/`` the tables of one's own that any of it names. What goes on
from it gives the same bits as if it had never been closed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from eq_sim.session.actions import Load
from eq_sim.session.errors import DocumentError, EqSimError
from eq_sim.session.files import EXPERIMENT, is_experiment
from eq_sim.session.files import carried_tables as tables
from eq_sim.session.files.archive import MOST_BYTES, Buffer, read_archive, write_archive
from eq_sim.session.files.packing import packed, unpacked
from eq_sim.session.log import MOST_RECORDS, LogState, Record
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.tables import text_of

FORMAT = "eq_sim experiment"
MOST_HISTORY = 32 << 20
"""Bytes of history that a file keeps; with more of them it begins at what is saved."""

_MIGRATIONS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()
"""What makes a description of version 1 one of version 2, and so on."""

VERSION = len(_MIGRATIONS) + 1
_DESCRIPTION, _NUMBERS, _HISTORY = "experiment.json", "experiment.safetensors", "history.jsonl"
_MOST_VALUES = (
    2_000_000  # in the description: two hundred checkpoints with all marks of their curves
)
_MEMBERS = {_DESCRIPTION: 16 << 20, _NUMBERS: MOST_BYTES, _HISTORY: MOST_HISTORY}


class _Kind(Struct, frozen=True):
    """What is read first, and nothing else is made of what stands beside it."""

    format: str = ""
    version: Annotated[int, Meta(ge=1)] = 0


class _Description(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the file beside the history.

    Attributes:
        now: the state.
        first: the state that the history begins at; None where it begins with a scenario.
    """

    format: str
    version: int
    now: SavedState
    first: SavedState | None = None


@dataclass(frozen=True, eq=False)
class Experiment:
    """What a file keeps.

    Attributes:
        state: everything that was true.
        log: what was done since its first state.
    """

    state: State
    log: LogState

    @classmethod
    def of(cls, session: Session) -> "Experiment":
        """Returns what is true in a session, to be saved, on another thread too."""
        session.join()
        state = session.present()
        return cls(state.at_rest(state.scenario.training.speed), session.log.state)

    def session(self) -> Session:
        """Returns a session that goes on from here, at rest."""
        return Session(self.state.at_rest(self.state.scenario.training.speed), log=self.log)


def save_experiment(path: Path, experiment: Experiment, beside: Path | None = None) -> None:
    """Writes an experiment to a file, whole or not at all.

    Args:
        path: the file.
        experiment: what it keeps.
        beside: a folder for the tables that it learns from, each written there once; None for
            tables that are in the file.

    Raises:
        DocumentError: the suffix is not .eqsim, or the file cannot be written.
        OSError: a table cannot be written beside it.
    """
    check_suffix(path)
    try:
        members, named = _members(experiment)
        if beside is None:
            kept = ((name, text_of(name)) for name in named)
            members |= {tables.member(name): [text] for name, text in kept if text is not None}
        else:
            tables.write_beside(beside, named)
        write_archive(path, members)
    except MemoryError as error:
        raise DocumentError(
            "{path} cannot be written: there is not enough memory", path=path
        ) from error


def _members(experiment: Experiment) -> tuple[dict[str, list[Buffer]], list[str]]:
    """Returns the members of a file but for the tables, and the hashes of the tables."""
    log, history = experiment.log, bytearray()
    for record in log.done:
        history += msgspec.json.encode(record) + b"\n"
        if len(history) > MOST_HISTORY:
            log, history = LogState(experiment.state, log.number + 1), bytearray()
            break
    first = None if log.origin is None else SavedState.of(log.origin)
    described = _Description(FORMAT, VERSION, SavedState.of(experiment.state), first)
    text, numbers = packed(described)
    named = tables.named_in(text, history)
    return {_DESCRIPTION: [text], _NUMBERS: numbers, _HISTORY: [history]}, named


def read_experiment(path: Path) -> Experiment:
    """Returns what a file keeps.

    Raises:
        DocumentError: it cannot be read, is damaged, or a newer program has written it.
    """
    check_suffix(path)
    try:
        return _experiment(path, read_archive(path, _MEMBERS, tables.most_of_member))
    except DocumentError as error:
        if error.arguments.get("path") == path:
            raise
        raise DocumentError("{path} is damaged: {what}", path=path, what=error) from error
    except EqSimError as error:
        raise DocumentError("{path} is damaged: {what}", path=path, what=error) from error
    except MemoryError as error:
        raise DocumentError(
            "{path} cannot be read: there is not enough memory", path=path
        ) from error


def check_suffix(path: Path) -> None:
    """Checks that a file's name ends as its format asks.

    Raises:
        DocumentError: it does not.
    """
    if not is_experiment(path):
        raise DocumentError(
            "{path}: experiments are kept in {suffix} files", path=path, suffix=EXPERIMENT
        )


def _experiment(path: Path, members: dict[str, bytes]) -> Experiment:
    text = _migrated(path, members[_DESCRIPTION])
    tables.keep_members(members, tables.named_in(text, members[_HISTORY]))
    described = unpacked(text, members[_NUMBERS], _Description)
    state = described.now.state()
    first = None if described.first is None else described.first.state()
    records = _records(members[_HISTORY])
    if (first is None) != (bool(records) and isinstance(records[0].action, Load)):
        raise DocumentError("its history has no beginning")
    return Experiment(state, LogState.of(first, records))


def _migrated(path: Path, text: bytes) -> bytes:
    """Returns a description as this program writes it."""
    if text.count(b",") > _MOST_VALUES:
        raise DocumentError("its description is longer than any that is kept")
    try:
        kind = msgspec.json.decode(text, type=_Kind)
    except msgspec.ValidationError as error:
        raise DocumentError("its version is damaged") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError("its description is damaged") from error
    if kind.format != FORMAT:
        raise DocumentError("{path} is no experiment of eq_sim", path=path)
    version = kind.version
    if version > VERSION:
        raise DocumentError(
            "{path} was saved by a newer eq_sim (version {version} of the format, and this one "
            "reads up to {own}). Update eq_sim to open it",
            path=path,
            version=version,
            own=VERSION,
        )
    if version == VERSION:
        return text
    described = json.loads(text)
    for migrate in _MIGRATIONS[version - 1 :]:
        described = migrate(described)
    return msgspec.json.encode(described | {"version": VERSION})


def _records(history: bytes) -> list[Record]:
    if history.count(b"\n") > 2 * MOST_RECORDS:
        raise DocumentError("its history is longer than any that is kept")
    try:
        return [msgspec.json.decode(line, type=Record) for line in history.splitlines()]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError("its history is damaged") from error
