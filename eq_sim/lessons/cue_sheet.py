"""A cue sheet: the times to speak from beside a film, as a page to print or as plain text."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.spoken import ENGLISH, languages, speak, spoken
from eq_sim.language.tr import tr
from eq_sim.lessons.cues import Cue
from eq_sim.lessons.language.decimal_sign import DecimalSign, sign_of

_WIDTH = 78  # characters of a line of text
_MARGIN = 8  # of them before the words, for the time

_LOOKS = """\
body { font: 12pt/1.4 sans-serif; color: #000; background: #fff; margin: 2em auto;
  max-width: 60em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45em .8em .45em 0;
  border-bottom: 1px solid #999; }
th.chapter { padding-top: 1.4em; font-size: 115%; border-bottom: 2px solid #000; }
.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.said { font-weight: bold; width: 45%; }
.said ul { font-weight: normal; margin: .2em 0 0; padding-left: 1.2em; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@page { margin: 15mm; }
"""


def as_text(title: str, cues: Sequence[Cue], language: str, decimal: DecimalSign | None) -> str:
    """Returns a cue sheet as plain text.

    Args:
        title: of the film.
        cues: in order.
        language: of the sheet's own words; English where the program does not speak it.
        decimal: the decimal sign of all numbers; None for that of the language.
    """
    with _speaking(language, decimal):
        parts = [f"{title}\n{textwrap.fill(_about(cues), _WIDTH)}"]
        for cue in cues:
            if cue.chapter is not None:
                parts.append(_chapter(cue.chapter))
            said = [*cue.said, *(f"– {answer}" for answer in cue.answers)]
            words = _indented("\n".join(said)) if said else [" " * _MARGIN + tr("(the same)")]
            words[0] = f"{_clock(cue.start):<{_MARGIN}}{words[0][_MARGIN:]}"
            if cue.notes:
                words += _indented(tr("Notes: {notes}", notes=cue.notes))
            words += _indented(_until_next(cue))
            parts.append("\n".join(words))
    return "\n\n".join(parts) + "\n"


def as_page(title: str, cues: Sequence[Cue], language: str, decimal: DecimalSign | None) -> str:
    """Returns a cue sheet as a page that needs nothing else; arguments as of ``as_text``."""
    with _speaking(language, decimal):
        heads = (tr("Time"), tr("Caption"), tr("Notes"), tr("Until the next"))
        rows = [row for cue in cues for row in _rows(cue)]
        head = "".join(f"<th>{escape(each)}</th>" for each in heads)
        return "\n".join(
            (
                "<!doctype html>",
                f'<html lang="{escape(language)}">',
                f'<head><meta charset="utf-8"><title>{escape(title)}</title>',
                f"<style>\n{_LOOKS}</style></head>",
                f"<body>\n<h1>{escape(title)}</h1>\n<p>{escape(_about(cues))}</p>",
                f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>",
                *rows,
                "</tbody>\n</table>\n</body>\n</html>\n",
            )
        )


def _rows(cue: Cue) -> Iterator[str]:
    if cue.chapter is not None:
        yield f'<tr><th class="chapter" colspan="4">{escape(_chapter(cue.chapter))}</th></tr>'
    said = "<br>".join(map(escape, cue.said)) or escape(tr("(the same)"))
    if cue.answers:
        said += "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in cue.answers) + "</ul>"
    cells = (("time", _clock(cue.start)), ("said", said), ("notes", escape(cue.notes)))
    row = "".join(f'<td class="{name}">{content}</td>' for name, content in cells)
    yield f'<tr>{row}<td class="time">{escape(_seconds(cue.lasts))}</td></tr>'


def _about(cues: Sequence[Cue]) -> str:
    whole = cues[-1].start + cues[-1].lasts if cues else 0.0
    return tr(
        "The times are those of the film, in minutes and seconds. It lasts {length}, and its last "
        "picture stands a little longer.",
        length=_clock(whole),
    )


def _chapter(chapter: tuple[int, str]) -> str:
    number, title = chapter
    return f"{number}. {title}"


def _until_next(cue: Cue) -> str:
    return tr("{time} until the next", time=_seconds(cue.lasts))


def _seconds(lasts: float) -> str:
    return tr("{seconds:.1f} s", seconds=lasts)


def _indented(text: str) -> list[str]:
    margin = " " * _MARGIN
    return [
        line
        for part in text.splitlines()
        for line in textwrap.wrap(
            part, _WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        )
    ]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


@contextmanager
def _speaking(language: str, decimal: DecimalSign | None) -> Iterator[None]:
    """Speaks a language for a while."""
    before = spoken(), with_comma()
    speak(language if language in languages() else ENGLISH)
    write_with_comma((decimal or sign_of(language)) == ",")
    try:
        yield
    finally:
        speak(before[0])
        write_with_comma(before[1])
