"""Names of columns: as the file has them, made unique; and what of them is a unit."""

import re
from collections.abc import Sequence

from eq_sim.data.own.errors import shortened
from eq_sim.language.tr import tr

_MOST = 80
_WITH_UNIT = re.compile(r"(\S.*?)\s*(?:\(([^()\[\]]{1,12})\)|\[([^()\[\]]{1,12})\])")


def made_names(cells: Sequence[str]) -> tuple[tuple[str, ...], dict[int, str]]:
    """Returns the names of columns, and by its place a sentence for each that was changed.

    Args:
        cells: of the row of names; empty where a column has none.
    """
    taken: set[str] = set()
    wished = {shortened(cell.strip(), _MOST) for cell in cells}
    names: list[str] = []
    notes: dict[int, str] = {}
    for place, cell in enumerate(cells):
        wish = shortened(cell.strip(), _MOST)
        name = wish or f"column {place + 1}"
        number = 2
        while name in taken or (name != wish and name in wished):
            name = f"{wish or f'column {place + 1}'} {number}"
            number += 1
        if name != wish and any(map(str.strip, cells)):
            notes[place] = _renamed(place + 1, name, wish)
        taken.add(name)
        names.append(name)
    return tuple(names), notes


def _renamed(number: int, name: str, wish: str) -> str:
    if not wish:
        return tr("Column {number} has no name: it is called '{name}'", number=number, name=name)
    return tr(
        "Column {number} is called '{name}': there is another '{wish}'",
        number=number,
        name=name,
        wish=wish,
    )


def name_and_unit(name: str) -> tuple[str, str]:
    """Returns what of "price ($)" or "mass [g]" is the name and what the unit, mostly empty."""
    found = _WITH_UNIT.fullmatch(name)
    return (found[1], (found[2] or found[3]).strip()) if found else (name, "")
