"""A part of the page: its last picture, what was said, what was asked."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.page.markup import element
from eq_sim.page.telling import Line, Part, Quiz


@dataclass(frozen=True)
class Look:
    """How parts are shown.

    Attributes:
        film: whether there is a film to jump in.
        notes: whether a presenter's notes are shown.
        size: of a still: width, height.
    """

    film: bool
    notes: bool
    size: tuple[int, int]


def still_name(number: int) -> str:
    """Returns the name of the file of a part's still."""
    return f"picture-{number}.png"


def part_id(number: int) -> str:
    """Returns what a link calls a part."""
    return f"part-{number}"


def part_section(part: Part, look: Look) -> Element:
    """Returns a part."""
    heading = None
    if part.title:
        heading = element("h2", part.title, id=f"{part_id(part.number)}-title")
    width, height = look.size
    figure = None
    if part.still:
        picture = element(
            "img",
            src=still_name(part.number),
            alt=_alt(part),
            width=str(width),
            height=str(height),
            loading="lazy",
        )
        figure = element("figure", picture, class_="still")
    told = [
        _quiz(each, look) if isinstance(each, Quiz) else _line(each, look) for each in part.items
    ]
    notes = None
    if look.notes and part.notes:
        notes = element(
            "aside",
            element("h3", tr("Notes")),
            *(element("p", note) for note in part.notes),
            class_="notes",
        )
    return element(
        "section",
        heading,
        element(
            "div",
            figure,
            element("div", element("ol", *told, class_="told") if told else None, notes),
            class_="part",
        ),
        id=part_id(part.number),
        aria_labelledby=f"{part_id(part.number)}-title" if part.title else None,
        aria_label=None if part.title else tr("Text"),
    )


def _time(start: float, look: Look) -> Element | None:
    if not look.film:
        return None
    time = clock(start)
    return element(
        "button",
        time,
        attributes={"data-at": f"{start:.3f}", "disabled": ""},
        type="button",
        class_="time",
        aria_label=tr("Play from {time}", time=time),
    )


def _line(line: Line, look: Look) -> Element:
    return element("li", _time(line.start, look), element("p", line.text), class_="line")


def _quiz(quiz: Quiz, look: Look) -> Element:
    right = None
    if quiz.right is not None:
        right = element("p", tr("Right: {answer}", answer=quiz.answers[quiz.right]), class_="right")
    reveal = element("p", quiz.reveal) if quiz.reveal else None
    answer = None
    if right is not None or reveal is not None:
        answer = element("details", element("summary", tr("Show the answer")), right, reveal)
    return element(
        "li",
        _time(quiz.start, look),
        element(
            "div",
            element("p", quiz.text, class_="asked"),
            element("ol", *(element("li", each) for each in quiz.answers), class_="answers"),
            answer,
            class_="quiz",
        ),
        class_="line",
    )


def _alt(part: Part) -> str:
    said = next((item.text for item in reversed(part.items)), "")
    if part.title and said:
        return tr("The window at the end of “{chapter}”: {said}", chapter=part.title, said=said)
    if part.title:
        return tr("The window at the end of “{chapter}”", chapter=part.title)
    if said:
        return tr("The window at the end of this: {said}", said=said)
    return tr("The window at the end")
