"""What a lesson lights: from the words of a script to knobs and panels, and for which steps.

A highlight lasts as long as its step. A step that takes no time, as one that is nothing else, or
that only leads in to the next, lights through the next one that does. So nothing has to be put out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.knob_sets import find_knobs
from eq_sim.lessons.language.panel_names import no_such_panel, panel_names
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.language.stage_names import CARDS, subject
from eq_sim.lessons.scene import Highlight
from eq_sim.lessons.steps.step import KeyReason, Step
from eq_sim.network.types import Array

_NOTHING = ("nothing", "")


@dataclass(frozen=True)
class Lit:
    """What is lit while a step lasts.

    Attributes:
        names: as the script says them.
        said_in: the step that says so, from 1; 0 where nothing is lit.
    """

    names: tuple[str, ...] = ()
    said_in: int = 0


def named_in(step: Step) -> tuple[str, ...]:
    """Returns the names of what a step lights by itself; empty for nothing."""
    said = step.highlight
    names = [said] if isinstance(said, str) else said or []
    return tuple(name for name in names if _plain(name) not in _NOTHING)


def check_highlight(step: Step, scope: Scope) -> Iterator[KeyReason]:
    """Yields what a step is to light and is not there."""
    for name in named_in(step):
        try:
            highlighted(name, scope)
        except UnknownNameError as error:
            yield "highlight", str(error)


def all_highlighted(
    names: tuple[str, ...], scope: Scope, theta: Array | None = None
) -> tuple[Highlight, ...]:
    """Returns what names mean now; a knob that is no longer there, after a load, is left out."""
    found = []
    for name in names:
        try:
            found.append(highlighted(name, scope, theta))
        except UnknownNameError:
            continue
    return tuple(found)


def highlighted(name: str, scope: Scope, theta: Array | None = None) -> Highlight:
    """Returns what a name means.

    Args:
        name: as the script says it: knobs, a neuron, a layer, "panel loss", or a card.
        scope: where it is said.
        theta: the knobs as they stand, shape (size,), for shares of the weights by size.

    Raises:
        UnknownNameError: there is no such thing.
    """
    panel = panel_named(name)
    if panel is not None:
        if panel not in panel_names():
            raise UnknownNameError(no_such_panel(panel))
        return Highlight("panel", (), panel, name)
    if " ".join(name.partition(":")[0].split()) in CARDS:
        card = subject(name, scope)
        return Highlight("card", card.knobs, "", card.thing)
    text = _plain(name)
    knobs = tuple(find_knobs(name, scope, theta).tolist())
    kind = "layer" if re.fullmatch(r"layer \d+|all knobs", text) else "neuron"
    if "->" in text or "→" in text or text.startswith("bias of "):
        kind = "knob"
    return Highlight(kind, knobs, "", name)


def panel_named(name: str) -> str | None:
    """Returns the panel that a name of something lit means; None for what is no panel."""
    text = _plain(name)
    if text in panel_names() or text.startswith("panel "):
        return text.removeprefix("panel ")
    return None


def lights(steps: tuple[Step, ...]) -> list[Lit]:
    """Returns what is lit in each step, in the order of play, steps inside others included."""
    found: list[Lit] = []
    waiting: Lit | None = None
    for number, step in enumerate(steps, start=1):
        light = waiting if step.highlight is None else Lit(named_in(step), number)
        found.append(light or Lit())
        inside: Lit | None = None
        for follower in step.followers():
            if follower.highlight is not None:
                inside = Lit(named_in(follower), number)
            found.append(inside or light or Lit())
            if follower.ticks and not follower.leads_in:
                inside = None
        group = (step, *step.followers())
        takes_time = any(each.ticks and not each.leads_in for each in group)
        waiting = None if takes_time else light
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
