"""For every setting one number that is worked out here, as its textbook says, without the program.

One weight w on a line, y ≈ w·x, is enough for most: its slope is the mean of (w·x − y)·x.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from session_kit import scenario, session, theta_bits

from eq_sim.data.sources import SOURCES
from eq_sim.session.actions import Run, Set, SetStart, Train, Undo
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS
from eq_sim.session.until_stopped import train_until_stopped

CHECKS: dict[str, Callable[[], None]] = {}
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")


def says(*settings: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def noted(check: Callable[[], None]) -> Callable[[], None]:
        CHECKS.update(dict.fromkeys(settings, check))
        return check

    return noted


def test_every_setting_has_a_number_of_its_own() -> None:
    assert set(CHECKS) == set(SETTINGS)


def descended(steps: int = 30, **changes: float | str) -> tuple[float, float]:
    """Returns where one weight comes to: here, by the formulas of ``torch.optim``; and there."""
    knob = session("one-knob", dtype="float64", **changes)
    training = knob.scenario.training
    x, y = (part[0] for part in knob.evaluation.learned_from)
    x, y = x[: len(y)], y
    (w,) = knob.parameters.theta.tolist()
    first = second = 0.0
    for t in range(steps):
        g = float(np.mean((w * x - y) * x))
        if training.optimizer != "adamw":
            g += training.l2 * w
        g += training.l1 * math.copysign(1, w) * (w != 0)
        rate = training.learning_rate * share_of(t, training)
        match training.optimizer:
            case "sgd":
                w -= rate * g
            case "momentum" | "nesterov":
                first = training.momentum * first + g
                ahead = g + training.momentum * first
                w -= rate * (ahead if training.optimizer == "nesterov" else first)
            case "rmsprop":
                second = training.alpha * second + (1 - training.alpha) * g * g
                w -= rate * g / (math.sqrt(second) + training.epsilon)
            case _:
                if training.optimizer == "adamw":
                    w -= rate * training.l2 * w
                first = training.beta1 * first + (1 - training.beta1) * g
                second = training.beta2 * second + (1 - training.beta2) * g * g
                mean = first / (1 - training.beta1 ** (t + 1))
                square = second / (1 - training.beta2 ** (t + 1))
                w -= rate * mean / (math.sqrt(square) + training.epsilon)
    knob.apply(Train(steps))
    return w, float(knob.parameters.theta[0])


def share_of(step: int, training: object) -> float:
    """Returns what a schedule makes of the rate, told step by step from the beginning."""
    share = 1.0
    warm = training.warmup
    if step < warm:
        return sum(1 / warm for _ in range(step + 1))
    for past in range(1, step - warm + 1):
        if training.schedule == "step" and past % training.schedule_length == 0:
            share *= training.schedule_factor
    if training.schedule == "cosine":
        angle = math.pi * min(1.0, (step - warm) / training.schedule_length)
        share = math.cos(angle / 2) ** 2
    return share


@says("learning_rate", "optimizer")
def every_optimizer_goes_where_its_formula_goes() -> None:
    for optimizer in OPTIMIZERS:
        for rate in (0.001, 0.05):
            here, there = descended(optimizer=optimizer, learning_rate=rate)
            assert there == pytest.approx(here, rel=1e-9)


@says("momentum")
def momentum_keeps_its_share_of_the_velocity() -> None:
    for optimizer in ("momentum", "nesterov"):
        for momentum in (0.0, 0.5, 0.95):
            here, there = descended(optimizer=optimizer, momentum=momentum)
            assert there == pytest.approx(here, rel=1e-9)


@says("beta1", "beta2", "epsilon")
def adam_goes_by_its_constants() -> None:
    seen = set()
    for constants in ({"beta1": 0.5}, {"beta2": 0.9}, {"epsilon": 0.1}, {"beta1": 0.0}, {}):
        for optimizer in ("adam", "adamw"):
            here, there = descended(optimizer=optimizer, l2=0.1, **constants)
            assert there == pytest.approx(here, rel=1e-9)
            seen.add(there)
    assert len(seen) == 10


@says("alpha")
def rmsprop_goes_by_its_constant() -> None:
    seen = set()
    for alpha in (0.0, 0.5, 0.9, 0.99):
        here, there = descended(optimizer="rmsprop", alpha=alpha, epsilon=1e-4)
        assert there == pytest.approx(here, rel=1e-9)
        seen.add(there)
    assert len(seen) == 4


@says("schedule", "schedule_length", "schedule_factor", "warmup")
def every_optimizer_follows_every_schedule() -> None:
    for optimizer in OPTIMIZERS:
        for schedule in (
            {"schedule": "step", "schedule_length": 7, "schedule_factor": 0.3},
            {"schedule": "cosine", "schedule_length": 20},
            {"schedule": "cosine", "schedule_length": 50, "warmup": 9},
            {"schedule": "constant", "warmup": 12},
        ):
            here, there = descended(optimizer=optimizer, l2=0.05, l1=0.01, **schedule)
            assert there == pytest.approx(here, rel=1e-9), (optimizer, schedule)


@says("l1", "l2")
def penalties_add_their_slope_to_weights_alone() -> None:
    for name, slope in (("l2", lambda w: w), ("l1", np.sign)):
        bare, pulled = session(dtype="float64"), session(dtype="float64", **{name: 0.03})
        weights = bare.layout.weights
        before = np.array(bare.parameters.theta)
        for one in (bare, pulled):
            one.apply(Train(1))
        rate = bare.scenario.training.learning_rate
        pull = bare.parameters.theta - pulled.parameters.theta
        wanted = np.where(weights, rate * 0.03 * slope(before), 0)
        np.testing.assert_allclose(pull, wanted, atol=1e-15)


@says("batch_size")
def a_step_follows_the_mean_slope_of_its_batch() -> None:
    whole = session()
    count = len(whole.evaluation.train)
    for size in (1, 7, 25, count):
        ring = session(batch_size=size)
        ring.apply(Train(math.ceil(count / size)))
        assert ring.epochs == 1
    knob = session("one-knob", dtype="float64", batch_size=1, learning_rate=0.1)
    x, y = (part[0] for part in knob.evaluation.learned_from)
    seen = []
    for _ in range(len(y)):
        (w,) = knob.parameters.theta.tolist()
        knob.apply(Train(1))
        steps = w - 0.1 * (w * x - y) * x
        seen.append(int(np.argmin(np.abs(steps - knob.parameters.theta[0]))))
        assert steps[seen[-1]] == pytest.approx(knob.parameters.theta[0], abs=1e-12)
    assert sorted(seen) == list(range(len(y)))  # each sample once in an epoch


@says("dropout")
def dropout_leaves_out_its_share_of_the_hidden_answers() -> None:
    for share in (0.2, 0.5):
        wave = session("sine", hidden=[60], batch_size=1, dropout=share, optimizer="sgd")
        out = wave.layout.blocks[-1]
        left_out = 0
        for _ in range(40):
            wave.apply(Train(1))
            moved = wave.trainer.after - wave.trainer.before
            left_out += int(np.count_nonzero(out.view(moved)[: out.inputs] == 0))
        spread = math.sqrt(share * (1 - share) / (40 * 60))
        assert left_out / (40 * 60) == pytest.approx(share, abs=5 * spread)


@says("activation")
def each_activation_is_its_formula() -> None:
    def gelu(z: np.ndarray) -> np.ndarray:
        return z / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))

    formulas: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "identity": lambda z: z,
        "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        "relu": lambda z: z * (z > 0),
        "leaky_relu": lambda z: np.where(z > 0, z, z / 100),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "softplus": lambda z: np.log(1 + np.exp(z)),
        "gelu_tanh": gelu,
        "silu": lambda z: z / (1 + np.exp(-z)),
    }
    wave = session("sine", hidden=[1, 1], dtype="float64")
    wave.apply(SetStart((1.5, -0.5, 0.8, 0.2, 2.0, 0.1)))
    x, before = wave.evaluation.learned_from[0][0], theta_bits(wave)
    for first, one in formulas.items():
        for second in ("tanh", "relu"):
            wave.apply(Set("activation", (first, second)))
            assert theta_bits(wave) == before
            hidden = formulas[second](0.8 * one(1.5 * x - 0.5) + 0.2)
            np.testing.assert_allclose(wave.evaluation.answers[0][0], 2 * hidden + 0.1, rtol=1e-12)


@says("initializer", "hidden")
def a_start_has_the_spread_that_its_rule_gives_it() -> None:
    spreads = {
        "zeros": lambda n, m: 0.0,
        "normal": lambda n, m: 1.0,
        "uniform": lambda n, m: math.sqrt(1 / 3),
        "xavier": lambda n, m: math.sqrt(2 / (n + m)),
        "he": lambda n, m: math.sqrt(2 / n),
    }
    digits = session("digits", hidden=[90, 70])
    assert digits.layout.size == 65 * 90 + 91 * 70 + 71 * 10
    for name, spread in spreads.items():
        digits.apply(Set("initializer", name))
        assert digits.step == 0
        for block in digits.layout.blocks[:-1]:
            rows = block.view(digits.parameters.theta)
            weights, biases = rows[: block.inputs], rows[block.inputs :]
            assert not biases.any()
            wanted = spread(block.inputs, block.outputs)
            assert float(weights.std()) == pytest.approx(wanted, rel=0.05)


@says("loss")
def a_network_of_zeros_has_the_loss_of_knowing_nothing() -> None:
    ring = session(initializer="zeros", dtype="float64")
    assert ring.losses.train == pytest.approx(math.log(2))
    ring.apply(Set("loss", "half_mse"))  # answers 0; half of them should be 1
    train = ring.evaluation.targets[0]
    assert ring.losses.train == pytest.approx(np.count_nonzero(train) / train.size / 2)
    digits = session("digits", initializer="zeros", dtype="float64")
    assert digits.losses.train == pytest.approx(math.log(10))
    digits.apply(Set("loss", "half_mse"))
    assert digits.losses.train == pytest.approx(1 / 2)


@says("dtype")
def precision_is_bits_a_knob() -> None:
    ring = session(dtype="float32")
    ring.apply(SetStart((0.1,) * ring.layout.size))
    assert len(theta_bits(ring)) == 4 * ring.layout.size
    assert float(ring.parameters.theta[0]) == 0.100000001490116119384765625
    ring.apply(Set("dtype", "float64"))
    assert len(theta_bits(ring)) == 8 * ring.layout.size


@says("speed")
def speed_is_steps_a_second() -> None:
    ring = session("house-price", speed=30.0)
    ring.apply(Run())
    for _ in range(20):
        ring.advance(0.1)
    assert ring.step == 60


@says("formula")
def a_formula_is_what_the_points_lie_on() -> None:
    own = session("formula", formula="2*x^2 - x/4", noise=0.0)
    column, target = own.dataset.columns[0], own.dataset.target
    assert target is not None
    x, y = column.to_person(own.dataset.inputs[0]), target.to_person(own.dataset.targets[0])
    np.testing.assert_allclose(y, 2 * x * x - x / 4, atol=1e-6)


@says("from_x", "to_x")
def the_points_lie_between_the_two_ends() -> None:
    own = session("formula", from_x=-3.0, to_x=5.0, points=20_000)
    x = own.dataset.columns[0].to_person(own.dataset.inputs[0])
    assert -3 <= x.min() < -2.99
    assert 4.99 < x.max() <= 5
    assert float(x.mean()) == pytest.approx(1, abs=0.1)


@says("examples")
def so_many_of_each_digit_are_learned_from() -> None:
    tuned = session("fine-tuning", examples=3)
    learned = tuned.dataset.targets[:, tuned.data.train]
    assert learned.sum(axis=1).tolist() == [3] * 10


@says("contrast", "rotation", "shift_x", "shift_y")
def each_pixel_is_a_pixel_of_the_picture_before() -> None:
    before = session("fine-tuning", contrast=1.0).dataset.inputs.reshape(8, 8, -1)

    def after(**changes: float) -> NDArray[np.float64]:
        return session("fine-tuning", **changes).dataset.inputs.reshape(8, 8, -1)

    np.testing.assert_allclose(after(contrast=0.2), 0.4 + 0.2 * before)
    turned = after(contrast=1.0, rotation=90.0)
    np.testing.assert_allclose(turned, np.rot90(before, -1), atol=1e-9)
    moved = after(contrast=1.0, shift_x=2.0, shift_y=-1.0)
    np.testing.assert_allclose(moved[:7, 2:], before[1:, :6])
    assert not moved[7].any()
    assert not moved[:, :2].any()


@says("noise")
def noise_is_the_standard_deviation_about_the_truth() -> None:
    for noise in (0.1, 0.5):
        line = session("one-knob", points=20_000, noise=noise)
        x, y = line.dataset.inputs[0], line.dataset.targets[0]
        slope = (x @ y) / (x @ x)
        assert float((y - slope * x).std()) == pytest.approx(noise, rel=0.03)


@says("temperature", "label_share")
def the_teachers_answers_are_softened_and_the_labels_have_their_share() -> None:
    small = session("distillation", hidden=[], dtype="float64", temperature=2.0, label_share=0.25)
    small.apply(Train(3))
    x, _ = small.evaluation.learned_from
    (w,) = small.layout.views(np.array(small.parameters.theta))
    places = small.data.train
    teacher = small.data.taught()[:, places].astype(np.float64)
    labels, own = small.dataset.targets[:, places], w.T @ x

    def log_shares(sums: np.ndarray) -> np.ndarray:
        return sums - np.log(np.exp(sums).sum(axis=0))

    soft = -(np.exp(log_shares(teacher / 2)) * log_shares(own / 2)).sum(axis=0)
    hard = -(labels * log_shares(own)).sum(axis=0)
    wanted = float(np.mean(0.75 * 2**2 * soft + 0.25 * hard))
    assert small.losses.train == pytest.approx(wanted, rel=1e-12)


@says("train_points")
def fewer_are_learned_from_and_as_many_judge() -> None:
    whole, fewer = session("ring"), session("ring", train_points=30)
    sides = [
        {column.tobytes() for column in of.dataset.inputs[:, of.data.test].T}
        for of in (whole, fewer)
    ]
    assert sides[0] == sides[1]
    assert len(fewer.evaluation.train) == 30 < len(whole.evaluation.train)
    assert fewer.dataset.size == 30 + len(whole.evaluation.test)


@says("points")
def points_are_as_many_as_are_asked_for() -> None:
    ring = session(points=321)
    assert ring.dataset.size == 321
    every = session("digits")
    for count in (60, 1796):
        some = session("digits", points=count)
        assert some.dataset.size == count
        rows = {sample.tobytes() for sample in some.dataset.inputs.T.copy()}
        assert rows <= {sample.tobytes() for sample in every.dataset.inputs.T.copy()}
        assert len(some.evaluation.train) == count - round(0.3 * count)


@says("test_fraction", "validation_fraction")
def parts_are_shares_that_have_nothing_in_common() -> None:
    ring = session(points=1000, test_fraction=0.4, validation_fraction=0.25)
    evaluation = ring.evaluation
    parts = (evaluation.train, evaluation.validation, evaluation.test)
    assert [len(part) for part in parts] == [450, 150, 400]
    assert len(np.unique(np.concatenate(parts))) == 1000
    line = session("one-knob", test_fraction=0.4, validation_fraction=0.25, dtype="float64")
    line.apply(Train(9))
    (w,) = line.parameters.theta.tolist()
    evaluation, data = line.evaluation, line.dataset
    for part, loss in zip(
        (evaluation.train, evaluation.test, evaluation.validation), line.losses, strict=True
    ):
        error = w * data.inputs[0, part] - data.targets[0, part]
        assert loss == pytest.approx(float(error @ error) / len(part) / 2)


@says("components")
def directions_of_the_largest_variance_are_singular_vectors() -> None:
    some = session("penguins", components=2)
    data = some.dataset
    x = data.seen.inputs - data.seen.inputs[:, some.evaluation.train].mean(axis=1, keepdims=True)
    _, sizes, directions = np.linalg.svd(x[:, some.evaluation.train].T, full_matrices=False)
    np.testing.assert_allclose(np.abs(data.inputs), np.abs(directions[:2] @ x), atol=1e-5)
    spread = (data.inputs[:, some.evaluation.train] ** 2).sum(axis=1)
    np.testing.assert_allclose(spread, sizes[:2] ** 2, rtol=1e-6)


@says("early_stopping")
def training_ends_when_patience_is_over() -> None:
    """A rate so high that one knob leaves its best place at once: the best is the start."""
    knob = session(
        "one-knob", validation_fraction=0.3, learning_rate=1.6, early_stopping=9, dtype="float64"
    )
    knob.apply(SetStart((1.0,)))
    assert train_until_stopped(knob, 500) == 9
    assert (knob.stopped.best, knob.parameters.theta.tolist()) == (0, [1.0])


@pytest.mark.parametrize("check", dict.fromkeys(CHECKS.values()), ids=lambda check: check.__name__)
def test_it_does_what_its_textbook_says(check: Callable[[], None]) -> None:
    check()


def test_a_table_whose_rows_are_all_used_is_the_table_itself() -> None:
    """Whoever asks for all rows gets the bits of who asks for nothing, and can go back."""
    digits = session("digits", points=60)
    for setting, value in (("points", 1797), ("points", 300)):
        digits.apply(Set(setting, value))
        assert SETTINGS["points"].of(digits.scenario) == value
    digits.apply(Undo())
    assert digits.scenario.data == scenario("digits").data
    assert SOURCES["digits"].rows == digits.dataset.size
    digits.apply(Undo())
    assert digits.dataset.size == 60


CHANGES: list[tuple[str, str, float | int | str | tuple[str, ...]]] = [
    ("ring", "batch_size", 7),
    ("ring", "optimizer", "adam"),
    ("ring", "schedule", "cosine"),
    ("ring", "activation", ("tanh", "relu")),
    ("ring", "loss", "half_mse"),
    ("ring", "initializer", "he"),
    ("ring", "l1", 0.01),
    ("ring", "l2", 0.01),
    ("ring", "dropout", 0.2),
    ("ring", "noise", 0.4),
    ("ring", "test_fraction", 0.7),
    ("ring", "validation_fraction", 0.2),
    ("ring", "points", 90),
    ("ring", "early_stopping", 50),
    ("digits", "points", 200),
]


@pytest.mark.parametrize(("name", "setting", "value"), CHANGES)
def test_it_changes_in_mid_training_and_undo_brings_back_what_was(
    name: str, setting: str, value: float | int | str | tuple[str, ...]
) -> None:
    live, plain = (session(name) for _ in range(2))
    for one in (live, plain):
        one.apply(Train(12))
    before = theta_bits(live)
    live.apply(Set(setting, value))
    anew = setting == "initializer"
    assert (theta_bits(live) == before) == (not anew)
    assert live.step == (0 if anew else 12)
    live.apply(Train(5))
    for _ in range(2):
        live.apply(Undo())
    for one in (live, plain):
        one.apply(Train(5))
    assert theta_bits(live) == theta_bits(plain)
    np.testing.assert_array_equal(live.history.points, plain.history.points)


def test_the_best_is_chosen_by_the_validation_part_where_there_is_one() -> None:
    for changes, row in (
        ({"validation_fraction": 0.3}, "validation"),
        ({}, "test"),
        ({"test_fraction": 0.0}, "train"),
    ):
        ring: Session = session(points=60, noise=0.5, optimizer="adam", **changes)
        ring.apply(Train(400))
        curve = {
            "validation": ring.history.validation,
            "test": ring.history.points[3],
            "train": ring.history.points[2],
        }[row]
        assert ring.best.loss == np.nanmin(curve)
        assert ring.best.step == ring.history.points[0, np.nanargmin(curve)]
