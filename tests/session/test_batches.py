"""Every sample is seen exactly once in an epoch, whatever the batch size."""

import math
from collections import Counter

import numpy as np
import pytest
from session_kit import SMALL, session

from eq_sim.session.actions import Set, TakePhase, Train
from eq_sim.session.streams import Streams
from eq_sim.session.training.batches import Batches


def current(batches: Batches, rows: int = 1) -> np.ndarray:
    """The present batch, (rows, size)."""
    into = np.empty((rows, batches.size))
    batches.load(into)
    return into


SIZES = [1, 2, 7, 10, 29, 30, 31, 1000, "full"]


@pytest.mark.parametrize("size", SIZES)
def test_an_epoch_through_the_door_shows_every_sample_once(size: int | str) -> None:
    ring = session(batch_size=size, **SMALL)
    wanted = Counter(map(tuple, ring.dataset.inputs[:, ring.evaluation.train].T.astype(np.float32)))
    per_epoch = 1 if size == "full" else math.ceil(30 / int(size))
    for epoch in range(2):
        assert ring.epochs == epoch
        seen: Counter[tuple[float, ...]] = Counter()
        for _ in range(per_epoch):
            ring.apply(TakePhase())
            seen.update(map(tuple, ring.trainer.workspace.sample[:2].T))
            for _ in range(3):
                ring.apply(TakePhase())
        assert seen == wanted
    assert ring.step == 2 * per_epoch
    assert ring.epochs == 2


@pytest.mark.parametrize("size", [1, 3, 7, 10, 30, 500])
def test_batches_are_shuffled_anew_in_each_epoch(size: int) -> None:
    samples = np.arange(30.0)[np.newaxis]
    batches = Batches(samples, Streams(1))
    batches.set_batch(size)
    orders = []
    for epoch in range(3):
        order: list[float] = []
        while batches.epoch == epoch:
            batch = current(batches)
            assert batch.shape[1] == min(size, 30, 30 - len(order))
            order += batch[0].tolist()
            batches.advance()
        assert sorted(order) == list(range(30))
        orders.append(order)
    if size < 30:
        assert orders[0] != orders[1] != orders[2] != sorted(orders[2])


def test_the_order_does_not_depend_on_the_batch_size() -> None:
    orders = []
    for size in (1, 4, 29):
        batches = Batches(np.arange(30.0)[np.newaxis], Streams(3))
        batches.set_batch(size)
        order: list[float] = []
        while batches.epoch == 0:
            order += current(batches)[0].tolist()
            batches.advance()
        orders.append(order)
    assert orders[0] == orders[1] == orders[2]


def test_a_new_batch_size_in_mid_epoch_leaves_nobody_out() -> None:
    samples = np.arange(100.0)[np.newaxis]
    batches = Batches(samples, Streams(5))
    seen: list[float] = []
    for size in (3, 50, 1, 7, 100):
        batches.set_batch(size)
        seen += current(batches)[0].tolist()
        batches.advance()
    assert batches.passes == 1
    assert sorted(seen) == list(range(100))


def test_a_large_table_is_gathered_without_losing_any() -> None:
    samples = np.zeros((60, 40_000))
    samples[0] = np.arange(40_000)
    batches = Batches(samples, Streams(1))
    batches.set_batch(999)
    seen = []
    while batches.epoch == 0:
        seen.append(current(batches, 60)[0])
        batches.advance()
    assert [len(part) for part in seen] == [999] * 40 + [40]
    assert np.array_equal(np.sort(np.concatenate(seen)), samples[0])


def test_seek_finds_a_place_again() -> None:
    def make() -> Batches:
        made = Batches(np.arange(30.0)[np.newaxis], Streams(5))
        made.set_batch(4)
        return made

    batches, other = make(), make()
    for _ in range(11):
        current(batches)
        batches.advance()
    other.seek(batches.epoch, batches.cursor)
    assert current(other).tolist() == current(batches).tolist()


def test_epochs_count_parts() -> None:
    ring = session(batch_size=7, **SMALL)
    passes = []
    for _ in range(6):
        ring.apply(Train(1))
        passes.append(ring.epochs)
    expected = [7 / 30, 14 / 30, 21 / 30, 28 / 30, 1, 37 / 30]
    assert passes == pytest.approx(expected, rel=1e-15)
    ring.apply(Set("batch_size", "full"))
    ring.apply(Train(1))
    assert ring.epochs == 2
