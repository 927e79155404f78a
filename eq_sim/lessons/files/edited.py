"""Where an edited lesson differs from what it was: there its author wants to look."""

from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.schedule import ScheduledStep, schedule
from eq_sim.lessons.steps.step import Step

_AFTER_THE_GATE = {"reveal", "after", "right"}


def first_change(before: Lesson, after: Lesson) -> int | None:
    """Returns the tick of an edited lesson at which its first changed step is seen.

    Args:
        before: the lesson as it was.
        after: as it is now.

    Returns:
        The tick; None where no step differs, nor what the lesson opens on.
    """
    if before.opening != after.opening:
        return 0
    shared = min(len(before.steps), len(after.steps))
    pairs = zip(before.steps, after.steps, strict=False)
    place = next((n for n, (old, new) in enumerate(pairs) if old != new), shared)
    if place == len(before.steps) == len(after.steps):
        return None
    at = min(place, len(after.steps) - 1)  # what stood at the end may be gone
    scheduled = next(each for each in schedule(after) if each.number == at + 1)
    return _seen_at(scheduled, before.steps[place] if place < len(before.steps) else None)


def _seen_at(scheduled: ScheduledStep, before: Step | None) -> int:
    """Returns when a step is seen: where it speaks at once, else when it has done what it does."""
    step = scheduled.step
    if scheduled.gate is not None and before is not None and type(before) is type(step):
        changed = _changed(before, step)
        if changed and changed <= _AFTER_THE_GATE and not getattr(step, "name", ""):
            return min(scheduled.gate + 1, scheduled.end)
    if step.beat or scheduled.gate is not None:
        return scheduled.start
    return max(scheduled.start, scheduled.end - 1)


def _changed(before: Step, after: Step) -> set[str]:
    """Returns the names of the fields that differ, in any language."""
    names = {
        name
        for name in after.__struct_fields__
        if name != "translations" and getattr(before, name) != getattr(after, name)
    }
    old, new = before.translations, after.translations
    return names | {name for name in {*old, *new} if old.get(name) != new.get(name)}
