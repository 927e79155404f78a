"""Several starts of one experiment: the window's own bits, and which of them are one network."""

from dataclasses import replace

import numpy as np
import pytest

from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.sweeps.alone import Ended
from eq_sim.sweeps.disguises import HILL, NEAR, POINTS, Disguises, disguises
from eq_sim.sweeps.starts import Starts, go_to, is_stacked, run_starts


def opened(name: str, *done: act.AnyAction) -> Session:
    session = open_session(name)
    for action in done:
        session.apply(action)
    return session


def run(starts: Starts) -> list[Ended]:
    ended = run_starts(starts)
    assert ended is not None
    return ended


@pytest.mark.parametrize(
    ("name", "done", "stacked"),
    [
        ("ring", (act.Train(30), act.Set("learning_rate", 0.3)), True),
        ("ring", (act.PaintPoints(((0.2, 0.1), (-1.0, 0.4)), 1),), True),
        ("ring", (act.Freeze((3, 7), True), act.Mute((5,), True)), False),
        ("ring", (act.Set("dropout", 0.2),), False),
        ("ring", (act.Train(20), act.Quantise(4)), False),
        ("ring", (act.Train(20), act.AddAdapter((1, 1, 0))), False),
        ("sine", (act.Set("validation_fraction", 0.2), act.Set("early_stopping", 20)), False),
    ],
    ids=[
        "a stack",
        "painted points",
        "knobs that stand still",
        "dropout",
        "positions",
        "an adapter",
        "early stopping",
    ],
)
def test_each_start_has_the_bits_of_the_window(
    name: str, done: tuple[act.AnyAction, ...], stacked: bool
) -> None:
    session = opened(name, *done)
    before = session.parameters.theta.copy()
    starts = Starts(session.state(), 3, 60)
    ended = run(starts)
    assert is_stacked(starts) is stacked
    assert ended[0].outcome.bits == ("checked" if stacked else "alone")
    np.testing.assert_array_equal(session.parameters.theta, before)  # nothing was touched
    for number, each in enumerate(ended):
        window = session.fork()

        def do(action: act.AnyAction, window: Session = window) -> bool:
            return bool(window.apply(action))

        go_to(window, each, do)
        assert window.start_number == number
        assert window.state().whole.tobytes() == each.theta.tobytes()
        assert each.outcome.train_loss == pytest.approx(window.losses.train, rel=1e-6)
    assert len({each.theta.tobytes() for each in ended}) == 3


def test_a_refused_start_is_an_outcome_and_the_others_go_on() -> None:
    session = opened("house-price", act.Set("learning_rate", 1.9), act.Set("batch_size", "full"))
    starts = Starts(session.state(), 3, 2000)
    ended = run(starts)
    assert all(each.outcome.refusal for each in ended)
    found = disguises(starts.state, ended)
    assert found is not None
    assert found.good == ()
    assert found.groups == ()


@pytest.mark.parametrize(
    ("count", "steps", "words"),
    [(1, 10, "2 to 40 starts"), (41, 10, "2 to 40 starts"), (3, -1, "1 to 1,000,000,000 steps")],
)
def test_what_cannot_be_trained_is_refused(count: int, steps: int, words: str) -> None:
    with pytest.raises(EqSimError, match=words):
        Starts(opened("ring").state(), count, steps)


def test_more_than_there_is_memory_for_is_refused() -> None:
    large = opened("ring", act.Set("hidden", (500, 500))).state()
    with pytest.raises(EqSimError, match="40 networks with 252,501 knobs each take more memory"):
        Starts(large, 40)
    assert Starts(large, 2).count == 2


def test_it_stops_when_it_is_asked_to() -> None:
    starts = Starts(opened("ring").state(), 3, 1000)
    assert run_starts(starts, lambda share: share < 0.3) is None
    ended = run(Starts(starts.state, 3, 10))
    assert disguises(starts.state, ended, lambda share: share < 0.5) is None


def hidden_shuffle(session: Session, each: Ended, number: int) -> Ended:
    """The same network with its neurons in another order and with other signs."""
    theta = np.array(each.theta)
    views = session.layout.views(theta)
    for layer, order in ((0, [2, 0, 3, 1]), (1, [1, 0])):
        flips = np.where(np.arange(len(order)) % 2, -1.0, 1.0)
        views[layer][...] = views[layer][:, order] * flips
        after = views[layer + 1][: len(order)]
        after[...] = after[order] * flips[:, np.newaxis]
    outcome = replace(each.outcome, trial=replace(each.outcome.trial, number=number))
    return Ended(outcome, theta)


def test_a_shuffled_network_is_found_out_and_a_stranger_is_not() -> None:
    session = opened("ring")
    starts = Starts(session.state(), 5, 600)
    ended = run(starts)
    found = disguises(starts.state, [*ended, hidden_shuffle(session, ended[1], 5)])
    assert found is not None
    pair = found.pair(5, 1)
    assert pair is not None
    assert pair is found.pair(1, 5)
    assert pair.lined_up_barrier == pytest.approx(0, abs=1e-6)
    assert pair.lined_up_apart == pytest.approx(0, abs=1e-6)
    assert pair.barrier > 0.3  # as it is, the way leads over a hill
    assert pair.apart > NEAR
    assert found.are_one(pair)
    group = found.group_of(1)
    assert group is not None
    assert found.group_of(5) == group
    for one in found.groups:  # each is one with the best of its group, and that is the first
        for other in one[1:]:
            of_best = found.pair(one[0], other)
            assert of_best is not None
            assert found.are_one(of_best)
    assert len(found.groups) > 1
    assert sorted(number for one in found.groups for number in one) == sorted(found.good)


@pytest.mark.parametrize("done", [act.Quantise(6), act.AddAdapter((1, 0, 0))])
def test_neurons_with_numbers_of_their_own_are_not_lined_up(done: act.AnyAction) -> None:
    session = opened("ring", act.Train(20), done)
    starts = Starts(session.state(), 2, 20)
    found = disguises(starts.state, run(starts))
    assert found is not None
    (pair,) = found.pairs
    np.testing.assert_array_equal(pair.straight, pair.lined_up)
    assert pair.apart == pair.lined_up_apart
    with pytest.raises(EqSimError, match="Neurons cannot change places"):
        session.apply(act.LineUp.of())


def test_the_path_is_that_of_a_plain_evaluation() -> None:
    session = opened("ring")
    starts = Starts(session.state(), 2, 200)
    ended = run(starts)
    found = disguises(starts.state, ended)
    assert found is not None
    (pair,) = found.pairs
    inputs, targets = session.evaluation.learned_from
    network = Network(session.layout, LOSSES["binary_cross_entropy"])
    first, second = (np.asarray(each.theta, np.float64) for each in ended)
    shares = np.linspace(0, 1, POINTS)
    plain = [
        network.value((1 - at) * first + at * second, inputs[:-1].astype(float), targets)
        for at in shares
    ]
    np.testing.assert_allclose(pair.straight, plain, rtol=2e-5)
    above = np.array(plain) - ((1 - shares) * plain[0] + shares * plain[-1])
    assert pair.barrier == pytest.approx(above.max(), rel=1e-4)
    far = np.linalg.norm(second - first) / np.sqrt((first**2).sum() + (second**2).sum())
    assert pair.apart == pytest.approx(far)


def of_seed(name: str, seed: int, count: int) -> Disguises:
    starts = Starts(open_session(name, seed).state(), count)
    found = disguises(starts.state, run(starts))
    assert found is not None
    return found


@pytest.mark.slow
def test_about_half_of_good_ring_networks_are_one_in_disguise() -> None:
    found = [of_seed("ring", seed, 12) for seed in range(201, 221)]
    pairs = [pair for each in found for pair in each.good_pairs]
    same = sum(len(each.same_pairs) for each in found) / len(pairs)
    assert len(pairs) > 1000
    assert 0.4 < same < 0.7
    hills = [pair.barrier > HILL * each.gain for each in found for pair in each.good_pairs]
    assert np.mean(hills) > 0.95  # as they are, there is one nearly always


@pytest.mark.slow
def test_digits_are_joined_once_they_are_lined_up_and_yet_are_others() -> None:
    found = [of_seed("digits", seed, 3) for seed in range(201, 221)]
    pairs = [(each, pair) for each in found for pair in each.good_pairs]
    assert len(pairs) == 60
    assert np.mean([each.are_joined(pair) for each, pair in pairs]) > 0.95
    assert np.mean([each.are_one(pair) for each, pair in pairs]) < 0.05
    assert np.mean([pair.barrier > HILL * each.gain for each, pair in pairs]) > 0.95


def test_what_muted_and_pruned_knobs_come_back_to_goes_on_the_sides() -> None:
    session = opened("ring", act.Train(60), act.Prune(0.5), act.Mute((1,), True))
    first, second = run(Starts(session.state(), 2, 20))
    session.apply(act.SetSides.of(first.theta, second.theta))
    for number, action in enumerate((act.SwitchSide(), act.SwitchSide())):
        alone = session.fork()
        alone.apply(act.NewStart(number))
        alone.apply(act.Train(20))
        assert session.parameters.theta.tobytes() == alone.parameters.theta.tobytes()
        for one in (session, alone):
            one.apply(act.Prune(0))
            one.apply(act.Mute((1,), False))
        assert session.parameters.theta.tobytes() == alone.parameters.theta.tobytes()
        session.apply(act.Undo())
        session.apply(act.Undo())
        session.apply(action)


def test_neurons_with_muted_knobs_are_lined_up_where_they_are() -> None:
    session = opened("ring", act.Mute((0, 9), True))
    starts = Starts(session.state(), 3, 100)
    ended = run(starts)
    found = disguises(starts.state, ended)
    assert found is not None
    for pair in found.pairs:  # the end of the way computes what the second one does
        assert pair.lined_up[-1] == pytest.approx(pair.straight[-1], rel=1e-6)
        assert pair.lined_up_apart <= pair.apart
    assert all(not theta[[0, 9]].any() for theta in found.thetas)
