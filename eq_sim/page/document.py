"""The whole page: its head, the film, the parts, and where it is from."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from xml.etree.ElementTree import Element

from eq_sim import __version__
from eq_sim.film.film import Film
from eq_sim.film.subtitles import TimedText
from eq_sim.language.numerals import clock
from eq_sim.language.spoken import spoken
from eq_sim.language.tr import ntr, tr
from eq_sim.page.markup import data, element, html
from eq_sim.page.parts import Look, part_id, part_section, still_name
from eq_sim.page.sources import Experiment, models_named, tables_of, trained
from eq_sim.page.telling import Part
from eq_sim.resources import resource

FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")
"""Files of ``resources/fonts`` that stand beside the page."""

LICENCE = "LICENSE.txt"
"""Theirs."""

ICON = "eq_sim.svg"
"""The program's, of ``resources/desktop``."""


@dataclass(frozen=True)
class About:
    """What is told.

    Attributes:
        title: of it.
        idea: in a sentence; empty for none.
        language: of its words.
        experiments: what was trained.
        command: that makes this page again.
    """

    title: str
    idea: str
    language: str
    experiments: tuple[Experiment, ...]
    command: str


def document(
    about: About,
    parts: Sequence[Part],
    cues: Sequence[TimedText],
    film: Film | None,
    look: Look,
) -> str:
    """Returns the page.

    Args:
        about: what is told.
        parts: of it.
        cues: the film's captions.
        film: as it stands beside the page; None for a page without one.
        look: how parts are shown.
    """
    foreign = None if spoken() == about.language else spoken()
    content = element(
        "main",
        _player(about, parts, film, look, foreign)
        if film is not None
        else _contents(parts, foreign),
        element("div", *(part_section(part, look) for part in parts), id="text"),
    )
    script = None
    told = None
    if film is not None:
        told = element("script", data(_told(about, cues)), type="application/json", id="captions")
        script = element("script", _own("page.js"))
    body = element(
        "body",
        element("a", tr("To the text"), href="#text", class_="skip", lang=foreign),
        _header(about, parts, film),
        content,
        _footer(about, parts, film, foreign),
        told,
        script,
    )
    return html(element("html", _head(about), body, lang=about.language))


def _head(about: About) -> Element:
    policy = "; ".join(
        (
            "default-src 'none'",
            # "file:" is this folder where the page is opened from a disk, and nothing elsewhere.
            *(f"{kind}-src 'self' file:" for kind in ("img", "media", "font")),
            f"style-src '{_hash('page.css')}'",
            f"script-src '{_hash('page.js')}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="dark light"),
        element("meta", name="generator", content=f"eq_sim {__version__}"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="description", content=about.idea) if about.idea else None,
        element("title", about.title),
        element("link", rel="icon", href=ICON, type="image/svg+xml"),
        element("style", _own("page.css")),
    )


def _header(about: About, parts: Sequence[Part], film: Film | None) -> Element:
    chapters = sum(1 for part in parts if part.number)
    facts = []
    if film is not None:
        facts.append(tr("Film, {time}", time=clock(film.seconds)))
    if chapters:
        facts.append(ntr("{count} chapter", "{count} chapters", chapters))
    return element(
        "header",
        element("h1", about.title),
        element("p", about.idea, class_="idea") if about.idea else None,
        element("p", " · ".join(facts), class_="facts") if facts else None,
    )


def _player(
    about: About, parts: Sequence[Part], film: Film, look: Look, foreign: str | None
) -> Element:
    width, height = look.size
    poster = next((still_name(part.number) for part in parts if part.still), None)
    name = tr("Film of “{title}”", title=about.title)
    video = element(
        "video",
        element("a", name, href=film.path.name),
        attributes={"controls": "", "playsinline": "", "tabindex": "0"},
        id="film",
        src=film.path.name,
        poster=poster,
        preload="metadata",
        width=str(width),
        height=str(height),
        aria_label=name,
    )
    keys = tr("Space plays and pauses; ← and → go five seconds back and on.")
    silent = tr("The film has no sound: what it says is in its captions.")
    flashes = [
        element(
            "p",
            tr(
                "From {start} to {end} the film flashes more than three times a second.",
                start=clock(each.start),
                end=clock(each.end),
            ),
            class_="warning",
            lang=foreign,
        )
        for each in film.flashing
    ]
    return element(
        "section",
        *flashes,
        element(
            "div",
            element(
                "div",
                video,
                element("div", element("p", id="caption"), class_="caption", hidden=""),
                element(
                    "p", silent, " ", element("span", keys, id="keys", hidden=""), lang=foreign
                ),
                id="screen",
                class_="screen",
                tabindex="-1",
            ),
            _chapters(parts, foreign),
            class_="player",
        ),
        aria_label=tr("Film"),
    )


def _chapters(parts: Sequence[Part], foreign: str | None) -> Element | None:
    buttons = [
        element(
            "li",
            element(
                "button",
                element("span", part.title),
                element("time", clock(part.start)),
                attributes={"data-at": f"{part.start:.3f}", "disabled": ""},
                type="button",
                class_="chapter",
            ),
        )
        for part in parts
        if part.number
    ]
    if not buttons:
        return None
    return element(
        "nav",
        element("h2", tr("Chapters"), id="chapters", lang=foreign),
        element("ol", *buttons),
        aria_labelledby="chapters",
        class_="chapters",
    )


def _contents(parts: Sequence[Part], foreign: str | None) -> Element | None:
    links = [
        element("li", element("a", part.title, href=f"#{part_id(part.number)}"))
        for part in parts
        if part.number
    ]
    if not links:
        return None
    return element(
        "nav",
        element("h2", tr("Chapters"), id="chapters", lang=foreign),
        element("ol", *links),
        aria_labelledby="chapters",
        class_="contents",
    )


def _footer(about: About, parts: Sequence[Part], film: Film | None, foreign: str | None) -> Element:
    said = [item.text for part in parts for item in part.items]
    computed = tr(
        "Results in the captions were computed while the pictures were drawn: {trained}.",
        trained=trained(about.experiments),
    )
    data_from = [
        element(
            "li",
            tr(table.what),
            ": ",
            element("cite", table.reference, lang="en"),
            f" ({table.licence})" if table.licence else "",
            ".",
        )
        for table in tables_of(about.experiments)
    ]
    models = [element("li", f"{name}: {source}") for name, source in models_named(said)]
    return element(
        "footer",
        element("h2", tr("Where this is from")),
        element("p", computed),
        element("ul", *data_from, *models) if data_from or models else None,
        element("p", *_files(film)) if film is not None else None,
        element("p", tr("Made with eq_sim {version} by this command:", version=__version__)),
        element("pre", element("code", about.command), tabindex="0"),
        element(
            "p",
            tr("Letters: {font}.", font="Inter"),
            " ",
            element("a", tr("Licence of the letters"), href=f"fonts/{LICENCE}"),
        ),
        lang=foreign,
    )


def _files(film: Film) -> Iterator[Element | str]:
    """Yields the film's own files, as links with words between them."""
    yield tr("Files:")
    for path in (film.path, *film.beside):
        yield " "
        yield element("a", path.name, href=path.name, download="")


def _told(about: About, cues: Sequence[TimedText]) -> dict[str, object]:
    """Returns what the script is told."""
    return {
        "language": about.language,
        "label": tr("Captions"),
        "cues": [[cue.start / 1000, cue.end / 1000, cue.text] for cue in cues],
    }


@cache
def _own(name: str) -> str:
    """Returns a file that stands in the page itself, with line ends that HTML does not change."""
    return resource("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(name: str) -> str:
    return f"sha256-{b64encode(sha256(_own(name).encode()).digest()).decode()}"
