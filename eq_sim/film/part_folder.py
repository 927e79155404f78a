"""A folder for what is not finished, beside where it belongs; no later film finds it left over."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_OWNER = ".owner"
_ENDING = ".part"


@contextmanager
def part_folder(film: Path) -> Iterator[Path]:
    """Makes a folder beside a film's place, and takes it away in the end.

    What stands there from a program that was killed is taken away first. Each folder holds a file
    that its owner keeps locked: the system opens the lock when the owner is gone, however it went,
    and so the folders of films that are being made are told apart.

    Args:
        film: where the film will stand.

    Yields:
        The folder, as an absolute path: FFmpeg would take ``a:b.mp4`` for an address.

    Raises:
        OSError: it cannot be made.
    """
    beside = film.absolute().parent
    _clear(beside)
    with tempfile.TemporaryDirectory(
        prefix=f".{film.name[:40]}.", suffix=_ENDING, dir=beside, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        with (folder / _OWNER).open("wb") as owner:
            _lock(owner)
            owner.write(b"eq_sim")  # from here on it is locked, or left over
            owner.flush()
            yield folder


def _clear(beside: Path) -> None:
    """Takes away the folders whose owners are gone."""
    for folder in beside.glob(f".*{_ENDING}"):
        owner = folder / _OWNER
        with suppress(OSError):
            if folder.is_symlink() or not owner.is_file() or not owner.stat().st_size:
                continue  # somebody else's, or just being made
            with owner.open("rb+") as opened:
                _lock(opened)
            shutil.rmtree(folder)


def _lock(file: IO[bytes]) -> None:
    """Locks a file until it is closed.

    Raises:
        OSError: another program has locked it.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
