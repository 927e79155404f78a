"""Dropped answers: which share, how the others make up for them, and where nothing is dropped."""

import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.network.mlp import Forward

LAYOUT = Layout(Architecture((3, 40, 30, 2), ("tanh", "silu", "identity"), (True,) * 3))


def forward(dropout: float, batch: int = 500, dtype: str = "float64") -> Forward:
    theta = np.random.default_rng(1).normal(size=LAYOUT.size).astype(dtype)
    made = Forward(LAYOUT, theta, batch, dropout=dropout)
    made.sample[:3] = np.random.default_rng(2).normal(size=(3, batch))
    made.sample[3] = 1
    return made


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("dropout", [0.1, 0.5, 0.9])
def test_kept_answers_grow_to_make_up_for_the_dropped(dropout: float, dtype: str) -> None:
    made = forward(dropout, dtype=dtype)
    made.draw_masks(np.random.default_rng(3))
    assert [mask.shape for mask in made.masks] == [(40, 500), (30, 500)]
    for mask in made.masks:
        assert mask.dtype == dtype
        kept = mask[mask != 0]
        np.testing.assert_allclose(kept, 1 / (1 - dropout), rtol=1e-6)
        share = np.sqrt(dropout * (1 - dropout) / mask.size)
        assert np.mean(mask == 0) == pytest.approx(dropout, abs=5 * share)
        assert mask.mean() == pytest.approx(1, abs=5 * share / (1 - dropout))


def test_neurons_and_samples_are_dropped_independently() -> None:
    made = forward(0.5)
    made.draw_masks(np.random.default_rng(4))
    first, second = made.masks
    for mask in made.masks:
        assert 0 < np.mean(mask[0] == mask[1]) < 1
        assert 0 < np.mean(mask[:, 0] == mask[:, 1]) < 1
    assert 0 < np.mean(first[:30] == second) < 1


def test_the_next_layer_reads_the_masked_answers() -> None:
    made = forward(0.5)
    made.draw_masks(np.random.default_rng(5))
    for call in made.program:
        call()
    np.testing.assert_array_equal(made.inputs[1][:40], made.hidden[0] * made.masks[0])
    np.testing.assert_array_equal(made.inputs[2][:30], made.hidden[1] * made.masks[1])
    assert (made.inputs[1][40] == 1).all()  # the bias is never dropped
    assert np.count_nonzero(made.answers) == made.answers.size


def test_without_dropout_there_are_no_masks() -> None:
    made = forward(0.0)
    made.draw_masks(np.random.default_rng(6))
    assert made.masks == []


def test_a_new_draw_drops_others() -> None:
    made, stream = forward(0.5), np.random.default_rng(7)
    made.draw_masks(stream)
    before = made.masks[0].copy()
    made.draw_masks(stream)
    assert (before != made.masks[0]).any()
