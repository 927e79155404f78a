"""What was done, told in a lesson's steps: by someone who has done it again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import ntr, tr
from eq_sim.lessons.files.shipped_words import in_shipped_words
from eq_sim.lessons.language.knob_sets import name_knobs
from eq_sim.network.types import Array, IndexArray
from eq_sim.session import actions as act
from eq_sim.session.files.recording import Done
from eq_sim.session.fine_tuning import tuned
from eq_sim.session.knob_sets import count_of, numbers_of, places_of
from eq_sim.session.names import knob_in_files
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.switches import Switches
from eq_sim.session.words import words

PAUSE = 0.3
"""Seconds below which nothing happening is not worth a step."""

_MOST_TURNED = 40  # knobs that are turned one after another; more go all at once
_MOST_VALUES = 30_000  # values that a lesson may list: some 600 kB of the million it may have
_AT_ONCE = 5_000_000  # steps of training times knobs between two looks of whoever waits


@dataclass(frozen=True)
class TimedStep:
    """A step of a lesson, and when it was done.

    Attributes:
        start: seconds since the recording began.
        end: when it was over.
        table: the step as it stands in a file, the key that names it first; empty for none.
        missing: what a lesson has no word for, instead.
    """

    start: float
    end: float
    table: Mapping[str, object] = field(default_factory=dict)
    missing: str = ""


@dataclass(frozen=True)
class Opening:
    """What a lesson opens on, in a lesson's words."""

    scenario: str
    seed: int
    change: Mapping[str, object]


@dataclass
class _Writer:
    """The steps told so far, and the session as it was when the next thing was done.

    Attributes:
        session: what was done is done in it again.
        steps: of what is being told.
        at: seconds at which the last step is over.
        grabbed: the knobs of the gesture that goes on; None without one.
        before: all knobs when they were grabbed.
        since: seconds at which they were grabbed.
        listed: values in steps that list them.
    """

    session: Session
    steps: list[TimedStep] = field(default_factory=list)
    at: float = 0.0
    grabbed: IndexArray | None = None
    before: Array = field(default_factory=lambda: np.empty(0))
    since: float = 0.0
    listed: int = 0

    def step(self, key: str, value: object, start: float, end: float, **more: object) -> None:
        """Tells a step."""
        self.at = max(self.at, end)
        self.steps.append(TimedStep(start, end, {key: value, **more}))

    def leave_out(self, what: str, second: float) -> None:
        """Says that a lesson has no word for something."""
        self.steps.append(TimedStep(second, second, missing=what))

    def told(self) -> tuple[TimedStep, ...]:
        """Returns what was told since the last time."""
        told, self.steps = tuple(self.steps), []
        return told

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


class Telling:
    """Tells a recording, a thing that was done after another.

    Turns go straight from where a knob was taken to where it was left; training keeps its steps
    and its time.

    Args:
        done: the recording, trimmed as wished.

    Attributes:
        opening: what a lesson of it opens on.
        share: how much of it is told, from 0 to 1.

    Raises:
        LessonError: a lesson cannot say the scenario that was recorded.
    """

    def __init__(self, done: list[Done]) -> None:
        first = done[0].action
        assert isinstance(first, act.Load | act.Resume)
        opened = first if isinstance(first, act.Load) else first.saved
        self.opening = Opening(*_named(opened))
        self.share = 0.0
        self._first, self._rest = done[0], _joined(done[1:])
        self._writer = _Writer(Session(opened.scenario, opened.seed))

    @property
    def loss(self) -> float:
        """The train loss that is reached."""
        return self._writer.session.losses.train

    def things(self) -> Iterator[tuple[TimedStep, ...]]:
        """Yields the steps of each thing that was done; none while one goes on.

        Raises:
            EqSimError: what was done cannot be done again.
        """
        writer = self._writer
        if isinstance(self._first.action, act.Resume):
            _write_difference(writer, self._first)
            yield writer.told()
        for place, item in enumerate(self._rest):
            self.share = place / len(self._rest)
            for _ in _written(writer, item):
                yield ()
            yield writer.told()
        _end_gesture(writer, writer.at)
        yield writer.told()
        self.share = 1.0


def _named(opened: act.Load | SavedState) -> tuple[str, int, dict[str, object]]:
    name, change = in_shipped_words(opened.scenario)
    return name, opened.seed, change


def _joined(done: list[Done]) -> list[Done]:
    """Makes one run of training of those that follow each other without a rest.

    A lesson has times of its own, so the speed at which training ran is none of its business.
    """
    joined: list[Done] = []
    for item in done:
        if isinstance(item.action, act.Set) and item.action.setting == "speed":
            continue
        last = joined[-1] if joined else None
        if (
            last is not None
            and isinstance(last.action, act.Train)
            and isinstance(item.action, act.Train)
            and item.start - last.end <= PAUSE
        ):
            steps = last.action.steps + item.action.steps
            joined[-1] = Done(last.start, item.end, act.Train(steps))
        else:
            joined.append(item)
    return joined


def _written(writer: _Writer, item: Done) -> Iterator[None]:
    """Does what was done and tells it; long training is done in pieces, with a look after each."""
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
            yield from _trained(session, steps)
            return
        case act.Set(setting=setting, value=value):
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
            writer.leave_out(words(action.message(session.state())), item.start)
    session.apply(action)


def _trained(session: Session, steps: int) -> Iterator[None]:
    """Trains, and rests now and then: the bits are those of one run."""
    piece = max(1, _AT_ONCE // session.layout.size)
    for begun in range(0, steps, piece):
        session.apply(act.Train(min(piece, steps - begun)))
        yield


def _write_difference(writer: _Writer, item: Done) -> None:
    """Does what has no step of its own, and writes what is other than before."""
    session = writer.session
    name = words(item.action.message(session.state()))
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
