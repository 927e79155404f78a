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
from eq_sim.ui.console.measures import Level, height_in, measures
from eq_sim.ui.console.plan import Plan
from eq_sim.ui.console.scales import Scales, rung

NETWORKS = [
    (2, 1), (2, 4, 2, 1), (2, 16, 16, 1), (4, 8, 3), (64, 32, 10), (1, 8, 1),
    (2, 4, 4, 4, 4, 4, 4, 1), (64, 1024, 900, 10), (300, 300, 1), (2, 900, 1), (2, 1500, 1),
    (3000, 2, 3), (16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 4), (1, 1),
]  # fmt: skip
VIEWS = [(420, 260), (650, 560), (960, 780), (1270, 960), (2400, 1900)]


def network(sizes: tuple[int, ...]) -> Layout:
    layers = len(sizes) - 1
    return Layout(Architecture(sizes, ("tanh",) * (layers - 1) + ("identity",), (True,) * layers))


def plan_of(sizes: tuple[int, ...], view: tuple[int, int], ratio: float = 1.0) -> Plan:
    return arrange(network(sizes), *view, ratio, image=sizes[0] == 64)


@pytest.mark.parametrize("closeness", [0.0, 0.37, 1.0])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
@pytest.mark.parametrize("view", VIEWS[::2], ids=str)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_strips_neither_overlap_nor_leave(
    sizes: tuple[int, ...], view: tuple[int, int], ratio: float, closeness: float
) -> None:
    geometry = plan_of(sizes, view, ratio).at(closeness)
    places = [(layer, neuron) for layer, size in enumerate(sizes[1:]) for neuron in range(size)]
    for place in places[:: max(1, len(places) // 60)] + places[-1:]:
        strip = geometry.strip(*place)
        of = strip.of
        assert strip.y + strip.height <= geometry.height + 0.01
        assert strip.top + of.travel <= strip.y + strip.height + 0.01
        assert of.travel > (10 if of.level is not Level.CELL else 0)
        if of.level is Level.FADER:
            assert (of.pitch * ratio) == pytest.approx(round(of.pitch * ratio))
        assert strip.x >= 0
        assert strip.x + strip.width <= geometry.width + 1.01
        assert strip.left >= strip.x
        assert strip.left + strip.columns * of.pitch <= strip.x + strip.width + 1 / ratio + 0.01
        assert geometry.strip_at(strip.x + strip.width / 2, strip.y + strip.height / 2) == strip
    for bay in geometry.bays:
        assert bay.width <= bay.step_x + 0.01
        assert bay.of.height <= bay.step_y + 0.01
    for one, other in itertools.combinations(geometry.bays, 2):
        aside = one.right <= other.x + 0.01 or other.right <= one.x + 0.01
        assert aside or one.bottom <= other.y + 0.01 or other.bottom <= one.y + 0.01


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("view", VIEWS[::2], ids=str)
@pytest.mark.parametrize("sizes", [*NETWORKS, (100_000, 1), (2, 100_000, 1), (64,) * 25], ids=str)
def test_from_far_all_is_in_view(
    sizes: tuple[int, ...], view: tuple[int, int], ratio: float
) -> None:
    plan = plan_of(sizes, view, ratio)
    geometry = plan.at(0.0)
    assert view[0] - 15 <= geometry.width <= view[0]
    assert geometry.height == view[1]
    opened, near = plan.at(plan.opening), plan.at(plan.near)
    if plan.opening:  # what is not all in view can be read
        assert all(of.level >= Level.BAR for of in opened.of)
        assert min(of.height for of in opened.of) >= 48
    assert all(of.pitch >= 27 for of in near.of)


@pytest.mark.parametrize("view", [(960, 780), (740, 470), (500, 320)], ids=str)
@pytest.mark.parametrize("sizes", [(4, 8, 3), (2, 16, 16, 1), (2, 8, 8, 1), (10, 20, 3)], ids=str)
def test_a_few_hundred_knobs_open_as_faders_that_can_be_read(
    sizes: tuple[int, ...], view: tuple[int, int]
) -> None:
    plan = plan_of(sizes, view)
    opened = plan.at(plan.opening)
    assert opened.faders
    assert min(opened.pitch) >= 27
    assert min(opened.travel) >= 80


def test_thousands_of_knobs_open_as_bars_or_cells_and_none_is_out_of_sight() -> None:
    assert plan_of((2, 4, 2, 1), (960, 780)).at(0.0).faders
    digits = plan_of((64, 32, 10), (960, 780))
    assert digits.opening == 0.0
    assert digits.at(0.0).level is Level.BAR
    assert digits.at(0.0).strip(0, 3).of.picture > 40
    million = plan_of((64, 1024, 900, 10), (960, 780)).at(0.0)
    assert {of.level for of in million.of} == {Level.CELL}
    assert million.bays[1].group * million.bays[1].across in (50, 64)
    assert million.strips_in(0, 0, 960, 780, Level.BAR) == []


@pytest.mark.parametrize("view", [(320, 280), (480, 420), (420, 260)], ids=str)
def test_bars_that_do_not_fit_scroll_down_alone(view: tuple[int, int]) -> None:
    plan = plan_of((64, 32, 10), view, 1.5)
    opened = plan.at(plan.opening)
    assert {of.level for of in opened.of} == {Level.BAR}
    assert opened.width <= view[0]
    assert opened.height > view[1]
    assert min(opened.travel) >= 24
    assert min(opened.pitch) * 1.5 >= 2
    assert plan.at(0.0).height == view[1]


def test_low_bars_take_the_height_there_is() -> None:
    opened = plan_of((64, 32, 10), (704, 548)).at(0.0)  # the desk of a window of 1280 × 720
    assert min(opened.travel) >= 24
    assert opened.bays[-1].bottom >= 548 - 12
    assert opened.height == 548


@pytest.mark.parametrize("height", [3.0, 8.0, 9.5, 40.0, 71.0, 72.0, 200.0])
def test_a_strip_and_the_gap_below_it_fill_a_step(height: float) -> None:
    assert height_in(height + measures(2.0, height, 1.0).below) == pytest.approx(height)


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (2, 6, 3, 1), (4, 8, 3)], ids=str)
@pytest.mark.parametrize("view", [(320, 260), (436, 420), (542, 440), (700, 560)], ids=str)
def test_faders_that_scroll_fill_the_width(sizes: tuple[int, ...], view: tuple[int, int]) -> None:
    """No room is left in a full row for another neuron that can be read."""
    plan = plan_of(sizes, view)
    opened = plan.at(plan.opening)
    assert opened.faders
    for layer, block in enumerate(network(sizes).blocks):
        bays = opened.bays_of(layer)
        alone = [bay for bay in bays if sum(other.y == bay.y for other in opened.bays) == 1]
        if len(bays) < 2 or not alone:
            continue
        narrow = 36 + 34 * block.rows  # a strip with columns that can be read
        assert view[0] - 14 - max(bay.right for bay in alone) < narrow + 8
        assert len({bay.count for bay in bays}) == 1 or max(bay.count for bay in bays) > 1
        assert max(bay.count for bay in bays) - min(bay.count for bay in bays) < len(bays) + 1


def test_one_comes_nearer_step_by_step_and_columns_only_grow() -> None:
    plan = plan_of((64, 32, 10), (960, 780))
    before = plan.at(0.0)
    levels = [before.level]
    for step in range(1, 101):
        now = plan.at(step / 100)
        for old, new in zip(before.of, now.of, strict=True):
            assert 1.0 - 0.04 <= new.pitch / old.pitch < 1.12
            assert 1.0 - 0.04 <= new.height / old.height < 1.12
        assert [(b.first, b.across) for b in now.bays] == [(b.first, b.across) for b in before.bays]
        before = now
        levels.append(now.level)
    assert levels == sorted(levels)
    assert levels[-1] is Level.FADER


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
