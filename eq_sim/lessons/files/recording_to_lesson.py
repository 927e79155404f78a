"""Writes a recording as a lesson: a script to add words to, by someone who does not program."""

from eq_sim.language.tr import tr
from eq_sim.lessons.files.lesson_file import LARGEST
from eq_sim.lessons.files.lesson_text import step_text, table_text
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.making.lengths import pauses, sized
from eq_sim.lessons.making.naming import bound_of, speakable
from eq_sim.lessons.making.telling import PAUSE, Telling
from eq_sim.session.files.recording import Done


def as_lesson(done: list[Done], title: str) -> tuple[str, list[str]]:
    """Returns a recording as the text of a lesson, and what it has no word for.

    Turns go straight from where a knob was taken to where it was left; training keeps its steps
    and its time. A last expectation states the loss that is reached.

    Args:
        done: the recording, trimmed as wished.
        title: of the lesson.

    Raises:
        LessonError: a lesson cannot say the scenario that was recorded, or would be too long.
        EqSimError: what was done cannot be done again.
    """
    telling = Telling(done)
    title = speakable(title)
    opening = telling.opening
    blocks: list[str] = []
    left_out: list[str] = []
    at = 0.0
    for step in (step for thing in telling.things() for step in thing):
        if step.missing:
            second = step.start
            left_out.append(tr("at {second:.1f} s: {what}", second=second, what=step.missing))
            blocks.append(f"# At {second:.1f} s there was a step that a lesson has no word for.\n")
            continue
        if step.start - at > PAUSE:
            blocks += map(step_text, pauses(step.start - at))
        at = max(at, step.end)
        blocks += map(step_text, sized(step.table))
    head: dict[str, object] = {
        "title": title,
        "idea": "Say in one sentence what this lesson is about.",
        "scenario": opening.scenario,
        "seed": opening.seed,
    }
    if opening.change:
        head["change"] = opening.change
    chapter, last = step_text({"chapter": title}), step_text({"expect": bound_of(telling.loss)})
    text = "\n".join([table_text(head), chapter, *blocks, last])
    if (size := len(text.encode())) > LARGEST:
        raise LessonError(
            "a lesson has at most {most:,} bytes, and this recording makes one of {size:,}: choose "
            "a shorter part of it",
            most=LARGEST,
            size=size,
        )
    return text, left_out
