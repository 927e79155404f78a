"""How an experiment starts, as a line of text: the same start bit for bit, or one sentence."""

import base64
import itertools
import json
import tracemalloc
import zlib

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_kit import scenario, session, theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, ScenarioError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.files.setup_line import MOST_LETTERS, Setup, read_setup, write_setup
from eq_sim.session.scenario import bundled
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Kind, changed

READABLE = "eq-sim:ring?seed=3&learning_rate=0.1&hidden=4,2,3&steps=400&start=2"


def line_of(some: Session) -> str:
    return write_setup(Setup.of(some))


def test_a_line_opens_what_it_says() -> None:
    some = open_session(READABLE)
    assert some.scenario == scenario(learning_rate=0.1, hidden=[4, 2, 3], steps=400)
    assert (some.seed, some.start_number, some.step) == (3, 1, 0)
    by_hand = session("ring", 3, learning_rate=0.1, hidden=[4, 2, 3], steps=400)
    by_hand.apply(act.NewStart())
    assert theta_bits(some) == theta_bits(by_hand)
    assert line_of(some) == READABLE
    assert line_of(open_session("ring", 5)) == "eq-sim:ring?seed=5"


def test_an_explicit_seed_and_settings_come_before_those_of_the_line() -> None:
    some = open_session(READABLE, 9, [("learning_rate", 0.7)])
    assert (some.seed, some.scenario.training.learning_rate) == (9, 0.7)
    assert some.start_number == 1


def test_what_was_opened_from_a_line_replays_and_goes_on_to_the_next_start() -> None:
    some = open_session(READABLE)
    some.apply(act.Train(7))
    some.apply(act.NewStart())
    assert some.start_number == 2
    records = [record.action for record in some.log.records]
    assert whole_state(replay(records)) == whole_state(some)


VALUES: dict[str, st.SearchStrategy[object]] = {
    "learning_rate": st.floats(0, 1e6, allow_nan=False),
    "batch_size": st.one_of(st.integers(1, 10**9), st.just("full")),
    "hidden": st.lists(st.integers(1, 9), max_size=4).map(tuple),
    **dict.fromkeys(("momentum", "beta1", "beta2", "alpha"), st.floats(0, 1, exclude_max=True)),
    "epsilon": st.floats(1e-12, 1),
    "schedule_length": st.integers(1, 10**9),
    "schedule_factor": st.floats(0, 1e3),
    **dict.fromkeys(("warmup", "early_stopping"), st.integers(0, 10**9)),
    "points": st.integers(10, 300),
    "formula": st.sampled_from(["x", "2*x - 1", "sin(3*x)"]),
    "from_x": st.floats(-9, -0.1),
    "to_x": st.floats(0.1, 9),
    "examples": st.integers(1, 20),
    "contrast": st.floats(-1, 1),
    "rotation": st.floats(-180, 180),
    **dict.fromkeys(("shift_x", "shift_y"), st.floats(-8, 8)),
    "train_points": st.integers(1, 300),
    "temperature": st.floats(0.1, 100),
    "components": st.integers(0, 4),
    "noise": st.floats(0, 10),
    "speed": st.floats(1e-3, 1e6),
    **dict.fromkeys(("l1", "l2"), st.floats(0, 1e3)),
    **dict.fromkeys(
        ("dropout", "test_fraction", "validation_fraction", "label_share"), st.floats(0, 0.9)
    ),
}


@given(data=st.data(), name=st.sampled_from(bundled()), seed=st.integers(0, 2**63 - 1))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_any_settings_come_back(data: st.DataObject, name: str, seed: int) -> None:
    wanted = scenario(name)
    for row in data.draw(st.lists(st.sampled_from(list(SETTINGS.values())), unique=True)):
        if row.kind in (Kind.CHOICE, Kind.CHOICES):
            value = data.draw(st.sampled_from(list(row.choices(wanted))))
        elif row.of(wanted) is None or (row.part == "data" and not row.applies(wanted)):
            continue
        else:
            value = data.draw(VALUES[row.name])
        wanted = changed(wanted, row.name, value)
    steps = msgspec.structs.replace(wanted.training, steps=data.draw(st.integers(1, 10**9)))
    wanted = msgspec.structs.replace(wanted, training=steps)
    own = data.draw(st.booleans())
    if own:
        wanted = msgspec.structs.replace(wanted, title="Mine: α < β", name="mine")
    number = data.draw(st.sampled_from([0, 1, 7, 2**53]))
    setup = Setup(wanted, seed, number)
    line = write_setup(setup)
    assert ("scenario=" in line) == own
    assert line.isprintable()
    assert line.isascii()
    assert read_setup(line) == setup
    some = open_session(line)
    assert some.scenario == wanted
    assert (some.seed, some.start_number) == (seed, number)
    twin = Session(wanted, seed)
    for _ in range(number if number < 10 else 0):
        twin.apply(act.NewStart())
    assert number > 10 or theta_bits(some) == theta_bits(twin)
    assert line_of(some) == line


@pytest.mark.parametrize("name", bundled())
def test_a_session_and_its_line_train_alike(name: str) -> None:
    some = session(name, 4)
    again = open_session(line_of(some))
    assert len(line_of(some)) < 40
    for one in (some, again):
        one.apply(act.Train(3))
    assert whole_state(again) == whole_state(some)


def test_the_order_of_what_is_set_makes_no_difference() -> None:
    """Each fits only beside the others: alone, the layers need more memory than there may be."""
    pairs = ["hidden=3000,3000", "points=10", "optimizer=sgd", "batch_size=1", "dtype=float32"]
    big = scenario(points=100_000, batch_size="full", dtype="float64", optimizer="adam")
    with pytest.raises(EqSimError, match="memory"):
        changed(big, "hidden", (3000, 3000))
    own = write_setup(Setup(msgspec.structs.replace(big, name="big")))
    found = {
        msgspec.json.encode(read_setup("&".join([own, *order])).scenario)
        for order in itertools.permutations(pairs)
    }
    assert len(found) == 1


def test_a_list_of_activations_gives_way_to_other_layers_whatever_the_order() -> None:
    own = scenario(activation=["tanh", "relu"], biases=[True, False, True])
    line = write_setup(Setup(own))
    assert read_setup(line).scenario == own
    ends = ["hidden=3,3,3&activation=relu", "activation=relu&hidden=3,3,3"]
    (network,) = {read_setup(f"{line}&{end}").scenario.network for end in ends}
    assert (network.activation, network.biases) == ("relu", True)


def test_a_start_that_no_seed_leads_to_is_no_line() -> None:
    some = session()
    some.apply(act.SetStart.of(np.full(some.layout.size, 0.5)))
    with pytest.raises(ScenarioError, match="save it as a file"):
        line_of(some)
    cast = session(dtype="float32")
    cast.apply(act.Set("dtype", "float64"))  # its start still has the digits of float32
    with pytest.raises(ScenarioError, match="save it as a file"):
        line_of(cast)
    cast.apply(act.NewStart())
    assert theta_bits(open_session(line_of(cast))) == theta_bits(cast)


def test_hands_training_and_switches_leave_the_line_alone() -> None:
    some = session()
    before = line_of(some)
    some.apply(act.Mute((3,), True))
    some.apply(act.Train(5))
    some.apply(act.Turn((1,), (0.5,)))
    assert line_of(some) == before


def packed(content: bytes, squeezed: bool = True) -> str:
    squeeze = zlib.compress(content, 9) if squeezed else content
    return "eq-sim:?scenario=" + base64.urlsafe_b64encode(squeeze).decode().rstrip("=")


def own(**changes: object) -> str:
    """A line with a scenario that no ``write_setup`` would write."""
    return packed(json.dumps(msgspec.to_builtins(scenario()) | changes).encode())


HOSTILE = {
    "nothing": "eq-sim:",
    "no name": "eq-sim:?seed=3",
    "another": "eq-sim:nothing",
    "path": "eq-sim:../../etc/passwd",
    "path of a scenario": "eq-sim:./ring",
    "file": "eq-sim:ring.toml",
    "experiment": "eq-sim:a.eqsim",
    "drive": "eq-sim:C:\\ring",
    "percent": "eq-sim:ring?hidden=4%2C2",
    "control": "eq-sim:ring?seed=3\0",
    "lines": "eq-sim:ring?seed=3\nseed=4",
    "escape": "eq-sim:\x1b[2Jring",
    "wide digits": "eq-sim:ring?seed=３",
    "capitals": "EQ-SIM:ring",
    "unknown": "eq-sim:ring?colour=3",
    "unknown in html": "eq-sim:ring?<b>=3",
    "scenario beside a name": "eq-sim:ring?scenario=AAAA",
    "double": "eq-sim:ring?seed=3&seed=3",
    "double setting": "eq-sim:ring?noise=0.1&noise=0.2",
    "no value": "eq-sim:ring?seed",
    "empty": "eq-sim:ring?seed=",
    "empty pair": "eq-sim:ring?seed=3&&noise=0.1",
    "two marks": "eq-sim:ring?seed=3?noise=1",
    "nan": "eq-sim:ring?learning_rate=nan",
    "inf": "eq-sim:ring?noise=inf",
    "beyond floats": "eq-sim:ring?learning_rate=1e999",
    "giant seed": "eq-sim:ring?seed=9223372036854775808",
    "long seed": f"eq-sim:ring?seed={'9' * 5000}",
    "negative seed": "eq-sim:ring?seed=-1",
    "start 0": "eq-sim:ring?start=0",
    "giant start": "eq-sim:ring?start=9999999999999999999",
    "giant steps": "eq-sim:ring?steps=1000000001",
    "no steps": "eq-sim:ring?steps=0",
    "giant layers": "eq-sim:ring?hidden=999999999,999999999",
    "too many points of a table": "eq-sim:house-price?points=547",
    "loss of others": "eq-sim:digits?loss=binary_cross_entropy",
    "long": "eq-sim:ring?seed=" + "0" * MOST_LETTERS,
    "bomb": packed(bytes(5_000_000)),
    "deep": packed(b"[" * 60_000),
    "deep tables": packed(b'{"a":' * 12_000),
    "not packed": packed(b"{}", squeezed=False),
    "torn": packed(json.dumps(msgspec.to_builtins(scenario())).encode())[:-20],
    "more behind": packed(zlib.compress(b"{}") + b"more", squeezed=False),
    "no base64": "eq-sim:?scenario=A",
    "no scenario": packed(b"{}"),
    "no text": packed(b"\xff\xfe"),
    "nan inside": packed(b'{"name": NaN}'),
    "unknown inside": own(extra=1),
    "named like a file": own(name="../../home"),
    "hidden file": own(name=".bashrc"),
    "backwards": own(title="gnp\u202ering"),
    "lines inside": own(about="a\nb"),
    "long words": own(title="x" * 201),
    "infinite goal": packed(
        msgspec.json.encode(scenario()).replace(b'"value":0.97', b'"value":1e999')
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_refused_with_one_sentence(line: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ScenarioError) as refusal:
            read_setup(line)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    sentence = str(refusal.value)
    assert sentence.startswith("The line of text cannot be opened: ")
    assert sentence.isprintable()
    assert len(sentence) < 250


@given(
    base=st.sampled_from([READABLE, write_setup(Setup(scenario("sine"), 7)), own(name="mine")]),
    cuts=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 9), st.text(max_size=4))),
)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_whatever_is_changed_in_a_line_it_opens_or_is_refused(
    base: str, cuts: list[tuple[int, int, str]]
) -> None:
    for place, length, letters in cuts:
        at = place % (len(base) + 1)
        base = base[:at] + letters + base[at + length :]
    said, setup = "", None
    try:
        setup = read_setup(base)
    except ScenarioError as error:
        said = str(error)
    assert said.isprintable()
    assert bool(said) == (setup is None)
    assert setup is None or read_setup(write_setup(setup)) == setup


def test_words_that_no_line_holds_are_not_written() -> None:
    with pytest.raises(ScenarioError, match="do not fit into a line"):
        write_setup(Setup(msgspec.structs.replace(scenario(), about="one\ntwo")))
