"""Steps that look at numbers: note one, expect something of them, hand over to a person."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.counting.counted import Counted, NoCountError
from eq_sim.lessons.language.expressions import (
    holds,
    in_all_languages,
    mistakes_in_condition,
    mistakes_in_name,
    read,
)
from eq_sim.lessons.language.number_format import NoNumberError, Number
from eq_sim.lessons.language.quantities import QUANTITIES
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import Finding, Request
from eq_sim.lessons.steps.step import Gate, Given, KeyReason, RunningStep, Step, check_texts, ticks


class NoteStep(Step, frozen=True, kw_only=True):
    """Notes a number under a name, to speak of it later: ``{name}``."""

    key: ClassVar[str] = "note"
    note: Annotated[str, Meta(min_length=1)]
    of: str

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        for reason in mistakes_in_name(self.of, scope):
            yield "of", reason
        if not self.note.strip() or any(sign in self.note for sign in "{}:"):
            yield "note", tr("a name has letters, and no brace and no colon")
        scope.notes.add(" ".join(self.note.split()))
        if " ".join(self.note.replace("_", " ").split()) in QUANTITIES:
            reason = tr(
                "'{name}' is a number of its own: give the note another name", name=self.note
            )
            yield "note", reason

    def begin(self, context: StepContext) -> RunningStep:
        try:
            number = read(self.of, context)
        except NoNumberError:
            number = Number(float("nan"))
        context.scene.noted[" ".join(self.note.split())] = number
        return RunningStep()


class ExpectStep(Step, frozen=True, kw_only=True):
    """A condition that has to hold here. The audience does not see it; a check fails on it.

    ``general`` says that a caption claims it of every start, and not of this one alone.
    ``counted`` is from how many seeds it held, as ``eq-sim check --seeds`` counts; under a ``name``
    captions speak of the two numbers: ``{held: name}``, ``{seeds: name}``.
    """

    key: ClassVar[str] = "expect"
    expect: str
    general: bool = False
    counted: str = ""
    name: str = ""

    @property
    def count(self) -> Counted | None:
        """What ``counted`` says; None where it says nothing."""
        return Counted.read(self.counted) if self.counted else None

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        for reason in mistakes_in_condition(self.expect, scope):
            yield "expect", reason
        try:
            counted = self.count
        except NoCountError as error:
            yield "counted", str(error)
            return
        if self.name and counted is None:
            yield "name", tr("is for captions that speak of 'counted', which is missing")
        elif self.name:
            scope.counts.add(" ".join(self.name.split()))

    def begin(self, context: StepContext) -> RunningStep:
        counted = self.count
        if counted is not None:
            notes = context.scene.notes
            said = tr(
                "Counted: {expected} held from {counted}.",
                expected=self.expect,
                counted=counted.words,
            )
            context.scene.notes = {
                language: f"{text}\n{said}" if text else said
                for language, text in (notes or {self.own_language: ""}).items()
            }
            context.scene.counts[" ".join(self.name.split())] = counted
        comparison = holds(self.expect, context)
        finding = Finding(context.step, self.expect, comparison.holds, comparison.numbers)
        context.scene.findings.append(finding)
        return RunningStep()


class AskStep(Step, frozen=True, kw_only=True):
    """Your turn: a person may do what they like until a condition holds, or goes on without.

    The lesson then takes the way on, a list of ordinary steps, from where it stood before; so
    what comes later does not depend on what the person did.
    """

    key: ClassVar[str] = "ask"
    spoken: ClassVar[tuple[str, ...]] = ("ask", "hint")
    beat: ClassVar[bool] = True
    nested: ClassVar[str] = "way_on"
    ask: str
    until: str
    hint: str
    way_on: Annotated[list[dict[str, Any]], Meta(min_length=1)]
    seconds: Annotated[float, Meta(gt=0, le=600)] = 5.0
    given: Given = msgspec.field(default_factory=list)
    steps: tuple[Step, ...] = ()

    @property
    def ticks(self) -> int:
        return ticks(self.seconds) + 1

    @property
    def gate(self) -> Gate:
        return Gate(ticks(self.seconds), "turn")

    def followers(self) -> tuple[Step, ...]:
        return self.steps

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_texts(self, ("ask", "hint"), scope)
        for reason in mistakes_in_condition(self.until, scope):
            yield "until", reason

    def begin(self, context: StepContext) -> RunningStep:
        text = in_all_languages(self.texts("ask"), context)
        context.scene.request = Request(text, in_all_languages(self.texts("hint"), context))
        context.scene.caption, context.scene.live = text, {}
        return _RunningRequest(context, self.until)


class _RunningRequest(RunningStep):
    """A request that stands while it is the person's turn."""

    def __init__(self, context: StepContext, until: str) -> None:
        self._context, self._until = context, until

    def end(self) -> None:
        self._context.scene.request = None

    def solved(self) -> bool:
        held = self._context.session.held
        return not held and holds(self._until, self._context).holds
