"""Signs that a word processor puts in the place of those that were typed, taken back.

Word writes “…” or „…“ for "…", an en dash for a minus, a space that does not break for one that
does. In a text between straight quotes they stay: there an author wants them. Elsewhere TOML has no
use for them, so there is one thing that they can mean, or the place is named.
"""

import re
from typing import NamedTuple

_DOUBLE = '“”„‟«»"″'
_SINGLE = "‘’‚‛‹›'′"
_CLOSE = {
    "“": "”“‟",
    "”": "”“",
    "„": "“”‟",
    "‟": "”“",
    "«": "»",
    "»": "«",
    "‘": "’‛",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "‹": "›",
    "›": "‹",
}
"""The quotes that a text may begin with, and those that it then ends with."""

_SPACES = re.compile(
    "[\u00a0\u00ad\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\v\f\x85]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
_PLAIN = re.compile(rf"[^#\n\[\]{{}}{_DOUBLE}{_SINGLE}]+")
_STRAIGHT = re.compile(r'"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'")
_WHOLE = re.compile(
    r'"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}' r"|'{3}(?:[^']|'{1,2}(?!'))*'{3,5}", re.DOTALL
)
_CURLY_WHOLE = re.compile(rf"[{_DOUBLE}]{{3}}(.*?)[{_DOUBLE}]{{3}}", re.DOTALL)
_AFTER_ALL = re.compile(r"\s*(?:#|$)")
_AFTER_KEY = re.compile(r"\s*[=.\]]")
_AFTER_ONE = re.compile(r"[^\S\n]*(?:[,\]}=#]|$)")


class Unclear(NamedTuple):
    """A sign between which and another one the text stands, if one knew which other.

    Attributes:
        line: where it stands, from 1.
        column: likewise.
        sign: the sign.
        typed: what to type in its place.
    """

    line: int
    column: int
    sign: str
    typed: str


class Typed(NamedTuple):
    """What was typed, as far as that is clear.

    Attributes:
        text: with the signs that TOML reads; its lines are those of the file.
        unclear: the first sign of which it is not clear what it means; None for none.
        suspects: signs that may stand in a text, and may be meant to end it: the first by line.
    """

    text: str
    unclear: Unclear | None
    suspects: dict[int, Unclear]


def with_typed_marks(text: str) -> Typed:
    """Returns a file's text with the signs that TOML reads."""
    if text.isascii():
        return Typed(text, None, {})
    reader = _Reader(text)
    reader.read()
    return Typed("".join(reader.read_so_far), reader.unclear, reader.suspects)


class _Reader:
    """Goes through a text, from one thing that stands between quotes to the next."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._depth = 0  # of the brackets that are open
        self._has_key = False  # whether an equals sign stands before this in the line
        self.read_so_far: list[str] = []
        self.unclear: Unclear | None = None
        self.suspects: dict[int, Unclear] = {}

    def read(self) -> None:
        """Reads all of it."""
        while self._at < len(self._text):
            sign = self._text[self._at]
            if plain := _PLAIN.match(self._text, self._at):
                self._take(_DASHES.sub("-", _SPACES.sub(" ", plain[0])), plain.end())
                self._has_key = self._has_key or "=" in plain[0]
            elif sign in _CLOSE:
                self._curly(sign)
            elif sign in "\"'":
                self._straight(sign)
            elif sign == "#":
                end = self._end_of_line()
                self._take(self._text[self._at : end], end)
            else:
                self._bracket(sign)

    def _bracket(self, sign: str) -> None:
        if sign == "\n":
            self._has_key = False
        elif sign in "[{":
            self._depth += 1
        elif sign in "]}":
            self._depth = max(0, self._depth - 1)
        self._take(sign, self._at + 1)

    def _straight(self, sign: str) -> None:
        """What begins with a straight quote ends with one; a curly one may end the line for it."""
        for pattern in (_WHOLE, _STRAIGHT):
            if found := pattern.match(self._text, self._at):
                self._suspect(found.start() + 1, found.end() - 1, sign)
                self._take(found[0], found.end())
                return
        end = self._end_of_line()
        line = self._text[self._at : end].rstrip()
        kin = _DOUBLE if sign == '"' else _SINGLE
        if len(line) > 1 and line[-1] in kin and not set(line[1:-1]) & set(kin):
            self._take(f"{line[:-1]}{sign}", end)
            return
        other = next((n for n, each in enumerate(line) if n and each in kin and each != sign), None)
        if other is not None:
            self._note(self._at + other, sign)
        self._take(self._text[self._at : end], end)

    def _curly(self, sign: str) -> None:
        """What begins with a curly quote ends with its fellow, where nothing else can follow."""
        if sign in _DOUBLE and (whole := _CURLY_WHOLE.match(self._text, self._at)):
            self._take(f'"""{whole[1]}"""', whole.end())
            return
        end = self._end_of_line()
        straight = '"' if sign in _DOUBLE else "'"
        follows = _AFTER_ONE if self._depth else _AFTER_ALL if self._has_key else _AFTER_KEY
        for place in range(self._at + 1, end):
            closes = self._text[place] in _CLOSE[sign] + straight and self._text[place - 1] != "\\"
            if closes and follows.match(self._text, place + 1, end):
                inside = self._text[self._at + 1 : place]
                # In French a space stands on the inner side of each.
                inside = inside.strip() if sign == "«" else inside
                self._take(_quoted(inside, straight), place + 1)
                return
        self._note(self._at, straight)
        self._take(self._text[self._at : end], end)

    def _suspect(self, start: int, end: int, sign: str) -> None:
        """Notes what looks as if a text between straight quotes were to end before it does."""
        for place in range(start, end):
            kin = self._text[place] in (_DOUBLE if sign == '"' else _SINGLE)
            if kin and self._text[place] != sign and _AFTER_ONE.match(self._text, place + 1, end):
                unclear = self._unclear(place, sign)
                self.suspects.setdefault(unclear.line, unclear)

    def _note(self, place: int, typed: str) -> None:
        if self.unclear is None:
            self.unclear = self._unclear(place, typed)

    def _unclear(self, place: int, typed: str) -> Unclear:
        line = self._text.count("\n", 0, place) + 1
        column = place - self._text.rfind("\n", 0, place)
        return Unclear(line, column, self._text[place], typed)

    def _end_of_line(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _take(self, read: str, end: int) -> None:
        self.read_so_far.append(read)
        self._at = end


def _quoted(inside: str, straight: str) -> str:
    """Returns what stood between curly quotes, between straight ones."""
    if straight == "'" and "'" not in inside:
        return f"'{inside}'"
    if straight == '"':
        inside = re.sub(rf"\\[{_DOUBLE}]", r'\\"', inside)
    else:
        inside = inside.replace("\\", "\\\\")
    return '"' + re.sub(r'(?<!\\)"', r"\\" + '"', inside) + '"'
