"""Which words of a text are English, and no German ones: by what catalogue and lessons have."""

import re
from functools import cache

from babel.messages.pofile import read_po

from eq_sim.language.catalogues import po_file
from eq_sim.resources import resource

_WORD = re.compile(r"[^\W\d_]{3,}")
_GERMAN = re.compile(r'^"?\w+\.de"?\s*=\s*(.*)$', re.MULTILINE)
NAMES = {
    *("adam", "sgd", "eqsim", "toml", "csv", "safetensors", "numpy", "gpt", "bert", "alexnet"),
    *("the", "decoder", "training"),  # a magazine; a German word, too
}
"""Names of things, which no language changes."""


@cache
def english_vocabulary() -> frozenset[str]:
    """Returns the words of the program's English sentences that no German sentence has."""
    with po_file("de").open("rb") as file:
        catalog = read_po(file, locale="de")
    english, german = set(), set(NAMES)
    for message in catalog:
        if message.context and message.context.startswith("typed"):
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for words, texts in ((english, ids), (german, strings)):
            words |= {word.casefold() for text in texts for word in _words(text)}
    for path in resource("lessons").glob("*.toml"):
        for said in _GERMAN.findall(path.read_text("utf-8")):
            german |= {word.casefold() for word in _words(re.sub(r"\\n", " ", said))}
    return frozenset(english - german)


def english_in(text: str) -> list[str]:
    """Returns the words of a text that only an English one has."""
    return [word for word in _WORD.findall(text) if word.casefold() in english_vocabulary()]


def _words(text: str) -> list[str]:
    return _WORD.findall(re.sub(r"\{[^{}]*\}|&(?=\w)|<[^<>]*>", "", text))
