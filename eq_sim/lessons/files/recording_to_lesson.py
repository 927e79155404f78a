"""Writes a recording as a lesson: a script to add words to, by someone who does not program."""

import json
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.files.shipped_words import in_shipped_words
from eq_sim.lessons.language.caption_lines import WIDTH, fits
from eq_sim.lessons.language.knob_sets import name_knobs
from eq_sim.network.types import Array, IndexArray
from eq_sim.session import actions as act
from eq_sim.session.files.recording import Done
from eq_sim.session.fine_tuning import tuned
from eq_sim.session.knob_sets import count_of, numbers_of, places_of
from eq_sim.session.names import knob_in_files
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches

_PAUSE = 0.3  # seconds below which nothing happening is not worth a step
_MOST_TURNED = 40  # knobs that are turned one after another; more go all at once
_MOST_VALUES = 30_000  # values that a lesson may list: some 600 kB of the million it may have


@dataclass
class _Writer:
    """The steps written so far, and the session as it was when the next thing was done.

    Attributes:
        session: what was done is done in it again.
        steps: as they stand in the file.
        left_out: what has no word in a lesson, for the person who asked.
        at: seconds at which the last step is over.
        grabbed: the knobs of the gesture that goes on; None without one.
        before: all knobs when they were grabbed.
        since: seconds at which they were grabbed.
        listed: values in steps that list them.
    """

    session: Session
    steps: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    at: float = 0.0
    grabbed: IndexArray | None = None
    before: Array = field(default_factory=lambda: np.empty(0))
    since: float = 0.0
    listed: int = 0

    def step(self, key: str, value: object, start: float, end: float, **more: object) -> None:
        """Writes a step, and the pause before it."""
        if start - self.at > _PAUSE:
            self.steps.append(f"[[step]]\npause = {start - self.at:.1f}\n")
        self.at = max(self.at, end)
        lines = [f"{key} = {_toml(value)}"]
        lines += [f"{name} = {_toml(thing)}" for name, thing in more.items()]
        self.steps.append("[[step]]\n" + "\n".join(lines) + "\n")

    def leave_out(self, what: str, second: float) -> None:
        """Says that a lesson has no word for something."""
        self.left_out.append(tr("at {second:.1f} s: {what}", second=second, what=what))
        self.steps.append(f"# At {second:.1f} s there was a step that a lesson has no word for.\n")

    def names(self, knobs: IndexArray) -> str | list[str]:
        """Returns what a script calls some knobs: a name, or a few that together mean them."""
        names = name_knobs(knobs, self.session.layout, self.session.dataset)
        return names[0] if len(names) == 1 else names

    def turns(
        self, knobs: IndexArray, values: NDArray[np.float64], start: float, end: float
    ) -> None:
        """Writes where knobs went, within the time it took.

        Knobs that went to one value are one step. A few others follow one another; many go at
        once, in one step that lists where.
        """
        knobs, last = np.unique(knobs[::-1], return_index=True)  # its last value counts
        values = values[::-1][last]
        count, seconds = len(knobs), max(end - start, 0.0)
        if not count:
            return
        if count > 1 and (values == values[0]).all():
            self._turn(self.names(knobs), float(values[0]), start, seconds)
        elif count <= _MOST_TURNED:
            share = seconds / count
            for place, (knob, value) in enumerate(zip(knobs, values.tolist(), strict=True)):
                self._turn(_name(self.session, int(knob)), value, start + place * share, share)
        elif self.listed + count <= _MOST_VALUES:
            self.listed += count
            self._turn(self.names(knobs), values.tolist(), start, seconds)
        else:
            turned = ntr(
                "{count:,} knob turned to as many values",
                "{count:,} knobs turned to as many values",
                count,
            )
            self.leave_out(turned, start)

    def switched(self, before: Switches, second: float, *, on: bool) -> None:
        """Writes which freezes, mutes and solos are on now, or off, and were not before."""
        now, off = self.session.switches, {} if on else {"off": True}
        for key, then, here in (
            ("freeze", before.frozen, now.frozen),
            ("mute", before.mutes, now.mutes),
        ):
            knobs = np.flatnonzero((here & ~then) if on else (then & ~here))
            if len(knobs):
                self.step(key, self.names(knobs), second, second, **off)
        solos = (now.solos & ~before.solos) if on else (before.solos & ~now.solos)
        if now.solo_reach == "neuron" and solos.any():
            self.leave_out(tr("a solo within a neuron"), second)
            return
        for knob in np.flatnonzero(solos).tolist():
            self.step("solo", _name(self.session, knob), second, second, **off)

    def load(self, action: act.Load, second: float) -> None:
        """Writes the loading of a scenario."""
        name, change = in_shipped_words(action.scenario)
        more = {"change": change} if change else {}
        self.step("load", name, second, second, seed=action.seed, **more)

    def _turn(self, name: str | list[str], to: object, start: float, seconds: float) -> None:
        self.step("turn", name, start, start + seconds, to=to, seconds=round(seconds, 2))


def as_lesson(done: list[Done], title: str) -> tuple[str, list[str]]:
    """Returns a recording as the text of a lesson, and what it has no word for.

    Turns go straight from where a knob was taken to where it was left; training keeps its steps
    and its time. A last expectation states the loss that is reached.

    Args:
        done: the recording, trimmed as wished.
        title: of the lesson.

    Raises:
        LessonError: a lesson cannot say the scenario that was recorded.
        EqSimError: what was done cannot be done again.
    """
    first = done[0].action
    assert isinstance(first, act.Load | act.Resume)
    opening = first if isinstance(first, act.Load) else first.saved
    writer = _Writer(Session(opening.scenario, opening.seed))
    if isinstance(first, act.Resume):
        _write_difference(writer, done[0])
    for item in _joined(done[1:]):
        _write(writer, item)
    _end_gesture(writer, writer.at)
    name, change = in_shipped_words(opening.scenario)
    title = _speakable(title)
    loss = writer.session.losses.train
    head = [
        f"title = {_toml(title)}",
        'idea = "Say in one sentence what this lesson is about."',
        f"scenario = {_toml(name)}",
        f"seed = {opening.seed}",
    ]
    if change:
        pairs = ", ".join(f"{key} = {_toml(value)}" for key, value in change.items())
        head.append(f"change = {{ {pairs} }}")
    chapter = f"[[step]]\nchapter = {_toml(title)}\n"
    # A hand's path is written as a straight one, so the end is near the recorded one, not equal.
    bound = max(2.0 * loss, 1e-3)
    last = f'[[step]]\nexpect = "loss < {bound:.3g}"\n'
    return "\n".join([*head, "", chapter, *writer.steps, last]), writer.left_out


def _speakable(title: str) -> str:
    """Returns a title, the name of any file, as a chapter may be called."""
    shown = "".join(sign if sign.isprintable() else " " for sign in title)
    shown = " ".join(shown.translate(str.maketrans("{}", "()")).split()) or "A recording"
    return shown if fits(shown) else f"{shown[: WIDTH - 1]}…"


def _joined(done: list[Done]) -> list[Done]:
    """Makes one run of training of those that follow each other without a rest."""
    joined: list[Done] = []
    for item in done:
        last = joined[-1] if joined else None
        if (
            last is not None
            and isinstance(last.action, act.Train)
            and isinstance(item.action, act.Train)
            and item.start - last.end <= _PAUSE
        ):
            steps = last.action.steps + item.action.steps
            joined[-1] = Done(last.start, item.end, act.Train(steps))
        else:
            joined.append(item)
    return joined


def _write(writer: _Writer, item: Done) -> None:
    session, action = writer.session, item.action
    size = session.layout.size
    match action:
        case act.Grab(knobs=knobs):
            writer.grabbed, writer.since = places_of(knobs, size), item.start
            writer.before = session.parameters.theta.copy()
        case act.Release():
            session.apply(action)
            _end_gesture(writer, item.end)
            return
        case act.Turn(knobs=knobs, values=values) if writer.grabbed is None:
            session.apply(action)  # refuses what cannot be turned, before it is spoken of
            there = numbers_of(values).astype(np.float64)
            writer.turns(places_of(knobs, size), there, item.start, item.end)
            return
        case act.Train(steps=steps) if steps:
            seconds = round(max(item.end - item.start, 0.0), 2)
            writer.step("train", steps, item.start, item.end, seconds=seconds)
        case act.Set(setting=setting, value=value) if setting != "speed":
            writer.step("set", setting, item.start, item.end, to=value)
        case act.BeginWith(settings=settings):
            for setting, value in settings:
                writer.step("set", setting, item.start, item.end, to=value)
            writer.step("start", "same", item.start, item.end)
        case act.Freeze(knobs=knobs, on=on) | act.Mute(knobs=knobs, on=on) if count_of(knobs):
            key = "freeze" if isinstance(action, act.Freeze) else "mute"
            writer.step(key, writer.names(places_of(knobs, size)), item.start, item.end, **_off(on))
        case act.FineTune(what=what):
            free, frozen = tuned(session.layout, what), session.switches.frozen
            for on, mask in ((True, ~free & ~frozen), (False, free & frozen)):
                if mask.any():
                    named = writer.names(np.flatnonzero(mask))
                    writer.step("freeze", named, item.start, item.end, **_off(on))
        case act.Solo(knob=knob, on=on, reach="layer"):
            places_of((knob,), size)
            writer.step("solo", _name(session, knob), item.start, item.end, **_off(on))
        case act.Solo():  # of a neuron, as it once was
            session.apply(action)
            writer.leave_out(tr("a solo within a neuron"), item.start)
            return
        case act.Blend(share=share):
            writer.step("blend", share, item.start, item.end, seconds=0)
        case act.LineUp():
            writer.step("line_up", "B", item.start, item.end)
        case act.NewStart(number=int()):  # a lesson knows the next one alone
            _write_difference(writer, item)
            return
        case act.BackToStart() | act.NewStart():
            kind = "same" if isinstance(action, act.BackToStart) else "new"
            writer.step("start", kind, item.start, item.end)
        case act.Load():
            writer.load(action, item.start)
        case act.Resume(saved=saved):
            load = act.Load(saved.scenario, saved.seed)
            writer.load(load, item.start)
            session.apply(load)
            _write_difference(writer, item)
            return
        case act.SwitchSide():
            side = "A" if session.sides.active == 1 else "B"
            writer.step("switch", side, item.start, item.end)
        case act.StoreScene(slot=slot):
            writer.step("store", slot + 1, item.start, item.end)
        case act.RecallScene() if writer.grabbed is not None:
            pass  # the end of a glide: what the gesture has turned is written when it ends
        case act.RecallScene(slot=slot):
            writer.step("glide", slot + 1, item.start, item.end, seconds=0)
        case act.AddNeurons(layer=layer, count=count):
            writer.step("add_neurons", count, item.start, item.end, layer=layer + 1)
        case act.RemoveNeuron(layer=layer, neuron=neuron):
            writer.step("remove_neuron", neuron + 1, item.start, item.end, layer=layer + 1)
        case act.AddLayer(layer=layer, neurons=neurons, activation=activation):
            more: dict[str, object] = {} if neurons is None else {"neurons": neurons}
            if activation != "identity":
                more["activation"] = activation
            writer.step("add_layer", layer + 1, item.start, item.end, **more)
        case act.RemoveLayer(layer=layer):
            writer.step("remove_layer", layer + 1, item.start, item.end)
        case act.AddAdapter(ranks=ranks, values=None, strength=1.0):
            writer.step("adapter", list(ranks), item.start, item.end)
        case act.SetStrength(strength=strength):
            writer.step("strength", strength, item.start, item.end, seconds=0)
        case act.MergeAdapter():
            writer.step("merge", "adapter", item.start, item.end)
        case act.RemoveAdapter():
            writer.step("remove", "adapter", item.start, item.end)
        case act.AddAdapter():
            writer.leave_out(tr("an adapter from a file"), item.start)
        case act.Quantise(bits=bits, per=per):
            writer.step("bits", bits, item.start, item.end, per=per)
        case act.KeepCheckpoint(name=name) if name:
            writer.step("checkpoint", name, item.start, item.end)
        case (
            act.Restore() | act.Undo() | act.Redo() | act.GoTo() | act.SetStart() | act.ToBest()
            | act.GoToRunStart() | act.GoToRunEnd() | act.SetSides()
        ):  # fmt: skip
            _write_difference(writer, item)
            return
        case act.StopEarly():
            pass  # the training before it ends so by itself
        case act.TakePhase():
            writer.step("phase", session.phase.name.lower(), item.start, item.end, seconds=0)
        case act.PaintPoints():
            writer.leave_out(tr("painting of points"), item.start)
        case act.ErasePoints():
            writer.leave_out(tr("erasing of points"), item.start)
        case act.AddDrawing() | act.LetGoDrawings():
            writer.leave_out(tr("drawing of digits"), item.start)
        case act.SetTeacher():
            writer.leave_out(tr("making of a teacher"), item.start)
        case act.CopySide():
            writer.leave_out(type(action).__name__, item.start)
    session.apply(action)


def _write_difference(writer: _Writer, item: Done) -> None:
    """Does what has no step of its own, and writes what is other than before."""
    session, name = writer.session, type(item.action).__name__
    switches, whole = session.switches, session.switches.whole(session.parameters.theta)
    session.apply(item.action)
    there = session.switches.whole(session.parameters.theta)
    if there.shape != whole.shape:
        writer.leave_out(name, item.start)
        return
    # Knobs are turned while they can be: before they are muted, after they are no more.
    writer.switched(switches, item.start, on=False)
    moved = np.flatnonzero((there != whole) & ~(switches.silent & session.switches.silent))
    writer.turns(moved, there[moved].astype(np.float64), item.start, item.end)
    writer.switched(switches, item.start, on=True)


def _end_gesture(writer: _Writer, end: float) -> None:
    """Writes where the knobs of a gesture were left, of those that were moved."""
    theta, grabbed = writer.session.parameters.theta, writer.grabbed
    writer.grabbed = None
    if grabbed is not None and theta.shape == writer.before.shape:
        moved = grabbed[theta[grabbed] != writer.before[grabbed]]
        alike = len(moved) > 0 and bool((theta[grabbed] == theta[moved[0]]).all())
        knobs = grabbed if alike else moved  # "layer 1" says more than those of it that were not 0
        writer.turns(knobs, theta[knobs].astype(np.float64), writer.since, end)


def _name(session: Session, knob: int) -> str:
    return knob_in_files(session.layout, session.dataset, knob)


def _off(on: bool) -> dict[str, object]:
    return {} if on else {"off": True}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(thing)}" for key, thing in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(thing) for thing in value) + "]"
    return repr(value)
