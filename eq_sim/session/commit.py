"""Rare actions: what they lead to is made aside and committed by one assignment.

Each function returns what is true afterwards. Whatever is raised on the way leaves the engine's
numbers as they were, and nothing else was written.
"""

from dataclasses import replace

from eq_sim.session import actions as act
from eq_sim.session.actions.inference import check_kept, check_unlocked
from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.engine import Engine
from eq_sim.session.errors import UndoError
from eq_sim.session.hand import Hand
from eq_sim.session.knob_sets import count_of
from eq_sim.session.leaving import left_for
from eq_sim.session.log import LogState
from eq_sim.session.now import Now, recorded
from eq_sim.session.state import State
from eq_sim.session.undo import grouping
from eq_sim.session.undo.grouping import Deed
from eq_sim.session.undo.policy import Policy
from eq_sim.session.undo.stack import UndoState


def done(old: Now, action: act.AnyRare) -> tuple[Now, Change]:
    """Does what is a pure function from state to state.

    Args:
        old: what was true before; fresh.
        action: what to do.

    Raises:
        EqSimError: it cannot be done.
    """
    state = old.state
    if isinstance(action, act.Run) or (isinstance(action, act.Grab) and count_of(action.knobs)):
        check_unlocked(state)
    outcome = action.outcome(state)
    if not isinstance(action, act.Load | act.Resume):
        check_kept(state, outcome.state)
    if not outcome.change:
        return old, outcome.change
    if not isinstance(action, act.Load | act.Resume):
        there = left_for(old.engine, state, outcome.state, outcome.change)
        kept = Change.NONE if there.shelf is state.shelf else Change.SHELF
        outcome = replace(outcome, state=there, change=outcome.change | kept)
    policy = action.undo if outcome.entry else Policy.NONE
    undo = grouping.begun(old.undo, policy, state)
    # What was before a saved state is no part of its experiment: the log begins there.
    anew = old.log.begun_anew(outcome.state) if isinstance(action, act.Resume) else None
    deed = Deed(policy, action.message(state), (anew or old.log).number)
    return _committed(old, outcome, action, undo, deed, anew)


def travelled(old: Now, action: act.Undo | act.Redo) -> tuple[Now, Change]:
    """Goes to the state before the last thing, or after the one that was undone last.

    Args:
        old: what was true before; fresh.
        action: which way.

    Raises:
        UndoError: there is nothing to undo, or to do again.
    """
    back, state = isinstance(action, act.Undo), old.state
    if not grouping.can_travel(old.undo, state, back=back):
        if back:
            raise UndoError("there is nothing to undo")
        raise UndoError("there is nothing to do again")
    rest = replace(state, hand=Hand(), running=False, owed=0.0)
    undo = grouping.run_ended(grouping.gesture_ended(old.undo, state), rest)
    undo, entry = undo.undo(rest) if back else undo.redo(rest)
    then = entry.state.at_rest(state.scenario.training.speed)
    check_kept(state, then)
    outcome = act.Outcome(then, EVERYTHING if _others(then, state) else _SAME_STRUCTURE)
    undo = replace(undo, phase=None)
    # An entry from before the log's first state cannot be replayed: the log begins anew there.
    before_log = entry.log != old.log.number or old.log_is_full(undo)
    anew = old.log.begun_anew(then) if before_log else None
    deed = Deed(action.undo, action.message(state), old.log.number)
    return _committed(old, outcome, action, undo, deed, anew)


def gone(old: Now, action: act.GoTo, then: State) -> tuple[Now, Change]:
    """Goes to a state of the past; it is one thing that can be undone.

    Args:
        old: what was true before; fresh.
        action: which moment.
        then: what was true at it.
    """
    state = old.state
    rest = replace(state, hand=Hand(), running=False, owed=0.0)
    undo = grouping.run_ended(grouping.gesture_ended(old.undo, state), rest)
    # What is kept to come back to is kept, wherever one goes.
    there = replace(then.at_rest(state.scenario.training.speed), shelf=state.shelf)
    check_kept(state, there)
    there = left_for(old.engine, state, there, EVERYTHING)
    outcome = act.Outcome(there, EVERYTHING if _others(there, state) else _SAME_STRUCTURE)
    deed = Deed(action.undo, action.message(there), old.log.number)
    undo, resting = replace(undo, phase=None), replace(old, state=rest)
    # A log that begins anew has no such moment: it begins at what is gone to.
    anew = old.log.begun_anew(there) if old.log_is_full(undo) else None
    return _committed(resting, outcome, action, undo, deed, anew)


_SAME_STRUCTURE = EVERYTHING & ~Change.STRUCTURE


def _committed(
    old: Now,
    outcome: act.Outcome,
    action: act.AnyAction,
    undo: UndoState,
    deed: Deed,
    log: LogState | None = None,
) -> tuple[Now, Change]:
    """Returns what is true after an outcome.

    Args:
        old: what was true before.
        outcome: of the action.
        action: for the log.
        undo: as it is when the action begins.
        deed: the action as undo sees it.
        log: what the log becomes; by default the action is added to it.
    """
    before, state, change = old.state, outcome.state, outcome.change
    engine = Engine.serving(state, old.engine)
    if engine.evaluation is not old.engine.evaluation:
        change |= Change.STRUCTURE
    try:
        engine.put(state, before if engine.trainer is old.engine.trainer else None)
        # A gesture is marked and recorded once, at its end; a new record begins with a point.
        at_end = undo.gesture is None or deed.policy is Policy.RELEASE
        if outcome.records and (at_end or not state.progress.history.points.size):
            state = replace(state, progress=recorded(engine, state, outcome.mark, outcome.since))
        undo = grouping.done(undo, deed, before, state).within_budget()
        log = log or old.logged(before.training.step, action, undo)
        structure = old.structure + bool(change & Change.STRUCTURE)
        return Now(engine, state, False, undo, log, structure), change
    except BaseException:
        old.engine.put(before)
        raise


def _others(then: State, now: State) -> bool:
    """Whether start or data are others."""
    return then.start is not now.start or then.data is not now.data
