"""A lesson in time: when each step begins, when it is over, and where it waits for somebody."""

from dataclasses import dataclass

from eq_sim.lessons.reading import steps_and_followers
from eq_sim.lessons.script import Lesson
from eq_sim.lessons.step import Step


@dataclass(frozen=True)
class Cue:
    """A step and its place in time.

    Attributes:
        step: the step.
        number: its number in the script, from 1; 0 for what the lesson opens on.
        start: its first tick.
        end: the first tick after it.
        gate: the tick at which it waits for somebody; None for never.
    """

    step: Step
    number: int
    start: int
    end: int
    gate: int | None


def timeline(lesson: Lesson) -> list[Cue]:
    """Returns all steps of a lesson in time, what it opens on first."""
    cues = [Cue(lesson.opening, 0, 0, 0, None)]
    for number, step in steps_and_followers(lesson.steps):
        start = cues[-1].end
        gate = None if step.gate is None else start + step.gate
        cues.append(Cue(step, number, start, start + step.ticks, gate))
    return cues
