"""Names too wide for their columns, cut to what still tells each from the others."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

_LEAST, _LEAST_APART = 3, 2  # letters that are left of a beginning, and behind what names share
_DOTS = "…"


def cut_names(names: Sequence[str], wide: Callable[[str], float], room: float) -> dict[str, str]:
    """Returns what is written for each name that does not fit whole.

    Args:
        names: all from which one is to be told.
        wide: how wide words are, in pixels.
        room: how wide they may be, in pixels.

    Returns:
        For names too wide, the longest beginning that fits and is no other's: "Königs…"; else the
        first letter and what follows where another name differs: "S…Len" of SepalLength beside
        SepalWidth. Without those of which not even that fits, or could be another's.
    """
    cut: dict[str, str] = {}
    for name in names:
        if wide(name) > room:
            others = [other for other in names if other != name]
            fitting = (said for said in _ways(name, others) if wide(said) <= room)
            if found := next(fitting, ""):
                cut[name] = found
    counted = Counter(cut.values())
    return {name: said for name, said in cut.items() if counted[said] == 1 and said not in names}


def _ways(name: str, others: Sequence[str]) -> Iterator[str]:
    """Yields shorter and shorter ways to write a name."""
    begins = name.removesuffix(_DOTS)
    shared = max((_shared(begins, other) for other in others), default=0)
    for letters in range(len(begins) - 1, max(_LEAST, shared + 1) - 1, -1):
        yield begins[:letters].rstrip() + _DOTS
    for letters in range(len(begins) - shared, _LEAST_APART - 1, -1):
        yield begins[0] + _DOTS + begins[shared : shared + letters].strip()


def _shared(one: str, other: str) -> int:
    """Returns with how many of the same letters two names begin."""
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
