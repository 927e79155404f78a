"""Writing a file whole or not at all, wherever it lies.

People keep their files in folders that are synchronised, and on disks that fill up or are pulled
out. So a file is made beside its place and moved there: what stood there stays until then.
"""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import IO

from eq_sim.language.tr import tr

WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3)
"""Seconds between tries to move a file to its place while somebody else has that one open."""

_NAME = 40  # letters of a file's name in the one beside it, whose own may be the longest there is

Write = Callable[[IO[bytes]], object]


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all.

    Raises:
        OSError: it cannot be written; nothing was changed, and nothing is left behind.
    """
    write_with(path, lambda file: file.write(content))


def write_with(path: Path, write: Write, sleep: Callable[[float], object] = time.sleep) -> None:
    """Writes a file beside its place and moves it there: what stood there stays until then.

    A file that stood there keeps its permissions, and its owner and group where one may give files
    away. A new one has the permissions of any new file: the system takes off what the umask takes
    off, which therefore need not be asked for. Asking would change it for a moment, for every
    thread. A link stays a link: what it leads to is replaced.

    Windows lets nobody replace a file that a scanner or a sync client has open, so it is tried
    again for a second.

    Args:
        path: its place.
        write: puts the content into the opened file.
        sleep: waits for some seconds.

    Raises:
        OSError: it cannot be written; nothing was changed, and nothing is left behind.
        MemoryError: likewise.
    """
    place = Path(os.path.realpath(path))
    before = _stood(place)
    temporary = place.with_name(f".{place.name[:_NAME]}.{token_hex(8)}.part")
    mode = 0o666 if before is None else before.st_mode & 0o777
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            _like(temporary, before)
        _move(temporary, place, sleep)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _stood(place: Path) -> os.stat_result | None:
    """Returns what is known of the file at a place; None where there is none.

    Raises:
        OSError: there is something else than a file, which may not be replaced.
    """
    try:
        found = place.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):  # it leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, tr("It is no ordinary file"), str(place))
    return found


def _like(file: Path, before: os.stat_result) -> None:
    """Gives a file the owner, group and permissions of the one that it replaces, as far as it goes.

    It was made with no more permissions than those.
    """
    if os.name == "posix":
        here = file.stat()
        for owner, group in ((before.st_uid, -1), (-1, before.st_gid)):
            if owner not in (-1, here.st_uid) or group not in (-1, here.st_gid):
                with contextlib.suppress(OSError):  # one may rarely give files away
                    os.chown(file, owner, group)
    with contextlib.suppress(OSError):  # some drives know no permissions
        file.chmod(before.st_mode & 0o777)


def _move(file: Path, place: Path, sleep: Callable[[float], object]) -> None:
    """Moves a file to its place; while another program has that one open, tries again."""
    for seconds in WAITS:
        try:
            file.replace(place)
        except PermissionError:
            sleep(seconds)
        else:
            return
    file.replace(place)


def _sync(folder: Path) -> None:
    """Asks the system to remember by now what a folder holds.

    The file is whole and in its place; some file systems cannot be asked that, and some folders
    may be written in and not be read. That is no reason to say that the file was not written.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError, MemoryError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
