"""Where labels stand beside the edges that they name, so that no two of them meet."""

from collections.abc import Sequence


def apart(wanted: Sequence[float], room: tuple[float, float], least: float) -> list[float] | None:
    """Returns places in their order, each as near to what is wanted as a few pushes make it.

    Args:
        wanted: where each would best stand, ever larger.
        room: the smallest place and the largest.
        least: between two neighbours.

    Returns:
        None where there is no room for all.
    """
    low, high = room
    if (len(wanted) - 1) * least > high - low:
        return None
    places: list[float] = []
    for at in wanted:
        places.append(max(at, low) if not places else max(at, places[-1] + least))
    for place in reversed(range(len(places))):
        highest = high if place == len(places) - 1 else places[place + 1] - least
        places[place] = min(places[place], highest)
    return places
