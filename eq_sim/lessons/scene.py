"""What the audience sees beside the experiment: caption, question, highlight, chapter.

A scene is what the steps so far have put there. It is copied whole where a lesson can be taken up
again, so nothing in it refers to the session.
"""

from dataclasses import dataclass, field

from eq_sim.data.pen import Strokes
from eq_sim.lessons.counting.counted import Counted
from eq_sim.lessons.language.number_format import Number
from eq_sim.lessons.staging import Staged
from eq_sim.network.types import Array

TICKS = 600
"""Ticks in a second of a lesson: 24, 25, 30, 50 and 60 frames a second all divide it."""

Spoken = dict[str, str]
"""A text by language, that of the lesson's own first."""


@dataclass(frozen=True)
class Highlight:
    """One thing that is highlighted.

    Attributes:
        kind: "knob", "neuron", "layer", "panel" or "card".
        knobs: the knobs meant, for all but a panel.
        panel: the panel's name, for a panel; else empty.
        words: as the script says it; of a card, as it is called on stage.
    """

    kind: str
    knobs: tuple[int, ...]
    panel: str
    words: str


@dataclass(frozen=True)
class Near:
    """How near one is to the knobs.

    Attributes:
        knob: what is in the middle of the view, as far as that goes.
        closeness: from 0, where all knobs are in view, to 1, where each is a large fader.
        moving: 1 while one comes nearer or goes away, 0 at rest, and between them at both ends.
        seconds: since one began to.
    """

    knob: int
    closeness: float
    moving: float = 0.0
    seconds: float = 0.0

    @property
    def place(self) -> tuple[int, float]:
        """Where one looks from, however one came there."""
        return self.knob, self.closeness


@dataclass(frozen=True)
class Drawing:
    """What is drawn on the pad.

    Attributes:
        strokes: the lines, as far as they are drawn.
        knobs: where all knobs stood when the pen first touched the paper, of shape (size,).
    """

    strokes: Strokes
    knobs: Array = field(compare=False)


@dataclass(frozen=True)
class Question:
    """A question with answers to choose from.

    Attributes:
        text: the question, by language.
        answers: the answers, by language.
        right: which one is right, from 0; None where none is, or it is not known yet.
        reveal: what is said when it is revealed, by language.
        place: of the step that asks it, in the order of play.
        name: by which a later step answers it; empty where it is answered at once.
        conditions: one for each answer, that holds where it is the right one; empty where the
            script says which one is right.
        chosen: what the audience chose, from 0; None for nothing yet.
        hands: how many hands were raised for each answer; empty where nobody counted.
        revealed: whether the right one is shown.
    """

    text: Spoken
    answers: dict[str, tuple[str, ...]]
    right: int | None
    reveal: Spoken
    place: int = 0
    name: str = ""
    conditions: tuple[str, ...] = ()
    chosen: int | None = None
    hands: tuple[int, ...] = ()
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
        numbers: what its sides came to, in words.
        of_guess: whether it is about the answers of a guess, and no ``expect``.
    """

    step: int
    text: str
    held: bool
    numbers: str
    of_guess: bool = False


@dataclass(frozen=True)
class RivalRun:
    """How one knob at a time has done, for those who come after it from the same start.

    Attributes:
        budget: passes through the data that it may take in all.
        passes: that it has taken so far.
        turns: (passes, train loss) after each knob that it has turned; the start is the first.
        hands: the different knobs that it has had in hand, in the order in which it had them.
    """

    budget: int
    passes: int
    turns: tuple[tuple[int, float], ...]
    hands: tuple[int, ...]

    @property
    def touched(self) -> int:
        """How many different knobs it has had in hand."""
        return len(self.hands)

    @property
    def loss(self) -> float:
        """The train loss that it has come to."""
        return self.turns[-1][1]


@dataclass
class LessonScene:
    """What the steps so far have put beside the experiment.

    Attributes:
        caption: the caption, by language, its numbers as they were when it came.
        live: the caption's text with its numbers still to be filled in; empty where it stays.
        notes: for the presenter alone, by language.
        question: the question that stands.
        unanswered: the questions that were asked and are answered later, by name.
        request: what a person is asked to do.
        highlights: what is highlighted, in the order of the script.
        hidden: names of the panels out of sight.
        staged: what is on stage; None for the window as without a lesson.
        followed: the sample that is marked on its way through the network, by its place in the
            data; None for none.
        passage: how far the stage is on its way from what was on it before, from 0 to 1.
        near: how near one is to the knobs; None for as the person looks.
        beyond: how far beyond the last real knob one looks from: the logarithm of the number of
            knobs whose square fills the view; None for the knobs themselves.
        drawing: what is drawn on the pad; None before the pen has touched it.
        chapter: the present chapter, from 0; None before the first.
        visited: knobs that the last rival has touched.
        rival: how the last rival has done; None before, and where the experiment is another.
        settings: the remembered settings of all knobs, each of shape (size,).
        noted: the noted numbers.
        counts: from how many seeds named expectations held, as the lesson's file says.
        findings: how the expectations came out.
        checksums: of all knobs, at the beginning of each chapter.
    """

    caption: Spoken = field(default_factory=dict)
    live: dict[str, str] = field(default_factory=dict)
    notes: Spoken = field(default_factory=dict)
    question: Question | None = None
    unanswered: dict[str, Question] = field(default_factory=dict)
    request: Request | None = None
    highlights: tuple[Highlight, ...] = ()
    hidden: tuple[str, ...] = ()
    staged: Staged | None = None
    followed: int | None = None
    passage: float = 1.0
    near: Near | None = None
    beyond: float | None = None
    drawing: Drawing | None = None
    chapter: int | None = None
    visited: int = 0
    rival: RivalRun | None = None
    settings: dict[str, Array] = field(default_factory=dict)
    noted: dict[str, Number] = field(default_factory=dict)
    counts: dict[str, Counted] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    checksums: list[int] = field(default_factory=list)
