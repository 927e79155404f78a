"""What can be read of an experiment: everything that is true now, and only to be read."""

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.network.identity import Identities
from eq_sim.network.layout import Layout
from eq_sim.session.ab import Best, Sides
from eq_sim.session.aside import Aside
from eq_sim.session.finished_run import Earlier
from eq_sim.session.goal import about_text, asks_for_nothing, goal_text, goal_value
from eq_sim.session.history import Losses
from eq_sim.session.knob_sets import KnobsLike, compact
from eq_sim.session.log import Log
from eq_sim.session.messages import called
from eq_sim.session.names import knob_name
from eq_sim.session.now import Now
from eq_sim.session.painted_points import note_words
from eq_sim.session.scenario import Scenario
from eq_sim.session.spreads import Spreads
from eq_sim.session.state import Data, Objective, Shelf
from eq_sim.session.switches import Switches
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.parameters import Parameters
from eq_sim.session.training.refusal import Refusal
from eq_sim.session.training.stopped import Stopped
from eq_sim.session.training.trainer import Trainer
from eq_sim.session.training.training_state import Phase
from eq_sim.session.undo.stack import UndoStack
from eq_sim.session.words import knobs_words


class Readings:
    """Everything that is true now of one experiment; ``Session`` is what changes it."""

    _now: Now
    _aside: Aside | None

    @property
    def scenario(self) -> Scenario:
        """The present scenario, with every setting as it is now."""
        return self._now.state.scenario

    @property
    def original(self) -> Scenario:
        """The scenario as it was loaded."""
        return self._now.state.original

    @property
    def seed(self) -> int:
        """The seed of everything random."""
        return self._now.state.seed

    @property
    def start_number(self) -> int:
        """Which random start of this seed."""
        return self._now.state.start_number

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The settings that held before in this run, where they were changed on the way."""
        return self._now.state.earlier

    @property
    def objective(self) -> Objective:
        """What is minimised: best, goal, history and curve belong to it."""
        return self._now.state.objective

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self._now.engine.layout

    @property
    def which(self) -> Identities:
        """Which knob is which, however many neurons and layers were added and taken away."""
        return self._now.state.which

    @property
    def parameters(self) -> Parameters:
        """θ, to read."""
        return self._now.engine.parameters

    @property
    def dataset(self) -> Dataset:
        """The data."""
        return self._now.state.dataset

    @property
    def data(self) -> Data:
        """The samples, and which of them are learned from."""
        return self._now.state.data

    @property
    def has_worker(self) -> bool:
        """Whether what takes long is done beside what draws; else somebody waits for it."""
        return self._aside is not None

    @property
    def evaluation(self) -> Evaluation:
        """Answers, losses and measures at the present θ."""
        return self._now.engine.evaluation

    @property
    def trainer(self) -> Trainer:
        """How the next step will be taken, to read."""
        return self._now.engine.trainer

    @property
    def spreads(self) -> Spreads:
        """Where the knobs stood at the recorded points."""
        return self._now.state.progress.spreads

    @property
    def best(self) -> Best | None:
        """The knobs at the lowest recorded loss of this objective since the start."""
        return self._now.state.progress.best

    @property
    def switches(self) -> Switches:
        """What is frozen, muted, soloed."""
        return self._now.state.switches

    @property
    def sides(self) -> Sides:
        """A and B, two settings of all knobs."""
        return self._now.state.sides

    @property
    def shelf(self) -> Shelf:
        """Scenes and checkpoints."""
        return self._now.state.shelf

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""
        return self._now.state.running

    @property
    def refusal(self) -> Refusal | None:
        """Why the last step was not taken, until training begins again."""
        return self._now.state.progress.refusal

    @property
    def goal_reached(self) -> bool:
        """Whether the goal was met at a recorded point since the last start."""
        return self._now.state.progress.goal_reached

    @property
    def goal_is_new(self) -> bool:
        """Whether the last recorded point was the first to meet the goal."""
        return self._now.state.progress.goal_is_new

    @property
    def goes_on(self) -> bool:
        """Whether training does not pause at the goal, for data are painted meanwhile."""
        state = self._now.state
        return state.progress.goes_on or state.scenario.data.source == "painted"

    @property
    def stopped(self) -> Stopped | None:
        """How training has just been stopped early, until it begins again."""
        return self._now.state.progress.stopped

    @property
    def structure(self) -> int:
        """Grows when network, data or start are others."""
        return self._now.structure

    @property
    def log(self) -> Log:
        """What happened."""
        return Log(self._now.log)

    @property
    def undo(self) -> UndoStack:
        """What can be undone."""
        return UndoStack(self._now.undo)

    @property
    def step(self) -> int:
        """Training steps taken since the start."""
        return self.trainer.step

    @property
    def rate(self) -> float:
        """The learning rate of the next step: warm-up and schedule are in it."""
        return self.trainer.rate

    @property
    def epochs(self) -> float:
        """Passes through the training samples since the start."""
        return self.trainer.batches.passes

    @property
    def phase(self) -> Phase:
        """The phase of the training step that comes next."""
        return self.trainer.phase

    @property
    def held(self) -> tuple[int, ...]:
        """The knobs in a hand."""
        held = self._now.state.hand.knobs
        return () if held is None else tuple(held.tolist())

    @property
    def losses(self) -> Losses:
        """The mean losses at the knobs as they stand, without dropout or penalty."""
        return self.evaluation.losses

    @property
    def measure(self) -> Measure:
        """The goal's metric at the knobs as they stand."""
        return self.evaluation.measure(self.scenario.goal.metric)

    @property
    def goal_value(self) -> float | None:
        """What the goal is held against: the metric on the test part, or on all without one.

        None where it has no meaning here, or the goal asks for nothing.
        """
        return goal_value(self.evaluation, self.scenario)

    @property
    def goal_text(self) -> str:
        """What the goal asks, with the part of the data that it is held against."""
        return goal_text(self.scenario, len(self.evaluation.test))

    @property
    def about(self) -> str:
        """What the scenario is about, for a person."""
        return about_text(self.scenario)

    @property
    def data_note(self) -> str:
        """What a reader should know of the data; mostly empty."""
        return note_words(self.dataset.note)

    @property
    def goal_asks_for_nothing(self) -> bool:
        """Whether always giving one and the same answer already meets the goal."""
        return asks_for_nothing(self.evaluation, self.scenario)

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person: "x₂ → neuron 3, layer 1"."""
        return knob_name(self.layout, self.dataset, knob)

    @property
    def locked(self) -> bool:
        """Whether the network is only used: no knob can be turned or trained."""
        return self._now.state.locked is not None

    def moved_since_locked(self) -> int:
        """Returns how many knobs have another bit than when they were locked."""
        then, now = self._now.state.locked, self.parameters.theta
        if then is None:
            return 0
        bits = f"u{now.itemsize}"
        return int(np.count_nonzero(then.view(bits) != now.view(bits)))

    def moved(self) -> int:
        """Returns how many knobs the last training step moved."""
        return int(np.count_nonzero(self.trainer.after != self.trainer.before))

    @property
    def turned(self) -> bool:
        """Whether a knob in the hand is elsewhere than where it was taken."""
        return bool(self._now.state.hand.turned(self.parameters.theta).size)

    def called(self, knobs: KnobsLike) -> str:
        """Returns what some knobs are called: by its name one, by their number more."""
        return knobs_words(called(self.layout, self.dataset, compact(knobs)))
