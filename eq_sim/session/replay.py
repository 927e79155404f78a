"""Doing again what a log says: the same actions give the same bits."""

from collections.abc import Iterable
from math import inf
from pathlib import Path

from eq_sim.session import actions as act
from eq_sim.session.errors import ScenarioError
from eq_sim.session.log import read_log
from eq_sim.session.session import Session


def replay(records: Iterable[act.AnyAction]) -> Session:
    """Returns the session that a list of actions leads to; the first must be a ``Load``.

    Raises:
        EqSimError: an action cannot be done.
        ScenarioError: the list does not begin with a scenario.
    """
    actions = iter(records)
    first = next(actions, None)
    if not isinstance(first, act.Load):
        raise ScenarioError("a recorded session begins with loading a scenario")
    session = Session(first.scenario, first.seed)
    session.past.set_budget(inf)  # which entries will be asked for cannot be known here
    for action in actions:
        session.apply(action)
    return session


def replay_file(path: Path) -> Session:
    """Returns the session that a log file leads to.

    Raises:
        EqSimError: the file is wrong, or an action cannot be done.
    """
    return replay(record.action for record in read_log(path))
