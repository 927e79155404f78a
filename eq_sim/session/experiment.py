"""One experiment: what it is made of, how its parts are made anew, how its losses are recorded.

``Session`` is the door through which it changes.
"""

import numpy as np

from eq_sim.data.dataset import Dataset, split
from eq_sim.data.sources import SOURCES
from eq_sim.network.initializers import start
from eq_sim.network.layout import Layout
from eq_sim.network.losses import LOSSES
from eq_sim.session.errors import SettingError
from eq_sim.session.examiner import Examiner
from eq_sim.session.history import History, Losses, next_point
from eq_sim.session.metrics import Measure
from eq_sim.session.names import knob_name
from eq_sim.session.parameters import Parameters
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings import CAPTIONS
from eq_sim.session.sides import Best, Sides
from eq_sim.session.streams import Streams
from eq_sim.session.switches import Switches
from eq_sim.session.trainer import Phase, Refusal, Trainer


class Experiment:
    """What is true now. Everything can be read from its attributes, and only read.

    Attributes:
        scenario: the present one, with every setting as it is now.
        original: the scenario as it was loaded.
        seed: see above.
        start_number: which random start of this seed.
        layout: where each knob sits.
        parameters: θ, to read.
        dataset: the data.
        examiner: answers, losses and measures at the present θ.
        trainer: how the next step will be taken, to read.
        history: the recorded losses.
        best: the knobs at the lowest recorded loss since the start.
        switches: what is frozen, muted, playing solo.
        sides: A and B, two settings of all knobs.
        running: whether training goes on by itself.
        held: the knobs in a hand.
        refusal: why the last step was not taken, until training begins again.
        goal_reached: whether the goal was met at a recorded point since the last start.
        goal_is_new: whether the last recorded point was the first to meet it.
        structure: grows when ``layout``, ``parameters`` or ``dataset`` are other objects.
    """

    scenario: Scenario
    original: Scenario
    seed: int
    start_number: int
    streams: Streams
    layout: Layout
    parameters: Parameters
    dataset: Dataset
    examiner: Examiner
    trainer: Trainer
    history: History
    best: Best | None
    switches: Switches
    sides: Sides
    running: bool
    refusal: Refusal | None
    goal_reached: bool
    goal_is_new: bool

    def __init__(self) -> None:
        self.structure = 0
        self._owed = 0.0
        self._grabbed: dict[int, float] = {}

    @property
    def step(self) -> int:
        """Training steps taken since the start."""
        return self.trainer.step

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
        held = self.trainer.held
        return () if held is None else tuple(int(knob) for knob in held)

    @property
    def losses(self) -> Losses:
        """The mean losses at the knobs as they stand, without dropout or penalty."""
        return self.examiner.losses

    @property
    def measure(self) -> Measure:
        """The goal's metric at the knobs as they stand."""
        return self.examiner.measure(self.scenario.goal.metric)

    @property
    def goal_value(self) -> float | None:
        """What the goal is held against: the metric on the test part, or on all without one."""
        measure = self.measure
        return measure.train if measure.test is None else measure.test

    @property
    def revision(self) -> tuple[int, int, int]:
        """Changes whenever a view has something new to show of θ, data or history."""
        return self.structure, self.parameters.revision, self.history.revision

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person: "x₂ → neuron 3, layer 1"."""
        return knob_name(self.layout, self.dataset, knob)

    def moved(self) -> int:
        """Returns how many knobs the last training step moved."""
        return int(np.count_nonzero(self.trainer.after != self.trainer.before))

    @property
    def turned(self) -> bool:
        """Whether a knob in the hand is elsewhere than where it was taken."""
        theta = self.parameters.theta
        return any(theta[knob] != value for knob, value in self._grabbed.items())

    def called(self, knobs: tuple[int, ...]) -> str:
        """Returns what some knobs are called: by its name one, by their number more."""
        return self.name(knobs[0]) if len(knobs) == 1 else f"{len(knobs):,} knobs"

    # What follows makes and records; only the door calls it.

    def _rebuild(self, setting: str, *, data: bool) -> None:
        """Makes anew what a setting touches; θ, its start and the count of steps stay."""
        if data:
            self._make_data()
        old, theta, first = self.trainer, self.parameters.theta, self.parameters.start
        self._make_network(first, theta)
        self.trainer.take_over(old)
        self.history.mark(self.step, self.epochs, f"{CAPTIONS[setting]} changed")
        self._record()

    def _make_data(self) -> None:
        spec = self.scenario.data
        make = SOURCES[spec.source].make
        self.dataset = make(spec.points or 0, spec.noise or 0.0, self.streams.data())
        self._parts = split(self.dataset.size, spec.test_fraction, self.streams.split())

    def _make_network(
        self, values: np.ndarray, theta: np.ndarray | None = None, *, fresh: bool = False
    ) -> None:
        """Makes layout, θ, examiner and trainer for the present scenario and data.

        Args:
            values: where every knob starts.
            theta: where it is, if it is elsewhere.
            fresh: whether it is another scenario, whose knobs have no switches yet.
        """
        scenario, dataset = self.scenario, self.dataset
        shape = scenario.architecture(dataset.inputs.shape[0], dataset.targets.shape[0])
        self.layout = Layout(shape)
        self.parameters = Parameters(self.layout, values, scenario.network.dtype, theta)
        loss = LOSSES[scenario.training.loss]
        self.examiner = Examiner(dataset, *self._parts, self.layout, self.parameters, loss)
        self.trainer = Trainer(
            self.parameters, self.layout, self.examiner.encoded(), scenario.training, self.streams
        )
        self.structure += 1
        dtype = self.parameters.theta.dtype
        none = Switches.none(self.layout, dtype)
        self.switches = none if fresh else self.switches.carried(self.layout, dtype)
        if theta is None:
            self._place(self.parameters.theta)
        else:
            self.trainer.fix(self.switches.fixed)

    def _new_start(self, number: int, *, fresh: bool = False) -> None:
        self.start_number = number
        scenario, dataset = self.scenario, self.dataset
        shape = scenario.architecture(dataset.inputs.shape[0], dataset.targets.shape[0])
        stream = self.streams.start(number)
        values = start(Layout(shape), scenario.network.initializer, stream)
        self._make_network(values, fresh=fresh)
        self._begin()

    def _begin(self) -> None:
        self.history = History()
        self.best = None
        self.goal_reached = self.goal_is_new = False
        self.refusal = None
        self._owed = 0.0
        self._grabbed = {}
        self._record()

    def _place(self, values: np.ndarray) -> None:
        """Sets all knobs; silent ones stay 0 and come back to their value later."""
        switches = self.switches = self.switches.parking(values)
        self.parameters.put(np.where(switches.silent, 0, values))
        self.trainer.fix(switches.fixed)
        self.trainer.abandon_phase()

    def _check_count(self, steps: int) -> None:
        if steps < 0:
            raise SettingError(f"training takes a count of steps, not {steps}")

    def _train(self, steps: int, *, stop_at_goal: bool) -> int:
        """Takes steps, a point in the history at a time. Returns how many were taken."""
        first = self.step
        last = first + steps
        while self.step < last and not self.refusal:
            before = self.step
            upto = min(self._next_point(before), last)
            self._after(self.trainer.run(upto - before), before)
            if stop_at_goal and self.goal_reached and self.goal_is_new:
                break
        if self.step == first:
            self.trainer.abandon_phase()  # a log that says "0 steps" has to lead here too
        return self.step - first

    def _after(self, refusal: Refusal | None, before: int) -> None:
        self.refusal, self.goal_is_new = refusal, False
        if refusal or (self.step != before and self.step == self._next_point(self.step - 1)):
            self._record()

    def _next_point(self, step: int) -> int:
        # A step goes through its batch about three times, the loss once through all data.
        return next_point(step, self.dataset.size / (3 * self.trainer.batches.batch))

    def _record(self) -> None:
        """Adds the present losses to the history, and looks at the goal."""
        losses = self.losses
        self.history.add(self.step, self.epochs, losses)
        loss = losses.train if losses.test is None else losses.test
        if self.best is None or loss < self.best.loss:
            self.best = Best(self.switches.whole(self.parameters.theta), loss, self.step)
        reached = self.scenario.goal.reached(self.goal_value)
        self.goal_is_new = reached and not self.goal_reached and self.step > 0
        if self.goal_is_new:
            self.goal_reached = True
