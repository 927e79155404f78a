"""Opening what somebody else has made: a regular file, and none larger than is wanted.

A name may stand for a pipe that nobody writes to, for a device without an end, for more than memory
holds. What is opened is asked what it is, not its name.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from eq_sim.language.tr import tr

# Opening a pipe that nobody writes to would wait for ever.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: Path, most: int) -> BinaryIO:
    """Returns a file, opened to be read.

    Args:
        path: where it is.
        most: bytes that it may have.

    Raises:
        OSError: it cannot be opened, is no regular file, or is larger; ``strerror`` says why.
    """
    try:
        handle = os.open(path, _READ)
    except ValueError as error:  # a null character, or one that no name can have here
        raise OSError(errno.EINVAL, tr("no file has such a name")) from error
    try:
        _check(os.fstat(handle), most)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def too_large(most: int) -> OSError:
    """Returns the error that says that a file has more than so many bytes."""
    return OSError(errno.EFBIG, tr("it is too large: the limit is {limit:g} MB", limit=most / 1e6))


def _check(found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, tr("it is not a regular file"))
    if found.st_size > most:
        raise too_large(most)
