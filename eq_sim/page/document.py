"""The whole page: its head, the film, the parts, and where it is from."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from xml.etree.ElementTree import Element

from eq_sim import __version__
from eq_sim.film.film import Film
from eq_sim.film.subtitles import TimedText
from eq_sim.language.numerals import clock
from eq_sim.language.spoken import spoken
from eq_sim.language.tr import ntr, tr
from eq_sim.page.about import About
from eq_sim.page.footer import footer
from eq_sim.page.markup import data, element, html
from eq_sim.page.parts import Look, part_section
from eq_sim.page.player import contents, player, told
from eq_sim.page.telling import Part
from eq_sim.resources import resource

FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")
"""Files of ``resources/fonts`` that stand beside the page."""

ICON = "eq_sim.svg"
"""The program's, of ``resources/desktop``."""


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
        player(about, parts, film, look, foreign) if film is not None else contents(parts, foreign),
        element("div", *(part_section(part, look) for part in parts), id="text"),
    )
    script = None
    captions = None
    if film is not None:
        captions = element(
            "script", data(told(about, cues)), type="application/json", id="captions"
        )
        script = element("script", _own("page.js"))
    body = element(
        "body",
        element("a", tr("To the text"), href="#text", class_="skip", lang=foreign),
        _header(about, parts, film),
        content,
        footer(about, parts, film, foreign),
        captions,
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


@cache
def _own(name: str) -> str:
    """Returns a file that stands in the page itself, with line ends that HTML does not change."""
    return resource("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(name: str) -> str:
    return f"sha256-{b64encode(sha256(_own(name).encode()).digest()).decode()}"
