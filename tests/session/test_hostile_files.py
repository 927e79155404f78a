"""Files that nobody means well with, or that a slip made: one sentence, soon, in little memory."""

import contextlib
import json
import os
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import safetensors.numpy
from session_kit import scenario, session, theta_bits

from eq_sim.film.sound import check_narration
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.playback import Playback
from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, LogError, SettingError
from eq_sim.session.files import length
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import MOST_BYTES, load_switches
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import read_recording, save_log
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.limits import MOST_BYTES as MOST_MEMORY
from eq_sim.session.settings.limits import memory
from eq_sim.session.settings.table import changed

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "scenario": (".toml", lambda path: load_scenario(str(path))),
    "lesson": (".toml", lambda path: load_lesson(str(path))),
    "parameters": (".safetensors", lambda path: open_session(str(path))),
    "parameters to start from": (".safetensors", lambda path: open_session("ring", start=path)),
    "experiment": (".eqsim", read_experiment),
    "recording": (".jsonl", read_recording),
    "narration": (".wav", check_narration),
}
RING = resource("scenarios", "ring.toml").read_text(encoding="utf-8")
LESSON = """title = "A"
idea = "N"
scenario = "ring"
seed = 3
[[step]]
expect = "loss > 0"
"""
HEADER = '{"format": "eq_sim recording", "version": 2}'


@pytest.fixture
def within_memory() -> Iterator[None]:
    """Fails when more than 100 MB are taken at a time."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20


def refused(read: Callable[[Path], object], path: Path) -> str:
    """Returns the sentence with which a file is refused."""
    with pytest.raises(EqSimError) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have no names there")
@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize("kind", READERS)
def test_what_is_no_regular_file_is_not_waited_for(kind: str, tmp_path: Path) -> None:
    ending, read = READERS[kind]
    pipe, endless, folder = (tmp_path / f"{name}{ending}" for name in ("pipe", "endless", "folder"))
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    folder.mkdir()
    for path in (pipe, endless, folder):
        assert path.name in refused(read, path)


@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize("kind", READERS)
def test_more_bytes_than_any_such_file_has_are_not_read(kind: str, tmp_path: Path) -> None:
    ending, read = READERS[kind]
    path = tmp_path / f"giant{ending}"
    with path.open("wb") as file:
        file.truncate(5 << 30)  # a hole: no disk is written
    assert path.name in refused(read, path)


@pytest.mark.parametrize("kind", READERS)
def test_names_that_no_file_has_are_refused(kind: str) -> None:
    ending, read = READERS[kind]
    for name in ("a\0b", "x" * 300):
        refused(read, Path(name + ending))


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    for name, text in (("a.toml", RING), ("b.toml", LESSON)):
        (tmp_path / name).write_bytes(mark + text.encode())
    assert load_scenario(str(tmp_path / "a.toml")) == load_scenario("ring")
    assert load_lesson(str(tmp_path / "b.toml")).title == {"en": "A"}
    ring = session()
    ring.apply(act.Train(3))
    save_log(ring, tmp_path / "c.jsonl")
    marked = tmp_path / "d.jsonl"
    marked.write_bytes(mark + (tmp_path / "c.jsonl").read_bytes())
    assert read_recording(marked) == read_recording(tmp_path / "c.jsonl")


LONG = "9" * 5000
DOTTED = ".".join("a" * 40_000)
TOML = {
    "a number of 5,000 digits": ((r"steps = \d+", f"steps = {LONG}"), "2⁶³"),
    "one in hexadecimal": ((r"learning_rate = [0-9.]+", "learning_rate = 0x" + "F" * 5000), "2⁶³"),
    "a key of 40,000 parts": ((r"\[data\]", f"{DOTTED} = 1\n[data]"), "32 parts"),
    "a table of 40,000 parts": ((r"\[goal\]", f"[{DOTTED}]\n[goal]"), "32 parts"),
    "a quoted one": ((r"\[data\]", '"a".' * 20_000 + '"a" = 1\n[data]'), "32 parts"),
    "nests": ((r"\[data\]", f"a = {'[' * 40_000}{']' * 40_000}\n[data]"), "nest too deep"),
    "300,000 layers": ((r"\[4, 2\]", f"[{'1,' * 300_000}]"), "too large"),
    "3,000 layers": ((r"\[4, 2\]", f"[{'1,' * 3000}]"), "'hidden' needs a list of at most"),
    "a name of 300 letters": (('name = "ring"', f'name = "{"r" * 300}"'), "name"),
}


@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize("mistake", TOML)
def test_toml_that_would_take_for_ever(mistake: str, tmp_path: Path) -> None:
    (old, new), said = TOML[mistake]
    path = tmp_path / "odd.toml"
    path.write_text(re.sub(old, lambda _: new, RING, count=1))
    assert path.read_text() != RING
    sentence = refused(lambda path: load_scenario(str(path)), path)
    assert said in sentence
    assert len(sentence) < 500
    assert "\n" not in sentence
    assert "set_int_max" not in sentence


@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (f"train = {LONG}", "2⁶³"),
        (f"pause = 0x{'F' * 5000}", "2⁶³"),
        (f"{DOTTED} = 1", "32 parts"),
        (f'load = "ring"\nchange.{DOTTED} = 1', "32 parts"),
        ('load = "a\\u0000.toml"', "load"),
        (f'load = "{"r" * 300}.toml"', "cannot be read"),
        (f'set = "hidden"\nto = [{"1," * 10_000}]', "at most 100 hidden layers"),
    ],
)
def test_a_lesson_that_would_take_for_ever(step: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(f"{LESSON}\n[[step]]\n{step}\n")
    assert said in refused(lambda path: load_lesson(str(path)), path)


@pytest.mark.parametrize(
    "mistakes", ["\n[[step]]\nfly = 1\n" * 5000, "".join(f"a{n} = 1\n" for n in range(5000))]
)
def test_a_lesson_of_mistakes_alone_is_not_read_to_its_end(mistakes: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(LESSON + mistakes)
    with pytest.raises(LessonError) as caught:
        load_lesson(str(path))
    assert 200 <= len(caught.value.mistakes) <= 201


@pytest.mark.parametrize(
    "switches",
    [
        '{"frozen":[Infinity]}',
        '{"frozen":[0.7]}',
        '{"frozen":"012"}',
        '{"frozen":[true]}',
        '{"frozen":{"1":2}}',
        f'{{"frozen":[{LONG}]}}',
        '{"frozn":[1]}',
        '{"frozen":{"as":"span","first":0,"count":99999999999}}',
        '{"frozen":{"as":"mask","size":25,"bits":"AA=="}}',
    ],
)
def test_switches_are_whole_numbers_of_knobs(switches: str, tmp_path: Path) -> None:
    ring, path = session(), tmp_path / "odd.safetensors"
    tensors = ring.layout.as_torch(ring.parameters.theta)
    path.write_bytes(safetensors.numpy.save(tensors, {"switches": switches}))
    sentence = refused(lambda path: load_switches(path, ring.layout), path)
    assert "damaged" in sentence or "does not have" in sentence


@pytest.mark.parametrize("seed", ["-1", "1_0", " 1", "٣", LONG, str(2**63), "1.0", ""])
def test_a_seed_is_plain_digits(seed: str, tmp_path: Path) -> None:
    ring, path = session(), tmp_path / "odd.safetensors"
    metadata = {
        "format": "eq_sim parameters",
        "version": "1",
        "scenario_settings": msgspec.json.encode(ring.scenario).decode(),
        "seed": seed,
    }
    tensors = ring.layout.as_torch(ring.parameters.theta)
    path.write_bytes(safetensors.numpy.save(tensors, metadata))
    assert "seed" in refused(lambda path: open_session(str(path)), path)


def test_the_largest_network_fits_into_a_file_of_parameters() -> None:
    """Two layers of equal width, and what the memory of a session allows."""
    widths = range(1000, 6000)
    fits = [
        width
        for width in widths[::50]
        if memory(scenario(hidden=(width, width), points=10, batch_size=1)).most <= MOST_MEMORY
    ]
    assert widths[0] < fits[-1] < widths[-50]
    knobs = fits[-1] ** 2
    assert 8 * knobs + 10_000_000 < MOST_BYTES  # in float64


@pytest.mark.usefixtures("within_memory")
def test_a_header_of_names_alone_makes_no_objects(tmp_path: Path) -> None:
    header = b'{"__metadata__":{' + b",".join(b'"%d":""' % name for name in range(60_000)) + b"}}"
    content = len(header).to_bytes(8, "little") + header
    path = tmp_path / "names.safetensors"
    path.write_bytes(content)
    assert "says more about itself" in refused(lambda path: open_session(str(path)), path)


@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("experiment.json", b'{"a":[' + b"[]," * 2_000_001 + b"1]}"),
        ("experiment.safetensors", (9_000_000).to_bytes(8, "little") + b'"' * 9_000_000),
        ("history.jsonl", b'{"step":0,"action":{"do":"run"}}\n' * 201_000),
    ],
)
def test_an_experiment_that_is_larger_inside_than_any(
    member: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "odd.eqsim"
    save_experiment(path, Experiment.of(session()))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, inner in (members | {member: content}).items():
            archive.writestr(name, inner)
    assert "odd.eqsim is damaged" in refused(read_experiment, path)


def recorded(path: Path, *lines: object, **changes: object) -> Path:
    """Writes a recording of the ring with some lines."""
    load = msgspec.to_builtins(act.Load(load_scenario("ring"), 1))
    load["scenario"] |= changes
    texts = [HEADER, json.dumps({"t": 0, "do": load}), *map(json.dumps, lines)]
    path.write_text("\n".join(texts) + "\n")
    return path


def play(path: Path) -> None:
    done = read_recording(path)
    as_lesson(done, "a")
    playback = Playback(session(), done, "a")
    playback.go_to(playback.length)


def doing(do: str, t: float = 1.0, until: float | None = None, **more: object) -> dict[str, object]:
    end = {} if until is None else {"until": until}
    return {"t": t, **end, "do": {"do": do, **more}}


LINES: dict[str, tuple[dict[str, object], str]] = {
    "two knobs and one value": (doing("turn", knobs=[0, 1], values=[1.0]), "knobs"),
    "a knob beyond 31 bits": (doing("grab", knobs=[2**31], name=""), "no knob"),
    "one beyond 63": (doing("grab", knobs=[2**63], name=""), "no knob"),
    "one alone": (doing("solo", knob=2**31, on=True), "no knob"),
    "one below": (doing("freeze", knobs=[-(2**70)], on=True), "no knob"),
    "steps without an end": (doing("train", steps=10**18), "1,000,000,000 training steps"),
    "less than no steps": (doing("train", steps=-1), "steps"),
    "a late time": (doing("run", t=1e12), "line 3: 't' needs a number up to"),
    "a later one": (doing("run", t=1e308), "line 3: 't' needs a number up to"),
    "a late end": (doing("train", until=1e308, steps=1), "line 3: 'until' needs a number up to"),
    "an unknown setting": (doing("set", setting="size", value=1), "no setting"),
}


@pytest.mark.usefixtures("within_memory")
@pytest.mark.parametrize("mistake", LINES)
def test_a_recording_that_cannot_be_done(mistake: str, tmp_path: Path) -> None:
    line, said = LINES[mistake]
    sentence = refused(play, recorded(tmp_path / "odd.jsonl", line))
    assert said in sentence
    assert "\n" not in sentence


def test_steps_are_counted_over_a_whole_recording(tmp_path: Path) -> None:
    path = recorded(tmp_path / "odd.jsonl", *[doing("train", steps=10**8)] * 11)
    assert "line 13: a recording has at most 1,000,000,000" in refused(read_recording, path)


@pytest.mark.skipif(os.name != "posix", reason="pipes have no names there")
@pytest.mark.parametrize("name", ["/etc/passwd.toml", "a\0.toml", "pipe.toml", "my own"])
def test_a_recordings_scenario_is_no_file_to_look_for(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.toml")  # who opened it would wait for ever
    done = read_recording(recorded(tmp_path / "odd.jsonl", name=name))
    with contextlib.suppress(EqSimError):
        assert name not in as_lesson(done, "a")[0]
    playback = Playback(session(), done, "a")
    playback.go_to(playback.length)


@pytest.mark.usefixtures("within_memory")
def test_a_line_of_values_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = recorded(tmp_path / "odd.jsonl")
    with path.open("ab") as file:
        file.write(b'{"t":1,"do":{"do":"grab","knobs":[' + b"1," * 8_000_001 + b"1]}}\n")
    assert "8,000,000 values" in refused(read_recording, path)


def test_what_is_written_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorder stops, and says so, where a reader would: at lines, at bytes, at steps."""
    for name, most in (("MOST_LINES", 12), ("MOST_BYTES", 1500), ("MOST_STEPS", 9)):
        path, ring = tmp_path / f"{name}.jsonl", session()
        with monkeypatch.context() as patch:
            patch.setattr(length, name, most)
            recorder = Recorder(ring, path, lambda: 0.0)
            for value in range(20):
                ring.apply(act.Turn((0,), (float(value),)))
                ring.apply(act.Train(1))
            assert recorder.failure is not None
            assert f"at most {most:,}" in recorder.failure
            recorder.stop()
            assert len(read_recording(path)) > 2
            with pytest.raises(LogError, match="at most"):
                save_log(ring, tmp_path / "whole.jsonl")
    assert not (tmp_path / "whole.jsonl").exists()


def test_a_log_at_a_crawl_can_be_read_again(tmp_path: Path) -> None:
    slow = session(speed=1e-6)
    for _ in range(3):
        slow.apply(act.Train(2))
        slow.apply(act.Turn((0,), (0.5,)))
    path = tmp_path / "slow.jsonl"
    save_log(slow, path)
    done = read_recording(path)
    assert done[-1].end == length.MOST_SECONDS
    again = session()
    playback = Playback(again, done, "slow")
    playback.go_to(playback.length)
    assert theta_bits(again) == theta_bits(slow)


def test_layers_have_an_end_however_they_are_set() -> None:
    with pytest.raises(SettingError, match="at most 100 hidden layers, not 101"):
        changed(scenario(), "hidden", (1,) * 101)
    assert len(changed(scenario(), "hidden", (1,) * 100).network.hidden) == 100
