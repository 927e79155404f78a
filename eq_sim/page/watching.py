"""Looks on while the pictures of a film are drawn, and notes what a page tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from eq_sim.film.pictures import Picture, Same
from eq_sim.film.png import png
from eq_sim.film.subtitles import Caption, Chapter
from eq_sim.lessons.scene import Question
from eq_sim.lessons.show import Show
from eq_sim.lessons.what_is_said import answers_below


class Pictures(Protocol):
    """What draws a lesson or a recording, a picture for each frame.

    Attributes:
        captions: what was said so far, and when.
        chapters: what began so far, and when.
        player: what plays.
    """

    captions: list[Caption]
    chapters: list[Chapter]
    player: Show

    @property
    def seconds(self) -> float:
        """How long it will be."""

    def frames(self, fps: int) -> Iterator[Picture | Same]:
        """Yields a picture for each frame, or the word that nothing changed."""


@dataclass
class Span:
    """Something that stood for a time.

    Attributes:
        start: its first second.
        end: the second in which it was gone.
    """

    start: float
    end: float


@dataclass
class Standing(Span):
    """A question that stood for a time, before or after its right answer was shown.

    Attributes:
        question: as it stood.
    """

    question: Question


@dataclass
class Noted(Span):
    """Words that stood for a time: a presenter's notes, or a caption whose numbers went on.

    Attributes:
        text: as the script has them.
    """

    text: str


class Watch:
    """What is seen while pictures are drawn.

    Args:
        pictures: what draws them.
        fps: frames a second; it divides 600.
        language: of the captions.

    Attributes:
        stills: the last picture of each part, as PNG: of what is before the first chapter, empty
            where that is nothing, and of each chapter.
        questions: as they stood, in order.
        notes: for the presenter, in order.
        live: captions whose numbers went on with the experiment, as the script has them.
        captions: those of the pictures, and with each question its answers; at the end.
    """

    def __init__(self, pictures: Pictures, fps: int, language: str) -> None:
        self._pictures, self._fps, self._language = pictures, fps, language
        self.stills: list[bytes] = []
        self.questions: list[Standing] = []
        self.notes: list[Noted] = []
        self.live: list[Noted] = []
        self.captions: list[Caption] = []

    def frames(self) -> Iterator[Picture | Same]:
        """Yields the pictures, and looks on."""
        last: Picture | None = None
        for frame, picture in enumerate(self._pictures.frames(self._fps)):
            while len(self.stills) < len(self._pictures.chapters):
                self.stills.append(b"" if last is None else png(last))
            if not isinstance(picture, Same):
                last = picture
            self._look(frame / self._fps, (frame + 1) / self._fps)
            yield picture
        if last is not None:
            self.stills.append(png(last))
        self.captions += self._with_answers()

    def _look(self, now: float, then: float) -> None:
        stage = self._pictures.player.on_stage
        question = stage.question
        if question is not None:
            before = self.questions[-1] if self.questions else None
            if before is not None and before.end == now and _alike(before.question, question):
                before.end, before.question = then, question
            else:
                self.questions.append(Standing(now, then, question))
        _note(self.notes, stage.notes, now, then)
        _note(self.live, stage.live, now, then)

    def _with_answers(self) -> Iterator[Caption]:
        """Yields the captions; where a question stands, its answers stand below it."""
        for caption in self._pictures.captions:
            cuts = {caption.start, caption.end}
            for standing in self.questions:
                cuts |= {
                    time
                    for time in (standing.start, standing.end)
                    if caption.start < time < caption.end
                }
            times = sorted(cuts)
            for start, end in pairwise(times):
                below = [
                    answers_below(standing.question, self._language)
                    for standing in self.questions
                    if standing.start <= start < standing.end
                ]
                yield Caption(start, end, "\n".join([caption.text, *below[:1]]))


def _alike(one: Question, other: Question) -> bool:
    return (one.place, one.revealed) == (other.place, other.revealed)


def _note(noted: list[Noted], text: str, now: float, then: float) -> None:
    if not text:
        return
    if noted and noted[-1].end == now and noted[-1].text == text:
        noted[-1].end = then
    else:
        noted.append(Noted(now, then, text))
