"""Files are written in English, whatever is spoken: other programs and other people read them."""

from collections.abc import Iterator
from contextlib import contextmanager

from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.spoken import ENGLISH, speak, spoken


@contextmanager
def speaking(code: str, *, comma: bool) -> Iterator[None]:
    """Speaks a language for a moment; then as before.

    Args:
        code: of the language.
        comma: whether decimals follow a comma.
    """
    before, with_one = spoken(), with_comma()
    speak(code)
    write_with_comma(comma)
    try:
        yield
    finally:
        speak(before)
        write_with_comma(with_one)


@contextmanager
def in_english() -> Iterator[None]:
    """Speaks English for a moment, with decimal points; then as before. It decorates, too."""
    with speaking(ENGLISH, comma=False):
        yield
