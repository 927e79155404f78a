"""Trials in a stack come to what each comes to alone, and say truly whether to the bit."""

import numpy as np
import pytest

from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import changed_together
from eq_sim.sweeps.alone import run_alone
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.portions import portions, shape_of
from eq_sim.sweeps.running import run
from eq_sim.sweeps.stacked import run_stacked

EVERY_ACTIVATION = ("tanh", "relu", "leaky_relu", "sigmoid", "softplus", "gelu_tanh", "silu")
CASES = {
    "a rest in each epoch": ("ring", {"batch_size": 70}),
    "all samples at once": ("house-price", {"test_fraction": 0.2, "validation_fraction": 0.2}),
    "three classes": ("penguins", {"batch_size": 32}),
    "every activation": (
        "moons",
        {"hidden": (3,) * 7, "activation": EVERY_ACTIVATION, "initializer": "he"},
    ),
    "many numbers at once": ("moons", {"hidden": (64,), "activation": "relu", "batch_size": 32}),
    "double precision": ("sine", {"dtype": "float64", "batch_size": 10}),
    "momentum": ("ring", {"optimizer": "momentum"}),
    "nesterov": ("ring", {"optimizer": "nesterov", "l2": 0.01}),
    "rmsprop": ("ring", {"optimizer": "rmsprop", "schedule": "cosine", "warmup": 3}),
    "adam": ("penguins", {"optimizer": "adam", "l1": 0.01}),
    "adamw": ("ring", {"optimizer": "adamw", "l2": 0.1, "l1": 0.003}),
    "a schedule": ("ring", {"schedule": "step", "schedule_length": 7, "l1": 0.01, "l2": 0.02}),
}


def trials_of(name: str, others: dict[str, object], setting: str, *values: object) -> Sweep:
    return Sweep(changed_together(load_scenario(name), others), setting, values, (1, 2), 80)


@pytest.mark.parametrize("case", CASES)
def test_a_stack_comes_to_what_each_comes_to_alone(case: str) -> None:
    name, others = CASES[case]
    for setting, values in (("learning_rate", (0.003, 0.02)), ("seeds", ())):
        if setting == "seeds":  # all rates are one
            sweep = trials_of(name, others, "learning_rate", 0.01)
        else:
            sweep = trials_of(name, others, setting, *values)
        assert len({shape_of(trial) for trial in sweep.trials}) == 1
        alone = [run_alone(trial) for trial in sweep.trials]
        stacked = run_stacked(sweep.trials)
        for one, other in zip(alone, stacked, strict=True):
            assert np.allclose(one.theta, other.theta, rtol=1e-3, atol=1e-5)
            assert other.outcome.steps == 80
            if other.theta.tobytes() == one.theta.tobytes():
                assert other.outcome.with_bits("alone") == one.outcome
        same = stacked[0].theta.tobytes() == alone[0].theta.tobytes()
        assert {each.outcome.bits for each in stacked} == {"checked" if same else "rounding"}


@pytest.mark.parametrize("rates", [(0.1, 0.2), (1e30, 0.1)])
def test_what_is_said_of_the_bits_is_found_out(
    rates: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from eq_sim.network.stacked import StackedWorkspace

    usual = StackedWorkspace.set_scale
    monkeypatch.setattr(
        StackedWorkspace, "set_scale", lambda self, scale: usual(self, scale * (1 + 1e-6))
    )
    sweep = trials_of("ring", {}, "learning_rate", *rates)
    assert {each.outcome.bits for each in run_stacked(sweep.trials)} == {"rounding"}


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def test_one_that_diverges_stops_where_it_would_alone_and_the_others_go_on(optimizer: str) -> None:
    others = {"optimizer": optimizer, "l2": 0.01}
    sweep = trials_of("house-price", others, "learning_rate", 0.01, 2.5, 1e12, 0.1)
    alone = [run_alone(trial).outcome for trial in sweep.trials]
    stacked = [each.outcome for each in run_stacked(sweep.trials)]
    assert [each.steps for each in stacked] == [each.steps for each in alone]
    assert [each.refusal for each in stacked] == [each.refusal for each in alone]
    assert sum(bool(each.refusal) for each in stacked) >= 2
    assert all(
        one.losses.train == pytest.approx(other.losses.train, rel=1e-4)
        for one, other in zip(stacked, alone, strict=True)
    )


def test_what_cannot_be_stacked_runs_alone() -> None:
    dropped = changed_together(load_scenario("ring"), {"dropout": 0.1})
    assert {outcome.bits for outcome in run(Sweep(dropped, "l2", (0.1, 0.2), (1, 2, 3), 5))} == {
        "alone"
    }
    mixed = Sweep(load_scenario("ring"), "l2", (0.0, 0.1, 0.2), tuple(range(6)), 5)
    assert [len(portion.trials) for portion in portions(mixed, stacked=True)] == [6, 12]
    assert len(portions(mixed, stacked=False)) == 18


def test_large_networks_are_not_stacked_where_that_gains_nothing() -> None:
    wide = Sweep(load_scenario("digits-wide"), "learning_rate", (0.001, 0.003), tuple(range(5)), 5)
    assert {len(portion.trials) for portion in portions(wide, stacked=True)} == {1}


def test_stacks_are_shared_among_processes() -> None:
    sweep = Sweep(load_scenario("ring"), "learning_rate", (0.1,), tuple(range(100)), 5)
    assert [len(portion.trials) for portion in portions(sweep, stacked=True)] == [34, 33, 33]
    assert [len(portion.trials) for portion in portions(sweep, stacked=True, among=4)] == [25] * 4
