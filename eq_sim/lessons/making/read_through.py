"""A draft read through: when each entry is played, and what is wrong with its words."""

from dataclasses import dataclass, field

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.script import Script, script
from eq_sim.lessons.making.trial import parsed
from eq_sim.lessons.making.words import words_of
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.schedule import schedule
from eq_sim.lessons.wording.typed_numbers import typed_numbers
from eq_sim.lessons.wording.wording import Wording


@dataclass(frozen=True)
class ReadThrough:
    """What is known of a draft without playing it.

    Attributes:
        lesson: the draft as a lesson; None where something in it is wrong.
        ticks: when each entry begins and is over, by its number; empty without a lesson.
        problems: the first thing that is wrong at each entry, by its number; None for the whole.
    """

    lesson: Lesson | None
    ticks: dict[int, tuple[int, int]] = field(default_factory=dict)
    problems: dict[int | None, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long the lesson lasts."""
        return 0.0 if self.lesson is None else self.lesson.seconds

    @property
    def starts(self) -> dict[int, float]:
        """At which second each entry begins, by its number."""
        return {number: start / TICKS for number, (start, _) in self.ticks.items()}

    def problem_beside(self, draft: Draft, number: int | None = None) -> str:
        """Returns the first thing wrong with words, and how many more there are; empty for none.

        Args:
            draft: as it is by now: an entry that was read may be gone.
            number: of the entry of which nothing is said, for it stands there already.
        """
        if not self.problems:
            return ""
        there = {each.number for each in draft.entries} - {number}
        problems = {of: what for of, what in self.problems.items() if of is None or of in there}
        if not problems:
            return ""
        entry = next((each for each in draft.entries if each.number in problems), None)
        what = problems[None if entry is None else entry.number]
        if entry is not None:
            step = words_of(draft, entry)
            what = tr("At “{step}”: {problem}", step=step, problem=what)
        more = len(problems) - 1
        also = ntr("And {count:,} more.", "And {count:,} more.", more) if more else ""
        return f"{what}. {also}".strip()


def read_through(draft: Draft) -> ReadThrough:
    """Reads a draft."""
    written = script(draft)
    found: dict[int | None, str] = {}
    try:
        lesson = parsed(written.text)
    except LessonError as error:
        for mistake in error.mistakes:
            inside = 0 < mistake.step <= len(written.steps)
            found.setdefault(written.steps[mistake.step - 1] if inside else None, mistake.reason)
        return ReadThrough(None, {}, found or {None: str(error)})
    for said in draft.entries:
        if typed := typed_numbers(said.say, draft.language, said.given):
            found[said.number] = tr(
                "“{number}” is typed: insert a number that is computed, or say that it is true by "
                "definition",
                number=typed[0],
            )
    wording = Wording(lesson)
    for at, entry in enumerate(written.steps, start=1):
        for problem in wording.of_step(at)[:1]:
            found.setdefault(entry, problem)
    return ReadThrough(lesson, _ticks(lesson, written), found)


def typed_in(text: str, language: str) -> tuple[str, ...]:
    """Returns the numbers in a caption that somebody has typed, as they stand there."""
    return tuple(dict.fromkeys(typed_numbers(text, language)))


def _ticks(lesson: Lesson, written: Script) -> dict[int, tuple[int, int]]:
    """Returns when each entry begins and is over, by its number."""
    found: dict[int, tuple[int, int]] = {}
    for each in schedule(lesson):
        entry = written.steps[each.number - 1] if each.number else 0
        if entry is not None:
            start, _ = found.get(entry, (each.start, 0))
            found[entry] = start, each.end
    return found
