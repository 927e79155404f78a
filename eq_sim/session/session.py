"""THE DOOR: one experiment, and the only way to change it.

Everything that happens is an action given to ``Session.apply``: hands, training, files. What is
true now can be read from the session's attributes, and only read.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from eq_sim.network.symmetry import lined_up
from eq_sim.session import actions as act
from eq_sim.session.change import EVERYTHING, Change, Changes
from eq_sim.session.errors import KnobError, ScenarioError, UndoError
from eq_sim.session.experiment import Experiment
from eq_sim.session.log import Log
from eq_sim.session.parameters import Parameters
from eq_sim.session.past import Past, Snapshot
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings import SETTINGS, Touches, changed, check
from eq_sim.session.sides import NAMES as SIDES
from eq_sim.session.sides import Sides
from eq_sim.session.streams import Streams
from eq_sim.session.timeline import Timeline

_SWITCHED = {
    "frozen": ("froze", "thawed"),
    "mutes": ("muted", "unmuted"),
    "solos": ("soloed", "ended the solo of"),
}


_STEPPED = Change.KNOBS | Change.TRAINING | Change.HISTORY
_ANEW = _STEPPED | Change.STRUCTURE | Change.SWITCHES | Change.SIDES
_TOUCHED = {
    Touches.PACE: Change.NONE,
    Touches.TRAINING: Change.NONE,
    Touches.FUNCTION: _ANEW | Change.OBJECTIVE,
    Touches.DATA: _ANEW | Change.OBJECTIVE | Change.DATA,
    Touches.NETWORK: _ANEW,
}
_SWITCHING = Change.SWITCHES | Change.KNOBS | Change.HISTORY
_SIDING = Change.SIDES | Change.KNOBS | Change.HISTORY


class Session(Experiment):
    """One experiment, and the only way to change it.

    Args:
        scenario: what it is made of.
        seed: decides data, split, start, order and dropout.

    Attributes:
        log: the actions so far.
        past: what can be undone.
        changes: how often each kind of change has happened.

    Raises:
        ScenarioError: the scenario's parts do not fit each other.
    """

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        super().__init__()
        self.log = Log()
        self.past = Past()
        self.changes = Changes()
        self._observers: list[Callable[[Change], None]] = []
        self._timeline = Timeline(self, self.past)
        self._deeds: dict[type[act.Action], Callable[[Any], Change]] = {
            act.Load: self._load,
            act.Set: self._set,
            act.Grab: self._grab,
            act.Turn: self._turn,
            act.Release: self._release,
            act.TakePhase: self._take_phase,
            act.Run: self._run,
            act.Pause: self._pause,
            act.BackToStart: self._back_to_start,
            act.NewStart: self._new_random_start,
            act.SetStart: self._set_start,
            act.Freeze: self._freeze,
            act.Mute: self._mute,
            act.Solo: self._solo,
            act.SwitchSide: self._switch_side,
            act.CopySide: self._copy_side,
            act.Blend: self._blend,
            act.LineUp: self._line_up,
            act.ToBest: self._to_best,
            act.Undo: self._undo,
            act.Redo: self._redo,
        }
        self.apply(act.Load(scenario, seed))

    def observe(self, observer: Callable[[Change], None]) -> None:
        """Adds someone to be told of each change, after it is done."""
        self._observers.append(observer)

    def apply(self, action: act.AnyAction) -> Change:
        """Does one thing, or refuses it and changes nothing.

        Returns:
            What was changed.

        Raises:
            EqSimError: the action cannot be done; says why.
        """
        step = self.trainer.step if self.log.records else 0
        if isinstance(action, act.Turn):
            # NumPy's numbers would not go into the log.
            knobs, values = map(int, action.knobs), map(float, action.values)
            action = act.Turn(tuple(knobs), tuple(values))
        with self._timeline.doing(action):
            if isinstance(action, act.Train):
                self._check_count(action.steps)
                self.refusal = None
                action = act.Train(self._train(action.steps, stop_at_goal=False))
                change = _STEPPED
            else:
                change = self._deeds[type(action)](action)
        self.log.add(step, action, running=self.running)
        self._tell(change)
        return change

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
        self.log.add(step, act.Train(taken), running=True)
        self._tell(Change.KNOBS | Change.HISTORY)
        if self.refusal or (self.goal_reached and not reached):
            self.apply(act.Pause())
        return taken

    # What follows does the actions; nothing outside calls it.

    def _load(self, action: act.Load) -> Change:
        scenario = action.scenario
        check(scenario)
        if not 0 <= action.seed < 2**63:
            raise ScenarioError(f"a seed is a whole number from 0 to 2⁶³ − 1, not {action.seed}")
        self.scenario = self.original = scenario
        self.seed = action.seed
        self.streams = Streams(action.seed)
        self.running = False
        self._make_data()
        self.sides = Sides()
        self._timeline.clear()
        self._new_start(0, fresh=True)
        return EVERYTHING

    def _set(self, action: act.Set) -> Change:
        edited = changed(self.scenario, action.setting, action.value)
        touches = SETTINGS[action.setting].touches
        self.scenario = edited
        if touches is Touches.TRAINING:
            self.trainer.configure(edited.training)
        elif touches is Touches.NETWORK:
            self.sides = Sides()
            self._timeline.clear()
            self._new_start(self.start_number)
        elif touches is not Touches.PACE:
            self._rebuild(action.setting, data=touches is Touches.DATA)
        return Change.SETTINGS | _TOUCHED[touches]

    def _new_random_start(self, action: act.NewStart) -> Change:
        self._new_start(self.start_number + 1)
        return _ANEW

    def _set_start(self, action: act.SetStart) -> Change:
        values = action.values
        if len(values) != self.layout.size:
            raise KnobError(f"{len(values)} values for {self.layout.size} knobs")
        check_values = Parameters(self.layout, np.zeros(len(values)), "float64")
        check_values.turn(range(len(values)), values)
        self._make_network(check_values.theta)
        self._begin()
        return _ANEW

    def _back_to_start(self, action: act.BackToStart) -> Change:
        self._place(self.parameters.start)
        self.trainer.restart()
        self._begin()
        return _STEPPED

    def _run(self, action: act.Run) -> Change:
        self.running, self.refusal, self._owed = True, None, 0.0
        return Change.TRAINING

    def _pause(self, action: act.Pause) -> Change:
        self.running = False
        return Change.TRAINING

    def _take_phase(self, action: act.TakePhase) -> Change:
        self.refusal, step = None, self.step
        self._after(self.trainer.take_phase(), step)
        return _STEPPED

    def _grab(self, action: act.Grab) -> Change:
        knobs = action.knobs
        for knob in knobs:
            self.parameters.check_knob(knob)
        self.trainer.hold(np.array(knobs, dtype=np.intp) if knobs else None)
        self._grabbed = {knob: float(self.parameters.theta[knob]) for knob in knobs}
        return Change.KNOBS

    def _turn(self, action: act.Turn) -> Change:
        if len(action.knobs) != len(action.values):
            raise KnobError(f"{len(action.values)} values for {len(action.knobs)} knobs")
        for knob in action.knobs:
            self.parameters.check_knob(knob)
            if self.switches.silent[knob]:
                raise KnobError(f"{self.name(knob)} is muted: unmute it to turn it")
        loose = [knob for knob in action.knobs if knob not in self._grabbed]
        self.parameters.turn(action.knobs, action.values)
        self.trainer.abandon_phase()
        if loose:
            self._mark_hand(loose)
            return Change.KNOBS | Change.HISTORY
        return Change.KNOBS

    def _release(self, action: act.Release) -> Change:
        theta = self.parameters.theta
        turned = [knob for knob, value in self._grabbed.items() if theta[knob] != value]
        self.trainer.hold(None)
        self._grabbed = {}
        if turned:
            self._mark_hand(turned)
            return Change.KNOBS | Change.HISTORY
        return Change.KNOBS

    def _freeze(self, action: act.Freeze) -> Change:
        return self._switch("frozen", action.knobs, on=action.on)

    def _mute(self, action: act.Mute) -> Change:
        return self._switch("mutes", action.knobs, on=action.on)

    def _solo(self, action: act.Solo) -> Change:
        self.parameters.check_knob(action.knob)
        if self.layout.knob(action.knob).is_bias:
            raise KnobError("a bias has nothing beside it: only weights play solo")
        return self._switch("solos", (action.knob,), on=action.on)

    def _switch(self, kind: str, knobs: tuple[int, ...], *, on: bool) -> Change:
        for knob in knobs:
            self.parameters.check_knob(knob)
        whole = self.switches.whole(self.parameters.theta)
        places = np.array(knobs, dtype=np.intp)
        self.switches = self.switches.switched(kind, places, on=on)
        self._place(whole)
        self._mark_and_record(f"{_SWITCHED[kind][not on]} {self.called(knobs)}")
        return _SWITCHING

    def _switch_side(self, action: act.SwitchSide) -> Change:
        share = 1.0 if self.sides.active == 0 else 0.0
        return self._stand(share, f"switched to {SIDES[int(share)]}")

    def _blend(self, action: act.Blend) -> Change:
        if not 0 <= action.share <= 1:
            raise KnobError(f"a blend is from 0 (A) to 1 (B), not {action.share}")
        return self._stand(float(action.share), "blended A and B")

    def _stand(self, share: float, what: str) -> Change:
        kept = self.sides.kept(self.switches.whole(self.parameters.theta))
        self.sides, theta = kept.blended(share)
        self._place(theta)
        self._mark_and_record(what)
        return _SIDING

    def _copy_side(self, action: act.CopySide) -> Change:
        now = self.switches.whole(self.parameters.theta)
        self.sides = Sides((now, now), self.sides.share if self.sides.active is not None else 0.0)
        return _SIDING

    def _line_up(self, action: act.LineUp) -> Change:
        kept = self.sides.kept(self.switches.whole(self.parameters.theta))
        first, second = kept.values
        assert first is not None
        assert second is not None
        self.sides = replace(kept, values=(first, lined_up(self.layout, second, first)))
        self.sides, theta = self.sides.blended(self.sides.share)
        self._place(theta)
        self._mark_and_record("lined B up with A")
        return _SIDING

    def _to_best(self, action: act.ToBest) -> Change:
        if self.best is None:
            raise KnobError("no loss was recorded yet: there is no best setting to go to")
        self._place(self.best.theta)
        self._mark_and_record(f"went back to the best, of step {self.best.step:,}")
        return _SIDING

    def _undo(self, action: act.Undo) -> Change:
        return self._travel(self.past.undo, "undo")

    def _redo(self, action: act.Redo) -> Change:
        return self._travel(self.past.redo, "do again")

    def _travel(self, to: Callable[[Snapshot], Snapshot | None], what: str) -> Change:
        structure = self.structure
        target = to(Snapshot.of(self))
        if target is None:
            raise UndoError(f"there is nothing to {what}")
        self._restore(target)
        return EVERYTHING if structure != self.structure else EVERYTHING & ~Change.STRUCTURE

    def _restore(self, then: Snapshot) -> None:
        if then.start is not self.parameters.start:
            self.parameters.start = then.start
            self.structure += 1
        self.start_number = then.start_number
        self.parameters.put(then.theta)
        self.switches = then.switches.carried(self.layout, self.parameters.theta.dtype)
        self.sides, self.best = then.sides, then.best
        self.trainer.go_back(then)
        self.trainer.fix(self.switches.fixed)
        self.history.restore(then.points, then.marks)
        self.goal_reached, self.goal_is_new, self.refusal = then.goal_reached, False, None
        self._owed, self._grabbed = 0.0, {}

    def _mark_and_record(self, what: str) -> None:
        if not self._timeline.in_gesture:  # a gesture is marked once, at its end
            self.history.mark(self.step, self.epochs, what)
            self._record()

    def _mark_hand(self, knobs: list[int]) -> None:
        what = self.called(tuple(knobs))
        self.history.mark(self.step, self.epochs, f"a hand turned {what}")
        self._record()

    def _tell(self, change: Change) -> None:
        self.changes.note(change)
        for observer in self._observers:
            observer(change)
