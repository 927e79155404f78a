"""What a command needs, asked for before it begins: a place to write to, and what Qt needs."""

import mmap
import os
from collections.abc import Sequence
from pathlib import Path

from eq_sim import preflight
from eq_sim.cli.usage_error import UsageError


def check_writable(path: Path) -> None:
    """Checks that a file can be written, before the work whose result it shall hold.

    Raises:
        UsageError: it cannot; says why.
    """
    folder = path.parent
    try:
        there, taken = folder.is_dir(), path.is_dir()
        odd = path.exists() and not path.is_file()
    except OSError as error:  # a name that is too long
        raise UsageError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error
    if not there:
        raise UsageError(
            "{path} cannot be written: there is no folder {folder}", path=path, folder=folder
        )
    if taken:
        raise UsageError("{path} cannot be written: it is a folder", path=path)
    if odd:
        raise UsageError("{path} cannot be written: it is no ordinary file", path=path)
    if not os.access(folder, os.W_OK):
        raise UsageError(
            "{path} cannot be written: no permission to write in {folder}", path=path, folder=folder
        )


_WINDOW = 600  # megabytes of addresses that a window on a screen asks for; measured
_PICTURES, _PER_PIXEL = 400, 20e-6  # a window without one, and each pixel of a picture; measured
_FILM, _PER_FILM_PIXEL = 600, 150e-6  # with FFmpeg, which looks some pictures ahead; measured


def check_memory_of_window() -> None:
    """Checks that there is room for the window.

    Qt starts threads without asking whether they could be started, and then waits for them for
    ever, or aborts.

    Raises:
        UsageError: there is no room; says how much is needed.
    """
    _check_memory(_WINDOW)


def check_memory_of_pictures(size: tuple[int, int], *, encoded: bool = False) -> None:
    """Checks that there is room for pictures of the window, as ``check_memory_of_window`` does.

    Args:
        size: of a picture: width, height.
        encoded: whether FFmpeg makes a film of them.

    Raises:
        UsageError: there is no room; says how much is needed.
    """
    pixels = size[0] * size[1]
    least, each = (_FILM, _PER_FILM_PIXEL) if encoded else (_PICTURES, _PER_PIXEL)
    _check_memory(least + each * pixels)


def _check_memory(megabytes: float) -> None:
    try:
        mmap.mmap(-1, int(megabytes) << 20).close()
    except (OSError, MemoryError, OverflowError):
        raise UsageError(
            "There is not enough memory: this needs about {megabytes:,.0f} MB.", megabytes=megabytes
        ) from None


def checked_language(language: str | None, known: Sequence[str]) -> str:
    """Returns the language that is asked for; of what is shown its own, the first, for None.

    Raises:
        UsageError: they are not; says in which they are.
    """
    if language is None:
        return known[0]
    if language not in known:
        choices = ", ".join(known)
        raise UsageError(
            "There are no words in the language '{language}': choose {choices}",
            language=language,
            choices=choices,
        )
    return language


def check_qt(*, window: bool) -> None:
    """Checks that Qt will start, which would otherwise abort the program without a word.

    Args:
        window: whether a window will open, which needs a display.

    Raises:
        UsageError: something is missing; says what.
    """
    trouble = preflight.trouble(window=window)
    if trouble:
        raise UsageError(trouble)
