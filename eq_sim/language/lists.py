"""Things in a row, with the word between them that a language has."""

from collections.abc import Iterable
from functools import reduce

from eq_sim.language.tr import tr


def all_of(things: Iterable[str]) -> str:
    """Returns things as "a and b and c"; nothing for none."""
    rest = list(things)
    return reduce(lambda said, last: tr("{first} and {last}", first=said, last=last), rest or [""])


def one_of(things: Iterable[str]) -> str:
    """Returns things as "a or b or c"; nothing for none."""
    rest = list(things)
    return reduce(lambda said, last: tr("{first} or {last}", first=said, last=last), rest or [""])
