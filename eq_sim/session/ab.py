"""A | B: two settings of all knobs, to switch, copy and blend; and the best one so far."""

from dataclasses import dataclass, replace

import numpy as np

from eq_sim.network.types import Array

NAMES = ("A", "B")


@dataclass(frozen=True, eq=False)
class Best:
    """The knobs at the lowest recorded loss of a run."""

    theta: Array
    loss: float
    step: int


Passed = tuple[tuple[float, float], ...]
"""Parts of the way from A (0) to B (1): from a share to a larger one, none touching another."""


@dataclass(frozen=True, eq=False)
class Way:
    """A straight way between two settings, and how much of it has been gone.

    Attributes:
        first: (size,) all knobs where it begins.
        second: (size,) all knobs where it ends.
        passed: the parts that the blend has passed.
    """

    first: Array
    second: Array
    passed: Passed = ()


@dataclass(frozen=True, eq=False)
class Sides:
    """Two settings. The one in play is θ itself; its copy here is as old as the last switch.

    Attributes:
        values: (size,) of A and of B; None for one that is not set yet.
        share: where the blend stands: 0 is A, 1 is B.
        passed: the parts of the way between these two that the blend has passed. It is not kept in
            files: after them nothing of it has been passed yet.
        before: the way that was passed before B was lined up with A; None without.
    """

    values: tuple[Array | None, Array | None] = (None, None)
    share: float = 0.0
    passed: Passed = ()
    before: Way | None = None

    @property
    def active(self) -> int | None:
        """Which side is in play: 0, 1, or None for a mixture."""
        return {0.0: 0, 1.0: 1}.get(self.share)

    def kept(self, now: Array) -> "Sides":
        """Returns sides in which the one in play is as the knobs stand; a mixture is not kept.

        A side that was never set begins as the other one. From a side that has changed leads
        another way, of which nothing is passed.
        """
        first, second = self.values
        if self.active == 0:
            first = now
        elif self.active == 1:
            second = now
        first = now if first is None else first
        second = now if second is None else second
        if self.passed or self.before is not None:
            old = zip(self.values, (first, second), strict=True)
            if not all(one is not None and np.array_equal(one, new) for one, new in old):
                return Sides((first, second), self.share)
        return replace(self, values=(first, second))

    def lined_up(self, second: Array) -> "Sides":
        """Returns sides with a B whose neurons stand in another order: another way leads there.

        What was passed of the way before stays known. Both sides must be set.
        """
        first, old = self.values
        assert first is not None
        assert old is not None
        if np.array_equal(old, second):
            return self
        before = Way(first, old, self.passed) if self.passed else self.before
        return Sides((first, second), self.share, (), before)

    def gone_to(self, share: float) -> "Sides":
        """Returns sides that have passed everything from where the blend stands to a share."""
        if share == self.share:
            return self
        low, high = min(self.share, share), max(self.share, share)
        parts = []
        for begin, end in self.passed:
            if end < low or begin > high:
                parts.append((begin, end))
            else:
                low, high = min(low, begin), max(high, end)
        return replace(self, passed=tuple(sorted([*parts, (low, high)])))

    def blended(self, share: float) -> tuple["Sides", Array]:
        """Returns sides that stand at a share, and the knobs there. Both sides must be set."""
        first, second = self.values
        assert first is not None
        assert second is not None
        if share in (0.0, 1.0):
            theta = (first, second)[int(share)].copy()
        else:
            wide = np.float64(share)
            theta = ((1 - wide) * first + wide * second).astype(first.dtype)
        return replace(self, share=share), theta

    def largest_differences(self, now: Array, most: int) -> list[tuple[int, float, float]]:
        """Returns (knob, A, B) for the knobs that differ most, the most different first."""
        kept = self.kept(now)
        first, second = kept.values
        assert first is not None
        assert second is not None
        return largest_differences(first, second, most)


def largest_differences(first: Array, second: Array, most: int) -> list[tuple[int, float, float]]:
    """Returns (knob, in the first, in the second) where two settings of as many knobs differ most.

    The most different comes first; knobs that are the same in both are left out.
    """
    far = np.abs(first.astype(np.float64) - second)
    places = np.flatnonzero(far)
    if places.size > most:  # a million are not sorted for the sake of eight
        least = np.partition(far, far.size - most)[far.size - most]
        places = np.flatnonzero(far >= least)
    order = places[np.argsort(-far[places], kind="stable")][:most]
    return [(int(k), float(first[k]), float(second[k])) for k in order]
