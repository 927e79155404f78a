"""Who is told of something, for as long as they are there: a window that is gone hears nothing."""

from collections.abc import Callable
from types import MethodType
from typing import Any, TypeAlias, TypeVar
from weakref import WeakMethod

Hearer = TypeVar("Hearer", bound=Callable[..., Any])
Kept: TypeAlias = Callable[[], Hearer | None]
"""Returns someone who is told; None when they are gone."""


def kept(hearer: Hearer) -> Kept[Hearer]:
    """Keeps someone to be told: a method for as long as its object is there, others for ever."""
    return WeakMethod(hearer) if isinstance(hearer, MethodType) else lambda: hearer


def heard_by(all_kept: list[Kept[Hearer]]) -> list[Hearer]:
    """Returns all who are still there, in their order, and forgets the others."""
    found = [(each, each()) for each in all_kept]
    gone = [each for each, hearer in found if hearer is None]
    for each in gone:
        all_kept.remove(each)
    return [hearer for _, hearer in found if hearer is not None]
