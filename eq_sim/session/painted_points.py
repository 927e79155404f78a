"""Points that a person paints among a source's own samples, and own samples taken away.

Nothing that is there is reshuffled: scale and parts of the own samples are those of all of them,
and which part a painted point belongs to follows from its own number and the seed.
"""

from dataclasses import replace
from typing import Annotated, NamedTuple, TypeAlias

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset, Parts
from eq_sim.data.names_said import name_said
from eq_sim.data.notes import note_said
from eq_sim.language.retold import parts_of
from eq_sim.language.tr import later, tr
from eq_sim.session.errors import ScenarioError
from eq_sim.session.streams import Streams

MOST_PAINTED = 2000
"""Painted points that an experiment can have: each change makes all data anew within a frame."""

MOST_ERASED = 100_000
"""Own samples that can be taken away: as many as can be made."""

ONE_CLASS = later("All points are of the class “{name}”: no boundary to learn")
"""What is noted of data whose points are all of one class."""

_BLOCK = 4096  # numbers whose parts are drawn together

Number: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]


class PaintedPoint(NamedTuple):
    """A point that a person painted.

    Attributes:
        number: its own; it keeps it, whatever is painted or erased.
        x: the first input, in a person's units.
        y: the second input, in a person's units.
        kind: its class, 0 or 1.
    """

    number: Number
    x: float
    y: float
    kind: Annotated[int, Meta(ge=0, le=1)]


def with_painted(
    own: Dataset,
    parts: Parts,
    painted: tuple[PaintedPoint, ...],
    erased: tuple[int, ...],
    shares: tuple[float, float],
    streams: Streams,
) -> tuple[Dataset, Parts]:
    """Returns a source's own samples without some, then the painted points, and what each is for.

    Where nothing would be learned from, the painted point with the lowest number is.

    Args:
        own: all the source's own samples, scaled.
        parts: what each of them is for.
        painted: points to add, in the order of their numbers.
        erased: which of the own samples are left out, by their places.
        shares: of the painted points: those that judge, and of the others those that choose.
        streams: the randomness of the experiment.

    Raises:
        ScenarioError: nothing is left to learn from, or a point is so far away that its place in
            the network's units is no number.
    """
    left = np.ones(own.size, dtype=bool)
    left[list(erased)] = False
    kept, places = np.flatnonzero(left), np.cumsum(left) - 1
    persons = np.array([(point.x, point.y) for point in painted]).reshape(-1, 2).T
    with np.errstate(all="ignore"):
        added = np.stack([c.to_network(v) for c, v in zip(own.columns, persons, strict=True)])
    if not np.isfinite(added).all():
        raise ScenarioError("a painted point is too far away")
    inputs = np.concatenate([own.inputs[:, kept], added], axis=1)
    kinds = np.array([[float(point.kind) for point in painted]])
    targets = np.concatenate([own.targets[:, kept], kinds], axis=1)
    numbers = np.array([point.number for point in painted], dtype=np.int64)
    chosen = _parts_of(numbers, shares, streams)
    learns = bool(left[parts.train].any() or (chosen == 0).any())
    if not learns:
        if not len(painted):
            raise ScenarioError("no sample is left to learn from")
        chosen[0] = 0
    made = [
        np.concatenate([places[part[left[part]]], len(kept) + np.flatnonzero(chosen == kind)])
        for kind, part in enumerate(parts)
    ]
    reach = max(own.reach, float(np.abs(added).max(initial=0.0)))
    train, test, validation = (np.asarray(part, dtype=np.intp) for part in made)
    dataset = replace(own, inputs=inputs, targets=targets, plane=reach, note=_note(own, targets))
    return dataset, Parts(train, test, validation)


def _parts_of(
    numbers: NDArray[np.int64], shares: tuple[float, float], streams: Streams
) -> NDArray[np.intp]:
    """Returns for each number 0 where its point is learned from, 1 where it judges, 2 chooses.

    That of number 0, the first that is painted, is always learned from.
    """
    drawn = np.empty((len(numbers), 2))
    blocks = numbers // _BLOCK
    for block in np.unique(blocks).tolist():
        here = blocks == block
        drawn[here] = streams.painted(block).random((_BLOCK, 2))[numbers[here] % _BLOCK]
    chooses = np.where(drawn[:, 1] < shares[1], 2, 0)
    parts = np.where(drawn[:, 0] < shares[0], 1, chooses).astype(np.intp)
    parts[numbers == 0] = 0  # so that there is one, whatever is painted later
    return parts


def note_words(note: str) -> str:
    """Returns a note on data, as ``Dataset`` has it, in the language that is spoken."""
    known, _, last = note.rpartition(". ")
    if not last.startswith(ONE_CLASS.partition("{")[0]):
        return note_said(note)
    parts = parts_of(last, ONE_CLASS) or {"name": ""}
    said = tr(ONE_CLASS, name=name_said(parts["name"]))
    own = note_said(known)
    return f"{own}. {said}" if own else said


def _note(own: Dataset, targets: NDArray[np.float64]) -> str:
    """Returns what a reader should know of the data."""
    if not (targets == targets[0, :1]).all():
        return own.note
    only = ONE_CLASS.format(name=own.classes[int(targets[0, 0])])
    return f"{own.note}. {only}" if own.note else only
