"""How all knobs are drawn in a frame: faders or bars, and each neuron's picture in its strip."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from eq_sim.network.types import IndexArray
from eq_sim.session.session import Session
from eq_sim.ui.blend import blend, image_over
from eq_sim.ui.console.banks import BarBank, FaderBank, PictureBank, pixel
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.geometry import STRIP_HEAD, WIDE_FADER, Geometry, foot
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize, fader_sprites
from eq_sim.ui.numbers import local
from eq_sim.ui.preferences import current
from eq_sim.ui.surface import Surface
from eq_sim.ui.theme import Theme, font

_ADVANCE = 0.62  # of a digit, as a share of its size
_TREND = 0.25  # how fast the arrows forget


class Painting:
    """Draws the knobs of one network at one size in one theme.

    Args:
        session: whose knobs.
        surface: every neuron's answer over the plane.
        geometry: where they are.
        scales: what the tops of the faders mean.
        theme: the colours.
        ratio: screen pixels per logical pixel.
        trend: (size,) a vector to remember where the knobs were lately.
    """

    def __init__(
        self,
        session: Session,
        surface: Surface,
        geometry: Geometry,
        scales: Scales,
        theme: Theme,
        ratio: float,
        trend: np.ndarray,
    ) -> None:
        self.session, self._surface = session, surface
        self._geometry, self.scales, self._theme = geometry, scales, theme
        self._trend = trend
        self._orders = orders(session)
        ground, ink = theme.color("track"), theme.color("text")
        self._grays = blend(ground, ink, np.arange(256) / 255)
        if geometry.faders:
            self._make_faders(ratio)
        else:
            self._make_bars(ratio)

    def draw(self, painter: QPainter, top: float, bottom: float) -> None:
        """Draws what lies between two heights of the canvas."""
        if self._geometry.faders:
            self._draw_faders(painter)
        else:
            self._draw_bars(painter, top, bottom)
        if self._surface.exists:
            self._draw_maps(painter, top, bottom)

    def _make_faders(self, ratio: float) -> None:
        geometry, theme = self._geometry, self._theme
        pitch, travel = geometry.pitch[0], geometry.travel[0]
        characters, decimals, pixels = _value_style(pitch)
        made = font(pixels, mono=True)
        made.setPixelSize(round(pixels))  # in a hall, too: numbers that touch cannot be read
        figures = Figures(made, theme.color("text"), theme.color("strip"), ratio, local("0.0")[1])
        sprites = fader_sprites(theme, FaderSize(pitch, travel, ratio))
        self._order = np.concatenate(self._orders)
        biases = ~self.session.layout.weights[self._order]
        self._faders = FaderBank(
            sprites, figures, biases, foot(pitch) / 2, characters, decimals, pixel(theme, "strip")
        )

    def _make_bars(self, ratio: float) -> None:
        geometry, theme, layout = self._geometry, self._theme, self.session.layout
        self._bars: list[BarBank] = []
        self._pictures: PictureBank | None = None
        for block in layout.blocks:
            size = FaderSize(geometry.pitch[block.layer], geometry.travel[block.layer], ratio)
            self._bars.append(BarBank(theme, size, block.outputs, block.rows, bias=block.bias))
        image = self.session.dataset.image
        if image and geometry.strips[0].thumb:
            self._pictures = PictureBank(theme, layout.blocks[0].outputs, image)

    def _moved(self) -> np.ndarray:
        """How far each knob has moved lately: in the last frames, or at rest in the last step."""
        session = self.session
        theta = session.parameters.theta
        if not session.running:
            self._trend[...] = theta
            return np.asarray(session.trainer.after - session.trainer.before)
        moved = theta - self._trend
        self._trend += _TREND * moved
        return np.asarray(moved)

    def _draw_faders(self, painter: QPainter) -> None:
        session, geometry = self.session, self._geometry
        parameters, order = session.parameters, self._order
        limits = np.concatenate(
            [
                np.full(len(places), scale.limit)
                for places, scale in zip(self._orders, self.scales.layers, strict=True)
            ]
        )
        moved = self._moved()[order]
        start = np.clip(parameters.start[order], -limits, limits)
        self._faders.compose(parameters.theta[order], start, limits, moved)
        column = 0
        for strip in geometry.strips:
            self._faders.draw(painter, column, strip.columns, strip.left, strip.top)
            layer = strip.layer
            y = strip.top + geometry.travel[layer] + foot(geometry.pitch[layer]) / 2 - 2
            self._faders.draw_values(painter, column, strip.columns, strip.left, y)
            column += strip.columns

    def _draw_bars(self, painter: QPainter, top: float, bottom: float) -> None:
        session, geometry = self.session, self._geometry
        views = session.layout.views(session.parameters.theta)
        for layer, (bank, view) in enumerate(zip(self._bars, views, strict=True)):
            bank.compose(view.T, self.scales.layers[layer].limit)
        if self._pictures:
            inputs = session.layout.blocks[0].inputs
            self._pictures.compose(views[0][:inputs].T, self.scales.layers[0].limit)
        for strip in geometry.strips:
            if strip.y > bottom or strip.y + strip.height < top:
                continue
            self._bars[strip.layer].draw(painter, strip.neuron, strip.left, strip.top)
            if strip.thumb and self._pictures:
                x = strip.x + strip.width - strip.thumb - 6
                box = QRectF(x, strip.y + 5, strip.thumb, strip.thumb)
                self._pictures.draw(painter, strip.neuron, box)

    def _draw_maps(self, painter: QPainter, top: float, bottom: float) -> None:
        """Draws where in the plane each neuron answers: dark little, light much."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = STRIP_HEAD - 8 if self._geometry.faders else 15
        for strip in self._geometry.strips:
            if strip.y > bottom or strip.y + strip.height < top or strip.width < 2.6 * side:
                continue
            levels = self._surface.neuron(strip.layer, strip.neuron) * 255
            pixels = self._grays[levels.astype(np.intp)]
            x = strip.x + strip.width - side - 5
            painter.drawImage(QRectF(x, strip.y + 4, side, side), image_over(pixels))


def orders(session: Session) -> list[IndexArray]:
    """Returns each layer's places in θ as a reader meets them: neuron, weights, bias."""
    layout = session.layout
    return [
        np.concatenate([layout.neuron(block.layer, n) for n in range(block.outputs)])
        for block in layout.blocks
    ]


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
