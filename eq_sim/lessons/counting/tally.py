"""Each expectation of a lesson, and from how many seeds it held."""

from collections.abc import Sequence
from dataclasses import dataclass

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.counting.counted import Counted
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.steps.checks import ExpectStep

_SEEDS_NAMED = 10


@dataclass(frozen=True)
class Play:
    """What came of a lesson from one seed.

    Attributes:
        seed: the seed.
        held: whether each expectation held, in the order of play; shorter where it had to stop.
        trouble: why it had to stop, a sentence; empty where it did not.
    """

    seed: int
    held: tuple[bool, ...]
    trouble: str = ""


@dataclass(frozen=True)
class Share:
    """From how many seeds an expectation held.

    Attributes:
        step: its step, from 1.
        text: what is expected, in the script's words.
        general: whether the lesson claims it in general.
        counted: how many it is now.
        written: how many it is in the lesson's file; None where that says nothing.
        failed: the seeds from which it did not hold.
    """

    step: int
    text: str
    general: bool
    counted: Counted
    written: Counted | None
    failed: tuple[int, ...]

    @property
    def problems(self) -> list[str]:
        """What is wrong with it, a sentence each."""
        found = []
        if self.general and 10 * self.counted.held < 9 * len(self.counted.seeds):
            found.append(
                tr(
                    "step {step}: {expected} is claimed in general, and held from {counted}: "
                    "a general claim holds from nine tenths at least",
                    step=self.step,
                    expected=self.text,
                    counted=self.counted.words,
                )
            )
        written = self.written
        if written and written.seeds == self.counted.seeds and not written.agrees(self.counted):
            found.append(
                tr(
                    "step {step}: {expected}: the lesson's file says '{written}', now it is "
                    "'{now}': write the new count there, and in what the caption claims",
                    step=self.step,
                    expected=self.text,
                    written=written,
                    now=self.counted,
                )
            )
        return found

    def __str__(self) -> str:
        said: dict[str, object] = {"step": self.step, "expected": self.text}
        said["counted"] = self.counted.words
        if not self.failed:
            if self.general:
                return tr("step {step}: {expected}: general, {counted}", **said)
            return tr("step {step}: {expected}: {counted}", **said)
        shown = ", ".join(map(str, self.failed[:_SEEDS_NAMED]))
        more = len(self.failed) - _SEEDS_NAMED
        said["seeds"] = (
            tr("{seeds} and {more:,} more", seeds=shown, more=more) if more > 0 else shown
        )
        if self.general:
            return tr("step {step}: {expected}: general, {counted}; not from {seeds}", **said)
        return tr("step {step}: {expected}: {counted}; not from {seeds}", **said)


@dataclass(frozen=True)
class Tally:
    """What came of a lesson from some seeds.

    Attributes:
        seeds: which.
        shares: of each expectation, in the order of play.
        troubles: why it could not be played to its end, by seed: a sentence each.
    """

    seeds: range
    shares: tuple[Share, ...]
    troubles: dict[int, str]

    @property
    def problems(self) -> list[str]:
        """What does not hold, a sentence each."""
        return [problem for share in self.shares for problem in share.problems]

    def lines(self) -> list[str]:
        """Returns the share of each expectation, and what could not be played: a line each."""
        some = list(self.troubles.items())[:_SEEDS_NAMED]
        stopped = [tr("seed {seed} {why}", seed=seed, why=why) for seed, why in some]
        more = len(self.troubles) - len(stopped)
        if more > 0:
            stopped.append(
                ntr("and {count:,} more seed stopped", "and {count:,} more seeds stopped", more)
            )
        return [*map(str, self.shares), *stopped]


def tally(lesson: Lesson, seeds: range, plays: Sequence[Play]) -> Tally:
    """Returns what came of a lesson from some seeds.

    Where it had to stop, what it expects later counts as not held.

    Args:
        lesson: the lesson.
        seeds: from which it was played.
        plays: what came of each seed, in any order.
    """
    plays = sorted(plays, key=lambda play: play.seed)
    shares = []
    for place, (number, step) in enumerate(_expectations(lesson)):
        failed = tuple(play.seed for play in plays if not any(play.held[place : place + 1]))
        counted = Counted(len(plays) - len(failed), seeds)
        shares.append(Share(number, step.expect, step.general, counted, step.count, failed))
    troubles = {play.seed: play.trouble for play in plays if play.trouble}
    return Tally(seeds, tuple(shares), troubles)


def _expectations(lesson: Lesson) -> list[tuple[int, ExpectStep]]:
    steps = in_order_of_play(lesson.steps)
    return [(number, step) for number, step in steps if isinstance(step, ExpectStep)]
