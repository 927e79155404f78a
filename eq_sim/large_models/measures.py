"""What a number of knobs comes to: bytes, a desk of faders, years. Computed, never typed."""

FADER_METRES = 0.01
"""The width of one fader on a desk: a centimetre."""

YEAR_SECONDS = 365.25 * 24 * 3600

BITS = (32, 16, 8, 4)
"""In how many bits a knob is commonly kept."""


def bytes_at(knobs: float, bits: int) -> float:
    """Returns how many bytes so many knobs take, each in so many bits and nothing beside them."""
    return knobs * bits / 8


def desk_metres(knobs: float) -> float:
    """Returns the length in metres of a desk with a fader of a centimetre for each knob."""
    return knobs * FADER_METRES


def years_to_turn(knobs: float) -> float:
    """Returns how many years it takes to turn each knob once, one a second, without a break."""
    return knobs / YEAR_SECONDS
