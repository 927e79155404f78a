import io
import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from film_kit import SIZE, left_in, walk

from eq_sim.film.film import make_film
from eq_sim.film.film_error import FilmError
from eq_sim.film.sound import check_narration
from eq_sim.film.subtitles import Caption, Chapter

CAPTIONS = [
    Caption(0.2, 0.7, "Weight 0 <deletes> an input & {more}.\nReally"),
    Caption(1.0, 9.0, "Größer: x₂"),
]
CHAPTERS = [Chapter(1.0, "The bias ±"), Chapter(0.0, "A neuron")]
ENDINGS = pytest.mark.parametrize("ending", [".mp4", ".webm"])


def record(path: Path, seconds: float, channels: int = 1, width: int = 2) -> Path:
    tone = np.sin(np.arange(int(44100 * seconds)) * 0.05) * 0.4
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(44100)
        samples = (tone * 32767).astype("<i2") if width == 2 else (tone * 127 + 128).astype("u1")
        file.writeframes(np.repeat(samples, channels).tobytes())
    return path


def told(path: Path) -> list[tuple[float, float, str]]:
    found = []
    with av.open(str(path)) as film:
        stream = film.streams.subtitles[0]
        for packet in film.demux(stream):
            for each in stream.decode(packet) if packet.size else []:
                assert packet.pts is not None
                assert packet.duration is not None
                start = float(packet.pts * packet.time_base)
                text = each.ass.decode().split(",", 8)[8].replace("{}", "").replace("\\{", "{")
                found.append((start, start + float(packet.duration * packet.time_base), text))
    return found


@ENDINGS
def test_captions_are_a_track_and_files_beside(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lesson{ending}"
    film = make_film(walk(60), path, size=SIZE, captions=CAPTIONS, language="de")

    assert told(path) == [
        (0.2, pytest.approx(0.7), "Weight 0 <deletes> an input & {more}.\\NReally"),
        (1.0, 2.0, "Größer: x₂"),
    ]
    with av.open(str(path)) as container:
        assert container.streams.subtitles[0].language in ("deu", "ger")
    assert [each.name for each in film.beside] == ["lesson.srt", "lesson.vtt"]
    assert (tmp_path / "lesson.srt").read_text(encoding="utf-8") == (
        "1\n00:00:00,200 --> 00:00:00,700\nWeight 0 <deletes> an input & {more}.\nReally\n\n"
        "2\n00:00:01,000 --> 00:00:02,000\nGrößer: x₂\n"
    )
    assert (tmp_path / "lesson.vtt").read_text(encoding="utf-8") == (
        "WEBVTT\n\n00:00:00.200 --> 00:00:00.700\n"
        "Weight 0 &lt;deletes&gt; an input &amp; {more}.\nReally\n\n"
        "00:00:01.000 --> 00:00:02.000\nGrößer: x₂\n"
    )


@ENDINGS
def test_burned_captions_are_no_track_but_files(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lesson{ending}"
    make_film(walk(30), path, size=SIZE, captions=CAPTIONS, burned=True)

    with av.open(str(path)) as film:
        assert not film.streams.subtitles
    assert set(left_in(tmp_path)) == {path.name, "lesson.srt", "lesson.vtt"}


@ENDINGS
def test_chapters_are_in_the_film_and_in_a_list(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lesson{ending}"
    make_film(walk(60), path, size=SIZE, chapters=CHAPTERS, title="Inside a neuron")

    with av.open(str(path)) as film:
        assert film.metadata["title"] == "Inside a neuron"
        found = [
            (
                each["start"] * (each["time_base"] or 1),
                each["end"] * (each["time_base"] or 1),
                each["metadata"]["title"],
            )
            for each in film.chapters()
        ]
    assert found == [(0, 1, "A neuron"), (1, 2, "The bias ±")]
    listed = (tmp_path / "lesson.chapters.txt").read_text(encoding="utf-8")
    assert listed == "00:00:00 A neuron\n00:00:01 The bias ±\n"


def test_captions_and_chapters_may_come_up_while_drawing(tmp_path: Path) -> None:
    captions: list[Caption] = []
    chapters: list[Chapter] = []

    def lesson():  # noqa: ANN202 - as film_kit's walk
        for index, picture in enumerate(walk(30)):
            if index == 15:
                captions.append(Caption(0.5, 0.8, "Now"))
                chapters.append(Chapter(0.5, "Later"))
            yield picture

    path = tmp_path / "lesson.mp4"
    make_film(lesson(), path, size=SIZE, captions=captions, chapters=chapters)

    assert [text for _, _, text in told(path)] == ["Now"]
    with av.open(str(path)) as film:
        assert len(film.chapters()) == 1


@pytest.mark.parametrize("ending", [".gif", ".webp", ".png"])
def test_other_formats_have_their_captions_beside(tmp_path: Path, ending: str) -> None:
    make_film(walk(3), tmp_path / f"a{ending}", size=SIZE, captions=[Caption(0, 1, "x")])

    assert (tmp_path / "a.srt").read_text() == "1\n00:00:00,000 --> 00:00:00,100\nx\n"


@ENDINGS
@pytest.mark.parametrize(("seconds", "lasts"), [(0.5, 1.5), (3.01, 91 / 30)])
def test_a_narration_is_heard_to_its_end_over_the_last_picture(
    tmp_path: Path, ending: str, seconds: float, lasts: float
) -> None:
    wav = record(tmp_path / "voice.wav", seconds, channels=2)
    path = tmp_path / f"lesson{ending}"
    made = make_film(walk(45), path, size=SIZE, narration=wav, captions=CAPTIONS, chapters=CHAPTERS)
    assert made.seconds == pytest.approx(lasts)
    assert made.held == pytest.approx(max(0, lasts - 1.5))
    # What the last picture says stands as long as it, in the file and beside it.
    end = told(path)[-1][1]
    assert end == pytest.approx(lasts, abs=1e-3)
    beside = path.with_suffix(".srt").read_text(encoding="utf-8")
    assert f"--> 00:00:0{end:.3f}".replace(".", ",") in beside

    with av.open(str(path)) as film:
        audio = film.streams.audio[0]
        assert audio.codec_context.name in ("aac", "opus", "libopus")
        assert film.duration == pytest.approx(lasts * 1e6, abs=25_000)
        sound = np.concatenate(
            [frame.to_ndarray().reshape(2, -1) for frame in film.decode(audio)], axis=1
        )
    assert sound.shape[1] / 48_000 == pytest.approx(seconds, abs=0.05)
    assert np.abs(sound).max() == pytest.approx(0.4, abs=0.1)
    assert len(told(path)) == 2


@pytest.mark.parametrize("width", [1, 2])
def test_a_wav_of_any_depth_will_do(tmp_path: Path, width: int) -> None:
    wav = record(tmp_path / "voice.wav", 0.2, width=width)
    make_film(walk(30), tmp_path / "a.mp4", size=SIZE, narration=wav)

    with av.open(str(tmp_path / "a.mp4")) as film:
        assert film.streams.audio


@pytest.mark.parametrize(
    ("content", "ending", "sentence"),
    [
        (b"no sound at all, just words", ".mp4", "not a WAV file"),
        (b"", ".mp4", "not a WAV file"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", ".webm", "not a WAV file|no sound"),
        (None, ".mp4", "does not exist"),
        (b"", ".gif", r"no sound in a GIF: .* \.mp4 or \.webm"),
    ],
)
def test_a_wrong_narration_is_refused_before_anything_is_drawn(
    tmp_path: Path, content: bytes | None, ending: str, sentence: str
) -> None:
    wav = tmp_path / "voice.wav"
    if content is not None:
        wav.write_bytes(content)
    drawn = walk(3)

    with pytest.raises(FilmError, match=sentence):
        make_film(drawn, tmp_path / f"a{ending}", size=SIZE, narration=wav)

    assert len(list(drawn)) == 3
    assert left_in(tmp_path) == (["voice.wav"] if content is not None else [])


def test_a_wav_without_samples_holds_no_sound(tmp_path: Path) -> None:
    wav = record(tmp_path / "voice.wav", 0)

    with pytest.raises(FilmError, match=r"holds no sound|not a WAV"):
        make_film(walk(3), tmp_path / "a.mp4", size=SIZE, narration=wav)


@pytest.mark.parametrize("name", ["http://127.0.0.1:9/a.wav", "tcp://127.0.0.1:9", "pipe:0"])
def test_a_narration_is_a_file_and_never_an_address(name: str, tmp_path: Path) -> None:
    opened: list[str] = []
    sys.addaudithook(lambda event, _: opened.append(event) if event == "socket.connect" else None)
    with pytest.raises(FilmError, match="does not exist"):
        make_film(walk(3), tmp_path / "a.mp4", size=SIZE, narration=Path(name))
    assert opened == []
    assert list(tmp_path.iterdir()) == []


def test_only_an_opened_file_is_handed_to_ffmpeg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FFmpeg would follow a name that is an address, and what a playlist names."""
    given: list[object] = []

    def spy(file: object, mode: str, **options: object) -> None:
        given.append((type(file), mode, options))
        raise av.FFmpegError(1, "enough")

    (tmp_path / "a.wav").write_bytes(b"RIFF")
    monkeypatch.setattr("eq_sim.film.sound.av.open", spy)
    with pytest.raises(FilmError):
        check_narration(tmp_path / "a.wav")
    options = {"format": "wav", "metadata_errors": "replace"}
    assert given == [(io.BufferedReader, "r", options)]


def test_a_narration_as_long_as_the_pictures_holds_none(tmp_path: Path) -> None:
    frames, fps = 55, 25
    assert frames / fps * fps > frames  # by rounding
    voice = record(tmp_path / "voice.wav", frames / fps)
    made = make_film(walk(frames), tmp_path / "a.mp4", fps=fps, size=SIZE, narration=voice)
    assert (made.frames, made.held) == (frames, 0)
