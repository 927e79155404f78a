"""The small parts of a saved state: where training stands, the curve and its marks, the best."""

from typing import Annotated

import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from eq_sim.session.errors import LogError
from eq_sim.session.history import MOST_MARKS, MOST_POINTS, HistoryState, Mark
from eq_sim.session.messages import Message
from eq_sim.session.saved_numbers import Numbers

_Count = Annotated[int, Meta(ge=0, le=2**53)]


class SavedTraining(Struct, frozen=True, forbid_unknown_fields=True):
    """``TrainingState`` in a file."""

    step: _Count
    phase: Annotated[int, Meta(ge=0, le=3)]
    epoch: _Count
    cursor: _Count
    optimizer: str
    moments: Numbers
    updates: _Count
    before: Numbers
    after: Numbers
    held_then: Numbers | None = None


class SavedMark(Struct, frozen=True, forbid_unknown_fields=True):
    """``Mark`` in a file."""

    step: _Count
    epoch: float
    message: Message


class SavedBest(Struct, frozen=True, forbid_unknown_fields=True):
    """``Best`` in a file."""

    theta: Numbers
    loss: float
    step: _Count


def saved_marks(marks: tuple[Mark, ...]) -> list[SavedMark]:
    """Returns marks as they stand in a file."""
    return [SavedMark(mark.step, mark.epoch, mark.message) for mark in marks]


def marks_of(saved: list[SavedMark]) -> tuple[Mark, ...]:
    """Returns the marks of a curve.

    Raises:
        LogError: there are more than can be.
    """
    if len(saved) > MOST_MARKS:
        raise LogError("a saved state has more marks in its history than there can be")
    return tuple(Mark(mark.step, mark.epoch, mark.message) for mark in saved)


def as_few_rows(history: HistoryState) -> NDArray[np.float64]:
    """Returns the points as they have always stood in files, with validation losses if any."""
    return history.points if np.isnan(history.validation).all() else history.every


def points_of(numbers: Numbers, most: int = MOST_POINTS) -> NDArray[np.float64]:
    """Returns the (4 or 5, points) of a curve.

    Args:
        numbers: as they stand in a file.
        most: how many points there can be.

    Raises:
        LogError: they are no points, or too many.
    """
    rows = 5 if numbers.shape[:1] == (5,) else 4
    points = numbers.array(rows, None)
    if numbers.dtype != "float64" or points.shape[1] > most:
        raise LogError("a saved state has more points in its history than there can be")
    return points


def places_of_knobs(numbers: Numbers, size: int) -> NDArray[np.intp]:
    """Returns the places of some knobs in θ.

    Args:
        numbers: as they stand in a file.
        size: of the network.

    Raises:
        LogError: the network does not have such a knob.
    """
    if numbers.dtype != "int64":
        raise LogError("a saved state holds a knob that does not exist")
    places = numbers.array(None).astype(np.intp)
    if places.size and not 0 <= int(np.min(places)) <= int(np.max(places)) < size:
        raise LogError("a saved state holds a knob that does not exist")
    return places


def mask_of(numbers: Numbers | None, size: int) -> NDArray[np.bool_] | None:
    """Returns which of some knobs are meant; None for none.

    Args:
        numbers: as they stand in a file.
        size: how many knobs there are.

    Raises:
        LogError: they are of other knobs.
    """
    if numbers is None:
        return None
    if numbers.dtype != "bool":
        raise LogError("a saved state has no {name} knobs", name="frozen")
    return numbers.array(size)
