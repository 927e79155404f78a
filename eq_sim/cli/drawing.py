"""How far the drawing of a film is, for who waits for it: a person, or the window that asked."""

import argparse
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from eq_sim import interruption
from eq_sim.cli.stop_request import StopRequest
from eq_sim.language.numerals import clock

if TYPE_CHECKING:
    from eq_sim.film.flashes import Flashing


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Adds ``--progress``, for the window, which starts such a command.

    It prints counts of frames as lines of JSON, until a line comes in or nobody is there.
    """
    parser.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)


class Drawing:
    """How many frames are drawn, and whether more are wanted.

    Args:
        total: frames in all.
        to_window: whether the window asked, and reads lines of JSON; else a person may.
    """

    def __init__(self, total: int, *, to_window: bool) -> None:
        self._total, self._to_window = total, to_window
        self._shown = to_window or sys.stderr.isatty()
        self._stop = StopRequest() if to_window else None

    def show(self, count: int) -> None:
        """Says how many frames there are, now and then."""
        if not self._shown or (count % 15 and count != self._total):
            return
        with suppress(OSError):  # that nobody listens is no reason to make no film
            if self._to_window:
                print(json.dumps({"frame": count, "of": self._total}), flush=True)
            else:
                said = f"\rframe {count:,} of {self._total:,}"
                print(said, end="", file=sys.stderr, flush=True)

    def cancelled(self) -> bool:
        """Whether it is no longer wanted."""
        return interruption.asked() or (self._stop is not None and self._stop.requested())

    def end(self) -> None:
        """Leaves the line on which it was said."""
        if self._shown and not self._to_window:
            print(file=sys.stderr)


def flashing_said(flashing: "Flashing") -> str:
    """Returns what to know of a time in which a film flashes too often."""
    left, top, right, bottom = flashing.place
    across = ("left", "in the middle", "right")[int(1.5 * (left + right))]
    down = ("at the top", "half-way down", "at the bottom")[int(1.5 * (top + bottom))]
    return (
        f"from {clock(flashing.start)} to {clock(flashing.end)}, {across} and {down}, it flashes "
        "more than three times a second. Some people must not look at that: let it go slower there"
    )
