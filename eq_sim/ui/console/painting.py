"""How all knobs are drawn in a frame: faders or bars, and each neuron's picture in its strip.

Nothing is computed, composed or drawn of a knob that is out of sight, and nothing is done knob by
knob: a frame costs its pixels.
"""

from collections.abc import Iterator
from math import ceil, floor

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import neuron_name
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.bar_arrows import NARROWEST, paint_arrows
from eq_sim.ui.console.bars import BarMarks, bar_look, paint_bars
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.cells import paint_cells, shade
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import Bay, Strip
from eq_sim.ui.console.grid import Grid, Mask
from eq_sim.ui.console.measures import STRIP_HEAD, WIDE_FADER, Level, Measures
from eq_sim.ui.console.meters import meter_colors, paint_meters
from eq_sim.ui.console.pixels import as_image
from eq_sim.ui.console.rasters import FaderRaster, PictureRaster, pixel
from eq_sim.ui.console.scales import Scales, as_limit
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.color_mix import Pixels, image_over, mixed
from eq_sim.ui.style.numbers import local
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

LETTERED = 13.0  # columns from here on have room for a letter that says how a knob is switched

_MOST_KEPT = 12  # looks of one size: while one zooms, sizes come and go
_LEAST_MAP = 10
_STARTED = 6.0  # screen pixels of a bar from which on the mark of its start does not hide it
_HATCH = 4  # pixels from one dot to the next of what is frozen
_ADVANCE = 0.62  # of a digit, as a share of its size
_TREND = 0.25  # how fast the arrows forget


class Trend:
    """Which way each knob has moved lately: of those, and only those, that the last step moved.

    While steps follow each other a knob often goes to and fro. So the way is that of its last few
    frames, and at rest that of the last step itself.

    Args:
        bank: whose knobs.
        activity: whether training runs.
    """

    def __init__(self, bank: KnobBank, activity: Activity) -> None:
        self._bank, self._activity = bank, activity
        self._lately = bank.whole().copy()

    def ways(self) -> NDArray[np.floating]:
        """Returns (size,) 1 for up, −1 for down, 0 for a knob that stood still; once a frame."""
        values = self._bank.whole()
        last = self._activity.last_move()
        if not self._activity.running or last is None:
            self._lately[...] = values
            return np.zeros_like(self._lately) if last is None else np.asarray(np.sign(last))
        lately = values - self._lately
        self._lately += _TREND * lately
        ways = np.where(lately == 0, np.sign(last), np.sign(lately))
        return np.asarray(np.where(last == 0, 0, ways))


class Painting:
    """Draws the knobs of one network at one size in one theme.

    Args:
        bank: whose knobs.
        trend: which way they have moved lately.
        surface: every neuron's answer over the plane; None for no pictures of it.
        scales: what the tops of the faders mean.
        shown: what cells show.
        theme: the colours.
    """

    def __init__(
        self,
        bank: KnobBank,
        trend: Trend,
        surface: Surface | None,
        scales: Scales,
        shown: Shown,
        theme: Theme,
    ) -> None:
        self._bank, self._trend, self._surface = bank, trend, surface
        self.scales, self._shown, self._theme = scales, shown, theme
        self._grays = mixed(theme.color("track"), theme.color("text"), np.arange(256) / 255)
        self._maps: dict[tuple[int, int], Pixels] = {}
        self._maps_of = -1
        self._names: dict[tuple[int, int, int], float] = {}
        self._faders: dict[FaderSize, FaderRaster] = {}
        image = bank.dataset.image
        self._pictures = PictureRaster(theme, image) if image else None

    def draw(
        self, painter: QPainter, canvas: CanvasMap, strips: list[Strip], moves: Array | None
    ) -> None:
        """Draws the knobs and pictures that can be seen.

        Args:
            painter: on the canvas.
            canvas: where the knobs are.
            strips: those of which something can be seen, but for cells.
            moves: (size,) where the next step would go; None to leave that out.
        """
        self._ways = self._trend.ways()
        self._moves = moves
        shown = canvas.shown
        for bay in canvas.geometry.bays:
            if not shown.intersects(QRectF(bay.x, bay.y, bay.right - bay.x, bay.bottom - bay.y)):
                continue
            if bay.of.level is Level.CELL:
                self._draw_cells(painter, canvas, bay)
            elif bay.of.level is Level.BAR:
                self._draw_bars(painter, canvas, bay)
        faders = [strip for strip in strips if strip.of.level is Level.FADER]
        if faders:
            self._draw_faders(painter, canvas, faders)
        self._draw_pictures(painter, [strip for strip in strips if strip.of.picture])
        if self._surface is not None and self._surface.exists:
            self._draw_maps(painter, strips)

    # Cells

    def _draw_cells(self, painter: QPainter, canvas: CanvasMap, bay: Bay) -> None:
        bank, theme = self._bank, self._theme
        block = bank.layout.blocks[bay.layer]
        end = bay.right + bay.meter
        across = _visible(canvas, bay.x, end, canvas.scroll.x(), canvas.view.width())
        down = _visible(canvas, bay.y, bay.bottom, canvas.scroll.y(), canvas.view.height())
        if len(across) < 1 or len(down) < 1:
            return
        edges_x = canvas.pixels_across(across.start, across.stop)
        edges_y = canvas.pixels_down(down.start, down.stop)
        first, count = bay.columns_under(edges_x)
        in_line = bay.across
        if bay.lines == 1:  # a row of a layer that goes on in other rows
            in_line = block.outputs
            first = first + bay.first * block.rows
        columns, lines = Axis(first, count), Axis(*bay.lines_under(edges_y))
        grid = Grid(block, in_line, columns, lines)
        pixels = np.empty((len(down), len(across)), dtype=np.uint32)
        switches = bank.switches
        silent = None if switches.all_play else switches.silent
        shown, layer = self._shown, bay.layer
        colors = shade(theme, root=shown.root)
        paint_cells(grid, shown.numbers, as_limit(shown.ends(layer)), colors, pixels, silent)
        if switches.frozen.any():
            _hatch(pixels, grid, switches.frozen, pixel(theme, "text"))
        pixels[:, count == 0] = pixel(theme, "panel")
        pixels[lines.count == 0] = pixel(theme, "panel")
        if bay.meter:
            self._draw_meters(pixels, bay, lines, edges_x)
        image = as_image(pixels, canvas.ratio)
        painter.drawImage(QPointF(edges_x[0], edges_y[0]), image)

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

    # Bars

    def _draw_bars(self, painter: QPainter, canvas: CanvasMap, bay: Bay) -> None:
        bank, ratio, theme, of = self._bank, canvas.ratio, self._theme, bay.of
        block = bank.layout.blocks[bay.layer]
        across = _visible(canvas, bay.x, bay.right, canvas.scroll.x(), canvas.view.width())
        shown = canvas.shown
        above = bay.lines_above(np.array([shown.top(), shown.bottom()])).tolist()
        lines = np.arange(floor(above[0]), min(bay.lines, ceil(above[1])))
        if len(across) < 1 or not lines.size:
            return
        edges = canvas.pixels_across(across.start, across.stop)
        slots, there = bay.columns_under(edges)
        in_line = bay.across
        if bay.lines == 1:  # a row of a layer that goes on in other rows
            in_line = block.outputs
            slots = slots + bay.first * block.rows
        grid = Grid(block, in_line, Axis(slots, there), Axis(lines, np.ones_like(lines)))
        look = bar_look(theme, round(of.travel * ratio), ratio)
        tops = np.arange(lines.size) * look.height
        pixels = np.empty((lines.size * look.height, len(across)), dtype=np.uint32)
        limit = as_limit(self.scales.of(bay.layer))
        whole = bank.whole()
        paint_bars(grid, whole, limit, look, tops, pixels, self._marks(of, ratio))
        if of.pitch * ratio >= NARROWEST:
            middles = (edges[:-1] + edges[1:]) / 2
            offsets = ((bay.slots(middles) % 1.0) - 0.5) * of.pitch * ratio
            ways = self._ways if self._moves is None else self._moves
            strips, columns = np.divmod(slots, block.rows)
            for place, line in enumerate(lines.tolist()):
                neurons = np.minimum(line * in_line + strips, block.outputs - 1)
                knobs = block.offset + np.minimum(columns, block.rows - 1) * block.outputs + neurons
                part = pixels[place * look.height : (place + 1) * look.height]
                ends = limit if isinstance(limit, float) else limit[neurons]
                paint_arrows(
                    part, whole[knobs] / ends, ways[knobs] * there, offsets, look.ink, ratio,
                    filled=self._moves is None,
                )  # fmt: skip
        image = as_image(pixels, ratio)
        for place, line in enumerate(lines.tolist()):
            self._put_bars(painter, image, (place * look.height, look.height), bay, line, edges)

    def _marks(self, of: Measures, ratio: float) -> BarMarks:
        """Returns what is marked: narrow columns underline what is frozen or plays solo."""
        switches = self._bank.switches
        silent = None if switches.all_play else switches.silent
        above = below = None
        solos = switches.solos.any()
        if not lettered(of) and (switches.fixed is not None or solos):
            above, below = switches.silent, switches.frozen & ~switches.silent
            if solos:
                below = below | (switches.solos & ~switches.silent)
        starts = self._bank.start() if of.pitch * ratio >= _STARTED else None
        return BarMarks(silent, above, below, starts)

    def _put_bars(
        self,
        painter: QPainter,
        image: QImage,
        rows: tuple[int, int],
        bay: Bay,
        line: int,
        edges: NDArray[np.float64],
    ) -> None:
        """Draws what was painted, strip by strip, without the edges of their frames."""
        top, high = rows
        y = bay.top_of(line) + bay.of.head
        first = max(0, floor((edges[0] - bay.x) / bay.step_x))
        last = min(bay.across, bay.count - line * bay.across)
        wide = bay.columns * bay.of.pitch
        for place in range(first, last):
            left = bay.x + place * bay.step_x + bay.left
            if left > edges[-1]:
                break
            begin, end = np.searchsorted(edges, (left - 1e-6, left + wide - 1e-6)).tolist()
            end = min(end, len(edges) - 1)
            if end > begin:
                x, until = float(edges[begin]), float(edges[end])
                target = QRectF(x, y, until - x, bay.of.travel)
                painter.drawImage(target, image, QRectF(begin, top, end - begin, high))

    # Faders

    def _draw_faders(self, painter: QPainter, canvas: CanvasMap, strips: list[Strip]) -> None:
        """Draws the columns that can be seen, all with one pass."""
        shown, layout = canvas.shown, self._bank.layout
        by_size: dict[FaderSize, list[tuple[Strip, int, int]]] = {}
        for strip in strips:
            of = strip.of
            first = max(0, floor((shown.left() - strip.left) / of.pitch))
            last = min(strip.columns, ceil((shown.right() - strip.left) / of.pitch))
            if first < last:
                size = FaderSize(of.pitch, of.travel, canvas.ratio)
                by_size.setdefault(size, []).append((strip, first, last))
        for size, runs in by_size.items():
            raster = self._fader_raster(size, runs[0][0].of)
            for some in _parts(runs, raster.most):
                knobs = np.concatenate(
                    [layout.neuron(s.layer, s.neuron)[first:last] for s, first, last in some]
                )
                self._compose_faders(raster, knobs)
                column = 0
                for strip, first, last in some:
                    x, of = strip.left + first * strip.of.pitch, strip.of
                    raster.draw(painter, column, last - first, x, strip.top)
                    y = strip.top + of.travel + of.foot / 2 - 2
                    raster.draw_values(painter, column, last - first, x, y)
                    column += last - first

    def _compose_faders(self, raster: FaderRaster, knobs: IndexArray) -> None:
        bank = self._bank
        limits = self.scales.limits(knobs)
        start = np.clip(bank.start()[knobs], -limits, limits)
        biases = ~bank.layout.weights[knobs]
        raster.compose(bank.whole()[knobs], start, limits, self._ways[knobs], biases)

    def _fader_raster(self, size: FaderSize, of: Measures) -> FaderRaster:
        if size not in self._faders:
            if len(self._faders) > _MOST_KEPT:
                self._faders.clear()
            theme = self._theme
            characters, decimals, pixels = _value_style(size.width)
            made = font(pixels, mono=True)
            made.setPixelSize(round(pixels))  # in a hall, too: numbers that touch cannot be read
            ground, point = theme.color("strip"), local("0.0")[1]
            figures = Figures(made, theme.color("text"), ground, size.ratio, point)
            self._faders[size] = FaderRaster(
                fader_sprites(theme, size), figures, of.foot / 2, characters, decimals,
                pixel(theme, "strip"),
            )  # fmt: skip
        return self._faders[size]

    # Pictures

    def _draw_pictures(self, painter: QPainter, strips: list[Strip]) -> None:
        """Draws the picture that the weights of each neuron make."""
        pictures, bank = self._pictures, self._bank
        if not strips or pictures is None:
            return
        block = bank.layout.blocks[0]
        neurons = [strip.neuron for strip in strips]
        view = block.view(bank.whole())[: block.inputs, neurons]
        limits = self.scales.of(0)
        own = limits[neurons] if limits.size > 1 else limits
        pictures.compose(view.T, own[:, np.newaxis])
        for place, strip in enumerate(strips):
            x, y, side = strip.picture
            pictures.draw(painter, place, QRectF(x, y, side, side))

    def _draw_maps(self, painter: QPainter, strips: list[Strip]) -> None:
        """Draws where in the plane each neuron answers: dark little, light much."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for strip in strips:
            side = STRIP_HEAD - 8 if strip.of.level is Level.FADER else min(15, strip.of.head - 5)
            if side < _LEAST_MAP:
                continue
            if strip.width >= max(2.6 * side, self._name_wide(strip) + side + 18):
                pixels = self._map(strip.layer, strip.neuron)
                x = strip.x + strip.width - side - 5
                painter.drawImage(QRectF(x, strip.y + 4, side, side), image_over(pixels))

    def _name_wide(self, strip: Strip) -> float:
        """Returns how wide the words are beside which a picture has to fit."""
        size = 12 if strip.of.level is Level.FADER else 10
        key = (strip.layer, strip.neuron, size)
        if key not in self._names:
            metrics = QFontMetricsF(font(size, bold=True))
            bank = self._bank
            name = neuron_name(bank.layout, bank.dataset, strip.layer, strip.neuron)
            self._names[key] = metrics.horizontalAdvance(name)
            self._names[(*key[:2], -size)] = metrics.horizontalAdvance(f"{strip.neuron + 1}")
        wide = self._names[key]
        # Where the name has no room, it is the number alone.
        return wide if wide <= strip.width - 14 else self._names[(*key[:2], -size)]

    def _map(self, layer: int, neuron: int) -> Pixels:
        """Returns one neuron's picture; made when it is first seen after a change."""
        surface = self._surface
        assert surface is not None
        if self._maps_of != surface.revision:
            self._maps_of = surface.revision
            self._maps.clear()
        pixels = self._maps.get((layer, neuron))
        if pixels is None:
            levels = surface.neuron(layer, neuron) * 255
            pixels = self._maps[layer, neuron] = self._grays[levels.astype(np.intp)]
        return pixels


def lettered(of: Measures) -> bool:
    """Whether a column has room for a letter that says how its knob is switched."""
    return of.pitch >= LETTERED and of.travel >= LETTERED and of.level is not Level.CELL


def _hatch(pixels: Pixels, grid: Grid, frozen: Mask, ink: int) -> None:
    """Dots the cells of knobs that are frozen."""
    down, across = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    dotted = (down + across) % _HATCH == 0
    dotted &= down % 2 == 0
    if not frozen.all():
        dotted = dotted & (grid.magnitudes(frozen.astype(np.float32)) > 0)
    pixels[dotted] = ink


def _visible(canvas: CanvasMap, begin: float, end: float, scroll: float, seen: float) -> range:
    """Returns the pixels of the screen that show a stretch of the canvas."""
    fine = canvas.ratio / canvas.zoom
    first = max(0, floor((begin * canvas.zoom - scroll) * fine + 1e-6))
    last = min(ceil(seen * fine), ceil((end * canvas.zoom - scroll) * fine - 1e-6))
    return range(first, max(first, last))


def _parts(runs: list[tuple[Strip, int, int]], most: int) -> Iterator[list[tuple[Strip, int, int]]]:
    """Yields runs of columns, at most so many columns at once."""
    some: list[tuple[Strip, int, int]] = []
    count = 0
    for strip, first, last in runs:
        if some and count + last - first > most:
            yield some
            some, count = [], 0
        some.append((strip, first, last))
        count += last - first
    yield some


def _value_style(pitch: float) -> tuple[int, int, float]:
    """Returns (characters, decimals, font size) of the values under faders so wide."""
    least = current().least
    if least and pitch < WIDE_FADER:  # for a hall: fewer digits rather than smaller ones
        for characters, decimals in ((6, 3), (5, 2), (4, 1)):
            if characters * _ADVANCE * least <= pitch:
                return characters, decimals, least
        return 4, 1, 0.86 * pitch / (4 * _ADVANCE)
    for least, style in (
        (WIDE_FADER, (6, 3, 20.0)),
        (74.0, (6, 3, 14.0)),
        (52.0, (5, 2, 13.0)),
        (38.0, (5, 2, 11.0)),
        (33.0, (5, 2, 9.5)),
    ):
        if pitch >= least:
            return style
    return (4, 1, 10.0)
