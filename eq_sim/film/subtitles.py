"""Captions and chapters of a film, and the text files that hold them."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from eq_sim.film.film_error import FilmError

# ISO 639-2, which the containers ask for.
_LANGUAGES = {
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "ja": "jpn",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "zh": "zho",
}


@dataclass(frozen=True)
class Caption:
    """A sentence below the picture, from one second to another."""

    start: float
    end: float
    text: str

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end < math.inf):
            raise FilmError(
                "The caption “{caption}” cannot run from second {start:g} to {end:g}.",
                caption=self.text,
                start=self.start,
                end=self.end,
            )


class Speech:
    """What is said while a film is drawn, as captions.

    Attributes:
        captions: what was said so far, and is over.
    """

    def __init__(self) -> None:
        self.captions: list[Caption] = []
        self._said, self._since = "", 0.0

    def say(self, text: str, second: float) -> None:
        """Notes what is said from a second on; an empty text for nothing."""
        if text != self._said:
            if self._said and second > self._since:
                self.captions.append(Caption(self._since, second, self._said))
            self._said, self._since = text, second


@dataclass(frozen=True)
class Chapter:
    """A place to jump to: a second, and what begins there."""

    start: float
    title: str

    def __post_init__(self) -> None:
        if not (0 <= self.start < math.inf):
            raise FilmError(
                "The chapter “{chapter}” cannot begin at second {start:g}.",
                chapter=self.title,
                start=self.start,
            )


@dataclass(frozen=True)
class TimedText:
    """A text with its milliseconds, in order and without overlap: what files are written from."""

    start: int
    end: int
    text: str


def held(captions: Iterable[Caption], drawn: float, length: float) -> list[Caption]:
    """Returns captions of a film whose last picture is held: what it says stands as long.

    Args:
        captions: in any order.
        drawn: seconds until the last picture was drawn, and its time is over.
        length: seconds of the film.
    """
    return [
        replace(each, end=max(each.end, length)) if each.end >= drawn else each for each in captions
    ]


def caption_spans(captions: Iterable[Caption], length: int) -> list[TimedText]:
    """Returns captions in order: each ends when the next begins, or the film does.

    Args:
        captions: in any order.
        length: of the film in milliseconds.
    """
    # An empty line would end the caption in both kinds of file.
    lines = [
        TimedText(_ms(each.start), _ms(each.end), "\n".join(_lines(each.text))) for each in captions
    ]
    return list(_apart([each for each in lines if each.text], length))


def chapter_spans(chapters: Iterable[Chapter], length: int) -> list[TimedText]:
    """Returns chapters in order: each lasts until the next, or the film's end."""
    marks = [TimedText(_ms(each.start), length, " ".join(_lines(each.title))) for each in chapters]
    return list(_apart(marks, length))


def srt(spans: Iterable[TimedText]) -> str:
    """Returns the text of a SubRip file."""
    return "\n".join(
        f"{number}\n{_clock(each.start, ',')} --> {_clock(each.end, ',')}\n{each.text}\n"
        for number, each in enumerate(spans, start=1)
    )


def vtt(spans: Sequence[TimedText]) -> str:
    """Returns the text of a WebVTT file; nothing for nothing."""
    cues = (
        f"\n{_clock(each.start, '.')} --> {_clock(each.end, '.')}\n{vtt_text(each.text)}\n"
        for each in spans
    )
    return "WEBVTT\n" + "".join(cues) if spans else ""


def vtt_text(text: str) -> str:
    """Returns a caption as WebVTT spells it; angle brackets would be tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chapter_list(spans: Iterable[TimedText]) -> str:
    """Returns a line per chapter, as video sites read it from a description."""
    return "".join(f"{_clock(each.start, '.')[:8]} {each.text}\n" for each in spans)


def language_code(language: str) -> str:
    """Returns the three letters of a language that containers ask for."""
    return language if len(language) == 3 else _LANGUAGES.get(language[:2].lower(), "und")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _apart(spans: list[TimedText], length: int) -> Iterator[TimedText]:
    ordered = sorted(spans, key=lambda span: span.start)
    next_starts = [*(span.start for span in ordered[1:]), length]
    for span, next_start in zip(ordered, next_starts, strict=False):
        end = min(span.end, next_start, length)
        if span.start < end:
            yield TimedText(span.start, end, span.text)


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest:03d}"
