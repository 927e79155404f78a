"""A process that this program begins to work beside it: how it begins, and ends with the program.

Each is a new Python (``spawn``) without Qt. It inherits the environment of this program, in which
``eq_sim`` has set the threads of BLAS before NumPy was imported here: so it is set before NumPy is
imported there, whatever its main module imports first.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CONTEXT = multiprocessing.get_context("spawn")
"""What makes such processes, and what lies between them and this one."""

_NICER = 10  # of the 19 steps that Unix knows below the usual
_BELOW_NORMAL = 0x4000  # of Windows' SetPriorityClass


@contextmanager
def unheard() -> Iterator[None]:
    """Lets processes that this thread begins meanwhile not hear Ctrl+C, which a terminal sends all.

    This program hears it, and ends them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_as_child(*, behind: bool) -> None:
    """Prepares such a process, within it: it ends with its parent, and leaves Ctrl+C to it.

    Args:
        behind: whether it lets other programs go first: a window that goes on meanwhile.
    """
    if behind:
        let_others_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def let_others_first() -> None:
    """Asks the system to run this process where the others leave it time; it cannot be undone."""
    if sys.platform == "win32":
        from ctypes import windll

        windll.kernel32.SetPriorityClass(windll.kernel32.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICER)


def _end_with_parent() -> None:
    """Ends this process when the program that began it has ended, however that was."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
