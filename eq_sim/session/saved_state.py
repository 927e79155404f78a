"""A state as it stands in files: numbers as bytes, generated data as what they are made from."""

from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from eq_sim.language.tr import later
from eq_sim.network.identity import Identities
from eq_sim.network.making import PLAIN
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array
from eq_sim.session.ab import Best, Sides
from eq_sim.session.errors import LogError
from eq_sim.session.finished_run import MOST_EARLIER, MOST_RUNS, Earlier, FinishedRun, within_budget
from eq_sim.session.hand import Hand
from eq_sim.session.history import MOST_POINTS, HistoryState
from eq_sim.session.samples import Data
from eq_sim.session.saved_making import SavedMaking
from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.saved_parts import (
    SavedBest,
    SavedMark,
    SavedTraining,
    as_few_rows,
    marks_of,
    mask_of,
    places_of_knobs,
    points_of,
    saved_marks,
)
from eq_sim.session.saved_pruned import SavedPruned, with_pruned
from eq_sim.session.scenario import DataSpec, Scenario
from eq_sim.session.settings.table import check
from eq_sim.session.sources import source_of
from eq_sim.session.state import (
    MOST_SAMPLES,
    SCENES,
    Automatic,
    Checkpoint,
    KeptBy,
    Progress,
    Shelf,
    State,
    loaded,
)
from eq_sim.session.switches import SoloReach, Switches
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.training_state import Phase, TrainingState

_NOT_FINITE = later("a saved state has knobs that are not finite numbers of its precision")
_Switch = Literal["frozen", "mutes", "solos", "parked"]
_Count = Annotated[int, Meta(ge=0, le=2**53)]
_Earlier = Annotated[tuple[Earlier, ...], Meta(max_length=MOST_EARLIER)]


class SavedCheckpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """``Checkpoint`` in a file."""

    number: _Count
    name: Annotated[str, Meta(max_length=80)]
    note: Annotated[str, Meta(max_length=2000)]
    by: KeptBy
    state: "SavedState"


class SavedRun(Struct, frozen=True, forbid_unknown_fields=True):
    """``FinishedRun`` in a file."""

    number: _Count
    name: Annotated[str, Meta(max_length=80)]
    pinned: bool
    scenario: Scenario
    earlier: _Earlier
    seed: Annotated[int, Meta(ge=0)]
    start_number: _Count
    start_print: Annotated[str, Meta(max_length=64)]
    drawn: bool
    switched: bool
    knobs: _Count
    steps: _Count
    epochs: float
    points: Numbers
    recorded: _Count
    marks: list[SavedMark]
    best: tuple[float, _Count] | None
    metric: Literal["accuracy", "explained"]
    measure: tuple[float | None, float | None, float | None]
    end: "SavedState | None"

    @classmethod
    def of(cls, run: FinishedRun) -> "SavedRun":
        """Returns a finished run as it stands in a file."""
        others: dict[str, Any] = {
            "points": Numbers.of(run.points),
            "marks": saved_marks(run.marks),
            "measure": tuple(run.measure),
            "end": None if run.end is None else unpacked_end(run.end),
        }
        names = [name for name in cls.__struct_fields__ if name not in others]
        return cls(**{name: getattr(run, name) for name in names}, **others)

    def run(self) -> FinishedRun:
        """Returns the finished run.

        Raises:
            LogError: its curve is none, or its end has finished runs of its own.
        """
        points = points_of(self.points, MOST_POINTS + 1)
        count = points.shape[1]
        if points.shape[0] != 5 or not count or count - self.recorded not in (0, 1):
            raise LogError("a saved state has a finished run without a curve")
        if self.end is not None and (self.end.runs or self.end.checkpoints):
            raise LogError("the end of a finished run cannot have runs of its own")
        others: dict[str, Any] = {
            "points": points,
            "marks": marks_of(self.marks),
            "measure": Measure(*self.measure),
            "end": None if self.end is None else packed_end(self.end),
        }
        names = [name for name in self.__struct_fields__ if name not in others]
        return FinishedRun(**{name: getattr(self, name) for name in names}, **others)


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
    runs: Annotated[tuple[SavedRun, ...], Meta(max_length=MOST_RUNS)] = ()
    earlier: _Earlier = ()
    making: SavedMaking | None = None
    pruned: SavedPruned | None = None
    frozen_before: Numbers | None = None

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
            points=Numbers.of(as_few_rows(progress.history)),
            marks=saved_marks(progress.history.marks),
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
            runs=tuple(map(SavedRun.of, state.shelf.runs)),
            earlier=state.earlier,
            making=SavedMaking.of(state.making),
            pruned=SavedPruned.of(switches.pruned),
            frozen_before=_numbers(state.frozen_before if state.layout.adapters else None),
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
            switches=with_pruned(switches, self.pruned),
            sides=Sides((first, second), self.share),
            training=self._training(size, count),
            progress=Progress(
                HistoryState.of(points_of(self.points), marks_of(self.marks)),
                Best(self._knobs(best.theta, size), best.loss, best.step) if best else None,
                self.goal_reached,
                patience_from=self.patience_from,
            ),
            hand=Hand(held, held_from, *self.held_since),
            running=self.running and not self.locked,
            shelf=self._shelf(made),
            locked=theta if self.locked else None,
            identities=self.identities,
            earlier=self.earlier,
            making=PLAIN if self.making is None else self.making.making(fresh.layout),
            frozen_before=mask_of(self.frozen_before, fresh.layout.wired),
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
        runs = within_budget(tuple(saved.run() for saved in self.runs))
        return replace(shelf, automatic=Automatic(self.keeps_best, self.keeps_epochs), runs=runs)

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
            held_then=None if held is None else places_of_knobs(held, size),
        )

    def _hand(self, size: int) -> tuple[Any, Any]:
        if self.held is None or self.held_from is None:
            return None, None
        held = places_of_knobs(self.held, size)
        return held, self._knobs(self.held_from, len(held))


def packed_end(saved: SavedState) -> NDArray[np.uint8]:
    """Returns a saved state as bytes, to be kept as they are."""
    return np.frombuffer(msgspec.msgpack.encode(saved), np.uint8)


def unpacked_end(packed: NDArray[np.uint8]) -> SavedState:
    """Returns a saved state from its bytes."""
    return msgspec.msgpack.decode(packed.data, type=SavedState)


def _numbers(array: NDArray[Any] | None) -> Numbers | None:
    return None if array is None else Numbers.of(array)
