"""What a command needs, asked for before it begins: a place to write to, and what Qt needs."""

import os
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
    except OSError as error:  # a name that is too long
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    if not there:
        raise UsageError(f"{path} cannot be written: there is no folder {folder}")
    if taken:
        raise UsageError(f"{path} cannot be written: it is a folder")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{path} cannot be written: no permission to write in {folder}")


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
