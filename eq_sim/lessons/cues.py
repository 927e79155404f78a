"""When to say what beside a film of a lesson: its times, captions and notes, for a narration."""

from collections.abc import Callable
from dataclasses import dataclass

from eq_sim.lessons.chapters import chapter_span
from eq_sim.lessons.language.caption_lines import lines
from eq_sim.lessons.language.decimal_sign import DecimalSign, sign_of
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.what_is_said import what_is_said
from eq_sim.session.session import Session

_LOOK = TICKS // 10  # between looks at whether it is still wanted


@dataclass(frozen=True)
class Cue:
    """A moment at which something new stands in the picture.

    Attributes:
        start: in seconds of the film.
        lasts: seconds until the next one, or the lesson's end.
        chapter: the number from 1 and the title of one that begins here; None for none.
        said: the caption, in lines; none where it is still the one before.
        answers: to choose from, where it is a question.
        notes: for the presenter; empty where they are still those before.
    """

    start: float
    lasts: float
    chapter: tuple[int, str] | None
    said: tuple[str, ...]
    answers: tuple[str, ...]
    notes: str


def cues(
    lesson: Lesson,
    language: str,
    *,
    chapter: int | None = None,
    decimal: DecimalSign | None = None,
    check: Callable[[], None] = lambda: None,
) -> list[Cue]:
    """Plays a lesson without a window, and returns when what is said, as its film has it.

    Args:
        lesson: what is filmed.
        language: of the captions.
        chapter: the one that is filmed, from 0: its times begin at 0. None for all.
        decimal: the decimal sign of all numbers; None for that of the language.
        check: called many times a second; raises if it is no longer wanted.

    Raises:
        EqSimError: a step cannot be done.
    """
    first, last = chapter_span(lesson, chapter)
    player = Player(
        Session(lesson.opening.scenario(), lesson.opening.seed), lesson, language, auto=True
    )
    player.decimal = decimal or sign_of(language)
    player.play()
    found: list[_Heard] = []
    for tick in _beats(player, first, last):
        while player.tick < tick and not player.finished:
            player.advance(min(_LOOK, tick - player.tick))
            check()
        heard = _Heard.now(player, tick)
        if not found or not heard.goes_on_from(found[-1]):
            found.append(heard)
    ends = [heard.tick for heard in found[1:]] + [last]
    before: list[_Heard | None] = [None, *found[:-1]]
    return [
        heard.cue(earlier, first, end)
        for heard, earlier, end in zip(found, before, ends, strict=True)
    ]


def _beats(player: Player, first: int, last: int) -> list[int]:
    """Returns the ticks at which something new may be said."""
    starts = {each.start for each in player.schedule if each.step.beat or each.step.notes}
    reveals = {
        each.gate + 1
        for each in player.schedule
        if each.gate is not None and each.waits_for == "answer"
    }
    return sorted(tick for tick in {first, *starts, *reveals} if first <= tick <= last)


@dataclass(frozen=True)
class _Heard:
    """What is there at a tick, new or not."""

    tick: int
    chapter: int | None
    title: str
    said: str
    answers: tuple[str, ...]
    notes: str

    @classmethod
    def now(cls, player: Player, tick: int) -> "_Heard":
        stage = player.on_stage
        asked = stage.question is not None and not stage.question.revealed
        place = stage.chapter
        return cls(
            tick,
            place,
            "" if place is None else stage.chapters[place][0],
            what_is_said(player.caption, stage, player.language),
            player.options if asked else (),
            stage.notes,
        )

    def goes_on_from(self, before: "_Heard") -> bool:
        """Whether nothing is new."""
        return (self.chapter, self.said, self.answers, self.notes) == (
            before.chapter,
            before.said,
            before.answers,
            before.notes,
        )

    def cue(self, before: "_Heard | None", first: int, end: int) -> Cue:
        """Returns what is new of it."""
        opens = self.chapter is not None and (before is None or before.chapter != self.chapter)
        return Cue(
            (self.tick - first) / TICKS,
            (end - self.tick) / TICKS,
            (self.chapter + 1, self.title) if opens and self.chapter is not None else None,
            tuple(lines(self.said)) if before is None or before.said != self.said else (),
            self.answers,
            self.notes if before is None or before.notes != self.notes else "",
        )
