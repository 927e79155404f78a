"""What goes into a film's file besides the pictures."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from eq_sim.film.subtitles import TimedText


@dataclass(frozen=True)
class Tracks:
    """All that stands beside the pictures, known once the last of them is drawn.

    Attributes:
        seconds: the film's length.
        captions: a track that can be switched on; none if empty.
        chapters: places to jump to.
        language: of the captions, as "en".
        title: of the film.
        narration: a WAV file.
    """

    seconds: Fraction
    captions: tuple[TimedText, ...] = ()
    chapters: tuple[TimedText, ...] = ()
    language: str = "en"
    title: str = ""
    narration: Path | None = None
