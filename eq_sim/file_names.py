"""Whether two names are of one file, and how a file is called in a menu."""

from pathlib import Path


def same(first: Path, second: Path) -> bool:
    """Whether two names are of one file."""
    return first.exists() and second.exists() and first.samefile(second)


def short(name: str) -> str:
    """Returns a path for a menu: the name, and the end of where it is."""
    path = Path(name)
    place = str(path.parent)
    return f"{path.name}   {place if len(place) <= 40 else '…' + place[-39:]}".replace("&", "&&")
