"""What the audience sees beside the experiment: caption, question, spotlight, chapter.

A scene is what a step has put there. It is copied whole where a lesson can be taken up again, so
nothing in it refers to the session.
"""

import textwrap
from dataclasses import dataclass, field

from eq_sim.lessons.readings import Reading
from eq_sim.network.types import Array
from eq_sim.session.rival import Rival
from eq_sim.session.session import Session

TICKS = 600
"""Ticks in a second on stage: 24, 25, 30, 50 and 60 frames a second all divide it."""

LINES, WIDTH = 2, 42
"""The most that a caption may take: so much is read from the last row of a hall."""

Spoken = dict[str, str]
"""A text by language; English, "en", is always there."""


@dataclass(frozen=True)
class Highlight:
    """What the spotlight is on.

    Attributes:
        kind: "knob", "strip", "layer" or "panel".
        knobs: the knobs meant, for all but a panel.
        panel: the panel's name, for a panel.
        words: as the script says it.
    """

    kind: str
    knobs: tuple[int, ...]
    panel: str
    words: str


@dataclass(frozen=True)
class Question:
    """A question with answers to choose from.

    Attributes:
        text: the question, by language.
        answers: the answers, by language.
        right: which one is right, from 0; None where none is.
        reveal: what is said when it is revealed, by language.
        chosen: what the audience chose, from 0; None for nothing yet.
        revealed: whether the right one is shown.
    """

    text: Spoken
    answers: dict[str, tuple[str, ...]]
    right: int | None
    reveal: Spoken
    chosen: int | None = None
    revealed: bool = False


@dataclass(frozen=True)
class Request:
    """What a person is asked for when it is their turn.

    Attributes:
        text: the request, by language.
        hint: a hint, by language.
    """

    text: Spoken
    hint: Spoken


@dataclass(frozen=True)
class Finding:
    """How an expectation came out.

    Attributes:
        step: the step, from 1.
        text: what was expected, in the script's words.
        held: whether it held.
        numbers: the numbers on both sides.
    """

    step: int
    text: str
    held: bool
    numbers: str


class Hand:
    """The knobs in the lesson's hand.

    Attributes:
        knobs: which.
        began: where each was taken.
        targets: where each goes.
    """

    def __init__(self, knobs: tuple[int, ...], began: tuple[float, ...]) -> None:
        self.knobs, self.began = knobs, began
        self.targets = began


@dataclass
class Scene:
    """What the steps so far have put on the stage."""

    caption: Spoken = field(default_factory=dict)
    live: dict[str, str] = field(default_factory=dict)
    notes: str = ""
    question: Question | None = None
    request: Request | None = None
    highlight: Highlight | None = None
    hidden: tuple[str, ...] = ()
    chapter: int | None = None
    visited: int = 0
    settings: dict[str, Array] = field(default_factory=dict)
    noted: dict[str, Reading] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    checksums: list[int] = field(default_factory=list)


class Stage:
    """Where a lesson is played: the session, and what is shown beside it.

    Args:
        session: the experiment; all changes go through its door.

    Attributes:
        scene: what the steps so far have put on the stage.
        choices: answers that the audience chose, by the number of the step.
        step: the number of the present step, from 1.
        hand: the knobs that the present step moves.
        rival: the rival that the present step lets play.
        done: training steps of the present step so far.
        amount: where the present step began.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scene = Scene()
        self.choices: dict[int, int] = {}
        self.step = 0
        self.hand: Hand | None = None
        self.rival: Rival | None = None
        self.done = 0
        self.amount = 0.0


def lines(text: str) -> list[str]:
    """Returns a caption in lines of at most ``WIDTH`` characters; a line break of its own stays."""
    return [line for part in text.splitlines() for line in _wrapped(part)]


def _wrapped(part: str) -> list[str]:
    """Wraps into as few lines as it takes, and those as equal as they can be."""
    fewest = _wrap(part, WIDTH)
    for width in range(max(1, len(part) // len(fewest)), WIDTH):
        equal = _wrap(part, width)
        if len(equal) == len(fewest) and all(len(line) <= width for line in equal):
            return equal
    return fewest


def _wrap(part: str, width: int) -> list[str]:
    wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(part) or [""]


def fits(text: str) -> bool:
    """Whether a caption takes at most ``LINES`` lines of ``WIDTH`` characters."""
    wrapped = lines(text)
    return len(wrapped) <= LINES and all(len(line) <= WIDTH for line in wrapped)
