"""Doing again what a log says: the same actions give the same bits."""

from collections.abc import Iterable
from math import inf
from pathlib import Path

from eq_sim.session import actions as act
from eq_sim.session.errors import ScenarioError
from eq_sim.session.files.recording import read_recording
from eq_sim.session.session import Session


def replay(records: Iterable[act.AnyAction]) -> Session:
    """Returns the session that a list of actions leads to.

    Args:
        records: what was done; the first loads a scenario or a saved state.

    Raises:
        EqSimError: an action cannot be done.
        ScenarioError: the list does not begin with a scenario or a state.
    """
    actions = iter(records)
    first = next(actions, None)
    if isinstance(first, act.Load):
        session = Session(first.scenario, first.seed)
    elif isinstance(first, act.Resume):
        session = Session(first.saved.state())
    else:
        raise ScenarioError("a recorded session begins with loading a scenario or a state")
    session.set_undo_budget(inf)  # which entries will be asked for cannot be known here
    for action in actions:
        session.apply(action)
    return session


def replay_file(path: Path) -> Session:
    """Returns the session that a file leads to.

    Raises:
        EqSimError: the file is wrong, or an action cannot be done.
    """
    return replay(done.action for done in read_recording(path))
