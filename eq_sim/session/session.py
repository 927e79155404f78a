"""THE DOOR: one experiment, and the only way to change it.

Everything that happens is an action given to ``Session.apply``: hands, training, files. What is
true now can be read from the session's attributes, and only read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray
from eq_sim.session import actions as act
from eq_sim.session.actions.base import called
from eq_sim.session.change import EVERYTHING, Change, Changes
from eq_sim.session.engine import Engine
from eq_sim.session.errors import KnobError, SettingError, UndoError
from eq_sim.session.examiner import Examiner
from eq_sim.session.history import History, Losses, next_point
from eq_sim.session.knob_sets import KnobsLike, compact, count_of, numbers_of, places_of
from eq_sim.session.log import MOST_RECORDS, Log, LogState
from eq_sim.session.messages import Message, message
from eq_sim.session.metrics import Measure
from eq_sim.session.names import knob_name
from eq_sim.session.parameters import Parameters, check_values
from eq_sim.session.scenario import Scenario
from eq_sim.session.sides import Best, Sides
from eq_sim.session.state import Hand, Objective, Progress, State
from eq_sim.session.switches import Switches
from eq_sim.session.trainer import Trainer
from eq_sim.session.training_state import Phase, Refusal
from eq_sim.session.undo import grouping
from eq_sim.session.undo.grouping import Deed
from eq_sim.session.undo.policy import Policy
from eq_sim.session.undo.stack import BUDGET, Undo, UndoState

_STEPPED = Change.KNOBS | Change.TRAINING | Change.HISTORY
_FEW = 64  # knobs of which every movement is worth a record of its own


@dataclass(frozen=True, eq=False)
class Now:
    """Everything that one assignment commits.

    Attributes:
        engine: where it runs.
        state: what is true; while ``stale``, θ and the training state are those of the engine.
        stale: whether training or a hand has written into the engine since.
        undo: what can be undone.
        log: what happened.
        structure: grows when network, data or start are others.
    """

    engine: Engine
    state: State
    stale: bool
    undo: UndoState
    log: LogState
    structure: int


class Session:
    """One experiment, and the only way to change it: ``apply``, and ``advance`` while it runs.

    ``apply`` is a transaction. An action is done whole, with its entries in undo and log, or
    refused, and then everything is as it was. Rare actions are pure functions from state to state;
    what they lead to is made aside and committed by one assignment. Training and turning are
    checked first, and then write in place.

    Args:
        scenario: what it is made of.
        seed: decides data, split, start, order and dropout.

    Attributes:
        history: the recorded losses, as they are now.
        changes: how often each kind of change has happened.

    Raises:
        ScenarioError: the scenario's parts do not fit each other.
    """

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        load = act.Load(scenario, seed)
        outcome = load.outcome(None)
        engine = Engine.serving(outcome.state)
        engine.put(outcome.state)
        state = replace(outcome.state, progress=_recorded(engine, outcome.state, None))
        log = LogState().added(0, load)
        self._begin(Now(engine, state, False, UndoState(), log, 1))

    @classmethod
    def at(cls, state: State, undo: UndoState | None = None) -> "Session":
        """Returns an independent session that goes on from a state; its log begins there.

        Args:
            state: any state, of any session.
            undo: what can be undone in it; nothing by default.
        """
        engine = Engine.serving(state)
        engine.put(state)
        made = cls.__new__(cls)
        made._begin(Now(engine, state, False, undo or UndoState(), LogState(state), 1))
        return made

    def fork(self) -> "Session":
        """Returns an independent experiment that goes on with the same bits from here.

        It costs a copy of the state; what can be undone here can be undone there.
        """
        return Session.at(self.state(), self._now.undo)

    def _begin(self, now: Now) -> None:
        self._now = now
        self.history = History(lambda: self._now.state.progress.history)
        self.changes = Changes()
        self._budget: float = BUDGET
        self._observers: list[Callable[[Change], None]] = []
        self._listeners: list[Callable[[act.AnyAction], None]] = []
        self.changes.note(EVERYTHING)

    # What is true now.

    def state(self) -> State:
        """Returns everything that is true now as one value."""
        now = self._now
        if now.stale:
            state = now.engine.numbers_of(now.state)
            self._now = replace(now, state=state, stale=False)
            return state
        return now.state

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
    def objective(self) -> Objective:
        """What is minimised: best, goal, history and curve belong to it."""
        return self._now.state.objective

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""
        return self._now.engine.layout

    @property
    def parameters(self) -> Parameters:
        """θ, to read."""
        return self._now.engine.parameters

    @property
    def dataset(self) -> Dataset:
        """The data."""
        return self._now.state.dataset

    @property
    def examiner(self) -> Examiner:
        """Answers, losses and measures at the present θ."""
        return self._now.engine.examiner

    @property
    def trainer(self) -> Trainer:
        """How the next step will be taken, to read."""
        return self._now.engine.trainer

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
    def structure(self) -> int:
        """Grows when network, data or start are others."""
        return self._now.structure

    @property
    def log(self) -> Log:
        """What happened."""
        return Log(self._now.log)

    @property
    def undo(self) -> Undo:
        """What can be undone."""
        return Undo(self._now.undo, self._budget)

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
        held = self._now.state.hand.knobs
        return () if held is None else tuple(held.tolist())

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
        return _goal_value(self._now.engine, self.scenario)

    @property
    def revision(self) -> tuple[int, ...]:
        """Changes whenever there is something new to show."""
        return (self.changes.count(EVERYTHING),)

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person: "x₂ → neuron 3, layer 1"."""
        return knob_name(self.layout, self.dataset, knob)

    def moved(self) -> int:
        """Returns how many knobs the last training step moved."""
        return int(np.count_nonzero(self.trainer.after != self.trainer.before))

    @property
    def turned(self) -> bool:
        """Whether a knob in the hand is elsewhere than where it was taken."""
        return bool(self._now.state.hand.turned(self.parameters.theta).size)

    def called(self, knobs: KnobsLike) -> str:
        """Returns what some knobs are called: by its name one, by their number more."""
        some = compact(knobs)
        count = count_of(some)
        return (
            self.name(int(places_of(some, self.layout.size)[0]))
            if count == 1
            else (f"{count:,} knobs")
        )

    # What one can do.

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done."""
        self._observers.append(observer)

    def listen(self, listener: Callable[[act.AnyAction], None]) -> Callable[[], None]:
        """Adds someone to be told of each action as it comes, unmerged. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def begin_log_anew(self) -> None:
        """Lets the log begin at the present state; what was done before can still be undone."""
        state = self.state()
        self._now = replace(self._now, log=self._now.log.begun_anew(state))

    def set_undo_budget(self, budget: float) -> None:
        """Changes how many bytes undo may keep; the oldest entries go first."""
        self._budget = budget
        self._now = replace(self._now, undo=self._now.undo.within(budget))

    def apply(self, action: act.AnyAction) -> Change:
        """Does one thing, or refuses it and changes nothing.

        Returns:
            What was changed.

        Raises:
            EqSimError: the action cannot be done; says why.
        """
        match action:
            case act.Train():
                self._train_by_hand(action)
                return _STEPPED
            case act.TakePhase():
                change = self._take_phase(action)
            case act.Turn():
                action = act.Turn.of(action.knobs, action.values)
                change = self._turn(action)
            case act.Undo() | act.Redo():
                change = self._travel(action)
            case act.Rare():
                change = self._rare(action)
                if not change:
                    return change
        self._tell(change, action)
        return change

    def advance(self, seconds: float = 0.0, steps: int | None = None) -> int:
        """Lets simulated time pass: takes the steps that are due at the present speed.

        Training pauses by itself when the goal is reached for the first time since the start,
        and when a step is refused.

        Args:
            seconds: of simulated time; the caller caps it.
            steps: take so many instead, as at full speed, where a frame takes what fits into it.

        Returns:
            How many steps were taken.
        """
        now = self._now
        if not now.state.running:
            return 0
        owed = now.state.owed
        if steps is None:
            owed += seconds * now.state.scenario.training.speed
            steps = int(owed)
            owed -= steps
        if steps <= 0:
            self._now = replace(now, state=replace(now.state, owed=owed))
            return 0
        step, reached = self.step, self.goal_reached
        try:
            self._train(steps, now.state, owed, to_goal=True)
        finally:
            taken = self.step - step
            self._tell(Change.KNOBS | Change.HISTORY, act.Train(taken))
        if self.refusal or (self.goal_reached and not reached):
            self.apply(act.Pause())
        return taken

    # How it is done.

    def _tell(self, change: Change, action: act.AnyAction) -> None:
        self.changes.note(change)
        for listener in tuple(self._listeners):
            listener(action)
        if change:
            for observer in tuple(self._observers):
                observer(change)

    def _rare(self, action: act.AnyRare) -> Change:
        """Does what is a pure function from state to state."""
        state, now = self.state(), self._now
        outcome = action.outcome(state)
        if not outcome.change:
            return outcome.change
        undo, policy = now.undo, action.undo if outcome.entry else Policy.NONE
        undo = grouping.begun(undo, policy, state)
        deed = Deed(policy, action.message(state), now.log.number)
        return self._commit(outcome, action, undo, deed)

    def _travel(self, action: act.Undo | act.Redo) -> Change:
        """Goes to the state before the last thing, or after the one undone last."""
        back = isinstance(action, act.Undo)
        state, old = self.state(), self._now
        if not grouping.can_travel(old.undo, state, back=back):
            raise UndoError(f"there is nothing to {'undo' if back else 'do again'}")
        now = replace(state, hand=Hand(), running=False, owed=0.0)
        undo = grouping.run_ended(grouping.gesture_ended(old.undo, state), now)
        undo, entry = undo.undo(now) if back else undo.redo(now)
        then = entry.state.at_rest(state.scenario.training.speed)
        change = EVERYTHING if _others(then, state) else EVERYTHING & ~Change.STRUCTURE
        deed = Deed(Policy.TRAVEL, Message("travel"), old.log.number)
        # An entry from before the log's first state cannot be replayed: the log begins anew there.
        anew = old.log.begun_anew(then) if entry.log != old.log.number else None
        outcome = act.Outcome(then, change)
        return self._commit(outcome, action, replace(undo, phase=None), deed, anew)

    def _commit(
        self,
        outcome: act.Outcome,
        action: act.AnyAction,
        undo: UndoState,
        deed: Deed,
        log: LogState | None = None,
    ) -> Change:
        """Makes an outcome true, with its entries in undo and log, or leaves everything as it was.

        Args:
            outcome: of the action.
            action: for the log.
            undo: as it is when the action begins.
            deed: the action as undo sees it.
            log: what the log becomes; by default the action is added to it.
        """
        old = self._now
        before, state, change = old.state, outcome.state, outcome.change
        engine = Engine.serving(state, old.engine)
        if engine.examiner is not old.engine.examiner:
            change |= Change.STRUCTURE
        try:
            engine.put(state, before if engine.trainer is old.engine.trainer else None)
            # A gesture is marked and recorded once, at its end.
            if outcome.records and (undo.gesture is None or deed.policy is Policy.RELEASE):
                state = replace(state, progress=_recorded(engine, state, outcome.mark))
            undo = grouping.done(undo, deed, before, state).within(self._budget)
            if log is None:
                log = self._log_of(old, before.training.step, action, undo)
            structure = old.structure + bool(change & Change.STRUCTURE)
            self._now = Now(engine, state, False, undo, log, structure)
        except BaseException:
            old.engine.put(before)
            raise
        return change

    def _turn(self, action: act.Turn) -> Change:
        """Checks first, and then writes in place."""
        places, values = self._checked(action)
        old_state = self._now.state
        entry = grouping.is_entry(self._now.undo, action.undo, old_state)
        before = self.state() if entry else old_state
        old = self._now
        engine, state, change = old.engine, old.state, Change.KNOBS
        held = state.hand.knobs
        loose = places if held is None else places[~np.isin(places, held)]
        parameters, trainer = engine.parameters, engine.trainer
        was, phase = parameters.theta[places], trainer.phase
        deed = Deed(action.undo, action.message(state), old.log.number, own=not loose.size)
        try:
            parameters.turn(places, values)
            trainer.abandon_phase()
            if loose.size:
                some = compact(loose, state.layout.size)
                mark = message("turned", **called(state, some))
                state = replace(state, progress=_recorded(engine, state, mark))
                change |= Change.HISTORY
            if entry:
                state = engine.numbers_of(state)
            undo = grouping.done(old.undo, deed, before, state).within(self._budget)
            merges = self._only_goes_on(action, loose)
            log = self._log_of(old, trainer.step, action, undo, merges=merges)
            self._now = replace(old, state=state, stale=not entry, undo=undo, log=log)
        except BaseException:
            parameters.turn(places, was)
            trainer.phase = phase
            raise
        return change

    def _checked(self, action: act.Turn) -> tuple[IndexArray, NDArray[np.floating]]:
        places = places_of(action.knobs, self.layout.size)
        values = numbers_of(action.values)
        if len(places) != len(values):
            raise KnobError(f"{len(values):,} values for {len(places):,} knobs")
        silent = places[self.switches.silent[places]]
        if silent.size:
            raise KnobError(f"{self.name(int(silent[0]))} is muted: unmute it to turn it")
        check_values(values)
        return places, values

    def _only_goes_on(self, action: act.Turn, loose: IndexArray) -> bool:
        """Whether many knobs only go on with a movement that nothing has come of yet."""
        log = self._now.log
        last = log.last
        if loose.size or self.running or not isinstance(last, act.Turn):
            return False
        return count_of(action.knobs) > _FEW and last.knobs == action.knobs

    def _train_by_hand(self, action: act.Train) -> None:
        if action.steps < 0:
            raise SettingError(f"training takes a count of steps, not {action.steps}")
        entry = grouping.is_entry(self._now.undo, action.undo, self._now.state)
        before = self.state() if entry else self._now.state
        step = self.step
        try:
            self._train(action.steps, before, self._now.state.owed, to_goal=False)
        finally:
            self._tell(_STEPPED, act.Train(self.step - step))

    def _train(self, steps: int, before: State, owed: float, *, to_goal: bool) -> None:
        """Takes steps, a point in the history at a time; each of these is a transaction.

        Args:
            steps: how many at most.
            before: the state before them, or its light parts where they are no entry.
            owed: the part of a step that is due afterwards.
            to_goal: whether to stop where the goal is first reached.
        """
        old, trainer = self._now, self._now.engine.trainer
        first = trainer.step
        last = first + steps
        while True:
            at = trainer.step
            trainer.keep()
            try:
                refusal = None
                if at < last:
                    refusal = trainer.run(min(self._next_point(at), last) - at)
                if trainer.step == first:
                    trainer.abandon_phase()  # a log that says "0 steps" has to lead here too
                now = replace(self._now, state=replace(self._now.state, owed=owed))
                self._now = self._stepped(
                    now, old, act.Train(trainer.step - first), before, refusal, at
                )
            except BaseException:
                trainer.put_back()
                raise
            if trainer.step >= last or refusal or (to_goal and self.goal_is_new):
                return

    def _take_phase(self, action: act.TakePhase) -> Change:
        before = self.state()
        old, trainer = self._now, self._now.engine.trainer
        trainer.keep()
        try:
            step = trainer.step
            refusal = trainer.take_phase()
            self._now = self._stepped(old, old, action, before, refusal, step)
        except BaseException:
            trainer.put_back()
            raise
        return _STEPPED

    def _stepped(
        self,
        now: Now,
        old: Now,
        action: act.Train | act.TakePhase,
        before: State,
        refusal: Refusal | None,
        step: int,
    ) -> Now:
        """Returns what is true after some steps.

        Args:
            now: what was true before the last of them.
            old: what was true before the first of them.
            action: all of them so far.
            before: the state before them.
            refusal: why the last one was not taken.
            step: the count of steps before the last point.
        """
        engine, trainer = now.engine, now.engine.trainer
        progress = replace(now.state.progress, refusal=refusal, goal_is_new=False)
        state = replace(now.state, progress=progress)
        taken = trainer.step != step
        if refusal or (taken and trainer.step == self._next_point(trainer.step - 1)):
            state = replace(state, progress=_recorded(engine, state, None))
        deed = Deed(action.undo, action.message(state), old.log.number)
        undo = grouping.done(old.undo, deed, before, engine.looking_at(state))
        undo = undo.within(self._budget)
        first = (
            before.training.step
            if isinstance(action, act.TakePhase)
            else (trainer.step - action.steps)
        )
        runs = old.state.running and isinstance(action, act.Train) and self._ran_last(old)
        log = self._log_of(old, first, action, undo, merges=runs)
        return replace(now, state=state, stale=True, undo=undo, log=log)

    def _ran_last(self, now: Now) -> bool:
        return isinstance(now.log.last, act.Train)

    def _log_of(
        self, old: Now, step: int, action: act.AnyAction, undo: UndoState, *, merges: bool = False
    ) -> LogState:
        """Returns the log with an action; one that has grown long begins anew before it."""
        log = old.log
        if len(log) >= MOST_RECORDS and undo.idle and not old.stale:
            log, merges = log.begun_anew(old.state), False
        return log.added(step, action, merges=merges)

    def _next_point(self, step: int) -> int:
        # A step goes through its batch about three times, the loss once through all data.
        return next_point(step, self.dataset.size / (3 * self.trainer.batches.batch))


def _goal_value(engine: Engine, scenario: Scenario) -> float | None:
    measure = engine.examiner.measure(scenario.goal.metric)
    return measure.train if measure.test is None else measure.test


def _recorded(engine: Engine, state: State, mark: Message | None) -> Progress:
    """Returns the progress with the losses at the knobs as they are in the engine."""
    theta, switches = engine.parameters.theta, state.switches
    return state.progress.recorded(
        engine.trainer.step,
        engine.trainer.batches.passes,
        engine.examiner.losses,
        reached=state.scenario.goal.reached(_goal_value(engine, state.scenario)),
        whole=lambda: switches.whole(theta),
        mark=mark,
    )


def _others(then: State, now: State) -> bool:
    """Whether start, data or network are others."""
    return then.start is not now.start or then.data is not now.data
