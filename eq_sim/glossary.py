"""What every word on the screen means: one table, in plain words, with formulas and sources."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from eq_sim.resources import resource


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """One word.

    Attributes:
        key: a setting's name, "setting.choice", or a word of its own.
        name: the word as the screen writes it.
        says: what it means, in one or two sentences.
        also: other words for it.
        formula: of this program; empty where there is none.
        source: where it was first published, or is best described; empty for common knowledge.
    """

    key: str
    name: str
    says: str
    also: tuple[str, ...] = ()
    formula: str = ""
    source: str = ""

    def fits(self, words: list[str]) -> bool:
        """Whether each of some words, in lower case, is in its name or in other words for it."""
        text = " ".join((self.name, *self.also)).lower()
        return all(word in text for word in words)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    term: tuple[Term, ...]


@cache
def terms() -> dict[str, Term]:
    """Returns all words by their keys, in the order of the table."""
    text = resource("glossary", "terms.toml").read_text(encoding="utf-8")
    return {term.key: term for term in msgspec.convert(tomllib.loads(text), _File).term}


def found(*keys: str) -> tuple[Term, ...]:
    """Returns the words of some keys, without those that the table does not have."""
    known = terms()
    return tuple(known[key] for key in keys if key in known)


def named(text: str) -> Term | None:
    """Returns the word that stands on the screen; None where it is none of the table.

    Args:
        text: such as "EPOCH", "Train loss at 300" or "right on test": capitals do not matter, nor
            does when, or of which part of the data.
    """
    wanted = " ".join(text.lower().split()).partition(" at ")[0].removesuffix(" on test")
    return _names().get(wanted.strip(" :….▸▾"))


def sought(text: str) -> list[Term]:
    """Returns the words that a search finds: those whose names fit first, then what is said."""
    words = text.lower().split()
    by_name = [term for term in terms().values() if term.fits(words)]
    inside = [
        term
        for term in terms().values()
        if term not in by_name and all(word in f"{term.name} {term.says}".lower() for word in words)
    ]
    return by_name + inside


@cache
def _names() -> dict[str, Term]:
    """All names in lower case; where two words share one, the name itself goes before others."""
    every = terms().values()
    others = {other.lower(): term for term in reversed(every) for other in term.also}
    return others | {term.name.lower(): term for term in reversed(every)}
