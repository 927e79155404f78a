"""What flashes in a film, by WCAG's measure: how often, how much, how bright, and how large."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eq_sim.film.film import make_film
from eq_sim.film.flashes import SHARE, Flashing, FlashMeter, luminance
from eq_sim.film.pictures import SAME, Picture, Same

FPS = 30
SIZE = (1024, 768)
FIELD = (341, 256)


def flashing(
    rate: float,
    seconds: float,
    area: tuple[int, int, int, int] = (0, 0, *FIELD),
    *,
    size: tuple[int, int] = SIZE,
    fps: int = FPS,
    grey: tuple[int, int] = (60, 200),
) -> Iterator[Picture | Same]:
    """Draws left, top, width and height of an area, so many times a second dark and bright."""
    left, top, width, height = area
    picture = np.full((size[1], size[0], 4), grey[0], np.uint8)
    shown = None
    for frame in range(round(seconds * fps)):
        level = grey[int(2 * rate * frame / fps) % 2]
        if level == shown:
            yield SAME
            continue
        picture[top : top + height, left : left + width, :3] = shown = level
        yield picture


def found(frames: Iterator[Picture | Same], size: tuple[int, int] = SIZE) -> list[Flashing]:
    meter = FlashMeter(FPS, size)
    for frame in frames:
        meter.add(frame)
    return meter.found


def test_more_than_three_flashes_in_a_second_are_found_and_three_are_not() -> None:
    assert found(flashing(3, 2.0)) == []

    (here,) = found(flashing(4, 2.0))

    assert here.start == pytest.approx(0, abs=0.2)
    assert here.end == pytest.approx(2, abs=0.2)
    assert here.share == pytest.approx(1, abs=0.02)
    assert here.place == pytest.approx((0, 0, 1 / 3, 1 / 3), abs=0.03)


def test_at_every_rate_of_a_film_and_at_every_size() -> None:
    for fps in (24, 60):
        for rate, times in ((3, 0), (4, 1)):
            meter = FlashMeter(fps, (320, 180))
            for frame in flashing(rate, 1.5, (0, 0, 320, 180), size=(320, 180), fps=fps):
                meter.add(frame)
            assert len(meter.found) == times, (fps, rate)


def test_a_quarter_of_the_field_may_flash_and_no_more() -> None:
    width, height = FIELD
    assert found(flashing(6, 1.5, (500, 300, width, int(0.23 * height)))) == []

    (here,) = found(flashing(6, 1.5, (500, 300, width, int(0.28 * height))))

    assert SHARE < here.share == pytest.approx(0.28, abs=0.02)
    assert here.place[0] < 0.5 < here.place[2]


def test_what_is_scattered_over_fields_is_not_added_up() -> None:
    def corners() -> Iterator[Picture | Same]:
        picture = np.zeros((768, 1024, 4), np.uint8)
        side = 110  # a seventh of a field: four of them would be more than a quarter
        for frame in range(45):
            for top in (0, 768 - side):
                for left in (0, 1024 - side):
                    picture[top : top + side, left : left + side] = 255 * (frame // 3 % 2)
            yield picture

    assert found(corners()) == []


@pytest.mark.parametrize(
    ("grey", "times"),
    [
        ((60, 100), 0),  # of luminance 0.045 and 0.127
        ((60, 110), 1),  # of luminance 0.045 and 0.156
        ((233, 255), 0),  # a change of 0.19, both brighter than 0.80
        ((225, 255), 1),
    ],
)
def test_small_changes_and_changes_between_bright_ones_are_no_flashes(
    grey: tuple[int, int], times: int
) -> None:
    assert len(found(flashing(5, 1.5, grey=grey))) == times


def test_what_grows_brighter_in_steps_flashes_once_at_most() -> None:
    def stairs() -> Iterator[Picture]:
        for frame in range(45):
            yield np.full((180, 320, 4), 5 * frame, np.uint8)

    assert found(stairs(), (320, 180)) == []


def test_slow_waves_count_as_their_ends() -> None:
    def wave(rate: float) -> Iterator[Picture]:
        for frame in range(60):
            level = 128 + 100 * np.sin(2 * np.pi * rate * frame / FPS)
            yield np.full((180, 320, 4), int(level), np.uint8)

    assert found(wave(2.5), (320, 180)) == []
    assert len(found(wave(4.5), (320, 180))) == 1


def test_stripes_are_seen_whatever_their_distance() -> None:
    """Points in straight rows would fall between all stripes, or on all of them."""
    for distance in (2, 3, 5, 8):

        def stripes(distance: int = distance) -> Iterator[Picture]:
            picture = np.zeros((768, 1024, 4), np.uint8)
            for frame in range(45):
                picture[::distance] = 255 * (frame // 3 % 2)
                yield picture

        here = found(stripes())
        assert bool(here) == (1 / distance > SHARE), distance
        if here:
            assert here[0].share == pytest.approx(1 / distance, abs=0.05)


def test_two_times_far_apart_are_two() -> None:
    def both() -> Iterator[Picture | Same]:
        for _ in range(2):
            yield from flashing(5, 1.2, (0, 0, 320, 180), size=(320, 180))
            yield from [SAME] * (2 * FPS)

    first, second = found(both(), (320, 180))
    assert first.end < 2 < 3 < second.end


def test_a_film_says_where_it_flashes(tmp_path: Path) -> None:
    size = (96, 64)
    film = make_film(flashing(5, 1.5, (0, 0, *size), size=size), tmp_path / "a.mp4", size=size)
    calm = make_film(flashing(2, 1.5, (0, 0, *size), size=size), tmp_path / "b.mp4", size=size)

    assert [each.end for each in film.flashing] == pytest.approx([1.5], abs=0.2)
    assert calm.flashing == ()


def test_luminance_is_that_of_the_definition() -> None:
    pixels = np.array([0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0x808080], np.uint32)
    expected = [0, 1, 0.2126, 0.7152, 0.0722, 0.2159]
    assert luminance(pixels) == pytest.approx(expected, abs=1e-4)
