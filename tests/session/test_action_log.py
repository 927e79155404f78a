"""An experiment is its list of actions: each goes through JSON, a replay gives the same bits."""

import functools
import json
import math
import struct
import typing
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_kit import (
    run_until_it_stops,
    scenario,
    session,
    theta_bits,
    training_state,
    whole_state,
)

from eq_sim.session import actions as act
from eq_sim.session.actions.teaching import present_network
from eq_sim.session.drawn_digits import DrawnDigit
from eq_sim.session.errors import EqSimError, KnobError, LogError, ScenarioError
from eq_sim.session.files.recording import checksum, read_recording, save_log
from eq_sim.session.files.replay import replay, replay_file
from eq_sim.session.fine_tuning import TUNED
from eq_sim.session.knob_sets import Mask, Span, numbers_of
from eq_sim.session.log import Record
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS

ONE_OF_EACH: list[act.AnyAction] = [
    act.Load(load_scenario("ring"), 3),
    act.Load(scenario("digits", activation=["relu"], biases=[True, False]), 2**63 - 1),
    act.Set("learning_rate", 0.1),
    act.Set("learning_rate", 1),
    act.Set("batch_size", "full"),
    act.Set("hidden", (4, 2)),
    act.Set("hidden", ()),
    act.BeginWith((("dropout", 0.2), ("hidden", (4, 2)))),
    act.BeginWith(()),
    act.Grab((0, 24)),
    act.Turn((0, 1, 2), (0.1, -0.0, 5e-324)),
    act.Release(),
    act.Train(7),
    act.TakePhase(),
    act.Run(),
    act.Pause(),
    act.BackToStart(),
    act.NewStart(),
    act.SetStart((1e9, 1 / 3, -2.5)),
    act.Grab((), "shake"),
    act.Freeze((3, 4), True),
    act.Mute((), False),
    act.Solo(2, True),
    act.SwitchSide(),
    act.CopySide(),
    act.Blend(1 / 3),
    act.Resume(SavedState.of(session().state())),
    act.Freeze(Span(3, 900), True),
    act.Mute(Mask(9, b"\xff\x80"), True),
    act.Turn.of(np.arange(100), np.linspace(-1, 1, 100)),
    act.LineUp(),
    act.LineUp.of(),
    act.SetSides((0.1, -0.0), (1 / 3, 2.0)),
    act.AddNeurons(0, 3),
    act.RemoveNeuron(1, 0),
    act.AddLayer(1, activation="relu"),
    act.RemoveLayer(0),
    act.ToBest(),
    act.Undo(),
    act.Redo(),
    act.GoTo(7, 3),
    act.StoreScene(0),
    act.RecallScene(7),
    act.ClearScene(3),
    act.KeepCheckpoint("mine", "the best so far"),
    act.KeepAutomatically(best=True, epochs=5),
    act.Restore(1),
    act.DescribeCheckpoint(2, "other", "words"),
    act.LetGoCheckpoint(3),
    act.LockKnobs(True),
    act.StopEarly(),
    act.Prune(1 / 3),
    act.Prune(0.5, "layer"),
    act.Quantise(4),
    act.Quantise(2, "tensor"),
    act.AddAdapter((1, 0)),
    act.SetStrength(1 / 3),
    act.MergeAdapter(),
    act.RemoveAdapter(),
    act.GoToRunStart(1),
    act.GoToRunEnd(2),
    act.NameRun(3, "mine"),
    act.PinRuns((1,), True),
    act.DeleteRuns((1, 2)),
    act.Set("activation", ("tanh", "relu")),
    act.PaintPoints(((0.1, -1 / 3),), 1),
    act.ErasePoints(painted=(3,), own=(0, 7)),
    act.FineTune("biases"),
    act.AddDrawing(DrawnDigit(3, "0g" * 32)),
    act.LetGoDrawings(),
    act.SetTeacher(present_network(session().state()), hidden=(3,), train_points=20),
]


def test_every_kind_of_action_is_among_them() -> None:
    assert {type(action) for action in ONE_OF_EACH} == set(typing.get_args(act.AnyAction))


@pytest.mark.parametrize("action", ONE_OF_EACH, ids=lambda action: type(action).__name__)
def test_a_record_goes_through_json_and_back(action: act.AnyAction) -> None:
    record = Record(12, action)
    again = msgspec.json.decode(msgspec.json.encode(record), type=Record)
    assert again == record
    assert type(again.action) is type(action)
    if isinstance(action, act.Turn):
        assert isinstance(again.action, act.Turn)
        numbers = numbers_of(again.action.values)
        assert numbers.tobytes() == numbers_of(action.values).tobytes()


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_bit_of_a_value_is_lost_in_json(values: list[float]) -> None:
    record = Record(0, act.Turn(tuple(range(len(values))), tuple(values)))
    again = msgspec.json.decode(msgspec.json.encode(record), type=Record).action
    assert isinstance(again, act.Turn)
    assert struct.pack(f"{len(values)}d", *again.values) == struct.pack(f"{len(values)}d", *values)


@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
def test_a_loaded_scenario_comes_back_whole(name: str) -> None:
    record = Record(0, act.Load(load_scenario(name), 1))
    again = msgspec.json.decode(msgspec.json.encode(record), type=Record).action
    assert isinstance(again, act.Load)
    assert again.scenario == load_scenario(name)


def test_training_that_runs_is_one_record() -> None:
    ring = session()
    ring.apply(act.Train(3))
    ring.apply(act.Train(4))
    ring.apply(act.Run())
    for _ in range(10):
        ring.advance(0.1)
    ring.apply(act.Pause())
    ring.apply(act.TakePhase())
    ring.apply(act.Train(1))
    kinds = [type(record.action).__name__ for record in ring.log.records]
    # What a hand asked for stays apart: each can be undone by itself.
    assert kinds == ["Load", "Train", "Train", "Run", "Train", "Pause", "TakePhase", "Train"]
    counts = [r.action.steps for r in ring.log.records if isinstance(r.action, act.Train)]
    assert counts == [3, 4, 30, 1]
    assert [record.step for record in ring.log.records] == [0, 0, 3, 7, 7, 37, 37, 37]


def test_a_refused_action_is_not_logged() -> None:
    ring = session()
    refused: list[act.AnyAction] = [
        act.Turn((99,), (0.0,)),
        act.Set("momentum", 2.0),
        act.Set("nonsense", 2.0),
        act.Train(-1),
        act.SetStart((1.0,)),
        act.SetStart((math.nan,) * 25),
        act.Load(load_scenario("ring"), -1),
        act.Load(load_scenario("ring"), 2**63),
    ]
    before = whole_state(ring)
    for action in refused:
        with pytest.raises(EqSimError):
            ring.apply(action)
        assert len(ring.log.records) == 1
        assert whole_state(ring) == before


def test_only_the_steps_taken_are_logged() -> None:
    house = session("house-price", learning_rate=30.0)
    house.apply(act.Train(5000))
    last = house.log.records[-1].action
    assert isinstance(last, act.Train)
    assert last.steps == house.step < 5000


def test_undo_in_a_gesture_during_a_run_replays_to_the_same_place(tmp_path: Path) -> None:
    """What a run does by itself is no deed of the hand that holds a knob meanwhile."""
    ring = session()
    ring.apply(act.Run())
    ring.advance(steps=10)
    ring.apply(act.Grab((3,)))
    ring.advance(steps=5)
    ring.apply(act.Undo())
    path = tmp_path / "held.jsonl"
    save_log(ring, path)
    again = replay_file(path)
    assert again.step == ring.step == 0
    assert whole_state(again) == whole_state(ring)
    assert again.undo.names == ring.undo.names


# A wild session: everything that can happen, in random order.

Draw = Callable[[np.random.Generator], float | int | str | tuple[int, ...]]


def choice(*values: float | int | str | tuple[int, ...]) -> Draw:
    return lambda rng: values[int(rng.integers(len(values)))]


VALUES: dict[str, Draw] = {
    "learning_rate": lambda rng: float(10 ** rng.uniform(-3, 0)),
    "batch_size": choice("full", 1, 7, 25, 64, 10_000),
    "optimizer": choice("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"),
    "momentum": choice(0.0, 0.5, 0.9, 0.99),
    "beta1": choice(0.0, 0.5, 0.9),
    "beta2": choice(0.5, 0.9, 0.999),
    "alpha": choice(0.5, 0.9, 0.99),
    "epsilon": choice(1e-8, 0.01),
    "schedule": choice("constant", "step", "cosine"),
    "schedule_length": choice(7, 100),
    "schedule_factor": choice(0.1, 0.9),
    "warmup": choice(0, 15),
    "early_stopping": choice(0, 10, 50),
    "validation_fraction": choice(0.0, 0.3),
    "l1": choice(0.0, 0.001, 0.1),
    "l2": choice(0.0, 0.001, 0.1, 1),
    "dropout": choice(0.0, 0.1, 0.5),
    "speed": choice(1, 30.0, 999.5),
    "loss": choice("half_mse", "binary_cross_entropy"),
    "activation": choice("tanh", "sigmoid", "softplus", "gelu_tanh", "silu", "identity"),
    "dtype": choice("float32", "float64"),
    "hidden": choice((), (3,), (4, 2), (8, 5, 3)),
    "initializer": choice("zeros", "normal", "uniform", "xavier", "he"),
    "noise": choice(0.0, 0.1, 0.7),
    "points": choice(10, 60, 500),
    "test_fraction": choice(0.0, 0.3, 0.9),
    "temperature": choice(1.0, 3.0, 10.0),
    "label_share": choice(0.0, 0.5),
    "train_points": choice(5, 40),
}


OF_OTHER_DATA = {
    *("formula", "from_x", "to_x", "components"),
    *("examples", "contrast", "rotation", "shift_x", "shift_y"),
}
"""What the wild sessions have no data for: see test_formulas.py, test_components.py and
test_new_ink.py.
"""


def wild_action(rng: np.random.Generator, of: Session, dtype: str) -> act.AnyAction:
    size = of.layout.size
    knobs = tuple(int(k) for k in rng.choice(size, min(size, int(rng.integers(1, 4))), False))
    values = tuple(float(v) for v in rng.normal(size=len(knobs)))
    setting = str(rng.choice([name for name in SETTINGS if name not in {"dtype", *OF_OTHER_DATA}]))
    scenarios = ("ring", "house-price", "ring", "ring")
    kinds: list[tuple[float, act.AnyAction]] = [
        (5, act.Train(int(rng.integers(0, 40)))),
        (3, act.TakePhase()),
        (3, act.Grab(knobs)),
        (5, act.Turn(knobs, values)),
        (2, act.Turn(of.held, tuple(float(v) for v in rng.normal(size=len(of.held))))),
        (3, act.Release()),
        (10, act.Set(setting, VALUES[setting](rng))),
        (0.7, act.BeginWith(((setting, VALUES[setting](rng)),))),
        (2, act.Run()),
        (2, act.Pause()),
        (2, act.Freeze(knobs, bool(rng.integers(2)))),
        (2, act.Mute(knobs, bool(rng.integers(2)))),
        (1, act.Solo(knobs[0], bool(rng.integers(2)))),
        (0.7, act.FineTune(str(rng.choice(TUNED)))),  # type: ignore[arg-type]
        (1, act.SwitchSide()),
        (0.7, act.CopySide()),
        (1, act.Blend(float(rng.uniform()))),
        (0.7, act.LineUp()),
        (0.5, act.SetSides.of(*rng.normal(size=(2, of.layout.size)))),
        (0.7, act.ToBest()),
        (9 if len(of.evaluation.validation) else 0.2, act.StopEarly()),
        (4, act.Undo()),
        (2, act.Redo()),
        (1, act.GoTo(int(rng.integers(len(of.log.records))))),
        (1, act.StoreScene(int(rng.integers(3)))),
        (2, act.RecallScene(int(rng.integers(3)))),
        (0.5, act.ClearScene(int(rng.integers(3)))),
        (1, act.KeepCheckpoint("one")),
        (1, act.KeepAutomatically(bool(rng.integers(2)), int(rng.integers(3)))),
        (1, act.Restore(int(rng.integers(1, 4)))),
        (0.8, act.DescribeCheckpoint(int(rng.integers(1, 4)), "other")),
        (1.5, act.LetGoCheckpoint(int(rng.integers(1, 4)))),
        (0.7, act.GoToRunStart(int(rng.integers(1, 4)))),
        (0.7, act.GoToRunEnd(int(rng.integers(1, 4)))),
        (0.4, act.DeleteRuns((int(rng.integers(1, 4)),))),
        (0.7, act.PinRuns((int(rng.integers(1, 4)),), bool(rng.integers(2)))),
        (0.7, act.NameRun(int(rng.integers(1, 4)), "other")),
        (0.4, act.Resume(SavedState.of(of.state()))),
        (20 if of.locked else 0.7, act.LockKnobs(not of.locked)),
        (1, act.Quantise(int(rng.choice([2, 4, 8, 32])), str(rng.choice(["tensor", "neuron"])))),
        (0.7, act.Prune(float(rng.choice([0, 0.3, 0.9])), str(rng.choice(["network", "layer"])))),
        (1, act.AddAdapter((1,) + (0,) * (len(of.layout.blocks) - 1))),
        (3 if of.layout.adapters else 0.1, act.SetStrength(float(rng.uniform(-1, 2)))),
        (2 if of.layout.adapters else 0.1, act.MergeAdapter()),
        (2 if of.layout.adapters else 0.1, act.RemoveAdapter()),
        (0.7, act.BackToStart()),
        (0.7, act.NewStart()),
        (0.5, act.AddNeurons(0, int(rng.integers(1, 3)))),
        (0.5, act.RemoveNeuron(0, 0)),
        (0.5, act.AddLayer(int(rng.integers(2)))),
        (0.5, act.RemoveLayer(int(rng.integers(2)))),
        (0.7, act.SetStart(tuple(float(v) for v in rng.normal(size=size)))),
        (
            0.5,
            act.Load(scenario(str(rng.choice(scenarios)), dtype=dtype), int(rng.integers(100))),
        ),
        (2, act.PaintPoints(tuple(map(tuple, rng.uniform(-1, 1, (3, 2)).tolist())), 1)),
        (1, act.ErasePoints(own=(int(rng.integers(60)),))),
        (0.3, act.SetTeacher(hidden=(3,)) if rng.integers(2) else act.SetTeacher()),
    ]
    weights = np.array([weight for weight, _ in kinds])
    return kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))][1]


@functools.cache
def wild_session(seed: int, dtype: str, actions: int = 150) -> tuple[Session, set[str]]:
    rng = np.random.default_rng(seed)
    wild, done = session(seed=seed, dtype=dtype), set()
    for _ in range(actions):
        for _ in range(int(rng.integers(0, 3))):
            wild.advance(float(rng.uniform(0, 0.3)))
        action = wild_action(rng, wild, dtype)
        try:
            wild.apply(action)
        except EqSimError:
            continue  # such as noise on a real table; nothing was changed, nothing is logged
        done.add(action.setting if isinstance(action, act.Set) else type(action).__name__)
    return wild, done


@pytest.mark.parametrize(
    ("seed", "dtype"),
    [
        *((seed, ("float32", "float64")[seed % 2]) for seed in range(6)),
        *(
            pytest.param(seed, ("float64", "float32")[seed % 2], marks=pytest.mark.slow)
            for seed in range(6)
        ),
    ],
)
def test_a_wild_session_replayed_from_its_file_is_the_same_bits(
    seed: int, dtype: str, tmp_path: Path
) -> None:
    wild, _ = wild_session(seed, dtype)
    path = tmp_path / "wild.jsonl"
    save_log(wild, path)
    again = replay_file(path)
    assert whole_state(again) == whole_state(wild)
    assert again.parameters.theta.dtype == dtype
    assert again.log.records == wild.log.records
    assert again.history.marks == wild.history.marks
    for one in (wild, again):
        one.apply(act.LockKnobs(False))
        one.apply(act.Train(30))
        one.apply(act.Release())
        one.apply(act.TakePhase())
    assert training_state(again) == training_state(wild)


def test_the_wild_sessions_did_everything() -> None:
    done = set().union(*(wild_session(seed, "float32")[1] for seed in range(13)))
    kinds = {kind.__name__ for kind in typing.get_args(act.AnyAction)}
    kinds -= {"Set", "AddDrawing", "LetGoDrawings"}  # the wild sessions have no such data
    assert done == kinds | set(SETTINGS) - {"dtype"} - OF_OTHER_DATA
    assert set(VALUES) == set(SETTINGS) - OF_OTHER_DATA


def test_a_change_of_precision_is_replayed(tmp_path: Path) -> None:
    ring = session(optimizer="adam", batch_size=7)
    for dtype in ("float64", "float32", "float64"):
        ring.apply(act.Train(11))
        ring.apply(act.Set("dtype", dtype))
        assert ring.parameters.theta.dtype == dtype
    ring.apply(act.Train(11))
    save_log(ring, tmp_path / "log")
    assert whole_state(replay_file(tmp_path / "log")) == whole_state(ring)


def test_stopping_at_the_goal_is_replayed(tmp_path: Path) -> None:
    ring = session()
    run_until_it_stops(ring, 0.37)
    assert ring.goal_reached
    save_log(ring, tmp_path / "log")
    again = replay_file(tmp_path / "log")
    assert whole_state(again) == whole_state(ring)
    assert again.goal_reached
    np.testing.assert_array_equal(again.history.points, ring.history.points)


def test_a_saved_log_has_a_header_and_a_line_for_each_record(tmp_path: Path) -> None:
    ring = session()
    ring.apply(act.Train(3))
    ring.apply(act.Turn((0,), (0.5,)))
    path = tmp_path / "log"
    save_log(ring, path)
    header, *lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert header == {"format": "eq_sim recording", "version": 2}
    assert [line["do"]["do"] for line in lines[:-1]] == ["load", "train", "turn"]
    assert lines[-1]["sum"] == checksum(ring)
    times = [(line["t"], line.get("until", line["t"])) for line in lines]
    assert times == sorted(times)
    speed = ring.scenario.training.speed
    assert times[1][1] - times[1][0] == pytest.approx(3 / speed, abs=2e-3)
    actions = [done.action for done in read_recording(path)]
    assert actions == [record.action for record in ring.log.records]


HEADER = b'{"format": "eq_sim log", "version": 1}\n'
LOAD = msgspec.json.encode(Record(0, act.Load(load_scenario("ring"), 1))) + b"\n"

BROKEN = {
    "not JSON": (b"train 10\n", "line 3"),
    "an unknown action": (b'{"step":0,"action":{"do":"dance"}}\n', "line 3"),
    "no action": (b'{"step":0}\n', "line 3"),
    "no step": (b'{"action":{"do":"run"}}\n', "line 3"),
    "an unknown field": (b'{"step":0,"action":{"do":"run","fast":true}}\n', "line 3"),
    "a wrong type": (b'{"step":0,"action":{"do":"train","steps":"ten"}}\n', "line 3"),
    "a missing field": (b'{"step":0,"action":{"do":"train"}}\n', "line 3"),
    "not UTF-8": (b'{"step":0,"action":{"do":"set","setting":"\xff","value":1}}\n', "line 3"),
    "an empty line": (b'\n{"step":0,"action":{"do":"run"}}\n', "line 3"),
    "a list": (b"[1, 2]\n", "line 3"),
    "nan": (b'{"step":0,"action":{"do":"turn","knobs":[0],"values":[NaN]}}\n', "line 3"),
    "depths": (b"[" * 100_000 + b"\n", "line 3"),
    "a wrong scenario": (LOAD.replace(b'"ring",', b'"pong",', 2), "line 3"),
    "a later line": (b'{"step":0,"action":{"do":"run"}}\n' * 3 + b"x\n", "line 6"),
}


@pytest.mark.parametrize("mistake", list(BROKEN))
def test_a_broken_log_names_the_line(mistake: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    text, place = BROKEN[mistake]
    path.write_bytes(HEADER + LOAD + text)
    with pytest.raises(LogError) as caught:
        replay_file(path)
    assert place in str(caught.value)
    assert "broken.jsonl" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        LOAD,
        b'{"format": "eq_sim log", "version": 2}\n' + LOAD,
        b'{"format": "eq_sim recording", "version": 3}\n' + LOAD,
        b'{"format": "another log", "version": 1}\n' + LOAD,
        b"\xff\xfe\x00" + LOAD,
        b"[" * 100_000,
    ],
)
def test_what_is_not_a_log(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(LogError, match="not a recording"):
        read_recording(path)


def test_a_log_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(LogError, match="cannot be read"):
            read_recording(path)


def test_a_log_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    ring = session()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "none" / "log", tmp_path / "folder"):
        with pytest.raises(LogError, match="cannot be written"):
            save_log(ring, path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_log_that_asks_for_what_cannot_be_done(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(HEADER + LOAD + b'{"step":0,"action":{"do":"grab","knobs":[99]}}\n')
    with pytest.raises(KnobError):
        replay_file(path)
    path.write_bytes(HEADER + b'{"step":0,"action":{"do":"run"}}\n')
    with pytest.raises(LogError, match="begins with loading"):
        replay_file(path)
    with pytest.raises(ScenarioError, match="begins with loading"):
        replay([])


def test_loading_again_is_the_same_as_a_fresh_session() -> None:
    used = session("house-price")
    used.apply(act.Train(9))
    used.apply(act.Grab((0,)))
    used.apply(act.Run())
    used.apply(act.Load(load_scenario("ring"), 4))
    fresh = Session(load_scenario("ring"), 4)
    assert whole_state(used) == whole_state(fresh)
    assert used.held == ()
    assert not used.running
    for one in (used, fresh):
        one.apply(act.Train(20))
    assert theta_bits(used) == theta_bits(fresh)


@pytest.mark.parametrize(
    "times", [{"t": 2.0, "until": 1.0}, {"t": -3.0}, {"t": -3.0, "until": 5.0}]
)
def test_a_recording_whose_first_line_runs_backwards_is_refused(
    times: dict[str, float], tmp_path: Path
) -> None:
    header = b'{"format": "eq_sim recording", "version": 2}\n'
    load = msgspec.to_builtins(act.Load(load_scenario("ring"), 3))
    path = tmp_path / "backwards.jsonl"
    path.write_bytes(header + msgspec.json.encode({**times, "do": load}) + b"\n")
    with pytest.raises(LogError, match="line 2: time runs backwards"):
        read_recording(path)
