"""THE DOOR: one experiment, and the only way to change it.

Everything that happens is an action given to ``Session.apply``: hands, training, files. What is
true now can be read from the session's attributes, and only read.
"""

from collections.abc import Callable
from enum import Enum, auto

import numpy as np

from eq_sim.data.dataset import Dataset, split
from eq_sim.data.sources import SOURCES
from eq_sim.network.initializers import start
from eq_sim.network.layout import Layout
from eq_sim.network.losses import LOSSES
from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError, ScenarioError, SettingError
from eq_sim.session.examiner import Examiner
from eq_sim.session.history import History, Losses, next_point
from eq_sim.session.log import Log
from eq_sim.session.metrics import Measure
from eq_sim.session.names import knob_name
from eq_sim.session.parameters import Parameters
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings import CAPTIONS, SETTINGS, Touches, changed, check
from eq_sim.session.streams import Streams
from eq_sim.session.trainer import Phase, Refusal, Trainer


class Event(Enum):
    """Rare events that views are told of; everything else they look up at each frame."""

    STRUCTURE = auto()
    """Another network or other data: read everything anew."""
    SETTINGS = auto()
    """A setting has another value."""
    TRAINING = auto()
    """Training began or stopped, the goal was reached, or a step was refused."""


class Session:
    """One experiment.

    Args:
        scenario: what it is made of.
        seed: decides data, split, start, order and dropout.

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
        log: the actions so far.
        running: whether training goes on by itself.
        held: the knobs in a hand.
        refusal: why the last step was not taken, until training begins again.
        goal_reached: whether the goal was met at a recorded point since the last start.
        goal_is_new: whether the last recorded point was the first to meet it.
        structure: grows when ``layout``, ``parameters`` or ``dataset`` are other objects.

    Raises:
        ScenarioError: the scenario's parts do not fit each other.
    """

    layout: Layout
    parameters: Parameters
    dataset: Dataset
    examiner: Examiner
    trainer: Trainer
    refusal: Refusal | None

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        self.log = Log()
        self.structure = 0
        self._observers: list[Callable[[Event], None]] = []
        self._owed = 0.0
        self.apply(act.Load(scenario, seed))

    def observe(self, observer: Callable[[Event], None]) -> None:
        """Adds someone to be told of rare events."""
        self._observers.append(observer)

    def apply(self, action: act.AnyAction) -> None:
        """Does one thing, or refuses it and changes nothing.

        Raises:
            EqSimError: the action cannot be done; says why.
        """
        step, event = self.trainer.step if self.log.records else 0, None
        match action:
            case act.Load():
                event = self._load(action)
            case act.Set():
                event = self._set(action)
            case act.Grab():
                self._grab(action.knobs)
            case act.Turn():
                # NumPy's numbers would not go into the log.
                knobs, values = map(int, action.knobs), map(float, action.values)
                action = act.Turn(tuple(knobs), tuple(values))
                self._turn(action)
            case act.Release():
                self._release()
            case act.Train():
                self._check_count(action.steps)
                self.refusal = None
                action = act.Train(self._train(action.steps, stop_at_goal=False))
                event = Event.TRAINING
            case act.TakePhase():
                self.refusal = None
                self._after(self.trainer.take_phase(), step)
                event = Event.TRAINING if self.refusal or self.goal_is_new else None
            case act.Run():
                self.running, self.refusal, self._owed = True, None, 0.0
                event = Event.TRAINING
            case act.Pause():
                self.running = False
                event = Event.TRAINING
            case act.BackToStart():
                self._back_to_start()
                event = Event.TRAINING
            case act.NewStart():
                self._new_start(self.start_number + 1)
                event = Event.STRUCTURE
            case act.SetStart():
                self._set_start(action.values)
                event = Event.STRUCTURE
        self.log.add(step, action)
        self._tell(event)

    def advance(self, seconds: float) -> int:
        """Lets simulated time pass: takes the steps that are due at the present speed.

        Training pauses by itself when the goal is reached for the first time since the start,
        and when a step is refused.

        Args:
            seconds: of simulated time; the caller caps it.

        Returns:
            How many steps were taken.
        """
        if not self.running:
            return 0
        self._owed += seconds * self.scenario.training.speed
        due = int(self._owed)
        self._owed -= due
        return self.train(due)

    def train(self, steps: int) -> int:
        """Takes up to so many steps as running training does; see ``advance``.

        Returns:
            How many steps were taken.
        """
        if not self.running or steps <= 0:
            return 0
        step, reached = self.trainer.step, self.goal_reached
        taken = self._train(steps, stop_at_goal=True)
        self.log.add(step, act.Train(taken))
        if self.refusal or (self.goal_reached and not reached):
            self.apply(act.Pause())
        return taken

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

    # What follows does the actions; nothing outside calls it.

    def _load(self, action: act.Load) -> Event:
        scenario = action.scenario
        check(scenario)
        if not 0 <= action.seed < 2**63:
            raise ScenarioError(f"a seed is a whole number from 0 to 2⁶³ − 1, not {action.seed}")
        self.scenario = self.original = scenario
        self.seed = action.seed
        self.streams = Streams(action.seed)
        self.running = False
        self._make_data()
        self._new_start(0)
        return Event.STRUCTURE

    def _set(self, action: act.Set) -> Event:
        edited = changed(self.scenario, action.setting, action.value)
        touches = SETTINGS[action.setting].touches
        self.scenario = edited
        if touches is Touches.TRAINING:
            self.trainer.configure(edited.training)
        elif touches is Touches.NETWORK:
            self._new_start(self.start_number)
        elif touches is not Touches.PACE:
            self._rebuild(action.setting, data=touches is Touches.DATA)
            return Event.STRUCTURE
        return Event.STRUCTURE if touches is Touches.NETWORK else Event.SETTINGS

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

    def _make_network(self, values: np.ndarray, theta: np.ndarray | None = None) -> None:
        """Makes layout, θ, examiner and trainer for the present scenario and data."""
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

    def _new_start(self, number: int) -> None:
        self.start_number = number
        scenario, dataset = self.scenario, self.dataset
        shape = scenario.architecture(dataset.inputs.shape[0], dataset.targets.shape[0])
        stream = self.streams.start(number)
        self._make_network(start(Layout(shape), scenario.network.initializer, stream))
        self._begin()

    def _set_start(self, values: tuple[float, ...]) -> None:
        if len(values) != self.layout.size:
            raise KnobError(f"{len(values)} values for {self.layout.size} knobs")
        check_values = Parameters(self.layout, np.zeros(len(values)), "float64")
        check_values.turn(range(len(values)), values)
        self._make_network(check_values.theta)
        self._begin()

    def _back_to_start(self) -> None:
        self.parameters.reset()
        self.trainer.restart()
        self._begin()

    def _begin(self) -> None:
        self.history = History()
        self.goal_reached = self.goal_is_new = False
        self.refusal = None
        self._owed = 0.0
        self._grabbed: dict[int, float] = {}
        self._record()

    def _grab(self, knobs: tuple[int, ...]) -> None:
        for knob in knobs:
            self.parameters.check_knob(knob)
        self.trainer.held = np.array(knobs, dtype=np.intp) if knobs else None
        self._grabbed = {knob: float(self.parameters.theta[knob]) for knob in knobs}

    def _turn(self, action: act.Turn) -> None:
        if len(action.knobs) != len(action.values):
            raise KnobError(f"{len(action.values)} values for {len(action.knobs)} knobs")
        loose = [knob for knob in action.knobs if knob not in self._grabbed]
        self.parameters.turn(action.knobs, action.values)
        self.trainer.abandon_phase()
        if loose:
            self._mark_hand(loose)

    def _release(self) -> None:
        theta = self.parameters.theta
        turned = [knob for knob, value in self._grabbed.items() if theta[knob] != value]
        self.trainer.held = None
        self._grabbed = {}
        if turned:
            self._mark_hand(turned)

    def _mark_hand(self, knobs: list[int]) -> None:
        what = self.name(knobs[0]) if len(knobs) == 1 else f"{len(knobs)} knobs"
        self.history.mark(self.step, self.epochs, f"a hand turned {what}")
        self._record()

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
        self.history.add(self.step, self.epochs, self.losses)
        reached = self.scenario.goal.reached(self.goal_value)
        self.goal_is_new = reached and not self.goal_reached and self.step > 0
        if self.goal_is_new:
            self.goal_reached = True

    def _tell(self, event: Event | None) -> None:
        if event:
            for observer in self._observers:
                observer(event)
