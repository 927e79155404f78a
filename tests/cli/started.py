"""Commands as processes that a test holds at a chosen moment, to do something to them there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OF_A_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")

# Where the method is called for the first time, the process says so and waits for a line.
_HELD = """
import os, sys
from importlib import import_module
module, _, name = sys.argv[1].partition(":")
owner, _, method = name.partition(".")
owner = getattr(import_module(module), owner)
whole, held = getattr(owner, method), []
def hold(*arguments, **named):
    if not held:
        held.append(True)
        os.write(1, b"held\\n")
        sys.stdin.readline()
    return whole(*arguments, **named)
setattr(owner, method, hold)
from eq_sim.cli import main
sys.exit(main(sys.argv[2:]))
"""


@contextmanager
def held_at(
    method: str, *words: object, folder: Path, ignored: signal.Signals | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Runs a command up to a method's first call, such as "eq_sim.session.session:Session.apply".

    A line to the process lets it go on.
    """

    def usual() -> None:  # a shell starts what runs in the background deaf to Ctrl+C
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN if number == ignored else signal.SIG_DFL)

    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _HELD, method, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        preexec_fn=usual,
        env={
            **{name: value for name, value in os.environ.items() if name not in OF_A_DISPLAY},
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_DATA_HOME": str(folder / "data"),
        },
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()
