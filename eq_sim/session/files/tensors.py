"""What a safetensors file may say about itself before anything is made of it.

Its own reader makes objects of all that its header names, and a header may name millions.
"""

MOST_HEADER = 10_000_000
"""Bytes of a header: three masks of as many knobs as there can be, and all that is said of them."""

_MOST_QUOTES = 100_000  # each name and each text has two


def says_too_much(content: bytes) -> bool:
    """Returns whether a file's header is longer than that of any file here."""
    length = int.from_bytes(content[:8], "little")
    return length > MOST_HEADER or content.count(b'"', 0, 8 + length) > _MOST_QUOTES
