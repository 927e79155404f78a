"""Finds highlights that nobody would see, without a window."""

from collections.abc import Iterator

from eq_sim.language.tr import tr
from eq_sim.lessons.highlights import named_in
from eq_sim.lessons.language.panel_names import panel_of
from eq_sim.lessons.lesson import Lesson, in_order_of_play
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import Highlight
from eq_sim.lessons.schedule import schedule
from eq_sim.lessons.show import OnStage

_KNOBS = "console"


def never_seen(lesson: Lesson) -> Iterator[str]:
    """Yields a sentence for each highlight that is over before any time has passed."""
    lasting = [each for each in schedule(lesson) if each.end > each.start]
    seen = {(each.lit.said_in, each.lit.names) for each in lasting}
    for number, step in in_order_of_play(lesson.steps):
        if named_in(step) and (number, named_in(step)) not in seen:
            then = next((each.number for each in lasting if each.number > number), None)
            if then is None:
                yield tr(
                    "step {step}: its highlight is never seen, for no step after it takes time: "
                    "end with a 'say' or a 'pause'",
                    step=number,
                )
            else:
                yield tr(
                    "step {step}: its highlight is never seen, for it takes no time, and what is "
                    "lit in step {then}, the next that does, is said after it: say it there",
                    step=number,
                    then=then,
                )


def out_of_sight(player: Player) -> Iterator[str]:
    """Yields a sentence for each thing that is highlighted now and is hidden, or not on stage."""
    stage, tick = player.on_stage, player.tick
    number = next(
        (each.lit.said_in for each in player.schedule if each.start <= tick < each.end), 0
    )
    for lit in stage.highlights:
        problem = _problem(number, lit, stage)
        if problem:
            yield problem


def _problem(step: int, lit: Highlight, stage: OnStage) -> str:
    """Returns why a highlighted thing cannot be seen; empty where it can."""
    knobs = lit.kind not in ("panel", "card")
    if knobs and stage.beyond is not None:
        return tr(
            "step {step}: it highlights '{thing}', while a large network is in the place of the "
            "knobs",
            step=step,
            thing=lit.words,
        )
    if stage.staged is None:
        if lit.kind == "card":
            return tr(
                "step {step}: it highlights '{thing}', which is not on stage there: nothing is",
                step=step,
                thing=lit.words,
            )
        if panel_of(lit.panel) in stage.hidden:
            return tr(
                "step {step}: it highlights '{thing}', which is hidden there",
                step=step,
                thing=lit.words,
            )
        return ""
    shown = stage.staged.things
    if knobs:
        wanted = {_KNOBS, *stage.staged.cards_of(lit.knobs)}
    else:
        wanted = {panel_of(lit.panel) if lit.panel else lit.words}
    if wanted.intersection(shown):
        return ""
    return tr(
        "step {step}: it highlights '{thing}', which is not on stage there: {shown}",
        step=step,
        thing=lit.words,
        shown=", ".join(shown),
    )
