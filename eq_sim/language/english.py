"""Files are written in English, whatever is spoken: other programs and other people read them."""

from collections.abc import Iterator
from contextlib import contextmanager

from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.spoken import ENGLISH, speak, spoken


@contextmanager
def in_english() -> Iterator[None]:
    """Speaks English for a moment, with decimal points; then as before. It decorates, too."""
    code, comma = spoken(), with_comma()
    speak(ENGLISH)
    write_with_comma(False)
    try:
        yield
    finally:
        speak(code)
        write_with_comma(comma)
