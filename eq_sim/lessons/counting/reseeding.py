"""A lesson with other seeds: what stays is everything else that it says."""

from dataclasses import replace

from msgspec import structs

from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.steps.step import Step
from eq_sim.lessons.steps.training import LoadStep

STRIDE = 1_000_000
"""How far the seeds of a scenario are apart that a lesson loads with several.

More than seeds that are counted at once, so that none comes twice.
"""


def reseeded(lesson: Lesson, seed: int) -> Lesson:
    """Returns a lesson that begins everywhere from another seed.

    The seed that it opens on and those of its ``load`` steps are replaced by ``seed``. Where it
    loads a scenario again with another seed of its own, to show another start, that becomes
    another one here, too: ``seed`` + 1,000,000 for the second, and so on. Places with the same
    scenario and seed have the same ones still.

    Args:
        lesson: the lesson.
        seed: from 0.
    """
    known: dict[str, list[int]] = {}

    def other(step: LoadStep) -> LoadStep:
        own = known.setdefault(step.load, [])
        if step.seed not in own:
            own.append(step.seed)
        return structs.replace(step, seed=seed + STRIDE * own.index(step.seed))

    def at(step: Step) -> Step:
        if isinstance(step, LoadStep):
            return other(step)
        if step.followers():
            return structs.replace(
                step, **{"steps": tuple(at(follower) for follower in step.followers())}
            )
        return step

    return replace(
        lesson,
        opening=other(lesson.opening),
        steps=tuple(at(step) for step in lesson.steps),
    )
