"""A large file that is read in a process of its own, so that nothing here waits for it. No Qt."""

from collections.abc import Callable
from pathlib import Path

from eq_sim.data.own.formats import Format
from eq_sim.data.own.looking import Look, look_at
from eq_sim.data.own.table import Table
from eq_sim.language.tr import tr
from eq_sim.ui.own_data.courier import Courier
from eq_sim.ui.own_data.reading import SHOWN, FileReading

_LARGE = 2_000_000
"""Bytes of a file from which on a process is begun for it, which takes some 0.4 seconds."""

_PAUSE = 30  # milliseconds between two looks at what has come


def begin(path: Path, chosen: Format | None = None) -> "FileReading | ReadingApart":
    """Begins to read a file: here, or, a large one, in a process of its own.

    Args:
        path: of the file.
        chosen: how it is to be read; None to guess.

    Raises:
        TableError: what can be seen at its beginning says that it is no table.
    """
    look = look_at(path, chosen, SHOWN)
    try:
        large = path.stat().st_size >= _LARGE
    except OSError:
        large = False  # gone since; who reads it says so
    return ReadingApart(path, chosen, look) if large else FileReading(path, chosen, look)


class ReadingApart:
    """One way through a file, in a process of its own, or here where none can begin.

    Args:
        path: of the file.
        chosen: how it is to be read; None to guess.
        look: its beginning.

    Attributes:
        look: its beginning.
        share: how much of it is read, from 0 to 1.
        table: what was read; None before that.
        failure: why it cannot be read; empty where it can.
    """

    def __init__(self, path: Path, chosen: Format | None, look: Look) -> None:
        self.look = look
        self.share = 0.0
        self.table: Table | None = None
        self.failure = ""
        self._path, self._chosen = path, chosen
        self._here: FileReading | None = None
        self._courier: Courier | None = Courier(path, chosen)
        self._courier.start()

    @property
    def goes_on(self) -> bool:
        """Whether some of it is still to be read."""
        return self._courier is not None or (self._here is not None and self._here.goes_on)

    @property
    def pause(self) -> int:
        """Milliseconds until the next ``pull`` is worth its while."""
        return _PAUSE if self._here is None else self._here.pause

    def pull(self, enough: Callable[[], bool]) -> bool:
        """Takes what has come, without waiting for more.

        Returns:
            Whether some of it is still to be read.
        """
        if self._here is not None:
            self._here.pull(enough)
            self._take(self._here.share, self._here.table, self._here.failure)
        elif self._courier is not None:
            courier = self._courier
            ended = courier.ended  # before what has come by then
            came = courier.arriving
            self._take(came.share, came.table, f"{came.error}." if came.error else "")
            if ended or self.table is not None or self.failure:
                self._courier = None
                if self.table is None and not self.failure:
                    self._lose(heard=courier.heard)
        return self.goes_on

    def _take(self, share: float, table: Table | None, failure: str) -> None:
        self.share, self.table, self.failure = share, table, failure

    def _lose(self, *, heard: bool) -> None:
        """Says that the process has died; one that has never begun is done without."""
        if heard:
            self.failure = tr(
                "The file is not read: the process that read it ended before it was done. Open "
                "the file again."
            )
            return
        self._here = FileReading(self._path, self._chosen, self.look)

    def stop(self) -> None:
        """Reads no more, and lets go of the file."""
        if self._courier is not None:
            self._courier.stop()
            self._courier = None
        if self._here is not None:
            self._here.stop()
