"""How all knobs are drawn in a frame: faders or bars, and each neuron's picture in its strip.

Nothing is computed, composed or drawn of a knob that is out of sight, and nothing is done knob by
knob: a frame costs its pixels.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from eq_sim.language.numerals import local
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import neuron_name
from eq_sim.ui.console.bar_bays import BarBays
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.cell_bays import CellBays
from eq_sim.ui.console.cell_marks import marked
from eq_sim.ui.console.detents import Detents
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import by_layer
from eq_sim.ui.console.measures import STRIP_HEAD, WIDE_FADER, Level, Measures, foot
from eq_sim.ui.console.pull_marks import draw_pulls
from eq_sim.ui.console.rasters import FaderRaster, PictureRaster, pixel
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.next_step import NextStep
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.color_mix import Pixels, image_over, mixed
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_MOST_KEPT = 12  # looks of one size: while one zooms, sizes come and go
_LEAST_MAP = 10
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
        self._change, self._ways = np.empty_like(self._lately), np.empty_like(self._lately)

    def ways(self) -> NDArray[np.floating]:
        """Returns (size,) 1 for up, −1 for down, 0 for a knob that stood still; once a frame.

        It is the same memory each time.
        """
        values = self._bank.whole()
        last = self._activity.last_move()
        if not self._activity.running or last is None:
            self._lately[...] = values
            return np.zeros_like(self._lately) if last is None else np.asarray(np.sign(last))
        # In memory that is kept: fresh memory would take longer than the work, of a million knobs.
        change, ways = self._change, self._ways
        np.subtract(values, self._lately, out=change)
        np.sign(change, out=ways)
        change *= _TREND
        self._lately += change
        back = ways == 0
        if back.any():
            ways[back] = np.sign(last[back])
        np.multiply(ways, last != 0, out=ways)
        return ways


class Painting:
    """Draws the knobs of one network at one size in one theme.

    Args:
        bank: whose knobs.
        trend: which way they have moved lately.
        surface: every neuron's answer over the plane; None for no pictures of it.
        scales: what the tops of the faders mean.
        shown: what cells show.
        theme: the colours.
        next_step: where the next step would go, and what the penalties add to it.
    """

    def __init__(
        self,
        bank: KnobBank,
        trend: Trend,
        surface: Surface | None,
        scales: Scales,
        shown: Shown,
        theme: Theme,
        next_step: NextStep | None = None,
    ) -> None:
        self._bank, self._trend, self._surface = bank, trend, surface
        self._next_step = next_step
        self.scales, self._shown, self._theme = scales, shown, theme
        self._grays = mixed(theme.color("track"), theme.color("text"), np.arange(256) / 255)
        self._maps: dict[tuple[int, int], Pixels] = {}
        self._maps_of = -1
        self._names: dict[tuple[int, int, int], float] = {}
        self._cells = CellBays(bank, shown, theme)
        self._bars = BarBays(bank, scales, theme)
        self._detents = Detents(bank, scales)
        self._faders: dict[FaderSize, FaderRaster] = {}
        self._ways: NDArray[np.floating] = np.zeros(0)
        image = bank.dataset.image
        self._pictures = PictureRaster(theme, image) if image else None

    def draw(
        self,
        painter: QPainter,
        canvas: CanvasMap,
        strips: list[Strip],
        moves: Array | None,
        *,
        moved: bool = True,
    ) -> None:
        """Draws the knobs and pictures that can be seen.

        Args:
            painter: on the canvas.
            canvas: where the knobs are.
            strips: those of which something can be seen, but for cells.
            moves: (size,) where the next step would go; None to leave that out.
            moved: whether knobs that the last step moved are marked.
        """
        shown = canvas.shown
        if any(of.level > Level.CELL or of.coming or marked(of) for of in canvas.geometry.of):
            self._ways = self._trend.ways()  # of other cells nobody sees which way they went
            if not moved:
                self._ways = np.zeros_like(self._ways)
        for bay in canvas.geometry.bays:
            if not shown.intersects(QRectF(bay.x, bay.y, bay.right - bay.x, bay.bottom - bay.y)):
                continue
            if bay.of.level is Level.CELL:
                self._cells.draw(painter, canvas, bay, self._ways, moves)
            if bay.of.level is Level.BAR or (bay.of.level is Level.CELL and bay.of.coming):
                painter.setOpacity(bay.of.coming if bay.of.level is Level.CELL else 1.0)
                self._bars.draw(painter, canvas, bay, self._ways, moves, self._pulls(moves))
                painter.setOpacity(1.0)
        faders = [strip for strip in strips if strip.of.level is Level.FADER]
        if faders:
            self._draw_faders(painter, canvas, faders)
            self._detents.draw(painter, canvas, faders, self._theme)
        for share, some in self._coming(strips):
            painter.setOpacity(share)
            self._draw_faders(painter, canvas, some, numbers=False)
            painter.setOpacity(1.0)
        self._draw_pictures(painter, [strip for strip in strips if strip.of.picture])
        if self._surface is not None and self._surface.exists:
            self._draw_maps(painter, strips)
        pulls = self._pulls(moves)
        if faders and moves is not None and pulls is not None:
            bank, scales, theme = self._bank, self.scales, self._theme
            draw_pulls(painter, bank, canvas, faders, scales, theme, moves, pulls)

    def _pulls(self, moves: Array | None) -> Array | None:
        """Returns what the penalties add to the next step, where that is shown."""
        return None if moves is None or self._next_step is None else self._next_step.pulls

    def _coming(self, strips: list[Strip]) -> Iterator[tuple[float, list[Strip]]]:
        """Yields strips of bars over which faders appear, and how much of these: layer by layer."""
        coming = [strip for strip in strips if strip.of.level is Level.BAR and strip.of.coming]
        for _, some in by_layer(coming):
            yield some[0].of.coming, some

    # Faders

    def _draw_faders(
        self,
        painter: QPainter,
        canvas: CanvasMap,
        strips: list[Strip],
        *,
        numbers: bool = True,
    ) -> None:
        """Draws the columns that can be seen, all with one pass; their values where wanted."""
        shown, layout = canvas.shown, self._bank.layout
        by_size: dict[FaderSize, list[tuple[Strip, int, int]]] = {}
        for strip in strips:
            of, seen = strip.of, strip.columns_in(shown.left(), shown.right())
            if seen:
                ticks = not self._detents.marked(strip, canvas)
                size = FaderSize(of.pitch, of.travel, canvas.ratio, ticks)
                by_size.setdefault(size, []).append((strip, seen.start, seen.stop))
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
                    if numbers:
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
                fader_sprites(theme, size), figures, foot(of.pitch) / 2, characters, decimals,
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
