"""Writing a file whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all.

    Raises:
        OSError: it cannot be written; nothing was changed, and nothing is left behind.
    """
    write_with(path, lambda file: file.write(content))


def write_with(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Writes a file beside its place and moves it there: what stood there stays until then.

    A file that stood there keeps its permissions. A new one has those of any new file: the
    system takes off what the umask takes off, which therefore need not be asked for. Asking would
    change it for a moment, for every thread.

    Args:
        path: its place.
        write: puts the content into the opened file.

    Raises:
        OSError: it cannot be written; nothing was changed, and nothing is left behind.
    """
    folder = path.parent
    kept = path.stat().st_mode & 0o777 if path.exists() else None
    temporary = folder / f".{path.name}.{secrets.token_hex(8)}.part"
    handle = os.open(temporary, _NEW, 0o666 if kept is None else kept)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if kept is not None:
            temporary.chmod(kept)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if os.name == "posix":
        folder_handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(folder_handle)
        finally:
            os.close(folder_handle)
