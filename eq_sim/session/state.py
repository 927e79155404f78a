"""What is true now, as one value. Undo, fork, files and history keep it and go back to it.

A ``State`` and everything in it never changes: what happens makes another one. Only while training
runs or a hand turns are θ and the moments written in place, in the memory of an ``Engine``; whoever
asks the session for its state gets copies of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import isfinite
from typing import Literal, TypeAlias

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.network.distillation import DISTILLATION
from eq_sim.network.identity import Identities
from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.making import PLAIN, Making, made
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array
from eq_sim.session.ab import Best, Sides
from eq_sim.session.bases import start_values
from eq_sim.session.finished_run import Earlier, FinishedRun
from eq_sim.session.hand import Hand
from eq_sim.session.history import BatchHistory, HistoryState, Losses
from eq_sim.session.messages import Message
from eq_sim.session.samples import Data as Data  # what a state is made of is found here, too
from eq_sim.session.scenario import DataSpec, Scenario
from eq_sim.session.sources import samples_in
from eq_sim.session.spreads import Spreads
from eq_sim.session.switches import Mask, Switches
from eq_sim.session.training.refusal import Refusal
from eq_sim.session.training.stopped import Stopped
from eq_sim.session.training.training_state import Phase, TrainingState


@dataclass(frozen=True)
class Objective:
    """What is minimised. Two losses compare only if their data and their loss are the same.

    Of the loss "distillation", ``softness`` is its temperature and the labels' share.

    The recorded losses are bare, without penalty, so a change of penalty alone leaves them
    comparable.
    """

    data: DataSpec
    seed: int
    loss: str
    l1: float
    l2: float
    decoupled: bool
    softness: tuple[float, float] | None = None

    def compares_with(self, other: "Objective") -> bool:
        """Whether losses recorded under both mean the same, whatever is made of the inputs."""
        here, there = samples_in(self.data), samples_in(other.data)
        same = (self.seed, self.loss, self.softness) == (other.seed, other.loss, other.softness)
        return same and here == there


@dataclass(frozen=True, eq=False)
class Progress:
    """What was recorded of one objective since its beginning.

    Attributes:
        history: the losses.
        best: the knobs at the lowest recorded loss that is a finite number.
        goal_reached: whether the goal was met at a recorded point.
        goal_is_new: whether the last recorded point was the first to meet it.
        refusal: why the last step was not taken, until training begins again.
        batches: the losses of the batches; to look at, for nothing is decided by them.
        patience_from: the step from which early stopping counts, if the best is older.
        stopped: how training has just been stopped early, until it begins again.
        goes_on: whether points were painted while training ran: then it does not pause at the
            goal, but follows what is painted.
        spreads: where the knobs stood on the way; to look at, for nothing is decided by it.
    """

    history: HistoryState = field(default_factory=HistoryState)
    best: Best | None = None
    goal_reached: bool = False
    goal_is_new: bool = False
    refusal: Refusal | None = None
    batches: BatchHistory = field(default_factory=BatchHistory)
    patience_from: int = 0
    stopped: Stopped | None = None
    goes_on: bool = False
    spreads: Spreads = field(default_factory=Spreads)

    def recorded(
        self,
        step: int,
        epochs: float,
        losses: Losses,
        *,
        reached: bool,
        whole: Callable[[], Array],
        mark: Message | None = None,
        since: tuple[int, float] | None = None,
    ) -> "Progress":
        """Returns the progress with one more point, and perhaps a mark before it.

        Args:
            step: steps taken.
            epochs: passes through the training samples.
            losses: at the knobs as they stand.
            reached: whether they meet the goal.
            whole: returns a copy of the knobs, for the best.
            mark: what happened here.
            since: (step, epochs) at which it began, if not here.
        """
        history, best = self.history, self.best
        if mark is not None:
            history = history.marked(*(since or (step, epochs)), mark)
        history = history.added(step, epochs, losses)
        loss = losses.choosing
        if isfinite(loss) and (best is None or loss < best.loss):
            best = Best(whole(), loss, step)
        is_new = reached and not self.goal_reached and step > 0
        reached = self.goal_reached or is_new
        return replace(self, history=history, best=best, goal_reached=reached, goal_is_new=is_new)


MOST_SAMPLES = 2_000_000
"""Samples that all checkpoints keep at most: twenty times the largest data."""

SCENES = 8
"""Slots for scenes, as on a small desk."""

Scenes: TypeAlias = tuple[Array | None, ...]
"""All knobs of each slot; None for an empty one."""

KeptBy: TypeAlias = Literal["hand", "best", "epochs"]
"""Who kept a checkpoint: a person, or training at its best loss or every so many epochs."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A moment that is kept to come back to.

    Attributes:
        number: from 1, in the order in which they were kept; it stays.
        name: what a person called it; empty for its step.
        note: what a person wrote of it.
        by: who kept it.
        state: everything that was true, at rest, with an empty shelf.
    """

    number: int
    name: str
    note: str
    by: KeptBy
    state: "State"

    @property
    def step(self) -> int:
        """Training steps taken by then."""
        return self.state.training.step


@dataclass(frozen=True)
class Automatic:
    """Which checkpoints training keeps by itself.

    Attributes:
        best: whether the best of each run is one.
        epochs: one is kept every so many passes through the training samples; 0 for none.
    """

    best: bool = False
    epochs: int = 0


@dataclass(frozen=True, eq=False)
class Shelf:
    """What is kept to come back to, whatever becomes of the experiment meanwhile.

    Attributes:
        scenes: all knobs of each slot.
        checkpoints: in the order in which they were kept.
        automatic: which checkpoints training keeps by itself.
        runs: finished ones, in the order in which they were left.
    """

    scenes: Scenes = (None,) * SCENES
    checkpoints: tuple[Checkpoint, ...] = ()
    automatic: Automatic = Automatic()
    runs: tuple[FinishedRun, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next checkpoint."""
        return 1 + max((kept.number for kept in self.checkpoints), default=0)

    @property
    def samples(self) -> int:
        """How many samples the checkpoints keep; those on the same data share them."""
        sizes = {
            (kept.state.seed, kept.state.scenario.data): kept.state.dataset.size
            for kept in self.checkpoints
        }
        return sum(sizes.values())


@dataclass(frozen=True, eq=False)
class State:
    """One experiment at one moment.

    Attributes:
        scenario: the present one, with every setting as it is now.
        original: the scenario as it was loaded.
        seed: decides data, split, start, order and dropout.
        data: the samples.
        start_number: which random start of this seed.
        start: (size,) where every knob started.
        theta: (size,) where every knob is.
        switches: what is frozen, muted, soloed.
        sides: A and B.
        training: where training stands.
        progress: what was recorded.
        hand: the knobs in a hand.
        running: whether training goes on by itself.
        owed: the part of a step that is due since the last one.
        shelf: scenes and checkpoints.
        locked: (size,) where every knob was when all were locked; None where they turn.
        identities: which knob is which, where neurons or layers were added or taken away. Nothing
            is computed by it: what a person had chosen is found again.
        earlier: the settings that held before, where they were changed since the run began.
        making: how the weights that are multiplied are made from the knobs.
        frozen_before: the knobs that were frozen before an adapter came, with which all are; None
            for none.
    """

    scenario: Scenario
    original: Scenario
    seed: int
    data: Data
    start_number: int
    start: Array
    theta: Array
    switches: Switches
    sides: Sides
    training: TrainingState
    progress: Progress
    hand: Hand
    running: bool
    owed: float
    shelf: Shelf = Shelf()
    locked: Array | None = None
    identities: Identities | None = None
    earlier: tuple[Earlier, ...] = ()
    making: Making = PLAIN
    frozen_before: Mask | None = None

    def __post_init__(self) -> None:
        self.start.flags.writeable = False
        self.theta.flags.writeable = False

    @property
    def dataset(self) -> Dataset:
        """All samples."""
        return self.data.dataset

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return layout_of(self.scenario, self.data.dataset)

    @property
    def objective(self) -> Objective:
        """What is minimised."""
        training = self.scenario.training
        decoupled = "decay" in OPTIMIZERS[training.optimizer].uses
        spec = self.scenario.data
        softness = None
        if training.loss == DISTILLATION:
            softness = training.temperature, training.label_share
        return Objective(
            spec, self.seed, training.loss, training.l1, training.l2, decoupled, softness
        )

    @property
    def which(self) -> Identities:
        """Which knob is which."""
        known, layout = self.identities, self.layout
        return known if known is not None and known.fits(layout) else Identities.of(layout)

    @property
    def epochs(self) -> float:
        """Passes through the training samples since the start."""
        return self.training.epoch + self.training.cursor / len(self.data.train)

    @property
    def whole(self) -> Array:
        """(size,) θ with every silent knob at the value that it comes back to."""
        return self.switches.whole(self.theta)

    @property
    def w(self) -> Array:
        """(wired,) the weights that the network multiplies with; θ itself in a plain network."""
        return made(self.layout, self.theta, self.making, self.switches.silent)

    def placed(self, values: Array) -> "State":
        """Returns a state with other knobs; silent ones stay 0 and come back to their value."""
        switches = self.switches.parking(values)
        theta = np.where(switches.silent, 0, values).astype(self.theta.dtype, copy=False)
        training = replace(self.training, phase=Phase.FORWARD)
        return replace(self, switches=switches, theta=theta, training=training)

    def begun(self, values: Array, start_number: int) -> "State":
        """Returns a state at step 0 of other values for every knob; switches stay.

        Args:
            values: (size,) for the layout of the present scenario.
            start_number: which random start this is.
        """
        dtype = np.dtype(self.scenario.network.dtype)
        first = np.array(values, dtype=dtype)
        switches = self.switches.carried(self.layout, dtype)
        fresh = replace(
            self, start=first, start_number=start_number, theta=first, switches=switches,
            making=self.making.begun(self.layout, self.switches.layout),
        )  # fmt: skip
        return fresh.placed(first).at_step_0()

    def at_rest(self, speed: float) -> "State":
        """Returns a state that one comes back to: paused, with empty hands.

        Args:
            speed: the speed to go on with, for that is nobody's to take back.
        """
        scenario = self.scenario
        if scenario.training.speed != speed:
            training = structs.replace(scenario.training, speed=speed)
            scenario = structs.replace(scenario, training=training)
        return replace(
            self,
            scenario=scenario,
            hand=Hand(),
            running=False,
            owed=0.0,
            training=replace(self.training, phase=Phase.FORWARD),
            progress=replace(self.progress, goal_is_new=False, refusal=None, stopped=None),
        )

    def at_step_0(self) -> "State":
        """Returns a state whose training has not begun, with empty hands and records."""
        training = TrainingState.at_start(self.theta, self.scenario.training.optimizer)
        fresh = replace(self, training=training, progress=Progress(), hand=Hand(), owed=0.0)
        return replace(fresh, earlier=())


def loaded(scenario: Scenario, seed: int, data: Data | None = None) -> State:
    """Returns the state in which a scenario begins; its loss is not recorded yet.

    Args:
        scenario: what begins.
        seed: decides everything random.
        data: what scenario and seed lead to, where it is made already.
    """
    data = data or Data.make(scenario.data, seed)
    layout = layout_of(scenario, data.dataset)
    theta = np.zeros(layout.size, dtype=scenario.network.dtype)
    training = TrainingState.at_start(theta, scenario.training.optimizer)
    switches = Switches.none(layout, theta.dtype)
    empty = State(
        scenario, scenario, seed, data, 0, theta, theta, switches, Sides(), training,
        Progress(), Hand(), running=False, owed=0.0,
    )  # fmt: skip
    return empty.begun(random_start(empty, 0), 0)


def random_start(state: State, number: int) -> NDArray[np.float64]:
    """Returns the (size,) values of a start for the state's scenario and seed.

    It is a random one, but for number 0 of a scenario with a base; an adapter's is random always.
    """
    return start_values(state.layout, state.scenario, state.seed, number)


def layout_of(scenario: Scenario, dataset: Dataset) -> Layout:
    """Returns the layout of a scenario's network; the same object for the same architecture."""
    shape = scenario.architecture(dataset.inputs.shape[0], dataset.targets.shape[0])
    return _layout(shape)


@lru_cache(maxsize=64)
def _layout(shape: Architecture) -> Layout:
    return Layout(shape)
