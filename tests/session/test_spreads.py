"""The record of where the knobs stood: every value of few, and of many all counted."""

import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import BackToStart, GoTo, NewStart, Set, Train, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.knob_shares import beyond, middle, shares
from eq_sim.session.session import Session
from eq_sim.session.spreads import FEW, MOST_MOMENTS, Spreads


def layout(inputs: int, outputs: int) -> Layout:
    return Layout(Architecture((inputs, outputs), ("identity",), (True,)))


def test_each_moment_has_the_knobs_as_they_were_then(ring: Session) -> None:
    seen = {0: np.array(ring.parameters.theta)}
    for _ in range(30):
        ring.apply(Train(1))
        seen[ring.step] = np.array(ring.parameters.theta)
    record = ring.spreads
    assert record.steps.tolist() == list(range(31))
    for layer, block in enumerate(ring.layout.blocks):
        weights, biases = (record.part(layer, biases=on) for on in (False, True))
        for moment, step in enumerate(record.steps.tolist()):
            rows = block.view(seen[step])
            assert np.array_equal(weights.values[moment], rows[:-1].ravel())
            assert np.array_equal(biases.values[moment], rows[-1])


def test_undo_goes_back_in_it_and_what_comes_after_is_another_way(ring: Session) -> None:
    ring.apply(Train(10))
    ring.apply(Train(10))
    before = ring.spreads
    ring.apply(Undo())
    assert ring.spreads.steps[-1] == 10
    ring.apply(Set("learning_rate", 0.01))
    ring.apply(Train(10))
    after = ring.spreads
    assert after.steps.tolist() == before.steps.tolist()
    first, second = (one.part(0, biases=False).values for one in (before, after))
    assert np.array_equal(first[:11], second[:11])
    assert not np.array_equal(first[20], second[20])
    assert after.begins_like(before)


def test_another_start_and_another_network_begin_it_anew(ring: Session) -> None:
    ring.apply(Train(10))
    first = ring.spreads
    ring.apply(NewStart(1))
    assert ring.spreads.steps.tolist() == [0]
    assert not ring.spreads.begins_like(first)
    ring.apply(Train(5))
    ring.apply(BackToStart())
    assert ring.spreads.steps.tolist() == [0]
    ring.apply(Set("hidden", (5, 2)))
    assert ring.spreads.layout is ring.layout


def test_a_moment_of_the_past_has_the_record_up_to_it(ring: Session) -> None:
    ring.apply(Train(40))
    before = ring.spreads.part(0, biases=False).values
    ring.apply(GoTo(1, 25))
    assert ring.spreads.steps[-1] == 25
    assert np.array_equal(ring.spreads.part(0, biases=False).values, before[:26])


def test_of_very_many_moments_some_are_kept_the_first_and_the_last_among_them() -> None:
    record, theta = Spreads(), np.zeros(3)
    for step in range(3 * MOST_MOMENTS):
        theta[0] = step
        record = record.added(step, layout(2, 1), theta)
    values = record.part(0, biases=False).values[:, 0]
    assert len(record.steps) <= MOST_MOMENTS
    assert (record.steps[0], record.steps[-1]) == (0, 3 * MOST_MOMENTS - 1)
    assert np.array_equal(values, record.steps)
    assert np.diff(record.steps).max() <= 2 * 3 * MOST_MOMENTS / (MOST_MOMENTS / 2)


def test_of_many_knobs_each_is_counted_where_it_stands() -> None:
    stream = np.random.default_rng(2)
    many = layout(FEW, 3)
    theta = stream.normal(0, 0.4, many.size).astype(np.float32)
    theta[:7] = [0, -0.0, 3e-9, 2000, -1e30, 1, -1]
    part = Spreads().added(0, many, theta).part(0, biases=False)
    weights = theta[: 3 * FEW].astype(np.float64)
    assert part.counts.sum() == len(weights) == part.knobs
    cut = 0.5  # a cell ends at each power of 2, so nothing is divided
    found = shares(part, 2 * cut, 4)[0]
    wanted, _ = np.histogram(weights, [-np.inf, -cut, 0, cut, np.inf])
    assert found[0] * part.knobs == pytest.approx(wanted[0], abs=1.5)
    assert found[3] * part.knobs == pytest.approx(wanted[3], abs=1.5)
    assert found.sum() == pytest.approx(1)
    assert middle(part)[0] == pytest.approx(np.quantile(weights, [0.05, 0.5, 0.95]), abs=0.02)
    outside = beyond(part, 2.0)[0]
    assert outside.tolist() == [(weights < -2).sum(), (weights > 2).sum()]


def test_shares_of_few_knobs_are_those_of_a_histogram() -> None:
    values = np.array([-5.0, -0.9, -0.1, 0.1, 0.3, 0.9, 1.5])
    part = Spreads().added(0, layout(7, 1), np.append(values, 9.0)).part(0, biases=False)
    assert (shares(part, 1.0, 4)[0] * 7).tolist() == pytest.approx([2, 1, 2, 2])
    assert beyond(part, 1.0)[0].tolist() == [1, 1]
    assert middle(part)[0, 1] == pytest.approx(0.1)


def test_it_changes_no_bit_of_training(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it, without = open_session("digits"), open_session("digits")
    with_it.apply(Train(70))
    monkeypatch.setattr(Spreads, "added", lambda self, *_: self)
    without.apply(Train(70))
    assert np.array_equal(with_it.parameters.theta, without.parameters.theta)
