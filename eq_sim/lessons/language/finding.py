"""What a person looks for: knobs by a name, by a rule, or by a rule within a name.

Exact names are those of lessons. Besides, pieces of names in any order will do, the first letters
of a word that is still being typed, and words with a letter wrong.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import UnknownNameError, plain
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.loose_names import LooseNames, Place
from eq_sim.lessons.language.name_pieces import FILLERS, word_set
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.language.typed_words import TypedWords
from eq_sim.network.types import Array
from eq_sim.session.questions.knob_rules import ORDERED, Rule


@dataclass(frozen=True)
class Wish:
    """What is looked for.

    Attributes:
        rule: the rule; None for knobs by their name alone.
        places: the knobs that the name means, the likeliest first; empty for all.
    """

    rule: Rule | None
    places: tuple[Place, ...]


_MOST = word_set("most largest biggest greatest highest strongest steepest")
_LEAST = word_set("least smallest lowest tiniest weakest flattest")
_GRADIENT = word_set("gradient gradients slope slopes pull pulls")
_MOVED = word_set("moved changed turned movement change changes")
_STEP = word_set("step steps move moves turn turns training would will")
_SINCE = word_set("since start first beginning far farthest has have")
_GROUPS: tuple[tuple[Rule, tuple[frozenset[str], ...], frozenset[str]], ...] = (
    (Rule.DEAD_NEURONS, (frozenset({"dead", "silent"}), frozenset({"neurons"})), frozenset()),
    (Rule.FLATTEST, (_GRADIENT, _LEAST), frozenset()),
    (Rule.STEEPEST, (_GRADIENT,), _MOST),
    (Rule.STEEPEST, (frozenset({"steepest"}),), frozenset()),
    (Rule.FLATTEST, (frozenset({"flattest"}),), frozenset()),
    (Rule.MOVED_LAST, (frozenset({"last"}), _MOVED | _STEP), _MOST | _STEP | _MOVED),
    (Rule.MOVES_NEXT, (frozenset({"next"}),), _MOST | _STEP | _MOVED),
    (Rule.MOVED_LEAST, (_MOVED, _LEAST), _SINCE),
    (Rule.MOVED_LEAST, (frozenset({"unmoved"}),), _SINCE),
    (Rule.MOVED_MOST, (_MOVED,), _MOST | _SINCE),
    (Rule.DEAD, (frozenset({"dead"}),), frozenset()),
    (Rule.FROZEN, (frozenset({"frozen", "freeze"}),), frozenset()),
    (Rule.MUTED, (frozenset({"muted", "mute", "silent"}),), frozenset()),
    (Rule.SOLO, (frozenset({"solo", "soloed", "solos"}),), frozenset({"plays", "play"})),
    (
        Rule.BEYOND,
        (frozenset({"outlier", "outliers", "beyond", "off"}),),
        frozenset({"scale", "scales", "beyond"}),
    ),
    (
        Rule.LARGEST,
        (frozenset({"largest", "biggest", "greatest", "strongest", "top"}),),
        frozenset({"value", "values", "size"}),
    ),
    (
        Rule.SMALLEST,
        (frozenset({"smallest", "tiniest", "weakest", "least"}),),
        frozenset({"value", "values", "size"}),
    ),
    (Rule.HIGHEST, (frozenset({"highest", "positive"}),), frozenset({"most", "value", "values"})),
    (Rule.LOWEST, (frozenset({"lowest", "negative"}),), frozenset({"most", "value", "values"})),
)
# In this order: a rule that needs more words is tried before those that do with some of them.

_RULE_WORDS = tuple(
    dict.fromkeys(
        word for _, needed, also in _GROUPS for group in (*needed, also) for word in sorted(group)
    )
)
_SOME_NEURON = re.compile(r"\bneuron\b(?! ?#?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 3  # of a word, from which on it is taken for one that begins so
_ALIKE = 0.75  # how much of a word has to be right


class Finding:
    """Reads what is looked for among the knobs of one network.

    Args:
        scope: the network and its data.

    Raises:
        ValueError: the scope has no network.
    """

    def __init__(self, scope: Scope) -> None:
        if scope.layout is None or scope.dataset is None:
            raise ValueError("nothing can be found where there is no network")
        self._scope = scope
        self._names = LooseNames(scope.layout, scope.dataset)
        self._typed = TypedWords(scope.dataset)
        # Words of rules first: "lar" is largest before it is anything else.
        names = (*sorted(self._typed.words), *sorted(self._names.words))
        self._known = tuple(dict.fromkeys((*_RULE_WORDS, *names)))

    def read(self, query: str, theta: Array) -> Wish:
        """Returns what a query asks for.

        Args:
            query: what was typed, in English or in the language that is spoken.
            theta: (size,) the knobs as they stand, for "smallest 50 %".

        Raises:
            UnknownNameError: it means nothing here; the message says why.
        """
        text = _tidy(plain(query))
        try:
            return self._read(self._typed.in_english(text), theta)
        except UnknownNameError as reason:
            for mended in dict.fromkeys((self._completed(text), self._spelled(text))):
                if mended != text:
                    try:
                        return self._read(self._typed.in_english(mended), theta)
                    except UnknownNameError:
                        continue
            raise reason from None

    def _read(self, text: str, theta: Array) -> Wish:
        try:
            return Wish(None, (Place(find_knobs(text, self._scope, theta)),))
        except UnknownNameError:
            pass  # no name of a lesson's; it need not be one
        rule, rest = _rule_of(text)
        if rule in ORDERED and rest.isdigit():
            rest = ""  # "largest 5": so many at least are named
        if not [word for word in rest.split() if word not in FILLERS]:
            if rule is None:
                raise UnknownNameError(tr("there is nothing to look for in these words"))
            return Wish(rule, ())
        return Wish(rule, self._names.read(rest))

    def _completed(self, text: str) -> str:
        """Returns a text whose last word, of which only the beginning is typed, is whole."""
        before, _, last = text.rpartition(" ")
        if len(last) < _LETTERS or last in self._known or not _WORD.fullmatch(last):
            return text
        whole = next((word for word in self._known if word.startswith(last)), last)
        return f"{before} {whole}".strip()

    def _spelled(self, text: str) -> str:
        """Returns a text in which each unknown word is the known one that is most like it."""

        def known(found: re.Match[str]) -> str:
            word = str(found[0])
            if len(word) <= _LETTERS or word in self._known:
                return word
            alike = get_close_matches(word, self._known, 1, _ALIKE)
            return alike[0] if alike else word

        return _WORD.sub(known, text)


def _tidy(text: str) -> str:
    """Returns plain words without what people put around a query: "knob 998,070?" is 998070."""
    text = text.strip(" ?!.")
    number = re.fullmatch(r"(?:knob |number |#)*(\d{1,3}(?:,\d{3})+|\d+)", text)
    if number and (number[1].isdigit() or "," in number[1]):
        digits = number[1].replace(",", "")
        return f"knob {digits}" if "," in number[1] or text != number[1] else digits
    return text


def _rule_of(text: str) -> tuple[Rule | None, str]:
    """Returns the rule that is asked for, and the words that are left."""
    words = _SOME_NEURON.sub("neurons", text).split()
    there = set(words)
    for rule, needed, also in _GROUPS:
        if all(group & there for group in needed):
            taken = also.union(*needed)
            return rule, " ".join(word for word in words if word not in taken)
    return None, text


def united(places: tuple[Place, ...], size: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Returns the knobs of all readings, ascending, each once.

    Args:
        places: the readings.
        size: of the network.
    """
    if len(places) == 1 and len(places[0].knobs) == 1:
        return places[0].knobs
    there = np.zeros(size, dtype=bool)
    for place in places:
        there[place.knobs] = True
    return np.flatnonzero(there)
