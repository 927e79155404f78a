"""What is said to the audience at a moment: a caption, or a question or request in its place."""

from collections.abc import Mapping

from eq_sim.lessons.scene import Question, Spoken
from eq_sim.lessons.show import OnStage


def what_is_said(caption: str, stage: OnStage, language: str) -> str:
    """Returns the words in the place of the caption.

    Args:
        caption: what is said where nothing is asked.
        stage: what stands beside the experiment.
        language: of a question's or a request's words; the lesson's own where it has no other.
    """
    question, request = stage.question, stage.request
    if question is not None:
        reveal = question.reveal if question.revealed else {}
        return in_language(reveal, language) or in_language(question.text, language)
    return caption if request is None else in_language(request.text, language)


def answers_below(question: Question, language: str) -> str:
    """Returns what stands below a question, as text: its answers, a line each.

    Once it is revealed that is the right one alone; empty where none is.
    """
    answers = answers_in(question.answers, language)
    if question.revealed:
        return "" if question.right is None else f"✓ {answers[question.right]}"
    return "\n".join(f"{number}  {answer}" for number, answer in enumerate(answers, start=1))


def in_language(texts: Spoken, language: str) -> str:
    """Returns a text in a language, or in the lesson's own; empty where there is none."""
    return texts.get(language, next(iter(texts.values()), ""))


def answers_in(answers: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Returns the answers of a question; in which language, as of a text."""
    return answers.get(language, next(iter(answers.values())))
