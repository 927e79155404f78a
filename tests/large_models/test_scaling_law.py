"""The law of large language models, worked out by hand."""

from math import exp, log

import numpy as np
import pytest

from eq_sim.large_models.scaling_law import scaling_law

BILLION = 1e9


def test_the_law_as_published() -> None:
    """Chinchilla: 70 billion knobs, 1.4 trillion tokens; the printed constants, by logarithms."""
    law = scaling_law()
    by_hand = (
        1.8172
        + exp(log(482.01) - 0.3478 * log(70 * BILLION))
        + exp(log(2085.43) - 0.3658 * log(1400 * BILLION))
    )
    found = law.loss(np.array([70 * BILLION]), 1400 * BILLION)
    assert found == pytest.approx([by_hand])
    assert by_hand == pytest.approx(1.974, abs=0.001)


def test_it_is_no_single_power_law_for_it_has_a_floor() -> None:
    """Ever more knobs and text come near it, and none below."""
    law = scaling_law()
    losses = law.loss(np.geomspace(law.least_knobs, 1e30, 50), 1e30)
    assert (np.diff(losses) < 0).all()
    assert losses[-1] == pytest.approx(law.floor, abs=1e-6)
    assert losses.min() > law.floor


def test_each_number_has_its_source() -> None:
    """Who fitted it, and to whose networks."""
    law = scaling_law()
    assert "2404.10102" in law.source
    assert "2203.15556" in law.runs_source
