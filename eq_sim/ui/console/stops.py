"""The sizes at which a desk is read: faders with room for their numbers, and large ones."""

from math import floor

from eq_sim.ui.console.measures import HEADING, LOWEST_TRAVEL, STRIP_HEAD, foot
from eq_sim.ui.console.plan import BAND_GAP, Stop

READ_PITCH = 34.0
"""The narrowest column with room for a number."""

_READ_HEIGHT = 168  # of a strip of faders that can be read
_LARGE_PITCH = 120.0
_LARGE_HEIGHT = 560.0


def readable(height: float) -> float:
    """Returns the height of a strip of faders of which as many as can be read fill a view."""
    rows = max(1, floor(height / (_READ_HEIGHT + HEADING + BAND_GAP)))
    return max(height / rows - HEADING - BAND_GAP, STRIP_HEAD + LOWEST_TRAVEL + foot(0))


def nearer(far: Stop, pitch: float, height: float) -> Stop:
    """Returns sizes that are as large as is said, and never smaller than others."""
    return Stop(
        tuple(max(pitch, width) for width in far.pitches),
        tuple(max(height, high) for high in far.heights),
        far.slack,
    )


def large(near: Stop, height: float) -> Stop:
    """Returns the sizes of the largest faders in a view of some height."""
    return nearer(near, _LARGE_PITCH, min(height - HEADING, _LARGE_HEIGHT))
