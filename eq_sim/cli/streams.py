"""What is printed reaches its reader as far as it can, and never becomes an error of its own.

The reader may be a terminal that knows a hundred signs, a full disk, a program that has gone, or
nobody at all.
"""

import codecs
import contextlib
import errno
import io
import os
import sys
import unicodedata
from typing import TextIO

_PLAIN = {
    **dict.fromkeys("−–—‑", "-"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **{"≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "·": "*", "×": "x"},
    **{"█": "#", "░": ".", "½": "1/2", "∞": "infinity", "θ": "theta", "α": "alpha", "β": "beta"},
}


def prepare() -> None:
    """Makes the three streams usable, whatever the program was started with."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # Left closed, the next file that is opened would get its number, and what is printed.
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("eq_sim.plain", _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="eq_sim.plain")


def tell(sentence: str) -> None:
    """Says on stderr what a person has to know; one that cannot be reached is told nothing."""
    with contextlib.suppress(OSError):
        print(f"eq-sim: {sentence}", file=sys.stderr, flush=True)


def finish() -> int:
    """Sends what was printed on its way.

    Returns:
        0, or an exit code if it cannot be written; a reader who has gone is no error.
    """
    code = 0
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up(sys.stdout)
        # Windows says EINVAL of a pipe that nobody reads.
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            tell(f"what was to be printed could not be written: {error.strerror}")
            code = 1
    try:
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)
    return code


def _give_up(stream: TextIO) -> None:
    """Lets what is still to be written go nowhere; Python would try again, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """Says in plain signs what an encoding has no sign for."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    return "".join(_in_ascii(sign) for sign in signs), error.end


def _in_ascii(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part if part.isascii() else _PLAIN.get(part, "") for part in parts) or "?"
