"""How time is cut: samples, and blocks of them."""

RATE = 48_000
"""Samples a second of each of the two channels."""

BLOCK = RATE // 60
"""Frames that are rendered at once: a tick of the clock that lessons and films share."""

CHANNELS = 2
