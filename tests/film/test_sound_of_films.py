"""What a film sounds like: the samples that ``eq-sim listen`` writes, in step, below a voice."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest

from eq_sim.cli import main
from eq_sim.film import video
from eq_sim.film.tracks import Tracks
from eq_sim.lesson_sound import DUCKED
from eq_sim.sound.limiter import CEILING
from eq_sim.sound.rate import CHANNELS, RATE

STEPS, SECONDS = 60, 1
LESSON = f"""
title = "Short"
idea = "A lesson for tests."
scenario = "equalizer"
seed = 1004

[[step]]
train = {STEPS}
seconds = {SECONDS}
"""
FILM = ("--size=320x180", "--fps=24")


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    return path


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """The samples that encoders are given."""
    found: list[np.ndarray] = []
    real = video.mux

    def mux(reel: Path, film: Path, kind: object, tracks: Tracks, check: object) -> None:
        assert tracks.narration is not None
        found.append(samples_of(tracks.narration))
        real(reel, film, kind, tracks, check)

    monkeypatch.setattr(video, "mux", mux)
    return found


def samples_of(path: Path) -> np.ndarray:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getframerate()) == (CHANNELS, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, CHANNELS)


def test_a_film_is_given_the_samples_that_listen_writes(
    tmp_path: Path, lesson: Path, given: list[np.ndarray]
) -> None:
    film, alone = tmp_path / "short.mp4", tmp_path / "short.wav"
    assert main(["film", str(lesson), "--sound", f"-o{film}", *FILM]) == 0
    listen = ["listen", "equalizer", "--seed=1004", f"--steps={STEPS}", f"--seconds={SECONDS}"]
    assert main([*listen, f"-o{alone}"]) == 0
    (heard,) = given
    wanted = samples_of(alone)[: SECONDS * RATE - 200]  # listen ends here, and the film rests
    assert np.array_equal(heard[: len(wanted)], wanted)
    with av.open(str(film)) as made:
        length = made.streams.video[0].frames / 24
        assert made.streams.audio[0].rate == RATE
    assert len(heard) == round(length * RATE)
    assert np.abs(wanted).max() > 3_000


def test_a_voice_is_heard_above_it(tmp_path: Path, lesson: Path, given: list[np.ndarray]) -> None:
    voice = tmp_path / "voice.wav"
    for loud in (0, 32_000):
        with wave.open(str(voice), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(np.full(RATE // 2, loud, "<i2").tobytes())
        words = ("--sound", f"--narration={voice}", f"-o{tmp_path / 'voice.webm'}", *FILM)
        assert main(["film", str(lesson), *words]) == 0
    assert main(["film", str(lesson), "--sound", f"-o{tmp_path / 'alone.mp4'}", *FILM]) == 0
    ducked, spoken, alone = given
    assert len(ducked) == pytest.approx(len(alone), abs=800)
    shared = min(len(ducked), len(alone))
    np.testing.assert_allclose(ducked[:shared], DUCKED * alone[:shared], atol=1.01)
    assert np.abs(spoken).max() <= CEILING * 32_767 + 1
    assert spoken[: RATE // 2].mean() > 20_000


def test_what_has_no_sound_is_told(
    tmp_path: Path, lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, said in (
        ([str(lesson), f"-o{tmp_path / 'a.gif'}"], "There is no sound in a.gif"),
        (
            ["one-knob", "three-knobs", f"-o{tmp_path / 'a.mp4'}"],
            "--sound is of one lesson or recording",
        ),
    ):
        assert main(["film", *words, "--sound", *FILM]) == 2
        assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["short.toml"]


CHAPTERS = f"""
title = "Two chapters"
idea = "A lesson for tests."
scenario = "equalizer"
seed = 1004

[[step]]
chapter = "Dull"

[[step]]
pause = 0.525

[[step]]
train = {STEPS}
seconds = 0.5

[[step]]
chapter = "Clear"

[[step]]
pause = 0.525
"""


def test_a_chapter_sounds_as_it_does_when_its_time_has_come(
    tmp_path: Path, given: list[np.ndarray], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.toml"
    path.write_text(CHAPTERS)
    for chapter in ("1", "Clear"):
        words = ("--sound", f"--chapter={chapter}", f"-o{tmp_path / chapter}.mp4", *FILM)
        assert main(["film", str(path), *words]) == 0
    assert capsys.readouterr().err == ""
    first, second = given
    rest = 2 * RATE
    assert [len(sound) for sound in given] == [
        (round(1.025 * 600) - 1) * 80 + rest,  # to the tick before the next begins
        round(0.525 * 600) * 80 + rest,
    ]
    # The music begins anew, and goes through what has been trained by then.
    trained = tmp_path / "trained.eqsim"
    assert main(["train", "equalizer", "--seed=1004", f"--steps={STEPS}", f"-o{trained}"]) == 0
    heard = tmp_path / "heard.wav"
    assert main(["listen", str(trained), "--steps=0", "--seconds=1", f"-o{heard}"]) == 0
    wanted = samples_of(heard)[: RATE - 200]
    assert np.array_equal(second[: len(wanted)], wanted)
    assert not np.array_equal(first[: len(wanted)], wanted)


def test_the_loss_is_heard_beside_the_music_where_it_is_asked_for(
    tmp_path: Path, lesson: Path, given: list[np.ndarray], capsys: pytest.CaptureFixture[str]
) -> None:
    film, alone = tmp_path / "loss.mp4", tmp_path / "loss.wav"
    assert main(["film", str(lesson), "--sound", "--loss", f"-o{film}", *FILM]) == 0
    listen = ["listen", "equalizer", "--seed=1004", f"--steps={STEPS}", f"--seconds={SECONDS}"]
    assert main([*listen, "--loss", f"-o{alone}"]) == 0
    wanted = samples_of(alone)[: SECONDS * RATE - 200]
    assert np.array_equal(given[0][: len(wanted)], wanted)
    capsys.readouterr()
    assert main(["film", str(lesson), "--loss", f"-o{film}", *FILM]) == 2
    assert "--loss is heard with --sound: add it" in capsys.readouterr().err


def test_a_voice_that_ends_before_the_film_is_told(
    tmp_path: Path, lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voice = tmp_path / "voice.wav"
    with wave.open(str(voice), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(2 * RATE))
    told = []
    for words in (("--sound",), ()):
        film = (f"--narration={voice}", f"-o{tmp_path / 'voice.webm'}", *words, *FILM)
        assert main(["film", str(lesson), *film]) == 0
        told.append(capsys.readouterr().err)
    for said in told:
        assert "the narration ends 2.0 s before the film" in said
    assert "stays as quiet as below the voice" in told[0]
    assert "without a sound" in told[1]
