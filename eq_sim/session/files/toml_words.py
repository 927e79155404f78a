"""What the standard library's reader of TOML says, in the language that is spoken."""

import re

from eq_sim.language.retold import retold
from eq_sim.language.tr import later

PLACE = later("{why} (at line {line}, column {column})")
"""How a place in a text is named: ``tr`` says it."""

AT_END = later("{why} (at end of document)")
"""How its end is named."""

_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_AT_END = re.compile(r"(.*) \(at end of document\)", re.DOTALL)

_SENTENCES = (
    later("Invalid statement"),
    later("Expected newline or end of document after a statement"),
    later("Expected '=' after a key in a key/value pair"),
    later("Expected ']' at the end of a table declaration"),
    later("Expected ']]' at the end of an array declaration"),
    later("Expected {sign}"),
    later("Found invalid character {sign}"),
    later("Illegal character {sign}"),
    later("Cannot declare {key} twice"),
    later("Cannot overwrite a value"),
    later("Cannot mutate immutable namespace {key}"),
    later("Cannot redefine namespace {key}"),
    later("Duplicate inline table key {key}"),
    later("Invalid initial character for a key part"),
    later("Unclosed array"),
    later("Unclosed inline table"),
    later("Unescaped '\\' in a string"),
    later("Unterminated string"),
    later("Invalid hex value"),
    later("Escaped character is not a Unicode scalar value"),
    later("Invalid date or datetime"),
    later("Invalid value"),
)


def toml_words(message: str) -> tuple[str, tuple[int, int] | None]:
    """Returns why a text is not TOML, "Invalid value", and where: its line and its column.

    The place is None where it is the end of the text, or not said.
    """
    if found := _PLACE.fullmatch(message):
        return retold(found[1], _SENTENCES), (int(found[2]), int(found[3]))
    if found := _AT_END.fullmatch(message):
        return retold(found[1], _SENTENCES), None
    return message, None
