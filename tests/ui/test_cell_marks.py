"""What cells say in their corners: which way, from where, and how a knob is switched."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import look, recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.network.layout import Architecture, Block, Layout
from eq_sim.session.actions import Freeze, Mute, Solo, Train
from eq_sim.session.knob_bank import ArrayBank
from eq_sim.session.switches import Switches
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.cell_marks import CellMarks, paint_marks
from eq_sim.ui.console.cells import paint_cells, shade
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.grid import Grid
from eq_sim.ui.console.line_numbers import line_numbers
from eq_sim.ui.console.measures import Level
from eq_sim.ui.models.shown import Kind
from eq_sim.ui.style.theme import DARK

Opened = Callable[..., App]
SIDE = 12  # pixels of a cell
INK = 0xFF123456


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def one_layer(inputs: int, outputs: int) -> Layout:
    return Layout(Architecture((inputs, outputs), ("identity",), (True,)))


def painted(
    layout: Layout, values: np.ndarray, marks: CellMarks
) -> Callable[[int, int], np.ndarray]:
    """Paints a layer, a neuron a line. Returns what gives the pixels of a neuron's column."""
    block: Block = layout.blocks[0]
    columns = np.repeat(np.arange(block.rows), SIDE)
    lines = np.repeat(np.arange(block.outputs), SIDE)
    ones = np.ones_like
    grid = Grid(block, 1, Axis(columns, ones(columns)), Axis(lines, ones(lines)))
    pixels = np.zeros(grid.shape, dtype=np.uint32)
    colors = shade(DARK, root=False)
    paint_cells(grid, values, 1.0, colors, pixels)
    paint_marks(pixels, grid, marks, 1.0, colors, INK, 1.0)

    def cell(neuron: int, column: int) -> np.ndarray:
        down, across = slice(neuron * SIDE, None), slice(column * SIDE, None)
        return pixels[down, across][:SIDE, :SIDE]

    return cell


@pytest.mark.parametrize("filled", [True, False])
def test_a_corner_says_which_way(filled: bool) -> None:
    layout = one_layer(3, 2)
    ways = np.zeros(layout.size)
    up, down = layout.index(0, 0, 1), layout.index(0, 1, 2)
    ways[up], ways[down] = 0.2, -3.0
    off = Switches.none(layout, np.dtype(float))
    cell = painted(layout, np.full(layout.size, 0.5), CellMarks(ways, filled, None, off))
    above, below = cell(0, 1) == INK, cell(1, 2) == INK
    assert above[0, -1]
    assert above[:6, 6:].sum() == above.sum() > 3  # all of it in the upper right
    assert below[-1, -1]
    assert np.array_equal(below, above[::-1])
    assert above[1, -2] == filled
    assert not any((cell(n, c) == INK).any() for n, c in ((0, 0), (0, 2), (1, 0), (1, 1)))


def test_the_start_is_a_small_square_of_its_colour() -> None:
    layout = one_layer(2, 2)
    values, starts = np.full(layout.size, 1.0), np.full(layout.size, -1.0)
    off = Switches.none(layout, np.dtype(float))
    cell = painted(layout, values, CellMarks(np.zeros(layout.size), True, starts, off))
    colors = shade(DARK, root=False).colors[0]
    for neuron, column in ((0, 0), (1, 1), (1, 2)):
        assert (cell(neuron, column) == colors[0]).sum() == 9
        assert (cell(neuron, column)[6:, :6] == colors[0]).sum() == 9
        assert (cell(neuron, column) == colors[-1]).sum() == SIDE * SIDE - 9


def test_muted_is_struck_through_and_solo_has_a_dot() -> None:
    layout = one_layer(3, 2)
    muted, solo = layout.index(0, 0, 1), layout.index(0, 1, 0)
    switches = Switches.none(layout, np.dtype(float)).switched("mutes", np.array([muted]), on=True)
    switches = switches.switched("solos", np.array([solo]), on=True)
    cell = painted(
        layout, np.zeros(layout.size), CellMarks(np.zeros(layout.size), True, None, switches)
    )
    assert (cell(0, 1) == INK).sum() == SIDE
    assert all(cell(0, 1)[place, place] == INK for place in range(SIDE))
    assert (cell(1, 0)[:6, :6] == INK).sum() == (cell(1, 0) == INK).sum() == 9
    assert not (cell(1, 1) == INK).any()


def cells_of(app: App) -> Console:
    console = app.window.console
    console.fit_all()
    QApplication.processEvents()
    app.window.refresh()
    QApplication.processEvents()
    return console


def test_cells_in_the_window_have_marks_and_the_legend_names_them(opened: Opened) -> None:
    app = opened("spiral")
    app.do(Train(3))
    console, colors = cells_of(app), app.window.console_panel.colors
    assert {of.level for of in console.canvas.geometry.of} == {Level.CELL}
    assert console.points_ahead
    description = colors.accessibleDescription()
    assert "next training step" in description
    assert "where it began" in description
    assert "frozen" not in description
    before = console.viewport().grab().toImage()
    console.show_next_step(False)
    app.window.refresh()
    assert "last training step" in colors.accessibleDescription()
    assert console.viewport().grab().toImage() != before  # angles have become filled corners
    console.show_in_cells(Kind.START)
    app.window.refresh()
    assert "where it began" not in colors.accessibleDescription()


def test_a_heading_of_cells_counts_what_is_switched(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("spiral")
    layout = app.session.layout
    app.do(Freeze(tuple(range(5)), True))
    app.do(Mute((layout.index(1, 3, 2),), True))
    cells_of(app)
    said = look(app.window, pixmaps).words
    assert any(words.endswith(", 5 frozen") for words in said)
    assert any(words.endswith(", 1 muted") for words in said)
    app.do(Solo(layout.index(2, 0, 1), True))
    app.window.refresh()
    seen = look(app.window, pixmaps)
    assert any(words.endswith(", 1 solo") for words in seen.words)
    assert not seen.faults
    described = app.window.console_panel.colors.accessibleDescription()
    for words in ("Dotted: frozen.", "Gray: muted", "plays solo"):
        assert words in described


def test_lines_keep_their_numbers_where_the_view_has_scrolled_aside(opened: Opened) -> None:
    layout = Layout(Architecture((64, 1024, 900, 10), ("relu", "relu", "identity"), (True,) * 3))
    values = np.random.default_rng(1).normal(size=layout.size).astype(np.float32)
    console = Console(ArrayBank(layout, values, np.zeros_like(values)), DARK)
    console.resize(960, 640)
    console.show()
    try:
        knob = layout.index(1, 431, 700)
        for closeness in (0.3, 0.5):
            console.view.look(knob, closeness)
            console.view.look(knob, closeness)
            canvas = console.canvas
            assert canvas.scroll.x() > 0
            numbers = [number for number in line_numbers(canvas) if number.over]
            assert len(numbers) > 5
            for number in numbers:
                assert canvas.shown.contains(number.box.center())
                strip = canvas.geometry.strip_at(number.box.center().x(), number.box.bottom() - 3)
                if strip is not None:  # it is on a line of the neuron that it names, or just above
                    assert abs(strip.neuron - number.neuron) <= 2 * canvas.geometry.bay(1, 0).across
                assert number.text == f"{number.neuron + 1:,}"
        assert not console.grab().isNull()
    finally:
        console.deleteLater()
