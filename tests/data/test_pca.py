"""Principal components: against singular vectors, a covariance, and by definition."""

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset, split
from eq_sim.data.pca import learned
from eq_sim.data.tables import digits, penguins
from eq_sim.resources import resource

Matrix = NDArray[np.float64]


def split_data(data: Dataset, seed: int = 1) -> tuple[Dataset, NDArray[np.intp]]:
    train = split(data.size, 0.3, np.random.default_rng(seed)).train
    return data.standardised(train), train


def pixels() -> tuple[Dataset, NDArray[np.intp]]:
    return split_data(digits(resource("data", "digits.csv")))


@pytest.mark.parametrize("name", ["digits", "penguins"])
def test_they_are_the_singular_vectors_and_the_eigenvectors_of_the_covariance(name: str) -> None:
    data, train = (
        pixels() if name == "digits" else split_data(penguins(resource("data", f"{name}.csv")))
    )
    x = data.inputs[:, train]
    several = 20 if name == "digits" else 3
    found = learned(x, several)
    mean = x.mean(axis=1)
    _, sizes, directions = np.linalg.svd((x - mean[:, np.newaxis]).T, full_matrices=False)
    np.testing.assert_allclose(found.mean, mean, atol=1e-7)
    np.testing.assert_allclose(found.variances, sizes**2 / (len(train) - 1), atol=1e-9)
    signs = np.sign((found.components * directions[:several]).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(found.components, signs * directions[:several], atol=1e-7)
    for place, one in enumerate(found.components):
        stretched = np.cov(x) @ one
        np.testing.assert_allclose(stretched, found.variances[place] * one, atol=2e-7)
    shares = sizes**2 / (sizes**2).sum()
    np.testing.assert_allclose(found.explained, shares[:several], rtol=1e-9)
    assert (np.diff(found.explained) <= 0).all()


@pytest.mark.parametrize("components", [1, 20, 64])
def test_each_is_of_length_one_at_right_angles_to_the_others_its_largest_entry_above_0(
    components: int,
) -> None:
    data, train = pixels()
    found = learned(data.inputs[:, train], components)
    assert found.components.shape == (components, 64)
    assert found.size == 64 * (components + 1)
    products = found.components @ found.components.T
    np.testing.assert_allclose(products, np.eye(components), atol=2e-7)
    largest = np.abs(found.components).argmax(axis=1)
    assert (found.components[np.arange(components), largest] > 0).all()
    scores = found.scores(data.inputs[:, train])
    assert np.abs(np.cov(scores) - np.diag(found.variances[:components])).max() < 1e-6
    if components == 64:  # nothing is lost
        back = found.components.T @ scores + found.mean[:, np.newaxis]
        np.testing.assert_allclose(back, data.inputs[:, train], atol=1e-6)


def test_pixels_that_never_differ_are_directions_of_their_own() -> None:
    data, train = pixels()
    x = data.inputs[:, train]
    blank = np.flatnonzero(x.std(axis=1) == 0)
    found = learned(x, 64)
    assert len(blank) == 3
    assert (found.variances[-3:] == 0).all()
    assert found.explained[-3:].tolist() == [0, 0, 0]
    np.testing.assert_array_equal(found.components[-3:], np.eye(64)[blank])


def test_the_scores_of_pixels_are_the_same_in_whatever_order_they_are_summed() -> None:
    data, train = pixels()
    found = learned(data.inputs[:, train], 20)
    scores = found.scores(data.inputs)
    for order in (range(64), range(63, -1, -1)):
        slowly = np.zeros_like(scores)
        for place in order:
            apart = data.inputs[place] - found.mean[place]
            slowly += found.components[:, [place]] * apart
        assert np.array_equal(scores, slowly)
    again = learned(np.asfortranarray(data.inputs[:, train]), 20)
    assert again.components.tobytes() == found.components.tobytes()
    assert again.mean.tobytes() == found.mean.tobytes()


def test_of_fewer_samples_than_inputs_the_rest_explains_nothing() -> None:
    few = np.random.default_rng(3).normal(size=(6, 3))
    found = learned(few, 6)
    np.testing.assert_allclose(found.components @ found.components.T, np.eye(6), atol=2e-7)
    assert (found.variances[2:] == 0).all()
    assert found.explained.sum() == pytest.approx(1)
    np.testing.assert_allclose(found.scores(few)[2:], 0, atol=1e-6)


@pytest.mark.parametrize("samples", [np.full((4, 5), 7.0), np.ones((4, 1))])
def test_of_samples_that_do_not_differ_nothing_is_explained(samples: Matrix) -> None:
    found = learned(samples, 2)
    assert found.explained.tolist() == [0, 0]
    np.testing.assert_array_equal(found.components, np.eye(4)[:2])
    assert not found.scores(samples).any()


def test_what_is_checked_on_has_no_say() -> None:
    data, train = pixels()
    test = np.setdiff1d(np.arange(data.size), train)
    other = data.inputs.copy()
    other[:, test] = np.random.default_rng(1).random((64, len(test)))
    changed = Dataset(
        data.columns, other, data.targets, data.outputs, data.view, data.classes, image=data.image
    )
    one, two = (made.reduced(train, 20) for made in (data, changed))
    assert one.pca is not None
    assert two.pca is not None
    for name in ("mean", "components", "variances"):
        assert np.array_equal(getattr(one.pca, name), getattr(two.pca, name))
    assert np.array_equal(one.inputs[:, train], two.inputs[:, train])
    assert not np.array_equal(one.inputs[:, test], two.inputs[:, test])
