"""How long a recording may be: one that is written can be read again, and none fills the memory."""

from eq_sim.language.tr import later
from eq_sim.session.actions import AnyAction, Train
from eq_sim.session.errors import LogError

MOST_BYTES = 250_000_000
MOST_LINES = 500_000
"""More than two hours of dragging, sixty lines a second."""

MOST_VALUES = 8_000_000
"""Values in all lists of JSON together, each an object in memory; packed ones are bytes."""

MOST_STEPS = 1_000_000_000
"""Training steps, all together; as many as a scenario may have."""

MOST_SECONDS = 1_000_000.0
"""Eleven days; what comes later is at that time."""


class Length:
    """What a recording has so far, counted as it is read or written."""

    def __init__(self) -> None:
        self._bytes = self._lines = self._values = self._steps = 0

    def add(self, line: bytes) -> None:
        """Counts one more line, before anything is made of it.

        Raises:
            LogError: it is more than a recording may have.
        """
        self._bytes += len(line) + 1
        self._lines += 1
        self._values += line.count(b",")
        for count, most, sentence in (
            (self._bytes, MOST_BYTES, later("a recording has at most {most:,} bytes")),
            (self._lines, MOST_LINES, later("a recording has at most {most:,} lines")),
            (self._values, MOST_VALUES, later("a recording has at most {most:,} values")),
        ):
            _check(count, most, sentence)

    def do(self, action: AnyAction | None) -> None:
        """Counts what a line does.

        Raises:
            LogError: it is more than a recording may do.
        """
        if isinstance(action, Train):
            self._steps += max(action.steps, 0)
            sentence = later("a recording has at most {most:,} training steps")
            _check(self._steps, MOST_STEPS, sentence)


def _check(count: int, most: int, sentence: str) -> None:
    if count > most:
        raise LogError(sentence, most=most)
