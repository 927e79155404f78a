"""THE DOOR: one experiment, and the only way to change it.

Everything that happens is an action given to ``Session.apply``: hands, training, files. What is
true now can be read from the session's attributes, ``Readings``, and only read.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from eq_sim.session import actions as act
from eq_sim.session import early_stopping
from eq_sim.session.actions.inference import check_unlocked
from eq_sim.session.aside import Aside, is_long
from eq_sim.session.change import EVERYTHING, Change, Changes
from eq_sim.session.commit import done, gone, travelled
from eq_sim.session.elsewhere import brought_back, present_again, shown, tried
from eq_sim.session.engine import Engine
from eq_sim.session.errors import SettingError, UndoError
from eq_sim.session.finding import is_felt
from eq_sim.session.hearing import Kept, heard_by, kept
from eq_sim.session.history import History
from eq_sim.session.in_place import Stint, in_hand, phase_taken, stepped, turned
from eq_sim.session.log import LogState
from eq_sim.session.now import Now, recorded
from eq_sim.session.parked import Parked
from eq_sim.session.readings import Readings
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import Shelf, State
from eq_sim.session.timeline import Moment, Timeline
from eq_sim.session.undo.grouping import opened
from eq_sim.session.undo.stack import BUDGET, UndoState

if TYPE_CHECKING:  # a start without a worker need not import it
    from concurrent.futures import Executor

_STEPPED = Change.KNOBS | Change.TRAINING | Change.HISTORY


class Session(Readings):
    """One experiment, and the only way to change it: ``apply``, and ``advance`` while it runs.

    ``apply`` is a transaction. An action is done whole, with its entries in undo and log, or
    refused, and then everything is as it was. Rare actions are pure functions from state to state;
    what they lead to is made aside and committed by one assignment. Training and turning are
    checked first, and then write in place.

    Args:
        origin: the scenario that it is made of, or any state, of any session, to go on from.
        seed: of a scenario: decides data, split, start, order and dropout.
        undo: what can be undone of a state; nothing by default.
        log: what led to a state; by default it begins there.
        timeline: finds the way back along that log.

    Attributes:
        history: the recorded losses, as they are now.
        changes: how often each kind of change has happened.
        timeline: finds the way back to any moment of the log.

    Raises:
        ScenarioError: the scenario's parts do not fit each other.
    """

    def __init__(
        self,
        origin: Scenario | State,
        seed: int = 1,
        undo: UndoState | None = None,
        log: LogState | None = None,
        timeline: Timeline | None = None,
    ) -> None:
        if isinstance(origin, State):
            state, log = origin, log or LogState(origin)
        else:
            load = act.Load(origin, seed)
            state, log = load.outcome(None).state, LogState().added(0, load)
        engine = Engine.serving(state)
        engine.put(state)
        if not isinstance(origin, State):
            state = replace(state, progress=recorded(engine, state, None))
        undo = undo or opened(state, log.number, BUDGET)
        self._now = Now(engine, state, False, undo, log, 1)
        self._present: Now | None = None  # while a moment of the past is shown
        self._aside: Aside | None = None
        self._observers: list[Kept[Callable[[Change], None]]] = []
        self._listeners: list[Kept[Callable[[act.AnyAction], None]]] = []
        self.history = History(
            lambda: self._now.state.progress.history, lambda: self._now.state.progress.batches
        )
        self.changes = Changes()
        self.timeline = timeline or Timeline(Session)
        if timeline is None and len(log) == 1:
            self.timeline.begin(log, state)

    def fork(self) -> "Session":
        """Returns an independent experiment that goes on with the same bits from here.

        It costs a copy of the state. What can be undone here can be undone there, and its log
        begins here.
        """
        self.look_now()
        state = self.state()
        return Session(state, undo=self._now.undo, log=self._now.log.begun_anew(state))

    # What is true now.

    def state(self) -> State:
        """Returns everything that is true now as one value."""
        self.join()
        return self._fresh()

    def _fresh(self) -> State:
        self._now = self._now.fresh()
        return self._now.state

    # What one can do.

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done.

        A method is forgotten with the object that it is of: a window that is gone hears nothing.
        """
        self._observers.append(kept(observer))

    def listen(self, listener: Callable[[act.AnyAction], None]) -> Callable[[], None]:
        """Adds someone to be told of each action as it comes, unmerged. Returns what ends it.

        A method is forgotten with its object, as above.
        """
        self._listeners.append(mine := kept(listener))
        return lambda: self._listeners.remove(mine)

    def park(self) -> Parked:
        """Returns the whole experiment, to come back to; what runs pauses, hands let go."""
        self.look_now()
        self._rest()
        state = self.state()
        rest = state.at_rest(state.scenario.training.speed)
        return Parked(rest, self._now.undo, self._now.log, self.timeline)

    def bring_back(self, parked: Parked) -> Change:
        """Goes on with another experiment, with its own log and its own undo.

        It is done whole, or not at all. What is here is left as it is: park it before.

        Returns:
            What was changed: everything.
        """
        self.look_now()
        beginning = parked.beginning
        brought = brought_back(self._now.fresh(), parked)
        timeline = parked.timeline or Timeline(Session)
        self._now, self.timeline = brought, timeline
        self._tell(EVERYTHING, beginning)
        return EVERYTHING

    @property
    def looking_back(self) -> bool:
        """Whether a moment of the past is shown."""
        return self._present is not None

    def present(self) -> State:
        """Returns what is true now, even while a moment of the past is shown.

        Steps under way are not waited for: a view may ask in any frame.
        """
        return self._present.state if self._present else self._fresh()

    def look_back(self, then: State) -> None:
        """Shows a moment of the past: everything that can be read is what was true then.

        Nothing is changed and nothing is logged; training pauses and hands let go. Whatever is
        applied is applied to the present, which comes back before it.

        Args:
            then: what was true, as the timeline knows it.
        """
        self.join()
        if not self._present:
            self._rest()
        present = self._present or self._now.fresh()
        self._show(shown(self._now.fresh(), present, then), present)

    def look_now(self) -> None:
        """Shows the present again."""
        self.join()
        if self._present is not None:
            self._show(present_again(self._now, self._present), None)

    def try_out(self, action: act.Grab | act.Turn | act.Release) -> None:
        """Takes knobs of the shown moment into a hand for a look; nothing is logged.

        Raises:
            EqSimError: it cannot be done, or the present is shown.
        """
        if self._present is None:
            raise UndoError("only a moment of the past can be tried out")
        self._now, change = tried(self._now.fresh(), action)
        self._tell(change)

    def _show(self, there: Now, present: Now | None) -> None:
        same = there.structure == self._now.structure
        self._now, self._present = there, present
        self._tell(EVERYTHING & ~Change.STRUCTURE if same else EVERYTHING)

    def _rest(self) -> None:
        if self.held:
            self.apply(act.Release())
        if self.running:
            self.apply(act.Pause())

    def begin_log_anew(self) -> None:
        """Lets the log begin at the present state; what was done before can still be undone."""
        self.look_now()
        state = self.state()
        self._now = replace(self._now, log=self._now.log.begun_anew(state))
        self.timeline.begin(self._now.log, state)

    def set_undo_budget(self, budget: float) -> None:
        """Changes how many bytes undo may keep; the oldest entries go first."""
        self.join()
        undo = replace(self._now.undo, budget=budget).within_budget()
        self._now = replace(self._now, undo=undo)

    def apply(self, action: act.AnyAction) -> Change:
        """Does one thing, or refuses it and changes nothing.

        Returns:
            What was changed.

        Raises:
            EqSimError: the action cannot be done; says why.
        """
        self.look_now()
        before = self._now
        try:
            return self._applied(action)
        except BaseException:
            if self._now is not before:  # it was done, and not everyone was told
                self.changes.note(EVERYTHING)
            raise

    def _applied(self, action: act.AnyAction) -> Change:
        before = self._now
        match action:
            case act.Train(steps=steps):
                for _ in self.train(steps):
                    pass
                return _STEPPED
            case act.TakePhase():
                check_unlocked(before.state)
                shelf = self.shelf
                self._now = phase_taken(self._now.fresh(), action)
                change = _STEPPED if self.shelf is shelf else _STEPPED | Change.SHELF
            case act.Turn():
                check_unlocked(before.state)
                action = act.Turn.of(action.knobs, action.values)
                self._now, change = turned(self._now, action)
            case act.Undo() | act.Redo():
                before = before.fresh()
                self._now, change = travelled(before, action)
            case act.GoTo(record=record, steps=steps):
                then = self.timeline.state_at(self._now.log, Moment(record, steps))
                before = before.fresh()
                self._now, change = gone(before, action, then)
            case _:
                before = before.fresh()
                self._now, change = done(before, action)
        if change:
            self.timeline.note(before, self._now, self.state)
            self._tell(change, action)
        return change

    def advance(self, seconds: float = 0.0, steps: int | None = None) -> int:
        """Lets simulated time pass: takes the steps that are due at the present speed.

        Training pauses by itself when the goal is reached for the first time since the start,
        or where early stopping is on when that says so; and when a step is refused.

        With ``work_aside``, long steps are taken a quantum at a time: one that is done becomes
        true, the next one begins, and it is never waited for.

        Args:
            seconds: of simulated time; the caller caps it.
            steps: take so many instead, as at full speed, where a frame takes what fits into it;
                a quantum has a count of its own.

        Returns:
            How many steps were taken.
        """
        if self._aside is not None and is_long(self._now.engine.work):
            return self._advanced_aside(self._aside, seconds, full=steps is not None)
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
        reached, stint = self.goal_reached, Stint.of(now, steps, owed)
        for _ in self._train(stint, Change.KNOBS | Change.HISTORY, self._is_at_an_end):
            pass
        taken = self.step - stint.first
        self._pause_at_end(reached)
        return taken

    def _pause_at_end(self, reached: bool) -> None:
        """Pauses where a step was refused, or the goal is reached that was not ``reached``.

        Early stopping does so in the goal's place, and brings the best knobs back.
        """
        due, chosen = self._stop_is_due(), early_stopping.is_on(self._now.state)
        goal = self.goal_reached and not reached and not (chosen or self.goes_on)
        if self.refusal or due or goal:
            self.apply(act.Pause())
        if due:
            self.apply(act.StopEarly())

    def train(self, steps: int) -> Generator[int, None, None]:
        """Takes training steps as the action ``Train`` does, with a rest now and then.

        Yields:
            How many steps were taken since the last rest.

        Raises:
            KnobError: the knobs are locked.
            SettingError: it is no count of steps.
        """
        self.join()
        check_unlocked(self._now.state)
        if steps < 0:
            raise SettingError("training takes a count of steps, not {steps}", steps=steps)
        yield from self._train(Stint.of(self._now, steps, self._now.state.owed), _STEPPED)

    def _stop_is_due(self) -> bool:
        """Whether early stopping ends training here."""
        return early_stopping.is_due(self._now.state, self.step)

    def _is_at_an_end(self) -> bool:
        """Whether training that runs pauses here by itself."""
        if early_stopping.is_on(self._now.state):
            return self._stop_is_due()
        return self.goal_is_new and not self.goes_on

    def _train(
        self, stint: Stint, change: Change, ends: Callable[[], bool] = lambda: False
    ) -> Iterator[int]:
        """Takes steps, a point of the history at a time; each of these is committed by itself.

        Args:
            stint: which steps.
            change: what they change.
            ends: whether no more of them are taken, asked after each point.
        """
        shelf = self.shelf
        try:
            more = True
            while more and not (self.step > stint.first and ends()):
                before, step = self._now, self.step
                self._now, more = stepped(stint, before)
                self.timeline.note(before, self._now, self.state)
                yield self.step - step
        finally:
            self._tell_steps(change, shelf, self.step - stint.first)

    def _tell_steps(self, change: Change, shelf: Shelf, steps: int) -> None:
        if self.shelf is not shelf:
            change |= Change.SHELF
        self._tell(change, act.Train(steps))

    # Long steps, taken aside.

    def work_aside(
        self,
        executor: "Callable[[], Executor]",
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Lets long training steps be taken by an executor from now on, a quantum at a time.

        What can be read stays as it is meanwhile; whatever is done waits for what is under way.

        Args:
            executor: returns what takes them, one quantum at a time; asked for when there is one.
            done: is called by the executor after each, perhaps in another thread.
            failed: hears of what went wrong in one, which then has not been; in whoever's call
                that comes out.
        """
        self._aside = Aside(executor, done, failed)

    @property
    def under_way(self) -> bool:
        """Whether a quantum is being worked on, or waits to become true."""
        return self._aside is not None and self._aside.under_way

    @property
    def works_aside(self) -> bool:
        """Whether steps are so long that they are taken aside."""
        return self._aside is not None and is_long(self._now.engine.work)

    @property
    def pending(self) -> act.Turn | None:
        """What a hand wants the knobs in it to be as soon as the steps under way are done."""
        return self._aside.pending if self._aside is not None else None

    def turn_soon(self, action: act.Turn) -> Change:
        """Turns the knobs in the hand as soon as the steps under way are done; the last one wins.

        Where nothing is under way, or other knobs are meant, it is as ``apply``.

        Raises:
            EqSimError: it cannot be done; says why.
        """
        if self._aside is None or not self._aside.holds(action, self._now.state):
            return self.apply(action)
        self._tell(Change.KNOBS)
        return Change.KNOBS

    def train_ahead(self, steps: int, ahead: int) -> None:
        """Takes training steps as ``Train`` does; where they are long, a worker prepares the next.

        What is prepared is seen by nobody, and becomes true when it is asked for here. Whatever
        else is done drops it, so that it has not been.

        Args:
            steps: to take now; what is not prepared is waited for.
            ahead: how many will be asked for after them.

        Raises:
            EqSimError: they cannot be taken.
        """
        aside = self._aside
        if aside is None or not self.running or self.looking_back or not self.works_aside:
            if steps:
                self.apply(act.Train(steps))
            return
        if aside.under_way and not aside.prepared:
            self.join()
        while steps > 0 and self.refusal is None:
            if not aside.under_way:
                aside.prepare(self._now, steps, self.timeline.will_keep)
            taken = self._take(aside, pauses=False)
            if not taken:
                return  # it went wrong, or was refused
            steps -= taken
        if ahead > 0 and self.refusal is None and not aside.under_way:
            aside.prepare(self._now, 1, self.timeline.will_keep)

    def drop_prepared(self) -> None:
        """Lets everything that can be read be of the knobs as they stand; see ``train_ahead``."""
        if self._aside is not None and self._aside.prepared:
            self.join()

    def release_soon(self) -> Change:
        """Lets go as soon as the loss that this records is known.

        Whatever is done before lets go first. Where the loss is known, it is as ``apply``.
        """
        aside, now = self._aside, self._now
        waits = self.computing or (self.under_way and is_felt(now.engine))
        if aside is None or now.state.hand.knobs is None or not waits:
            return self.apply(act.Release())
        aside.lets_go = True
        return Change.NONE

    def join(self) -> None:
        """Waits for the steps under way, and for what a hand wants after them, to become true."""
        aside = self._aside
        if aside is None:
            return
        if aside.prepared:
            aside.drop()
        elif aside.under_way:
            self._take(aside)
        aside.rest(self._now.engine)
        if aside.lets_go:
            aside.finding.wait(self._now.engine)
            self._let_go(aside)

    @property
    def computing(self) -> bool:
        """Whether the answers to all data at the present knobs are for a worker to ``find_out``.

        Views say so then, and do not ask for losses, answers or measures. Whoever asks all the
        same has them at once, after a pass through all data.
        """
        aside, now = self._aside, self._now
        if aside is None or (now.state.running and not is_long(now.engine.work)):
            return False
        return aside.finding.is_needed(now.engine)

    def find_out(self) -> bool:
        """Takes what a worker has found, and lets it look for what is not known of these knobs.

        Returns:
            Whether something has become known.
        """
        aside = self._aside
        if aside is None:
            return False
        known = aside.finding.is_done and aside.finding.take(self._now.engine)
        if known:
            self._tell(Change.HISTORY)
        if aside.lets_go and not self.under_way and not self.computing:
            self._let_go(aside)
        if self.computing:
            goal = self.scenario.goal
            aside.finding.begin(self._now.engine, goal.metric)
        return known

    def _let_go(self, aside: Aside) -> None:
        aside.lets_go = False
        if self._now.state.hand.knobs is not None:
            self.apply(act.Release())

    def _advanced_aside(self, aside: Aside, seconds: float, *, full: bool) -> int:
        taken = 0
        self.drop_prepared()
        if aside.is_done:
            taken = self._take(aside)
            if not taken:
                return 0  # it went wrong, or was refused
        if aside.lets_go and not aside.under_way:
            aside.rest(self._now.engine)
        if aside.lets_go or not self._now.engine.evaluation.can_hold:
            self.find_out()
            if self.computing:
                return taken  # it begins with what it will show meanwhile
        self._now = aside.go_on(self._now, seconds, self.timeline.will_keep, full=full)
        return taken

    def _take(self, aside: Aside, *, pauses: bool = True) -> int:
        """Makes true what was under way. Returns how many steps that were.

        Args:
            aside: where it was.
            pauses: whether training ends at the goal, or where a step was refused.
        """
        before, shelf, step, reached = self._now, self.shelf, self.step, self.goal_reached
        now, wanted = aside.take(before)
        if now is not before:
            self._now = now
            self.timeline.note(before, now, self._fresh)
            self._tell_steps(Change.KNOBS | Change.HISTORY, shelf, self.step - step)
            if pauses:
                self._pause_at_end(reached)
        if wanted is not None and in_hand(self._now.state, wanted):
            self.apply(wanted)
        return self.step - step

    def _tell(self, change: Change, action: act.AnyAction | None = None) -> None:
        if change & Change.STRUCTURE and self._aside is not None:
            self._aside.forget()
        self.changes.note(change)
        if action is not None:
            for listener in heard_by(self._listeners):
                listener(action)
        for observer in heard_by(self._observers):
            observer(change)
