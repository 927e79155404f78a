"""Words for a person: ``tr`` says a sentence in the language that is spoken.

A sentence is written in English where it is said, whole, with names in braces for what stands in
it; catalogues are found by it. So never an f-string (nobody could translate it), never half a
sentence, and never at the top of a module, where no language has been chosen yet: there ``later``
marks it, and ``tr`` says it when it is shown::

    tr("Moved in the last step: {share:.1%}", share=share)
    ntr("{count:,} knob", "{count:,} knobs", count)
    TITLE = later("Output")  …  tr(TITLE)

Numbers among the arguments are written with the decimal sign that all others have.
"""

from numbers import Real
from string import Formatter

from eq_sim.language.numerals import local, with_comma
from eq_sim.language.spoken import catalogue


def tr(message: str, /, **arguments: object) -> str:
    """Returns a sentence in the language that is spoken.

    Args:
        message: in English, with names in braces; without arguments it is taken as it is.
        arguments: what stands in the braces, by name.
    """
    words = catalogue()
    found = message if words is None or not message else words.gettext(message)
    return _filled(found, arguments)


def ntr(one: str, many: str, count: int, /, **arguments: object) -> str:
    """Returns a sentence in the form that belongs to a count.

    Args:
        one: in English, of a single thing.
        many: of any other count.
        count: of how many; it stands in the sentence as ``{count}``.
        arguments: what else stands in the braces.
    """
    words = catalogue()
    english = one if count == 1 else many
    # A count of NumPy's is none for gettext.
    sentence = english if words is None else words.ngettext(one, many, int(count))
    return _filled(sentence, {"count": count, **arguments})


def ptr(context: str, message: str, /, **arguments: object) -> str:
    """Returns a sentence of which English has one and another language two, by where it stands."""
    words = catalogue()
    return _filled(message if words is None else words.pgettext(context, message), arguments)


def plater(context: str, message: str, /) -> str:
    """Returns what ``ptr`` says later, marked for the catalogues with where it stands."""
    return message


def later(message: str, /) -> str:
    """Returns a sentence as it is written, marked for the catalogues: ``tr`` says it later."""
    return message


class _Words(Formatter):
    """Puts arguments into a sentence, numbers with the decimal sign that is in use."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Returns an argument as it is written."""
        text = format(value, format_spec)
        if isinstance(value, bool):
            return text
        return local(text) if isinstance(value, Real) else text


_WORDS = _Words()


def _filled(sentence: str, arguments: dict[str, object]) -> str:
    if not arguments:
        return sentence
    if with_comma():
        return _WORDS.vformat(sentence, (), arguments)
    return sentence.format(**arguments)
