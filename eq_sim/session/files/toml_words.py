"""What the standard library's reader of TOML says, in the language that is spoken."""

import re

from eq_sim.language.retold import retold
from eq_sim.language.tr import later, tr

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


def toml_words(message: str) -> str:
    """Returns why a text is not TOML: "Invalid value (at line 3, column 5)"."""
    if found := _PLACE.fullmatch(message):
        why, line, column = found.groups()
        return tr(
            "{why} (at line {line}, column {column})",
            why=retold(why, _SENTENCES),
            line=line,
            column=column,
        )
    if found := _AT_END.fullmatch(message):
        return tr("{why} (at end of document)", why=retold(found[1], _SENTENCES))
    return message
