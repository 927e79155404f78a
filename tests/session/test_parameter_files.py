"""Parameters in safetensors files: the same bits back, and nothing unsound gets in."""

import contextlib
import json
import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_kit import session, theta_bits

from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import BackToStart, Freeze, Mute, SetStart, Solo, Train
from eq_sim.session.errors import KnobError, ParameterFileError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import (
    load_parameters,
    load_switches,
    save_parameters,
    scenario_of,
)
from eq_sim.session.session import Session

LAYOUT = Layout(Architecture((2, 3, 1), ("tanh", "identity"), (True, False)))


def save(path: Path, of: Session) -> None:
    save_parameters(path, of.switches, of.parameters.theta, of.scenario, of.seed, of.dataset)


def test_switches_are_saved_and_come_back(tmp_path: Path) -> None:
    ring = session()
    ring.apply(Freeze((3, 24), True))
    ring.apply(Mute((7,), True))
    solo = ring.layout.index(1, 0, 2)
    ring.apply(Solo(solo, True))
    path = tmp_path / "knobs.safetensors"
    save(path, ring)
    again = open_session(str(path))
    for name in ("frozen", "mutes", "solos", "silent", "parked"):
        np.testing.assert_array_equal(getattr(again.switches, name), getattr(ring.switches, name))
    assert theta_bits(again) == theta_bits(ring)
    again.apply(Mute((7,), False))
    assert again.parameters.theta[7] != 0


@pytest.mark.parametrize("source", [2, None])
def test_a_solo_in_its_layer_is_saved_and_comes_back(tmp_path: Path, source: int | None) -> None:
    ring = session()
    ring.apply(Solo.of(ring.layout.index(1, 0, source), on=True))
    path = tmp_path / "knobs.safetensors"
    save(path, ring)
    again = open_session(str(path))
    np.testing.assert_array_equal(again.switches.silent, ring.switches.silent)
    assert theta_bits(again) == theta_bits(ring)


def test_damaged_switches_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "knobs.safetensors"
    save(path, session())
    for text, why in (
        ('{"frozen": [25]}', "does not have"),
        ('{"solos": [24]}', "bias"),
        ('{"mutes": ["x"]}', "damaged"),
        ("[1]", "damaged"),
        ("{", "damaged"),
    ):
        tensors = safetensors.numpy.load_file(path)
        safetensors.numpy.save_file(tensors, tmp_path / "bad.safetensors", {"switches": text})
        with pytest.raises(ParameterFileError, match=why):
            load_switches(tmp_path / "bad.safetensors", session().layout)


def sound() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {
        "layers.0.weight": rng.normal(size=(3, 2)),
        "layers.0.bias": rng.normal(size=3),
        "layers.1.weight": rng.normal(size=(1, 3)),
    }


def container(header: object, data: bytes) -> bytes:
    """A safetensors file by hand: the header's length, the header, the data."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
def test_the_same_bits_come_back(name: str, dtype: str, tmp_path: Path) -> None:
    trained = session(name, dtype=dtype)
    trained.apply(Train(17))
    path = tmp_path / "knobs.safetensors"
    save(path, trained)
    values = load_parameters(path, trained.layout)
    assert values.dtype == np.float64
    assert values.astype(dtype).tobytes() == theta_bits(trained)
    other = session(name, seed=9, dtype=dtype)
    other.apply(SetStart(tuple(values.tolist())))
    assert theta_bits(other) == theta_bits(trained)
    other.apply(Train(3))
    other.apply(BackToStart())
    assert theta_bits(other) == theta_bits(trained)
    assert other.step == 0


def test_names_shapes_and_meaning_are_pytorchs(tmp_path: Path) -> None:
    ring = session(dtype="float64", biases=[True, False, True])
    ring.apply(Train(5))
    save(tmp_path / "a.safetensors", ring)
    tensors = safetensors.numpy.load_file(tmp_path / "a.safetensors")
    assert {name: tensor.shape for name, tensor in tensors.items()} == {
        "layers.0.weight": (4, 2),
        "layers.0.bias": (4,),
        "layers.1.weight": (2, 4),
        "layers.2.weight": (1, 2),
        "layers.2.bias": (1,),
    }
    assert all(tensor.dtype == np.float64 for tensor in tensors.values())
    x = np.tanh(ring.dataset.inputs.T @ tensors["layers.0.weight"].T + tensors["layers.0.bias"])
    x = np.tanh(x @ tensors["layers.1.weight"].T)
    x = x @ tensors["layers.2.weight"].T + tensors["layers.2.bias"]
    shown = np.concatenate([part[0] for part in ring.evaluation.answers])
    order = np.concatenate([ring.evaluation.train, ring.evaluation.test])
    np.testing.assert_allclose(1 / (1 + np.exp(-x[order, 0])), shown, rtol=1e-10)


def test_metadata_say_where_the_knobs_are_from(tmp_path: Path) -> None:
    house = session("house-price", seed=7, learning_rate=0.2)
    path = tmp_path / "house.safetensors"
    save(path, house)
    with safetensors.safe_open(path, "numpy") as file:
        metadata = file.metadata()
    assert metadata["format"] == "eq_sim parameters"
    assert metadata["scenario"] == "house-price"
    assert metadata["seed"] == "7"
    assert json.loads(metadata["activations"]) == ["identity"]
    lot, bedrooms, price = json.loads(metadata["scales"])
    assert (lot["name"], lot["unit"]) == ("lot size", "sq ft")
    assert lot["centre"] == pytest.approx(5150.27, abs=0.01)
    assert (price["name"], price["scale"]) == ("price", 10_000)
    assert bedrooms["name"] == "bedrooms"
    scenario, seed = scenario_of(path)
    assert (scenario, seed) == (house.scenario, 7)


def write(folder: Path, tensors: dict[str, np.ndarray]) -> Path:
    path = folder / "some.safetensors"
    path.write_bytes(safetensors.numpy.save(tensors))
    return path


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_other_programs_files_of_any_precision_are_read(
    dtype: type[np.floating], tmp_path: Path
) -> None:
    tensors = {name: tensor.astype(dtype) for name, tensor in sound().items()}
    values = load_parameters(write(tmp_path, tensors), LAYOUT)
    for name, tensor in LAYOUT.as_torch(values).items():
        np.testing.assert_array_equal(tensor, tensors[name].astype(np.float64))
    with pytest.raises(ParameterFileError, match="not saved by this program"):
        scenario_of(tmp_path / "some.safetensors")


@pytest.mark.parametrize("suffix", ["", ".pt", ".npz", ".safetensors.bak", ".SAFETENSORS"])
def test_wrong_suffix(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"knobs{suffix}"
    with pytest.raises(ParameterFileError, match=r"\.safetensors files"):
        save(path, session())
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(safetensors.numpy.save(sound()))
    with pytest.raises(ParameterFileError, match=r"\.safetensors files"):
        load_parameters(path, LAYOUT)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite(bad: float, tmp_path: Path) -> None:
    tensors = sound()
    tensors["layers.0.bias"][1] = bad
    with pytest.raises(ParameterFileError, match=r"layers\.0\.bias.*not a finite number"):
        load_parameters(write(tmp_path, tensors), LAYOUT)


def test_values_beyond_a_knob_are_refused_at_the_door(tmp_path: Path) -> None:
    tensors = sound()
    tensors["layers.0.bias"][1] = 1e300
    values = load_parameters(write(tmp_path, tensors), LAYOUT)
    ring = session(hidden=[3], biases=[True, False])
    before = theta_bits(ring)
    with pytest.raises(KnobError):
        ring.apply(SetStart(tuple(values.tolist())))
    assert theta_bits(ring) == before


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("layers.0.weight", (2, 3)),
        ("layers.0.weight", (6,)),
        ("layers.0.weight", (3, 2, 1)),
        ("layers.0.bias", (1, 3)),
        ("layers.0.bias", ()),
        ("layers.1.weight", (3,)),
        ("layers.1.weight", (2, 3)),
        ("layers.1.weight", (1, 0)),
    ],
)
def test_wrong_shapes(name: str, shape: tuple[int, ...], tmp_path: Path) -> None:
    tensors = {**sound(), name: np.ones(shape)}
    with pytest.raises(ParameterFileError, match=rf"{name} has shape"):
        load_parameters(write(tmp_path, tensors), LAYOUT)


@pytest.mark.parametrize(
    "tensors",
    [
        {},
        {"layers.0.weight": np.ones((3, 2))},
        {**sound(), "layers.1.bias": np.ones(1)},
        {**sound(), "extra": np.ones(1)},
        {f"model.{name}": tensor for name, tensor in sound().items()},
    ],
)
def test_parameters_of_another_network(tensors: dict[str, np.ndarray], tmp_path: Path) -> None:
    with pytest.raises(ParameterFileError, match="for another network"):
        load_parameters(write(tmp_path, tensors), LAYOUT)


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint8, np.bool_, np.complex64])
def test_what_is_not_floating_point(dtype: type[np.generic], tmp_path: Path) -> None:
    tensors = {**sound(), "layers.0.bias": np.ones(3, dtype=dtype)}
    with pytest.raises(ParameterFileError, match=r"layers\.0\.bias|sound safetensors"):
        load_parameters(write(tmp_path, tensors), LAYOUT)


@pytest.mark.parametrize("dtype", ["BF16", "F8_E4M3", "F8_E5M2", "I4", "XYZ", ""])
def test_precisions_that_numpy_does_not_have(dtype: str, tmp_path: Path) -> None:
    path = tmp_path / "some.safetensors"
    size = 1 if dtype.startswith("F8") else 2
    header = {"layers.0.bias": {"dtype": dtype, "shape": [3], "data_offsets": [0, 3 * size]}}
    path.write_bytes(container(header, bytes(3 * size)))
    with pytest.raises(ParameterFileError):
        load_parameters(path, LAYOUT)


@pytest.mark.parametrize("dtype", ["BF16", "F8_E4M3", "F8_E5M2", "F4"])
def test_a_sound_file_of_another_precision_is_not_called_unsound(
    dtype: str, tmp_path: Path
) -> None:
    path = tmp_path / "some.safetensors"
    size = {"BF16": 16, "F4": 4}.get(dtype, 8)
    header = {"layers.0.weight": {"dtype": dtype, "shape": [8], "data_offsets": [0, size]}}
    path.write_bytes(container(header, bytes(size)))
    wanted = rf"layers\.0\.weight is {dtype}, a type that is not supported \(the file is sound\)"
    with pytest.raises(ParameterFileError, match=wanted):
        load_parameters(path, LAYOUT)
    path.write_bytes(container(header, bytes(size - 1)))
    with pytest.raises(ParameterFileError, match="not a sound safetensors file"):
        load_parameters(path, LAYOUT)


def entry(begin: int, end: int, shape: list[int] | None = None) -> dict[str, object]:
    return {"dtype": "F64", "shape": shape or [3], "data_offsets": [begin, end]}


UNSOUND = {
    "empty": b"",
    "seven bytes": b"1234567",
    "text": b"these are not the tensors that you are looking for",
    "a length beyond the file": struct.pack("<Q", 10**6) + b"{}",
    "a length beyond all memory": struct.pack("<Q", 2**64 - 1) + b"{}",
    "no JSON": container(b"{nothing", b""),
    "a list": container([1, 2], b""),
    "a number": container(7, b""),
    "null": container(None, b""),
    "not UTF-8": container(b'{"\xff": 1}', b""),
    "depths": container(b"[" * 50_000 + b"]" * 50_000, b""),
    "deep metadata": container(b'{"__metadata__":' + b"[" * 50_000 + b"]" * 50_000 + b"}", b""),
    "metadata that are no text": container({"__metadata__": {"format": 1}}, b""),
    "metadata that are null": container({"__metadata__": None}, b""),
    "metadata that are a list": container({"__metadata__": ["x"]}, b""),
    "an offset beyond the data": container({"a": entry(0, 24)}, bytes(23)),
    "an offset backwards": container({"a": entry(24, 0)}, bytes(24)),
    "a negative offset": container({"a": entry(-24, 0)}, bytes(24)),
    "an offset that fits no shape": container({"a": entry(0, 16)}, bytes(16)),
    "overlapping tensors": container({"a": entry(0, 24), "b": entry(0, 24)}, bytes(24)),
    "a hole": container({"a": entry(0, 24), "b": entry(32, 56)}, bytes(56)),
    "bytes left over": container({"a": entry(0, 24)}, bytes(100)),
    "a shape that overflows": container({"a": entry(0, 24, [2**40, 2**40])}, bytes(24)),
    "no offsets": container({"a": {"dtype": "F64", "shape": [3]}}, bytes(24)),
    "a name twice": container(
        b'{"layers.0.bias":%s,"layers.0.bias":%s}' % ((json.dumps(entry(0, 24)).encode(),) * 2),
        bytes(24),
    ),
}


@pytest.mark.parametrize("mistake", list(UNSOUND))
def test_unsound_files(mistake: str, tmp_path: Path) -> None:
    path = tmp_path / "some.safetensors"
    path.write_bytes(UNSOUND[mistake])
    for attempt in (lambda: load_parameters(path, LAYOUT), lambda: scenario_of(path)):
        with pytest.raises(ParameterFileError, match=r"some\.safetensors") as caught:
            attempt()
        assert "\n" not in str(caught.value)


def test_a_name_twice_is_refused_though_all_else_fits(tmp_path: Path) -> None:
    path = write(tmp_path, sound())
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header, data = content[8 : 8 + length].decode().rstrip(), content[8 + length :]
    first = json.loads(header)["layers.0.bias"]
    twice = header[:-1] + f',"layers.0.bias":{json.dumps(first)}}}'
    path.write_bytes(container(twice.encode(), data))
    with pytest.raises(ParameterFileError):
        load_parameters(path, LAYOUT)


def test_a_truncated_file_at_every_length(tmp_path: Path) -> None:
    whole = safetensors.numpy.save(sound())
    path = tmp_path / "some.safetensors"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(ParameterFileError):
            load_parameters(path, LAYOUT)


@pytest.mark.parametrize("what", ["scenario_settings", "seed", "version", "format"])
@pytest.mark.parametrize("value", [None, "", "{}", "[", "null", "nan", "[" * 50_000])
def test_damaged_metadata(what: str, value: str | None, tmp_path: Path) -> None:
    ring = session()
    metadata = {
        "format": "eq_sim parameters",
        "version": "1",
        "scenario_settings": msgspec.json.encode(ring.scenario).decode(),
        "seed": "1",
    }
    if value is None:
        del metadata[what]
    else:
        metadata[what] = value
    path = tmp_path / "some.safetensors"
    path.write_bytes(safetensors.numpy.save(ring.layout.as_torch(ring.parameters.theta), metadata))
    with pytest.raises(ParameterFileError):
        scenario_of(path)
    load_parameters(path, ring.layout)  # the knobs themselves are sound


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.safetensors").mkdir()
    for name in ("none.safetensors", "folder.safetensors"):
        with pytest.raises(ParameterFileError, match="cannot be read"):
            load_parameters(tmp_path / name, LAYOUT)


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder.safetensors").mkdir()
    (tmp_path / "file").write_bytes(b"")
    for path in (
        tmp_path / "none" / "a.safetensors",
        tmp_path / "file" / "a.safetensors",
        tmp_path / "folder.safetensors",
    ):
        with pytest.raises(ParameterFileError, match="cannot be written"):
            save(path, session())
    assert {path.name for path in tmp_path.rglob("*")} == {"folder.safetensors", "file"}


def test_a_failure_in_the_last_moment_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "knobs.safetensors"
    save(path, session(seed=1))
    old = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ParameterFileError, match="No space left"):
        save(path, session(seed=2))
    assert path.read_bytes() == old
    assert [found.name for found in tmp_path.iterdir()] == ["knobs.safetensors"]


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    path = tmp_path / "knobs.safetensors"
    for seed in (1, 2):
        save(path, session(seed=seed))
    assert scenario_of(path)[1] == 2
    assert [found.name for found in tmp_path.iterdir()] == ["knobs.safetensors"]


NO_RESET = [HealthCheck.function_scoped_fixture]
WHOLE = safetensors.numpy.save(sound(), {"format": "eq_sim parameters", "version": "1"})


def attempt_all(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for attempt in (lambda: load_parameters(path, LAYOUT), lambda: scenario_of(path)):
        with contextlib.suppress(ParameterFileError):
            attempt()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=NO_RESET)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    attempt_all(tmp_path / "some.safetensors", content)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=NO_RESET)
def test_a_sound_file_with_some_bytes_overwritten_is_read_or_refused(
    tmp_path: Path, at: int, junk: bytes
) -> None:
    attempt_all(tmp_path / "some.safetensors", WHOLE[:at] + junk + WHOLE[at + len(junk) :])


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["layers.0.weight", "layers.0.bias", "__metadata__", "a", ""])
ENTRIES = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["F64", "F32", "F16", "BF16", "I64", "BOOL", "C64", "F4", "?"]),
        "shape": st.lists(st.integers(-1, 2**64), max_size=3),
        "data_offsets": st.lists(st.integers(-1, 64), min_size=1, max_size=3),
    }
)


@given(st.dictionaries(NAMES, ENTRIES | TREES, max_size=4), st.binary(max_size=64))
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=NO_RESET)
def test_any_header_is_read_or_refused(
    tmp_path: Path, header: dict[str, object], data: bytes
) -> None:
    attempt_all(tmp_path / "some.safetensors", container(header, data))


@pytest.mark.parametrize("frozen", ["[Infinity]", "[1e999]", "[NaN]", "5", "[[]]"])
def test_switches_that_are_no_knobs_are_refused(frozen: str, tmp_path: Path) -> None:
    ring, path = session(), tmp_path / "odd.safetensors"
    metadata = {"switches": f'{{"frozen": {frozen}}}'}
    tensors = ring.layout.as_torch(ring.parameters.theta)
    path.write_bytes(safetensors.numpy.save(tensors, metadata))
    with pytest.raises(ParameterFileError, match="frozen and muted knobs are damaged"):
        load_switches(path, ring.layout)


def test_what_was_learned_from_is_never_a_test(tmp_path: Path) -> None:
    """The split that the file's seed makes is taken, or the file is refused."""
    path = tmp_path / "digits.safetensors"
    learned = session("digits", 3)
    learned.apply(Train(200))
    save_parameters(
        path, learned.switches, learned.parameters.theta, learned.scenario, 3, learned.dataset
    )
    again = open_session("digits", start=path)
    assert again.seed == 3
    assert again.measure.test == learned.measure.test
    for seed, changes in ((4, []), (3, [("test_fraction", 0.4)])):
        with pytest.raises(ParameterFileError, match="another split of these data"):
            open_session("digits", seed, changes, path)
    # Without a test part nothing can be known already.
    open_session("digits", 4, [("test_fraction", 0.0)], path)
