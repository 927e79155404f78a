"""Freezing, muting and turning a million knobs at once: how many copies of θ it costs.

python -m pytest tests/benchmarks/test_bulk_speed.py -m slow -n 0 -s
"""

import time
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from eq_sim.session import actions as act
from eq_sim.session.scenario import convert, load_scenario
from eq_sim.session.session import Session

pytestmark = pytest.mark.slow

MOST_COPIES = 30
_ROUNDS = 9


def million() -> Session:
    document = msgspec.to_builtins(load_scenario("digits"))
    document["network"]["hidden"] = [1024, 900]
    session = Session(convert(document))
    assert session.layout.size == 998_070
    return session


def fresh_copy(theta: np.ndarray) -> float:
    """Seconds to copy θ into memory that was not used before."""
    started = time.perf_counter()
    kept = [theta.copy() for _ in range(8)]
    seconds = (time.perf_counter() - started) / 8
    assert len(kept) == 8
    return seconds


def test_what_happens_to_all_knobs_costs_a_few_copies_of_them() -> None:
    session = million()
    size = session.layout.size
    every = np.arange(size)
    rng = np.random.default_rng(1)
    values = rng.normal(size=size).astype(np.float32)
    turns = iter([values * (1 + 0.01 * n) for n in range(3 * _ROUNDS)])

    # In a gesture, so that the loss is not recorded: it is no part of what is measured here.
    deeds: dict[str, Callable[[], object]] = {
        "freeze all": lambda: session.apply(act.Freeze.of(every, on=True)),
        "free all": lambda: session.apply(act.Freeze.of(every, on=False)),
        "mute all": lambda: session.apply(act.Mute.of(every, on=True)),
        "unmute all": lambda: session.apply(act.Mute.of(every, on=False)),
        "grab all": lambda: session.apply(act.Grab.of(every)),
        "turn all": lambda: session.apply(act.Turn.of(every, next(turns))),
    }
    copies: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(_ROUNDS):
        session.apply(act.Release())
        session.apply(act.Grab((), "bulk"))
        for name, deed in deeds.items():
            copy = fresh_copy(session.parameters.theta)
            started = time.perf_counter()
            deed()
            copies[name].append((time.perf_counter() - started) / copy)
    print()
    for name, ratios in copies.items():
        print(f"  {name:24} {np.median(ratios):5.1f} copies of θ (at most {MOST_COPIES})")
    assert all(np.median(ratios) <= MOST_COPIES for ratios in copies.values())
