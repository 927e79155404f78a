"""Sound files of one's own: every common kind plays, and whatever cannot is told in a sentence."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from sound_kit import HIGH, write_wav

from eq_sim.sound import own_file
from eq_sim.sound.loop import LOUDNESS
from eq_sim.sound.rate import CHANNELS, RATE
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.sources import loop_of

SECONDS = 0.5


def tone(rate: int, hertz: float = 440.0, seconds: float = SECONDS) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def pitch_of(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / RATE)[spectrum.argmax()])


def encoded(path: Path, codec: str) -> Path:
    """Writes the tone with FFmpeg."""
    with av.open(str(path), "w") as out:
        # Its own encoder of Vorbis is good enough for a tone, and says that it is an experiment.
        stream = out.add_stream(codec, rate=RATE, options={"strict": "experimental"})
        stream.layout = "stereo"
        samples = np.stack([tone(RATE)] * CHANNELS).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(samples, "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        resampler = av.AudioResampler(stream.format, "stereo", RATE, stream.frame_size or None)
        for part in (*resampler.resample(frame), *resampler.resample(None), None):
            for packet in stream.encode(part):
                out.mux(packet)
    return path


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
@pytest.mark.parametrize(("width", "channels"), [(1, 1), (2, 2), (3, 1), (4, 6)])
def test_every_wav_plays_at_its_pitch(tmp_path: Path, rate: int, width: int, channels: int) -> None:
    path = write_wav(tmp_path / "mine.wav", tone(rate), rate=rate, width=width, channels=channels)
    loop, cut = loop_of(str(path))
    assert loop.name == "mine.wav"
    assert not cut
    assert loop.samples.shape[0] == CHANNELS
    assert abs(loop.samples.shape[1] / RATE - SECONDS) < 0.02
    for side in loop.samples:
        assert abs(pitch_of(side) - 440) < 4
    assert np.sqrt((loop.samples.astype(float) ** 2).mean()) == pytest.approx(LOUDNESS, rel=1e-3)
    power = np.abs(np.fft.rfft(loop.samples[0])) ** 2
    above = np.fft.rfftfreq(loop.samples.shape[1], 1 / RATE) > HIGH
    assert power[above].sum() < 0.01 * power.sum()


@pytest.mark.parametrize(
    ("ending", "codec"), [(".mp3", "libmp3lame"), (".flac", "flac"), (".ogg", "vorbis")]
)
def test_mp3_flac_and_ogg_play(tmp_path: Path, ending: str, codec: str) -> None:
    loop, _ = loop_of(str(encoded(tmp_path / f"mine{ending}", codec)))
    assert abs(loop.samples.shape[1] / RATE - SECONDS) < 0.1
    assert abs(pitch_of(loop.samples[0]) - 440) < 4


def test_its_seam_does_not_click(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "cut.wav", tone(RATE, 441.3))  # ends in the middle of a wave
    samples = loop_of(str(path))[0].samples
    inside = np.abs(np.diff(samples)).max()
    assert np.abs(samples[:, 0] - samples[:, -1]).max() < 1.1 * inside


def test_opus_is_told_apart_from_vorbis(tmp_path: Path) -> None:
    path = encoded(tmp_path / "mine.ogg", "libopus")
    assert "WAV, MP3, FLAC and Ogg Vorbis can" in said_of(path)


def said_of(path: Path | str) -> str:
    with pytest.raises(SoundError) as told:
        loop_of(str(path))
    sentence = str(told.value)
    assert sentence.count("\n") == 0
    return sentence


def test_what_cannot_be_played_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    assert said_of(path) == "song.wav cannot be read: No such file or directory"
    assert "directory" in said_of(tmp_path)
    for content in (b"", b"RIFF", b"Dear Sir or Madam,\n" * 400, bytes(5_000), os.urandom(5_000)):
        path.write_bytes(content)
        assert "song.wav is no sound that can be read" in said_of(path)
    write_wav(path, np.zeros(RATE))
    assert said_of(path) == "song.wav holds nothing but silence"
    write_wav(path, tone(RATE, seconds=0.01))
    assert said_of(path) == "song.wav is too short to be played in a loop"
    assert "no file has such a name" in said_of("so\0ng.wav")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "not a regular file" in said_of(tmp_path / "pipe.wav")


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "enormous.wav"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert said_of(path) == "enormous.wav cannot be read: it is too large: the limit is 400 MB"


def test_a_file_that_ends_too_soon_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "torn.wav", tone(RATE))
    path.write_bytes(path.read_bytes()[: RATE // 2])
    loop, _ = loop_of(str(path))
    assert 0.05 < loop.samples.shape[1] / RATE < SECONDS
    assert abs(pitch_of(loop.samples[0]) - 440) < 10


def test_of_a_long_file_only_the_beginning_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_file, "MOST_SECONDS", 1)
    loop, cut = loop_of(str(write_wav(tmp_path / "long.wav", tone(RATE, seconds=3.0))))
    assert cut
    assert 0.95 < loop.samples.shape[1] / RATE <= 1


def write_floats(path: Path, sound: np.ndarray) -> Path:
    """Writes a WAV file, whose samples are floats, on both channels."""
    write_wav(path, np.zeros(len(sound)), width=4)
    head = bytearray(path.read_bytes()[:44])
    head[20:22] = (3).to_bytes(2, "little")  # samples are floats
    path.write_bytes(bytes(head) + np.repeat(sound, 2).astype("<f4").tobytes())
    return path


@pytest.mark.parametrize("size", [1e-44, 1e-38, 1e-25, 0.1, 1e25, float(np.finfo("<f4").max)])
def test_floats_of_any_size_are_as_loud(tmp_path: Path, size: float) -> None:
    wave = np.where(np.arange(RATE) // 50 % 2, size, -size)  # nothing that rounding could change
    loop, _ = loop_of(str(write_floats(tmp_path / "mine.wav", wave)))
    assert np.sqrt(np.mean(loop.samples[0].astype(float) ** 2)) == pytest.approx(LOUDNESS, rel=1e-4)


def test_samples_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    path = write_floats(tmp_path / "mine.wav", np.full(RATE, np.nan))
    assert said_of(path) == "mine.wav holds samples that are no numbers"
