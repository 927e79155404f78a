"""A lesson in time: when each step begins, when it is over, and where it waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eq_sim.lessons.highlights import Lit, lights
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.steps.step import Step


@dataclass(frozen=True)
class ScheduledStep:
    """A step and its place in time.

    Attributes:
        step: the step.
        number: its number in the script, from 1; 0 for what the lesson opens on.
        start: its first tick.
        end: the first tick after it.
        gate: the tick at which it waits for somebody; None for never.
        waits_for: what it waits for there: "answer", "turn" or "next"; None for nothing.
        lit: what is lit while it lasts.
    """

    step: Step
    number: int
    start: int
    end: int
    gate: int | None = None
    waits_for: str | None = None
    lit: Lit = field(default_factory=Lit)


def beats(steps: Sequence[ScheduledStep]) -> list[int]:
    """Returns the ticks at which "next" and "back" stop."""
    return sorted({each.start for each in steps if each.step.beat})


def looks(steps: Sequence[ScheduledStep]) -> dict[int, int]:
    """Returns for each beat when all is there that it brings: before it waits, or before the next.

    Both are ticks.
    """
    starts = beats(steps)
    found = {}
    for start, end in zip(starts, [*starts[1:], steps[-1].end], strict=True):
        gates = [each.gate for each in steps if each.gate is not None and start <= each.gate < end]
        found[start] = max(start, min([end - 1, *gates]))
    return found


def schedule(lesson: Lesson) -> list[ScheduledStep]:
    """Returns all steps of a lesson in time, what it opens on first."""
    scheduled = [ScheduledStep(lesson.opening, 0, 0, 0)]
    in_order = in_order_of_play(lesson.steps)
    for (number, step), lit in zip(in_order, lights(lesson.steps), strict=True):
        start = scheduled[-1].end
        gate = step.gate
        at, waits_for = (None, None) if gate is None else (start + gate.tick, gate.waits_for)
        scheduled.append(ScheduledStep(step, number, start, start + step.ticks, at, waits_for, lit))
    return scheduled
