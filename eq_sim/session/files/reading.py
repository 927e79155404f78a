"""Reading what somebody else has made: a regular file, and never more of it than is wanted.

A name may stand for a pipe that nobody writes to, for a device without an end, for more than memory
holds. What is opened is asked what it is, not its name, and is read up to a limit.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

# Opening a pipe that nobody writes to would wait for ever.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"


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
        raise OSError(errno.EINVAL, "no file has such a name") from error
    try:
        _check(os.fstat(handle), most)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_bytes(path: Path, most: int) -> bytes:
    """Returns what is in a file.

    Args:
        path: where it is.
        most: bytes that it may have.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger; ``strerror`` says why.
    """
    with open_regular(path, most) as file:
        # As much as it says that it has; it may have grown, and some say that they are empty.
        content = file.read(os.fstat(file.fileno()).st_size + 1)
        while len(content) <= most and (more := file.read(_PIECE)):
            content += more
    if len(content) > most:
        raise too_large(most)
    return content


def read_text(path: Path, most: int) -> str:
    """Returns the text in a file, its lines ended as on Unix; a byte order mark is left out.

    Args:
        path: where it is.
        most: bytes that it may have.

    Raises:
        OSError: as ``read_bytes``, and where it is not UTF-8.
    """
    content = without_mark(read_bytes(path, most))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise OSError(errno.EILSEQ, f"line {line} is not text in UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_mark(content: bytes) -> bytes:
    """Returns the beginning of a file without the byte order mark that some editors write."""
    return content.removeprefix(_BOM)


def _check(found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if found.st_size > most:
        raise too_large(most)


def too_large(most: int) -> OSError:
    """Returns what is raised for a file of more bytes than it may have."""
    return OSError(errno.EFBIG, f"it is too large: the limit is {most / 1e6:g} MB")
