"""Where knobs are: for any network and any view nothing overlaps and nothing leaves the canvas."""

import itertools

import numpy as np
import pytest

from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import NewStart, SetStart, Turn
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.session import Session
from eq_sim.ui.console.arrange import arrange
from eq_sim.ui.console.figures import GLYPHS, compose
from eq_sim.ui.console.scales import Scales, rung

NETWORKS = [
    (2, 1), (2, 4, 2, 1), (2, 16, 16, 1), (4, 8, 3), (64, 32, 10), (1, 8, 1),
    (2, 4, 4, 4, 4, 4, 4, 1), (64, 1024, 900, 10), (300, 300, 1), (2, 900, 1), (2, 1500, 1),
    (3000, 2, 3),
]  # fmt: skip
VIEWS = [(420, 260), (650, 560), (960, 780), (1270, 960), (2400, 1900)]


def network(sizes: tuple[int, ...]) -> Layout:
    layers = len(sizes) - 1
    return Layout(Architecture(sizes, ("tanh",) * (layers - 1) + ("identity",), (True,) * layers))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_strips_neither_overlap_nor_leave(
    sizes: tuple[int, ...], view: tuple[int, int], ratio: float
) -> None:
    layout = network(sizes)
    width, height = view
    geometry = arrange(layout, width, height, ratio, image=sizes[0] == 64)
    assert len(geometry.strips) == sum(sizes[1:])
    for strip in geometry.strips:
        pitch = geometry.pitch[strip.layer]
        assert strip.y + strip.height <= geometry.height + 0.01
        assert strip.top + geometry.travel[strip.layer] <= strip.y + strip.height + 0.01
        assert geometry.travel[strip.layer] > 10
        assert (pitch * ratio) == pytest.approx(round(pitch * ratio))
        assert strip.x >= 0
        assert strip.x + strip.width <= geometry.width + 1.01
        assert strip.left >= strip.x
        assert strip.left + strip.columns * pitch <= strip.x + strip.width + 0.01
        if strip.columns * pitch + 16 <= width:  # only what must be wider than the view is
            assert strip.x + strip.width <= width + 1.01
    rows = itertools.groupby(geometry.strips, key=lambda strip: strip.y)
    for _, row in rows:
        for one, other in itertools.pairwise(row):
            assert one.x + one.width <= other.x + 1.01


def test_faders_where_there_is_room_and_bars_where_not() -> None:
    assert arrange(network((2, 4, 2, 1)), 960, 780, 1, image=False).faders
    assert not arrange(network((64, 32, 10)), 960, 780, 1, image=True).faders


def test_all_of_the_digits_are_on_view_in_a_small_window() -> None:
    geometry = arrange(network((64, 32, 10)), 650, 560, 1, image=True)
    assert geometry.height == 560


def written(value: float, width: int = 6, decimals: int = 2) -> str:
    text = compose(np.array([value]), width, decimals)[0]
    return "".join(GLYPHS[place] for place in text).strip()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"), (0.731, "0.73"), (-0.731, "−0.73"), (-0.004, "0.00"), (0.995001, "1.00"),
        (9.994, "9.99"), (9.996, "10.0"), (-12.34, "−12.3"), (99.97, "100"), (123.4, "123"),
        (-4567.0, "−4567"), (1e5, "1e5"), (-4.4e8, "−4e8"), (9.7e5, "1e6"),
    ],
)  # fmt: skip
def test_values_are_written_as_a_person_would(value: float, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (1e10, 6, "1e10"), (-9.6e9, 5, "−1e10"), (-3e300, 6, "−3e300"), (-1e12, 4, "−e12"),
        (9876.0, 4, "9876"), (-9876.0, 4, "−1e4"), (-999.4, 4, "−999"), (-1234.0, 5, "−1234"),
    ],
)  # fmt: skip
def test_long_values_keep_sign_and_power(value: float, width: int, text: str) -> None:
    assert written(value, width, width - 3) == text


def test_values_agree_with_rounding() -> None:
    stream = np.random.default_rng(1)
    values = stream.normal(size=3000) * 3
    values = values[np.abs(values) < 9.99]
    for value in values:
        assert float(written(value).replace("−", "-")) == pytest.approx(value, abs=0.00501)


def test_scales_hold_every_value_and_widen_in_rungs(ring: Session) -> None:
    ring.apply(SetStart(tuple(np.linspace(-1, 1, ring.layout.size).tolist())))
    scales = Scales(LiveBank(ring))
    assert not any(scale.widened for scale in scales.layers)
    ring.apply(Turn((0,), (-37.2,)))
    assert scales.fit()
    assert scales.layers[0].limit == 50
    assert scales.layers[0].widened
    assert not scales.layers[1].widened
    assert not scales.fit()
    assert scales.limits(np.array([0, 24])).tolist() == [50, scales.layers[2].limit]
    ring.apply(NewStart())
    assert not any(scale.widened for scale in scales.layers)


@pytest.mark.parametrize("value", [1e-9, 0.3, 1.0, 1.01, 7.5, 999.0, 1e9])
def test_a_rung_is_never_below_its_value(value: float) -> None:
    assert value <= rung(value) <= 10 * value
