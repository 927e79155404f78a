"""Numbers that somebody has typed into a caption, where the lesson itself can compute them.

A typed number is true until somebody changes a step, a scenario or a seed. What is true by
definition and stays so, as the "1 %" that "far" means, is listed in the step's ``given``.
"""

import re
from collections.abc import Sequence

from eq_sim.lessons.wording.accuracies import BRACES
from eq_sim.lessons.wording.number_words import number_words

_DIGITS = re.compile(r"[0-9]+(?:[.,\u202f][0-9]+)*(?:\s?%)?")
_NAME_BEFORE = re.compile(r"(?:[^\W\d_]-?|[₀-₉])\Z")  # GPT-3, x1
_PLACE_BEFORE = re.compile(
    r"\b(layer|neuron|point|scene|input|output|class|digit|"
    r"schicht|neuron|punkt|szene|eingang|ausgang|klasse|ziffer)\s+\Z",
    re.IGNORECASE,
)  # "neuron 3" is what it is called
_ORDINAL_AFTER = re.compile(r"(st|nd|rd|th)\b")
_SHARE_AFTER = re.compile(r"\s*(of|von|out of|percent|prozent)\b", re.IGNORECASE)


def typed_numbers(text: str, language: str, given: Sequence[str] = ()) -> list[str]:
    """Returns the numbers in a caption that were typed, as they stand there.

    Not counted are parts of names (GPT-3, x1, layer 2), ordinals, and 0 and 1 where they are no
    share of something: where a knob stands, and no result.

    Args:
        text: with the names of its numbers in braces.
        language: in which.
        given: pieces of it that are true by definition.
    """
    left = BRACES.sub("…", text)
    for piece in sorted(given, key=len, reverse=True):
        left = left.replace(piece, "…")
    digits = [
        found[0] for found in _DIGITS.finditer(left)
        if not _is_name(left[: found.start()], found[0], left[found.end() :])
    ]  # fmt: skip
    return [*digits, *number_words(left, language)]


def not_in(texts: Sequence[str], given: Sequence[str]) -> list[str]:
    """Returns what is given and stands in none of the texts."""
    return [piece for piece in given if not any(piece in text for text in texts)]


def _is_name(before: str, number: str, after: str) -> bool:
    if _NAME_BEFORE.search(before) or _PLACE_BEFORE.search(before):
        return True
    if _ORDINAL_AFTER.match(after):
        return True
    return number in ("0", "1") and not _SHARE_AFTER.match(after)
