import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from film_kit import SIZE, left_in, noise, walk

from eq_sim.film.film import make_film
from eq_sim.film.film_error import FilmCancelled, FilmError
from eq_sim.film.pictures import SAME, Picture, Same
from eq_sim.film.subtitles import Caption
from eq_sim.session.errors import EqSimError

ENDINGS = pytest.mark.parametrize("ending", [".mp4", ".webm", ".gif", ".webp", ".png"])


SMALL_DISK = """
import resource
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from film_kit import SIZE, noise, walk

from eq_sim.film.film_error import FilmError
from eq_sim.film.film import make_film
from eq_sim.film.subtitles import Caption

path, limit, what = Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
captions = []
if what == "walk":
    captions = [Caption(each / 40, each / 40 + 0.01, "x" * 900) for each in range(80)]
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
try:
    make_film({"walk": walk, "noise": noise}[what](60), path, size=SIZE, captions=captions)
except FilmError as error:
    print(error)
"""


def on_a_small_disk(path: Path, limit: int, what: str) -> str:
    """Makes a film where no file may grow beyond a limit; returns what was said.

    It takes a process of its own, for the limit holds for the test's own report as well, and one
    that keeps no bytecode: Python would cut it off, and trip over it the next time.
    """
    done = subprocess.run(
        [sys.executable, "-B", "-c", SMALL_DISK, Path(__file__).parent, path, str(limit), what],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@ENDINGS
def test_cancelled_midway_leaves_nothing(tmp_path: Path, ending: str) -> None:
    seen: list[int] = []

    with pytest.raises(FilmCancelled):
        make_film(
            walk(200),
            tmp_path / f"a{ending}",
            size=SIZE,
            captions=[Caption(0, 1, "x")],
            progress=seen.append,
            cancelled=lambda: len(seen) == 30,
        )

    assert seen == list(range(1, 31))
    assert left_in(tmp_path) == []


def test_cancelled_at_the_end_leaves_nothing(tmp_path: Path) -> None:
    seen: list[int] = []

    with pytest.raises(FilmCancelled):
        make_film(
            noise(40),
            tmp_path / "a.gif",
            size=SIZE,
            progress=seen.append,
            cancelled=lambda: seen[-1] == 40,
        )

    assert left_in(tmp_path) == []


@ENDINGS
@pytest.mark.parametrize("limit", [300, 8_000])
def test_a_full_disk_leaves_nothing_but_a_sentence(tmp_path: Path, ending: str, limit: int) -> None:
    said = on_a_small_disk(tmp_path / f"a{ending}", limit, "noise")

    assert re.fullmatch(rf"The film a\{ending} could not be made: .+\.", said)
    assert left_in(tmp_path) == []


def test_a_disk_that_is_full_at_the_end(tmp_path: Path) -> None:
    make_film(walk(60), tmp_path / "whole.mp4", size=SIZE)
    limit = (tmp_path / "whole.mp4").stat().st_size + 2000

    assert "could not be made" in on_a_small_disk(tmp_path / "a.mp4", limit, "walk")
    assert left_in(tmp_path) == ["whole.mp4"]


def test_a_film_that_failed_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    make_film(walk(5), path, size=SIZE)
    before = path.read_bytes()

    def broken() -> Iterator[np.ndarray]:
        yield from noise(9)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make_film(broken(), path, size=SIZE)

    assert path.read_bytes() == before
    assert left_in(tmp_path) == ["a.mp4"]


def test_without_pyav_a_sentence_and_a_folder_of_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)

    with pytest.raises(
        FilmError, match=r'an MP4 film, install PyAV: pip install "eq-sim\[video\]"'
    ):
        make_film(walk(3), tmp_path / "a.mp4", size=SIZE)
    assert left_in(tmp_path) == []

    make_film(walk(3), tmp_path / "a.png", size=SIZE, captions=[Caption(0, 1, "x")])
    assert left_in(tmp_path) == ["a", "a.srt", "a.vtt"]


def test_neither_pyav_nor_qt_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, eq_sim.film.film; "
        "print([name for name in sys.modules if name.split('.')[0] in ('av', 'PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "fps", "size", "sentence"),
    [
        ("a.avi", 30, SIZE, r"a\.avi: a film's name ends in \.mp4, \.webm, \.gif, \.webp, \.png"),
        ("a", 30, SIZE, "a film's name ends in"),
        ("a.mp4", 29, SIZE, "an MP4 are one of 24, 25, 30, 50, 60"),
        ("a.gif", 60, SIZE, "a GIF are one of 24, 25, 30, 50"),
        ("a.mp4", 30, (97, 64), "97x64 is not possible, 96x64 is"),
        ("a.mp4", 30, (8, 64), "16 to 7680 pixels long; 8x64 is not possible"),
        ("missing/a.mp4", 30, SIZE, "The film a.mp4 could not be made: No such file or directory"),
    ],
)
def test_what_cannot_be_is_said(
    tmp_path: Path, name: str, fps: int, size: tuple[int, int], sentence: str
) -> None:
    with pytest.raises(EqSimError, match=sentence):
        make_film(walk(3), tmp_path / name, fps=fps, size=size)

    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [(".mp4", r"a\.mp4 is a folder"), (".png", "The folder a holds other files")],
)
def test_other_peoples_files_stay(tmp_path: Path, ending: str, sentence: str) -> None:
    folder = tmp_path / ("a.mp4" if ending == ".mp4" else "a")
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")

    with pytest.raises(FilmError, match=sentence):
        make_film(walk(3), tmp_path / f"a{ending}", size=SIZE)

    assert left_in(folder) == ["thesis.txt"]


def test_a_file_where_the_folder_should_be_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("years of work")

    with pytest.raises(FilmError, match="a is a file"):
        make_film(walk(3), tmp_path / "a.png", size=SIZE)


@ENDINGS
def test_a_colon_in_a_name_is_a_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (f"a:b{ending}", f"http:x{ending}"):
        film = make_film(walk(3), Path(name), size=SIZE)
        assert film.path.exists()
    assert len(left_in(tmp_path)) == 2


def test_a_film_needs_a_picture(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="at least one frame"):
        make_film([], tmp_path / "a.mp4", size=SIZE)
    with pytest.raises(ValueError, match="first frame"):
        make_film([SAME], tmp_path / "a.webm", size=SIZE)
    with pytest.raises(ValueError, match="a picture of 64x96x4 or x3 bytes"):
        make_film([np.zeros((64, 97, 4), np.uint8)], tmp_path / "a.gif", size=SIZE)
    assert left_in(tmp_path) == []


def test_captions_that_somebody_wrote_are_never_replaced(tmp_path: Path) -> None:
    film, own = tmp_path / "s.mp4", tmp_path / "s.srt"
    said = [Caption(0, 0.1, "Said.")]
    own.write_text("by hand")
    drawn = walk(3)
    with pytest.raises(FilmError, match=r"s\.srt did not come with an earlier film"):
        make_film(drawn, film, size=SIZE, captions=said)
    next(drawn)  # nothing was drawn before it was refused
    assert left_in(tmp_path) == ["s.srt"]
    assert own.read_text() == "by hand"
    make_film(walk(3), film, size=SIZE, captions=said, force=True)
    assert "Said." in own.read_text()


@pytest.mark.parametrize("ending", [".mp4", ".png"])
def test_captions_of_an_earlier_film_go_with_it_until_somebody_changes_them(
    tmp_path: Path, ending: str
) -> None:
    film, text = tmp_path / f"s{ending}", tmp_path / "s.vtt"
    for word in ("One.", "Two."):
        make_film(walk(3), film, size=SIZE, captions=[Caption(0, 0.1, word)])
        assert word in text.read_text()
    text.write_text(text.read_text().replace("Two.", "Better."))
    with pytest.raises(FilmError, match="did not come with"):
        make_film(walk(3), film, size=SIZE, captions=[Caption(0, 0.1, "Three.")])
    assert "Better." in text.read_text()


def test_captions_that_somebody_writes_meanwhile_are_kept(tmp_path: Path) -> None:
    film, own = tmp_path / "s.mp4", tmp_path / "s.srt"

    def drawn() -> Iterator[Picture | Same]:
        yield from walk(3)
        own.write_text("by hand")

    with pytest.raises(FilmError, match="did not come with"):
        make_film(drawn(), film, size=SIZE, captions=[Caption(0, 0.1, "Said.")])
    assert left_in(tmp_path) == ["s.srt"]
    assert own.read_text() == "by hand"


def test_a_name_that_leaves_no_room_for_the_texts_beside_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"could not be made: .*too long"):
        make_film(walk(3), tmp_path / f"{'a' * 245}.png", size=SIZE)
    assert not list(tmp_path.iterdir())
