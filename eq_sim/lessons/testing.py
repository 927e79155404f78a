"""Steps that look at numbers: note one, expect something of them, hand over to a person."""

# What check, begin, at, end, suspend and resume are for is said once, in Step.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from eq_sim.lessons.expressions import holds, mistakes_in_amount, mistakes_in_condition, read
from eq_sim.lessons.ground import Ground
from eq_sim.lessons.readings import NoNumberError, Reading
from eq_sim.lessons.stage import Finding, Request, Stage
from eq_sim.lessons.step import KeyReason, Step, check_texts, ticks
from eq_sim.lessons.talking import in_all_languages


class Note(Step, frozen=True, kw_only=True):
    """Notes a number under a name, to speak of it later: ``{name}``."""

    note: Annotated[str, Meta(min_length=1)]
    of: str

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        for reason in mistakes_in_amount("{" + self.of + "}", ground):
            yield "of", reason
        ground.notes.add(" ".join(self.note.split()))

    def begin(self, stage: Stage) -> None:
        try:
            reading = read(self.of, stage)
        except NoNumberError:
            reading = Reading(float("nan"))
        stage.scene.noted[" ".join(self.note.split())] = reading


class Expect(Step, frozen=True, kw_only=True):
    """A condition that has to hold here. The audience does not see it; a check fails on it."""

    expect: str

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        for reason in mistakes_in_condition(self.expect, ground):
            yield "expect", reason

    def begin(self, stage: Stage) -> None:
        outcome = holds(self.expect, stage)
        finding = Finding(stage.step, self.expect, outcome.holds, outcome.numbers)
        stage.scene.findings.append(finding)


class Ask(Step, frozen=True, kw_only=True):
    """Your turn: a person may do what they like until a condition holds, or goes on without.

    The lesson then takes the way on, a list of ordinary steps, from where it stood before; so
    what comes later does not depend on what the person did.
    """

    spoken: ClassVar[tuple[str, ...]] = ("ask", "hint")
    beat: ClassVar[bool] = True
    ask: str
    until: str
    hint: str
    way_on: Annotated[list[dict[str, Any]], Meta(min_length=1)]
    seconds: Annotated[float, Meta(gt=0, le=600)] = 5.0
    steps: tuple[Step, ...] = ()

    @property
    def ticks(self) -> int:
        return self.gate + 1

    @property
    def gate(self) -> int:
        return ticks(self.seconds)

    def followers(self) -> tuple[Step, ...]:
        return self.steps

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_texts(self, ("ask", "hint"), ground)
        for reason in mistakes_in_condition(self.until, ground):
            yield "until", reason

    def begin(self, stage: Stage) -> None:
        text = in_all_languages(self.texts("ask"), stage)
        stage.scene.request = Request(text, in_all_languages(self.texts("hint"), stage))
        stage.scene.caption, stage.scene.live = text, {}

    def end(self, stage: Stage) -> None:
        stage.scene.request = None

    def solved(self, stage: Stage) -> bool:
        """Whether the person has done it: the condition holds, and no knob is in a hand."""
        return not stage.session.held and holds(self.until, stage).holds
