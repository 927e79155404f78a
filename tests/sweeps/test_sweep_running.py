"""What comes of a trial is what comes of ``eq-sim train``, to the bit."""

import pytest

from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed_together
from eq_sim.session.until_stopped import train_until_stopped
from eq_sim.sweeps.alone import run_alone
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.running import run


@pytest.mark.parametrize(
    ("name", "setting", "values", "others"),
    [
        ("ring", "learning_rate", (0.1, 1.0), {}),
        ("house-price", "optimizer", ("adam", "nesterov"), {"test_fraction": 0.2}),
        ("moons", "early_stopping", (10,), {"validation_fraction": 0.3, "dropout": 0.2}),
    ],
)
def test_a_trial_comes_to_what_training_comes_to(
    name: str, setting: str, values: tuple[object, ...], others: dict[str, object]
) -> None:
    scenario = changed_together(load_scenario(name), others)
    for trial in Sweep(scenario, setting, values, (1, 4), 150).trials:
        ended = run_alone(trial)
        session = Session(trial.scenario, trial.seed)
        taken = train_until_stopped(session, 150)
        assert ended is not None
        assert ended.theta.tobytes() == session.parameters.theta.tobytes()
        assert ended.outcome.losses == session.losses
        assert ended.outcome.steps == taken
        assert ended.outcome.knobs == session.layout.size


def test_errors_are_shares_of_classes_and_amounts_of_numbers() -> None:
    (penguins,) = run(Sweep(load_scenario("penguins"), "hidden", ((4,),), (2,), 30))
    session = Session(penguins.trial.scenario, 2)
    train_until_stopped(session, 30)
    assert penguins.kind.is_share
    assert penguins.test_error == pytest.approx(1 - session.measure.test)
    (house,) = run(Sweep(load_scenario("house-price"), "learning_rate", (0.05,), (2,), 30))
    session = Session(house.trial.scenario, 2)
    train_until_stopped(session, 30)
    assert (house.kind.name, house.kind.unit) == ("typical error", "$")
    typical = session.evaluation.measure("typical_error")
    assert house.train_error == pytest.approx(typical.train * 10_000)
    assert house.test_error is None


def test_a_trial_that_diverges_is_an_outcome_and_not_an_end() -> None:
    good, bad, last = run(Sweep(load_scenario("house-price"), "learning_rate", (0.1, 3.0, 0.5)))
    assert (good.refusal, last.refusal) == ("", "")
    assert bad.steps < good.steps == load_scenario("house-price").training.steps
    assert "learning rate" in bad.advice
    assert bad.train_loss > good.train_loss


def test_stopping_keeps_what_is_done() -> None:
    sweep, done = Sweep(load_scenario("ring"), "learning_rate", (0.1, 0.2, 0.5), steps=20), []
    for outcome in run(sweep, stacked=False, stop=lambda: len(done) == 2):
        done.append(outcome)
    assert [outcome.value for outcome in done] == [0.1, 0.2]


def test_progress_only_rises_and_ends_at_one() -> None:
    shares: list[float] = []
    sweep = Sweep(load_scenario("ring"), "hidden", ((2,), (16, 16)), (1, 2), 50)
    assert len(list(run(sweep, progress=shares.append))) == 4
    assert shares == sorted(shares)
    assert shares[-1] == 1
