"""The way back to the start and the end of a finished run."""

from dataclasses import replace

import msgspec
import numpy as np
from msgspec import structs

from eq_sim.session.errors import EqSimError, RunError
from eq_sim.session.finished_run import FinishedRun
from eq_sim.session.saved_state import unpacked_end
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import Data, State, loaded, random_start


def end_of(run: FinishedRun, now: State) -> State:
    """Returns everything that was true at the end of a run.

    Args:
        run: which one.
        now: what is true now; its data serve on where they are the same.

    Raises:
        RunError: its end was not kept, or is damaged.
    """
    if run.end is None:
        raise RunError(
            "the end of run {number} was let go to make room: its curve is what is left",
            number=run.number,
        )
    try:
        return unpacked_end(run.end).state({(now.seed, now.scenario.data): now.data})
    except (EqSimError, msgspec.MsgspecError) as error:
        raise RunError("the end of run {number} is damaged", number=run.number) from error


def start_of(run: FinishedRun, now: State) -> State:
    """Returns the state at step 0 of a run, with the settings that it began with.

    Where neurons or layers were added or taken away on the way, its network is that of its end.

    Args:
        run: which one.
        now: what is true now.

    Raises:
        RunError: its start was not kept, and cannot be drawn again.
    """
    if run.end is None:
        return _drawn_again(run, now)
    then = end_of(run, now)
    first = run.first
    if _shape(first, then) != _shape(run.scenario, then):
        first = structs.replace(first, network=run.scenario.network)
    data = then.data
    if first.data != then.scenario.data:
        data = Data.make(first.data, run.seed)
    there = replace(then, scenario=first, data=data)
    return there.begun(np.asarray(there.start, np.float64), run.start_number)


def _drawn_again(run: FinishedRun, now: State) -> State:
    if not run.has_start:
        raise RunError(
            "the start of run {number} was let go to make room, and cannot be drawn again: knobs "
            "were loaded, frozen or muted",
            number=run.number,
        )
    first = run.first
    known = now.data if (now.seed, now.scenario.data) == (run.seed, first.data) else None
    there = replace(loaded(first, run.seed, known), original=now.original)
    return there.begun(random_start(there, run.start_number), run.start_number)


def _shape(scenario: Scenario, state: State) -> tuple[object, object]:
    data = state.dataset
    shape = scenario.architecture(data.inputs.shape[0], data.targets.shape[0])
    return shape.sizes, shape.biases
