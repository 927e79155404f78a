"""Cuts what happens into things that can be undone: one gesture, one run, one entry each.

A run of training is an entry. A gesture during it cuts it: training before, the gesture with the
training meanwhile, training after. What happens inside a gesture belongs to it.
"""

from dataclasses import dataclass, replace

from eq_sim.session.knob_sets import compact
from eq_sim.session.messages import Message, called, message
from eq_sim.session.state import State
from eq_sim.session.training.training_state import Phase
from eq_sim.session.undo.policy import Policy
from eq_sim.session.undo.stack import UnderWay, UndoState

_SINGLE = (Policy.ENTRY, Policy.START, Policy.STEPS)


@dataclass(frozen=True)
class Deed:
    """One action as undo sees it.

    Attributes:
        policy: what it means to undo.
        message: what it is called when it can be undone.
        log: the number of the log it is written in.
        own: whether all it does is to turn knobs that are in the hand.
    """

    policy: Policy
    message: Message
    log: int
    own: bool = False


def opened(state: State, log: int, budget: float) -> UndoState:
    """Returns undo at a first state: nothing can be undone, and what runs there is under way.

    So a log that begins in mid-run or in mid-gesture leads to the same things to undo.

    Args:
        state: the first one.
        log: the number of the log that begins there.
        budget: bytes that undo may keep.
    """
    gesture = run = phase = None
    held = state.hand.knobs
    if held is not None:
        names = called(state.layout, state.dataset, compact(held, state.layout.size))
        gesture = UnderWay(state, log, message("turn", **names))
    if state.running:
        run = UnderWay(state, log, Message("training"))
    if state.training.phase:
        phase = UnderWay(state, log, message("steps", steps=1))
    return UndoState(gesture=gesture, run=run, phase=phase, budget=budget)


def begun(undo: UndoState, policy: Policy, state: State) -> UndoState:
    """Returns undo as it is when an action begins: what takes knobs out of a hand ends its gesture.

    Args:
        undo: as it was.
        policy: the action's.
        state: before the action.
    """
    held = state.hand.knobs is not None
    if policy is Policy.GRAB or (policy is Policy.START and held):
        return gesture_ended(undo, state)
    return undo


def done(undo: UndoState, deed: Deed, before: State, now: State) -> UndoState:
    """Returns undo after an action.

    Args:
        undo: as it was when the action began.
        deed: the action.
        before: the state before it.
        now: the state after it.
    """
    policy, log = deed.policy, deed.log
    if policy is not Policy.PHASE and before.training.phase is Phase.FORWARD:
        undo = replace(undo, phase=None)  # what was begun phase by phase was finished or given up
    match policy:
        case Policy.NONE | Policy.TRAVEL:
            return undo
        case Policy.CLEAR:
            return opened(now, log, undo.budget)
        case Policy.GRAB:
            return replace(undo, gesture=UnderWay(before, log, deed.message))
        case Policy.RELEASE:
            return gesture_ended(undo, before)
        case Policy.RUN:
            begun_run = undo.run or UnderWay(before, log, deed.message)
            return replace(undo, run=begun_run)
        case Policy.PAUSE:
            return run_ended(undo, now)
        case Policy.PHASE:
            return _phase_done(undo, deed, before, now)
    if policy is Policy.STEPS and before.running:
        return undo
    if undo.gesture is not None:
        touched = undo.gesture.touched or not deed.own
        return replace(undo, gesture=replace(undo.gesture, touched=touched))
    if policy is Policy.STEPS and now.training.step == before.training.step:
        return undo  # no step was taken
    return _cut_run(undo, before, now, log).added(deed.message, before, now, log)


def is_entry(undo: UndoState, policy: Policy, state: State) -> bool:
    """Whether an action will be an entry, so that the state before it has to be kept."""
    if policy is Policy.STEPS and state.running:
        return False
    return policy in _SINGLE and undo.gesture is None


def gesture_ended(undo: UndoState, state: State) -> UndoState:
    """Returns undo without a gesture; it is an entry if something was turned or done in it."""
    gesture = undo.gesture
    undo = replace(undo, gesture=None)
    if gesture is None or not (gesture.touched or state.hand.turned(state.theta).size):
        return undo
    free = replace(state, hand=replace(state.hand, knobs=None, values=None))
    cut = _cut_run(undo, gesture.before, free, gesture.log)
    return cut.added(gesture.message, gesture.before, free, gesture.log)


def run_ended(undo: UndoState, now: State) -> UndoState:
    """Returns undo without a run; it is an entry if a step was taken."""
    return _run_added(replace(undo, run=None), undo.run, now, now)


def can_travel(undo: UndoState, state: State, *, back: bool) -> bool:
    """Whether there is something to undo, or to do again."""
    steps = undo.run is not None and state.training.step > undo.run.before.training.step
    gesture = undo.gesture
    turned = gesture is not None and (gesture.touched or bool(state.hand.turned(state.theta).size))
    fresh = steps or turned  # it could be undone, and nothing can be done again after it
    return bool(undo.done) or fresh if back else bool(undo.undone) and not fresh


def _cut_run(undo: UndoState, at: State, now: State, log: int) -> UndoState:
    """Ends the entry of the run at a moment; what comes later begins another."""
    run = undo.run
    if run is None:
        return undo
    return replace(_run_added(undo, run, at, now), run=UnderWay(now, log, run.message))


def _run_added(undo: UndoState, run: UnderWay | None, at: State, now: State) -> UndoState:
    if run is None or at.training.step <= run.before.training.step:
        return undo
    taken = at.training.step - run.before.training.step
    return undo.added(message("training", steps=taken), run.before, now, run.log)


def _phase_done(undo: UndoState, deed: Deed, before: State, now: State) -> UndoState:
    if before.training.phase is Phase.FORWARD:
        undo = replace(undo, phase=UnderWay(before, deed.log, deed.message))
    if now.training.step == before.training.step:
        return undo
    begun_at, undo = undo.phase, replace(undo, phase=None)
    if undo.gesture is not None:
        return replace(undo, gesture=replace(undo.gesture, touched=True))
    if before.running or begun_at is None:
        return undo
    return undo.added(deed.message, begun_at.before, now, begun_at.log)
