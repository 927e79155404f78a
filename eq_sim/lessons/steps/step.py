"""What every kind of step has: a frozen description, which begins a running step.

A new kind is one class beside the others in this folder: ``key`` is the key that names it in a
file, ``check`` finds mistakes before anybody plays, and ``begin`` does it and returns what goes on
until its time is over. ``KINDS`` lists it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import msgspec
import numpy as np
from msgspec import Meta, Struct

from eq_sim.language.spoken import ENGLISH
from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.caption_lines import too_long
from eq_sim.lessons.language.expressions import LONGEST_TEXT, mistakes_in_text
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import TICKS, Spoken
from eq_sim.network.types import Array, IndexArray

Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=600)]
"""Time in the lesson."""

Answers: TypeAlias = Annotated[list[str], Meta(min_length=2, max_length=4)]
Given: TypeAlias = list[Annotated[str, Meta(min_length=1)]]
"""Numbers that are typed into a text because they are true by definition, as they stand there."""

_Place: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000_000)]
KeyReason: TypeAlias = tuple[str, str]
"""A mistake inside a step: the key, empty for the step itself, and the reason."""


class KnobNumbers(Struct, frozen=True, forbid_unknown_fields=True):
    """A knob by its numbers, all from 1; without a source it is the neuron's bias."""

    layer: _Place
    neuron: _Place
    source: _Place | None = None


KnobWords: TypeAlias = Annotated[list[str], Meta(min_length=1)]
Knobs: TypeAlias = str | KnobNumbers | KnobWords
"""Which knobs: in words, one by its numbers, or several names together."""


Highlighted: TypeAlias = str | Annotated[list[str], Meta(min_length=1)]
"""What is lit: one thing, or several at once."""


@dataclass(frozen=True)
class Gate:
    """Where a step waits for somebody.

    Attributes:
        tick: when, in ticks of the step; less than all of its ticks.
        waits_for: an "answer" to a question, a person's own "turn", or the press of "next".
    """

    tick: int
    waits_for: Literal["answer", "turn", "next"]


class RunningStep:
    """A step while its time lasts. This one was done when it began, and has nothing left to do."""

    def at(self, tick: int) -> None:
        """Brings session and scene to a tick of the step, from 0 to its last; ticks only grow."""

    def end(self) -> None:
        """Its time is over."""

    def suspend(self) -> None:
        """Lets go of the experiment in the middle: the lesson pauses."""

    def resume(self) -> None:
        """Takes hold of the experiment again."""

    def solved(self) -> bool:
        """Whether a person whose turn it is has done what was asked."""
        return False


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a lesson's file, some of whose texts may be given in other languages."""

    @classmethod
    def translated(cls) -> tuple[str, ...]:
        """Returns the fields that may be, as in ``"say.de"``."""
        return ()


class Step(Written, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the kinds of steps have in common.

    Attributes:
        notes: what the presenter's own screen says; the audience does not see it.
        highlight: what is lit while the step lasts, or, where it takes no time, through the next
            one that does; None for what a step before it has lit so, or nothing.
        translations: texts in other languages: field -> language -> text.
        own_language: of the texts whose key names none.
    """

    key: ClassVar[str]
    """The key that names the kind in a file."""

    spoken: ClassVar[tuple[str, ...]] = ()
    """The fields that the audience reads."""

    beat: ClassVar[bool] = False
    """Whether "next" and "back" stop here."""

    opens_chapter: ClassVar[bool] = False
    """Whether a chapter begins here, called what stands behind ``key``."""

    starts_afresh: ClassVar[bool] = False
    """Whether nothing of the experiment before it counts: a lesson can be taken up here."""

    leads_in: ClassVar[bool] = False
    """Whether its time is but the way to what comes next: what it lights, it lights there too."""

    nested: ClassVar[str] = ""
    """The field that holds tables of further steps, which follow this one; empty for none."""

    notes: str = ""
    highlight: Highlighted | None = None
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    own_language: str = ENGLISH

    @classmethod
    def translated(cls) -> tuple[str, ...]:
        """Returns what is spoken, and the notes."""
        return (*cls.spoken, "notes")

    @property
    def ticks(self) -> int:
        """How long it takes in the lesson."""
        return 0

    @property
    def gate(self) -> Gate | None:
        """Where it waits for somebody; None for never."""
        return None

    def followers(self) -> tuple["Step", ...]:
        """Returns steps that come right after this one, though they stand inside it."""
        return ()

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        """Yields what is wrong with it at this place, and leads the scope on past it."""
        yield from ()

    def begin(self, context: StepContext) -> RunningStep:
        """Begins: does what is done at once, and returns what goes on.

        Raises:
            EqSimError: it cannot be done.
        """
        return RunningStep()

    def texts(self, name: str) -> Spoken:
        """Returns a text field in all its languages, the lesson's own first."""
        return {self.own_language: getattr(self, name), **self.translations.get(name, {})}


def ticks(seconds: float) -> int:
    """Returns seconds in the lesson as ticks."""
    return round(seconds * TICKS)


def reading(texts: Spoken) -> float:
    """Returns how many seconds it takes to read a text, in the language where it is longest."""
    return round(1.5 + 0.06 * max(len(text) for text in texts.values()), 1)


def ease(share: float) -> float:
    """Returns how far a hand is after a share of its time: it starts and stops softly."""
    return share * share * (3 - 2 * share)


def check_texts(step: Step, names: tuple[str, ...], scope: Scope) -> Iterator[KeyReason]:
    """Yields unknown numbers in texts of a step, and texts that are too long as they stand."""
    for name in names:
        for language, text in step.texts(name).items():
            key = name if language == step.own_language else f"{name}.{language}"
            for reason in mistakes_in_text(text, scope):
                yield key, reason
            if "{" not in text and len(text) <= LONGEST_TEXT and too_long(text):
                yield key, too_long(text)


def check_knobs(knobs: Knobs, key: str, scope: Scope) -> Iterator[KeyReason]:
    """Yields why there is no such knob."""
    try:
        which(knobs, scope)
    except UnknownNameError as error:
        yield key, str(error)


def which(knobs: Knobs, scope: Scope, theta: Array | None = None) -> IndexArray:
    """Returns the knobs that a script means, in the order of θ.

    Raises:
        UnknownNameError: there are none such.
    """
    if isinstance(knobs, str):
        return find_knobs(knobs, scope, theta)
    if not isinstance(knobs, KnobNumbers):
        return np.unique(np.concatenate([find_knobs(words, scope, theta) for words in knobs]))
    layout = scope.layout
    if layout is None:
        return find_knobs("all knobs", scope)
    source = None if knobs.source is None else knobs.source - 1
    try:
        place = layout.index(knobs.layer - 1, knobs.neuron - 1, source)
    except IndexError as error:
        if knobs.source is None:
            why = tr(
                "there is no knob in layer {layer}, neuron {neuron}, a bias",
                layer=knobs.layer,
                neuron=knobs.neuron,
            )
        else:
            why = tr(
                "there is no knob in layer {layer}, neuron {neuron}, source {source}",
                layer=knobs.layer,
                neuron=knobs.neuron,
                source=knobs.source,
            )
        raise UnknownNameError(why) from error
    return np.array([place], dtype=np.intp)


def is_share(knobs: Knobs) -> bool:
    """Whether words mean a share of the weights: others as soon as values have changed."""
    words = [knobs] if isinstance(knobs, str) else knobs
    return not isinstance(words, KnobNumbers) and any("%" in name for name in words)


def knobs_on(context: StepContext, knobs: Knobs) -> IndexArray:
    """Returns the knobs that a script means, now."""
    session = context.session
    return which(knobs, Scope.of(session), session.parameters.theta)
