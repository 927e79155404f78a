"""Which of several trained networks are one network in disguise, and what lies between two.

Hidden neurons can change places and signs, so two networks can be one and look like two. Each is
lined up with the other first: its neurons reordered, and flipped where that is allowed, to be as
near as possible, while what it computes stays. Then two are joined where the straight path between
them has no hill to speak of. Joined ones whose knobs have come near, too, count as one network in
disguise. Near is never equal: how far apart they are is told beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.symmetry import can_reorder, lined_up
from eq_sim.network.types import Array
from eq_sim.session.questions.loss_at import LossAt, barrier, straight_path
from eq_sim.session.state import State
from eq_sim.sweeps.alone import Ended, Going, always

GOOD = 0.1
"""A network is good that misses at most this part of the best one's gain over one same answer."""

HILL = 0.05
"""A barrier up to this part of that gain is no hill to speak of."""

NEAR = 0.5
"""Knobs are near that are at most this part as far apart as those of strangers."""

POINTS = 21
"""Places on a path at which the loss is looked at, its ends included."""

_MOST_WORK = 12_000  # pairs of neurons of one layer, all layers: beyond, lining up takes minutes


@dataclass(frozen=True, eq=False)
class Pair:
    """Two networks.

    Attributes:
        first: the start's number of one, the lower one.
        second: that of the other.
        straight: (POINTS,) train losses on the straight path between their knobs.
        lined_up: (POINTS,) the same, with the second one lined up with the first.
        apart: how far apart their knobs are, as a part of what strangers of their lengths are, at
            a right angle to each other: 0 for the same knobs, about 1 for other random starts.
        lined_up_apart: the same, lined up.
    """

    first: int
    second: int
    straight: NDArray[np.float64]
    lined_up: NDArray[np.float64]
    apart: float
    lined_up_apart: float

    @property
    def barrier(self) -> float:
        """How far the loss rises between the two as they are."""
        return barrier(self.straight)

    @property
    def lined_up_barrier(self) -> float:
        """How far it rises once they are lined up."""
        return barrier(self.lined_up)


@dataclass(frozen=True, eq=False)
class Disguises:
    """What was found of several networks.

    Attributes:
        numbers: their starts' numbers.
        thetas: of each, (size,) its knobs.
        gain: how far the best one's train loss is below that of giving every sample the same
            answer, the best there is; 0 where it is not.
        good: the numbers of the good ones, the one with the lowest train loss first.
        pairs: every two of them.
        groups: the good ones, those that are one network together; the first of each group is its
            best, and each of the others was lined up with that one.
    """

    numbers: tuple[int, ...]
    thetas: tuple[Array, ...]
    gain: float
    good: tuple[int, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[tuple[int, ...], ...]

    def pair(self, first: int, second: int) -> Pair | None:
        """Returns what is known of two networks, in any order; None of one with itself."""
        both = (min(first, second), max(first, second))
        return next((pair for pair in self.pairs if (pair.first, pair.second) == both), None)

    def are_joined(self, pair: Pair) -> bool:
        """Whether two networks, lined up, have no hill between them; both are good."""
        good = pair.first in self.good and pair.second in self.good
        return good and pair.lined_up_barrier <= HILL * self.gain

    def are_one(self, pair: Pair) -> bool:
        """Whether two networks are one in disguise: joined, and their knobs are near."""
        return self.are_joined(pair) and pair.lined_up_apart <= NEAR

    @property
    def good_pairs(self) -> tuple[Pair, ...]:
        """The pairs of which both are good."""
        return tuple(
            pair for pair in self.pairs if pair.first in self.good and pair.second in self.good
        )

    @property
    def joined_pairs(self) -> tuple[Pair, ...]:
        """The pairs of good ones without a hill between them, lined up."""
        return tuple(pair for pair in self.pairs if self.are_joined(pair))

    @property
    def same_pairs(self) -> tuple[Pair, ...]:
        """The pairs that are one network in disguise."""
        return tuple(pair for pair in self.pairs if self.are_one(pair))

    def group_of(self, number: int) -> int | None:
        """Returns the place of a network's group, from 0; None for one that is not good."""
        for place, group in enumerate(self.groups):
            if number in group:
                return place
        return None


def can_line_up(state: State) -> bool:
    """Whether a network's neurons can change places, and are few enough to be lined up in time."""
    work = sum(block.outputs**2 for block in state.layout.blocks[:-1])
    return work <= _MOST_WORK and can_reorder(state.layout, state.making)


def disguises(state: State, ended: Sequence[Ended], goes_on: Going = always) -> Disguises | None:
    """Compares every two of several trained networks.

    Args:
        state: the experiment that all of them are of.
        ended: the networks; their trials' numbers are those of their starts.
        goes_on: is asked many times a second whether to go on.

    Returns:
        What was found; None where it was not to go on.
    """
    loss_at, silent = LossAt.of(state), state.switches.silent
    numbers = tuple(each.outcome.trial.number for each in ended)
    thetas = tuple(np.where(silent, 0, each.theta) for each in ended)
    losses = {number: loss_at(theta) for number, theta in zip(numbers, thetas, strict=True)}
    best = min((loss for loss in losses.values() if isfinite(loss)), default=inf)
    gain = max(0.0, loss_at.same_answer - best)
    good = [number for number in numbers if gain and losses[number] <= best + GOOD * gain]
    good.sort(key=losses.__getitem__)
    total = len(ended) * (len(ended) - 1) // 2
    pairs: list[Pair] = []
    for place, first in enumerate(thetas):
        for other in range(place + 1, len(thetas)):
            if not goes_on(len(pairs) / total):
                return None
            both = numbers[place], numbers[other]
            pairs.append(_compared(state, loss_at, both, (first, thetas[other])))
    found = Disguises(numbers, thetas, gain, tuple(good), tuple(pairs), ())
    return replace(found, groups=_groups(found))


def like(state: State, theta: Array, model: Array) -> Array:
    """Returns knobs that compute the same, as near to other ones as their neurons can be brought.

    Args:
        state: the experiment that both are of; where its neurons cannot be lined up, they stay.
        theta: (size,) knobs to reorder.
        model: (size,) knobs to be like.
    """
    if not can_line_up(state):
        return theta
    return lined_up(state.layout, theta, model, state.switches.silent)


def _compared(
    state: State, loss_at: LossAt, numbers: tuple[int, int], thetas: tuple[Array, Array]
) -> Pair:
    first, second = (np.asarray(theta, np.float64) for theta in thetas)
    like_first = like(state, second, first)
    strangers = float(np.hypot(np.linalg.norm(first), np.linalg.norm(second))) or 1.0
    return Pair(
        first=numbers[0],
        second=numbers[1],
        straight=straight_path(loss_at, first, second, POINTS),
        lined_up=straight_path(loss_at, first, like_first, POINTS),
        apart=float(np.linalg.norm(second - first)) / strangers,
        lined_up_apart=float(np.linalg.norm(like_first - first)) / strangers,
    )


def _groups(found: Disguises) -> tuple[tuple[int, ...], ...]:
    """Puts each good network into the first group with whose best it is one, or into a new one."""
    groups: list[list[int]] = []
    for number in found.good:
        for group in groups:
            pair = found.pair(group[0], number)
            if pair is not None and found.are_one(pair):
                group.append(number)
                break
        else:
            groups.append([number])
    return tuple(tuple(group) for group in groups)
