"""A count as a lesson's file has it: "19 of 20, seeds 1000-1019"."""

import re
from dataclasses import dataclass

from eq_sim.language.tr import tr

LARGEST_SEED = 2**63 - 1
MOST_SEEDS = 10_000

_WRITTEN = re.compile(r"([0-9]{1,5}) of ([0-9]{1,5}), seeds ([0-9]{1,19})-([0-9]{1,19})", re.ASCII)


class NoCountError(ValueError):
    """A text is no count, or one that does not add up; the message says how one is written."""


@dataclass(frozen=True)
class Counted:
    """From how many seeds something held.

    Attributes:
        held: from how many.
        seeds: of these.
    """

    held: int
    seeds: range

    def __str__(self) -> str:
        return f"{self.held} of {len(self.seeds)}, seeds {self.seeds[0]}-{self.seeds[-1]}"

    @property
    def words(self) -> str:
        """The count as a person reads it."""
        return tr(
            "{held} of {count}, seeds {first}-{last}",
            held=self.held,
            count=len(self.seeds),
            first=self.seeds[0],
            last=self.seeds[-1],
        )

    @classmethod
    def read(cls, text: str) -> "Counted":
        """Returns the count in a text.

        Raises:
            NoCountError: there is none.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise NoCountError(tr("a count is written as in '19 of 20, seeds 1000-1019'"))
        held, of, first, last = map(int, found.groups())
        if not 1 <= of <= MOST_SEEDS or held > of or last > LARGEST_SEED:
            raise NoCountError(
                tr(
                    "a count is of 1 to {most:,} seeds, and not more of them held",
                    most=MOST_SEEDS,
                )
            )
        if last - first + 1 != of:
            raise NoCountError(
                tr("seeds {first}-{last} are not {count}", first=first, last=last, count=of)
            )
        return cls(held, range(first, last + 1))

    def agrees(self, other: "Counted") -> bool:
        """Whether two counts of the same seeds are one in twenty apart at most, or one.

        The last bits of a run differ between machines, and with them now and then a seed that is
        at the edge.
        """
        return abs(self.held - other.held) <= max(1, len(self.seeds) // 20)
