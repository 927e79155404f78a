"""Says in a line of English what Qt lacks, before Qt can abort in C++. Standard library alone."""

import ctypes
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

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


_FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_X11, _WAYLAND = "xcb", "wayland"
_INSTEAD = "use 'eq-sim picture' or 'eq-sim train', which need none."


def trouble(*, window: bool) -> str | None:
    """Returns a sentence that says what is missing and what to do, or None.

    Args:
        window: whether a window will be shown; a picture needs no display.
    """
    if not sys.platform.startswith("linux"):
        return None
    lacking = _missing(_ALWAYS)
    if not window:
        return lacking
    platforms = _platforms()
    for name in platforms:
        if not _is_known(name):
            return f"Qt has no platform '{name[:200]}', which QT_QPA_PLATFORM asks for."
    if lacking or not all(name == _X11 or name.startswith(_WAYLAND) for name in platforms):
        return lacking  # the others need no display
    x11, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    troubles = []
    if any(name.startswith(_WAYLAND) for name in platforms) and (wayland or _wayland_socket()):
        dead = (
            f"The Wayland display '{wayland[:200]}' does not answer: "
            f"set WAYLAND_DISPLAY to one that does, or {_INSTEAD}"
        )
        troubles.append((None if _wayland_answers() else dead) or _missing(_FOR_WAYLAND))
    if _X11 in platforms and x11:
        dead = f"The display '{x11[:200]}' does not answer: set DISPLAY to one that does, or "
        troubles.append(_missing(_FOR_X11) or (None if _x11_answers() else dead + _INSTEAD))
    if not troubles:
        name = "DISPLAY" if _X11 in platforms else "WAYLAND_DISPLAY"
        return f"There is no display to open a window on: set {name}, or {_INSTEAD}"
    return None if None in troubles else troubles[-1]


def _missing(libraries: Mapping[str, str]) -> str | None:
    missing = [package for library, package in libraries.items() if not _loads(library)]
    if not missing:
        return None
    return (
        f"Qt needs system libraries that are not installed: {' '.join(missing)} "
        f"(on Debian or Ubuntu: sudo apt install {' '.join(missing)})."
    )


def _platforms() -> list[str]:
    """Returns what Qt tries in turn: what it is told to, or what a desktop offers."""
    told = os.environ.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in told.split(";")]
    return [name for name in names if name] or [_WAYLAND, _X11]


def _is_known(platform: str) -> bool:
    """Whether Qt brings a platform along; each has a plugin of its name."""
    if platform.startswith(_WAYLAND):
        return True  # a plugin for all of its ways to draw
    qt = find_spec("PySide6")
    folders = list(qt.submodule_search_locations or ()) if qt else []
    plugins = [Path(folder, "Qt", "plugins", "platforms") for folder in folders]
    return any(not each.is_dir() or Path(each, f"libq{platform}.so").exists() for each in plugins)


def _wayland_socket() -> Path | None:
    """Returns where the Wayland display listens; None where it does not."""
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    folder = os.environ.get("XDG_RUNTIME_DIR")
    path = Path(folder or "/", name)
    return path if (folder or name.startswith("/")) and path.is_socket() else None


def _wayland_answers() -> bool:
    """Whether the Wayland display lets this program in."""
    if os.environ.get("WAYLAND_SOCKET"):
        return True  # an open line for one program, handed on: a question would use it up
    # The library complains on stderr where there is nothing to connect to.
    if _wayland_socket() is None or not _loads("libwayland-client.so.0"):
        return _wayland_socket() is not None
    library = ctypes.CDLL("libwayland-client.so.0")
    library.wl_display_connect.restype = ctypes.c_void_p
    library.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = library.wl_display_connect(None)
    if display is not None:
        library.wl_display_disconnect(display)
    return display is not None


def _x11_answers() -> bool:
    """Whether the display that DISPLAY names lets this program in."""
    library = ctypes.CDLL("libxcb.so.1")
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    library.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = library.xcb_connect(None, None)
    failed = library.xcb_connection_has_error(connection)
    library.xcb_disconnect(connection)
    return not failed


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
