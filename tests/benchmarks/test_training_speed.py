"""What a training step costs, beside a plain NumPy version and beside its own arithmetic.

Each pair is measured in turn, many times, and the fastest of each is compared: the ratio holds
when the machine's speed does not.
"""

import itertools
import time
from collections.abc import Callable

import numpy as np
import pytest

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.data.sources import SOURCES, Source
from eq_sim.session.actions import Run, Set
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed
from eq_sim.session.training import parameters as parameters_module
from eq_sim.session.training import trainer as trainer_module

pytestmark = pytest.mark.slow


def fastest(*works: Callable[[], object], rounds: int = 25) -> list[float]:
    """Returns the least time of each work, measured in turn."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


class PlainNetwork:
    """The network as one would first write it: weights and biases apart, nothing prepared."""

    def __init__(self, sizes: tuple[int, ...], rate: float) -> None:
        stream = np.random.default_rng(1)
        pairs = list(itertools.pairwise(sizes))
        self.weights = [stream.normal(size=p).astype(np.float32) * 0.5 for p in pairs]
        self.biases = [np.zeros(outputs, dtype=np.float32) for _, outputs in pairs]
        self.rate = np.float32(rate)

    def step(self, inputs: np.ndarray, targets: np.ndarray) -> None:
        answers = [inputs]
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            answers.append(np.tanh(answers[-1] @ weight + bias))
        logits = answers[-1] @ self.weights[-1] + self.biases[-1]
        delta = (1 / (1 + np.exp(-logits)) - targets) / np.float32(len(inputs))
        for layer in reversed(range(len(self.weights))):
            slope, shift = answers[layer].T @ delta, delta.sum(axis=0)
            if layer:
                delta = (delta @ self.weights[layer].T) * (1 - answers[layer] ** 2)
            self.weights[layer] -= self.rate * slope
            self.biases[layer] -= self.rate * shift

    def run(self, inputs: np.ndarray, targets: np.ndarray, batch: int, steps: int) -> None:
        stream = np.random.default_rng(2)
        done = 0
        while done < steps:
            order = stream.permutation(len(inputs))
            for start in range(0, len(inputs), batch):
                chosen = order[start : start + batch]
                self.step(inputs[chosen], targets[chosen])
                done += 1


def small_session() -> Session:
    scenario = load_scenario("ring")
    for setting, value in (("batch_size", 10), ("speed", 1000.0)):
        scenario = changed(scenario, setting, value)
    session = Session(scenario)
    session.apply(Run())
    session.advance(3)
    session.apply(Run())  # the goal has been reached: nothing pauses it any more
    return session


class Counting:
    """Stands for NumPy, or for an array, and counts the calls that go through it."""

    def __init__(self, real: object) -> None:
        self.real = real
        self.count = 0

    def __getattr__(self, name: str) -> object:
        found = getattr(self.real, name)
        if isinstance(found, type) or not callable(found):
            return found
        return self.wrap(found)

    def wrap(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*values: object, **named: object) -> object:
            self.count += 1
            return call(*values, **named)

        return counted


def counted_calls(monkeypatch: pytest.MonkeyPatch) -> int:
    """Returns how many NumPy calls a training step makes, counted while it makes them."""
    session = small_session()
    trainer, numpy = session.trainer, Counting(np)
    for size in {trainer.batches.batch, trainer.batches.size}:
        fused = trainer._workspaces[size].fused
        fused[:] = [numpy.wrap(call) for call in fused]
    samples = Counting(trainer.batches._samples)
    monkeypatch.setattr(trainer.batches, "_samples", samples)
    for module in (trainer_module, parameters_module):
        monkeypatch.setattr(module, "np", numpy)
    steps = 200
    trainer.run(steps)
    monkeypatch.undo()
    return round((numpy.count + samples.count) / steps)


def test_small_network_against_plain_numpy_and_its_own_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = 1000
    session = small_session()
    dataset, train = session.dataset, session.evaluation.train
    inputs = np.ascontiguousarray(dataset.inputs.T[train], dtype=np.float32)
    targets = np.ascontiguousarray(dataset.targets.T[train], dtype=np.float32)
    plain = PlainNetwork((2, 4, 2, 1), 0.1)
    tiny, into = np.ones((2, 2), np.float32), np.empty((2, 2), np.float32)
    calls = counted_calls(monkeypatch)

    def own() -> None:
        assert session.advance(steps / 1000) == steps

    def dots() -> None:
        for _ in range(steps):
            np.dot(tiny, tiny, into)

    ours, theirs, dot = fastest(own, lambda: plain.run(inputs, targets, 10, steps), dots)
    print(
        f"\n2-4-2-1, batch 10: {1e6 * ours / steps:.1f} µs a step; plain NumPy "
        f"{theirs / ours:.2f} times that (wanted: at least 3); "
        f"{ours / (calls * dot):.2f} × ({calls} calls × {1e6 * dot / steps:.2f} µs) "
        f"(wanted: at most 1.5)"
    )
    assert theirs / ours > 1.5
    assert ours / (calls * dot) < 3


def test_large_network_against_its_matrix_products(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(points: int, noise: float, stream: np.random.Generator) -> Dataset:
        labels = stream.integers(10, size=6400)
        pixels = stream.random((784, 6400))
        columns = tuple(Column(str(place), str(place)) for place in range(784))
        names = tuple(str(digit) for digit in range(10))
        targets = np.eye(10)[labels].T.copy()
        return Dataset(columns, pixels, targets, names, View.IMAGES, names, image=(28, 28))

    table = Source(make, 784, 10, ("softmax_cross_entropy",), generated=False, rows=6400)
    monkeypatch.setitem(SOURCES, "digits", table)
    scenario = load_scenario("digits")
    for setting, value in (
        ("hidden", (128,)), ("batch_size", 64), ("optimizer", "sgd"), ("l2", 0.0),
        ("learning_rate", 0.01), ("test_fraction", 0.0), ("speed", 1000.0),
    ):  # fmt: skip
        scenario = changed(scenario, setting, value)
    session = Session(scenario)
    session.apply(Run())
    session.advance(0.1)
    session.apply(Run())
    session.advance(8)  # far from the start, where the history is dense
    steps = 100
    work = session.trainer.workspace
    products = [call for call in work.fused if call.func is np.dot]  # type: ignore[attr-defined]
    assert len(products) == 5

    def own() -> None:
        assert session.advance(steps / 1000) == steps

    def bare() -> None:
        for _ in range(steps):
            for call in products:
                call()

    ours, theirs = fastest(own, bare)
    print(
        f"\n784-128-10, batch 64: {1e6 * ours / steps:.0f} µs a step, {ours / theirs:.2f} × its "
        f"matrix products alone (wanted: at most 1.6)"
    )
    assert ours / theirs < 3


def test_what_changing_a_setting_in_mid_run_costs() -> None:
    """A slider of a hyperparameter is dragged at 60 changes a second: it has to be cheap."""
    session = small_session()
    change, step = fastest(
        lambda: session.apply(Set("learning_rate", 0.1)), lambda: session.advance(0.01)
    )
    print(f"\na changed learning rate costs as much as {10 * change / step:.0f} steps")
    assert change / step < 100
