"""Scenario files: what is wrong with one is said with its place."""

import re
from pathlib import Path

import pytest
from session_kit import scenario

from eq_sim.network.layout import Layout
from eq_sim.resources import resource
from eq_sim.session.actions import Load
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import bundled, load_scenario, read_scenario
from eq_sim.session.session import Session

RING = resource("scenarios", "ring.toml").read_text(encoding="utf-8")
HOUSE = resource("scenarios", "house-price.toml").read_text(encoding="utf-8")


def ring(old: str, new: str) -> str:
    assert RING.count(old) == 1, old
    return RING.replace(old, new)


def house(old: str, new: str) -> str:
    assert HOUSE.count(old) == 1, old
    return HOUSE.replace(old, new)


# What stands in the file, and the place that the message has to name.
MISTAKES = {
    "unknown key": (ring("[data]", "[data]\ncolour = 1"), ["data", "'colour'"]),
    "unknown key at the top": (ring('title = "Ring"', 'heading = "Ring"'), ["'heading'"]),
    "unknown part": (RING + "\n[sound]\nloud = true\n", ["'sound'"]),
    "misspelt key": (ring("batch_size", "batchsize"), ["training", "'batchsize'"]),
    "text for a number": (ring("speed = 30", 'speed = "fast"'), ["The speed needs"]),
    "number for text": (ring('name = "ring"', "name = 7"), ["name"]),
    "fraction for a count": (ring("points = 500", "points = 500.5"), ["The points need"]),
    "true for a number": (ring("points = 500", "points = true"), ["The points need"]),
    "list for a part": (ring("[goal]", "[[goal]]"), ["goal"]),
    "no speed": (ring("speed = 30", "speed = 0"), ["The speed needs"]),
    "speed beyond all": (ring("speed = 30", "speed = 1e7"), ["The speed needs"]),
    "negative rate": (
        ring("learning_rate = 0.5", "learning_rate = -0.1"),
        ["The learning rate needs"],
    ),
    "nan": (ring("learning_rate = 0.5", "learning_rate = nan"), ["The learning rate needs"]),
    "infinite": (ring("learning_rate = 0.5", "learning_rate = inf"), ["The learning rate needs"]),
    "infinite penalty": (
        ring("speed = 30", "speed = 30\nl2 = inf"),
        ["The weight decay (L2) needs"],
    ),
    "nan speed": (ring("speed = 30", "speed = nan"), ["The speed needs"]),
    "nan noise": (ring("noise = 0.1", "noise = nan"), ["The noise needs"]),
    "nan share": (
        ring("test_fraction = 0.4", "test_fraction = nan"),
        ["The test part (test_fraction) needs"],
    ),
    "nan goal": (ring("value = 0.97", "value = nan"), ["The goal needs"]),
    "negative noise": (ring("noise = 0.1", "noise = -1"), ["The noise needs"]),
    "all for the test": (
        ring("test_fraction = 0.4", "test_fraction = 1.0"),
        ["The test part (test_fraction)"],
    ),
    "too few points": (ring("points = 500", "points = 3"), ["The points need"]),
    "too many points": (ring("points = 500", "points = 10000000"), ["The points need"]),
    "no steps": (ring("steps = 2000", "steps = 0"), ["'steps'"]),
    "empty layer": (ring("hidden = [4, 2]", "hidden = [4, 0]"), ["The layers (hidden) need"]),
    "size for a list": (ring("hidden = [4, 2]", "hidden = 4"), ["The layers (hidden) need"]),
    "size beyond 64 bits": (
        ring("hidden = [4, 2]", f"hidden = [{10**25}]"),
        ["'hidden'", "a whole number"],
    ),
    "more memory than is": (
        ring("hidden = [4, 2]", "hidden = [1000000, 1000000]"),
        ["knobs", "GB"],
    ),
    "memory again": (ring("hidden = [4, 2]", "hidden = [1000000000]"), ["knobs", "GB"]),
    "unknown activation": (ring('"tanh"', '"cosine"'), ["The activation needs", "tanh"]),
    "too many activations": (
        ring('"tanh"', '["tanh", "relu", "tanh", "identity"]'),
        ["list of activations", "4"],
    ),
    "too few activations": (ring('"tanh"', '["tanh"]'), ["list of activations"]),
    "bent output of a cross-entropy": (
        ring('"tanh"', '["tanh", "tanh", "tanh"]'),
        ["A cross-entropy needs", "identity"],
    ),
    "wrong count of biases": (
        ring("hidden = [4, 2]", "hidden = [4, 2]\nbiases = [true, false]"),
        ["list of biases"],
    ),
    "unknown initializer": (ring('"xavier"', '"magic"'), ["The start (initializer)", "xavier"]),
    "unknown optimizer": (ring('"sgd"', '"lion"'), ["The optimizer needs", "sgd"]),
    "unknown loss": (ring('"binary_cross_entropy"', '"hinge"'), ["The loss needs", "half_mse"]),
    "loss of other data": (
        ring('"binary_cross_entropy"', '"softmax_cross_entropy"'),
        ["The loss for", "binary_cross_entropy"],
    ),
    "unknown data": (ring('source = "ring"', 'source = "planets"'), ["'source'"]),
    "unknown metric": (ring('"accuracy"', '"beauty"'), ["'metric'"]),
    "unknown comparison": (ring('">="', '">"'), ["'op'"]),
    "missing key": (ring("learning_rate = 0.5\n", ""), ["training", "'learning_rate'"]),
    "missing name": (ring('name = "ring"\n', ""), ["'name'"]),
    "missing part": (RING.split("[goal]", maxsplit=1)[0], ["'goal'"]),
    "missing points": (ring("points = 500\n", ""), ["data", "points"]),
    "missing noise": (ring("noise = 0.1\n", ""), ["data", "noise"]),
    "noise on a real table": (
        house("[data]", "[data]\nnoise = 0.1"),
        ["The noise cannot be set", "real table"],
    ),
    "more points than a real table has": (
        house("[data]", "[data]\npoints = 547"),
        ["a real table of 546 rows"],
    ),
    "validation of all": (
        ring("noise = 0.1", "noise = 0.1\nvalidation_fraction = 1.0"),
        ["The validation part (validation_fraction) needs"],
    ),
    "a vanishing epsilon": (
        ring("speed = 30", "speed = 30\nepsilon = 0"),
        ["The ε (epsilon) needs"],
    ),
    "unknown schedule": (
        ring("speed = 30", 'speed = 30\nschedule = "sawtooth"'),
        ["The schedule needs one of constant, step, cosine"],
    ),
    "cross-entropy of a price": (house('"half_mse"', '"binary_cross_entropy"'), ["The loss for"]),
    "dropout of all": (ring("speed = 30", "speed = 30\ndropout = 1.0"), ["The dropout needs"]),
    "momentum of all": (ring("speed = 30", "speed = 30\nmomentum = 1"), ["The momentum needs"]),
    "batch of none": (ring("batch_size = 25", "batch_size = 0"), ["The batch size needs"]),
    "batch by another word": (
        ring("batch_size = 25", 'batch_size = "all"'),
        ["The batch size needs", "'all'"],
    ),
    "broken TOML": (ring("[data]", "[data"), ["is not TOML", "line"]),
    "a key twice": (ring("speed = 30", "speed = 30\nspeed = 40"), ["is not TOML"]),
    "depths": ("a = " + "[" * 100_000, ["is not TOML"]),
    "empty": ("", ["'name'"]),
}


def open_file(path: Path) -> Session:
    return Session(load_scenario(str(path)))


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_mistake_is_told_with_its_place(mistake: str, tmp_path: Path) -> None:
    text, words = MISTAKES[mistake]
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        open_file(path)
    message = str(caught.value)
    assert [word for word in words if word not in message] == []
    assert "$" not in message
    assert not re.search(r"\b(data|network|training|goal)\.", message)
    assert "`" not in message
    assert "\n" not in message


def test_a_refused_scenario_leaves_the_session_as_it_was(tmp_path: Path) -> None:
    session = Session(load_scenario("ring"), 3)
    before = session.scenario, session.parameters.theta.tobytes(), session.dataset
    path = tmp_path / "mine.toml"
    path.write_text(MISTAKES["noise on a real table"][0], encoding="utf-8")
    wrong = read_scenario(path)  # its parts are sound; that they do not fit is seen at the door
    with pytest.raises(ScenarioError):
        session.apply(Load(wrong, 1))
    assert (session.scenario, session.parameters.theta.tobytes(), session.dataset) == before
    assert session.seed == 3


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario(str(tmp_path / "none.toml"))
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario(str(tmp_path / "folder.toml"))
    (tmp_path / "latin.toml").write_bytes(b'# one\nname = "\xe9"')
    with pytest.raises(ScenarioError, match="line 2 is not text in UTF-8"):
        load_scenario(str(tmp_path / "latin.toml"))
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(ScenarioError, match="too large"):
        load_scenario(str(tmp_path / "large.toml"))


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match=r"'planets'.*ring, .*house-price, .*digits"):
        load_scenario("planets")


@pytest.mark.parametrize("name", bundled())
def test_shipped_scenarios_open(name: str) -> None:
    session = Session(load_scenario(name))
    assert session.scenario.name == name
    assert session.layout.size == session.parameters.theta.size


def test_lists_may_leave_the_output_layer_out() -> None:
    whole = scenario("digits", activation=["relu", "identity"])
    short = scenario("digits", activation=["relu"])
    assert whole.architecture(64, 10) == short.architecture(64, 10)


def test_what_a_file_says_is_what_is_built() -> None:
    shape = scenario(hidden=[5, 3], activation=["relu", "silu"], biases=[True, False, True])
    session = Session(shape)
    assert session.layout.architecture.sizes == (2, 5, 3, 1)
    assert session.layout.architecture.activations == ("relu", "silu", "identity")
    assert session.layout.architecture.biases == (True, False, True)
    assert Layout(session.layout.architecture).size == 2 * 5 + 5 + 5 * 3 + 3 + 1


def test_a_whole_number_serves_where_a_number_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(ring("learning_rate = 0.5", "learning_rate = 1"), encoding="utf-8")
    assert load_scenario(str(path)).training.learning_rate == 1.0
