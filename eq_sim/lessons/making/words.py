"""What an entry of a draft does, in words for a list."""

import re
from collections.abc import Callable

from eq_sim.language.lists import all_of
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.lessons.making.draft import Draft, Entry, Table
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import CAPTIONS

_LISTED = 3  # names or steps that are listed; of more it is said how many

_NAMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"->"), lambda _: "→"),
    (re.compile(r"\bbias of (.+)"), lambda found: tr("bias of {place}", place=found[1])),
    (re.compile(r"\bweights of (.+)"), lambda found: tr("weights of {place}", place=found[1])),
    (re.compile(r"\bbiases of (.+)"), lambda found: tr("biases of {place}", place=found[1])),
    (
        re.compile(r"\bknobs (\d+) to (\d+)"),
        lambda found: tr("knobs {first} to {last}", first=found[1], last=found[2]),
    ),
    (re.compile(r"\bneuron (\d+)"), lambda found: tr("neuron {neuron}", neuron=found[1])),
    (re.compile(r"\blayer (\d+)"), lambda found: tr("layer {layer}", layer=found[1])),
    (re.compile(r"\bthe output\b"), lambda _: tr("the output")),
    (re.compile(r"\ball knobs\b"), lambda _: tr("all knobs")),
)
"""Pieces of the names that files have, and what each is called on screen."""

_SWITCHED = {
    "freeze": (later("freeze {knobs}"), later("thaw {knobs}")),
    "mute": (later("mute {knobs}"), later("unmute {knobs}")),
    "solo": (later("solo {knobs}"), later("end solo of {knobs}")),
}
_PHASES = {
    "forward": later("Forward"),
    "compare": later("Compare"),
    "backward": later("Backward"),
    "update": later("Update"),
}


def words_of(draft: Draft, entry: Entry) -> str:
    """Returns what an entry does, as on a line of a list."""
    if entry.missing:
        return tr("could not be told: {what}", what=entry.missing)
    if not entry.number:
        title = tr(load_scenario(draft.opening.scenario).title)
        return tr("opens on {scenario}", scenario=title)
    if not entry.steps:
        return tr("words alone")
    said = [step_words(step) for step in entry.steps[:_LISTED]]
    if more := len(entry.steps) - len(said):
        said.append(ntr("{count:,} more", "{count:,} more", more))
    return ", ".join(said)


def step_words(step: Table) -> str:
    """Returns what a step does; where there are no words for it, as it stands in the file."""
    key, value = next(iter(step.items()))
    to = step.get("to")
    match key:
        case "turn" if isinstance(to, list | tuple):
            return ntr(
                "turn {knobs} to {count:,} value",
                "turn {knobs} to {count:,} values",
                len(to),
                knobs=_knobs(value),
            )
        case "turn" if isinstance(to, int | float):
            return tr("turn {knobs} to {value:.4g}", knobs=_knobs(value), value=to)
        case "train" if isinstance(value, int):
            return ntr("train {count:,} step", "train {count:,} steps", value)
        case "freeze" | "mute" | "solo":
            return tr(_SWITCHED[key][bool(step.get("off"))], knobs=_knobs(value))
        case "set":
            named = tr(CAPTIONS[value]) if isinstance(value, str) and value in CAPTIONS else value
            return f"{named}: {_value(to)}"
        case "start":
            return tr("back to start") if value == "same" else tr("new random start")
        case "load":
            return tr("opens on {scenario}", scenario=value)
        case "switch":
            return tr("switch to {side}", side=value)
        case "blend":
            return tr("blend of A and B")
        case "line_up":
            return tr("line up B with A")
        case "store":
            return tr("store scene {scene}", scene=value)
        case "glide":
            return tr("scene {scene}", scene=value)
        case "checkpoint":
            return tr("checkpoint “{name}”", name=value)
        case "phase" if isinstance(value, str) and value in _PHASES:
            return tr("one phase: {phase}", phase=tr(_PHASES[value]))
        case "add_neurons" if isinstance(value, int):
            return ntr(
                "add a neuron to layer {layer}",
                "add {count:,} neurons to layer {layer}",
                value,
                layer=step.get("layer"),
            )
        case "remove_neuron":
            return tr(
                "remove neuron {neuron} of layer {layer}", neuron=value, layer=step.get("layer")
            )
        case "add_layer":
            return tr("add layer {layer}", layer=value)
        case "remove_layer":
            return tr("remove layer {layer}", layer=value)
        case "adapter":
            return tr("an adapter beside the knobs")
        case "strength":
            return tr("strength of the adapter: {value}", value=_value(value))
        case "merge":
            return tr("merge the adapter")
        case "remove":
            return tr("take the adapter away")
        case "bits":
            return ntr("knobs of {count:,} bit", "knobs of {count:,} bits", _whole(value))
    return f"{key} = {_value(value)}"


def _knobs(named: object) -> str:
    names = named if isinstance(named, list | tuple) else [named]
    said = [_shown(str(name)) for name in names]
    if len(said) > _LISTED:
        return tr("{names} and {count:,} more", names=", ".join(said[:2]), count=len(said) - 2)
    return all_of(said)


def _shown(name: str) -> str:
    for pattern, said in _NAMES:
        name = pattern.sub(said, name)
    return name


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(each) for each in value)
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return local(f"{value:.6g}") if isinstance(value, float) else str(value)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
