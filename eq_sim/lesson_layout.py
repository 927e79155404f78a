"""Each step of a lesson laid out as an audience sees it: is what it speaks of there, and whole?

A step is looked at once, just before it ends, in every language of the lesson, in a wide picture
and in one of 4:3. What a text is worth when it is cut, elided, struck through or covered is said in
``eq_sim.ui.painted``. What is wrong is said in English, as all on the command line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.schedule import ScheduledStep, schedule
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.ui.painted.faults import faults
from eq_sim.ui.painted.pixmaps import Pixmaps, noted

SHAPES: dict[str, tuple[int, int]] = {"16:9": (1280, 720), "4:3": (1024, 768)}
"""Pictures that a lesson is laid out in, by their shape."""

_PLACE = re.compile(r" at -?\d+,-?\d+ \d+×\d+")


@dataclass(frozen=True)
class Fault:
    """Something that an audience cannot see or read.

    Attributes:
        words: what is wrong, and where in the first picture.
        steps: the numbers of the steps in the script.
        pictures: the shapes and languages of the pictures.
    """

    words: str
    steps: tuple[int, ...]
    pictures: tuple[str, ...]

    def __str__(self) -> str:
        """Returns it as a line."""
        steps = ", ".join(map(str, self.steps))
        return (
            f"step{'s' * (len(self.steps) > 1)} {steps} in {', '.join(self.pictures)}: {self.words}"
        )


def faults_of(
    lesson: Lesson,
    check: Callable[[], None] = lambda: None,
    shapes: Mapping[str, tuple[int, int]] = SHAPES,
) -> list[Fault]:
    """Lays every step of a lesson out, and returns what is wrong.

    Args:
        lesson: what is laid out; no display is needed.
        check: called for each step; raises if nobody waits for it any more.
        shapes: of the pictures, their sizes by what they are called.

    Raises:
        EqSimError: a step cannot be done.
    """
    found: dict[str, list[tuple[int, str, str]]] = {}
    steps = schedule(lesson)
    for language in lesson.languages:
        for shape, size in shapes.items():
            # One after the other: a picture's words are of a size that holds for the process.
            with noted() as pixmaps, closing(OffscreenFilm(lesson, size, "dark", language)) as film:
                for step, words in _of_film(film, steps, pixmaps, check):
                    fault = step, f"{shape} {language}", words
                    found.setdefault(_PLACE.sub("", words), []).append(fault)
    return [
        Fault(
            same[0][2],
            tuple(sorted({step for step, _, _ in same})),
            tuple(dict.fromkeys(picture for _, picture, _ in same)),
        )
        for same in found.values()
    ]


def _of_film(
    film: OffscreenFilm,
    steps: list[ScheduledStep],
    pixmaps: Pixmaps,
    check: Callable[[], None],
) -> Iterator[tuple[int, str]]:
    """Yields what is wrong in one size and language: (number of the step, what)."""
    for each, tick in _looks(steps):
        check()
        film.run_to(tick)
        for words in (*film.view.unseen, *faults(film.window, pixmaps)):
            yield each.number, words


def _looks(steps: list[ScheduledStep]) -> Iterator[tuple[ScheduledStep, int]]:
    """Yields when each step is looked at: before it waits for somebody, and before it ends."""
    for each in steps:
        if each.end > each.start:
            if each.gate is not None and each.start < each.gate < each.end - 1:
                yield each, each.gate
            yield each, each.end - 1
