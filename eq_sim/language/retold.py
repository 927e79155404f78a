"""Texts that the program once wrote in English and keeps so, in files or data, said when shown."""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr

_NUMBER = re.compile(r"-?[\d,]*\.?\d+")


def retold(text: str, sentences: Iterable[str]) -> str:
    """Returns a text in the language that is spoken, if one of some sentences wrote it.

    Any other text is looked for as it is, as those of shipped files are found, and else stays.

    Args:
        text: in English, with what stood in the sentence's braces; each of them a plain name.
        sentences: which could have written it; the first that fits did.
    """
    for sentence in sentences:
        if (found := parts_of(text, sentence)) is not None:
            return tr(sentence, **{name: _part(part) for name, part in found.items()})
    return local(tr(text))


def parts_of(text: str, sentence: str) -> dict[str, str] | None:
    """Returns what stands in a sentence's braces where it wrote a text; None where it did not."""
    found = _pattern(sentence).fullmatch(text)
    return None if found is None else found.groupdict()


def _part(text: str) -> str:
    return local(text) if _NUMBER.fullmatch(text) else text


@cache  # of few sentences, all of the program's own
def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = []
    for plain, name, _, _ in Formatter().parse(sentence):
        pieces.append(re.escape(plain))
        if name:
            pieces.append(f"(?P<{name}>.+)")
    return re.compile("".join(pieces), re.DOTALL)
