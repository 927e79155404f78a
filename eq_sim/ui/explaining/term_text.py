"""Words of the glossary as rich text, and as text to be read aloud."""

from collections.abc import Iterable
from html import escape

from eq_sim.glossary import Term
from eq_sim.language.numerals import local
from eq_sim.language.tr import tr


def rich(terms: Iterable[Term]) -> str:
    """Returns some words with what they mean, as HTML."""
    return "<hr>".join(_rich(term) for term in terms)


def aloud(terms: Iterable[Term]) -> str:
    """Returns the same without marks of any kind."""
    parts = []
    for term in terms:
        source = tr("Source: {source}.", source=tr(term.source)) if term.source else ""
        formula = tr("Formula: {formula}.", formula=tr(term.formula)) if term.formula else ""
        says = local(tr(term.says))
        parts.append(" ".join(filter(None, (f"{tr(term.name)}:", says, formula, source))))
    return " ".join(parts)


def _rich(term: Term) -> str:
    lines = [f"<b>{escape(tr(term.name))}</b>", escape(local(tr(term.says)))]
    if term.formula:
        lines.append(f'<span style="font-family:JetBrains Mono">{escape(tr(term.formula))}</span>')
    if term.source:
        lines.append(f"<i>{escape(tr(term.source))}</i>")
    return "".join(f'<p style="margin:3px 0">{line}</p>' for line in lines)
