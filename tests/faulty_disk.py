"""A disk that fails, and a memory that is full: at the n-th thing that is asked of them."""

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO

import pytest

import eq_sim.session.files

FULL = OSError(errno.ENOSPC, "No space left on device")
GONE = OSError(errno.EIO, "Input/output error")
LOCKED = PermissionError(errno.EACCES, "Permission denied")
NO_MEMORY = MemoryError()

_CALLS = ("open", "fsync", "replace", "unlink", "chmod", "mkdir")
_FILES = str(Path(eq_sim.session.files.__file__).parent)


class _File:
    """A file that is written to a faulty disk."""

    def __init__(self, disk: "Disk", file: IO[bytes]) -> None:
        self._disk, self._file = disk, file

    def write(self, content: bytes) -> int:
        if self._disk.fails("write"):
            self._file.write(memoryview(content)[: len(content) // 2])  # as a full disk does
            raise self._disk.error
        return int(self._file.write(content))

    def flush(self) -> None:
        self._disk.ask("flush")
        self._file.flush()

    def close(self) -> None:
        was_open = not self._file.closed
        self._file.close()
        if was_open:
            self._disk.ask("close")

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Disk:
    """Counts what is asked of the disk, and fails at one of them, or from there on.

    Args:
        patch: puts it in the place of the real one.
        at: which call fails, from 0; −1 for none.
        error: with what.
        lasting: whether everything after it fails, too.
        spares: what works all the same.
    """

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        at: int = -1,
        error: BaseException = FULL,
        *,
        lasting: bool = False,
        spares: tuple[str, ...] = (),
    ) -> None:
        self.error, self.asked, self.failed = error, [], []  # type: ignore[var-annotated]
        self._at, self._lasting, self._spares = at, lasting, spares
        for name in _CALLS:
            patch.setattr(os, name, self._guarded(name, getattr(os, name)))
        opened = io.open
        for home in (io, builtins):
            patch.setattr(home, "open", self._opening(opened))

    def fail(self) -> None:
        """From here on everything fails."""
        self._at, self._lasting = len(self.asked), True

    def mend(self) -> None:
        """From here on it works."""
        self._at = -1

    def fails(self, name: str) -> bool:
        """Counts one call; returns whether it fails."""
        now = len(self.asked)
        self.asked.append(name)
        due = now == self._at or (self._lasting and now > self._at >= 0)
        if not due or name in self._spares:
            return False
        self.failed.append(name)
        return True

    def ask(self, name: str) -> None:
        """Counts one call, and fails if it is time."""
        if self.fails(name):
            raise self.error

    def _guarded(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **more: object) -> object:
            self.ask(name)
            return real(*words, **more)

        return call

    def _opening(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(name: object, mode: str = "r", *words: object, **more: object) -> object:
            if not set(mode) & set("wxa+"):
                return real(name, mode, *words, **more)
            if "opener" not in more:
                self.ask("open")
            return _File(self, real(name, mode, *words, **more))

        return call


class Lightning:
    """Runs out of memory at the n-th line of what reads and writes files; counts them."""

    def __init__(self, line: int = -1) -> None:
        self._line_wanted, self.lines = line, 0

    def __enter__(self) -> "Lightning":
        self._before = sys.gettrace()
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _call(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        return self._line if frame.f_code.co_filename.startswith(_FILES) else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        if event == "line":
            self.lines += 1
            if self.lines - 1 == self._line_wanted:
                raise MemoryError("lightning")
        return self._line
