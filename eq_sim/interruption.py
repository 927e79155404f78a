"""Being asked from outside to stop: by Ctrl+C, by a terminal that closes, by the system.

A Python error in the middle of Qt's or FFmpeg's work ends in a crash, or is lost. So where they
work a signal is only noted, and their loops ask for it; anywhere else it ends the work at once.
The standard library alone.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(BaseException):
    """Somebody outside wants the program to stop. Not a mistake, so no ``Exception``.

    Args:
        number: of the signal.

    Attributes:
        code: the exit code that a shell expects.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP

# Signals belong to a process, and so does what is known of them.
_number: int | None = None
_only_noted = 0


@contextmanager
def listening() -> Iterator[None]:
    """Hears the signals that ask a program to stop, until the end.

    One that the program was started to ignore, as ``nohup`` does, stays ignored.
    """
    global _number
    if threading.current_thread() is not threading.main_thread():
        yield  # signals belong to the main thread
        return
    _number = None
    before = {}
    for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            before[number] = signal.signal(number, _heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def only_noted() -> Iterator[None]:
    """Lets signals raise nothing until the end, where one that came is passed on.

    What takes long inside asks ``check`` or ``asked`` many times a second.

    Raises:
        Interrupted: at the end, if a signal came.
    """
    global _only_noted
    _only_noted += 1
    try:
        yield
    finally:
        _only_noted -= 1
        check()


def asked() -> bool:
    """Whether somebody wants the program to stop."""
    return _number is not None


def check() -> None:
    """Stops if somebody wants it.

    Raises:
        Interrupted: a signal came.
    """
    if _number is not None:
        raise Interrupted(_number)


@contextmanager
def calling(wake: Callable[[], None]) -> Iterator[None]:
    """Calls a function for each signal, from a thread of its own.

    Python hears a signal only between two of its own steps, and a loop of Qt that waits takes
    none. The system's part of the handler writes a byte, and the thread waits for it.

    Args:
        wake: makes the main thread run Python; it must be safe to call from any thread.
    """
    reading, writing = os.pipe()
    if os.name == "posix":  # elsewhere it is not asked for
        os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def wait() -> None:
        while os.read(reading, 1) != b"":
            wake()

    thread = threading.Thread(target=wait, name="signals", daemon=True)
    thread.start()
    try:
        if asked():  # before the pipe was there
            wake()
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)
        thread.join()
        os.close(reading)


def _heard(number: int, frame: FrameType | None) -> None:
    global _number
    _number = number
    if not _only_noted:
        raise Interrupted(number)
