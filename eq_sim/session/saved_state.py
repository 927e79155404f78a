"""A state as it stands in files: numbers as bytes, generated data as what they are made from."""

from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from eq_sim.network.identity import Identities
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array
from eq_sim.session.ab import Best, Sides
from eq_sim.session.errors import LogError
from eq_sim.session.history import MOST_MARKS, MOST_POINTS, HistoryState, Mark
from eq_sim.session.messages import Message
from eq_sim.session.samples import Data
from eq_sim.session.scenario import DataSpec, Scenario
from eq_sim.session.settings.table import check
from eq_sim.session.sources import source_of
from eq_sim.session.state import (
    MOST_SAMPLES,
    SCENES,
    Automatic,
    Checkpoint,
    Hand,
    KeptBy,
    Progress,
    Shelf,
    State,
    loaded,
)
from eq_sim.session.switches import SoloReach, Switches
from eq_sim.session.training.training_state import Phase, TrainingState

_NOT_FINITE = "a saved state has knobs that are not finite numbers of its precision"
_Switch = Literal["frozen", "mutes", "solos", "parked"]
_Count = Annotated[int, Meta(ge=0, le=2**53)]


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    """An array: little-endian, row after row."""

    dtype: Literal["float32", "float64", "bool", "int64"]
    shape: tuple[_Count, ...]
    data: bytes

    @classmethod
    def of(cls, array: NDArray[Any]) -> "Numbers":
        """Returns the numbers of an array."""
        kind: Any = "int64" if array.dtype.kind == "i" else str(array.dtype)
        little = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<"))
        if not array.size:
            return cls(kind, array.shape, little.tobytes())
        # A state never changes, so its numbers need not be copied: of a million that takes longer
        # than to write them.
        memory: Any = little.reshape(-1).view(np.uint8).data
        return cls(kind, array.shape, memory)

    def array(self, *shape: int | None) -> NDArray[Any]:
        """Returns the array.

        Args:
            shape: what it has to be; None for any length.

        Raises:
            LogError: it has another shape, or another number of bytes.
        """
        kind = np.dtype(self.dtype).newbyteorder("<")
        fits = len(shape) == len(self.shape) and all(
            wanted in (None, here) for wanted, here in zip(shape, self.shape, strict=True)
        )
        if not fits or len(self.data) != kind.itemsize * int(np.prod(self.shape, dtype=object)):
            raise LogError(
                "a saved state has numbers of shape {shape}, wanted {wanted}",
                shape=self.shape,
                wanted=shape,
            )
        flat = np.frombuffer(self.data, np.uint8 if self.dtype == "bool" else kind)
        return flat.reshape(self.shape).astype(kind.newbyteorder("="))


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


class SavedCheckpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """``Checkpoint`` in a file."""

    number: _Count
    name: Annotated[str, Meta(max_length=80)]
    note: Annotated[str, Meta(max_length=2000)]
    by: KeptBy
    state: "SavedState"


class SavedState(Struct, frozen=True, forbid_unknown_fields=True):
    """``State`` in a file. The data are made from scenario and seed, as the first time."""

    scenario: Scenario
    original: Scenario
    seed: Annotated[int, Meta(ge=0)]
    start_number: _Count
    start: Numbers
    theta: Numbers
    switches: dict[_Switch, Numbers]
    sides: tuple[Numbers | None, Numbers | None]
    share: Annotated[float, Meta(ge=0, le=1)]
    training: SavedTraining
    points: Numbers
    marks: list[SavedMark]
    best: SavedBest | None
    goal_reached: bool
    running: bool
    held: Numbers | None = None
    held_from: Numbers | None = None
    held_since: tuple[_Count, float] = (0, 0.0)
    scenes: Annotated[tuple[Numbers | None, ...], Meta(max_length=SCENES)] = ()
    checkpoints: Annotated[tuple[SavedCheckpoint, ...], Meta(max_length=200)] = ()
    solo_reach: SoloReach = "neuron"
    locked: bool = False
    keeps_best: bool = False
    keeps_epochs: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    identities: Identities | None = None
    patience_from: _Count = 0

    @classmethod
    def of(cls, state: State) -> "SavedState":
        """Returns a state as it stands in a file."""
        switches, training, progress = state.switches, state.training, state.progress
        best = progress.best
        first, second = map(_numbers, state.sides.values)
        return cls(
            scenario=state.scenario,
            original=state.original,
            seed=state.seed,
            start_number=state.start_number,
            start=Numbers.of(state.start),
            theta=Numbers.of(state.theta),
            switches={name: Numbers.of(getattr(switches, name)) for name in get_args(_Switch)},
            sides=(first, second),
            share=state.sides.share,
            training=SavedTraining(
                step=training.step,
                phase=int(training.phase),
                epoch=training.epoch,
                cursor=training.cursor,
                optimizer=training.optimizer,
                moments=Numbers.of(training.moments),
                updates=training.updates,
                before=Numbers.of(training.before),
                after=Numbers.of(training.after),
                held_then=_numbers(training.held_then),
            ),
            points=Numbers.of(_as_few_rows(progress.history)),
            marks=[SavedMark(m.step, m.epoch, m.message) for m in progress.history.marks],
            best=SavedBest(Numbers.of(best.theta), best.loss, best.step) if best else None,
            goal_reached=progress.goal_reached,
            running=state.running,
            held=_numbers(state.hand.knobs),
            held_from=_numbers(state.hand.values),
            held_since=(state.hand.step, state.hand.epochs),
            scenes=tuple(map(_numbers, state.shelf.scenes)),
            locked=state.locked is not None,
            checkpoints=tuple(
                SavedCheckpoint(kept.number, kept.name, kept.note, kept.by, cls.of(kept.state))
                for kept in state.shelf.checkpoints
            ),
            solo_reach=switches.solo_reach,
            keeps_best=state.shelf.automatic.best,
            keeps_epochs=state.shelf.automatic.epochs,
            identities=state.identities,
            patience_from=progress.patience_from,
        )

    def state(self, made: dict[tuple[int, DataSpec], Data] | None = None) -> State:
        """Returns the state.

        Args:
            made: data by seed and scenario, where they are made already; what is made is added.

        Raises:
            LogError: its numbers do not fit its network.
            ScenarioError: its scenario's parts do not fit each other.
        """
        check(self.scenario)
        if self.seed >= 2**63:
            raise LogError("a saved state has the seed {seed}, beyond 2⁶³", seed=self.seed)
        self._check_size()
        made = {} if made is None else made
        key = self.seed, self.scenario.data
        fresh = loaded(self.scenario, self.seed, made.get(key))
        made[key] = fresh.data
        size, count = fresh.layout.size, len(fresh.data.train)
        first, second = (None if one is None else self._knobs(one, size) for one in self.sides)
        held, held_from = self._hand(size)
        best = self.best
        switches = Switches(
            fresh.layout,
            frozen=self._switch("frozen", size, "bool"),
            mutes=self._switch("mutes", size, "bool"),
            solos=self._switch("solos", size, "bool"),
            parked=self._switch("parked", size, self.scenario.network.dtype),
            solo_reach=self.solo_reach,
        )
        theta = self._theta(self.theta, size)
        if theta[switches.silent].any():
            raise LogError("a saved state has muted knobs that are not 0")
        return replace(
            fresh,
            original=self.original,
            start_number=self.start_number,
            start=self._theta(self.start, size),
            theta=theta,
            switches=switches,
            sides=Sides((first, second), self.share),
            training=self._training(size, count),
            progress=Progress(
                HistoryState.of(self._points(), self._marks()),
                Best(self._knobs(best.theta, size), best.loss, best.step) if best else None,
                self.goal_reached,
                patience_from=self.patience_from,
            ),
            hand=Hand(held, held_from, *self.held_since),
            running=self.running and not self.locked,
            shelf=self._shelf(made),
            locked=theta if self.locked else None,
            identities=self.identities,
        )

    def _check_size(self) -> None:
        """Checks that its knobs are there, before room is made for as many as it says.

        Raises:
            LogError: there are more or fewer.
        """
        source = source_of(self.scenario.data)
        count = self.scenario.architecture(source.features, source.outputs).count
        if self.theta.shape != (count,):
            raise LogError(
                "a saved state has numbers of shape {shape}, wanted {wanted}",
                shape=self.theta.shape,
                wanted=(count,),
            )

    def _shelf(self, made: dict[tuple[int, DataSpec], Data]) -> Shelf:
        """Returns scenes and checkpoints; those on the same data share them."""
        scenes = [None if scene is None else self._knobs(scene, None) for scene in self.scenes]
        scenes += [None] * (SCENES - len(scenes))
        shelf = Shelf(tuple(scenes))
        for kept in self.checkpoints:
            if kept.state.checkpoints:
                raise LogError("a checkpoint cannot have checkpoints of its own")
            state = kept.state.state(made)
            found = Checkpoint(kept.number, kept.name, kept.note, kept.by, state)
            shelf = replace(shelf, checkpoints=(*shelf.checkpoints, found))
            if shelf.samples > MOST_SAMPLES:
                raise LogError("a saved state has checkpoints on too many different data")
        return replace(shelf, automatic=Automatic(self.keeps_best, self.keeps_epochs))

    def _switch(self, name: _Switch, size: int, dtype: str) -> NDArray[Any]:
        numbers = self.switches.get(name)
        if numbers is None or numbers.dtype != dtype:
            raise LogError("a saved state has no {name} knobs", name=name)
        return numbers.array(size) if dtype == "bool" else self._knobs(numbers, size)

    def _theta(self, numbers: Numbers, size: int) -> Array:
        """Returns knobs of the network's precision."""
        if numbers.dtype != self.scenario.network.dtype:
            raise LogError(_NOT_FINITE)
        return self._knobs(numbers, size)

    def _knobs(self, numbers: Numbers, *shape: int | None) -> Array:
        """Returns values that knobs or their moments can have, in the precision they are in."""
        array = numbers.array(*shape)
        with np.errstate(over="ignore"):
            fine = array.dtype.kind == "f" and np.isfinite(array.astype(self._dtype)).all()
        if not fine:
            raise LogError(_NOT_FINITE)
        array.flags.writeable = False
        return array

    @property
    def _dtype(self) -> str:
        return self.scenario.network.dtype

    def _training(self, size: int, samples: int) -> TrainingState:
        saved = self.training
        rows = saved.moments.shape[0] if saved.moments.shape else -1
        kind = OPTIMIZERS.get(saved.optimizer)
        if kind is None or rows not in (0, kind.slots) or saved.cursor >= samples:
            raise LogError("a saved state has a place in the training that does not exist")
        held = saved.held_then
        return TrainingState(
            step=saved.step,
            phase=Phase(saved.phase),
            epoch=saved.epoch,
            cursor=saved.cursor,
            optimizer=saved.optimizer,
            moments=self._knobs(saved.moments, rows, size),
            updates=saved.updates,
            before=self._knobs(saved.before, size),
            after=self._knobs(saved.after, size),
            held_then=None if held is None else _places(held, size),
        )

    def _points(self) -> NDArray[np.float64]:
        rows = 5 if self.points.shape[:1] == (5,) else 4
        points = self.points.array(rows, None)
        if self.points.dtype != "float64" or points.shape[1] > MOST_POINTS:
            raise LogError("a saved state has more points in its history than there can be")
        return points

    def _marks(self) -> tuple[Mark, ...]:
        if len(self.marks) > MOST_MARKS:
            raise LogError("a saved state has more marks in its history than there can be")
        return tuple(Mark(mark.step, mark.epoch, mark.message) for mark in self.marks)

    def _hand(self, size: int) -> tuple[Any, Any]:
        if self.held is None or self.held_from is None:
            return None, None
        held = _places(self.held, size)
        return held, self._knobs(self.held_from, len(held))


def _as_few_rows(history: HistoryState) -> NDArray[np.float64]:
    """Returns the points as they have always stood in files, with validation losses if any."""
    return history.points if np.isnan(history.validation).all() else history.every


def _numbers(array: NDArray[Any] | None) -> Numbers | None:
    return None if array is None else Numbers.of(array)


def _places(numbers: Numbers, size: int) -> NDArray[np.intp]:
    if numbers.dtype != "int64":
        raise LogError("a saved state holds a knob that does not exist")
    places = numbers.array(None).astype(np.intp)
    if places.size and not 0 <= int(np.min(places)) <= int(np.max(places)) < size:
        raise LogError("a saved state holds a knob that does not exist")
    return places
