"""Words in as many lines as their room asks for, where a label does not break them itself."""

import re

from PySide6.QtGui import QFontMetricsF

SPACE = " "


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
