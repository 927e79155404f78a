"""Reading what somebody else has made: a regular file, and never more of it than is wanted."""

import codecs
import errno
import os
from pathlib import Path

from eq_sim.language.tr import tr
from eq_sim.regular_file import open_regular, too_large

_PIECE = 1 << 20
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""What an editor writes before a text in UTF-16, and how to read what follows."""


class NotTextError(OSError):
    """What is in a file is no text that can be read here; ``strerror`` says where.

    Attributes:
        line: the line in the file, from 1.
        reason: why, without the line.
    """

    def __init__(self, line: int, reason: str) -> None:
        why = tr("line {line} is not text in UTF-8", line=line)
        super().__init__(errno.EILSEQ, why)
        self.line, self.reason = line, reason


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
        OSError: as ``read_bytes``.
        NotTextError: it is neither UTF-8 nor, behind its byte order mark, UTF-16.
    """
    return text_of(read_bytes(path, most))


def text_of(content: bytes) -> str:
    """Returns what is in a file as text, as ``read_text`` does.

    Raises:
        NotTextError: it is neither UTF-8 nor, behind its byte order mark, UTF-16.
    """
    encoding = next((name for mark, name in _UTF_16.items() if content.startswith(mark)), "")
    content = content[2:] if encoding else without_mark(content)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding or "utf-8")
        if encoding:
            reason = tr("it begins as text in UTF-16 and does not go on so: save it as UTF-8")
        else:
            reason = _not_utf_8(before.rpartition("\n")[2], content[error.start : error.start + 1])
        raise NotTextError(before.count("\n") + 1, reason) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf_8(before: str, sign: bytes) -> str:
    """Returns what stands at a place that is not UTF-8: most often it is a letter of Windows'."""
    letter = sign.decode("cp1252", "replace")
    if letter.isprintable() and letter != "\ufffd":
        return tr(
            "the sign in column {column} is not UTF-8; read as Windows-1252 it is '{letter}': save "
            "the file with the encoding UTF-8",
            column=len(before) + 1,
            letter=letter,
        )
    return tr(
        "the sign in column {column} is not UTF-8: save the file with the encoding UTF-8",
        column=len(before) + 1,
    )


def without_mark(content: bytes) -> bytes:
    """Returns the beginning of a file without the byte order mark that some editors write."""
    return content.removeprefix(codecs.BOM_UTF8)
