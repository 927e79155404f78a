"""Writes a recording as a lesson: a script to add words to, by someone who does not program."""

import json
from dataclasses import dataclass, field

from eq_sim.session import actions as act
from eq_sim.session.recording import Done
from eq_sim.session.scenario import Scenario, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings import SETTINGS

_PAUSE = 0.3  # seconds below which nothing happening is not worth a step
_MOST_TURNED = 40


@dataclass
class _Writer:
    session: Session
    steps: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    at: float = 0.0
    hand: dict[int, float] = field(default_factory=dict)
    since: float | None = None

    def step(self, key: str, value: object, start: float, end: float, **more: object) -> None:
        """Writes a step, and the pause before it."""
        if start - self.at > _PAUSE:
            self.steps.append(f"[[step]]\npause = {start - self.at:.1f}\n")
        self.at = max(self.at, end)
        lines = [f"{key} = {_toml(value)}"]
        lines += [f"{name} = {_toml(thing)}" for name, thing in more.items()]
        self.steps.append("[[step]]\n" + "\n".join(lines) + "\n")

    def name(self, knob: int) -> str:
        """Returns what a script calls a knob."""
        return self.session.name(knob)

    def turns(self, values: dict[int, float], start: float, end: float) -> None:
        """Writes where knobs went, one after another, within the time it took."""
        share = max(end - start, 0.0) / max(len(values), 1)
        for place, (knob, value) in enumerate(values.items()):
            begin = start + place * share
            self.step(
                "turn", self.name(knob), begin, begin + share, to=value, seconds=round(share, 2)
            )


def as_lesson(done: list[Done], title: str) -> tuple[str, list[str]]:
    """Returns a recording as the text of a lesson, and what could not be told in it.

    Turns go straight from where a knob was taken to where it was left; training keeps its steps
    and its time. A last expectation states the loss that is reached.

    Args:
        done: the recording, trimmed as wished.
        title: of the lesson.
    """
    first = done[0].action
    assert isinstance(first, act.Load)
    writer = _Writer(Session(first.scenario, first.seed))
    for item in _joined(done[1:]):
        _tell(writer, item)
    _end_gesture(writer, writer.at)
    name, change = _scenario(first.scenario)
    loss = writer.session.losses.train
    head = [
        f"title = {_toml(title)}",
        'idea = "Say in one sentence what this lesson is about."',
        f"scenario = {_toml(name)}",
        f"seed = {first.seed}",
    ]
    if change:
        pairs = ", ".join(f"{key} = {_toml(value)}" for key, value in change.items())
        head.append(f"change = {{ {pairs} }}")
    chapter = f"[[step]]\nchapter = {_toml(title)}\n"
    # A hand's path is told as a straight one, so the end is near the recorded one, not equal.
    bound = max(2.0 * loss, 1e-3)
    last = f'[[step]]\nexpect = "loss < {bound:.3g}"\n'
    return "\n".join([*head, "", chapter, *writer.steps, last]), writer.left_out


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


def _tell(writer: _Writer, item: Done) -> None:
    session, action = writer.session, item.action
    match action:
        case act.Grab(knobs=knobs):
            writer.since = item.start
            writer.hand = dict.fromkeys(knobs, 0.0) if len(knobs) <= _MOST_TURNED else {}
        case act.Release():
            session.apply(action)
            _end_gesture(writer, item.end)
            return
        case act.Turn(knobs=knobs, values=values) if writer.since is None:
            writer.turns(dict(zip(knobs, values, strict=True)), item.start, item.end)
        case act.Train(steps=steps) if steps:
            seconds = round(max(item.end - item.start, 0.0), 2)
            writer.step("train", steps, item.start, item.end, seconds=seconds)
        case act.Set(setting=setting, value=value) if setting != "speed":
            writer.step("set", setting, item.start, item.end, to=value)
        case act.Freeze(knobs=knobs, on=on) | act.Mute(knobs=knobs, on=on):
            key = "freeze" if isinstance(action, act.Freeze) else "mute"
            for knob in knobs:
                writer.step(key, writer.name(knob), item.start, item.end, **_off(on))
        case act.Solo(knob=knob, on=on):
            writer.step("solo", writer.name(knob), item.start, item.end, **_off(on))
        case act.Blend(share=share):
            writer.step("blend", share, item.start, item.end, seconds=0)
        case act.LineUp():
            writer.step("line_up", "B", item.start, item.end)
        case act.BackToStart() | act.NewStart():
            kind = "same" if isinstance(action, act.BackToStart) else "new"
            writer.step("start", kind, item.start, item.end)
        case act.Load():
            name, change = _scenario(action.scenario)
            more = {"change": change} if change else {}
            writer.step("load", name, item.start, item.end, seed=action.seed, **more)
        case act.SwitchSide():
            side = "A" if session.sides.active == 1 else "B"
            writer.step("switch", side, item.start, item.end)
        case act.Undo() | act.Redo() | act.SetStart() | act.ToBest():
            before = session.parameters.theta.copy()
            session.apply(action)
            moved = (session.parameters.theta != before).nonzero()[0].tolist()
            if len(moved) <= _MOST_TURNED:
                there = {knob: float(session.parameters.theta[knob]) for knob in moved}
                writer.turns(there, item.start, item.end)
            else:
                _leave_out(writer, item)
            return
        case act.TakePhase() | act.CopySide():
            _leave_out(writer, item)
    session.apply(action)


def _end_gesture(writer: _Writer, end: float) -> None:
    """Writes where the knobs of a gesture were left."""
    if writer.since is not None:
        theta = writer.session.parameters.theta
        writer.turns({knob: float(theta[knob]) for knob in writer.hand}, writer.since, end)
    writer.since, writer.hand = None, {}


def _leave_out(writer: _Writer, item: Done) -> None:
    what = type(item.action).__name__
    writer.left_out.append(f"at {item.start:.1f} s: {what}")
    comment = f"# At {item.start:.1f} s there was a step that a lesson has no word for."
    writer.steps.append(f"{comment}\n")


def _off(on: bool) -> dict[str, object]:
    return {} if on else {"off": True}


def _scenario(scenario: Scenario) -> tuple[str, dict[str, object]]:
    """Returns a scenario's name, and what is changed from the shipped one."""
    shipped = load_scenario(scenario.name)
    change: dict[str, object] = {}
    for name, setting in SETTINGS.items():
        now = setting.of(scenario)
        if now != setting.of(shipped) and name != "speed":
            change[name] = now
    return scenario.name, change


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
