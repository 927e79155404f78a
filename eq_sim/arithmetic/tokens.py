"""What arithmetic as text consists of: numbers, names and signs, in their order."""

import re
from dataclasses import dataclass

from eq_sim.language.tr import later, tr

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | \{(?P<braced>[^{}]*)\}
      | (?P<word>[^\W\d]\w*)
      | (?P<sign><=|>=|==|\*\*|[-+*/()<>=−–≤≥^·])
    )""",
    re.VERBOSE,
)
_SPELLED = {"−": "-", "–": "-", "≤": "<=", "≥": ">=", "·": "*", "**": "^"}
UNKNOWN_SIGN = later(
    "'{text}' cannot be understood at '{sign}': it may have numbers, names, +, −, *, / and "
    "parentheses, as in '2 * loss < 0.1'"
)
UNKNOWN_IN_FORMULA = later("'{text}' cannot be understood at '{sign}': write it like 'sin(3*x)'")


class ArithmeticMistake(ValueError):  # noqa: N818 - it is what a person did, and is told
    """A text that cannot be calculated; the message says why."""


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign of a text, and where it stands."""

    kind: str
    text: str
    start: int = 0
    end: int = 0


def tokens(text: str, unknown: str) -> list[Token]:
    """Returns what a text consists of.

    Args:
        text: of an amount, a condition or a formula.
        unknown: the sentence that refuses what is none of it.

    Raises:
        ArithmeticMistake: some of it is neither a number nor a name nor a sign.
    """
    at, end, found = 0, len(text.rstrip()), []
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            here = text[at:].lstrip()[0]
            raise ArithmeticMistake(tr(unknown, text=short(text), sign=here))
        word = token[token.lastgroup]
        found.append(Token(token.lastgroup, _SPELLED.get(word, word), at, token.end()))
        at = token.end()
    return found


def short(text: str) -> str:
    """Returns a text as a message names it: not all of a long one."""
    return text if len(text) <= 80 else f"{text[:79]}…"
