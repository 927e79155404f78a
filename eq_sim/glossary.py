"""What every word on the screen means: one table, in plain words, with formulas and sources."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from eq_sim.language.spoken import spoken
from eq_sim.language.tr import later, tr
from eq_sim.resources import resource

_AT = later("{name} at {step}")
_ON_TEST = later("{name} on test")
"""How the screen says when a number was so, and of which part of the data."""


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """One word, in English: ``tr`` says it.

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
        """Whether each of some words, in lower case, is in its name or in other words for it.

        Those that are said now count, and the English ones, for a field speaks English.
        """
        text = " ".join((*self.called, self.name, *self.also)).lower()
        return all(word in text for word in words)

    @property
    def called(self) -> tuple[str, ...]:
        """Its name and other words for it, as they are said now."""
        return tr(self.name), *map(tr, self.also)


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
    wanted = " ".join(text.lower().split())
    known = _names(spoken())
    for sentence in (_AT, _ON_TEST):
        before, _, after = tr(sentence, name="\0", step="\0").lower().partition("\0")
        after = after.rstrip("\0")
        if after.endswith(" "):
            wanted = wanted.partition(after)[0]
        wanted = wanted.removeprefix(before).removesuffix(after)
    return known.get(wanted.strip(" :….▸▾"))


def sought(text: str) -> list[Term]:
    """Returns the words that a search finds: those whose names fit first, then what is said."""
    words = text.lower().split()
    by_name = [term for term in terms().values() if term.fits(words)]
    inside = [
        term
        for term in terms().values()
        if term not in by_name and all(word in _all_of(term) for word in words)
    ]
    return by_name + inside


def _all_of(term: Term) -> str:
    return f"{tr(term.name)} {tr(term.says)} {term.name} {term.says}".lower()


@cache
def _names(language: str) -> dict[str, Term]:
    """All names in lower case; where two words share one, the name itself goes before others.

    Args:
        language: that is spoken: its names go before the English ones.
    """
    every = terms().values()
    found = {other.lower(): term for term in reversed(every) for other in term.also}
    found |= {term.name.lower(): term for term in reversed(every)}
    found |= {other.lower(): term for term in reversed(every) for other in term.called[1:]}
    return found | {term.called[0].lower(): term for term in reversed(every)}
