"""Under- and overfitting have a definition, are there where they should be, and remedies help."""

import numpy as np
import pytest
from session_kit import scenario, session, theta_bits

from eq_sim.session.actions import BackToStart, BeginWith, NewStart, Run, Set, SetStart, Train, Undo
from eq_sim.session.errors import SettingError
from eq_sim.session.history import Losses
from eq_sim.session.questions.fit import (
    Fit,
    Overfitting,
    Underfitting,
    Yardstick,
    fit,
    fit_of,
    yardstick,
)
from eq_sim.session.questions.remedies import Remedy, compared, remedies
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.session import Session

FRESH = range(3000, 3020)  # nobody has tuned anything on these
FALL_SHORT = ("too-few", "too-many")
SINE = {
    "hidden": [64, 64],
    "noise": 0.3,
    "initializer": "xavier",
    "points": 2400,
    "test_fraction": 0.99,
}
SIXTY_DIGITS = {"test_fraction": 0.9666}
ENTROPY = Yardstick(one_answer=np.log(2), floor=0.0, steps=100)


def seeds(few: int) -> list[object]:
    """Returns the first seeds, and all twenty for the long run."""
    return [list(FRESH)[:few], pytest.param(list(FRESH), marks=pytest.mark.slow)]


def trained(of: Session, steps: int | None = None) -> Session:
    """Trains as long as the scenario asks for, or until early stopping ends it."""
    steps = of.scenario.training.steps if steps is None else steps
    while of.step < steps and not of.stopped:
        of.apply(Run())
        of.advance(steps=steps - of.step)
    return of


def gap(losses: Losses) -> float:
    assert losses.test is not None
    return losses.test - losses.train


def curve(train: list[float], test: list[float] | None = None) -> np.ndarray:
    """Returns (4, points) of a run with a point at each step."""
    steps = np.arange(len(train), dtype=np.float64)
    none = np.full(len(train), np.nan)
    return np.array([steps, steps, train, none if test is None else test])


def named(points: np.ndarray, against: Yardstick = ENTROPY) -> Fit:
    return fit(points, Losses(float(points[2, -1]), None), against)


FALLING = list(np.geomspace(0.7, 0.05, 101))
TURNED = list(np.concatenate([np.geomspace(0.7, 0.3, 31), np.linspace(0.31, 0.6, 70)]))


def test_a_test_loss_that_has_turned_back_up_is_overfitting() -> None:
    found = named(curve(FALLING, TURNED)).found
    assert found == Overfitting(lowest=pytest.approx(0.3), step=30)


@pytest.mark.parametrize(
    ("train", "test"),
    [
        (FALLING, None),  # no test part
        (FALLING, FALLING),  # no gap
        (FALLING, list(np.geomspace(0.7, 0.3, 101))),  # a gap, but the test loss never rose
        ([*TURNED], [2 * loss for loss in TURNED]),  # both explode
        (FALLING, [*FALLING[:-1], 0.9]),  # a peak at the last point
        ([loss / 50 for loss in FALLING], [loss / 50 for loss in TURNED]),  # next to nothing
    ],
)
def test_what_is_not_overfitting_is_not_called_so(
    train: list[float], test: list[float] | None
) -> None:
    assert named(curve(train, test)).found is None


def test_a_train_loss_that_is_high_and_flat_is_underfitting() -> None:
    flat = list(np.linspace(0.69, 0.6, 101))
    found = named(curve(flat, flat)).found
    assert isinstance(found, Underfitting)
    assert found.one_answer == np.log(2)
    lately, middle = np.median(flat[90:]), np.median(flat[50:61])
    assert found.fell == pytest.approx(1 - lately / middle)
    assert isinstance(named(curve(flat)).found, Underfitting)  # without a test part, too


@pytest.mark.parametrize(
    ("train", "against"),
    [
        ([0.69] * 90, ENTROPY),  # before the steps that are asked for
        (list(np.linspace(0.69, 0.35, 101)), ENTROPY),  # it still falls
        (list(np.linspace(0.4, 0.3, 101)), ENTROPY),  # it is low
        ([0.69] * 101, Yardstick(np.log(2), 0.0, 100, reached=True)),  # as good as was asked for
        ([0.69] * 101, Yardstick(np.log(2), 0.68, 100)),  # all else is noise
        ([0.69] * 101, Yardstick(0.0, 0.0, 100)),  # one answer to all is right
    ],
)
def test_what_is_not_underfitting_is_not_called_so(train: list[float], against: Yardstick) -> None:
    assert (named(curve(train), against).found is None) == (against.floor != 0.68)


def test_losses_that_are_not_finite_have_no_name() -> None:
    assert named(curve([*FALLING, np.inf], [*TURNED, np.inf])) == Fit(Losses(np.inf, None))


@pytest.mark.parametrize("name", ["ring", "penguins", "house-price", "sine"])
def test_one_answer_to_all_costs_the_entropy_or_half_the_variance(name: str) -> None:
    of = session(name)
    targets = of.dataset.targets[:, of.evaluation.train].astype(np.float64)
    if of.scenario.training.loss == "half_mse":
        expected = targets.var() / 2
    else:
        shares = targets.mean(axis=1)
        shares = np.append(shares, 1 - shares) if len(shares) == 1 else shares
        expected = -np.sum(shares * np.log(shares))
    assert yardstick(of).one_answer == pytest.approx(expected, rel=1e-5)


def test_a_class_that_is_not_learned_from_costs_nothing() -> None:
    of = session("digits", points=12, test_fraction=0.0)
    assert of.dataset.targets.sum(axis=1).min() == 0
    assert 0 < yardstick(of).one_answer < np.log(10)


def ever_named(of: Session) -> set[str]:
    """Returns what a run was called at any of its recorded points."""
    points, losses = of.history.points, of.losses
    measured = yardstick(of)
    found = {
        type(fit(points[:, :count], losses, measured).found)
        for count in range(1, points.shape[1] + 1)
    }
    return {kind.__name__ for kind in found} - {"NoneType"}


@pytest.mark.parametrize("name", ["ring", "xor", "sine", "penguins", "house-price", "one-knob"])
def test_no_shipped_scenario_is_called_either(name: str) -> None:
    assert ever_named(trained(session(name, 3000))) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [one for one in bundled() if one not in (*FALL_SHORT, "digits-wide", "digits-million")]
)
def test_no_shipped_scenario_is_called_either_over_20_seeds(name: str) -> None:
    assert [ever_named(trained(session(name, seed))) for seed in FRESH] == [set()] * len(FRESH)


@pytest.mark.parametrize("some", seeds(2))
def test_too_few_knobs_underfit_and_more_do_not(some: list[int]) -> None:
    high = []
    for seed in some:
        few, enough = trained(session("too-few", seed)), trained(session("spiral", seed))
        assert few.layout.size == 9
        assert isinstance(fit_of(few).found, Underfitting)
        assert fit_of(enough).found is None
        assert not few.goal_reached
        high.append((few.losses.train / enough.losses.train, few.losses.test / enough.losses.test))
        (more,) = remedies(few.scenario, fit_of(few))
        assert more == Remedy("more knobs", (("hidden", (16, 16)),))
        few.apply(more.action)
        assert trained(few).goal_reached
    assert np.min(high) >= 3


@pytest.mark.parametrize("some", seeds(2))
def test_too_many_knobs_overfit_and_each_remedy_shrinks_the_gap(some: list[int]) -> None:
    check_remedies("too-many", {}, some, ["dropout", "weight decay", "stop early", "more data"])
    for seed in some:
        many, usual = trained(session("too-many", seed)), trained(session("moons", seed))
        assert many.losses.test is not None
        assert usual.losses.test is not None
        assert many.losses.test >= 2 * many.losses.train
        assert many.losses.test >= 3 * usual.losses.test


@pytest.mark.slow
def test_each_remedy_shrinks_the_gap_of_thousands_of_knobs_on_24_points() -> None:
    every = ["dropout", "weight decay", "stop early", "more data"]
    check_remedies("sine", SINE, list(FRESH), every)


def check_remedies(
    name: str, changes: dict[str, object], some: list[int], every: list[str]
) -> None:
    """Fails unless each remedy shrinks the gap in 18 of 20 seeds, and the median test loss."""
    shrinks: dict[str, list[bool]] = {remedy: [] for remedy in every}
    test: dict[str, list[float]] = {remedy: [] for remedy in ("none", *every)}
    for seed in some:
        without = trained(session(name, seed, **changes))
        found = fit_of(without)
        assert isinstance(found.found, Overfitting), seed
        assert found.wide
        test["none"].append(without.losses.test or 0.0)
        tried = remedies(without.scenario, found)
        assert [remedy.name for remedy in tried] == every
        for remedy in tried:
            of = without.fork()
            of.apply(remedy.action)
            trained(of)
            told = compared(
                without.history.points, of.losses, of.step, at_end=of.stopped is not None
            )
            assert told.shrinks == (gap(of.losses) < gap(told.before))
            shrinks[remedy.name].append(told.shrinks)
            test[remedy.name].append(of.losses.test or 0.0)
    for remedy in every:
        assert sum(shrinks[remedy]) >= 0.9 * len(some), remedy
        assert np.median(test[remedy]) <= np.median(test["none"]), remedy


def test_where_a_remedy_fails_what_came_of_it_says_so() -> None:
    digits = trained(session("digits", 3000, **SIXTY_DIGITS))
    assert len(digits.evaluation.train) == 60
    tried = remedies(digits.scenario, fit_of(digits))
    dropout = next(remedy for remedy in tried if remedy.name == "dropout")
    before = digits.history.points
    digits.apply(dropout.action)
    told = compared(before, trained(digits).losses, digits.step)
    assert not told.lowers_test
    more = next(remedy for remedy in tried if remedy.name == "more data")
    digits.apply(more.action)
    assert len(digits.evaluation.train) == pytest.approx(240, abs=1)


@pytest.mark.slow
def test_on_60_digits_dropout_and_stopping_early_raise_the_test_loss() -> None:
    test: dict[str, list[float]] = {"none": [], "dropout": [], "stop early": []}
    for seed in FRESH:
        without = trained(session("digits", seed, **SIXTY_DIGITS))
        test["none"].append(without.losses.test or 0.0)
        for remedy in remedies(without.scenario, fit_of(without)):
            if remedy.name in test:
                of = without.fork()
                of.apply(remedy.action)
                test[remedy.name].append(trained(of).losses.test or 0.0)
    assert len(test["dropout"]) == len(test["stop early"]) == len(FRESH)
    usual = np.median(test["none"])
    assert np.median(test["dropout"]) > usual
    assert np.median(test["stop early"]) > usual


def test_a_remedy_begins_at_the_same_start_and_one_undo_brings_all_back() -> None:
    of = session("too-many")
    of.apply(Train(50))
    there, first = theta_bits(of), of.parameters.start.tobytes()
    of.apply(BeginWith((("dropout", 0.2), ("l2", 0.01))))
    assert of.step == 0
    assert theta_bits(of) == of.parameters.start.tobytes() == first
    assert (of.scenario.training.dropout, of.scenario.training.l2) == (0.2, 0.01)
    assert of.history.points.shape[1] == 1
    of.apply(Undo())
    assert (of.step, theta_bits(of)) == (50, there)
    assert (of.scenario.training.dropout, of.scenario.training.l2) == (0.0, 0.0)


@pytest.mark.parametrize(
    "settings",
    [
        (("dropout", 0.2),),
        (("points", 400), ("l2", 0.1)),
        (("hidden", (5, 3)),),
        (("validation_fraction", 0.25), ("early_stopping", 30)),
        (("initializer", "he"), ("l1", 0.01)),
        (("dtype", "float64"),),
    ],
)
def test_beginning_with_settings_is_setting_them_and_going_back_to_the_start(
    settings: tuple[tuple[str, float], ...],
) -> None:
    one, other = session(), session()
    for of in (one, other):
        of.apply(NewStart())
        of.apply(Train(20))
    one.apply(BeginWith(settings))
    for setting, value in settings:
        other.apply(Set(setting, value))
    other.apply(BackToStart())
    for of in (one, other):
        of.apply(Train(30))
    assert theta_bits(one) == theta_bits(other)
    assert one.scenario == other.scenario
    assert one.losses == other.losses


def test_a_start_of_ones_own_stays_where_the_network_does() -> None:
    of = session()
    of.apply(SetStart.of(np.ones(25)))
    of.apply(BeginWith((("noise", 0.2), ("activation", "relu"), ("hidden", (4, 2)))))
    assert (of.parameters.theta == 1).all()
    with pytest.raises(SettingError):
        of.apply(BeginWith((("dropout", 2.0),)))
    assert of.scenario.data.noise == 0.2


def test_no_remedy_is_offered_that_is_in_force_or_cannot_be() -> None:
    wide = Fit(Losses(0.1, 1.0), Overfitting(0.3, 10), wide=True)
    every = ["dropout", "weight decay", "stop early", "more data"]
    assert [one.name for one in remedies(load_scenario("too-many"), wide)] == every
    held = scenario("too-many", dropout=0.5, l2=0.1, validation_fraction=0.2, points=100_000)
    assert remedies(held, wide) == []
    bare = scenario("too-many", hidden=[])
    assert "dropout" not in [one.name for one in remedies(bare, wide)]
    assert remedies(load_scenario("too-many"), Fit(Losses(0.1, 0.11))) == []
    most = scenario("digits", test_fraction=0.5)  # there are not four times as many rows
    assert "more data" not in [one.name for one in remedies(most, wide)]


def test_a_bound_network_that_underfits_is_offered_its_freedom() -> None:
    low = Fit(Losses(0.6, 0.6), Underfitting(0.69, 0.01))
    bound = scenario("spiral", dropout=0.5, l2=0.1)
    assert remedies(bound, low) == [
        Remedy("more knobs", (("hidden", (32, 32)),)),
        Remedy("no restraint", (("dropout", 0.0), ("l2", 0.0))),
    ]
    narrow = scenario("spiral", hidden=[40])
    assert remedies(narrow, low)[0].settings == (("hidden", (80,)),)
    linear = scenario("spiral", hidden=[])
    assert remedies(linear, low)[0].settings == (("hidden", (16, 16)),)


def test_a_run_is_compared_at_the_same_step_and_a_stopped_one_with_the_end() -> None:
    before = curve(FALLING, TURNED)
    now = Losses(0.2, 0.4)
    at = compared(before, now, 30)
    assert (at.before_step, at.before.test) == (30, pytest.approx(0.3))
    assert (at.shrinks, at.lowers_test) == (False, False)
    end = compared(before, now, 30, at_end=True)
    assert (end.before_step, end.before.test) == (100, pytest.approx(0.6))
    assert (end.shrinks, end.lowers_test) == (True, True)
    assert compared(before, now, 400).before_step == 100
    untested = compared(curve(FALLING), Losses(0.2, None), 50)
    assert (untested.gaps, untested.shrinks, untested.lowers_test) == (None, False, False)
