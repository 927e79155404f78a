"""Showing a moment of the past, and going on with another experiment: in the same memory.

Each function returns what is true afterwards. Whatever is raised on the way leaves the engine's
numbers as they were.
"""

from dataclasses import replace

from eq_sim.session import actions as act
from eq_sim.session.change import Change
from eq_sim.session.commit import done
from eq_sim.session.engine import Engine
from eq_sim.session.in_place import turned
from eq_sim.session.now import Now
from eq_sim.session.parked import Parked
from eq_sim.session.state import State


def shown(now: Now, present: Now, then: State) -> Now:
    """Returns a moment of the past where the present was, with what is kept to come back to.

    A step that was under way is as far as it was: what its phases computed is there again.

    Args:
        now: what is shown.
        present: what is true; fresh.
        then: what was true.
    """
    rest = then.at_rest(present.state.scenario.training.speed)
    phased = replace(rest.training, phase=then.training.phase)
    rest = replace(rest, training=phased, shelf=present.state.shelf)
    return _put(now, replace(present, state=rest))


def present_again(now: Now, present: Now) -> Now:
    """Returns the present.

    Args:
        now: the moment of the past that is shown.
        present: what was true when one began to look back.
    """
    return _put(now, present)


def tried(now: Now, action: act.Grab | act.Turn | act.Release) -> tuple[Now, Change]:
    """Does something to the knobs of a moment of the past that leaves no trace.

    Args:
        now: the moment that is shown; fresh.
        action: what to do.

    Raises:
        EqSimError: it cannot be done.
    """
    made, change = turned(now, action) if isinstance(action, act.Turn) else done(now, action)
    return replace(made, undo=now.undo, log=now.log), change


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
