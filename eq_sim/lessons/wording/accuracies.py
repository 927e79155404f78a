"""An accuracy is of a part of the data, and the caption that shows it says of which."""

import re
from collections.abc import Mapping

from eq_sim.language.lists import one_of
from eq_sim.language.tr import tr

BRACES = re.compile(r"\{([^{}]*)\}")
"""A number's name in a caption."""

ACCURACIES = {
    "accuracy": ("test", "train"),
    "right": ("test", "train"),
    "explained": ("test", "train"),
    "train accuracy": ("train",),
    "validation accuracy": ("validation",),
}
"""The numbers of how many answers are right: which parts of the data each can be of."""

_DATA = "part|data|set|points|samples|examples|digits"
_DATEN = "teil|daten|menge|punkte|beispiele|ziffern"
_PARTS = {
    "en": {
        "test": r"\btest(s|ed|ing)?\b",
        # "Training takes long" says nothing of a part.
        "train": rf"\btrain\b|\bon training\b|\btraining ({_DATA})\b",
        "validation": r"\bvalidation\b",
    },
    "de": {
        "test": r"\btest",
        "train": rf"\btrain\b|\b(im|beim) training\b|\btrainings({_DATEN})",
        "validation": r"\bvalidierung|\bvalidation",
    },
}


def name_of(braces: str) -> str:
    """Returns the name in braces without the digits that are asked for: "accuracy"."""
    return " ".join(re.sub(r"\s+to\s+\S+\s+digits$", "", braces.strip()).split())


def part_not_said(text: str, language: str, noted: Mapping[str, str]) -> str:
    """Returns what is wrong with a caption: an accuracy in it, and no word of which part.

    Args:
        text: with the names of its numbers in braces.
        language: in which; in one whose words are not known nothing is wrong.
        noted: of the numbers noted before, what each is.

    Returns:
        A sentence; empty where nothing is wrong.
    """
    words = _PARTS.get(language)
    if words is None:
        return ""
    without = BRACES.sub(" ", text)
    for braces in BRACES.findall(text):
        name = name_of(braces)
        parts = ACCURACIES.get(noted.get(name, name))
        if parts and not any(_says(words[part], without) for part in parts):
            return tr(
                "shows {{{name}}} and does not say of which part of the data: add {wanted}",
                name=name,
                wanted=one_of(tr("'{word}'", word=part) for part in parts),
            )
    return ""


def wrong_part(text: str, language: str, *, tested: bool) -> str:
    """Returns what is wrong with a caption: it names a part, and its accuracy is of another.

    Args:
        text: with the names of its numbers in braces.
        language: in which.
        tested: whether there is a test part; without one an accuracy is of the train part.

    Returns:
        A sentence; empty where nothing is wrong.
    """
    words = _PARTS.get(language)
    if words is None:
        return ""
    part, other = ("test", "train") if tested else ("train", "test")
    without = BRACES.sub(" ", text)
    if _says(words[part], without) or not _says(words[other], without):
        return ""
    names = [name_of(braces) for braces in BRACES.findall(text)]
    shown = [name for name in names if len(ACCURACIES.get(name, ())) > 1]
    if not shown:
        return ""
    if tested:
        return tr("says 'train', and {{{name}}} is of the test part here", name=shown[0])
    return tr("says 'test', and {{{name}}} is of the train part here", name=shown[0])


def _says(words: str, text: str) -> bool:
    return re.search(words, text, re.IGNORECASE) is not None
