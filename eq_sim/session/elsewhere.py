"""Showing a moment of the past, and going on with another experiment: in the same memory.

Each function returns what is true afterwards. Whatever is raised on the way leaves the engine's
numbers as they were.
"""

from dataclasses import replace

from eq_sim.session.engine import Engine
from eq_sim.session.now import Now
from eq_sim.session.parked import Parked
from eq_sim.session.state import State


def shown(now: Now, present: Now, then: State) -> Now:
    """Returns a moment of the past where the present was, with what is kept to come back to.

    Args:
        now: what is shown.
        present: what is true; fresh.
        then: what was true.
    """
    rest = then.at_rest(present.state.scenario.training.speed)
    return _put(now, replace(present, state=replace(rest, shelf=present.state.shelf)))


def present_again(now: Now, present: Now) -> Now:
    """Returns the present.

    Args:
        now: the moment of the past that is shown.
        present: what was true when one began to look back.
    """
    return _put(now, present)


def brought_back(now: Now, parked: Parked) -> Now:
    """Returns another experiment, with its own log and its own undo.

    Args:
        now: what is true; fresh.
        parked: the other experiment.
    """
    there = replace(now, state=parked.state, undo=parked.undo, log=parked.log)
    made = _put(now, there)
    return replace(made, structure=now.structure + 1)


def _put(now: Now, there: Now) -> Now:
    """Returns ``there`` in the engine of what is true now, as far as it serves."""
    old, state = now.engine, there.state
    engine = Engine.serving(state, old)
    try:
        engine.put(state)
    except BaseException:
        old.put(now.state)
        raise
    structure = now.structure + (engine.evaluation is not old.evaluation)
    return replace(there, engine=engine, stale=False, structure=structure)
