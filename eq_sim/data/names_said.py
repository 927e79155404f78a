"""What inputs, classes and units of shipped data are called in the language that is spoken.

Data, files and lessons have them in English, in every language.
"""

from functools import lru_cache

from eq_sim.language.retold import parts_of
from eq_sim.language.spoken import ENGLISH, spoken
from eq_sim.language.tr import plater, ptr

_NAMES = frozenset(
    {
        *(plater("data", "inside"), plater("data", "outside")),
        *(plater("data", "same sign"), plater("data", "same"), plater("data", "different")),
        *(plater("data", "upper"), plater("data", "lower")),
        *(plater("data", "first arm"), plater("data", "second arm")),
        *(plater("data", "circle"), plater("data", "square")),
        *(plater("data", "lot size"), plater("data", "bedrooms"), plater("data", "price")),
        *(plater("data", "response"), plater("data", "frequency")),
        *(plater("data", "bill length"), plater("data", "bill depth")),
        *(plater("data", "flipper length"), plater("data", "body mass")),
        *(plater("data", "Adelie"), plater("data", "Chinstrap"), plater("data", "Gentoo")),
        plater("data", "output"),
    }
)
_NUMBERED = (
    plater("data", "digit {number}"),
    plater("data", "pixel in row {row}, column {column}"),
    plater("data", "component {number}"),
    plater("data", "output {number}"),
)
_SYMBOLS = frozenset(
    {
        *(plater("data, in short", "lot"), plater("data, in short", "bedrooms")),
        *(plater("data, in short", "price"), plater("data, in short", "response")),
        *(plater("data, in short", "frequency"), plater("data, in short", "flipper")),
        *(plater("data, in short", "bill l."), plater("data, in short", "bill d.")),
        plater("data, in short", "mass"),
    }
)
_UNITS = frozenset({plater("a unit", "sq ft")})


def name_said(name: str) -> str:
    """Returns the name of an input, an output or a class; one that is not shipped as it is."""
    return name if spoken() == ENGLISH else _name(spoken(), name)


def symbol_said(symbol: str) -> str:
    """Returns the symbol of a column, as ``name_said`` does names."""
    return ptr("data, in short", symbol) if symbol in _SYMBOLS else symbol


def unit_said(unit: str) -> str:
    """Returns the unit of a column, as ``name_said`` does names."""
    return ptr("a unit", unit) if unit in _UNITS else unit


@lru_cache(4096)  # of a picture each pixel is asked for with each paint
def _name(code: str, name: str) -> str:
    if name in _NAMES:
        return ptr("data", name)
    for sentence in _NUMBERED:
        if parts := parts_of(name, sentence):
            return ptr("data", sentence, **parts)
    return name
