"""How a process lets others go first: what a person does in a window, before all."""

import os
import sys

_NICER = 10  # of the 19 steps that Unix knows below the usual
_BELOW_NORMAL = 0x4000  # of Windows' SetPriorityClass


def let_others_first() -> None:
    """Asks the system to run this process where the others leave it time; it cannot be undone."""
    if sys.platform == "win32":
        from ctypes import windll

        windll.kernel32.SetPriorityClass(windll.kernel32.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICER)
