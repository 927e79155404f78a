"""Steps that talk to the audience and leave the experiment alone."""

# What check, begin, at, end, suspend and resume are for is said once, in Step.
# ruff: noqa: D102

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, TypeAlias

from msgspec import Meta

from eq_sim.lessons.expressions import filled
from eq_sim.lessons.ground import Ground
from eq_sim.lessons.names import UnknownNameError, find_knobs
from eq_sim.lessons.panels import SHIPPED, panel_names
from eq_sim.lessons.stage import WIDTH, Highlight, Question, Spoken, Stage
from eq_sim.lessons.step import Answers, KeyReason, Seconds, Step, check_texts, ticks

PanelName: TypeAlias = Annotated[str, Meta(extra_json_schema={"enum": sorted(SHIPPED)})]


class Say(Step, frozen=True, kw_only=True):
    """A caption: at most two lines of 42 characters. It stays until the next one.

    ``seconds`` is how long the lesson rests on it, by itself as long as reading takes; 0 goes on
    at once. ``live`` keeps its numbers current while it stands.
    """

    spoken: ClassVar[tuple[str, ...]] = ("say",)
    beat: ClassVar[bool] = True
    say: str
    seconds: Seconds | None = None
    live: bool = False

    @property
    def ticks(self) -> int:
        if self.seconds is not None:
            return ticks(self.seconds)
        longest = max(len(text) for text in self.texts("say").values())
        return ticks(round(1.5 + 0.06 * longest, 1))

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_texts(self, ("say",), ground)

    def begin(self, stage: Stage) -> None:
        texts = self.texts("say")
        stage.scene.live = texts if self.live else {}
        stage.scene.caption = in_all_languages(texts, stage)
        stage.scene.question = None


class Guess(Step, frozen=True, kw_only=True):
    """A question with two to four answers: it waits for one, then shows the right one.

    ``right`` counts from 1. A film, and a check, wait ``seconds`` and then reveal; ``reveal`` is
    the caption then, and stands ``after`` seconds before the lesson goes on.
    """

    spoken: ClassVar[tuple[str, ...]] = ("guess", "answers", "reveal")
    beat: ClassVar[bool] = True
    guess: str
    answers: Answers
    right: Annotated[int, Meta(ge=1, le=4)]
    reveal: str = ""
    seconds: Annotated[float, Meta(gt=0, le=600)] = 6.0
    after: Annotated[float, Meta(gt=0, le=600)] = 4.0

    @property
    def ticks(self) -> int:
        return self.gate + ticks(self.after)

    @property
    def gate(self) -> int:
        return ticks(self.seconds)

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_texts(self, ("guess", "reveal"), ground)
        if self.right > len(self.answers):
            yield "right", f"there are {len(self.answers)} answers, and no answer {self.right}"
        for language, answers in self.texts("answers").items():
            key = "answers" if language == "en" else f"answers.{language}"
            if len(answers) != len(self.answers):
                yield key, f"{len(answers)} answers, and {len(self.answers)} in English"
            if any(len(answer) > WIDTH for answer in answers):
                yield key, f"an answer has more than {WIDTH} characters"

    def begin(self, stage: Stage) -> None:
        answers = {name: tuple(texts) for name, texts in self.texts("answers").items()}
        reveal = in_all_languages(self.texts("reveal"), stage) if self.reveal else {}
        text = in_all_languages(self.texts("guess"), stage)
        stage.scene.question = Question(text, answers, self.right - 1, reveal)
        stage.scene.caption, stage.scene.live = {}, {}

    def at(self, stage: Stage, tick: int) -> None:
        question = stage.scene.question
        if question is None:
            return
        chosen = stage.choices.get(stage.step)
        revealed = tick > self.gate
        if (chosen, revealed) != (question.chosen, question.revealed):
            stage.scene.question = replace(question, chosen=chosen, revealed=revealed)
        if revealed and question.reveal:
            stage.scene.caption = question.reveal

    def end(self, stage: Stage) -> None:
        stage.scene.question = None


class SpotlightStep(Step, frozen=True, kw_only=True):
    """The spotlight: on a knob, "neuron 2, layer 1", "layer 1", "panel loss", or "nothing"."""

    highlight: str

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        try:
            spotlight(self.highlight, ground)
        except UnknownNameError as error:
            yield "highlight", str(error)

    def begin(self, stage: Stage) -> None:
        stage.scene.highlight = spotlight(self.highlight, Ground.of(stage.session))


def spotlight(words: str, ground: Ground) -> Highlight | None:
    """Returns what the spotlight is to be on; None for nothing.

    Raises:
        UnknownNameError: there is no such thing.
    """
    text = " ".join(words.casefold().split())
    if text in ("nothing", ""):
        return None
    if text in panel_names() or text.startswith("panel "):
        panel = text.removeprefix("panel ")
        if panel not in panel_names():
            raise UnknownNameError(_no_panel(panel))
        return Highlight("panel", (), panel, words)
    knobs = tuple(int(knob) for knob in find_knobs(words, ground))
    kind = "layer" if re.fullmatch(r"layer \d+|all knobs", text) else "strip"
    if "->" in text or "→" in text or text.startswith("bias of "):
        kind = "knob"
    return Highlight(kind, knobs, "", words)


class Hide(Step, frozen=True, kw_only=True):
    """The panels that are out of sight from here; an empty list shows all."""

    hide: list[PanelName]

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        for name in self.hide:
            if name not in panel_names():
                yield "hide", _no_panel(name)

    def begin(self, stage: Stage) -> None:
        stage.scene.hidden = tuple(self.hide)


class Chapter(Step, frozen=True, kw_only=True):
    """A chapter begins: one can jump here, and a still is taken at its end."""

    spoken: ClassVar[tuple[str, ...]] = ("chapter",)
    beat: ClassVar[bool] = True
    chapter: str

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_texts(self, ("chapter",), ground)

    def begin(self, stage: Stage) -> None:
        chapter = stage.scene.chapter
        stage.scene.chapter = 0 if chapter is None else chapter + 1
        stage.scene.checksums.append(zlib.crc32(stage.session.parameters.theta.tobytes()))


class Pause(Step, frozen=True, kw_only=True):
    """So many seconds of silence; "click" waits for the presenter, a film for two seconds."""

    pause: Seconds | Literal["click"]

    @property
    def ticks(self) -> int:
        return ticks(2.0 if self.pause == "click" else self.pause)

    @property
    def gate(self) -> int | None:
        return self.ticks - 1 if self.pause == "click" else None


def _no_panel(name: str) -> str:
    return f"there is no panel '{name}': choose {', '.join(panel_names())}"


def in_all_languages(texts: Spoken, stage: Stage) -> Spoken:
    """Returns a text in each of its languages, with its numbers as they are now."""
    return {language: filled(text, stage, language) for language, text in texts.items()}
