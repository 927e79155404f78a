"""What is printed reaches its reader as far as it can, and never becomes an error of its own.

The reader may be a terminal that knows a hundred signs, a full disk, a program that has gone, or
nobody at all.
"""

import codecs
import io
import os
import sys
import unicodedata
from typing import cast

_PLAIN = {
    **dict.fromkeys("−–—‑", "-"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **{"≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "·": "*", "×": "x"},
    **{
        "ß": "ss",
        "█": "#",
        "░": ".",
        "½": "1/2",
        "∞": "infinity",
        "θ": "theta",
        "α": "alpha",
        "β": "beta",
    },
}


class _Lasting(io.RawIOBase):
    """A stream that takes everything, and remembers why it could not be passed on.

    Args:
        to: where it goes; None for nowhere.
        quits: whether a reader who has gone ends the work: nobody waits for it any more.
    """

    def __init__(self, to: io.RawIOBase | None, *, quits: bool) -> None:
        super().__init__()
        self._to, self._quits = to, quits
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._to is None:
            raise io.UnsupportedOperation("nowhere")
        return self._to.fileno()

    def isatty(self) -> bool:
        return self._to is not None and self._to.isatty()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._to is None:
            return len(data)
        try:
            return self._to.write(data) or 0
        except OSError as error:
            self._to = None
            if self._quits and isinstance(error, BrokenPipeError):
                raise
            self.failure = error
            return len(data)


_printed = _Lasting(None, quits=True)


def prepare() -> None:
    """Makes the three streams usable, whatever the program was started with."""
    global _printed
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # Left closed, the next file that is opened would get its number, and what is printed.
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        usual = getattr(sys, name)
        below = getattr(usual, "buffer", None)
        raw = getattr(below, "raw", below)
        if usual is not None and not isinstance(raw, io.RawIOBase):
            continue  # somebody else's, who knows what to do
        at_once = name == "stderr" or below is raw  # as Python was told to
        lasting = _Lasting(raw, quits=name == "stdout")
        stream = io.TextIOWrapper(
            io.BufferedWriter(cast("io.RawIOBase", lasting)),
            encoding="utf-8" if usual is None else usual.encoding,
            errors="eq_sim.plain",
            line_buffering=at_once or lasting.isatty(),
        )
        setattr(sys, name, stream)
        if name == "stdout":
            _printed = lasting


def tell(sentence: str) -> None:
    """Says on stderr what a person has to know."""
    print(f"eq-sim: {sentence}", file=sys.stderr, flush=True)


def finish() -> int:
    """Sends what was printed on its way.

    Returns:
        0, or an exit code if it could not be written; a reader who has gone is no error.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return 0
    if _printed.failure is None:
        return 0
    tell(f"what was to be printed could not be written: {_printed.failure.strerror}")
    return 1


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


codecs.register_error("eq_sim.plain", _plain)
