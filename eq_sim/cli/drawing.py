"""How far the drawing of a film is, for who waits for it: a person, or the window that asked."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from eq_sim import interruption
from eq_sim.cli.stop_request import StopRequest
from eq_sim.language.english import speaking
from eq_sim.language.numerals import clock, write_with_comma
from eq_sim.language.spoken import ENGLISH, best_of, speak
from eq_sim.language.tr import later, tr

if TYPE_CHECKING:
    from eq_sim.film.flashes import Flashing


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Adds ``--progress``, for the window, which starts such a command.

    It prints counts of frames as lines of JSON, until a line comes in or nobody is there.
    """
    parser.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    # And the language in which the window tells its user what this command says.
    parser.add_argument("--say", default=ENGLISH, action=_Say, help=argparse.SUPPRESS)


class _Say(argparse.Action):
    """Speaks a language from here on, to the end: what goes wrong is said when all has ended."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Takes the language of a window."""
        code = best_of([str(values)])
        setattr(namespace, self.dest, code)
        speak(code)
        write_with_comma(code != ENGLISH)


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


class _Warned(Protocol):
    """Pictures that know what was not as it should be."""

    @property
    def warnings(self) -> Sequence[str]:
        """A sentence each."""


def warnings_said(
    pictures: _Warned,
    flashing: Iterable["Flashing"],
    say: str,
    *,
    held: float = 0.0,
    alone: float = 0.0,
    sound: bool = False,
) -> list[str]:
    """Returns what to know of a film that was made.

    Args:
        pictures: of which it was made, and whose language may be another.
        flashing: when it flashes too often.
        say: the language of who asked for it.
        held: seconds for which its last picture stands, until its narration has ended.
        alone: seconds that it goes on after its narration.
        sound: whether something else is heard with it.
    """
    with speaking(say, comma=say != ENGLISH):
        narration = _narration_said(held, alone, sound=sound)
        return [*pictures.warnings, *narration, *map(_flashing_said, flashing)]


def _narration_said(held: float, alone: float, *, sound: bool) -> Iterator[str]:
    """Yields what to know of a narration that is not as long as its film."""
    if round(held, 1) > 0:
        yield tr(
            "the narration is {seconds:.1f} s longer than the film: the last picture stands until "
            "it has ended",
            seconds=held,
        )
    if round(alone, 1) > 0 and sound:
        yield tr(
            "the narration ends {seconds:.1f} s before the film: what it sounds like stays as "
            "quiet as below the voice",
            seconds=alone,
        )
    elif round(alone, 1) > 0:
        yield tr(
            "the narration ends {seconds:.1f} s before the film, which goes on without a sound",
            seconds=alone,
        )


def _flashing_said(flashing: "Flashing") -> str:
    """Returns what to know of a time in which a film flashes too often."""
    left, top, right, bottom = flashing.place
    across = (later("left"), later("in the middle"), later("right"))[int(1.5 * (left + right))]
    heights = later("at the top"), later("half-way down"), later("at the bottom")
    return tr(
        "from {start} to {end}, {across} and {down}, it flashes more than three times a second. "
        "Some people must not look at that: let it go slower there",
        start=clock(flashing.start),
        end=clock(flashing.end),
        across=tr(across),
        down=tr(heights[int(1.5 * (top + bottom))]),
    )
