"""What is remembered between two windows: an INI file of words, numbers and bytes, and no more.

Qt reads such files, too, but to PySide a value in one may be a pickled object, and unpickling it
runs whatever somebody has put there. So the file is read here; Qt's way of writing it is kept, so
that those written before go on working.
"""

import contextlib
import re
from collections.abc import Mapping
from pathlib import Path

from eq_sim.session.files.atomic import write_atomically

_LONGEST = 1 << 20  # bytes: hundreds of times what is ever written
_BYTES, _STRING = "@ByteArray(", "@String("
_SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PART = re.compile(r'(")|(,)|\\(?:x([0-9a-fA-F]{1,8})|([0-7]{1,8})|(.))|([^",\\]+|\\)')

Value = str | int | bool | bytes


class PreferencesFile:
    """A file of what is remembered; where it cannot be read or written, nothing is.

    Args:
        path: of the file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, str | bytes] | None = None

    def text(self, key: str, default: str = "") -> str:
        """Returns what is remembered, as text: ``section/name`` is its key."""
        found = self._remembered.get(key)
        return found if isinstance(found, str) else default

    def flag(self, key: str, *, default: bool) -> bool:
        """Returns whether something is remembered as true."""
        found = self.text(key).lower()
        return found == "true" if found in ("true", "false") else default

    def data(self, key: str) -> bytes:
        """Returns the bytes that are remembered; empty for none."""
        found = self._remembered.get(key)
        return found if isinstance(found, bytes) else b""

    def keep(self, values: Mapping[str, Value]) -> None:
        """Remembers values, and what else the file has: another window may have written it."""
        self._known = self._read() | {
            key: value if isinstance(value, bytes) else _as_text(value)
            for key, value in values.items()
        }
        with contextlib.suppress(OSError):
            place = self.path.resolve()  # where a link leads
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(place, _written(self._known).encode())

    @property
    def _remembered(self) -> dict[str, str | bytes]:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> dict[str, str | bytes]:
        try:
            if not self.path.is_file():  # a pipe would wait for ever
                return {}
            with self.path.open("rb") as file:
                content = file.read(_LONGEST + 1)
        except OSError:
            return {}
        if len(content) > _LONGEST:
            return {}
        return _values(content.decode("utf-8", "replace"))


def _values(text: str) -> dict[str, str | bytes]:
    """Returns what the lines say; what is neither text nor bytes is passed over."""
    found: dict[str, str | bytes] = {}
    section = ""
    for line in text.removeprefix("\ufeff").split("\n"):
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            section = stripped[1:-1]
            continue
        name, equals, written = stripped.partition("=")
        value = _value(written.strip()) if equals and not name.startswith(";") else None
        if value is not None:
            key = name.strip()
            found[f"{section}/{key}" if section and section != "General" else key] = value
    return found


def _value(written: str) -> str | bytes | None:
    text, in_quotes = "", False
    for quote, comma, in_hex, in_octal, letter, plain in _PART.findall(written):
        if quote:
            in_quotes = not in_quotes
        elif comma and not in_quotes:
            return None  # a list
        elif in_hex or in_octal:
            text += _sign(int(in_hex, 16) if in_hex else int(in_octal, 8))
        else:
            text += comma or _SIGNS.get(letter, letter) or plain
    if text.startswith(_BYTES) and text.endswith(")"):
        try:
            return text[len(_BYTES) : -1].encode("latin-1")
        except UnicodeEncodeError:
            return None
    if text.startswith(_STRING) and text.endswith(")"):
        return text[len(_STRING) : -1]
    if text.startswith("@@"):
        return text[1:]
    return None if text.startswith("@") else text


def _sign(number: int) -> str:
    is_sign = number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_sign else "\ufffd"


def _written(values: Mapping[str, str | bytes]) -> str:
    """Returns the lines of a file, in Qt's way."""
    sections: dict[str, list[str]] = {}
    for key, value in sorted(values.items()):
        section, _, name = key.rpartition("/")
        lines = sections.setdefault(section or "General", [])
        lines.append(f'{name}="{_escaped(value)}"')
    return "\n\n".join("\n".join((f"[{name}]", *lines)) for name, lines in sections.items()) + "\n"


def _escaped(value: str | bytes) -> str:
    if isinstance(value, bytes):
        # Each byte in hexadecimal: a digit that follows is never taken for a part of it.
        return _BYTES + "".join(f"\\x{byte:x}" for byte in value) + ")"
    text = ""
    for sign in f"@{value}" if value.startswith("@") else value:
        if sign in '"\\':
            text += f"\\{sign}"
        elif sign.isprintable():
            text += sign
        else:  # in quotes anew, for a digit that follows would be taken for a part of the number
            text += f'\\x{ord(sign):x}""'
    return text


def _as_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
