"""``eq-sim film``: every format without a display, and the same film twice."""

import re
from pathlib import Path

import av
import pytest
from command_line import run_apart


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
    assert re.search(rf"Drei Regler\. 0{re.escape(sign)}[0-9]+", said)
    assert (tmp_path / "short.vtt").read_text().startswith("WEBVTT")
    assert "Two" in (tmp_path / "short.chapters.txt").read_text()


@pytest.mark.slow
def test_the_same_film_twice(lesson: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("one.mp4", "two.mp4"):
        run_apart("film", lesson, "-o", tmp_path / name, "--size", "320x180", "--fps", 24)
        with av.open(str(tmp_path / name)) as film:
            hashes.append([hash(f.to_ndarray().tobytes()) for f in film.decode(video=0)])
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) > 80
