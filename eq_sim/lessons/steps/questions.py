"""Steps that ask the audience: what will happen, and, after the experiment, what did."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.caption_lines import WIDTH
from eq_sim.lessons.language.expressions import (
    filled,
    holds,
    in_all_languages,
    mistakes_in_condition,
    mistakes_in_text,
    mistakes_in_writing,
)
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import Finding, Question
from eq_sim.lessons.steps.step import (
    Answers,
    Gate,
    Given,
    KeyReason,
    RunningStep,
    Step,
    check_texts,
    reading,
    ticks,
)

_AFTER = 4.0  # seconds that an answer stands, at least


class GuessStep(Step, frozen=True, kw_only=True):
    """A question with two to four answers: it waits for one, then shows the right one.

    ``right`` counts from 1, or is a condition for each answer, of which one holds where the right
    one is shown. A film, and a check, wait ``seconds`` and then reveal; ``reveal`` is the caption
    then, and stands ``after`` seconds before the lesson goes on. A guess with a ``name`` keeps what
    was chosen and reveals nothing: a later step, ``answer = "name"``, does. ``given`` are numbers
    that are typed because they are true by definition.
    """

    key: ClassVar[str] = "guess"
    spoken: ClassVar[tuple[str, ...]] = ("guess", "answers", "reveal")
    beat: ClassVar[bool] = True
    guess: str
    answers: Answers
    right: Annotated[int, Meta(ge=1, le=4)] | Answers
    name: str = ""
    reveal: str = ""
    seconds: Annotated[float, Meta(gt=0, le=600)] = 6.0
    after: Annotated[float, Meta(gt=0, le=600)] | None = None
    given: Given = msgspec.field(default_factory=list)

    @property
    def ticks(self) -> int:
        if self.name:
            return ticks(self.seconds) + 1
        return ticks(self.seconds) + ticks(_AFTER if self.after is None else self.after)

    @property
    def gate(self) -> Gate:
        return Gate(ticks(self.seconds), "answer")

    @property
    def conditions(self) -> tuple[str, ...]:
        """What holds where each answer is right; empty where the script says which one is."""
        return () if isinstance(self.right, int) else tuple(self.right)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_texts(self, ("guess", "reveal"), scope)
        yield from self._check_answers(scope)
        if self.name:
            yield from self._check_name(scope)
        # What a named guess compares may be noted later; how it is written is read at once.
        wrong = mistakes_in_writing if self.name else mistakes_in_condition
        for condition in self.conditions:
            for reason in wrong(condition, scope):
                yield "right", reason

    def begin(self, context: StepContext) -> RunningStep:
        context.scene.question = Question(
            text=in_all_languages(self.texts("guess"), context),
            answers={
                name: tuple(filled(text, context, name) for text in texts)
                for name, texts in self.texts("answers").items()
            },
            right=self.right - 1 if isinstance(self.right, int) else None,
            reveal=in_all_languages(self.texts("reveal"), context) if self.reveal else {},
            place=context.place,
            name=_one_name(self.name),
            conditions=self.conditions,
        )
        context.scene.caption, context.scene.live = {}, {}
        return _RunningQuestion(context, self.gate.tick)

    def _check_answers(self, scope: Scope) -> Iterator[KeyReason]:
        count = len(self.answers)
        if isinstance(self.right, int):
            if self.right > count:
                reason = tr(
                    "there are {count} answers, and no answer {answer}",
                    count=count,
                    answer=self.right,
                )
                yield "right", reason
        elif len(self.right) != count:
            reason = tr(
                "{conditions} conditions, and {answers} answers",
                conditions=len(self.right),
                answers=count,
            )
            yield "right", reason
        for language, answers in self.texts("answers").items():
            key = "answers" if language == self.own_language else f"answers.{language}"
            if len(answers) != count:
                reason = tr(
                    "{count} answers here, and {own} in the file's own language",
                    count=len(answers),
                    own=count,
                )
                yield key, reason
            if any("{" not in answer and len(answer) > WIDTH for answer in answers):
                yield key, tr("an answer has more than {most} characters", most=WIDTH)
            for answer in answers:
                for reason in mistakes_in_text(answer, scope):
                    yield key, reason

    def _check_name(self, scope: Scope) -> Iterator[KeyReason]:
        name = _one_name(self.name)
        if not name or not name.isprintable():
            yield "name", tr("a name has letters")
        if name in scope.asked:
            reason = tr(
                "an earlier guess is called '{name}': give this one another name", name=name
            )
            yield "name", reason
        scope.asked[name] = self.conditions
        if any(self.texts("reveal").values()):
            reason = tr(
                "a guess with a name reveals nothing: say it in its answer, as its 'reveal'"
            )
            yield "reveal", reason
        if self.after:
            reason = tr(
                "a guess with a name reveals nothing: say it in its answer, as its 'seconds'"
            )
            yield "after", reason


class AnswerStep(Step, frozen=True, kw_only=True):
    """Answers a guess that has a name: the question again, the right answer, what was chosen.

    ``reveal`` is the caption then. It stands ``seconds``, by itself as long as reading takes.
    """

    key: ClassVar[str] = "answer"
    spoken: ClassVar[tuple[str, ...]] = ("reveal",)
    beat: ClassVar[bool] = True
    answer: str
    reveal: str
    seconds: Annotated[float, Meta(gt=0, le=600)] | None = None
    given: Given = msgspec.field(default_factory=list)

    @property
    def ticks(self) -> int:
        if self.seconds is not None:
            return ticks(self.seconds)
        return ticks(max(_AFTER, reading(self.texts("reveal"))))

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_texts(self, ("reveal",), scope)
        name = _one_name(self.answer)
        if name not in scope.asked:
            reason = tr(
                "no guess before it is called '{name}': {names}",
                name=name,
                names=", ".join(sorted(scope.asked)) or tr("none has a name"),
            )
            yield "answer", reason
        elif name in scope.answered:
            yield "answer", tr("'{name}' is answered already", name=name)
        scope.answered.add(name)
        for condition in scope.asked.get(name, ()):
            if mistakes_in_writing(condition, scope):
                continue  # the guess has said so
            for mistake in mistakes_in_condition(condition, scope):
                reason = tr(
                    "'{condition}' in the guess: {mistake}", condition=condition, mistake=mistake
                )
                yield "answer", reason

    def begin(self, context: StepContext) -> RunningStep:
        scene = context.scene
        reveal = in_all_languages(self.texts("reveal"), context)
        question = scene.unanswered.pop(_one_name(self.answer))
        scene.question = _revealed(replace(question, reveal=reveal), context)
        scene.caption, scene.live = reveal, {}
        return _RunningAnswer(context)


class _RunningQuestion(RunningStep):
    """A question that stands until it is answered, and then its right answer."""

    def __init__(self, context: StepContext, gate: int) -> None:
        self._context, self._gate = context, gate

    def at(self, tick: int) -> None:
        scene = self._context.scene
        question = scene.question
        if question is None or question.name or question.revealed or tick <= self._gate:
            return
        scene.question = _revealed(question, self._context)
        if question.reveal:
            scene.caption = question.reveal

    def end(self) -> None:
        scene = self._context.scene
        question = scene.question
        if question is not None and question.name:
            scene.unanswered[question.name] = question
            scene.caption = question.text  # it stays in mind until something else is said
        scene.question = None


class _RunningAnswer(RunningStep):
    """An answer that stands for its time."""

    def __init__(self, context: StepContext) -> None:
        self._context = context

    def end(self) -> None:
        self._context.scene.question = None


def _revealed(question: Question, context: StepContext) -> Question:
    """Returns a question with its right answer shown; which it is may follow from conditions."""
    if not question.conditions:
        return replace(question, revealed=True)
    found = [holds(condition, context) for condition in question.conditions]
    held = [place for place, comparison in enumerate(found) if comparison.holds]
    numbers = "; ".join(dict.fromkeys(comparison.numbers for comparison in found))
    right = held[0] if len(held) == 1 else None
    context.scene.findings.append(
        Finding(
            context.step,
            tr("that exactly one answer is right"),
            right is not None,
            tr("{count} are: {numbers}", count=len(held), numbers=numbers),
            of_guess=True,
        )
    )
    return replace(question, right=right, revealed=True)


def _one_name(words: str) -> str:
    return " ".join(words.split())
