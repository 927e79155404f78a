"""Bays of cells: a layer seen from far, with a meter beside each strip."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.switches import Switches
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.bay import Bay
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.cell_marks import CellMarks, marked, paint_marks
from eq_sim.ui.console.cells import paint_cells, shade
from eq_sim.ui.console.grid import Grid, Mask
from eq_sim.ui.console.meters import meter_colors, paint_meters
from eq_sim.ui.console.pixels import as_image
from eq_sim.ui.console.rasters import pixel
from eq_sim.ui.console.scales import as_limit
from eq_sim.ui.console.visible import visible
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.style.color_mix import Pixels
from eq_sim.ui.style.theme import Theme

_HATCH = 4  # pixels from one dot to the next of what is frozen


class _Picture(Struct, frozen=True):
    """The part of a bay that is in view.

    Attributes:
        grid: which knobs lie under which pixels.
        columns: which slots the columns of pixels show.
        lines: which lines of strips the rows of pixels show.
        edges: where the columns of pixels begin and end, on the canvas.
        corner: of the picture, on the canvas.
        pixels: of the picture; kept, for fresh memory would take longer than the work.
        image: the same.
    """

    grid: Grid
    columns: Axis
    lines: Axis
    edges: NDArray[np.float64]
    corner: QPointF
    pixels: Pixels
    image: QImage


class CellBays:
    """Draws them.

    Args:
        bank: whose knobs.
        shown: what cells show.
        theme: the colours.
    """

    def __init__(self, bank: KnobBank, shown: Shown, theme: Theme) -> None:
        self._bank, self._shown, self._theme = bank, shown, theme
        self._canvas: CanvasMap | None = None
        self._pictures: dict[tuple[int, int], _Picture | None] = {}
        self._dots: dict[tuple[int, int], IndexArray] = {}
        self._dotted: Switches | None = None

    def draw(
        self,
        painter: QPainter,
        canvas: CanvasMap,
        bay: Bay,
        ways: Array,
        moves: Array | None,
    ) -> None:
        """Draws the part of a bay that is in view.

        Args:
            painter: on the canvas.
            canvas: with the view.
            bay: which.
            ways: (size,) which way each knob has just moved.
            moves: (size,) where the next step would go; None to show where the last went.
        """
        if canvas is not self._canvas:
            self._canvas = canvas
            self._pictures.clear()
            self._dots.clear()
        if self._dotted is not self._bank.switches:
            self._dotted = self._bank.switches
            self._dots.clear()
        key = (bay.layer, bay.first)
        if key not in self._pictures:
            self._pictures[key] = self._made(canvas, bay)
        picture = self._pictures[key]
        if picture is None:
            return
        shown, theme, pixels = self._shown, self._theme, picture.pixels
        switches = self._bank.switches
        silent = None if switches.all_play else switches.silent
        limit, colors = as_limit(shown.ends(bay.layer)), shade(theme, root=shown.root)
        paint_cells(picture.grid, shown.numbers, limit, colors, pixels, silent)
        if switches.frozen.any():
            if key not in self._dots:
                self._dots[key] = _dots(picture.grid, pixels.shape, switches.frozen)
            pixels.reshape(-1)[self._dots[key]] = pixel(theme, "text")
        if marked(bay.of):
            starts = None if shown.root else self._bank.start()
            pointed = ways if moves is None else moves
            marks = CellMarks(pointed, moves is None, starts, switches)
            ink = pixel(theme, "text")
            paint_marks(pixels, picture.grid, marks, limit, colors, ink, canvas.ratio)
        pixels[:, picture.columns.count == 0] = pixel(theme, "panel")
        pixels[picture.lines.count == 0] = pixel(theme, "panel")
        if bay.meter:
            self._draw_meters(pixels, bay, picture.lines, picture.edges)
        painter.drawImage(picture.corner, picture.image)

    def _made(self, canvas: CanvasMap, bay: Bay) -> _Picture | None:
        """Returns the part of a bay that is in view; None where nothing is."""
        block = self._bank.layout.blocks[bay.layer]
        end = bay.right + bay.meter
        across = visible(canvas, bay.x, end, canvas.scroll.x(), canvas.view.width())
        down = visible(canvas, bay.y, bay.bottom, canvas.scroll.y(), canvas.view.height())
        if len(across) < 1 or len(down) < 1:
            return None
        edges = canvas.pixels_across(across.start, across.stop)
        below = canvas.pixels_down(down.start, down.stop)
        first, count = bay.columns_under(edges)
        in_line = bay.across
        if bay.lines == 1:  # a row of a layer that goes on in other rows
            in_line = block.outputs
            first = first + bay.first * block.rows
        columns, lines = Axis(first, count), Axis(*bay.lines_under(below))
        pixels = np.empty((len(down), len(across)), dtype=np.uint32)
        image = as_image(pixels, canvas.ratio)
        grid = Grid(block, in_line, columns, lines)
        return _Picture(grid, columns, lines, edges, QPointF(edges[0], below[0]), pixels, image)

    def _draw_meters(
        self, pixels: Pixels, bay: Bay, lines: Axis, edges: NDArray[np.float64]
    ) -> None:
        """Draws beside each strip of cells how much its knobs show, all of them together."""
        block = self._bank.layout.blocks[bay.layer]
        view = block.view(self._shown.numbers)
        with np.errstate(over="ignore", invalid="ignore"):
            sums = np.einsum("ij,ij->j", view, view)
        middles = (edges[:-1] + edges[1:]) / 2 - bay.x
        strips = np.floor(middles / bay.step_x)
        depth = (middles - strips * bay.step_x - bay.width - 1) / (bay.meter - 1)
        columns = np.flatnonzero((depth >= 0) & (depth < 1) & (strips < bay.across))
        numbers = np.sqrt(np.nan_to_num(sums))
        most = float(numbers.max())
        if not columns.size or not most:
            return
        axis = Axis(strips[columns].astype(np.intp), np.ones(columns.size, dtype=np.intp))
        out = np.empty((len(pixels), columns.size), dtype=np.uint32)
        colors = replace(meter_colors(self._theme), gap=pixel(self._theme, "panel"))
        paint_meters(block, bay.across, axis, lines, numbers, most, depth[columns], colors, out)
        out[lines.count == 0] = colors.gap
        pixels[:, columns] = out


def _dots(grid: Grid, shape: tuple[int, ...], frozen: Mask) -> IndexArray:
    """Returns which pixels of a picture are dots on the cells of frozen knobs."""
    down, across = np.ogrid[: shape[0], : shape[1]]
    dotted = (down + across) % _HATCH == 0
    dotted &= down % 2 == 0
    if not frozen.all():
        dotted = dotted & (grid.magnitudes(frozen.astype(np.float32)) > 0)
    return np.flatnonzero(dotted)
