"""What a person types about knobs in another language than English, turned into English.

Names and words of the language that is spoken are known besides the English ones. Each word stands
in the catalogues with all its forms, between strokes: "größte|größter|größten".
"""

import re
from collections.abc import Iterator

from eq_sim.data.dataset import Dataset
from eq_sim.language.spoken import ENGLISH, spoken
from eq_sim.language.tr import plater, ptr
from eq_sim.lessons.language.knob_names import LONGEST_NAME, plain

_WORDS = (
    *(
        plater("typed, all forms", "all"),
        plater("typed, all forms", "beyond"),
        plater("typed, all forms", "bias"),
    ),
    *(
        plater("typed, all forms", "column"),
        plater("typed, all forms", "dead"),
        plater("typed, all forms", "first"),
    ),
    *(
        plater("typed, all forms", "frozen"),
        plater("typed, all forms", "gradient"),
        plater("typed, all forms", "hidden"),
    ),
    *(
        plater("typed, all forms", "highest"),
        plater("typed, all forms", "input"),
        plater("typed, all forms", "knob"),
    ),
    *(
        plater("typed, all forms", "knobs"),
        plater("typed, all forms", "largest"),
        plater("typed, all forms", "last"),
    ),
    *(
        plater("typed, all forms", "layer"),
        plater("typed, all forms", "least"),
        plater("typed, all forms", "lowest"),
    ),
    *(
        plater("typed, all forms", "most"),
        plater("typed, all forms", "moved"),
        plater("typed, all forms", "moves"),
    ),
    *(
        plater("typed, all forms", "muted"),
        plater("typed, all forms", "neurons"),
        plater("typed, all forms", "next"),
    ),
    *(
        plater("typed, all forms", "of"),
        plater("typed, all forms", "output"),
        plater("typed, all forms", "row"),
    ),
    *(
        plater("typed, all forms", "scale"),
        plater("typed, all forms", "smallest"),
        plater("typed, all forms", "steepest"),
    ),
    *(
        plater("typed, all forms", "step"),
        plater("typed, all forms", "the"),
        plater("typed, all forms", "to"),
    ),
    *(plater("typed, all forms", "weight"), plater("typed, all forms", "weights")),
)


class TypedWords:
    """Turns what is typed into English.

    Args:
        dataset: whose inputs and outputs have names.

    Attributes:
        words: every word that is known besides the English ones.
    """

    def __init__(self, dataset: Dataset) -> None:
        known = {} if spoken() == ENGLISH else dict(_known(dataset))
        longest = sorted(known, key=len, reverse=True)
        choice = "|".join(map(re.escape, longest))
        self._known = known
        self._any = re.compile(rf"(?<!\w)(?:{choice})(?!\w)") if known else None
        self.words = frozenset(word for name in known for word in re.findall(r"[^\W\d_]+", name))

    def in_english(self, text: str) -> str:
        """Returns a text, as ``plain`` leaves it, with English words and names.

        Raises:
            UnknownNameError: it has become too long.
        """
        return text if self._any is None else plain(self._any.sub(self._english, text))

    def _english(self, found: re.Match[str]) -> str:
        return self._known[found[0]]


def _known(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yields what is typed, and what it is in English; of two that are alike the last counts."""
    for english in _WORDS:
        for form in ptr("typed, all forms", english).split("|"):
            yield form.casefold(), english
    for column in dataset.columns:
        yield from _name(column.symbol_said, column.symbol)
        yield from _name(column.name_said, column.name)
    for said, name in zip(dataset.outputs_said, dataset.outputs, strict=True):
        yield from _name(said, name)


def _name(said: str, name: str) -> Iterator[tuple[str, str]]:
    if said != name and max(len(said), len(name)) <= LONGEST_NAME:
        yield plain(said), plain(name)
