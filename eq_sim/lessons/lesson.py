"""A lesson: what it opens on, and its steps in the order of play."""

from collections.abc import Iterator
from dataclasses import dataclass

from eq_sim.lessons.lesson_error import Mistake, StepError
from eq_sim.lessons.scene import TICKS, Spoken
from eq_sim.lessons.steps.step import Step
from eq_sim.lessons.steps.training import LoadStep
from eq_sim.session.errors import EqSimError
from eq_sim.session.session import Session


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        name: the file's name without its ending.
        title: by language.
        idea: the one idea, in a sentence, by language.
        number: its place among the shipped lessons.
        opening: what is loaded before the first step.
        steps: in the order of play.
        lines: of the file, from 1, that the steps begin with.
        opening_line: of the file, that says what it opens on.
        file: what to call its file in a message.
    """

    name: str
    title: Spoken
    idea: Spoken
    number: int
    opening: LoadStep
    steps: tuple[Step, ...]
    lines: tuple[int, ...]
    opening_line: int
    file: str

    def line(self, number: int) -> int:
        """Returns the line that a step begins with, by its number from 1; 0 is the opening."""
        known = 0 < number <= len(self.lines)
        return self.lines[number - 1] if known else self.opening_line

    def stopped(self, number: int, kind: str, error: EqSimError) -> StepError:
        """Returns what to say of a step that cannot be done: which one, where it stands, and why.

        Args:
            number: of the step, from 1; 0 for what the lesson opens on.
            kind: what the step does, such as "train".
            error: why it cannot be done.
        """
        key = "" if number else "scenario"
        mistake = Mistake(self.line(number), number, kind, key, f"{error}")
        return StepError(self.file, mistake)

    def session(self) -> Session:
        """Returns a new session of what the lesson opens on.

        Raises:
            StepError: it cannot be opened.
        """
        try:
            return Session(self.opening.scenario(), self.opening.seed)
        except EqSimError as error:
            raise self.stopped(0, "", error) from error

    @property
    def chapters(self) -> tuple[Spoken, ...]:
        """The chapters' titles, by language."""
        return tuple(step.texts(step.key) for step in self.steps if step.opens_chapter)

    @property
    def directed(self) -> bool:
        """Whether it says what is on stage."""
        return any(step.key == "show" for step in self.steps)

    @property
    def things(self) -> tuple[str, ...]:
        """What it puts on stage, as it calls it, in the order in which each comes first."""
        shown = (step for step in self.steps if step.key == "show")
        return tuple(dict.fromkeys(thing for step in shown for thing in getattr(step, step.key)))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its title is given in, its own first."""
        return tuple(self.title)

    @property
    def language(self) -> str:
        """Its own language, in which all is said that nobody has translated."""
        return self.languages[0]

    @property
    def seconds(self) -> float:
        """How long it lasts, when each question waits for its stated time."""
        return sum(step.ticks for _, step in in_order_of_play(self.steps)) / TICKS


def in_order_of_play(steps: tuple[Step, ...]) -> Iterator[tuple[int, Step]]:
    """Yields (number from 1, step) in the order of play, steps inside others included."""
    for number, step in enumerate(steps, start=1):
        yield number, step
        for follower in step.followers():
            yield number, follower
