"""Moments: the places in a log that one can go to."""

from typing import NamedTuple

from eq_sim.session.actions import Train
from eq_sim.session.log import LogState


class Moment(NamedTuple):
    """A place in the log: after a record, or after the first steps of one that trains."""

    record: int
    steps: int = 0


def last_moment(log: LogState) -> Moment:
    """Returns the moment at the end of a log."""
    last = log.last
    return Moment(len(log) - 1, last.steps if isinstance(last, Train) else 0)
