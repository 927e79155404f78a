"""``eq-sim film``: every format without a display, and the same film twice."""

import re
import wave
from pathlib import Path

import av
import pytest
from command_line import run, run_apart

from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import save_log


@pytest.mark.parametrize(
    "ending",
    ["mp4", *(pytest.param(one, marks=pytest.mark.slow) for one in ("webm", "gif", "webp"))],
)
def test_a_film_needs_no_display(lesson: Path, tmp_path: Path, ending: str) -> None:
    film = tmp_path / f"short.{ending}"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("Regler.", "Regler. {learning rate}"), encoding="utf-8")
    words = ("film", lesson, "-o", film, "--size", "320x180", "--fps", 25, "--language", "de")
    sign = "," if ending == "mp4" else "."
    run_apart(*words, *(() if sign == "," else ("--decimal", sign)))
    if ending == "webp":  # FFmpeg does not read animations of this kind
        head = film.read_bytes()[:30]
        assert head[:4] + head[8:16] == b"RIFFWEBPVP8X"
        assert [int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27)] == [320, 180]
    else:
        with av.open(str(film)) as made:
            stream = made.streams.video[0]
            assert (stream.width, stream.height) == (320, 180)
    said = (tmp_path / "short.srt").read_text()
    assert re.search(rf"Ein paar Regler\. 0{re.escape(sign)}[0-9]+", said)
    assert (tmp_path / "short.vtt").read_text().startswith("WEBVTT")
    assert "Two" in (tmp_path / "short.chapters.txt").read_text()


ASKED = """
title = "Asked"
"title.de" = "0,5 gefragt"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
guess = "What now?"
"guess.de" = "Was nun?"
answers = ["up by 0.5", "down"]
"answers.de" = ["um 0,5 hinauf", "hinab"]
right = 1
reveal = "Up it went."
"reveal.de" = "Hinauf ging es."
seconds = 1
"""


def test_subtitles_have_the_answers_of_questions(tmp_path: Path) -> None:
    lesson, film, voice = (tmp_path / name for name in ("a.toml", "a.mp4", "a.wav"))
    lesson.write_text(ASKED, encoding="utf-8")
    with wave.open(str(voice), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 56080))  # a hundredth of a second longer than the pictures
    words = ("film", lesson, "-o", film, "--size", "320x180", "--fps", 24, "--language", "de")
    done = run_apart(*words, "--decimal", ".", "--subtitles", "--narration", voice)
    assert done.stderr == ""  # not "0.0 s longer"
    said = ["Was nun?\n1  um 0.5 hinauf\n2  hinab", "Hinauf ging es.\n✓ um 0.5 hinauf"]
    for ending in (".srt", ".vtt"):
        beside = film.with_suffix(ending).read_text(encoding="utf-8")
        cues = [cue.partition("\n")[2].strip() for cue in beside.split(" --> ")[1:]]
        assert [cue.split("\n\n")[0] for cue in cues][:2] == said
    with av.open(str(film)) as made:
        assert made.metadata["title"] == "0.5 gefragt"
        texts = [packet for packet in made.demux(subtitles=0) if packet.size > 2]
        assert [bytes(each)[2:].decode() for each in texts][:2] == said


@pytest.mark.slow
def test_the_same_film_twice(lesson: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("one.mp4", "two.mp4"):
        run_apart("film", lesson, "-o", tmp_path / name, "--size", "320x180", "--fps", 24)
        with av.open(str(tmp_path / name)) as film:
            hashes.append([hash(f.to_ndarray().tobytes()) for f in film.decode(video=0)])
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) > 80


@pytest.mark.slow
def test_several_lessons_are_one_film(lesson: Path, tmp_path: Path) -> None:
    film = tmp_path / "two.mp4"
    said = run_apart("film", lesson, lesson, "-o", film, "--size", "320x180", "--fps", 24)
    with av.open(str(film)) as made:
        titles = [chapter["metadata"]["title"] for chapter in made.chapters()]
        assert titles == ["1. Short", "1.1 One", "1.2 Two", "2. Short", "2.1 One", "2.2 Two"]
    assert (tmp_path / "two.srt").read_text().count("A few knobs.") == 2
    assert said.stderr == ""


def test_of_several_lessons_all_that_are_wrong_are_named(lesson: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(lesson.read_text().replace("train = 30", "trian = 30"))
    said = run("film", lesson, broken, "nowhere", "-o", tmp_path / "a.mp4", code=2).stderr
    assert "broken.toml: 1 mistake" in said
    assert "trian" in said
    assert "no lesson 'nowhere'" in said
    assert not (tmp_path / "a.mp4").exists()


@pytest.mark.slow
def test_a_chapter_with_a_longer_narration(lesson: Path, tmp_path: Path) -> None:
    voice, film = tmp_path / "voice.wav", tmp_path / "two.mp4"
    with wave.open(str(voice), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * 4))
    words = ("film", lesson, "-o", film, "--size", "320x180", "--fps", 24, "--chapter", "two")
    done = run_apart(*words, "--narration", voice, "--panel", "loss", "--keys")
    assert "the narration is 1.0 s longer than the film: the last picture stands" in done.stderr
    with av.open(str(film)) as made:
        assert [each["metadata"]["title"] for each in made.chapters()] == ["Two"]
        assert made.duration == pytest.approx(4e6, abs=50_000)
        assert made.metadata["title"] == "Short: Two"
    assert (tmp_path / "two.chapters.txt").read_text() == "00:00:00 Two\n"


def test_a_part_that_there_is_not_is_refused_with_those_there_are(
    lesson: Path, tmp_path: Path
) -> None:
    film = tmp_path / "a.mp4"
    told = run("film", lesson, "-o", film, "--chapter", "Three", code=2).stderr
    assert "has no chapter 'Three': choose a number or a title of\n  1  One\n  2  Two" in told
    told = run("film", lesson, lesson, "-o", film, "--chapter", "1", code=2).stderr
    assert "A chapter is of one lesson: a film of 2 shows them whole" in told
    told = run("film", lesson, "-o", film, "--transparent", code=2).stderr
    assert "One cannot see through an MP4: a transparent film ends in .webm, .webp, .png" in told
    told = run("film", lesson, "-o", film, "--keys", "--subtitles", code=2).stderr
    assert "choose one of them" in told
    done = tmp_path / "done.jsonl"
    session = open_session("ring")
    session.apply(Train(3))
    save_log(session, done)
    told = run("film", done, "-o", film, "--keys", "--subtitles", code=2).stderr
    assert "and --subtitles beside it: choose one of them" in told
    told = run("film", "mine.jsonl", "-o", film, "--chapter", "1", code=2).stderr
    assert "mine.jsonl is a recording, which has no chapters" in told
    assert list(tmp_path.glob("a.*")) == []
