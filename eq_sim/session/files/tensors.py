"""What a safetensors file may say about itself before anything is made of it.

Its own reader makes objects of all that its header names, and a header may name millions.
"""

import json

MOST_HEADER = 10_000_000
"""Bytes of a header: three masks of as many knobs as there can be, and all that is said of them."""

_MOST_QUOTES = 100_000  # each name and each text has two


def says_too_much(content: bytes) -> bool:
    """Returns whether a file's header is longer than that of any file here."""
    length = int.from_bytes(content[:8], "little")
    return length > MOST_HEADER or content.count(b'"', 0, 8 + length) > _MOST_QUOTES


def in_order(content: bytes) -> bytes:
    """Returns the same file with its metadata in order: the same knobs give the same bytes."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # numbers begin where a processor likes to read them
    return len(text).to_bytes(8, "little") + text + content[8 + length :]
