"""A lesson in time: when each step begins, when it is over, and where it waits for somebody."""

from dataclasses import dataclass

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
    """

    step: Step
    number: int
    start: int
    end: int
    gate: int | None = None
    waits_for: str | None = None


def schedule(lesson: Lesson) -> list[ScheduledStep]:
    """Returns all steps of a lesson in time, what it opens on first."""
    scheduled = [ScheduledStep(lesson.opening, 0, 0, 0)]
    for number, step in in_order_of_play(lesson.steps):
        start = scheduled[-1].end
        end, gate = start + step.ticks, step.gate
        if gate is None:
            scheduled.append(ScheduledStep(step, number, start, end))
        else:
            at = start + gate.tick
            scheduled.append(ScheduledStep(step, number, start, end, at, gate.waits_for))
    return scheduled
