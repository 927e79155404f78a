"""What msgspec says of a file that does not fit, said for the person who wrote the file."""

import re
from collections.abc import Mapping

import msgspec

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.session.settings.needs import NEEDS, one_of, refusal_of, refusal_sentence
from eq_sim.session.words import SETTING_NAMES

_TYPES = {
    "float": later("a number"),
    "int": later("a whole number"),
    "str": later("text"),
    "array": later("a list"),
    "bool": later("true or false"),
    "object": later("a table"),
    "null": later("nothing"),
    "bytes": later("text"),
}
_BOUNDS = {
    ">=": later("{what} from {bound} on"),
    ">": later("{what} above {bound}"),
    "<=": later("{what} up to {bound}"),
    "<": later("{what} below {bound}"),
}
_LENGTHS = {">=": later("{what} of at least {bound}"), "<=": later("{what} of at most {bound}")}
_LETTERS = {
    ">=": later("{what} of at least {bound} letters"),
    "<=": later("{what} of at most {bound} letters"),
}

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
    key, offered = (names[-1] if names else ""), choices or {}
    if unknown := _UNKNOWN.match(text):
        return _no_key(unknown[1], key)
    if missing := _MISSING.match(text):
        return _without_key(missing[1], key)
    is_setting = key in NEEDS or (key in offered and key in SETTING_NAMES)
    if is_setting and " of length " not in text:
        needs = NEEDS.get(key) or one_of(offered[key])
        words = refusal_of(key, needs, _value(document, places))
        if key.replace("_", " ") != words["caption"]:
            words["caption"] += f" ({key})"
        return tr(refusal_sentence(key), **words)
    if enum := _ENUM.match(text):
        return _cannot_be(key, enum[1], offered.get(key))
    if expected := _EXPECTED.match(text):
        return _needs(key, *expected.groups())
    what = f"{text[:1].lower()}{text[1:]}".replace("`", "'")
    if key:
        return tr("'{key}' does not fit: {what}", key=key, what=what)
    return tr("it does not fit: {what}", what=what)


def _no_key(key: str, table: str) -> str:
    if table:
        return tr("There is no key '{key}' in [{table}]: leave it out", key=key, table=table)
    return tr("There is no key '{key}': leave it out", key=key)


def _without_key(key: str, table: str) -> str:
    if table:
        return tr("The key '{key}' is missing in [{table}]", key=key, table=table)
    return tr("The key '{key}' is missing", key=key)


def _cannot_be(key: str, value: str, offered: tuple[str, ...] | None) -> str:
    if not key:
        return tr("it cannot be {value}", value=value)
    if offered is None:
        return tr("'{key}' cannot be {value}", key=key, value=value)
    names = ", ".join(offered)
    return tr("'{key}' cannot be {value}: choose {names}", key=key, value=value, names=names)


def _needs(key: str, types: str, comparison: str | None, bound: str | None, got: str | None) -> str:
    wanted = _wanted(types, comparison, bound)
    if got is None:
        if key:
            return tr("'{key}' needs {wanted}", key=key, wanted=wanted)
        return tr("it needs {wanted}", wanted=wanted)
    given = tr(_TYPES.get(got, got))
    if key:
        return tr("'{key}' needs {wanted}, not {given}", key=key, wanted=wanted, given=given)
    return tr("it needs {wanted}, not {given}", wanted=wanted, given=given)


def _wanted(types: str, comparison: str | None, bound: str | None) -> str:
    kinds = dict.fromkeys(kind for kind in types.split(" | ") if kind != "null")
    words = ""
    for what in dict.fromkeys(tr(_TYPES.get(kind, kind)) for kind in kinds):
        words = tr("{one} or {other}", one=words, other=what) if words else what
    if comparison and bound:
        sentences = {"str": _LETTERS, "array": _LENGTHS}.get(types, _BOUNDS)
        words = tr(sentences[comparison], what=words, bound=local(bound.removesuffix(".0")))
    return words


def _value(document: object, places: list[str]) -> object:
    """Returns what stands at a place; of a list the whole of it."""
    for place in places:
        if not isinstance(document, dict):
            break
        document = document.get(place)
    return document
