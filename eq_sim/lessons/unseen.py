"""Finds highlights that nobody would see, from a lesson's script alone."""

from collections.abc import Iterator

from eq_sim.lessons.highlights import named_in, panel_named
from eq_sim.lessons.language.panel_names import panel_of
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.schedule import schedule
from eq_sim.lessons.steps.captions import HideStep


def unseen_highlights(lesson: Lesson) -> Iterator[str]:
    """Yields a sentence for each highlight of what is out of sight, or that never comes to be."""
    hidden: set[str] = set()
    seen: set[tuple[int, tuple[str, ...]]] = set()
    told: set[tuple[int, str]] = set()
    for each in schedule(lesson):
        if isinstance(each.step, HideStep):
            hidden = set(each.step.hide)
        if each.start == each.end:
            continue
        number, names = each.lit.said_in, each.lit.names
        seen.add((number, names))
        for name in names:
            panel = panel_named(name)
            if panel is not None and panel_of(panel) in hidden and (number, panel) not in told:
                told.add((number, panel))
                yield f"step {number}: it highlights the panel '{panel}', which is hidden there"
    for number, step in in_order_of_play(lesson.steps):
        if named_in(step) and (number, named_in(step)) not in seen:
            yield f"step {number}: its highlight is never seen, for no step with it takes time"
