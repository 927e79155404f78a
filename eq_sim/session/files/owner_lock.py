"""Whose a folder is: of a program that runs, or left over by one that was killed.

The owner keeps a file in it locked. The system opens the lock when the owner is gone, however it
went, so what was left over is told from what is in use.
"""

import sys
from pathlib import Path
from typing import IO

OWNER = ".owner"
"""The name of the file that is locked."""


def own(folder: Path) -> IO[bytes]:
    """Makes a folder one's own until the file that is returned is closed.

    Raises:
        OSError: it is somebody else's, or cannot be written in.
    """
    file = (folder / OWNER).open("ab")
    try:
        _lock(file)
        if not file.tell():
            file.write(b"eq_sim")  # from here on it is locked, or left over
            file.flush()
    except BaseException:
        file.close()
        raise
    return file


def take_over(folder: Path) -> IO[bytes] | None:
    """Takes a folder that was left over; returns None for one that is in use, or just being made.

    Args:
        folder: it stays one's own until the file that is returned is closed.
    """
    owner = folder / OWNER
    try:
        if folder.is_symlink() or not owner.is_file() or not owner.stat().st_size:
            return None
        file = owner.open("rb+")
    except OSError:
        return None
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


def _lock(file: IO[bytes]) -> None:
    """Locks a file until it is closed.

    Raises:
        OSError: another program has locked it.
    """
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
