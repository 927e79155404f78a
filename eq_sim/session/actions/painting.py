"""Painting points among the data, and erasing some: the knobs stay, and training goes on."""

from dataclasses import replace
from math import isfinite
from typing import Annotated, ClassVar, TypeAlias

import numpy as np
from msgspec import Meta, structs

from eq_sim.data.dataset import View
from eq_sim.network.types import IndexArray
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.same_knobs import with_same_knobs
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.messages import Message
from eq_sim.session.painted_points import MOST_ERASED, MOST_PAINTED, Number, PaintedPoint
from eq_sim.session.scenario import DataSpec
from eq_sim.session.settings.table import check
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy

_ROUND = 1 + 1e-9  # a point on the edge of the plane may be beyond it in its last digit

Place: TypeAlias = tuple[float, float]
"""Both inputs, in a person's units."""


class PaintPoints(Rare, frozen=True, tag="paint-points"):
    """Add points of a class to the data, where these are points of a plane in two classes.

    Each gets a number of its own, from which its part follows: learned from, or checked on.

    Attributes:
        points: where.
        kind: their class, 0 or 1.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    points: Annotated[tuple[Place, ...], Meta(max_length=MOST_PAINTED)]
    kind: Annotated[int, Meta(ge=0, le=1)]

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the points; what was recorded of other data is let go."""
        _check_plane(state)
        if not self.points:
            return Outcome(state, Change.NONE, entry=False)
        spec = state.scenario.data
        if len(spec.painted) + len(self.points) > MOST_PAINTED:
            raise SettingError(
                "{most:,} painted points are the most: erase some before you paint more",
                most=MOST_PAINTED,
            )
        for place in self.points:
            _check_in_plane(state, place)
        first = 1 + max((point.number for point in spec.painted), default=-1)
        added = [PaintedPoint(first + at, x, y, self.kind) for at, (x, y) in enumerate(self.points)]
        there = structs.replace(spec, painted=(*spec.painted, *added))
        return _repainted(state, there, Message("painted"))


class ErasePoints(Rare, frozen=True, tag="erase-points", omit_defaults=True):
    """Take samples out of the data: painted ones, and the source's own.

    Attributes:
        painted: the numbers of painted points.
        own: places of samples among all that the source itself makes.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    painted: Annotated[tuple[Number, ...], Meta(max_length=MOST_PAINTED)] = ()
    own: Annotated[tuple[Number, ...], Meta(max_length=MOST_ERASED)] = ()

    def outcome(self, state: State) -> Outcome:
        """Returns the state without them; what was recorded of other data is let go."""
        _check_plane(state)
        spec = state.scenario.data
        gone, known = set(self.painted), {point.number for point in spec.painted}
        erased, size = set(spec.erased), _own(state)
        strange = [*(gone - known), *(n for n in self.own if n >= size or n in erased)]
        if strange:
            raise SettingError("there is no sample {number:,} to erase", number=min(strange))
        if not (gone or self.own):
            return Outcome(state, Change.NONE, entry=False)
        there = structs.replace(
            spec,
            painted=tuple(point for point in spec.painted if point.number not in gone),
            erased=tuple(sorted(erased.union(self.own))),
        )
        if not _leaves_one_to_learn_from(state, gone, set(self.own)):
            raise SettingError("One sample at least has to be left to learn from: paint another")
        return _repainted(state, there, Message("erased"))


def erasing(spec: DataSpec, size: int, samples: IndexArray) -> ErasePoints:
    """Returns the action that takes some samples out of the data.

    Args:
        spec: what is painted and erased so far.
        size: how many samples there are.
        samples: the places of those to erase.
    """
    own, numbers = _numbered(spec, size)
    here = samples[samples < len(own)]
    painted = numbers[samples[samples >= len(own)] - len(own)]
    return ErasePoints(painted=tuple(painted.tolist()), own=tuple(own[here].tolist()))


def _numbered(spec: DataSpec, size: int) -> tuple[IndexArray, IndexArray]:
    """Returns the places of the own samples that are there, and the numbers of the painted points.

    In this order they are the samples of the data.
    """
    left = np.ones(size - len(spec.painted) + len(spec.erased), dtype=bool)
    left[list(spec.erased)] = False
    numbers = np.array([point.number for point in spec.painted], dtype=np.intp)
    return np.flatnonzero(left), numbers


def _own(state: State) -> int:
    """Returns how many samples the source itself makes."""
    return (state.data.base or state.data).dataset.size


def _check_plane(state: State) -> None:
    dataset = state.dataset
    if dataset.view is not View.PLANE or not dataset.two_classes:
        raise SettingError(
            "points can be painted and erased where two inputs and two classes make a plane"
        )


def _check_in_plane(state: State, place: Place) -> None:
    reach = state.dataset.reach * _ROUND
    for column, value in zip(state.dataset.columns, place, strict=True):
        if not isfinite(value) or abs(value - column.centre) > reach * abs(column.scale):
            raise SettingError(
                "{name} goes from {low:.4g} to {high:.4g} on the plane: {value:.4g} is beyond",
                name=column.name_said,
                low=column.centre - reach * column.scale,
                high=column.centre + reach * column.scale,
                value=value,
            )


def _leaves_one_to_learn_from(state: State, painted: set[int], own: set[int]) -> bool:
    left, numbers = _numbered(state.scenario.data, state.dataset.size)
    gone = np.concatenate([np.isin(left, list(own)), np.isin(numbers, list(painted))])
    return not gone[state.data.train].all()


def _repainted(state: State, spec: DataSpec, mark: Message) -> Outcome:
    scenario = structs.replace(state.scenario, data=spec)
    try:
        check(scenario)
    except ScenarioError as error:
        raise SettingError(error.sentence, **error.arguments) from error
    there = replace(state, scenario=scenario, data=state.data.repainted(spec, state.seed))
    there = with_same_knobs(there, state)
    # Who paints while training runs wants to see it follow, not pause at each goal.
    goes_on = state.running or state.progress.goes_on
    there = replace(there, progress=replace(there.progress, goes_on=goes_on))
    change = ANEW | Change.SETTINGS | Change.DATA | Change.OBJECTIVE
    return Outcome(there, change, records=True, mark=mark)
