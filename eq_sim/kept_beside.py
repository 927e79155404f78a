"""What else a recovery brings back: those who keep experiments know nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class KeptBeside:
    """How something beside the experiments is said, brought back, and asked about.

    Attributes:
        about: says in a sentence what was kept; empty where it cannot be read.
        recover: goes on with it.
        unsaved: whether there is something now that is in no file.
    """

    about: Callable[[bytes], str] = lambda _: ""
    recover: Callable[[bytes], object] = lambda _: None
    unsaved: Callable[[], bool] = lambda: False
