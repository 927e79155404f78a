"""The hot path: turning and training are checked first, and then write in place.

Each function returns what is true afterwards. Whatever is raised on the way puts back what was
written; of training, the points of the history that were reached before it stay.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import IndexArray
from eq_sim.session import actions as act
from eq_sim.session import early_stopping
from eq_sim.session.actions.base import called
from eq_sim.session.change import Change
from eq_sim.session.engine import Engine
from eq_sim.session.errors import KnobError
from eq_sim.session.kept_by_training import wants_one, with_one
from eq_sim.session.knob_sets import chooser, compact, count_of, numbers_of, places_of
from eq_sim.session.messages import knob_named, message
from eq_sim.session.now import Now, recorded
from eq_sim.session.state import State
from eq_sim.session.training.costs import TOGETHER
from eq_sim.session.training.parameters import check_values
from eq_sim.session.training.refusal import Refusal
from eq_sim.session.undo import grouping
from eq_sim.session.undo.grouping import Deed
from eq_sim.session.words import knob_words

_FEW = 64  # knobs of which every movement is worth a record of its own
_FEWEST = 8  # steps that are committed together, so that what is kept before them costs little


def turned(now: Now, action: act.Turn) -> tuple[Now, Change]:
    """Turns knobs.

    Args:
        now: what was true before.
        action: which knobs, and where to.

    Raises:
        KnobError: a knob does not exist, is muted, or cannot take its value.
    """
    places, values = _checked(now.state, action)
    entry = grouping.is_entry(now.undo, action.undo, now.state)
    old = now.fresh() if entry else now
    engine, state, change = old.engine, old.state, Change.KNOBS
    loose = _not_held(places, state)
    parameters, trainer = engine.parameters, engine.trainer
    chosen = chooser(action.knobs, places)
    was, phase = np.array(parameters.theta[chosen]), trainer.phase
    deed = Deed(action.undo, action.message(state), old.log.number, own=not loose.size)
    try:
        parameters.turn(chosen, values)
        trainer.abandon_phase()
        if loose.size:
            mark = message("turned", **called(state, compact(loose, state.layout.size)))
            state = replace(state, progress=recorded(engine, state, mark))
            change |= Change.HISTORY
        if entry:
            state = engine.numbers_of(state)
        undo = grouping.done(old.undo, deed, old.state, state).within_budget()
        merges = not loose.size and _only_goes_on(old, action)
        log = old.logged(trainer.step, action, undo, merges=merges)
        return replace(old, state=state, stale=not entry, undo=undo, log=log), change
    except BaseException:
        parameters.turn(chosen, was)
        trainer.phase = phase
        raise


@dataclass(frozen=True, eq=False)
class Stint:
    """Training steps that are taken together: one record of the log, at most one thing to undo.

    Attributes:
        old: what was true before them.
        first: steps taken before them.
        last: the count of steps that they lead to.
        owed: the part of a step that is due after the last one.
    """

    old: Now
    first: int
    last: int
    owed: float

    @classmethod
    def of(cls, now: Now, steps: int, owed: float) -> "Stint":
        """Returns so many steps from here."""
        entry = grouping.is_entry(now.undo, act.Train.undo, now.state)
        step = now.engine.trainer.step
        return cls(now.fresh() if entry else now, step, step + steps, owed)


def stepped(stint: Stint, now: Now, kept: Engine | None = None) -> tuple[Now, bool]:
    """Takes a portion of the steps of a stint.

    Args:
        stint: all the steps.
        now: what is true after those that were taken so far.
        kept: an engine that has the same numbers and keeps them meanwhile; by default the trainer
            keeps a copy of them itself.

    Returns:
        What is true then, and whether there are more to take.
    """
    trainer = now.engine.trainer
    first, refusal = trainer.step, None

    def put_back() -> None:
        if kept is None:
            trainer.put_back()
        else:
            trainer.batch_losses.forget()
            now.engine.put(kept.looking_at(now.state))

    if kept is None:
        trainer.keep()
    try:
        state = _going_on(now.state)
        last = stint.last if kept else min(stint.last, first + _together(now.engine))
        while True:
            at, point = trainer.step, now.next_point()
            if at < last:
                refusal = trainer.run(min(point, last) - at)
            if refusal:
                # The log will tell of the steps that were taken, and those alone have to lead here.
                taken = trainer.step - first
                put_back()
                trainer.run(taken)
            before = state
            if trainer.step == point > at:
                state = _at_point(now.engine, state)
            if trainer.step >= last or refusal or _is_worth_a_rest(state, before):
                break
        if trainer.step == stint.first:
            trainer.abandon_phase()  # a log that says "0 steps" has to lead here too
        state = replace(state, owed=stint.owed)
        action = act.Train(trainer.step - stint.first)
        made = _after(stint.old, now, state, action, stint.first, refusal)
        # Up to the very end: what was written is put back unless it is committed.
        return made, trainer.step < stint.last and refusal is None  # noqa: TRY300 - see above
    except BaseException:
        put_back()
        raise


def phase_taken(old: Now, action: act.TakePhase) -> Now:
    """Takes one phase of a step.

    Args:
        old: what was true before; fresh.
        action: for the log.
    """
    trainer = old.engine.trainer
    step, point = trainer.step, old.next_point()
    trainer.keep()
    try:
        refusal, state = trainer.take_phase(), _going_on(old.state)
        if trainer.step == point > step:
            state = _at_point(old.engine, state)
        return _after(old, old, state, action, step, refusal)
    except BaseException:
        trainer.put_back()
        raise


def _together(engine: Engine) -> int:
    """Returns how many steps are committed together."""
    return max(_FEWEST, int(TOGETHER / engine.trainer.cost))


def _going_on(state: State) -> State:
    """Returns a state of which nothing is new and in which no step was refused."""
    return replace(
        state, progress=replace(state.progress, refusal=None, goal_is_new=False, stopped=None)
    )


def _at_point(engine: Engine, before: State) -> State:
    """Returns a state with a point of the history here, and the checkpoints that are due at it."""
    state = replace(before, progress=recorded(engine, before, None))
    if wants_one(state, before):
        state = with_one(engine.numbers_of(state), before)
    return state


def _is_worth_a_rest(state: State, before: State) -> bool:
    """Whether something has come of a point that others look for: a goal, a checkpoint, an end."""
    if state.progress.goal_is_new or state.shelf is not before.shelf:
        return True
    points = state.progress.history.points
    return bool(points.shape[1]) and early_stopping.is_due(state, int(points[0, -1]))


def _after(
    old: Now,
    now: Now,
    state: State,
    action: act.Train | act.TakePhase,
    first: int,
    refusal: Refusal | None,
) -> Now:
    """Returns what is true after some steps.

    Args:
        old: what was true before all of them.
        now: what was true before the last of them, those that are committed now.
        state: what has become of it.
        action: all of them so far.
        first: the count of steps before all of them.
        refusal: why the last one was not taken.
    """
    engine = now.engine
    seen = engine.trainer.batch_losses.take()
    if seen is not None:
        progress = state.progress
        state = replace(state, progress=replace(progress, batches=progress.batches.added(seen)))
    if refusal:
        state = replace(state, progress=replace(state.progress, refusal=refusal))
    deed = Deed(action.undo, action.message(state), old.log.number)
    undo = grouping.done(old.undo, deed, old.state, engine.looking_at(state)).within_budget()
    runs = old.state.running and isinstance(action, act.Train)
    log = old.logged(first, action, undo, merges=runs and isinstance(old.log.last, act.Train))
    return replace(now, state=state, stale=True, undo=undo, log=log)


def _checked(state: State, action: act.Turn) -> tuple[IndexArray, NDArray[np.floating]]:
    """Returns the places and values of a turn that can be done."""
    places = places_of(action.knobs, state.layout.size)
    values = numbers_of(action.values)
    if len(places) != len(values):
        raise KnobError(
            "{values:,} values for {knobs:,} knobs", values=len(values), knobs=len(places)
        )
    silent = places[state.switches.silent[chooser(action.knobs, places)]]
    if silent.size:
        first = int(silent[0])
        name = knob_words(knob_named(state.layout, state.dataset, first))
        raise KnobError(state.switches.why_silent(first), name=name)
    check_values(values)
    return places, values


def check_turn(state: State, action: act.Turn) -> None:
    """Checks that knobs can be turned so.

    Raises:
        KnobError: a knob does not exist, is muted, or cannot take its value.
    """
    _checked(state, action)


def in_hand(state: State, action: act.Turn) -> bool:
    """Whether all knobs of a turn are in the hand, and it can turn them."""
    places = places_of(action.knobs, state.layout.size)
    held = state.hand.knobs is not None and state.locked is None
    return held and not _not_held(places, state).size


def _not_held(places: IndexArray, state: State) -> IndexArray:
    """Returns the knobs of a turn that are not in the hand."""
    held = state.hand.knobs
    if held is None:
        return places
    if np.array_equal(held, places):
        return places[:0]
    mask = np.ones(state.layout.size, dtype=bool)
    mask[held] = False
    return places[mask[places]]


def _only_goes_on(now: Now, action: act.Turn) -> bool:
    """Whether many knobs only go on with a movement that nothing has come of yet."""
    last = now.log.last
    if now.state.running or not isinstance(last, act.Turn):
        return False
    return count_of(action.knobs) > _FEW and last.knobs == action.knobs
