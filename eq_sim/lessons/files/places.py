"""Where everything in a lesson's file stands: the line of each step, key and entry of a list.

The standard library's reader keeps no lines. This one reads text that it has found to be TOML, so
it needs to know no more of the grammar than where a key, a list and a table begin.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys, and places in lists from 0, from the outside in."""

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t]+|\#[^\n]*)
  | (?P<newline>\n)
  | (?P<text>
        \"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3,5}
      | '{3}(?:[^']|'{1,2}(?!'))*'{3,5}
      | "(?:[^"\\\n]|\\.)*"
      | '[^'\n]*'
    )
  | (?P<sign>[\[\]{},=.])
  | (?P<bare>[^\s\#"'\[\]{},=.]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    end: int


class Places:
    """Where each step and each key stands in the file.

    Args:
        text: the file's text, which is TOML.
    """

    def __init__(self, text: str) -> None:
        self._count = text.count("\n", 0, len(text.rstrip())) + 1
        self._lines: dict[Path, int] = {}
        self._entries: dict[Path, int] = {}  # of tables that begin with [[…]], how many there are
        self._tokens = list(_tokens(text))
        self._at = 0
        self._read()

    @property
    def steps(self) -> tuple[int, ...]:
        """The line that each step begins with."""
        return tuple(
            line
            for path, line in self._lines.items()
            if len(path) == 2 and path[0] == "step" and isinstance(path[1], int)
        )

    @property
    def last(self) -> int:
        """The last line that has something in it."""
        return self._count

    def line(self, step: int, key: str, entry: int | None = None) -> int:
        """Returns the line of a key in a step, else of what it stands in.

        Args:
            step: its number, from 1; 0 for what stands before the first.
            key: its name, or names from the outside in with dots between them; empty for the step.
            entry: which entry is meant, from 0, where the first name is one of a list of tables.
        """
        found = self._of(step)
        path: Path = ("step", step - 1) if step else ()
        whole, (first, _, rest) = (*path, key), key.partition(".")
        if entry is None and whole in self._lines:
            return self._lines[whole]
        path = (*path, first)
        found = self._lines.get(path, found)
        if entry is not None:
            path = (*path, entry)
            found = self._lines.get(path, found)
        return self._lines.get((*path, rest), found)

    def _of(self, step: int) -> int:
        """Returns the line of a step; of the head, where it begins; past the last one, the end."""
        if not step:
            return min(self._lines.values(), default=1)
        return self._lines.get(("step", step - 1), self._lines.get(("step",), self._count))

    # Reading

    def _read(self) -> None:
        table: Path = ()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "newline":
                self._at += 1
            elif token.text == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        """Reads "[a.b]" or "[[a.b]]"; returns what it begins."""
        line = self._tokens[self._at].line
        self._at += 1
        many = self._tokens[self._at].text == "["
        self._at += many
        keys = self._keys()
        self._at += 1 + many
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if many and place == len(keys) - 1:
                self._lines.setdefault(path, line)
                self._entries[path] = self._entries.get(path, 0) + 1
            if path in self._entries:
                path = (*path, self._entries[path] - 1)
        self._lines.setdefault(path, line)
        return path

    def _keys(self) -> list[str]:
        keys = [_key(self._tokens[self._at])]
        self._at += 1
        while self._tokens[self._at].text == ".":
            keys.append(_key(self._tokens[self._at + 1]))
            self._at += 2
        return keys

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at].line
        path = table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        token = self._tokens[self._at]
        if token.text in ("[", "{"):
            self._at += 1
            self._inside(path, "]" if token.text == "[" else "}")
            return
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "newline" or token.text in (",", "]", "}"):
                return
            self._at += 1

    def _inside(self, path: Path, end: str) -> None:
        """Reads a list or a table up to its bracket, and past it."""
        entry = 0
        while (token := self._tokens[self._at]).text != end:
            if token.kind == "newline" or token.text == ",":
                self._at += 1
            elif end == "}":
                self._pair(path)
            else:
                self._lines.setdefault((*path, entry), token.line)
                self._value((*path, entry))
                entry += 1
        self._at += 1


def opened_before(text: str, line: int) -> int:
    """Returns where what is open at a line was opened: the line of a bracket or of quotes.

    Args:
        text: which is not TOML.
        line: where that was noticed, from 1; it is returned where nothing is open.
    """
    opened: list[int] = []
    end, reached = text.rstrip(), 0
    for token in _tokens(text):
        if token.line > line:
            return opened[0] if opened else line
        if token.text in ("[", "{"):
            opened.append(token.line)
        elif token.text in ("]", "}") and opened:
            opened.pop()
        reached = token.end
    if reached < len(end):  # quotes that nothing closes
        return text.count("\n", 0, len(text) - len(text[reached:].lstrip())) + 1
    return opened[0] if opened else line


def _tokens(text: str) -> Iterator[_Token]:
    line, place = 1, 0
    while found := _TOKEN.match(text, place):
        kind = found.lastgroup
        assert kind is not None
        if kind != "blank":
            yield _Token(kind, found[0], line, found.end())
        line += found[0].count("\n")
        place = found.end()


def _key(token: _Token) -> str:
    if token.kind != "text":
        return token.text
    if "\\" not in token.text:
        return token.text[1:-1]
    (key,) = tomllib.loads(f"{token.text} = 0")
    return key
