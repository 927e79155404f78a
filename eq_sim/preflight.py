"""Says in one line what Qt lacks, before Qt can abort in C++. Standard library alone."""

import ctypes
import os
import sys

_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_FOR_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def trouble(*, window: bool) -> str | None:
    """Returns a sentence that says what is missing and what to install, or None.

    Args:
        window: whether a window will be shown; a picture needs no display.
    """
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    headless = not window or platform.startswith(("offscreen", "minimal"))
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not headless and not wayland and not x11 and not platform:
        return (
            "There is no display to open a window on: set DISPLAY, or use 'eq-sim picture' or "
            "'eq-sim train', which need none."
        )
    wanted = dict(_ALWAYS)
    if not headless and x11 and not wayland:
        wanted |= _FOR_X11
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if not missing:
        return None
    return (
        f"Qt needs system libraries that are not installed: {' '.join(missing)} "
        f"(on Debian or Ubuntu: sudo apt install {' '.join(missing)})."
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
