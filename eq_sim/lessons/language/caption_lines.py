"""A caption in lines: two lines of 42 characters are read from the last row of a hall."""

import textwrap

from eq_sim.language.lists import all_of
from eq_sim.language.tr import tr

LINES, WIDTH = 2, 42
"""The most that a caption may take: lines, and characters in a line."""


def lines(text: str) -> list[str]:
    """Returns a caption in lines of at most ``WIDTH`` characters; a line break of its own stays."""
    return [line for part in text.splitlines() for line in _wrapped(part)]


def fits(text: str) -> bool:
    """Whether a caption takes at most ``LINES`` lines of ``WIDTH`` characters."""
    wrapped = lines(text)
    return len(wrapped) <= LINES and all(len(line) <= WIDTH for line in wrapped)


def too_long(text: str) -> str:
    """Returns in words how a caption is longer than it may be; empty for one that fits."""
    if fits(text):
        return ""
    own = [str(len(part)) for part in text.splitlines()]
    if len(own) > 1:
        return tr(
            "is longer than two lines of {width} characters: its lines have {counts}",
            width=WIDTH,
            counts=all_of(own),
        )
    return tr(
        "is longer than two lines of {width} characters: it has {count}", width=WIDTH, count=own[0]
    )


def _wrapped(part: str) -> list[str]:
    """Wraps into as few lines as it takes, and those as equal as they can be."""
    fewest = _wrap(part, WIDTH)
    for width in range(max(1, len(part) // len(fewest)), WIDTH):
        equal = _wrap(part, width)
        if len(equal) == len(fewest) and all(len(line) <= width for line in equal):
            return equal
    return fewest


def _wrap(part: str, width: int) -> list[str]:
    wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(part) or [""]
