"""When a run is over, and what is kept of it."""

from dataclasses import replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.change import EVERYTHING, Change
from eq_sim.session.curves import shared
from eq_sim.session.engine import Engine, parameters_of
from eq_sim.session.finished_run import BUDGET, FinishedRun, later, with_run
from eq_sim.session.kept_by_training import kept_then
from eq_sim.session.memory import bytes_of, memory_of
from eq_sim.session.run_setups import is_random_start, print_of
from eq_sim.session.saved_state import SavedState, packed_end
from eq_sim.session.state import Shelf, State
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.metrics import Measure

_Scored = tuple[str, Measure]


def left_for(engine: Engine, before: State, there: State, change: Change) -> State:
    """Returns a state that one goes to, with the run on its shelf that is over by that.

    Settings that are changed while a run goes on are noted.

    Args:
        engine: which serves the state before, and has its knobs.
        before: what is left.
        there: what is gone to.
        change: what is another there.
    """
    if _is_over(before, there, whole=change == EVERYTHING):
        runs = with_run(there.shelf.runs, finished(engine, before))
        return replace(there, shelf=replace(there.shelf, runs=runs))
    if change != EVERYTHING and Change.SETTINGS in change:
        step = there.training.step
        earlier = later(before.earlier, step, before.scenario, there.scenario)
        return there if earlier is there.earlier else replace(there, earlier=earlier)
    return there


def _is_over(before: State, there: State, *, whole: bool) -> bool:
    """Whether a run with a step in it is left for another one.

    Args:
        before: what is left.
        there: what is gone to.
        whole: whether that is a state which was kept, with a curve of its own.
    """
    if before.training.step < 1:
        return False
    if there.training.step < 1:
        return True
    if not whole:
        return False
    was, now = before.progress.history.points, there.progress.history.points
    return shared(now, was) < min(int(now.shape[1]), int(was.shape[1]))


def finished(engine: Engine, state: State) -> FinishedRun:
    """Returns the run that a state is the end of; its number is still to be given."""
    evaluation = _evaluation(engine, state)
    history, step, best = state.progress.history, state.training.step, state.progress.best
    points = np.array(history.every)
    recorded = points.shape[1]
    if not recorded or points[0, -1] != step:
        losses = [np.nan if one is None else one for one in evaluation.losses]
        points = np.column_stack([points, (step, state.epochs, *losses)])
    metric, measure = _score(evaluation, state)
    switches = state.switches
    return FinishedRun(
        number=0,
        name="",
        pinned=False,
        scenario=state.scenario,
        earlier=state.earlier,
        seed=state.seed,
        start_number=state.start_number,
        start_print=print_of(state.start),
        drawn=is_random_start(
            state.layout, state.scenario, state.seed, state.start_number, state.start
        ),
        switched=bool((switches.frozen | switches.mutes | switches.solos).any()),
        knobs=state.layout.size,
        steps=step,
        epochs=state.epochs,
        points=points,
        recorded=recorded,
        marks=history.marks,
        best=(best.loss, best.step) if best is not None else None,
        metric=metric,
        measure=measure,
        end=_end(state),
    )


def _evaluation(engine: Engine, state: State) -> Evaluation:
    """Returns what the knobs of a state answer, which may be others than those last looked at."""
    if engine.evaluation.step is None:
        return engine.evaluation
    return engine.evaluation.beside(parameters_of(state))


def _score(evaluation: Evaluation, state: State) -> _Scored:
    metric = "accuracy" if state.dataset.classes else "explained"
    found = evaluation.measure(metric)
    return metric, Measure(*(one if one is not None and isfinite(one) else None for one in found))


def _end(state: State) -> NDArray[np.uint8] | None:
    """Returns all that was true, packed; None for what is larger than all ends may be."""
    then = replace(kept_then(state), data=state.data)
    own = bytes_of(memory_of(replace(then, shelf=Shelf())))
    data = (state.dataset.inputs, state.dataset.targets, state.dataset.seen.inputs)
    if own - bytes_of(data) > 2 * BUDGET:
        return None
    packed = packed_end(SavedState.of(then))
    return packed if packed.nbytes <= BUDGET else None
