"""What was seen, as a reader takes it in: part by part, lines and questions in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from eq_sim.film.subtitles import Caption, Chapter
from eq_sim.lessons.what_is_said import answers_in, in_language
from eq_sim.page.watching import Noted, Standing, Watch


@dataclass(frozen=True)
class Line:
    """A sentence that was said.

    Attributes:
        start: its second.
        text: what was said; of numbers that went on the last ones.
    """

    start: float
    text: str


@dataclass(frozen=True)
class Quiz:
    """A question that was asked, with its answer.

    Attributes:
        start: its second.
        text: the question.
        answers: to choose from.
        right: which one is right, from 0; None where none is.
        reveal: what is said when it is revealed; empty for nothing.
    """

    start: float
    text: str
    answers: tuple[str, ...]
    right: int | None
    reveal: str


Item: TypeAlias = Line | Quiz


@dataclass(frozen=True)
class Part:
    """A chapter, or what is before the first.

    Attributes:
        number: of the chapter, from 1; 0 for what is before.
        start: its first second.
        title: of the chapter; empty for what is before.
        items: what was said and asked, in order.
        notes: for the presenter.
        still: the last picture, as PNG.
    """

    number: int
    start: float
    title: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    still: bytes


def parts_of(
    watch: Watch, captions: Sequence[Caption], chapters: Sequence[Chapter], language: str
) -> tuple[Part, ...]:
    """Returns the parts of what was watched to its end.

    Args:
        watch: who looked on.
        captions: what was said, and when.
        chapters: what began, and when.
        language: of the captions.
    """
    items: list[Item] = [
        *_lines(captions, watch.questions, watch.live, language),
        *_quizzes(watch.questions, language),
    ]
    items.sort(key=lambda item: item.start)
    starts = [0.0, *(chapter.start for chapter in chapters)]
    titles = ["", *(chapter.title for chapter in chapters)]
    parts = []
    for number, (start, title, still) in enumerate(zip(starts, titles, watch.stills, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else float("inf")
        within = tuple(item for item in items if start <= item.start < end)
        notes = _longest(each.text for each in watch.notes if start <= each.start < end)
        if number or within or notes or not chapters:
            parts.append(Part(number, start, title, within, notes, still))
    return tuple(parts)


def _longest(texts: Iterable[str]) -> tuple[str, ...]:
    """Returns texts; of one that grew while it stood what it came to."""
    found: list[str] = []
    for text in texts:
        if found and text.startswith(found[-1]):
            found.pop()
        found.append(text)
    return tuple(found)


def _lines(
    captions: Sequence[Caption],
    questions: Sequence[Standing],
    live: Sequence[Noted],
    language: str,
) -> Iterator[Line]:
    """Yields what was said, but for questions and what each reveals at once."""
    asked = {" ".join(in_language(each.question.text, language).split()) for each in questions}
    waiting: Line | None = None
    for caption in captions:
        text = " ".join(caption.text.split())
        if text in asked or _is_reveal(caption, questions):
            continue
        before = [each for each in live if each.start <= caption.start < each.end]
        if waiting is not None and before and before[0].start <= waiting.start:
            waiting = Line(waiting.start, text)
            continue
        if waiting is not None:
            yield waiting
        waiting = Line(caption.start, text)
    if waiting is not None:
        yield waiting


def _is_reveal(caption: Caption, questions: Sequence[Standing]) -> bool:
    """Whether a caption is what a question reveals straight after it was asked.

    What a later step answers is said there, too: there it belongs to what was seen meanwhile.
    """
    return any(
        each.start <= caption.start < each.end and each.question.revealed and not each.question.name
        for each in questions
    )


def _quizzes(questions: Sequence[Standing], language: str) -> Iterator[Quiz]:
    first: dict[int, Standing] = {}
    last: dict[int, Standing] = {}
    for each in questions:
        first.setdefault(each.question.place, each)
        last[each.question.place] = each
    for place, asked in first.items():
        end = last[place].question
        answers = answers_in(end.answers, language)
        yield Quiz(
            asked.start,
            " ".join(in_language(asked.question.text, language).split()),
            tuple(answers),
            end.right if end.revealed else None,
            " ".join(in_language(end.reveal, language).split()),
        )
