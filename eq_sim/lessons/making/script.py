"""A draft written as the text of a lesson, and where in it each entry is."""

from collections.abc import Iterator
from dataclasses import dataclass

from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.files.lesson_text import step_text, table_text
from eq_sim.lessons.making.draft import LONGEST, Draft, Entry, Table, at_once
from eq_sim.lessons.making.telling import PAUSE

REMARK = "# What was done here has no word in a lesson: "
"""What the comment begins with that stands for such a thing."""


@dataclass(frozen=True)
class Script:
    """The text of a lesson.

    Attributes:
        text: TOML.
        steps: for each step of it, from 1, the number of its entry; None for what no entry has.
    """

    text: str
    steps: tuple[int | None, ...]


def script(draft: Draft, expects: str = "", *, hurried: bool = False) -> Script:
    """Returns a draft as a lesson's text.

    Args:
        draft: what is written.
        expects: what must hold at its end; empty for nothing.
        hurried: whether every training is a single step that takes no time: such a lesson tells
            nothing, but it can be played through at once to see whether its order makes sense.
    """
    blocks, steps = [table_text(_head(draft))], list[int | None]()
    for entry, table in _tables(draft):
        if isinstance(table, str):
            blocks.append(f"{REMARK}{table}\n")
            continue
        if hurried:
            table = at_once({**table, "train": 1} if "train" in table else table)
        blocks.append(step_text(table))
        steps.append(entry.number)
    if expects:
        blocks.append(step_text({"expect": expects}))
        steps.append(None)
    return Script("\n".join(blocks), tuple(steps))


def _head(draft: Draft) -> Table:
    head: dict[str, object] = {
        "title": draft.title,
        "idea": draft.idea,
        "scenario": draft.opening.scenario,
        "seed": draft.opening.seed,
    }
    if draft.language != ENGLISH:
        head["language"] = draft.language
    if draft.opening.change:
        head["change"] = draft.opening.change
    return head


def _tables(draft: Draft) -> Iterator[tuple[Entry, Table | str]]:
    """Yields the steps of the lesson in order; a text for a remark."""
    for place in range(1, draft.first):
        entry = draft.entries[place]
        for step in entry.steps:
            yield entry, at_once(step)
    for place in (0, *range(draft.first, draft.last)):
        entry = draft.entries[place]
        yield from ((entry, table) for table in _entry(entry))
        pause = round(min(draft.pause_after(place), LONGEST), 2)
        if pause > PAUSE or (entry.hold and pause):
            yield entry, {"pause": pause}


def _entry(entry: Entry) -> Iterator[Table | str]:
    if entry.chapter:
        yield {"chapter": entry.chapter}
    notes = {"notes": entry.notes} if entry.notes else {}
    if entry.say:
        said: dict[str, object] = {"say": entry.say}
        if entry.reading is not None:
            said["seconds"] = entry.reading
        if entry.live:
            said["live"] = True
        if entry.given:
            said["given"] = list(entry.given)
        yield {**said, **notes}
        notes = {}
    if entry.missing:
        yield entry.missing
    for step in entry.steps:
        yield {**step, **notes}
        notes = {}
    if notes:
        yield {"pause": 0, **notes}
