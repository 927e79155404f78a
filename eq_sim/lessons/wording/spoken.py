"""The texts of a step that an audience reads as captions, as the script has them."""

from collections.abc import Iterator
from dataclasses import dataclass

from eq_sim.lessons.steps.captions import SayStep
from eq_sim.lessons.steps.checks import AskStep
from eq_sim.lessons.steps.questions import AnswerStep, GuessStep
from eq_sim.lessons.steps.step import Step

Speaking = SayStep | GuessStep | AnswerStep | AskStep
_CAPTIONS: dict[type[Step], tuple[str, ...]] = {
    SayStep: ("say",),
    GuessStep: ("guess", "reveal"),
    AnswerStep: ("reveal",),
    AskStep: ("ask", "hint"),
}


@dataclass(frozen=True)
class SpokenText:
    """One text in one language.

    Attributes:
        field: what it is in the step: "say", "reveal".
        language: its language.
        text: with the names of its numbers in braces.
    """

    field: str
    language: str
    text: str


def speaks(step: Step) -> bool:
    """Whether a step says something in a caption."""
    return type(step) in _CAPTIONS


def spoken_texts(step: Step) -> Iterator[SpokenText]:
    """Yields the captions of a step, and the right answer of a question.

    The wrong answers are guesses: what stands in them is not claimed. Nor is what stands in one
    that is right where a condition holds.
    """
    for field in _CAPTIONS.get(type(step), ()):
        for language, text in step.texts(field).items():
            yield SpokenText(field, language, text)
    if isinstance(step, GuessStep) and isinstance(step.right, int):
        for language, answers in step.texts("answers").items():
            for text in answers[step.right - 1 : step.right]:
                yield SpokenText("answers", language, text)
