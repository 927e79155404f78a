"""Films that one sees through, laid over black and over white: no ground is left, and no fringe."""

from pathlib import Path

import av
import numpy as np
import pytest
from film_kit import left_in
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from eq_sim.film.film import make_film
from eq_sim.film.film_error import FilmError
from eq_sim.film.formats import FORMATS
from eq_sim.film.pictures import SAME, Picture
from eq_sim.film.see_through import over, see_through
from eq_sim.ui.lesson_view.film_dialog import SEE_THROUGH

SIZE = (96, 64)


def drawn(ground: int) -> Picture:
    """A square, an edge as soft as that of a letter, and a veil, over an even grey."""
    height, width = SIZE[1], SIZE[0]
    share = np.zeros((height, width, 1))
    share[8:40, 8:40] = 1
    share[8:40, 40:48, 0] = np.linspace(1, 0, 8)
    share[48:60, 8:88] = 0.3
    color = np.array([40, 120, 240])
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., :3] = np.rint(share * color + (1 - share) * ground)
    return picture


def seen() -> Picture:
    return see_through(drawn(0), drawn(255))


def frames() -> list[object]:
    moved = np.roll(seen(), 16, axis=1)
    return [seen(), SAME, moved]


def apart(one: Picture, other: Picture) -> NDArray[np.int16]:
    return np.abs(one[..., :3].astype(np.int16) - other[..., :3])


def test_over_any_ground_it_is_as_if_drawn_there() -> None:
    picture = seen()
    assert picture[0, 0].tolist() == [0, 0, 0, 0]
    assert picture[20, 20].tolist() == [40, 120, 240, 255]
    for ground in (0, 90, 200, 255):
        assert apart(over(picture, ground), drawn(ground)).max() <= 2


def test_a_folder_of_pictures_has_their_pixels(tmp_path: Path) -> None:
    make_film(frames(), tmp_path / "a.png", size=SIZE, transparent=True)
    names = left_in(tmp_path / "a")
    assert names == ["a-000000.png", "a-000001.png", "a-000002.png"]
    read = QImage(str(tmp_path / "a" / names[2]))
    assert read.hasAlphaChannel()
    read = read.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(read.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)
    wanted = np.roll(seen(), 16, axis=1)
    assert np.array_equal(pixels[..., 3], wanted[..., 3])
    assert np.array_equal(pixels[wanted[..., 3] > 0], wanted[wanted[..., 3] > 0])


def test_webm_is_as_transparent_as_the_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.webm"
    film = make_film(frames(), path, size=SIZE, fps=30, transparent=True)
    assert film.frames == 3
    assert b"\x53\xc0\x81\x01" in path.read_bytes()  # what players look for: AlphaMode 1
    with av.open(str(path)) as made:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        shown = [
            frame.to_ndarray(format="bgra")
            for packet in made.demux(video=0)
            for frame in decoder.decode(packet)
        ]
    assert len(shown) == 3
    for made_of, wanted in ((shown[0], seen()), (shown[2], np.roll(seen(), 16, axis=1))):
        assert np.abs(made_of[..., 3].astype(int) - wanted[..., 3]).mean() < 3
        for ground in (0, 255):
            wrong = apart(over(made_of, ground), over(wanted, ground))
            assert wrong.mean() < 3
            assert np.percentile(wrong, 99) < 40  # nowhere a dark or a bright line around it


def test_webp_takes_away_what_is_gone(tmp_path: Path) -> None:
    make_film(frames(), tmp_path / "a.webp", size=SIZE, transparent=True)
    content = (tmp_path / "a.webp").read_bytes()
    places = [at for at in range(len(content)) if content.startswith(b"ANMF", at)]
    assert len(places) == 2
    canvas = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    for at in places:
        head = content[at + 8 : at + 24]
        left, top, width, height = (
            int.from_bytes(head[3 * n : 3 * n + 3], "little") for n in range(4)
        )
        assert head[15] == 2  # what is there is replaced, not painted over
        still = content[at + 24 : at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")]
        file = b"RIFF" + (4 + len(still)).to_bytes(4, "little") + b"WEBP" + still
        decoder = av.CodecContext.create("webp", "r")
        (frame,) = [*decoder.decode(av.Packet(file)), *decoder.decode(None)]
        patch = frame.to_ndarray(format="bgra")
        canvas[2 * top : 2 * top + height + 1, 2 * left : 2 * left + width + 1] = patch
    wanted = np.roll(seen(), 16, axis=1)
    for ground in (0, 255):
        assert np.array_equal(over(canvas, ground), over(wanted, ground))


@pytest.mark.parametrize("ending", [".webm", ".webp"])
def test_it_comes_out_the_same_every_time(tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        make_film(frames(), tmp_path / f"{name}{ending}", size=SIZE, transparent=True)
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_what_always_has_a_ground_is_refused_and_others_are_named(
    tmp_path: Path, ending: str
) -> None:
    with pytest.raises(FilmError, match=r"see through .* ends in \.webm, \.webp, \.png"):
        make_film(frames(), tmp_path / f"a{ending}", size=SIZE, transparent=True)
    assert left_in(tmp_path) == []


def test_the_dialog_knows_which_can_be_transparent() -> None:
    assert {each.ending for each in FORMATS.values() if each.transparent} == {*SEE_THROUGH}
