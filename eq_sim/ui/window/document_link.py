"""What a window asks of whoever keeps the experiments that are open in it."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.session.parked import Parked


def _nothing_kept(parked: Parked) -> None:
    """Nobody keeps what a lesson takes the place of."""


@dataclass
class DocumentLink:
    """The way from a window to its experiments; by itself it keeps none.

    Attributes:
        may_close: whether the window may close; a person may be asked.
        set_aside: takes what was on screen before a lesson or a recording.
        named: returns what the experiment is called, and whether it is not saved; None for the
            scenario's title.
    """

    may_close: Callable[[], bool] = lambda: True
    set_aside: Callable[[Parked], None] = _nothing_kept
    named: Callable[[], tuple[str, bool]] | None = None
