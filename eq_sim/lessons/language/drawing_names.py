"""What a lesson can draw by its name; the strokes stand in ``resources/drawings``."""

import tomllib
from functools import cache

from eq_sim.data.pen import Strokes
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.resources import resource


def find_drawing(words: str) -> Strokes:
    """Returns the strokes of a drawing by its name.

    Raises:
        UnknownNameError: there is no such drawing.
    """
    known = _known()
    name = " ".join(words.casefold().split())
    if name not in known:
        raise UnknownNameError(
            tr("there is no drawing '{name}': choose {names}", name=words, names=", ".join(known))
        )
    return known[name]


def drawing_names() -> tuple[str, ...]:
    """Returns every name, in the order in which a message lists them."""
    return tuple(_known())


@cache
def _known() -> dict[str, Strokes]:
    path = resource("drawings", "drawings.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name.casefold(): tuple(tuple((x, y) for x, y in stroke) for stroke in strokes)
        for name, strokes in read.items()
    }
