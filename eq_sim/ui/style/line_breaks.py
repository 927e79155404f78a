"""Words in as many lines as their room asks for, where a label does not break them itself."""

import re

from PySide6.QtGui import QFontMetricsF

SPACE = " "
_WHOLE, _PIECE = 20, 5  # letters of a word that stays whole, and of the pieces of a longer one
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def breakable(words: str) -> str:
    """Returns words of which very long ones, such as names of columns, may go on in a new line."""
    piece = re.compile(rf"\S{{{_PIECE}}}(?=\S)")
    long = rf"\S{{{_WHOLE + 1},}}"
    return re.sub(long, lambda word: piece.sub(rf"\g<0>{_MAY_BREAK}", word[0]), words)


def broken(words: str, at: str, room: float, metrics: QFontMetricsF, indent: str = "") -> list[str]:
    """Returns lines that fit, broken at a pattern; a part that is wider stands alone.

    Args:
        words: what is written.
        at: a regular expression of where it may break; what matches is left out there.
        room: how wide a line may be.
        metrics: of the font.
        indent: what every line but the first begins with.
    """
    lines: list[str] = []
    line = ""
    for match in re.finditer(rf"(.+?)({at}|$)", words):
        part, gap = match.groups()
        if line and metrics.horizontalAdvance(line.rstrip() + SPACE + part) > room:
            lines.append(line.rstrip())
            line = indent
        line += part + gap
    return [*lines, line.rstrip()]
