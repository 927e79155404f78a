"""Reading what somebody else has made: a regular file, and never more of it than is wanted."""

import errno
import os
from pathlib import Path

from eq_sim.language.tr import tr
from eq_sim.regular_file import open_regular, too_large

_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"


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
        why = tr("line {line} is not text in UTF-8", line=line)
        raise OSError(errno.EILSEQ, why) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_mark(content: bytes) -> bytes:
    """Returns the beginning of a file without the byte order mark that some editors write."""
    return content.removeprefix(_BOM)
