"""Documents from anybody: what is wrong with one is said in a sentence, and takes little memory.

``tests/fuzz`` damages every kind of file alike. Here is what only an experiment has: the zip around
it, the arrays that its description refers to, states within states.
"""

import copy
import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_kit import scenario, session

from eq_sim.session import actions as act
from eq_sim.session.errors import CheckpointError, DocumentError, EqSimError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.session import Session

MOST_MEMORY = 100_000_000
DESCRIPTION, NUMBERS, HISTORY = "experiment.json", "experiment.safetensors", "history.jsonl"
Members = dict[str, bytes]
Arrays = dict[str, "np.ndarray[Any, Any]"]


def rich() -> Session:
    """An experiment with something of everything."""
    some = session(points=30, optimizer="adam", batch_size=7)
    some.apply(act.Train(5))
    some.begin_log_anew()
    some.apply(act.StoreScene(1))
    some.apply(act.KeepCheckpoint("one", "a note"))
    some.apply(act.Set("noise", 0.2))
    some.apply(act.KeepCheckpoint())
    some.apply(act.CopySide())
    some.apply(act.Mute((2,), True))
    some.apply(act.Freeze((0, 5), True))
    some.apply(act.Turn((4,), (0.5,)))
    some.apply(act.Train(3))
    return some


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "a.eqsim"
    save_experiment(path, Experiment.of(rich()))
    return path.read_bytes()


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def members(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Members) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def edited(content: bytes, edit: Callable[[Any, Arrays], None]) -> bytes:
    """A sound file around another description and other arrays."""
    parts = members(content)
    description, arrays = json.loads(parts[DESCRIPTION]), safetensors.numpy.load(parts[NUMBERS])
    edit(description, arrays)
    parts[DESCRIPTION] = json.dumps(description).encode()
    parts[NUMBERS] = safetensors.numpy.save(arrays)
    return zipped(parts)


def refused(content: bytes, folder: Path) -> str:
    """The sentence with which a document is refused; it takes little memory to find out."""
    path = folder / "odd.eqsim"
    path.write_bytes(content)
    tracemalloc.reset_peak()
    with pytest.raises(DocumentError) as refusal:
        read_experiment(path)
    assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    sentence = str(refusal.value)
    assert str(path) in sentence
    assert len(sentence) < 1000
    assert "Error" not in sentence
    return sentence


def test_the_sound_one_is_read(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.eqsim"
    path.write_bytes(sound)
    again = read_experiment(path).session()
    assert len(again.shelf.checkpoints) == 2
    path.write_bytes(edited(sound, lambda description, arrays: None))
    assert read_experiment(path).session().parameters.theta.tobytes() == (
        again.parameters.theta.tobytes()
    )


# The zip

END, ENTRY, LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"


def put(content: bytes, at: int, form: str, value: int) -> bytes:
    return content[:at] + struct.pack(form, value) + content[at + struct.calcsize(form) :]


def entry(content: bytes, number: int) -> int:
    """Where the directory speaks of a member."""
    at = -1
    for _ in range(number + 1):
        at = content.index(ENTRY, at + 1)
    return at


def at_end(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    return lambda content: put(content, content.rindex(END) + offset, form, value)


def at_entry(offset: int, form: str, value: int, number: int = 1) -> Callable[[bytes], bytes]:
    return lambda content: put(content, entry(content, number) + offset, form, value)


def zip64(content: bytes) -> bytes:
    """A file that says its true sizes elsewhere, as only those above 4 GB do."""
    end = content.rindex(END)
    members_, length, begins = struct.unpack_from("<HLL", content, end + 10)
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, members_, members_, length, begins
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    closing = struct.pack("<4s4H2LH", END, 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return content[:end] + record + locator + closing


def overlapping(content: bytes) -> bytes:
    """Two members of the same bytes."""
    first = struct.unpack_from("<L", content, entry(content, 0) + 42)[0]
    return put(content, entry(content, 1) + 42, "<L", first)


def crowded(content: bytes) -> bytes:
    """A directory of eight thousand members, each of no bytes."""
    parts = members(content)
    body, names = zipped(parts), [f"{number:06}" for number in range(8_000)]
    end = body.rindex(END)
    begins = struct.unpack_from("<L", body, end + 16)[0]
    empty = b"".join(
        struct.pack("<4s6H3L5H2L", ENTRY, 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)
        + name.encode()
        for name in names
    )
    directory = body[begins:end] + empty
    count = 1000
    closing = struct.pack("<4s4H2LH", END, 0, 0, count, count, len(directory), begins, 0)
    return body[:begins] + directory + closing


ZIPS: dict[str, Callable[[bytes], bytes]] = {
    "prepended": lambda content: b"#!/bin/sh\n" + content,
    "appended": lambda content: content + b"more",
    "comment": lambda content: at_end(20, "<H", 4)(content) + b"more",
    "comment that is not there": at_end(20, "<H", 4),
    "another disk": at_end(4, "<H", 1),
    "more members": at_end(8, "<H", 4),
    "more members twice": lambda content: at_end(8, "<H", 9)(at_end(10, "<H", 9)(content)),
    "fewer members": lambda content: at_end(8, "<H", 2)(at_end(10, "<H", 2)(content)),
    "long directory": at_end(12, "<L", 2**31),
    "directory elsewhere": at_end(16, "<L", 2**32 - 1),
    "directory at 0": at_end(16, "<L", 0),
    "zip64": zip64,
    "overlapping": overlapping,
    "crowded": crowded,
    "packed": at_entry(10, "<H", 8),
    "unknown packing": at_entry(10, "<H", 99),
    "password": at_entry(8, "<H", 1),
    "checksum": at_entry(16, "<L", 1),
    "size": at_entry(24, "<L", 3),
    "both sizes": lambda content: at_entry(24, "<L", 2**31)(at_entry(20, "<L", 2**31)(content)),
    "place": at_entry(42, "<L", 7),
    "place beyond": at_entry(42, "<L", 2**32 - 1),
    "name": at_entry(46, "<B", 0),
    "long name": at_entry(28, "<H", 60_000),
    "extra": at_entry(30, "<H", 60_000),
    "local mark": lambda content: put(content, 0, "<L", 0),
    "local name": lambda content: put(content, 30, "<B", 0),
    "end alone": lambda content: content[content.rindex(END) :],
    "many ends": lambda content: content[content.rindex(END) :] * 5000,
}


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("change", ZIPS.values(), ids=ZIPS)
def test_a_malformed_zip_is_refused(
    sound: bytes, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    assert "damaged" in refused(change(sound), tmp_path)


# What is small in a file and large in memory


def _large_network(description: Any, arrays: Arrays) -> None:  # noqa: ANN401 - any JSON
    description["now"]["scenario"]["network"]["hidden"] = [2500, 2500]


def _shared_array(description: Any, arrays: Arrays) -> None:  # noqa: ANN401 - any JSON
    large = {"array": "now.large"}
    arrays["now.large"] = np.zeros(1_000_000, np.float32)
    description["now"]["scenes"] = [large] * 8
    for kept in description["now"]["checkpoints"]:
        kept["state"]["scenes"] = [large] * 8
    description["now"]["checkpoints"] *= 10


def _renamed(
    state: Any,  # noqa: ANN401 - any JSON
    arrays: Arrays,
    number: int,
) -> Any:  # noqa: ANN401 - any JSON
    """A copy of a part of the description, with copies of its arrays."""
    if isinstance(state, dict) and state.keys() == {"array"}:
        name = f"{state['array']}.{number}"
        arrays[name] = arrays[state["array"]]
        return {"array": name}
    if isinstance(state, dict):
        return {key: _renamed(part, arrays, number) for key, part in state.items()}
    if isinstance(state, list):
        return [_renamed(part, arrays, number) for part in state]
    return state


def _many_data(description: Any, arrays: Arrays) -> None:  # noqa: ANN401 - any JSON
    """Each checkpoint on a hundred thousand points of its own."""
    first = description["now"]["checkpoints"][0]
    first["state"]["scenario"]["data"]["points"] = 100_000
    kept = [_renamed(first, arrays, number) for number in range(25)]
    for number, checkpoint in enumerate(kept):
        checkpoint["state"]["seed"] = number
    description["now"]["checkpoints"] = kept


def _nested(description: Any, arrays: Arrays) -> None:  # noqa: ANN401 - any JSON
    checkpoint = description["now"]["checkpoints"][0]
    inside = _renamed(checkpoint, arrays, 1)
    checkpoint["state"]["checkpoints"] = [inside]


LARGE = {
    "network": (_large_network, "wanted"),
    "shared array": (_shared_array, "description is damaged"),
    "data": (_many_data, "too many different data"),
    "nested": (_nested, "checkpoints of its own"),
}


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize(("edit", "said"), LARGE.values(), ids=LARGE)
def test_what_is_small_in_the_file_is_not_made_large(
    sound: bytes, tmp_path: Path, edit: Callable[[Any, Arrays], None], said: str
) -> None:
    assert said in refused(edited(sound, edit), tmp_path)


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize(
    "text",
    [
        b'{"format":"eq_sim experiment","version":1,"now":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"format":"eq_sim experiment","version":1,"now":' + b"[" * 10**6 + b"]" * 10**6 + b"}",
        b'{"format":"eq_sim experiment","version":1,"now":{"checkpoints":[' * 3000,
        b'{"format":"eq_sim experiment","version":1,"now":[' + b"1e5," * 200_000 + b"1]}",
        b'{"format":"eq_sim experiment","version":' + b"9" * 5000 + b"}",
        b'{"format":"eq_sim experiment","version":1e999}',
        b'{"format":"eq_sim experiment","version":NaN}',
        b'{"format":"eq_sim experiment","version":1,"now":NaN}',
        b'\xff{"format":"eq_sim experiment","version":1}',
        b'{"format":"eq_sim experiment\xff","version":1}',
    ],
    ids=lambda text: str(text[:70]),
)
def test_an_odd_description_is_refused(sound: bytes, tmp_path: Path, text: bytes) -> None:
    refused(zipped(members(sound) | {DESCRIPTION: text}), tmp_path)


def test_no_more_data_are_kept_than_can_be_read_again() -> None:
    some = Session(scenario(points=100_000, hidden=[1]))
    most = 20
    for number in range(most + 1):
        some.apply(act.Set("noise", number / 100))
        if number < most:
            some.apply(act.KeepCheckpoint())
            some.apply(act.KeepCheckpoint())  # on the same data
    with pytest.raises(CheckpointError, match="too many different data"):
        some.apply(act.KeepCheckpoint())
    assert len(some.shelf.checkpoints) == 2 * most


def test_checkpoints_on_the_same_data_share_them_when_they_are_read(tmp_path: Path) -> None:
    some = session(points=30)
    some.apply(act.KeepCheckpoint())
    some.apply(act.Set("noise", 0.3))
    some.apply(act.KeepCheckpoint())
    some.apply(act.KeepCheckpoint())
    path = tmp_path / "a.eqsim"
    save_experiment(path, Experiment.of(some))
    state = read_experiment(path).state
    first, second, third = (kept.state.data for kept in state.shelf.checkpoints)
    assert second is third is state.data
    assert first is not second


# Anything, at random

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 3, 2**31, 2**53, 2**53 + 1, 2**64, 10**30, 0.5, -0.0, 1e308, "", "x",
    "\ud800", "adam", "sgd", "zeros", "softmax_cross_entropy", [], [[]], [0], {}, {"array": "x"},
    {"array": "now.theta"}, {"array": "now.points"}, {"array": 3}, {"array": ["now.theta"]},
    {"dtype": "float32", "shape": [2], "data": "AAAAAAAAAAA="}, "a" * 5000,
)  # fmt: skip


def places(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    inner = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in inner:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


def odd_field(description: Any, arrays: Arrays, draw: Random) -> None:  # noqa: ANN401
    *way, last = draw.choice(list(places(description)))
    home = description
    for key in way:
        home = home[key]
    kind = draw.randrange(4)
    if kind == 0:
        del home[last]
    elif kind == 1:  # another part of it
        *other, end = draw.choice(list(places(description)))
        found = description
        for key in other:
            found = found[key]
        home[last] = copy.deepcopy(found[end])
    elif isinstance(home, dict) and kind == 2:
        home[draw.choice(["", "x", "seed", "array", last + "x"])] = home.pop(last)
    else:
        home[last] = draw.choice(ODD)


def odd_array(description: Any, arrays: Arrays, draw: Random) -> None:  # noqa: ANN401
    name = draw.choice(list(arrays))
    array = arrays[name]
    kind = draw.randrange(7)
    if kind == 0:
        del arrays[name]
    elif kind == 1:
        arrays[name] = np.zeros([draw.randrange(5) for _ in range(draw.randrange(4))], array.dtype)
    elif kind == 2:
        arrays[name] = array.astype(draw.choice(["float64", "float16", "int8", "int64", "bool"]))
    elif kind == 3 and array.dtype.kind == "f":
        array = array.copy()
        array.reshape(-1)[: draw.randrange(5)] = draw.choice([np.nan, np.inf, 3e38, -0.0, 1e-42])
        arrays[name] = array
    elif kind == 4:
        arrays[name] = arrays[draw.choice(list(arrays))]
    elif kind == 5:
        arrays[name] = np.concatenate([array, array])
    else:
        arrays[draw.choice(["x", "../x", "now", ""])] = arrays.pop(name)


def odd_header(content: bytes, draw: Random) -> bytes:
    """Another number in one of the headers of the zip."""
    mark, length = draw.choice([(END, 22), (ENTRY, 46), (LOCAL, 30)])
    found = [at for at in range(len(content)) if content.startswith(mark, at)]
    at = draw.choice(found) + draw.randrange(length - 3)
    form = draw.choice(["<B", "<H", "<L"])
    largest = 256 ** struct.calcsize(form) - 1
    value = draw.choice([0, 1, largest, largest // 2 + 1, draw.randrange(largest)])
    return put(content, at, form, value)[: len(content)]


def odd(content: bytes, draw: Random) -> bytes:
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        change = draw.choice([odd_field, odd_field, odd_array, None])
        if change is None:
            return odd_header(content, draw)
        content = edited(content, lambda text, arrays: change(text, arrays, draw))  # noqa: B023
    return content


def attempt(content: bytes, seed: int, folder: Path) -> None:
    """Reads an odd document; what is read can be used, or saved again."""
    path = folder / "odd.eqsim"
    try:
        path.write_bytes(odd(content, Random(seed)))
    except (UnicodeEncodeError, ValueError):
        return  # no such file can be written
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    said = ""
    try:
        some = read_experiment(path).session()
    except DocumentError as refusal:
        said, some = str(refusal), None
    assert not said or (str(path) in said and len(said) < 60_000)
    if some is not None and some.layout.size < 5000:
        save_experiment(path, Experiment.of(some))
        for action in (act.Train(2), act.Restore(1), act.RecallScene(1), act.SwitchSide()):
            try:
                some.apply(action)
            except EqSimError as refusal:
                said = str(refusal)
        assert np.isfinite(some.parameters.theta).all()
    assert tracemalloc.get_traced_memory()[1] - before < MOST_MEMORY


PROFILE = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.usefixtures("traced")
@settings(PROFILE, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_an_odd_document_is_used_or_refused(sound: bytes, tmp_path: Path, seed: int) -> None:
    attempt(sound, seed, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("traced")
@settings(PROFILE, max_examples=2000)
@given(seed=st.integers(0, 2**32 - 1))
def test_many_odd_documents_are_used_or_refused(sound: bytes, tmp_path: Path, seed: int) -> None:
    attempt(sound, seed, tmp_path)
