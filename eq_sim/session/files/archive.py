"""One file of several members: a zip whose members lie in it as they are, uncompressed.

It is replaced whole or not at all, for people keep such files in folders that are synchronised
while they work. What is read may come from anybody: nothing is unpacked that is larger than the
file, nothing is written anywhere, and a member that was damaged is refused.
"""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from eq_sim.session.errors import DocumentError
from eq_sim.session.files.atomic import write_with
from eq_sim.session.files.reading import open_regular

MOST_BYTES = 1 << 31
_MOST_MEMBERS = 1000
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same experiment gives the same bytes


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Writes a file of members, whole or not at all.

    Raises:
        DocumentError: it cannot be written; what stood there stands there still.
    """

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name, _WHEN), content)

    try:
        write_with(path, write)
    except OSError as error:
        raise DocumentError(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror
        ) from error


def read_archive(path: Path, wanted: Mapping[str, int]) -> dict[str, bytes]:
    """Returns members of a file.

    Args:
        path: the file.
        wanted: their names, and how many bytes each may have.

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
        with file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            found = [info for info in infos if info.file_size <= wanted.get(info.filename, -1)]
            if not _plain(infos, os.fstat(file.fileno()).st_size) or len(found) != len(wanted):
                raise _damaged(path)
            return {info.filename: archive.read(info) for info in found}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, IndexError) as error:
        # A password is a RuntimeError, an unknown kind of packing a NotImplementedError of it.
        raise _damaged(path) from error


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
