"""What a session takes in memory: counted before it is made, and held against the truth."""

import gc
import tracemalloc

import pytest
from session_kit import scenario

from eq_sim.session.actions import CopySide, Freeze, Load, NewStart, Set, Train, Turn, Undo
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.limits import MOST_BYTES, memory
from eq_sim.session.settings.table import changed, check

SHAPES: list[dict[str, object]] = [
    {"hidden": (300, 300), "optimizer": "sgd"},
    {"hidden": (300, 300), "optimizer": "nesterov"},
    {"hidden": (300, 300), "optimizer": "adam"},
    {"hidden": (300, 300), "optimizer": "adamw", "l1": 0.1, "l2": 0.1},
    {"hidden": (300, 300), "optimizer": "sgd", "dtype": "float64"},
    {"hidden": (300, 300), "optimizer": "rmsprop", "dtype": "float64", "dropout": 0.5},
    {"hidden": (500,), "points": 2000, "batch_size": "full", "test_fraction": 0.2},
    {"hidden": (500,), "points": 2000, "batch_size": 500, "activation": "silu"},
    {"hidden": (50, 50), "points": 9000, "batch_size": 1000, "dtype": "float64"},
    {"hidden": (), "points": 60_000, "batch_size": 32},
]


def used(made: Scenario) -> int:
    """Returns the most that a session of it takes at one moment of work, in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        session = Session(made, 1)
        session.set_undo_budget(0)
        session.timeline.budget = 0  # what is kept to go back to has a budget of its own
        session.apply(Train(1))
        kept = session.trainer.next_update()  # the arrows on screen
        for action in (Turn((0,), (0.5,)), NewStart(), Train(1), Undo(), Freeze((1,), on=True)):
            session.apply(action)
        session.apply(CopySide())
        kept = session.trainer.next_update()
        session.apply(Set("test_fraction", 0.25))  # other samples to learn from: all buffers anew
        session.apply(Train(2))
        kept = session.trainer.next_update()
        alike = "gelu_tanh" if made.network.activation == "silu" else "sigmoid"
        session.apply(Set("activation", alike))  # another layout of the same knobs
        session.apply(Load(made, 2))
        del kept
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(shape, marks=pytest.mark.slow) if place in (0, 1, 2, 4, 7, 8) else shape
        for place, shape in enumerate(SHAPES)
    ],
    ids=str,
)
def test_the_count_is_the_truth_and_up_to_a_quarter_more(shape: dict[str, object]) -> None:
    made = scenario(**{"points": 20, "batch_size": 5} | shape)
    truth = used(made)
    assert truth > 4 << 20
    assert truth <= memory(made).most <= 1.25 * truth


@pytest.mark.parametrize(
    "name",
    [
        "digits 20",
        "equalizer",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("digits", "penguins")),
    ],
)
def test_the_count_knows_the_tables_too(name: str) -> None:
    name, _, components = name.partition(" ")
    made = scenario(name, hidden=(300, 300), optimizer="adam", components=int(components or 0))
    truth = used(made)
    assert truth <= memory(made).most <= 1.25 * truth


def test_moments_and_precision_cost_what_they_take() -> None:
    plain = scenario(hidden=(300, 300))
    many = memory(changed(plain, "optimizer", "adam"))
    assert memory(plain).most < many.most
    assert memory(changed(plain, "dtype", "float64")).most > 1.7 * memory(plain).most
    assert many.most == many.kept + many.renewed + many.undo + many.run


def test_what_the_sentence_says_is_what_it_would_take() -> None:
    """Twenty million knobs: all that they take, and not half of it."""
    for optimizer, needed in (("sgd", "2.3"), ("adam", "3.7")):
        with pytest.raises(SettingError) as refused:
            changed(scenario(optimizer=optimizer), "hidden", (4500, 4500))
        assert str(refused.value) == (
            "20,272,501 knobs and 500 samples would take "
            f"about {needed} GB of memory; the limit is 2 GB"
        )
    large = changed(scenario(), "hidden", (4100, 4100))
    assert 0.9 * MOST_BYTES < memory(large).most <= MOST_BYTES


def test_buffers_for_the_samples_count_too() -> None:
    wide = scenario(hidden=(2000,), points=80_000, batch_size=32)
    check(wide)
    with pytest.raises(SettingError, match="80,000 samples would take about"):
        changed(wide, "batch_size", "full")
    with pytest.raises(ScenarioError, match="memory"):
        check(scenario(hidden=(900_000_000,)))
