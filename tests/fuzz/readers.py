"""Every reader of files, with a sound file of its kind and what is done with what was read."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import av
import msgspec
import numpy as np
import safetensors.numpy
from mutations import damaged, with_odd_line, with_odd_value

from eq_sim.film.sound import check_narration
from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import read_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.playback import Playback
from eq_sim.lessons.steps.training import TrainStep
from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.files.experiment_file import (
    Experiment,
    read_experiment,
    save_experiment,
)
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import load_switches, save_parameters
from eq_sim.session.files.recording import Done, Line, read_recording, save_log
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import Scenario, load_scenario, read_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed, check
from eq_sim.session.words import words

MOST_STEPS = 50  # of training that a test waits for
MOST_KNOBS = 2000


@dataclass(frozen=True)
class Reader:
    """One kind of file.

    Attributes:
        ending: of its name.
        sound: makes one that can be read, at a path.
        read: reads it and does what the program does with it.
        structured: damages its structure, where bytes alone would hardly reach it.
    """

    ending: str
    sound: Callable[[Path], None]
    read: Callable[[Path], object]
    structured: Callable[[bytes, Random], bytes]


def small_session() -> Session:
    """Returns a session in which everything is small."""
    scenario = load_scenario("ring")
    for setting, value in (("points", 20), ("hidden", (2,)), ("batch_size", 5)):
        scenario = changed(scenario, setting, value)
    return Session(scenario, 3)


def _is_small(scenario: Scenario) -> bool:
    hidden = scenario.network.hidden
    points = scenario.data.points or 0
    return len(hidden) < 9 and all(size <= 40 for size in hidden) and points <= 2000


def _write_scenario(path: Path) -> None:
    path.write_bytes(resource("scenarios", "ring.toml").read_bytes())


def _read_scenario(path: Path) -> None:
    check(read_scenario(path))


def _write_lesson(path: Path) -> None:
    path.write_text(_LESSON, encoding="utf-8")


def _read_lesson(path: Path) -> None:
    lesson = read_lesson(path)
    steps = [step.train for step in lesson.steps if isinstance(step, TrainStep)]
    if sum(steps) <= MOST_STEPS and lesson.seconds < 60:
        check_lesson(lesson)


def _write_recording(path: Path) -> None:
    session = small_session()
    for action in (
        act.Train(3),
        act.Grab((0, 3)),
        act.Turn((0, 3), (0.5, -1.0)),
        act.Release(),
        act.Freeze((1,), on=True),
        act.Mute((2,), on=True),
        act.Solo(0, on=True),
        act.Set("learning_rate", 0.2),
        act.SetSides((0.5,) * 9, (-0.5,) * 9),
        act.Set("hidden", (2, 2)),
        act.CopySide(),
        act.NewStart(),
        act.Blend(0.3),
        act.LineUp.of(),
        act.SwitchSide(),
        act.Run(),
        act.Train(2),
        act.Pause(),
        act.TakePhase(),
        act.ToBest(),
        act.Undo(),
        act.Redo(),
        act.BackToStart(),
        act.GoToRunEnd(1),
        act.GoTo(1, 2),
        act.KeepCheckpoint("one", "a note"),
        act.StoreScene(0),
        act.RecallScene(0),
        act.Restore(1),
    ):
        session.apply(action)
    save_log(session, path)
    resume = Line(900.0, act.Resume(SavedState.of(session.state())))
    with path.open("ab") as file:
        file.write(msgspec.json.encode(resume) + b"\n")


def _read_recording(path: Path) -> None:
    done = read_recording(path)
    if not all(_is_quick(item) for item in done):
        return
    as_lesson(done, "fuzz")
    session = small_session()
    playback = Playback(session, done, "fuzz")
    playback.go_to(playback.length)
    for mark in session.history.marks:
        words(mark.message)


def _is_quick(item: Done) -> bool:
    match item.action:
        case act.Train(steps=steps):
            return steps <= MOST_STEPS
        case act.Load(scenario=scenario) | act.Resume(saved=SavedState(scenario=scenario)):
            return _is_small(scenario)
        case act.Set(setting="hidden" | "points"):
            return len(str(item.action.value)) < 6
    return True


def _write_parameters(path: Path, share: float = 0.0) -> None:
    session = small_session()
    session.apply(act.Freeze((1,), on=True))
    session.apply(act.Mute((2, 3), on=True))
    session.apply(act.Prune(share))
    save_parameters(
        path, session.switches, session.parameters.theta, session.scenario, 3, session.dataset
    )


def _write_pruned(path: Path) -> None:
    _write_parameters(path, 0.5)


def _read_parameters(path: Path) -> None:
    load_switches(path, small_session().layout)
    session = open_session(str(path))
    session.apply(act.Train(1))


def _odd_parameters(content: bytes, random: Random) -> bytes:
    length = struct.unpack("<Q", content[:8])[0]
    header, data = json.loads(content[8 : 8 + length]), content[8 + length :]
    meta = header["__metadata__"]
    name = random.choice([*meta, "tensors"])
    if name == "tensors":
        header = with_odd_value(header, random)
    elif name in ("scenario_settings", "switches", "scales"):
        meta[name] = json.dumps(with_odd_value(json.loads(meta[name]), random))
    else:
        meta[name] = str(with_odd_value(meta[name], random))
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def _other_tensor(content: bytes, random: Random) -> bytes:
    """Puts a tensor of another kind, shape and value in the place of one."""
    tensors = safetensors.numpy.load(content)
    name = random.choice(list(tensors))
    kind = random.choice((np.float16, np.float32, np.float64, np.int8, np.bool_, np.complex64))
    shape = random.choice(((), (0,), (1,), (2, 2), (2, 2, 1), tensors[name].shape))
    with np.errstate(invalid="ignore"):
        odd = np.full(shape, random.choice((0.5, 7, 1, np.nan)), dtype=np.float64).astype(kind)
    tensors[name] = odd
    return safetensors.numpy.save(tensors, {"format": "pt"})


def _write_experiment(path: Path) -> None:
    session = small_session()
    for action in (
        act.Train(3),
        act.Mute((2,), on=True),
        act.CopySide(),
        act.KeepCheckpoint("a", "b"),
    ):
        session.apply(action)
    save_experiment(path, Experiment.of(session))


def _read_experiment(path: Path) -> None:
    session = read_experiment(path).session()
    if _is_small(session.scenario):
        session.apply(act.Train(1))
        session.apply(act.NewStart())
        for mark in session.history.marks:
            words(mark.message)


def _odd_experiment(content: bytes, random: Random) -> bytes:
    """Changes one member, and lets the file around it be sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(list(members))
    if name.endswith(".json"):
        odd = with_odd_value(json.loads(members[name]), random)
        members[name] = json.dumps(odd).encode()
    elif name.endswith(".jsonl"):
        members[name] = with_odd_line(members[name], random)
    else:
        members[name] = _other_tensor(members[name], random)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for member, inner in members.items():
            archive.writestr(member, inner)
    return whole.getvalue()


def _write_narration(path: Path) -> None:
    with av.open(str(path), "w", format="wav") as output:
        stream = output.add_stream("pcm_s16le", rate=8000)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 400), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


READERS = {
    "scenario": Reader(".toml", _write_scenario, _read_scenario, damaged),
    "lesson": Reader(".toml", _write_lesson, _read_lesson, damaged),
    "recording": Reader(".jsonl", _write_recording, _read_recording, with_odd_line),
    "parameters": Reader(".safetensors", _write_parameters, _read_parameters, _odd_parameters),
    "pruned": Reader(".safetensors", _write_pruned, _read_parameters, _odd_parameters),
    "tensors": Reader(".safetensors", _write_parameters, _read_parameters, _other_tensor),
    "experiment": Reader(".eqsim", _write_experiment, _read_experiment, _odd_experiment),
    "narration": Reader(".wav", _write_narration, check_narration, damaged),
}

_LESSON = """
title = "A lesson"
"title.de" = "Eine Lektion"
idea = "Everything once."
scenario = "ring"
seed = 3
change = { learning_rate = 0.2, hidden = [2, 2] }

[[step]]
chapter = "One"

[[step]]
say = "The loss is {loss to 3 digits}, a knob {knob: x1 -> neuron 1}."
"say.de" = "Der Loss ist {loss}."
notes = "Slowly."

[[step]]
turn = "x1 -> neuron 1"
to = "{knob: x1 -> neuron 2} + 0.5"
seconds = 1

[[step]]
turn = ["layer 1", "bias of neuron 1, layer 2"]
by = -0.5
and_back = true

[[step]]
train = 7
seconds = 0.5

[[step]]
remember = "here"

[[step]]
note = "first loss"
of = "loss"

[[step]]
guess = "Which?"
answers = ["this", "that"]
right = 2
reveal = "That."

[[step]]
guess = "And then?"
answers = ["more", "less"]
right = ["loss > {first loss}", "loss <= {first loss}"]
name = "later"

[[step]]
set = "learning_rate"
to = "{learning rate} * 2"

[[step]]
answer = "later"
reveal = "From {first loss} to {loss}."

[[step]]
freeze = "layer 1"

[[step]]
mute = "smallest 50 %"

[[step]]
ask = "Turn x1 up."
hint = "The first knob."
until = "{knob: x1 -> neuron 1} > 2"
way_on = [{ turn = "x1 -> neuron 1", to = 3, seconds = 1 }]

[[step]]
recall = "here"
seconds = 0.5

[[step]]
load = "house-price"
seed = 1

[[step]]
expect = "loss > 0"

[[step]]
pause = 0.5
"""
