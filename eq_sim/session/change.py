"""What an action has changed. Views decide by it whether they have to look again."""

from enum import Flag, auto
from functools import cache


class Change(Flag):
    """Kinds of change; an action changes one, several or none of them."""

    NONE = 0
    KNOBS = auto()
    """Values of θ, the start that knobs go back to, or which of them are in a hand."""
    DATA = auto()
    """Other samples, or another split of them."""
    OBJECTIVE = auto()
    """What is minimised: the data, the loss or the penalty. Losses before do not compare."""
    SETTINGS = auto()
    """A setting has another value."""
    STRUCTURE = auto()
    """Another network: read everything anew."""
    SWITCHES = auto()
    """What is frozen, muted or soloed."""
    SIDES = auto()
    """A or B, or where between them the knobs stand."""
    TRAINING = auto()
    """Training began, stopped, was refused or reached the goal; steps were taken by hand."""
    HISTORY = auto()
    """A point or a mark was added to the recorded losses, or they are others."""
    SHELF = auto()
    """Scenes or checkpoints are others."""


EVERYTHING = ~Change.NONE
"""Every kind."""


@cache  # asked for many times in each frame, of a few dozen sets
def _each(kinds: Change) -> tuple[Change, ...]:
    return tuple(kinds)


class Changes:
    """Counts how often each kind of change has happened: what views compare, and never write.

    Attributes:
        noted: how often anything has changed.
    """

    def __init__(self) -> None:
        self.noted = 0
        self._counts = dict.fromkeys(Change, 0)

    def note(self, change: Change) -> None:
        """Counts a change; only the session does."""
        self.noted += 1
        counts = self._counts
        for kind in _each(change):
            counts[kind] += 1

    def count(self, kinds: Change) -> int:
        """Returns how often any of some kinds has happened; it only grows."""
        counts = self._counts
        return sum([counts[kind] for kind in _each(kinds)])


class Watch:
    """Whether anything of some kinds has changed since one last asked.

    Args:
        changes: the session's counts.
        kinds: what matters to whoever asks.
    """

    def __init__(self, changes: Changes, kinds: Change = EVERYTHING) -> None:
        self._changes, self._kinds = changes, kinds
        self._seen = dict.fromkeys(_each(kinds), -1)
        self._noted = -1

    def news(self) -> Change:
        """Returns what has changed since the last call; everything at the first."""
        if self._noted == self._changes.noted:
            return Change.NONE
        self._noted = self._changes.noted
        news = Change.NONE
        for kind, seen in self._seen.items():
            now = self._changes.count(kind)
            if now != seen:
                self._seen[kind] = now
                news |= kind
        return news

    def forget(self) -> None:
        """Makes everything news again, as after a change of colours."""
        self._seen = dict.fromkeys(_each(self._kinds), -1)
        self._noted = -1
