"""θ*: the closed form against plain least squares, how training comes near it, and what is said."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions import optimum
from eq_sim.session.questions.linear_optimum import begin_squares, lowest
from eq_sim.session.questions.optimum import Kind, Optima, Optimum, Unknown, length
from eq_sim.session.session import Session

LINEAR = ("one-knob", "house-price", "equalizer")


def found(session: Session) -> Optimum:
    return Optima(session).look(at_once=True)


def star(session: Session) -> NDArray[np.float64]:
    theta = found(session).theta
    assert theta is not None
    return theta


def distance(session: Session) -> float:
    apart = found(session).distances(session.parameters.theta[np.newaxis])
    assert apart is not None
    return float(apart[0])


def samples(session: Session) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns (samples, columns) inputs, ones last where there are biases, and targets."""
    data = session.data
    inputs = data.dataset.inputs[:, data.train].astype(session.parameters.theta.dtype)
    rows = [*inputs, np.ones(inputs.shape[1])] if session.layout.blocks[0].bias else [*inputs]
    targets = data.dataset.targets[:, data.train].astype(session.parameters.theta.dtype)
    return np.array(rows, dtype=np.float64).T, targets.T.astype(np.float64)


@pytest.mark.parametrize("name", LINEAR)
def test_without_hidden_layers_it_is_that_of_least_squares(name: str) -> None:
    session = open_session(name)
    x, y = samples(session)
    wanted, *_ = np.linalg.lstsq(x, y, rcond=None)
    here = found(session)
    assert here.kind is Kind.KNOWN
    assert here.why is None
    assert np.allclose(star(session), wanted[:, 0], rtol=1e-9, atol=1e-9)
    assert here.lowest is not None
    assert here.lowest.loss == pytest.approx(float(((x @ wanted - y) ** 2).mean()) / 2, abs=1e-9)


def test_a_penalty_counts_weights_and_no_bias() -> None:
    session = open_session("house-price", changes=[("l2", 0.5)])
    x, y = samples(session)
    prices = np.diag([0.5, 0.5, 0.0])
    wanted = np.linalg.solve(x.T @ x / len(x) + prices, x.T @ y / len(x))[:, 0]
    assert np.allclose(star(session), wanted, rtol=1e-12)
    low = found(session).lowest
    assert low is not None
    assert low.penalty == pytest.approx(0.25 * float(wanted[:2] @ wanted[:2]))
    session.apply(act.Train(500))  # and training comes there
    assert distance(session) < 1e-5


def test_frozen_and_muted_knobs_stay_and_the_others_do_their_best() -> None:
    session = open_session("equalizer", changes=[("dtype", "float64"), ("l2", 0.01)])
    session.apply(act.Turn((2,), (1.5,)))
    session.apply(act.Freeze((2,), on=True))
    session.apply(act.Mute((4, 5), on=True))
    x, y = samples(session)
    free = np.array([0, 1, 3, 6, 7, 8, 9, 10])
    rest = y[:, 0] - 1.5 * x[:, 2]
    prices = np.diag([0.01] * 7 + [0.0])
    wanted = np.linalg.solve(
        x[:, free].T @ x[:, free] / len(x) + prices, x[:, free].T @ rest / len(x)
    )
    here = found(session)
    assert np.flatnonzero(here.free).tolist() == free.tolist()
    assert np.allclose(star(session)[free], wanted, rtol=1e-8)
    assert star(session)[2] == 1.5
    off = session.parameters.theta[free] - wanted
    assert distance(session) == pytest.approx(float(np.sqrt(off @ off)))


def test_of_several_outputs_each_is_a_least_squares_of_its_own() -> None:
    session = open_session(
        "digits", changes=[("loss", "half_mse"), ("hidden", ()), ("dtype", "float64")]
    )
    session.apply(act.Freeze((3, 40, 41), on=True))
    x, y = samples(session)
    block, theta = session.layout.blocks[0], session.parameters.theta
    l2 = session.scenario.training.l2
    assert l2 > 0
    view, fixed = block.view(star(session)), block.view(session.switches.frozen)
    for neuron in range(10):
        free = np.flatnonzero(~fixed[:, neuron])
        held = np.flatnonzero(fixed[:, neuron])
        rest = y[:, neuron] - x[:, held] @ block.view(theta)[held, neuron]
        prices = np.diag(np.where(free < 64, l2, 0.0))
        wanted = np.linalg.solve(
            x[:, free].T @ x[:, free] / len(x) + prices, x[:, free].T @ rest / len(x)
        )
        assert np.allclose(view[free, neuron], wanted, atol=1e-9)


def test_where_there_are_many_the_nearest_is_taken() -> None:
    session = open_session(
        "digits", changes=[("loss", "half_mse"), ("hidden", ()), ("l2", 0), ("dtype", "float64")]
    )
    x, y = samples(session)
    least, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
    here = found(session)
    assert here.kind is Kind.SEVERAL
    assert here.lowest is not None
    assert here.lowest.ways == 10 * (x.shape[1] - rank) > 0
    block, theta = session.layout.blocks[0], session.parameters.theta
    view = block.view(star(session))
    off = ((x @ view - y) ** 2).sum() / 2 / len(x)
    assert off == pytest.approx(float(((x @ least - y) ** 2).sum() / 2 / len(x)))
    assert off == pytest.approx(here.lowest.loss)
    # θ − θ* has no part along the ways that change nothing: no lowest point is nearer.
    _, lengths, right = np.linalg.svd(x)
    flat = right[np.sum(lengths > 1e-9 * lengths[0]) :]
    assert np.abs(flat @ (block.view(theta) - view)).max() < 1e-9
    for shift in np.random.default_rng(3).normal(size=(5, len(flat), 10)):
        other = view + flat.T @ shift
        assert np.linalg.norm(block.view(theta) - other) > distance(session)
    # A hand that turns along such a way takes θ* along, and the distance stays.
    blank = int(np.flatnonzero(~x[:, :64].any(axis=0))[0])
    knob, before = block.offset + 10 * blank, distance(session)
    session.apply(act.Turn((knob,), (5.0,)))
    assert star(session)[knob] == pytest.approx(5.0)
    assert distance(session) == pytest.approx(before)


def test_each_step_is_nearer_and_but_for_rounding_none_arrives() -> None:
    session = open_session("house-price", changes=[("dtype", "float64")])
    distances = [distance(session)]
    for _ in range(150):
        session.apply(act.Train(1))
        distances.append(distance(session))
    assert all(after < before for before, after in pairwise(distances))
    assert distances[-1] > 0
    session.apply(act.Train(3000))
    assert 0 < distance(session) < 1e-12


@pytest.mark.slow
@pytest.mark.parametrize("name", LINEAR)
def test_so_it_is_over_20_seeds(name: str) -> None:
    for seed in range(1, 21):
        session = open_session(name, seed, changes=[("dtype", "float64"), ("optimizer", "sgd")])
        x, y = samples(session)
        wanted, *_ = np.linalg.lstsq(x, y, rcond=None)
        assert np.allclose(star(session), wanted[:, 0], rtol=1e-9, atol=1e-9)
        last = distance(session)
        for _ in range(40):
            session.apply(act.Train(10))
            here = distance(session)
            assert 0 < here < last or here < 1e-12
            last = here


@pytest.mark.parametrize(
    ("name", "changes", "why"),
    [
        ("ring", (), Unknown.HIDDEN),
        ("ring", (("hidden", ()),), Unknown.LOSS),
        ("ring", (("hidden", ()), ("loss", "half_mse"), ("l1", 0.01)), Unknown.L1),
        ("house-price", (("l1", 0.1),), Unknown.L1),
        ("house-price", (("optimizer", "adamw"), ("l2", 0.1)), Unknown.DECAY),
    ],
)
def test_where_it_is_not_known_the_best_seen_is_said_to_be_that(
    name: str, changes: tuple[tuple[str, object], ...], why: Unknown
) -> None:
    session = open_session(name, changes=list(changes))
    session.apply(act.Train(30))
    here = found(session)
    assert here.kind is Kind.SEEN
    assert here.why is why
    best = session.best
    assert best is here.best is not None
    assert np.array_equal(star(session), best.theta.astype(np.float64))
    assert here.lowest is None


def test_where_knobs_are_not_the_weights_nothing_is_claimed() -> None:
    session = open_session("house-price")
    session.apply(act.Quantise(4))
    assert found(session).why is Unknown.ROUNDED
    session.apply(act.Undo())
    assert found(session).kind is Kind.KNOWN
    session.apply(act.AddAdapter((1,)))
    assert found(session).why is Unknown.ADAPTER
    ring = open_session("ring", changes=[("learning_rate", 0.2)])
    ring.apply(act.Train(2000))
    assert found(ring).kind is Kind.INFINITY
    ring.apply(act.Quantise(8))
    assert found(ring).kind is Kind.SEEN


def test_two_points_leave_three_knobs_one_way() -> None:
    session = open_session("paint", changes=[("hidden", ()), ("loss", "half_mse")])
    assert len(session.data.train) == 2
    here = found(session)
    assert here.kind is Kind.SEVERAL
    assert here.lowest is not None
    assert here.lowest.ways == 1
    assert here.lowest.loss < 1e-12
    session.apply(act.Train(20))
    before = distance(session)
    session.apply(act.Train(200))
    assert distance(session) < before


def test_too_large_data_are_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "MOST_WORK", 100.0)
    assert found(open_session("house-price")).why is Unknown.LARGE


def test_what_takes_long_is_done_in_pieces_and_comes_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(5)
    inputs = np.vstack([random.normal(size=(30, 20_000)), np.ones(20_000)])
    targets = random.normal(size=(2, 20_000))
    pieces = begin_squares(inputs, targets)
    count = 0
    while True:
        try:
            next(pieces)
            count += 1
        except StopIteration as end:
            squares = end.value
            break
    assert count > 10
    session = open_session("house-price", changes=[("dtype", "float64")])
    wanted, *_ = np.linalg.lstsq(inputs.T, targets.T, rcond=None)
    layout = type(session.layout)(
        type(session.layout.architecture)((30, 2), ("identity",), (True,))
    )
    zeros = np.zeros(layout.size)
    low = lowest(squares, layout, zeros, zeros.astype(bool), 0.0)
    assert np.allclose(layout.blocks[0].view(low.theta), wanted, atol=1e-12)

    monkeypatch.setattr(optimum, "AT_ONCE", 0.0)
    at_once, optima = found(session), Optima(session)
    assert optima.look(at_once=False).kind is Kind.COMPUTING
    here = optima.look(at_once=False)
    assert here.kind is Kind.KNOWN
    assert np.array_equal(here.theta, at_once.theta)


@pytest.mark.parametrize("name", ["ring", "penguins"])
def test_classes_told_apart_without_a_penalty_have_it_at_infinity(name: str) -> None:
    session = open_session(name, changes=[("l2", 0), ("learning_rate", 0.2)])
    assert found(session).kind is Kind.SEEN
    session.apply(act.Train(2000))
    assert session.evaluation.measure("accuracy").train == 1
    here = found(session)
    assert here.kind is Kind.INFINITY
    assert here.theta is None
    # It is as it is said: larger knobs of the last layer lower the loss, again and again.
    block = session.layout.blocks[-1]
    last = tuple(range(block.offset, block.offset + block.size))
    losses = [session.losses.train]
    for _ in range(4):
        values = session.parameters.theta[list(last)] * 1.5
        session.apply(act.Turn(last, tuple(values.tolist())))
        losses.append(session.losses.train)
    assert all(after < before for before, after in pairwise(losses))
    assert losses[-1] < 0.1 * losses[0]


def test_a_penalty_a_frozen_last_layer_or_a_wrong_answer_keep_it_from_there() -> None:
    session = open_session("ring", changes=[("learning_rate", 0.2)])
    session.apply(act.Train(2000))
    assert found(session).kind is Kind.INFINITY
    last = session.layout.size - 1
    session.apply(act.Freeze((last,), on=True))
    assert found(session).kind is Kind.SEEN
    session.apply(act.Freeze((last,), on=False))
    session.apply(act.Set("l2", 0.001))
    assert found(session).kind is Kind.SEEN
    session.apply(act.Set("l2", 0.0))
    assert found(session).kind is Kind.INFINITY
    session.apply(act.Turn((last,), (50.0,)))
    assert found(session).kind is Kind.SEEN


@pytest.mark.slow
def test_the_longer_the_ring_is_trained_the_longer_is_theta() -> None:
    for seed in range(1, 21):
        session = open_session("ring", seed)
        lengths, losses = [], []
        for steps in (1000, 9000, 90_000) if seed <= 3 else (1000, 9000):
            session.apply(act.Train(steps))
            lengths.append(float(length(session.parameters.theta)))
            losses.append(session.losses.train)
        assert all(after > before for before, after in pairwise(lengths))
        assert all(after < before / 5 for before, after in pairwise(losses))
        assert found(session).kind is Kind.INFINITY
