"""A draft as it is kept for a recovery: more than its lesson's text says, for cut steps stay."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft


@dataclass(frozen=True)
class Kept:
    """What was on the desk when the program ended.

    Attributes:
        draft: as it was.
        path: the lesson's file; empty before it had one.
        expects: what held at its end, where that was known.
    """

    draft: Draft
    path: str = ""
    expects: str = ""

    @property
    def file(self) -> Path | None:
        """The lesson's file; None before it had one."""
        return Path(self.path) if self.path else None

    @property
    def captions(self) -> int:
        """How many captions are written."""
        return sum(bool(entry.say) for entry in self.draft.entries)


def to_bytes(kept: Kept) -> bytes:
    """Returns what is kept."""
    return msgspec.json.encode(kept)


def from_bytes(content: bytes) -> Kept:
    """Returns what was kept.

    Raises:
        LessonError: it is damaged.
    """
    try:
        kept = msgspec.json.decode(content, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise LessonError("the lesson that was being made is damaged and cannot be read") from error
    if not kept.draft.entries or kept.draft.entries[0].number:
        raise LessonError("the lesson that was being made is damaged and cannot be read")
    return kept
