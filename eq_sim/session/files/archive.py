"""One file of several members: a zip whose members lie in it as they are, uncompressed.

It is replaced whole or not at all, for people keep such files in folders that are synchronised
while they work. What is read may come from anybody: nothing is unpacked that is larger than the
file, nothing is written anywhere, and a member that was damaged is refused.
"""

import os
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from eq_sim.regular_file import open_regular
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_with

Buffer = bytes | bytearray | memoryview

MOST_BYTES = 1 << 31
_SPARE = 1 << 20  # bytes of a file beside what is in its members
_MOST_MEMBERS = 1000
_MOST_DIRECTORY = 200_000  # bytes of what stands at a file's end about its members
_END = struct.Struct("<4s4H2LH")  # mark; disks, members; bytes of it, where it begins; a comment's
_LARGE = b"PK\x06\x07"  # stands before the end of files that are larger than any here
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same experiment gives the same bytes


def write_archive(path: Path, members: Mapping[str, Sequence[Buffer]]) -> None:
    """Writes a file of members, whole or not at all.

    Args:
        path: the file.
        members: what is in each, by its name, in parts.

    Raises:
        DocumentError: it cannot be written, or is too large to be read again; what stood there
            stands there still.
    """
    sizes = {name: sum(memoryview(part).nbytes for part in members[name]) for name in members}
    most = MOST_BYTES - _SPARE
    if sum(sizes.values()) > most:
        raise DocumentError(
            "{path} cannot be written: of {size:.1f} GB a file holds at most {most:.1f}",
            path=path,
            size=sum(sizes.values()) / 1e9,
            most=most / 1e9,
        )

    def write(file: IO[bytes]) -> None:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, parts in members.items():
                    info = zipfile.ZipInfo(name, _WHEN)
                    info.file_size = sizes[name]
                    with archive.open(info, "w") as member:
                        for part in parts:
                            member.write(part)
        except ValueError as error:  # an archive is closed whose member could not be
            raise error.__context__ or error from None

    try:
        write_with(path, write)
    except OSError as error:
        raise DocumentError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror or error
        ) from error


def read_archive(
    path: Path, wanted: Mapping[str, int], more: Callable[[str], int] = lambda name: -1
) -> dict[str, bytes]:
    """Returns members of a file.

    Args:
        path: the file.
        wanted: their names, and how many bytes each may have.
        more: a name -> how many bytes a member may have that can be there or not; -1 for one that
            has no business there.

    Raises:
        DocumentError: it cannot be read, is damaged, or is no file of such members.
    """
    try:
        file = open_regular(path, MOST_BYTES)
    except OSError as error:
        raise DocumentError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    try:
        with file:
            size = os.fstat(file.fileno()).st_size
            members = _members_at_end(file, size)
            if members is None:
                raise _damaged(path)
            with zipfile.ZipFile(file) as archive:
                infos = archive.infolist()
                found = [info for info in infos if info.file_size <= wanted.get(info.filename, -1)]
                if len(infos) != members or not _plain(infos, size) or len(found) != len(wanted):
                    raise _damaged(path)
                found += [info for info in infos if info.file_size <= more(info.filename)]
                return {info.filename: archive.read(info) for info in found}
    except _DAMAGES as error:
        raise _damaged(path) from error


_DAMAGES = (
    zipfile.BadZipFile, struct.error, OSError, ValueError, EOFError, RuntimeError, LookupError,
    OverflowError,
)  # fmt: skip
"""What is raised for damage; a password is a RuntimeError, other packing one of its kinds."""


def _members_at_end(file: IO[bytes], size: int) -> int | None:
    """Returns how many members a file's end says that it has; None where it is not as those here.

    Each member costs its reader far more memory than bytes in the file. Nothing may stand before
    the members or behind them: who looks at a file otherwise would see another one.
    """
    file.seek(max(0, size - _END.size - 20))
    tail = file.read(_END.size + 20)
    if len(tail) < _END.size + 20 or tail.startswith(_LARGE):
        return None
    mark, disk, first, here, members, length, begins, comment = _END.unpack(tail[20:])
    plain = (
        mark == b"PK\x05\x06"
        and not disk
        and not first
        and not comment
        and here == members <= _MOST_MEMBERS
        and length <= _MOST_DIRECTORY
        and begins + length + _END.size == size
    )
    return int(members) if plain else None


def _plain(infos: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether all members have names of their own and lie side by side in a file of a size."""
    sizes = [max(info.file_size, info.compress_size) for info in infos]
    return (
        len({info.filename for info in infos}) == len(infos) <= _MOST_MEMBERS
        and all(info.compress_type == zipfile.ZIP_STORED for info in infos)
        and sum(sizes) <= size
    )


def _damaged(path: Path) -> DocumentError:
    return DocumentError("{path} is damaged, or is no experiment of eq_sim", path=path)
