"""What every kind of step has.

A new kind is one class here or beside the others: its first field bears the kind's name and
holds what stands behind it in the file, ``check`` finds mistakes before anybody plays, and
``begin``, ``at`` and ``end`` do it. ``KINDS`` in ``reading.py`` lists it.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, TypeAlias

import msgspec
from msgspec import Meta, Struct

from eq_sim.lessons.expressions import mistakes_in_text
from eq_sim.lessons.ground import Ground
from eq_sim.lessons.names import UnknownNameError, find_knobs
from eq_sim.lessons.stage import TICKS, Spoken, Stage, fits
from eq_sim.network.types import Array, IndexArray

Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=600)]
"""Time on stage."""

Answers: TypeAlias = Annotated[list[str], Meta(min_length=2, max_length=4)]
KeyReason: TypeAlias = tuple[str, str]
"""A mistake inside a step: the key, empty for the step itself, and the reason."""


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A knob by its numbers, all from 1; without a source it is the neuron's bias."""

    layer: Annotated[int, Meta(ge=1)]
    neuron: Annotated[int, Meta(ge=1)]
    source: Annotated[int, Meta(ge=1)] | None = None


Knobs: TypeAlias = str | Place
"""Which knobs: in words, or one by its numbers."""


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the kinds of steps have in common.

    Attributes:
        notes: what the presenter's own screen says; the audience does not see it.
        translations: texts in other languages: field -> language -> text.
    """

    spoken: ClassVar[tuple[str, ...]] = ()
    """The fields that may be given in other languages, as in ``"say.de"``."""

    beat: ClassVar[bool] = False
    """Whether "next" and "back" stop here."""

    notes: str = ""
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)

    @classmethod
    def kind(cls) -> str:
        """Returns what the kind is called in a script."""
        return cls.__struct_fields__[len(Step.__struct_fields__)]  # the first of its own

    @property
    def ticks(self) -> int:
        """How long it takes on stage."""
        return 0

    @property
    def gate(self) -> int | None:
        """The tick at which it waits for somebody; less than ``ticks``. None for never."""
        return None

    def followers(self) -> tuple["Step", ...]:
        """Returns steps that come right after this one, though they stand inside it."""
        return ()

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        """Yields what is wrong with it at this place, and leads the ground on past it."""
        yield from ()

    def begin(self, stage: Stage) -> None:
        """Is done when its time has come."""

    def at(self, stage: Stage, tick: int) -> None:
        """Brings the stage to a tick of this step, from 0 to ``ticks``; ticks only grow."""

    def end(self, stage: Stage) -> None:
        """Is done when its time is over."""

    def suspend(self, stage: Stage) -> None:
        """Lets go of the experiment in the middle: the lesson pauses."""

    def resume(self, stage: Stage) -> None:
        """Takes hold of the experiment again."""

    def texts(self, name: str) -> Spoken:
        """Returns a text field in all its languages."""
        return {"en": getattr(self, name), **self.translations.get(name, {})}


def ticks(seconds: float) -> int:
    """Returns seconds on stage as ticks."""
    return round(seconds * TICKS)


def check_texts(step: Step, names: tuple[str, ...], ground: Ground) -> Iterator[KeyReason]:
    """Yields unknown numbers in texts of a step, and texts that are too long as they stand."""
    for name in names:
        for language, text in step.texts(name).items():
            key = name if language == "en" else f"{name}.{language}"
            for reason in mistakes_in_text(text, ground):
                yield key, reason
            if "{" not in text and not fits(text):
                yield key, "is longer than two lines of 42 characters"


def check_knobs(knobs: Knobs, key: str, ground: Ground) -> Iterator[KeyReason]:
    """Yields why there is no such knob."""
    try:
        which(knobs, ground)
    except UnknownNameError as error:
        yield key, str(error)


def which(knobs: Knobs, ground: Ground, theta: Array | None = None) -> IndexArray:
    """Returns the knobs that a script means.

    Raises:
        UnknownNameError: there are none such.
    """
    if isinstance(knobs, str):
        return find_knobs(knobs, ground, theta)
    layout = ground.layout
    if layout is None:
        return find_knobs("all knobs", ground)
    source = None if knobs.source is None else knobs.source - 1
    try:
        place = layout.index(knobs.layer - 1, knobs.neuron - 1, source)
    except IndexError as error:
        number = "a bias" if knobs.source is None else f"source {knobs.source}"
        raise UnknownNameError(
            f"there is no knob in layer {knobs.layer}, neuron {knobs.neuron}, {number}"
        ) from error
    return find_knobs("all knobs", ground)[place : place + 1]


def knobs_on(stage: Stage, knobs: Knobs) -> tuple[int, ...]:
    """Returns the knobs that a script means, now."""
    session = stage.session
    places = which(knobs, Ground.of(session), session.parameters.theta)
    return tuple(int(place) for place in places)
