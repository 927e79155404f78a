"""What was done, told in a lesson's steps: by someone who has done it again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.lessons.files.shipped_words import in_shipped_words
from eq_sim.lessons.making.told_steps import TimedStep, Writer
from eq_sim.session import actions as act
from eq_sim.session.early_stopping import is_due, is_on
from eq_sim.session.files.recording import Done
from eq_sim.session.fine_tuning import tuned
from eq_sim.session.knob_sets import count_of, numbers_of, places_of
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.words import words

PAUSE = 0.3
"""Seconds below which nothing happening is not worth a step."""

_IN_A_HAND = (act.Turn, act.Release, act.RecallScene, act.Blend)
"""What may be done with the knobs in a hand, or beside it, before the hand has done its turn."""

_GONE_TO = (
    act.Restore, act.Undo, act.Redo, act.GoTo, act.SetStart, act.ToBest, act.GoToRunStart,
    act.GoToRunEnd, act.SetSides, act.Prune,
)  # fmt: skip
"""What leads to a state that other steps lead to, too."""

_UNSEEN = (
    act.Run, act.Pause, act.StopEarly, act.ClearScene, act.KeepCheckpoint, act.KeepAutomatically,
    act.DescribeCheckpoint, act.LetGoCheckpoint, act.NameRun, act.PinRuns, act.DeleteRuns,
)  # fmt: skip
"""What changes nothing of what is told: training stops by itself, and lists are kept beside it."""


@dataclass(frozen=True)
class Opening:
    """What a lesson opens on, in a lesson's words."""

    scenario: str
    seed: int
    change: Mapping[str, object]


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
        self._writer = Writer(Session(opened.scenario, opened.seed))

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
            _go(writer, self._first)
            yield writer.told()
        for place, thing in enumerate(self._rest):
            self.share = place / len(self._rest)
            if isinstance(thing[0].action, act.Train):
                following = self._rest[place + 1 : place + 3]  # it pauses, and then it stops
                stops = any(isinstance(each[0].action, act.StopEarly) for each in following)
                for _ in _train(writer, thing, stops=stops):
                    yield ()
            else:
                _do(writer, thing[0])
            yield writer.told()
        writer.end_gesture(writer.at)
        yield writer.told()
        self.share = 1.0


def _named(opened: act.Load | SavedState) -> tuple[str, int, dict[str, object]]:
    name, change = in_shipped_words(opened.scenario)
    return name, opened.seed, change


def _joined(done: list[Done]) -> list[list[Done]]:
    """Puts together what is one thing: training that went on without a rest.

    A lesson has times of its own, so the speed at which training ran is none of its business.
    Everything is done again by itself all the same: undo and history count what was done.
    """
    joined: list[list[Done]] = []
    for item in done:
        last = joined[-1] if joined else None
        trains = last is not None and isinstance(last[0].action, act.Train)
        if (last is not None and trains and _is_pace(item.action)) or (
            last is not None
            and trains
            and isinstance(item.action, act.Train)
            and item.start - last[-1].end <= PAUSE
        ):
            last.append(item)
        else:
            joined.append([item])
    return joined


def _is_pace(action: act.AnyAction) -> bool:
    return isinstance(action, act.Set) and action.setting == "speed"


def _train(writer: Writer, thing: list[Done], *, stops: bool) -> Iterator[None]:
    """Trains again and tells it, with a look now and then; the bits are those of one run.

    Args:
        writer: of the lesson.
        thing: training, and changes of its speed.
        stops: whether it was stopped early after that.
    """
    session, begun = writer.session, writer.session.state()
    start, end = thing[0].start, thing[-1].end
    if steps := sum(item.action.steps for item in thing if isinstance(item.action, act.Train)):
        writer.goes_on(start)
        writer.step("train", steps, start, end, seconds=round(max(end - start, 0.0), 2))
    watched, due, beyond = is_on(begun), False, False
    for item in thing:
        if not isinstance(item.action, act.Train):
            session.apply(item.action)
            continue
        for _ in session.train(item.action.steps):
            beyond = due
            due = due or (watched and is_due(session.present(), session.step))
            yield
    writer.trained(begun)
    if beyond or (due and not stops):
        writer.leave_out(tr("training beyond where early stopping ends it"), end)


def _do(writer: Writer, item: Done) -> None:
    """Does what was done, and tells it or says that it cannot be told."""
    session, action = writer.session, item.action
    held = writer.grabbed is not None and writer.grabbed.size > 0
    if held and not isinstance(action, _IN_A_HAND):
        writer.end_gesture(item.start)
    match action:
        case act.Grab(knobs=knobs):
            writer.end_gesture(item.start)
            name = words(action.message(session.state()))
            writer.grab(places_of(knobs, session.layout.size), name, item.start)
            session.apply(action)
        case act.Release():
            session.apply(action)
            writer.end_gesture(item.end)
        case act.Turn() if writer.grabbed is not None:
            session.apply(action)
        case act.Turn(knobs=knobs, values=values):
            name = words(action.message(session.state()))
            session.apply(action)  # refuses what cannot be turned, before it is spoken of
            there = numbers_of(values).astype(np.float64)
            writer.turns(places_of(knobs, session.layout.size), there, item.start, item.end)
            writer.catch_up(name, item.start, item.end)
        case act.TakePhase():
            begun = session.state()
            writer.goes_on(item.start)
            writer.step("phase", session.phase.name.lower(), item.start, item.end, seconds=0)
            session.apply(action)
            writer.trained(begun)
        case act.Resume(saved=saved):
            load = act.Load(saved.scenario, saved.seed)
            _do(writer, Done(item.start, item.start, load))
            _go(writer, item)
        case act.NewStart(number=int()):  # a lesson knows the next one alone
            _go(writer, item)
        case act.StopEarly() if not is_due(session.present(), session.step):
            _go(writer, item)  # a lesson stops where it is due, and by itself
        case _ if isinstance(action, _GONE_TO):
            _go(writer, item)
        case _:
            if missing := _without_word(action, session):
                writer.part(item.start)
                session.apply(action)
                writer.leave_apart(missing, item.start)
            elif not writer.follows(_as_there(action, session, writer.lesson)):
                _go(writer, item)
            else:
                name = words(action.message(session.state()))
                _tell(writer, item)
                session.apply(action)
                writer.catch_up(name, item.start, item.end)


def _go(writer: Writer, item: Done) -> None:
    """Does what has no step of its own, and writes what leads there."""
    writer.part(item.start)
    name = words(item.action.message(writer.session.state()))
    writer.session.apply(item.action)
    writer.catch_up(name, item.start, item.end)


def _as_there(action: act.AnyAction, session: Session, lesson: State | None) -> act.AnyAction:
    """Returns what a lesson's step does where its experiment stands, in the words of an action."""
    if isinstance(action, act.SwitchSide) and lesson is not None:
        return act.Blend(float(session.sides.active == 0))
    return action


def _without_word(action: act.AnyAction, session: Session) -> str:
    """Returns what an action is called that a lesson has no word for; empty for others."""
    match action:
        case act.Solo(reach="neuron"):  # as it once was
            return tr("a solo within a neuron")
        case act.AddAdapter(values=values, strength=strength) if values or strength != 1.0:
            return tr("an adapter from a file")
        case act.PaintPoints():
            return tr("painting of points")
        case act.ErasePoints():
            return tr("erasing of points")
        case act.AddDrawing() | act.LetGoDrawings():
            return tr("drawing of digits")
        case act.SetTeacher():
            return tr("making of a teacher")
        case act.CopySide() | act.LockKnobs():
            return words(action.message(session.state()))
    return ""


def _tell(writer: Writer, item: Done) -> None:
    """Writes the step of an action, before it is done."""
    session, action = writer.session, item.action
    size = session.layout.size
    match action:
        case act.Set(setting="speed"):
            pass  # a lesson has times of its own
        case act.Set(setting=setting, value=value):
            writer.step("set", setting, item.start, item.end, to=value)
        case act.BeginWith(settings=settings):
            for setting, value in settings:
                writer.step("set", setting, item.start, item.end, to=value)
            writer.step("start", "same", item.start, item.end)
        case act.Freeze(knobs=knobs, on=on) | act.Mute(knobs=knobs, on=on):
            key = "freeze" if isinstance(action, act.Freeze) else "mute"
            if count_of(knobs):
                names = writer.names(places_of(knobs, size))
                writer.step(key, names, item.start, item.end, **_off(on))
        case act.FineTune(what=what):
            free, frozen = tuned(session.layout, what), session.switches.frozen
            for on, mask in ((True, ~free & ~frozen), (False, free & frozen)):
                if mask.any():
                    names = writer.names(np.flatnonzero(mask))
                    writer.step("freeze", names, item.start, item.end, **_off(on))
        case act.Solo(knob=knob, on=on):
            places_of((knob,), size)
            writer.step("solo", writer.name(knob), item.start, item.end, **_off(on))
        case act.Blend(share=share):
            writer.step("blend", share, item.start, item.end, seconds=0)
        case act.LineUp():
            writer.step("line_up", "B", item.start, item.end)
        case act.BackToStart() | act.NewStart():
            kind = "same" if isinstance(action, act.BackToStart) else "new"
            writer.step("start", kind, item.start, item.end)
        case act.Load():
            writer.load(action, item.start)
        case act.SwitchSide():
            side = "B" if session.sides.active == 0 else "A"
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
        case act.AddAdapter(ranks=ranks):
            writer.step("adapter", list(ranks), item.start, item.end)
        case act.SetStrength(strength=strength):
            writer.step("strength", strength, item.start, item.end, seconds=0)
        case act.MergeAdapter():
            writer.step("merge", "adapter", item.start, item.end)
        case act.RemoveAdapter():
            writer.step("remove", "adapter", item.start, item.end)
        case act.Quantise(bits=bits, per=per):
            writer.step("bits", bits, item.start, item.end, per=per)
        case act.KeepCheckpoint(name=name) if name:
            writer.step("checkpoint", name, item.start, item.end)
        case _ if isinstance(action, _UNSEEN):
            pass
        case _:
            writer.leave_out(words(action.message(session.state())), item.start)


def _off(on: bool) -> dict[str, object]:
    return {} if on else {"off": True}
