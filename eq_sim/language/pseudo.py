"""A language that nobody speaks: English with accents, 40 % longer, between guillemets.

Whatever is seen without guillemets was never given to the catalogue; whatever is cut has no room
for a language longer than English. What stands in a sentence's braces is left as it is.
"""

import re
from gettext import NullTranslations

PSEUDO = "qps"
"""Its code, from the range that is free for private use."""

LONGER = 0.4

_ACCENTS = str.maketrans("aeiouAEIOUcn", "áéíóúÁÉÍÓÚçñ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&[a-z]+;)")  # arguments, tags, characters by name
_MORE = "ánd móre wórds, ás óther lánguages néed thém, "
_LETTERS = re.compile(r"[^\W\d_]")


class PseudoTranslations(NullTranslations):
    """A catalogue of everything."""

    def gettext(self, message: str) -> str:
        """Returns a message with accents and more words."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Returns the form for a count with accents and more words."""
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Returns a message with accents and more words."""
        return pseudo(message)


def pseudo(message: str) -> str:
    """Returns a message as this language has it: "Train" is "«Tráín án»"."""
    if message[:1] == "«" and message[-1:] == "»":
        return message  # it was said before
    pieces = _KEPT.split(message)
    letters = sum(len(piece) for piece in pieces[::2])
    if not any(_LETTERS.search(piece) for piece in pieces[::2]):
        return message  # nothing but signs and arguments
    pieces[::2] = [piece.translate(_ACCENTS) for piece in pieces[::2]]
    more = round(LONGER * letters)
    longer = (_MORE * (more // len(_MORE) + 1))[:more].strip()
    end = f" {longer}" if longer else ""
    return f"«{''.join(pieces)}{end}»"
