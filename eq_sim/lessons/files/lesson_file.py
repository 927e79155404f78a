"""A lesson's file: a head, and steps in the order of play.

The file is TOML. ``resources/lessons/README.md`` describes the format to a lecturer,
``lesson.schema.json`` to an editor.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from eq_sim.language.spoken import ENGLISH
from eq_sim.language.tr import tr
from eq_sim.lessons.files.parser import LANGUAGE, MOST_MISTAKES, StepParser
from eq_sim.lessons.files.places import Places
from eq_sim.lessons.files.toml_mistakes import mistake_in_toml
from eq_sim.lessons.files.typed_marks import with_typed_marks
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError, Mistake
from eq_sim.lessons.steps.step import Step, Written
from eq_sim.lessons.steps.training import LoadStep, Seed
from eq_sim.resources import resource
from eq_sim.session.files.reading import NotTextError, read_text
from eq_sim.session.files.toml import NotTomlError, parsed_toml

LARGEST = 1_000_000
"""Bytes that a lesson's file may have."""


class Head(Written, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before the first step.

    ``number`` is the place among the shipped lessons. ``scenario``, ``seed`` and ``change`` are
    what the lesson opens on; a step ``load`` may go on to others. ``language`` is that of all texts
    whose key names none.
    """

    title: str
    idea: str
    scenario: str
    seed: Seed
    change: dict[str, Any] = msgspec.field(default_factory=dict)
    number: Annotated[int, Meta(ge=1)] = 1000
    language: Annotated[str, Meta(pattern=f"^{LANGUAGE}$")] = ENGLISH
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)

    @classmethod
    def translated(cls) -> tuple[str, ...]:
        """Returns the fields that may be given in other languages."""
        return "title", "idea"


def bundled_lessons() -> list[str]:
    """Returns the names of the shipped lessons, in the order in which to see them."""
    return list(_in_order())


def load_lesson(name: str) -> Lesson:
    """Returns a shipped lesson by name, or the one in a ``.toml`` file.

    Raises:
        LessonError: there is none, or the file is wrong; lists every mistake with its place.
    """
    if name.endswith(".toml"):
        return read_lesson(Path(name))
    if name not in _in_order():
        raise LessonError(
            "there is no lesson '{name}': choose {names}",
            name=name,
            names=", ".join(_in_order()),
        )
    return _shipped(name)


# What is shipped stays as it is, and menus list all of it each time they open.


@cache
def _in_order() -> tuple[str, ...]:
    heads = {}
    for path in resource("lessons").glob("*.toml"):
        head, _, _ = read_text(path, LARGEST).partition("\n[[step]]")
        heads[path.stem] = parsed_toml(head).get("number", 1000)
    return tuple(sorted(heads, key=lambda name: (heads[name], name)))


@cache
def _shipped(name: str) -> Lesson:
    return read_lesson(resource("lessons", f"{name}.toml"))


def read_lesson(path: Path) -> Lesson:
    """Returns the lesson in a TOML file.

    Raises:
        LessonError: the file cannot be read, or something in it is wrong.
    """
    return parse_lesson(read_words(path), path.stem, str(path))


def read_words(path: Path) -> str:
    """Returns what stands in a lesson's file.

    Raises:
        LessonError: it cannot be read, or is no text.
    """
    try:
        return read_text(path, LARGEST)
    except NotTextError as error:
        mistake = Mistake(error.line, 0, "", "", error.reason)
        raise LessonError("{called}", (mistake,), called=path) from error
    except OSError as error:
        raise LessonError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


def parse_lesson(text: str, name: str, called: str | None = None) -> Lesson:
    """Returns the lesson in a text.

    Args:
        text: TOML; quotation marks, dashes and spaces may be those of a word processor.
        name: what the lesson is called in lists.
        called: what to call the file in a message; the name, by itself.

    Raises:
        LessonError: something in it is wrong.
    """
    called = called or name
    typed = with_typed_marks(text)
    try:
        document = parsed_toml(typed.text)
    except NotTomlError as error:
        mistake = mistake_in_toml(error, typed)
        raise LessonError("{called}", (mistake,), called=called) from error
    places = Places(typed.text)
    parser = StepParser(places)
    entries = document.pop("step", None)
    written_in = document.get("language")
    if isinstance(written_in, str):
        parser.language = written_in
    head = parser.struct(Head, document, 0, "")
    opening = None
    if head is not None:
        opening = LoadStep(load=head.scenario, seed=head.seed, change=head.change)
        for key, reason in opening.check(parser.scope):
            parser.note(0, "", "scenario" if key == "load" else key, reason)
    steps: list[Step | None] = []
    if not isinstance(entries, list) or not entries:
        line = places.last if entries is None else places.line(0, "step")
        parser.mistakes.append(Mistake(line, 0, "", "", tr("there is no [[step]]")))
    else:
        for number, entry in enumerate(entries, start=1):
            steps.append(parser.step(entry, number))
            if len(parser.mistakes) >= MOST_MISTAKES:
                parser.note(number + 1, "", "", tr("from here on nothing was read"))
                break
        else:
            parser.end()
    if parser.mistakes:
        order = sorted(parser.mistakes, key=_in_file)
        raise LessonError("{called}", tuple(order), called=called)
    assert head is not None
    assert opening is not None
    return Lesson(
        name=name,
        title={head.language: head.title, **head.translations.get("title", {})},
        idea={head.language: head.idea, **head.translations.get("idea", {})},
        number=head.number,
        opening=opening,
        steps=tuple(step for step in steps if step is not None),
        lines=places.steps,
        opening_line=places.line(0, "scenario"),
        file=called,
    )


def _in_file(mistake: Mistake) -> tuple[int, int]:
    return mistake.step, mistake.line
