"""The ring: what it looks like without noise, and what noise does."""

import numpy as np
import pytest

from eq_sim.data.dataset import View
from eq_sim.data.generators import ring


def test_without_noise_the_radii_are_exact() -> None:
    data = ring(4000, 0.0, np.random.default_rng(1))
    radius = np.hypot(*data.inputs)
    inside = data.targets[0] == 1
    assert radius[inside].max() <= 1 + 1e-12
    assert radius[inside].max() > 0.99
    assert radius[inside].min() < 0.1
    assert 1.5 - 1e-12 <= radius[~inside].min() < 1.51
    assert 2.49 < radius[~inside].max() <= 2.5 + 1e-12


def test_the_disc_is_filled_evenly() -> None:
    data = ring(20_000, 0.0, np.random.default_rng(2))
    radius = np.hypot(*data.inputs)[data.targets[0] == 1]
    # Half of the area lies within 1/√2 of the middle.
    assert np.mean(radius < np.sqrt(0.5)) == pytest.approx(0.5, abs=0.02)


def test_all_directions_are_alike() -> None:
    data = ring(20_000, 0.0, np.random.default_rng(3))
    for part in (data.inputs[0] > 0, data.inputs[1] > 0):
        assert np.mean(part) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("points", "inside"), [(10, 5), (11, 5), (500, 250)])
def test_classes(points: int, inside: int) -> None:
    data = ring(points, 0.1, np.random.default_rng(4))
    assert data.size == points
    assert data.inputs.shape == (2, points)
    assert data.targets.shape == (1, points)
    assert set(data.targets.ravel()) == {0.0, 1.0}
    assert data.targets.sum() == inside
    assert data.classes == ("outside", "inside")
    assert data.view is View.PLANE


def test_noise_is_a_normal_shift_of_both_coordinates() -> None:
    still = ring(20_000, 0.0, np.random.default_rng(5)).inputs
    shift = ring(20_000, 0.3, np.random.default_rng(5)).inputs - still
    assert shift.std(axis=1) == pytest.approx([0.3, 0.3], rel=0.03)
    assert shift.mean(axis=1) == pytest.approx([0, 0], abs=0.01)
    assert np.corrcoef(shift)[0, 1] == pytest.approx(0, abs=0.03)


def test_points_are_a_function_of_the_stream() -> None:
    first, again, other = (ring(50, 0.1, np.random.default_rng(seed)) for seed in (6, 6, 7))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    assert not (first.inputs == other.inputs).any()
