"""The loss over a plane around the knobs: its values, its directions, and the path in it."""

import numpy as np
import pytest

from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.knob_path import knob_path
from eq_sim.session.questions.landscape import Landscape, landscape
from eq_sim.session.questions.loss_at import LossAt
from eq_sim.session.questions.plane import Plane, path_plane, random_plane
from eq_sim.session.session import Session


def trained(name: str = "ring", steps: int = 60, **settings: object) -> Session:
    session = open_session(name)
    for setting, value in settings.items():
        session.apply(act.Set(setting, value))  # type: ignore[arg-type]
    session.apply(act.Train(steps))
    return session


def still(session: Session) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(session.switches.frozen | session.switches.silent)


def random(session: Session, draw: int = 1) -> Plane:
    return random_plane(session.layout, session.parameters.theta, draw, still(session))


def along_path(session: Session) -> Plane | None:
    path = knob_path(session.spreads, session.layout)[1]
    return path_plane(session.parameters.theta, path, still(session))


def loss_at(session: Session) -> LossAt:
    return LossAt(session.evaluation, session.parameters)


@pytest.mark.parametrize("name", ["ring", "penguins", "house-price"])
def test_its_middle_is_the_shown_loss_and_each_place_a_plain_evaluation(name: str) -> None:
    session = trained(name)
    shown, theta = session.losses.train, session.parameters.theta.copy()
    made = landscape(random(session), loss_at(session), side=9)
    assert made.at_centre == shown  # to the bit
    inputs, targets = session.evaluation.learned_from
    network = Network(session.layout, LOSSES[session.scenario.training.loss])
    plane = made.plane
    for row, up in enumerate(made.marks):
        for column, across in enumerate(made.marks):
            there = np.float64(theta) + across * plane.across + up * plane.up
            plain = network.value(there, inputs[:-1].astype(float), targets)
            assert made.losses[row, column] == pytest.approx(plain, rel=1e-4)
    assert session.losses.train == shown
    np.testing.assert_array_equal(session.parameters.theta, theta)


@pytest.mark.parametrize("done", [act.Quantise(4), act.AddAdapter((1, 0, 1))])
def test_where_weights_are_made_from_knobs_it_is_of_the_weights(done: act.AnyAction) -> None:
    session = trained()
    session.apply(done)
    session.apply(act.Train(20))
    for plane in (random(session), along_path(session)):
        assert plane is not None
        made = landscape(plane, loss_at(session), side=9)
        assert made.at_centre == session.losses.train
        there = plane.at(made.marks[6], made.marks[1])
        session.apply(act.Turn.of(np.arange(session.layout.size), there))
        assert session.losses.train == pytest.approx(made.losses[1, 6], rel=1e-5)
        session.apply(act.Undo())


def test_the_same_draw_has_the_same_bits_and_another_one_others() -> None:
    planes = [random(trained(), draw) for draw in (3, 3, 4)]
    grids = [landscape(plane, loss_at(trained()), side=9).losses for plane in planes]
    assert grids[0].tobytes() == grids[1].tobytes()
    assert planes[0].across.tobytes() == planes[1].across.tobytes()
    assert grids[0].tobytes() != grids[2].tobytes()


def test_a_neurons_part_of_a_random_direction_is_as_long_as_its_weights() -> None:
    session = trained()
    plane = random(session)
    views = session.layout.views(session.parameters.theta.astype(float))
    for direction in (plane.across, plane.up):
        for part, weights in zip(session.layout.views(direction.copy()), views, strict=True):
            np.testing.assert_allclose(
                np.linalg.norm(part, axis=0), np.linalg.norm(weights, axis=0), rtol=1e-12
            )
    angle = plane.across @ plane.up / (plane.across @ plane.across)
    assert abs(angle) < 0.9  # two directions, not one


def test_knobs_that_stand_still_do_so_in_it() -> None:
    session = trained()
    session.apply(act.Freeze((0, 4), True))
    session.apply(act.Mute((9,), True))
    session.apply(act.Train(30))
    for plane in (random(session), along_path(session)):
        assert plane is not None
        corner = plane.at(plane.reach, -plane.reach)
        kept = [0, 4, 9]
        np.testing.assert_array_equal(corner[kept], session.parameters.theta[kept])
        assert np.count_nonzero(corner != session.parameters.theta) == 22


def test_the_path_lies_in_its_own_plane_from_the_left_to_the_middle() -> None:
    session = trained(steps=300)
    steps, path = knob_path(session.spreads, session.layout)
    assert (steps[0], steps[-1]) == (0, 300)
    np.testing.assert_array_equal(path[0], session.parameters.start)
    np.testing.assert_array_equal(path[-1], session.parameters.theta)
    plane = along_path(session)
    assert plane is not None
    places = plane.places(path)
    np.testing.assert_allclose(places[-1], 0, atol=1e-9)
    assert places[0, 0] < 0
    assert np.abs(places).max() < plane.reach
    assert np.linalg.norm(plane.across) == pytest.approx(1)
    assert plane.across @ plane.up == pytest.approx(0, abs=1e-6)
    # The best of all planes through the knobs: less is left of the path in any other.
    apart = path.astype(float) - session.parameters.theta
    lengths = np.linalg.svd(apart, compute_uv=False)
    best = (lengths[:2] ** 2).sum() / (lengths**2).sum()
    assert plane.holds(path) == pytest.approx(best, abs=0.005)
    assert plane.holds(path) > 0.95
    assert random(session).holds(path) < 0.6


def test_places_are_found_again_in_a_plane_whose_directions_are_not_at_right_angles() -> None:
    plane = random(trained())
    wanted = np.array([[0.25, -0.5], [1.0, 0.75], [0.0, 0.0]])
    thetas = np.array([plane.at(*place) for place in wanted])
    np.testing.assert_allclose(plane.places(thetas), wanted, atol=1e-12)
    assert plane.holds(thetas) == pytest.approx(1)


def test_a_portion_at_a_time_it_comes_to_the_same_from_coarse_to_fine() -> None:
    session = trained()
    whole = landscape(random(session), loss_at(session))
    made = Landscape(random(session), loss_at(session))
    assert made.known().size == 0
    sides = []
    while not made.is_complete:
        if made.go_on(7):
            sides.append(len(made.known()))
            assert np.isfinite(made.known()).all()
    assert sides == [5, 9, 17, 33]
    assert made.losses.tobytes() == whole.losses.tobytes()


def test_without_a_path_there_is_no_plane_along_it() -> None:
    assert along_path(open_session("ring")) is None
    large = trained(steps=3, hidden=(100, 100))
    assert large.layout.size > 8192
    assert along_path(large) is None
