"""Steps that talk to the audience and leave the experiment alone."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

import zlib
from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.expressions import in_all_languages
from eq_sim.lessons.language.panel_names import HiddenPanel, why_not_hidden
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import (
    Gate,
    Given,
    Highlighted,
    KeyReason,
    RunningStep,
    Seconds,
    Step,
    check_texts,
    reading,
    ticks,
)


class SayStep(Step, frozen=True, kw_only=True):
    """A caption: at most two lines of 42 characters. It stays until the next one.

    ``seconds`` is how long the lesson rests on it, by itself as long as reading takes; 0 goes on
    at once. ``live`` keeps its numbers current while it stands. ``given`` are numbers in it that
    are typed because they are true by definition.
    """

    key: ClassVar[str] = "say"
    spoken: ClassVar[tuple[str, ...]] = ("say",)
    beat: ClassVar[bool] = True
    say: str
    seconds: Seconds | None = None
    live: bool = False
    given: Given = msgspec.field(default_factory=list)

    @property
    def ticks(self) -> int:
        if self.seconds is not None:
            return ticks(self.seconds)
        return ticks(reading(self.texts("say")))

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_texts(self, ("say",), scope)

    def begin(self, context: StepContext) -> RunningStep:
        texts = self.texts("say")
        context.scene.live = texts if self.live else {}
        context.scene.caption = in_all_languages(texts, context)
        context.scene.question = None
        return RunningStep()


class HighlightStep(Step, frozen=True, kw_only=True):
    """Lights what it names through the next step that takes time.

    A knob, "neuron 2, layer 1", "layer 1", "panel loss", or "nothing"; a list lights several.
    """

    key: ClassVar[str] = "highlight"
    highlight: Highlighted


class HideStep(Step, frozen=True, kw_only=True):
    """The panels that are out of sight from here; an empty list shows all."""

    key: ClassVar[str] = "hide"
    hide: list[HiddenPanel]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        for name in self.hide:
            reason = why_not_hidden(name)
            if reason:
                yield "hide", reason

    def begin(self, context: StepContext) -> RunningStep:
        context.scene.hidden = tuple(self.hide)
        return RunningStep()


class ChapterStep(Step, frozen=True, kw_only=True):
    """A chapter begins: one can jump here, and a still is taken at its end."""

    key: ClassVar[str] = "chapter"
    spoken: ClassVar[tuple[str, ...]] = ("chapter",)
    beat: ClassVar[bool] = True
    opens_chapter: ClassVar[bool] = True
    chapter: str

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_texts(self, ("chapter",), scope)

    def begin(self, context: StepContext) -> RunningStep:
        chapter = context.scene.chapter
        context.scene.chapter = 0 if chapter is None else chapter + 1
        context.scene.checksums.append(zlib.crc32(context.session.parameters.theta.tobytes()))
        return RunningStep()


class PauseStep(Step, frozen=True, kw_only=True):
    """So many seconds of silence; "click" waits for the presenter, a film for two seconds."""

    key: ClassVar[str] = "pause"
    pause: Seconds | Literal["click"]

    @property
    def ticks(self) -> int:
        return ticks(2.0 if self.pause == "click" else self.pause)

    @property
    def gate(self) -> Gate | None:
        return Gate(self.ticks - 1, "next") if self.pause == "click" else None
