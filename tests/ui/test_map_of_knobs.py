"""Hit-test and geometry agree, at every zoom, for networks of any shape."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF

from eq_sim.network.layout import Architecture, Layout
from eq_sim.ui.console.arrange import arrange
from eq_sim.ui.console.bay import Bay
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import Anchor, Geometry, Section
from eq_sim.ui.console.measures import Level, Measures

SEAMS = [
    (1, 1), (100_000, 1), (3, 1, 1), (2, 700, 1), (1, 2000, 1), (64, 1024, 900, 10), (64, 32, 10),
    (16,) * 25, (2, 16, 16, 1), (40, 40, 40, 40), (5, 5, 60, 5), (960, 640),
]  # fmt: skip


def layout_of(sizes: tuple[int, ...], biases: bool = True) -> Layout:
    layers = len(sizes) - 1
    kinds = ("tanh",) * (layers - 1) + ("identity",)
    return Layout(Architecture(sizes, kinds, (biases,) * layers))


def some_network(stream: np.random.Generator) -> tuple[int, ...]:
    layers = int(stream.integers(1, 6))
    return tuple(int(2 ** stream.uniform(0, 8)) for _ in range(layers + 1))


def map_of(
    layout: Layout,
    closeness: float,
    stream: np.random.Generator,
    view: tuple[float, float] = (900.0, 620.0),
    screen: float = 1.0,
    text: float = 1.0,
) -> CanvasMap:
    """Returns a map that has scrolled somewhere, of values that are all different."""
    plan = arrange(layout, view[0] / text, view[1] / text, screen * text, image=False)
    geometry = plan.at(closeness)
    spare = np.array([geometry.width * text - view[0], geometry.height * text - view[1]])
    scroll = np.floor(np.maximum(spare, 0) * stream.uniform(size=2))
    values = stream.permutation(layout.size).astype(np.float32)
    values *= stream.choice((-1, 1), layout.size)
    point = QPointF(float(scroll[0]), float(scroll[1]))
    return CanvasMap(
        layout, geometry, text, screen * text, QSizeF(*view), point, lambda knobs: values[knobs]
    )


def some_knobs(layout: Layout, stream: np.random.Generator) -> list[int]:
    ends = [block.offset for block in layout.blocks] + [layout.size - 1]
    return [*ends, *stream.integers(0, layout.size, 25).tolist()]


def check(canvas: CanvasMap, knob: int) -> None:
    center = canvas.center_of(knob, 0.0)
    here = canvas.knobs_at(center)
    assert knob in here
    assert canvas.box_of(knob).adjusted(0, 0, 1, 1).contains(center.toPoint())
    place = canvas.layout.knob(knob)
    level = canvas.geometry.of[place.layer].level
    shown = canvas.knob_at(center)
    assert shown == here[np.argmax(np.abs(canvas.sizes(here)))]
    of = canvas.geometry.of[place.layer]
    pixel = 1 / canvas.ratio
    if level is not Level.CELL or (of.pitch >= pixel and of.height >= pixel):
        assert here.tolist() == [knob]


@pytest.mark.parametrize("closeness", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("sizes", SEAMS, ids=lambda sizes: "-".join(map(str, sizes[:4])))
def test_a_knob_is_found_where_it_is(sizes: tuple[int, ...], closeness: float) -> None:
    stream = np.random.default_rng(len(sizes))
    layout = layout_of(sizes)
    canvas = map_of(layout, closeness, stream)
    for knob in some_knobs(layout, stream):
        check(canvas, knob)


@pytest.mark.parametrize("seed", range(40))
def test_a_knob_of_any_network_is_found_where_it_is(seed: int) -> None:
    stream = np.random.default_rng(seed)
    layout = layout_of(some_network(stream), biases=bool(seed % 3))
    view = (float(stream.integers(420, 2000)), float(stream.integers(200, 1400)))
    screen, text = float(stream.choice((1.0, 1.5, 2.0))), float(stream.choice((1.0, 1.25, 1.5)))
    canvas = map_of(layout, float(stream.uniform()), stream, view, screen, text)
    for knob in some_knobs(layout, stream):
        check(canvas, knob)


@pytest.mark.parametrize("sizes", [(600, 500), (900, 3), (3, 900)], ids=str)
def test_cells_of_exactly_one_pixel(sizes: tuple[int, ...]) -> None:
    layout = layout_of(sizes, biases=False)
    wide = float(sizes[0])
    of = Measures(Level.CELL, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    exact = Bay(0, 0, sizes[1], 1, sizes[0], of, 7.0, 11.0, wide, 0.0, wide, 1.0)
    assert layout.size == sizes[0] * sizes[1]
    for x, y in ((7, 11), (7 + sizes[0] - 1, 11), (30, 11 + sizes[1] - 1)):
        column, neuron = x - 7, y - 11
        if column >= sizes[0] or neuron >= sizes[1]:
            continue
        first, count = exact.columns_under(np.array([x, x + 1.0]))
        line, lines = exact.lines_under(np.array([y, y + 1.0]))
        assert (first.tolist(), count.tolist()) == ([column], [1])
        assert (line.tolist(), lines.tolist()) == ([neuron], [1])


@pytest.mark.parametrize("scroll", [(0, 0), (37, 5)], ids=str)
@pytest.mark.parametrize(("sizes", "across"), [((600, 500), 1), ((40, 900), 20)], ids=str)
def test_a_cell_of_exactly_one_pixel_is_one_knob(
    sizes: tuple[int, int], across: int, scroll: tuple[int, int]
) -> None:
    layout, stream = layout_of(sizes, biases=False), np.random.default_rng(3)
    of = Measures(Level.CELL, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    wide = float(sizes[0])
    bay = Bay(0, 0, sizes[1], across, sizes[0], of, 7.0, 11.0, wide, 0.0, wide, 1.0)
    section = Section(0, 7.0, 0.0, wide, 11.0)
    geometry = Geometry((of,), (bay,), (section,), False, (0, 0, 0, 0), bay.right, bay.bottom)
    values = stream.permutation(layout.size).astype(np.float32)
    canvas = CanvasMap(
        layout, geometry, 1.0, 1.0, QSizeF(900, 620), QPointF(*scroll), lambda knobs: values[knobs]
    )
    for knob in some_knobs(layout, stream):
        check(canvas, knob)
    line, slot = divmod(
        int(stream.integers(sizes[1] // across * across * sizes[0])), across * sizes[0]
    )
    at = QPointF(7 + slot + 0.5, 11 + line + 0.5) - QPointF(*scroll)
    strip, column = divmod(slot, sizes[0])
    assert canvas.knobs_at(at).tolist() == [layout.index(0, line * across + strip, column)]


@pytest.mark.parametrize("sizes", SEAMS, ids=lambda sizes: "-".join(map(str, sizes[:4])))
def test_every_knob_is_under_one_pixel_where_many_share_it(sizes: tuple[int, ...]) -> None:
    """All knobs of a line are shown, once each, wherever the view has scrolled to."""
    layout = layout_of(sizes)
    canvas = map_of(layout, 0.0, np.random.default_rng(1))
    for bay in canvas.geometry.bays:
        for shift in (0.0, 0.3):
            edges = np.arange(-3, 912) + shift
            first, count = bay.columns_under(edges)
            seen = np.zeros(bay.across * bay.columns, dtype=int)
            for begin, many in zip(first.tolist(), count.tolist(), strict=True):
                seen[begin : begin + many] += 1
            assert seen.min() >= 1
            if bay.of.pitch < 1:
                assert seen.max() == 1


@pytest.mark.parametrize("sizes", SEAMS, ids=lambda sizes: "-".join(map(str, sizes[:4])))
def test_a_place_is_found_again_at_every_zoom(sizes: tuple[int, ...]) -> None:
    stream = np.random.default_rng(2)
    layout = layout_of(sizes)
    plan = arrange(layout, 900.0, 620.0, 1.0, image=False)
    for _ in range(20):
        layer = int(stream.integers(len(layout.blocks)))
        block = layout.blocks[layer]
        neuron = int(stream.integers(block.outputs))
        anchor = Anchor(layer, neuron, float(stream.uniform(0, block.rows)), 0.5)
        for closeness in (0.0, 0.4, 1.0):
            geometry = plan.at(closeness)
            found = geometry.anchor(*geometry.place(anchor))
            assert (found.layer, found.neuron) == (layer, neuron)
            assert found.column == pytest.approx(anchor.column, abs=1e-3 * block.rows)
            assert found.share == pytest.approx(0.5, abs=1e-3)
