"""Numbers in words: "twelve" and "sixty" in English, "zwölf" and "fünfundzwanzig" in German.

"One" is an article as often as a number, "two" says what there is to see, as in "two classes";
ordinals count places, a half and a third are seen at once, and "thousands" says no number: none of
them counts as one.
"""

import re

_ENGLISH = frozenset(
    (
        *("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        *("hundred", "thousand", "million", "billion", "trillion", "dozen"),
    )
)
_GERMAN_ONES = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_GERMAN_WHOLE = frozenset(("million", "milliarde", "billion", "dutzend"))
_GERMAN_TEENS = (
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn"),
    *("achtzehn", "neunzehn"),
)
_GERMAN_TENS = (
    *("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"),
)
_ones = "|".join(("ein", *_GERMAN_ONES))
_below_hundred = f"(?:{'|'.join(_GERMAN_TEENS)}|(?:(?:{_ones})und)?(?:{'|'.join(_GERMAN_TENS)}))"
_COMPOUND = re.compile(
    rf"(?:(?:{_ones})?(?:hundert|tausend)(?:{_below_hundred}|{_ones})?|{_below_hundred}|"
    rf"(?:{'|'.join(_GERMAN_ONES)}))(?:mal)?"
)
_NO_NUMBER = ("zwei", "zweimal")
_WORD = re.compile(r"[^\W\d_]+")


def number_words(text: str, language: str) -> list[str]:
    """Returns the words of a text that are numbers; none in a language that is not known."""
    found = _WORD.findall(text)
    if language == "en":
        return [word for word in found if word.casefold() in _ENGLISH]
    if language == "de":
        return [word for word in found if _is_german(word)]
    return []


def _is_german(word: str) -> bool:
    lower = word.lower()  # casefold would write ß as ss
    if lower in _NO_NUMBER:
        return False
    return lower in _GERMAN_WHOLE or _COMPOUND.fullmatch(lower) is not None
