"""Names too wide for their columns, cut where what is left is the beginning of no other name."""

from collections.abc import Callable, Sequence

_LEAST = 3  # letters that are left
_DOTS = "…"


def cut_names(names: Sequence[str], wide: Callable[[str], float], room: float) -> dict[str, str]:
    """Returns what is written for each name that does not fit whole.

    Args:
        names: all from which one is to be told.
        wide: how wide words are, in pixels.
        room: how wide they may be, in pixels.

    Returns:
        For names too wide, the longest beginning that fits, with dots; without those of which it
        could be another name's, or would be less than three letters.
    """
    cut: dict[str, str] = {}
    for name in names:
        if wide(name) <= room:
            continue
        begins = name.removesuffix(_DOTS)
        for letters in range(len(begins) - 1, _LEAST - 1, -1):
            start = begins[:letters]
            if any(other != name and other.startswith(start) for other in names):
                break
            if wide(start.rstrip() + _DOTS) <= room:
                cut[name] = start.rstrip() + _DOTS
                break
    return cut
