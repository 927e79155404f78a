"""What a reader should know of data: kept in English, and retold where it is shown."""

import re

from eq_sim.language.retold import retold
from eq_sim.language.tr import later

ONE_WITH_MISSING = later("{left_out} of {rows} rows has missing cells and is left out")
SOME_WITH_MISSING = later("{left_out} of {rows} rows have missing cells and are left out")
ONE_WITHOUT_TARGET = later("{left_out} of {rows} rows has no '{target}' and is left out")
SOME_WITHOUT_TARGET = later("{left_out} of {rows} rows have no '{target}' and are left out")
ONE_AS_AVERAGE = later("'{name}': {count} missing cell counts as the average")
SOME_AS_AVERAGE = later("'{name}': {count} missing cells count as the average")
ONE_AS_KIND = later("'{name}': {count} missing cell counts as a kind of its own")
SOME_AS_KIND = later("'{name}': {count} missing cells count as a kind of its own")
NEW_INK = later(
    "{examples} examples to learn from, {each} of each digit, and {judges} other digits to check "
    "on; the base has seen none of them"
)
DRAWN = later("you drew {count} more to learn from")

_SENTENCES = (
    *(ONE_WITH_MISSING, SOME_WITH_MISSING, ONE_WITHOUT_TARGET, SOME_WITHOUT_TARGET),
    *(ONE_AS_AVERAGE, SOME_AS_AVERAGE, ONE_AS_KIND, SOME_AS_KIND, NEW_INK, DRAWN),
)
_BETWEEN = re.compile("; (?=')|; (?=you drew )")


def note_said(note: str) -> str:
    """Returns a note, as ``Dataset`` has it, in the language that is spoken."""
    return "; ".join(retold(part, _SENTENCES) for part in _BETWEEN.split(note))
