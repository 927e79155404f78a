"""A lesson's file: a head, and steps in the order of play.

The file is TOML. ``resources/lessons/README.md`` describes the format to a lecturer,
``lesson.schema.json`` to an editor.
"""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.files.parser import MOST_MISTAKES, LineNumbers, StepParser
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError, Mistake
from eq_sim.lessons.steps.step import Step, Written
from eq_sim.lessons.steps.training import LoadStep, Seed
from eq_sim.resources import resource
from eq_sim.session.files.reading import read_text
from eq_sim.session.files.toml import NotTomlError, parsed_toml

_LARGEST = 1_000_000


class Head(Written, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before the first step.

    ``number`` is the place among the shipped lessons. ``scenario``, ``seed`` and ``change`` are
    what the lesson opens on; a step ``load`` may go on to others.
    """

    title: str
    idea: str
    scenario: str
    seed: Seed
    change: dict[str, Any] = msgspec.field(default_factory=dict)
    number: Annotated[int, Meta(ge=1)] = 1000
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)

    @classmethod
    def translated(cls) -> tuple[str, ...]:
        """Returns the fields that may be given in other languages."""
        return "title", "idea"


def bundled_lessons() -> list[str]:
    """Returns the names of the shipped lessons, in the order in which to see them."""
    heads = {}
    for path in resource("lessons").glob("*.toml"):
        heads[path.stem] = parsed_toml(read_text(path, _LARGEST)).get("number", 1000)
    return sorted(heads, key=lambda name: (heads[name], name))


def load_lesson(name: str) -> Lesson:
    """Returns a shipped lesson by name, or the one in a ``.toml`` file.

    Raises:
        LessonError: there is none, or the file is wrong; lists every mistake with its place.
    """
    if name.endswith(".toml"):
        return read_lesson(Path(name))
    if name not in bundled_lessons():
        raise LessonError(
            "there is no lesson '{name}': choose {names}",
            name=name,
            names=", ".join(bundled_lessons()),
        )
    return read_lesson(resource("lessons", f"{name}.toml"))


def read_lesson(path: Path) -> Lesson:
    """Returns the lesson in a TOML file.

    Raises:
        LessonError: the file cannot be read, or something in it is wrong.
    """
    try:
        text = read_text(path, _LARGEST)
    except OSError as error:
        raise LessonError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    return parse_lesson(text, path.stem, str(path))


def parse_lesson(text: str, name: str, called: str | None = None) -> Lesson:
    """Returns the lesson in a text.

    Args:
        text: TOML.
        name: what the lesson is called in lists.
        called: what to call the file in a message; the name, by itself.

    Raises:
        LessonError: something in it is wrong.
    """
    called = called or name
    try:
        document = parsed_toml(text)
    except NotTomlError as error:
        if error.given_twice:
            raise LessonError(
                '{called} is not TOML: {why}; a key with a dot needs quotes, as in "say.de" = "…"',
                called=called,
                why=error,
            ) from error
        raise LessonError("{called} is not TOML: {why}", called=called, why=error) from error
    lines = LineNumbers(text)
    parser = StepParser(lines)
    entries = document.pop("step", None)
    head = parser.struct(Head, document, 0, "")
    opening = None
    if head is not None:
        opening = LoadStep(load=head.scenario, seed=head.seed, change=head.change)
        for key, reason in opening.check(parser.scope):
            parser.note(0, "", "scenario" if key == "load" else key, reason)
    steps: list[Step | None] = []
    if not isinstance(entries, list) or not entries:
        parser.note(0, "", "", tr("there is no [[step]]"))
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
        title={"en": head.title, **head.translations.get("title", {})},
        idea={"en": head.idea, **head.translations.get("idea", {})},
        number=head.number,
        opening=opening,
        steps=tuple(step for step in steps if step is not None),
        lines=lines.steps,
    )


def _in_file(mistake: Mistake) -> tuple[int, int]:
    return mistake.step, mistake.line or 0
