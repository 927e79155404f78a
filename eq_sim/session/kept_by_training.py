"""Checkpoints that training keeps by itself: at points of the curve, so the same however it runs.

Where points of the curve are rare, one is made at the end of each epoch that wants a checkpoint.

They are a part of training itself, as the recorded losses are: whatever leads to the same steps,
a button, the command line or a replay, leads to the same checkpoints.
"""

from dataclasses import replace

from eq_sim.session.memory import bytes_of, memory_of
from eq_sim.session.state import Checkpoint, KeptBy, Shelf, State

MOST_CHECKPOINTS = 200
"""Kept by hand or by training; one more by hand is refused with a sentence."""

MOST_BY_EPOCHS = 32
"""Of those that are kept every so many epochs; more of them are thinned out."""

_MOST_BYTES = 64 << 20
_FEWEST = 3


def kept_then(state: State) -> State:
    """Returns what a checkpoint keeps of a state: everything but other checkpoints and scenes."""
    rest = state.at_rest(state.scenario.training.speed)
    return replace(rest, shelf=Shelf(), locked=None)


def wants_one(state: State, before: State) -> bool:
    """Whether a checkpoint is due at a point of the curve.

    Args:
        state: at the point.
        before: since the last point.
    """
    return _best_is_new(state, before) or _epochs_are_over(state)


def with_one(state: State, before: State) -> State:
    """Returns a state with the checkpoints that are due at a point of the curve.

    Args:
        state: at the point, with numbers of its own.
        before: since the last point.
    """
    then, shelf = kept_then(state), state.shelf
    if _best_is_new(state, before):
        shelf = _added(_without_old_best(shelf, before), "best", then)
    if _epochs_are_over(state):
        shelf = _thinned(_added(shelf, "epochs", then))
    return replace(state, shelf=shelf)


def _best_is_new(state: State, before: State) -> bool:
    new = state.progress.best is not before.progress.best
    return state.shelf.automatic.best and new


def _epochs_are_over(state: State) -> bool:
    """Whether so many epochs have ended since the point before this one."""
    every, points = state.shelf.automatic.epochs, state.progress.history.points
    if not every or points.shape[1] < 2:
        return False
    before, now = points[1, -2:]
    return int(now // every) > int(before // every)


def _without_old_best(shelf: Shelf, before: State) -> Shelf:
    """Returns a shelf without what was the best of this run until now."""
    best = before.progress.best
    if best is None:
        return shelf
    others = tuple(
        kept
        for kept in shelf.checkpoints
        if kept.by != "best" or (kept.step, _lowest(kept)) != (best.step, best.loss)
    )
    return replace(shelf, checkpoints=others)


def _lowest(kept: Checkpoint) -> float | None:
    best = kept.state.progress.best
    return best.loss if best else None


def _added(shelf: Shelf, by: KeptBy, then: State) -> Shelf:
    if len(shelf.checkpoints) >= MOST_CHECKPOINTS:
        return shelf
    kept = Checkpoint(shelf.next_number, "", "", by, then)
    return replace(shelf, checkpoints=(*shelf.checkpoints, kept))


def _thinned(shelf: Shelf) -> Shelf:
    """Returns a shelf with no more of those by epochs than there is room for.

    The first and the last of them stay; of the others the one goes whose neighbours are nearest
    to each other, so that they stay spread over the whole run.
    """
    kept = [one for one in shelf.checkpoints if one.by == "epochs"]
    while len(kept) > MOST_BY_EPOCHS or (len(kept) > _FEWEST and _size(kept) > _MOST_BYTES):
        steps = [one.step for one in kept]
        inner = range(1, len(kept) - 1)
        kept.pop(min(inner, key=lambda place: abs(steps[place + 1] - steps[place - 1])))
    staying = {one.number for one in kept}
    return replace(
        shelf,
        checkpoints=tuple(
            one for one in shelf.checkpoints if one.by != "epochs" or one.number in staying
        ),
    )


def _size(kept: list[Checkpoint]) -> int:
    return bytes_of(array for one in kept for array in memory_of(one.state))
