import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from film_kit import SIZE, decoded, expected, fingerprints, left_in, walk
from PySide6.QtGui import QImage, QImageReader

from eq_sim.film.film import Film, make_film
from eq_sim.film.pictures import SAME


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., 2::-1].copy()


@pytest.mark.parametrize("ending", [".mp4", ".webm"])
@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_size_rate_and_times_of_frames_come_from_integers(
    tmp_path: Path, ending: str, fps: int
) -> None:
    film = make_film(walk(50), tmp_path / f"lesson{ending}", fps=fps, size=SIZE)

    assert film == Film(tmp_path / f"lesson{ending}", 50, fps, ())
    assert film.seconds == 50 / fps
    with av.open(str(film.path)) as container:
        video = container.streams.video[0]
        assert (video.width, video.height) == SIZE
        assert video.average_rate == fps
        assert video.codec_context.pix_fmt == "yuv420p"
        assert container.duration == pytest.approx(50 / fps * 1e6, abs=2000)
    times = decoded(film.path)[0]
    assert len(times) == 50
    # A WebM counts time in milliseconds.
    allowed = 0.0 if ending == ".mp4" else 0.0005
    assert all(
        abs(float(time) - index / fps) <= allowed + 1e-12 for index, time in enumerate(times)
    )
    assert left_in(tmp_path) == [f"lesson{ending}"]


@pytest.mark.parametrize("ending", [".mp4", ".webm"])
def test_pictures_come_through_with_their_colours(tmp_path: Path, ending: str) -> None:
    make_film(walk(30), tmp_path / f"lesson{ending}", size=SIZE)

    shown = decoded(tmp_path / f"lesson{ending}")[1]
    for index, (seen, meant) in enumerate(zip(shown, expected(30), strict=True)):
        left = index - (index % 3 == 2)
        inside = np.s_[24:40, left + 4 : left + 12]
        assert np.abs(seen[inside].astype(int) - meant[inside]).mean() < 10, index
        assert np.abs(seen[:8].astype(int) - 90).mean() < 4, index


def test_three_bytes_a_pixel_are_red_green_blue(tmp_path: Path) -> None:
    red = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    red[..., 0] = 255

    make_film([red, SAME], tmp_path / "red.mp4", size=SIZE)

    seen = decoded(tmp_path / "red.mp4")[1][0].reshape(-1, 3).mean(axis=0)
    assert seen == pytest.approx([255, 0, 0], abs=6)


@pytest.mark.parametrize("ending", [".mp4", ".webm", ".gif"])
def test_the_same_pictures_give_the_same_frames(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"first{ending}", tmp_path / f"second{ending}"
    for path in (first, second):
        make_film(walk(40), path, size=SIZE)

    assert fingerprints(first) == fingerprints(second)


def test_an_mp4_can_be_played_while_it_loads(tmp_path: Path) -> None:
    make_film(walk(3), tmp_path / "lesson.mp4", size=SIZE)

    content = (tmp_path / "lesson.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("fps", [24, 25, 30, 50])
@pytest.mark.parametrize("frames", [30, 31])
def test_a_gif_lasts_as_long_and_keeps_flat_colours(tmp_path: Path, fps: int, frames: int) -> None:
    path = tmp_path / "lesson.gif"
    make_film(walk(frames), path, fps=fps, size=SIZE)

    times, shown = decoded(path)
    changed = [index for index in range(frames) if index % 3 != 2]
    assert times == pytest.approx([index / fps for index in changed], abs=0.00501)
    meant = expected(frames)
    for seen, index in zip(shown, changed, strict=True):
        assert np.abs(seen.astype(int) - meant[index]).max() <= 3
    with av.open(str(path)) as film:
        assert film.duration == pytest.approx(frames / fps * 1e6, abs=5001)


def test_a_webp_is_exact_in_every_pixel_and_millisecond(tmp_path: Path) -> None:
    path = tmp_path / "lesson.webp"
    make_film(walk(31), path, fps=30, size=SIZE)

    reader = QImageReader(str(path))
    meant = expected(31)
    changed = [index for index in range(31) if index % 3 != 2]
    assert reader.imageCount() == len(changed)
    length = 0
    for index in changed:
        assert np.array_equal(pixels(reader.read()), meant[index])
        length += reader.nextImageDelay()
    assert length == round(31 / 30 * 1000)


def test_a_webp_of_one_picture_that_rests(tmp_path: Path) -> None:
    still = np.full((SIZE[1], SIZE[0], 4), 7, np.uint8)
    make_film([still, SAME, still.copy(), still.copy()], tmp_path / "still.webp", fps=25, size=SIZE)

    reader = QImageReader(str(tmp_path / "still.webp"))
    assert reader.imageCount() == 1
    assert np.array_equal(pixels(reader.read()), still[..., :3])


def test_pictures_in_a_folder_are_exact(tmp_path: Path) -> None:
    film = make_film(walk(7), tmp_path / "lesson.png", size=SIZE)

    assert film.path == tmp_path / "lesson"
    assert left_in(film.path) == [f"lesson-{index:06d}.png" for index in range(7)]
    for index, meant in enumerate(expected(7)):
        image = QImage(str(film.path / f"lesson-{index:06d}.png"))
        assert np.array_equal(pixels(image), meant)


@pytest.mark.parametrize("ending", [".mp4", ".png"])
def test_a_film_takes_the_place_of_the_one_before(tmp_path: Path, ending: str) -> None:
    make_film(walk(9), tmp_path / f"lesson{ending}", size=SIZE)
    film = make_film(walk(4), tmp_path / f"lesson{ending}", size=SIZE)

    found = len(left_in(film.path)) if ending == ".png" else len(decoded(film.path)[0])
    assert found == 4
    assert left_in(tmp_path) == [film.path.name]


MAKE_AND_WEIGH = """
import resource, sys
from pathlib import Path
import numpy as np
from eq_sim.film.film import make_film

def moving(frames):
    picture = np.full((480, 640, 4), 90, np.uint8)
    for index in range(frames):
        picture[index % 400 : index % 400 + 50, 100:300] = index % 256
        yield picture

make_film(moving(int(sys.argv[2])), Path(sys.argv[1]), size=(640, 480))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize(
    "ending",
    [".mp4", *(pytest.param(name, marks=pytest.mark.slow) for name in (".webm", ".gif", ".webp"))],
)
def test_memory_does_not_grow_with_the_length(tmp_path: Path, ending: str) -> None:
    def weight(frames: int) -> float:
        command = [sys.executable, "-c", MAKE_AND_WEIGH, str(tmp_path / f"a{ending}"), str(frames)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(done.stdout) / 1024

    # A picture of this size takes 1.2 MB; 80 more of them would take 94.
    assert weight(140) - weight(60) < 25
