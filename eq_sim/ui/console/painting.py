"""How all knobs are drawn in a frame: faders or bars, and each neuron's picture in its strip.

Nothing is computed, composed or drawn of a knob that is out of sight, and nothing is done knob by
knob: a frame costs its pixels.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import neuron_name
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import STRIP_HEAD, WIDE_FADER, Strip, by_layer, foot
from eq_sim.ui.console.rasters import BarRaster, FaderRaster, Mask, PictureRaster, pixel
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.style.color_mix import Pixels, image_over, mixed
from eq_sim.ui.style.numbers import local
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

LETTERED = 12.0  # columns from here on have room for a letter that says how a knob is switched

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
        canvas: where the knobs are; how far it has scrolled does not matter.
        scales: what the tops of the faders mean.
        theme: the colours.
    """

    def __init__(
        self,
        bank: KnobBank,
        trend: Trend,
        surface: Surface | None,
        canvas: CanvasMap,
        scales: Scales,
        theme: Theme,
    ) -> None:
        self._bank, self._trend, self._surface = bank, trend, surface
        self._geometry, self.scales, self._theme = canvas.geometry, scales, theme
        self._grays = mixed(theme.color("track"), theme.color("text"), np.arange(256) / 255)
        self._maps: dict[tuple[int, int], Pixels] = {}
        self._maps_of = -1
        self._names: dict[tuple[int, int], float] = {}
        if self._geometry.faders:
            self._make_faders(canvas.ratio)
        else:
            self._make_bars(canvas.ratio)

    def draw(self, painter: QPainter, strips: list[Strip]) -> None:
        """Draws the knobs and pictures of some strips, those that can be seen."""
        if self._geometry.faders:
            self._draw_faders(painter)
        else:
            self._draw_bars(painter, strips)
        if self._surface is not None and self._surface.exists:
            self._draw_maps(painter, strips)

    def _make_faders(self, ratio: float) -> None:
        geometry, theme = self._geometry, self._theme
        pitch, travel = geometry.pitch[0], geometry.travel[0]
        characters, decimals, pixels = _value_style(pitch)
        made = font(pixels, mono=True)
        made.setPixelSize(round(pixels))  # in a hall, too: numbers that touch cannot be read
        figures = Figures(made, theme.color("text"), theme.color("strip"), ratio, local("0.0")[1])
        sprites = fader_sprites(theme, FaderSize(pitch, travel, ratio))
        self._order = reading_order.order(self._bank.layout)
        biases = ~self._bank.layout.weights[self._order]
        self._faders = FaderRaster(
            sprites, figures, biases, foot(pitch) / 2, characters, decimals, pixel(theme, "strip")
        )

    def _make_bars(self, ratio: float) -> None:
        geometry, theme, layout = self._geometry, self._theme, self._bank.layout
        self._bars: list[BarRaster] = []
        self._pictures: PictureRaster | None = None
        for block in layout.blocks:
            size = FaderSize(geometry.pitch[block.layer], geometry.travel[block.layer], ratio)
            self._bars.append(BarRaster(theme, size, block.rows, bias=block.bias))
        image = self._bank.dataset.image
        if image and geometry.strips[0].thumb:
            self._pictures = PictureRaster(theme, image)

    def _draw_faders(self, painter: QPainter) -> None:
        bank, geometry, order = self._bank, self._geometry, self._order
        limits = self.scales.limits(order)
        ways = self._trend.ways()[order]
        start = np.clip(bank.start()[order], -limits, limits)
        self._faders.compose(bank.whole()[order], start, limits, ways)
        column = 0
        for strip in geometry.strips:
            self._faders.draw(painter, column, strip.columns, strip.left, strip.top)
            layer = strip.layer
            y = strip.top + geometry.travel[layer] + foot(geometry.pitch[layer]) / 2 - 2
            self._faders.draw_values(painter, column, strip.columns, strip.left, y)
            column += strip.columns

    def _draw_bars(self, painter: QPainter, strips: list[Strip]) -> None:
        bank = self._bank
        for layer, all_of_layer in by_layer(strips):
            raster, limits = self._bars[layer], self.scales.of(layer)[:, np.newaxis]
            block = bank.layout.blocks[layer]
            switches, view = bank.switches, block.view(bank.values())
            for some in _parts(all_of_layer, raster.most):
                neurons = [strip.neuron for strip in some]
                limit = limits[neurons] if len(limits) > 1 else limits
                values, silent = view[:, neurons].T, None
                if not switches.all_play:  # a silent one is shown where it comes back to
                    silent = block.view(switches.silent)[:, neurons].T
                    values = np.where(silent, block.view(switches.parked)[:, neurons].T, values)
                raster.compose(values, limit, silent)
                self._mark(raster, some)
                for place, strip in enumerate(some):
                    raster.draw(painter, place, strip.left, strip.top)
                if some[0].thumb and self._pictures:
                    self._pictures.compose(values[:, : block.inputs], limit)
                    for place, strip in enumerate(some):
                        x = strip.x + strip.width - strip.thumb - 6
                        box = QRectF(x, strip.y + 5, strip.thumb, strip.thumb)
                        self._pictures.draw(painter, place, box)

    def _mark(self, raster: BarRaster, strips: list[Strip]) -> None:
        """Underlines what is frozen or plays solo, and draws a line above what is silent."""
        switches, layer = self._bank.switches, strips[0].layer
        solos = switches.solos.any()
        if self._geometry.pitch[layer] >= LETTERED or (switches.fixed is None and not solos):
            return
        block, neurons = self._bank.layout.blocks[layer], [strip.neuron for strip in strips]

        def of(mask: Mask) -> Mask:
            return block.view(mask)[:, neurons].T

        silent = of(switches.silent)
        if silent.all():
            raster.mark(silent, top=True)
            return
        marked = of(switches.frozen)
        if solos:
            marked = marked | of(switches.solos)
        if silent.any():
            raster.mark(silent, top=True)
            marked = marked & ~silent
        raster.mark(marked, top=False)

    def _draw_maps(self, painter: QPainter, strips: list[Strip]) -> None:
        """Draws where in the plane each neuron answers: dark little, light much."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = STRIP_HEAD - 8 if self._geometry.faders else 15
        for strip in strips:
            if strip.width >= max(2.6 * side, self._name_wide(strip) + side + 18):
                pixels = self._map(strip.layer, strip.neuron)
                x = strip.x + strip.width - side - 5
                painter.drawImage(QRectF(x, strip.y + 4, side, side), image_over(pixels))

    def _name_wide(self, strip: Strip) -> float:
        """Returns how wide the words are beside which a picture has to fit."""
        key = (strip.layer, strip.neuron)
        if key not in self._names:
            metrics = QFontMetricsF(font(12 if self._geometry.faders else 10, bold=True))
            bank = self._bank
            name = neuron_name(bank.layout, bank.dataset, strip.layer, strip.neuron)
            wide = metrics.horizontalAdvance(name)
            if wide > strip.width - 14:  # then it is the number alone
                wide = metrics.horizontalAdvance(f"{strip.neuron + 1}")
            self._names[key] = wide
        return self._names[key]

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


def _parts(strips: list[Strip], most: int) -> Iterator[list[Strip]]:
    """Yields strips, at most so many at once."""
    for first in range(0, len(strips), most):
        yield strips[first : first + most]


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
