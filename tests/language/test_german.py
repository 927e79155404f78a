"""German is written in one way: forms that a reader struck out, and those for them."""

import re

from babel.messages.pofile import read_po

from eq_sim.language.catalogues import po_file

NOT = {
    r"Rückwärtsgang": "Rückwärtsdurchlauf",
    r"(?<!Sprach)\bAufnahmen?\b|aufgenommen": "Aufzeichnung",
    r"\b[Kk]ann nicht ge\w+(en|t) werden": "lässt sich nicht …",
    r"\b(anstatt|statt dessen)\b": "stattdessen",
    r"Parzelle|Grundfläche": "Grundstück",
    r"[Mm]ittelhaus|mittleres Haus": "Durchschnittshaus",
    r"\b[Aa]lle null\b": "alle auf null",
    r"\bniedriger\b": "tiefer",
    r"\b(Ordnung der Beispiele|malnehmen|mal nehmen)\b": "Reihenfolge, multiplizieren",
    r"[Aa]ufruf\w* .*Szene|Szene .*aufrufen": "abrufen",
    r"[Uu]nderfitting|[Oo]verfitting": "Unteranpassung, Überanpassung",
    r"Train-Beispiel": "Trainingsbeispiel",
    r"\bSchale\b": "Schüssel",
    r"([\d}]|\bn) (Bits|Bytes)\b": "Bit, Byte nach einer Zahl",
    r"\bBatchs\b": "Batches",
    r"\b(du|dir|dich|dein\w*|Ihnen|[Kk]licken Sie|[Ww]ählen Sie)\b": "ihr, or no address",
    r"\.\.\.": "…",
    r"\b(Szenarios (stehen|werden)|Setup|Setups|Knopf drücken)\b": "Szenarien, Start, Regler",
}


def test_no_form_that_was_struck_out_is_there() -> None:
    with po_file("de").open("rb") as file:
        catalog = read_po(file, locale="de")
    wrong = []
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in forms if message.id else ():
            wrong += [(form, rather) for bad, rather in NOT.items() if re.search(bad, form)]
    assert wrong == []


def test_what_is_quoted_has_german_marks() -> None:
    with po_file("de").open("rb") as file:
        catalog = read_po(file, locale="de")
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in forms if message.id else ():
            assert form.count("„") == form.count("“"), form
