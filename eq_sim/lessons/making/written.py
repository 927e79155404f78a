"""A lesson's file read as a draft again, where nothing of it would be lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.typed_marks import with_typed_marks
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft, Entry
from eq_sim.lessons.making.script import REMARK, script
from eq_sim.lessons.making.telling import Opening
from eq_sim.session.files.reading import read_text
from eq_sim.session.files.toml import parsed_toml

_LARGEST = 1_000_000
_SAID = {"say", "seconds", "live", "given", "notes"}


def draft_of_file(path: Path) -> tuple[Draft, str]:
    """Returns the lesson in a file as a draft, and what it expects at its end.

    Raises:
        LessonError: the file cannot be read or is no lesson, or it says more than a draft can.
    """
    try:
        text = read_text(path, _LARGEST)
    except OSError as error:
        raise LessonError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    parse_lesson(text, path.stem, str(path))
    text = with_typed_marks(text).text  # as it was just read: with the quotes that TOML has
    draft, expects = _draft(text)
    if _all_of(script(draft, expects).text) != _all_of(text):
        raise LessonError(
            "{path} says more than this window can keep, such as comments, languages, questions or "
            "lights: edit its text, and Lessons, Open a lesson shows what comes of it",
            path=path,
        )
    return draft, expects


def _all_of(text: str) -> tuple[object, list[str]]:
    """Returns all that a text says: its table, and its comments."""
    comments = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
    return parsed_toml(text), comments


def _draft(text: str) -> tuple[Draft, str]:
    """Returns a text as a draft, as far as a draft can say it, and what it expects last."""
    document = parsed_toml(text)
    remarks = _remarks(text)
    entries = [Entry(0)]
    expects = ""
    fresh = False  # whether the last entry can still get what it does
    for place, table in enumerate(document.get("step", ())):
        for remark in remarks.get(place, ()):
            if not fresh:
                entries.append(Entry(len(entries)))
            entries[-1] = replace(entries[-1], missing=remark)
            fresh = False
        key = next(iter(table))
        last = entries[-1]
        if key == "expect":
            expects = str(table["expect"])
        elif key == "pause" and isinstance(table["pause"], int | float) and "notes" not in table:
            entries[-1], fresh = replace(last, hold=float(table["pause"])), False
        elif key == "chapter":
            if place and (not fresh or last.chapter):
                entries.append(Entry(len(entries)))
            entries[-1], fresh = replace(entries[-1], chapter=table["chapter"]), True
        elif key == "say" and table.keys() <= _SAID:
            if place and (not fresh or last.say):
                entries.append(Entry(len(entries)))
            entries[-1], fresh = _said(entries[-1], table), True
        else:
            if not fresh or len(entries) == 1:
                entries.append(Entry(len(entries)))
            entries[-1], fresh = _done(entries[-1], table), False
    opening = Opening(document["scenario"], document["seed"], document.get("change", {}))
    count = len(entries)
    title, idea = document["title"], document["idea"]
    draft = Draft(
        title, idea, opening, tuple(entries), last=count, next_number=count,
        language=document.get("language", ENGLISH),
    )  # fmt: skip
    return draft, expects


def _said(entry: Entry, table: dict[str, Any]) -> Entry:
    given = table.get("given", ())
    return replace(
        entry,
        say=table["say"],
        reading=table.get("seconds"),
        live=table.get("live", False),
        given=tuple(given) if isinstance(given, list) else (),
        notes=table.get("notes", ""),
    )


def _done(entry: Entry, table: dict[str, Any]) -> Entry:
    """Returns an entry with what it does; notes that stand there are the entry's."""
    step = dict(table)
    if "notes" in step and not entry.say:
        entry = replace(entry, notes=step.pop("notes"))
    if step == {"pause": 0}:
        return entry
    return replace(entry, steps=(step,))


def _remarks(text: str) -> dict[int, list[str]]:
    """Returns what could not be told, by the number of steps before it."""
    found: dict[int, list[str]] = {}
    steps = 0
    for line in text.splitlines():
        if line.startswith("[[step]]"):
            steps += 1
        elif line.startswith(REMARK):
            found.setdefault(steps, []).append(line[len(REMARK) :])
    return found
