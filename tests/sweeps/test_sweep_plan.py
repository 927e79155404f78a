"""A sweep is checked whole before anything runs."""

import pytest

from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import load_scenario
from eq_sim.sweeps.plan import MOST_TRIALS, Sweep, read, shown


def test_trials_are_in_order_of_values_and_then_of_seeds() -> None:
    sweep = Sweep(load_scenario("digits"), "hidden", ((4,), (8, 8)), (3, 5), 20)
    assert [(trial.number, trial.value, trial.seed) for trial in sweep.trials] == [
        (0, (4,), 3),
        (1, (4,), 5),
        (2, (8, 8), 3),
        (3, (8, 8), 5),
    ]
    assert [trial.scenario.network.hidden for trial in sweep.trials] == [(4,), (4,), (8, 8), (8, 8)]
    assert {trial.scenario.training.steps for trial in sweep.trials} == {20}
    assert sweep.knobs == (64 * 4 + 4 + 40 + 10, 64 * 8 + 8 + 72 + 90)


def test_a_base_is_kept_where_all_trials_have_its_network_and_else_by_none() -> None:
    tuned = load_scenario("fine-tuning")
    rates = Sweep(tuned, "learning_rate", (0.1, 0.2))
    assert {trial.scenario.base for trial in rates.trials} == {"digits"}
    widths = Sweep(tuned, "hidden", ((16,), (32,)))
    assert {trial.scenario.base for trial in widths.trials} == {""}


def test_steps_are_those_of_the_scenario_where_nothing_is_said() -> None:
    scenario = load_scenario("ring")
    assert Sweep(scenario, "learning_rate", (0.1,)).steps == scenario.training.steps


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("hidden", "4,8-8,0", ((4,), (8, 8), ())),
        ("learning_rate", "1e-3, .1,1", (0.001, 0.1, 1.0)),
        ("batch_size", "10,full", (10, "full")),
        ("activation", "tanh,relu-tanh", ("tanh", ("relu", "tanh"))),
        ("optimizer", "sgd,adam", ("sgd", "adam")),
    ],
)
def test_values_are_typed_with_commas_and_layers_with_hyphens(
    setting: str, text: str, values: tuple[object, ...]
) -> None:
    assert read(setting, text) == values
    assert read(setting, ",".join(shown(setting, value) for value in read(setting, text))) == values


@pytest.mark.parametrize(
    ("setting", "values", "seeds", "steps", "sentence"),
    [
        ("pitch", (1,), (1,), 1, "There is no setting 'pitch' to vary: choose learning_rate"),
        ("speed", (1.0,), (1,), 1, "There is no setting 'speed' to vary"),
        ("learning_rate", (), (1,), 1, "A sweep needs values"),
        ("learning_rate", (0.1,), (), 1, "A sweep needs seeds"),
        ("learning_rate", (0.1, -1.0), (1,), 1, "The learning rate needs a number from 0 on"),
        ("learning_rate", (0.1, 0.2, 0.1), (1,), 1, "The values of a sweep differ: 0.1 is there"),
        ("learning_rate", (0.1,), (2, 2), 1, "The seeds of a sweep differ: 2 is there twice"),
        ("learning_rate", (0.1,), (-1,), 1, "A seed is a whole number from 0 on, not -1"),
        ("learning_rate", (0.1,), (1,), -3, "A trial has 1 to 1,000,000,000 training steps"),
        ("momentum", (0.5, 0.9), (1,), 1, "The momentum makes no difference here"),
        ("hidden", ((100_000, 100_000),), (1,), 1, "10,000,500,001 knobs and 500 samples would"),
        ("learning_rate", (0.1, 0.2), tuple(range(MOST_TRIALS)), 1, "2 values with 10,000 seeds"),
    ],
)
def test_what_cannot_be_run_is_said_before_anything_runs(
    setting: str, values: tuple[object, ...], seeds: tuple[int, ...], steps: int, sentence: str
) -> None:
    with pytest.raises(EqSimError) as refused:
        Sweep(load_scenario("ring"), setting, values, seeds, steps)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("setting", "text", "sentence"),
    [
        ("pitch", "1", "There is no setting 'pitch' to vary: choose learning_rate"),
        ("hidden", "4,,8", "The layers need whole numbers from 1 on"),
        ("hidden", "8-", "The layers need whole numbers from 1 on"),
        ("learning_rate", "", "The learning rate needs a number from 0 on"),
        ("learning_rate", "0.1,fast", "The learning rate needs a number from 0 on"),
        (
            "learning_rate",
            "0,01",
            "The learning rate needs a number from 0 on, such as 0.1, not '01'",
        ),
    ],
)
def test_a_typing_mistake_is_said(setting: str, text: str, sentence: str) -> None:
    with pytest.raises(EqSimError) as refused:
        read(setting, text)
    assert str(refused.value).startswith(sentence)
