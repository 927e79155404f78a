"""The film on the page, with its captions below it and its chapters beside it."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from eq_sim.film.film import Film
from eq_sim.film.subtitles import TimedText
from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.page.about import About
from eq_sim.page.markup import element
from eq_sim.page.parts import Look, part_id, still_name
from eq_sim.page.telling import Part


def player(
    about: About, parts: Sequence[Part], film: Film, look: Look, foreign: str | None
) -> Element:
    """Returns the film; see ``document``. What is in ``foreign`` is in that language."""
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


def contents(parts: Sequence[Part], foreign: str | None) -> Element | None:
    """Returns links to the chapters, for a page without a film."""
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


def told(about: About, cues: Sequence[TimedText]) -> dict[str, object]:
    """Returns what the script is told."""
    return {
        "language": about.language,
        "label": tr("Captions"),
        "cues": [[cue.start / 1000, cue.end / 1000, cue.text] for cue in cues],
    }
