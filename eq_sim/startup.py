"""The way to the first frame: nothing is collected on it.

Two habits keep it short elsewhere. What the first frame does not need is imported where it is used.
And the values that the console and the theme are made of are ``msgspec.Struct``: for each frozen
dataclass Python writes and compiles six functions at every start, which takes thirty times as long.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Leaves the collector of cyclic garbage off until ``started`` is called, or to the end.

    On the way to the first frame many thousands of objects are made, modules, classes and enums,
    and nearly all of them stay: looks for garbage among them find next to nothing, and take the
    longer the more there are.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def started() -> None:
    """Turns the collector on; what is there by now stays, and is never looked through."""
    gc.freeze()
    gc.enable()
