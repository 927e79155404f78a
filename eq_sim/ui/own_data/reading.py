"""A file that is being read, a little at a time, between what else a window does."""

from collections.abc import Callable, Generator
from pathlib import Path

from eq_sim.data.own.errors import TableError
from eq_sim.data.own.facts import facts_of
from eq_sim.data.own.formats import Format
from eq_sim.data.own.looking import Look
from eq_sim.data.own.reading import begin_reading
from eq_sim.data.own.table import Table

SHOWN = 12
"""Rows of the file that are shown before anything is learned from it."""


class FileReading:
    """One way through a file.

    Args:
        path: of the file.
        chosen: how it is to be read; None to guess.
        look: its beginning.

    Attributes:
        pause: milliseconds until the next ``pull`` is worth its while.
        look: its beginning.
        share: how much of it is read, from 0 to 1.
        table: what was read; None before that.
        failure: why it cannot be read; empty where it can.
    """

    pause = 0

    def __init__(self, path: Path, chosen: Format | None, look: Look) -> None:
        self.look = look
        self.share = 0.0
        self.table: Table | None = None
        self.failure = ""
        # What is guessed from the beginning is not asked for: all of it may say otherwise.
        self._steps: Generator[float, None, Table] | None = _read_and_seen(path, chosen)

    @property
    def goes_on(self) -> bool:
        """Whether some of it is still to be read."""
        return self._steps is not None

    def pull(self, enough: Callable[[], bool]) -> bool:
        """Reads on until it is enough; a piece of some milliseconds at least.

        Returns:
            Whether some of it is still to be read.
        """
        while self._steps is not None:
            try:
                self.share = next(self._steps)
            except StopIteration as done:
                self.table, self.share, self._steps = done.value, 1.0, None
            except TableError as error:
                self.failure, self._steps = f"{error}.", None
            if enough():
                break
        return self.goes_on

    def stop(self) -> None:
        """Reads no more, and lets go of the file."""
        if self._steps is not None:
            self._steps.close()
            self._steps = None


def _read_and_seen(path: Path, chosen: Format | None) -> Generator[float, None, Table]:
    """As ``begin_reading``, and looks at each column, so that what is seen in it is there."""
    table = yield from begin_reading(path, chosen)
    for column in table.columns:
        facts_of(column)
        yield 1.0
    return table
