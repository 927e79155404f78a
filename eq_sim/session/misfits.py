"""What msgspec says of a file that does not fit, said for the person who wrote the file."""

import re
from collections.abc import Mapping

import msgspec

from eq_sim.language.tr import tr
from eq_sim.session.settings.needs import NEEDS, one_of, refusal_of, refusal_sentence
from eq_sim.session.words import SETTING_NAMES

_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "array": "a list",
    "bool": "true or false",
    "object": "a table",
    "null": "nothing",
    "bytes": "text",
}
_BOUNDS = {">=": "from {} on", ">": "above {}", "<=": "up to {}", "<": "below {}"}
_LENGTHS = {">=": "of at least {}", "<=": "of at most {}"}

_UNKNOWN = re.compile(r"Object contains unknown field `(.+)`")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_ENUM = re.compile(r"Invalid enum value (.+)")
_EXPECTED = re.compile(
    r"Expected `([^`]+)`(?: of length)?(?: ([<>]=?) ([\d.e+-]*\d))?(?:, got `([^`]+)`)?"
)


def misfit(
    error: msgspec.ValidationError,
    document: object = None,
    choices: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """Returns in a sentence what does not fit, where it stands named as its file names it.

    Args:
        error: what msgspec found.
        document: what it found it in, for a sentence that quotes the value.
        choices: the names that can be chosen from, by the key.
    """
    text, _, path = str(error).partition(" - at `$")
    places = re.findall(r"[^.\[\]`]+", path.rstrip("`"))
    names = [place for place in places if not place.isdigit()]
    inside = f" in [{names[-1]}]" if names else ""
    if unknown := _UNKNOWN.match(text):
        return f"There is no key '{unknown[1]}'{inside}: leave it out"
    if missing := _MISSING.match(text):
        return f"The key '{missing[1]}' is missing{inside}"
    key, offered = (names[-1] if names else ""), choices or {}
    is_setting = key in NEEDS or (key in offered and key in SETTING_NAMES)
    if is_setting and " of length " not in text:
        needs = NEEDS.get(key) or one_of(offered[key])
        words = refusal_of(key, needs, _value(document, places))
        if key.replace("_", " ") != words["caption"]:
            words["caption"] += f" ({key})"
        return tr(refusal_sentence(key), **words)
    subject = f"'{key}'" if key else "it"
    if enum := _ENUM.match(text):
        choose = f": choose {', '.join(offered[key])}" if key in offered else ""
        return f"{subject} cannot be {enum[1]}{choose}"
    if expected := _EXPECTED.match(text):
        return f"{subject} needs {_wanted(*expected.groups())}"
    return f"{subject} does not fit: {text[:1].lower()}{text[1:]}".replace("`", "'")


def _wanted(types: str, comparison: str | None, bound: str | None, got: str | None) -> str:
    kinds = [_TYPES.get(kind, kind) for kind in types.split(" | ") if kind != "null"]
    words = " or ".join(dict.fromkeys(kinds))
    if comparison and bound:
        lengths = _LENGTHS if types in ("str", "array") else _BOUNDS
        words += " " + lengths[comparison].format(bound.removesuffix(".0"))
        words += " letters" * (types == "str")
    return words + (f", not {_TYPES.get(got, got)}" if got else "")


def _value(document: object, places: list[str]) -> object:
    """Returns what stands at a place; of a list the whole of it."""
    for place in places:
        if not isinstance(document, dict):
            break
        document = document.get(place)
    return document
