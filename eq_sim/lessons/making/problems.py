"""What is wrong with the words of a draft, beside the entry that they stand at."""

from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.script import script
from eq_sim.lessons.making.trial import parsed
from eq_sim.lessons.wording.typed_numbers import typed_numbers
from eq_sim.lessons.wording.wording import Wording


def problems(draft: Draft) -> dict[int | None, str]:
    """Returns the first thing that is wrong at each entry, by its number; None for the whole."""
    written = script(draft)
    found: dict[int | None, str] = {}
    try:
        lesson = parsed(written.text)
    except LessonError as error:
        for mistake in error.mistakes:
            inside = 0 < mistake.step <= len(written.steps)
            entry = written.steps[mistake.step - 1] if inside else None
            found.setdefault(entry, mistake.reason)
        return found or {None: str(error)}
    wording = Wording(lesson)
    for at, entry in enumerate(written.steps, start=1):
        for problem in wording.of_step(at)[:1]:
            found.setdefault(entry, problem)
    return found


def typed_in(text: str) -> tuple[str, ...]:
    """Returns the numbers in a caption that somebody has typed, as they stand there."""
    return tuple(dict.fromkeys(typed_numbers(text, "en")))
