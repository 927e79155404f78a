"""What a program that died has left: its journal, read back."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from eq_sim.session.actions import AnyAction
from eq_sim.session.errors import DocumentError, EqSimError
from eq_sim.session.files.carried_tables import keep_beside
from eq_sim.session.files.experiment_file import Experiment, read_experiment
from eq_sim.session.files.journal import ABOUT, ALONE, BESIDE, GOES_ON, SINCE, STATE, WAITING, About
from eq_sim.session.files.length import MOST_BYTES
from eq_sim.session.files.owner_lock import take_over
from eq_sim.session.files.reading import read_bytes
from eq_sim.session.session import Session
from eq_sim.session.state import State

_MOST_ABOUT = 1 << 20  # bytes: names of files, a handful


@dataclass(frozen=True, eq=False)
class Recovery:
    """One journal that was left over.

    Attributes:
        folder: where it is.
        about: what was open.
        when: seconds since 1970 when it was last written.
    """

    folder: Path
    about: About
    when: float
    _owner: IO[bytes]

    def session(self) -> Session:
        """Returns the experiment that was on screen, as far as it was written, at rest.

        Raises:
            DocumentError: it cannot be read.
        """
        keep_beside(self.folder)
        generation, state = self._newest()
        session = Session(state)
        try:
            for action in _done_since(self.folder, generation):
                session.apply(action)
        except (EqSimError, MemoryError):
            pass  # what comes after this cannot be done; what came before stands
        state = session.park().state
        return Experiment(state, session.log.state).session()

    def _newest(self) -> tuple[int, State]:
        """Returns the number of the newest state that can be read, and the state.

        Raises:
            DocumentError: none can be read; of the newest.
        """
        try:
            numbers = sorted(_states(self.folder), reverse=True)
        except OSError as error:
            raise DocumentError(
                "{path} cannot be read: {reason}", path=self.folder, reason=error.strerror
            ) from error
        unread: DocumentError | None = None
        for number in numbers:
            try:
                return number, read_experiment(self.folder / STATE.format(number)).state
            except DocumentError as error:
                unread = unread or error
        raise unread or DocumentError("{path} is not there any more", path=self.folder)

    def waiting(self) -> list[tuple[str, str, Session]]:
        """Returns the names and files of the parked experiments, and each as a session.

        One that cannot be read is left out.
        """
        found = []
        keep_beside(self.folder)
        for place, (name, path) in enumerate(self.about.waiting):
            try:
                kept = read_experiment(self.folder / WAITING.format(place))
            except DocumentError:
                continue
            found.append((name, path, kept.session()))
        return found

    def beside(self) -> bytes:
        """Returns what was kept beside the experiments; nothing where nothing was."""
        try:
            return read_bytes(self.folder / BESIDE, MOST_BYTES)
        except OSError:
            return b""

    def forget(self) -> None:
        """Takes the journal away."""
        self._owner.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self) -> None:
        """Leaves it for another time."""
        self._owner.close()


def recoveries(folder: Path) -> list[Recovery]:
    """Returns what was left over, the newest first; what is in use or empty is left alone."""
    found = []
    for place in sorted(_places(folder)):
        owner = take_over(place)
        if owner is None:
            continue
        try:
            states, since = _states(place), _files(place, SINCE)
        except OSError:  # it cannot be seen just now: who knows what is in it
            owner.close()
            continue
        if not states:
            owner.close()
            shutil.rmtree(place, ignore_errors=True)  # it died before anything was written
            continue
        when = max(map(_written, [place / STATE.format(max(states)), *since]))
        found.append(Recovery(place, _about(place), when, owner))
    return sorted(found, key=lambda recovery: -recovery.when)


def open_elsewhere(folder: Path, path: Path, own: Path) -> bool:
    """Whether another window has a file open.

    Args:
        folder: of all journals.
        path: the file.
        own: the journal of this window.
    """
    wanted = os.path.realpath(path)
    for place in _places(folder):
        if place == own or wanted not in _about(place).files:
            continue
        owner = take_over(place)
        if owner is None:
            return True
        owner.close()
    return False


def _places(folder: Path) -> list[Path]:
    """Returns what is in a folder; nothing if it is away or may not be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _files(folder: Path, name: str) -> list[Path]:
    """Returns the files of one kind in a folder.

    Raises:
        OSError: it cannot be looked at.
    """
    first, _, last = name.partition("{}")
    return [
        file
        for file in folder.iterdir()
        if file.name.startswith(first) and file.name.endswith(last)
    ]


def _written(file: Path) -> float:
    """Returns when a file was written, in seconds since 1970; 0 where it is gone."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _states(folder: Path) -> list[int]:
    """Returns the numbers of the states that are whole.

    Raises:
        OSError: the folder cannot be looked at.
    """
    prefix, _, suffix = STATE.partition("{}")
    names = [file.name.removeprefix(prefix).removesuffix(suffix) for file in _files(folder, STATE)]
    return [int(name) for name in names if name.isdecimal() and len(name) < 18]


def _done_since(folder: Path, generation: int) -> Iterator[AnyAction]:
    """Yields what was done since a state; a torn line ends it."""
    first = generation
    while (file := folder / SINCE.format(generation)).is_file():
        try:
            how, *lines = read_bytes(file, MOST_BYTES).split(b"\n")[:-1] or [ALONE]
        except OSError:
            return
        if generation > first and how != GOES_ON:
            return
        try:
            for line in lines:
                yield msgspec.json.decode(line, type=AnyAction)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return
        generation += 1


def _about(folder: Path) -> About:
    try:
        return msgspec.json.decode(read_bytes(folder / ABOUT, _MOST_ABOUT), type=About)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return About()
