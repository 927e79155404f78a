"""One chapter of a lesson: which one is meant, and when it begins and ends."""

from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.schedule import schedule
from eq_sim.lessons.what_is_said import in_language


def find_chapter(lesson: Lesson, words: str) -> int:
    """Returns which chapter is meant, from 0.

    Args:
        lesson: whose.
        words: its number from 1, or its title in any language of the lesson.

    Raises:
        LessonError: there is no such chapter; lists those there are.
    """
    wanted = " ".join(words.split())
    titles = lesson.chapters
    if not titles:
        raise LessonError("{name} has no chapters: make the whole of it", name=lesson.name)
    for place, spoken in enumerate(titles):
        named = {" ".join(title.split()).casefold() for title in spoken.values()}
        if wanted == str(place + 1) or wanted.casefold() in named:
            return place
    listed = (in_language(spoken, lesson.language) for spoken in titles)
    raise LessonError(
        "{name} has no chapter '{chapter}': choose a number or a title of\n  {choices}",
        name=lesson.name,
        chapter=wanted,
        choices="\n  ".join(f"{n}  {title}" for n, title in enumerate(listed, start=1)),
    )


def chapter_span(lesson: Lesson, chapter: int | None) -> tuple[int, int]:
    """Returns the first tick of a chapter, and the last before the next; of None, of all of it.

    The last chapter ends with the lesson.
    """
    planned = schedule(lesson)
    length = planned[-1].end
    if chapter is None:
        return 0, length
    starts = [each.start for each in planned if each.step.opens_chapter]
    after = chapter + 1
    return starts[chapter], starts[after] - 1 if after < len(starts) else length
