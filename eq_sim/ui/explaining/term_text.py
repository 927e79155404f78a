"""Words of the glossary as rich text, and as text to be read aloud."""

from collections.abc import Iterable
from html import escape

from eq_sim.glossary import Term
from eq_sim.language.numerals import local


def rich(terms: Iterable[Term]) -> str:
    """Returns some words with what they mean, as HTML."""
    return "<hr>".join(_rich(term) for term in terms)


def aloud(terms: Iterable[Term]) -> str:
    """Returns the same without marks of any kind."""
    parts = []
    for term in terms:
        source = f"Source: {term.source}." if term.source else ""
        formula = f"Formula: {term.formula}." if term.formula else ""
        parts.append(" ".join(filter(None, (f"{term.name}:", local(term.says), formula, source))))
    return " ".join(parts)


def _rich(term: Term) -> str:
    lines = [f"<b>{escape(term.name)}</b>", escape(local(term.says))]
    if term.formula:
        lines.append(f'<span style="font-family:JetBrains Mono">{escape(term.formula)}</span>')
    if term.source:
        lines.append(f"<i>{escape(term.source)}</i>")
    return "".join(f'<p style="margin:3px 0">{line}</p>' for line in lines)
