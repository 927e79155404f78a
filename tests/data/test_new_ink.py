"""Digits in another ink: parts that share none, and pictures held against plain arithmetic."""

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.data.new_ink import Ink, base_digits, new_ink, parts
from eq_sim.data.sources import SOURCES

Pictures = NDArray[np.float64]
DIGITS = SOURCES["digits"].make(0, 0.0, np.random.default_rng(0))


def made(ink: Ink, seed: int = 1, examples: int = 2, noise: float = 0.0) -> Pictures:
    return new_ink(ink, examples, noise, np.random.default_rng(seed)).inputs


def test_every_digit_is_in_one_part_and_the_parts_never_change() -> None:
    first, pool, judges = parts()
    assert (first.size, pool.size, judges.size) == (900, 300, 597)
    assert sorted([*first, *pool, *judges]) == list(range(1797))
    assert first[:5].tolist() == [0, 2, 3, 4, 6]
    assert pool[:5].tolist() == [10, 11, 13, 16, 21]
    assert judges[:5].tolist() == [1, 5, 7, 9, 18]
    assert (first.sum(), pool.sum(), judges.sum()) == (815_712, 280_958, 517_036)


@pytest.mark.parametrize("examples", [1, 2, 20])
def test_examples_come_from_the_pool_so_many_of_each_and_the_judges_stay(examples: int) -> None:
    _, pool, judges = parts()
    chosen = []
    for seed in range(3):
        data = new_ink(Ink(), examples, 0.0, np.random.default_rng(seed))
        learned = data.targets[:, : 10 * examples]
        assert learned.sum(axis=1).tolist() == [examples] * 10
        assert set(map(bytes, data.inputs[:, : 10 * examples].T.copy())) <= set(
            map(bytes, DIGITS.inputs[:, pool].T.copy())
        )
        np.testing.assert_array_equal(data.inputs[:, 10 * examples :], DIGITS.inputs[:, judges])
        chosen.append(data.inputs[:, : 10 * examples].tobytes())
    assert len(set(chosen)) == 3


def test_more_examples_are_the_same_ones_and_further_ones() -> None:
    few, many = (set(map(bytes, made(Ink(), 5, count).T.copy())) for count in (2, 9))
    assert few < many


def test_a_base_learns_from_its_part_and_is_judged_by_the_same_digits() -> None:
    first, _, judges = parts()
    data = base_digits()
    np.testing.assert_array_equal(data.inputs, DIGITS.inputs[:, [*first, *judges]])
    np.testing.assert_array_equal(data.targets, DIGITS.targets[:, [*first, *judges]])


def sampled(picture: Pictures, x: float, y: float) -> float:
    """Between four pixels, by their distance; paper beyond the edge."""
    left, top, value = int(np.floor(x)), int(np.floor(y)), 0.0
    for row in (top, top + 1):
        for column in (left, left + 1):
            if 0 <= row < 8 and 0 <= column < 8:
                value += (1 - abs(x - column)) * (1 - abs(y - row)) * picture[row, column]
    return value


@pytest.mark.parametrize(
    "ink",
    [
        Ink(rotation=20.0),
        Ink(rotation=-135.0, contrast=-1.0),
        Ink(shift_x=1.5, shift_y=-0.25),
        Ink(0.35, 90.0, -2.0, 3.0),
        Ink(contrast=0.0),
    ],
)
def test_a_picture_is_turned_moved_and_paled_as_written_out(ink: Ink) -> None:
    before, after = made(Ink()), made(ink)
    angle = np.deg2rad(ink.rotation)
    for place in (0, 7, 300):
        picture = before[:, place].reshape(8, 8)
        for row in range(8):
            for column in range(8):
                x, y = column - 3.5 - ink.shift_x, row - 3.5 - ink.shift_y
                there = (
                    x * np.cos(angle) + y * np.sin(angle) + 3.5,
                    -x * np.sin(angle) + y * np.cos(angle) + 3.5,
                )
                wanted = 0.5 + ink.contrast * (sampled(picture, *there) - 0.5)
                assert after[8 * row + column, place] == pytest.approx(wanted, abs=1e-7)


def test_noise_has_the_deviation_that_was_asked_for_and_stays_between_paper_and_ink() -> None:
    plain, noisy = made(Ink(contrast=0.2)), made(Ink(contrast=0.2), noise=0.05)
    assert float((noisy - plain).std()) == pytest.approx(0.05, rel=0.02)
    assert float((noisy - plain).mean()) == pytest.approx(0, abs=0.001)
    loud = made(Ink(), noise=2.0)
    assert (loud.min(), loud.max()) == (0, 1)
