"""What a neuron of the map shows inside its square: what it answers, or what it looks for.

Over a plane it is a picture of its answers, along one input a curve, and where inputs make a
picture the weights of the first layer are one too. Others have no picture.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.models.network_map import Drawn
from eq_sim.ui.models.neuron_curves import NeuronCurves
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.plane_view import answer_ramp
from eq_sim.ui.style.color_mix import Pixels, diverging, image_over, mixed
from eq_sim.ui.style.theme import Theme

Place = tuple[int, int]
"""A layer, and a neuron of it."""


@dataclass
class _Image:
    pixels: Pixels
    image: QImage


class Thumbnails:
    """The insides of all squares that are drawn; made at each ``look``.

    Args:
        bank: whose knobs.
        surface: the answers over the plane.
        curves: the answers along the one input.
        theme: the colours.
    """

    def __init__(
        self, bank: KnobBank, surface: Surface, curves: NeuronCurves, theme: Theme
    ) -> None:
        self._bank, self._surface, self._curves = bank, surface, curves
        self._images: dict[Place, _Image] = {}
        self._lines: dict[Place, NDArray[np.float64]] = {}
        self._every = 1
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._grays = mixed(theme.color("track"), theme.color("text"), np.arange(256) / 255)
        self._ramp = answer_ramp(theme)

    def look(self, drawn: Drawn, *, fine: bool) -> None:
        """Makes the insides of the neurons that are drawn.

        Args:
            drawn: which.
            fine: whether their squares are large; of small ones every second point is enough.
        """
        blocks = self._bank.layout.blocks
        self._every = 1 if fine else 2
        if self._surface.exists:
            self._surface.refresh()
        elif self._curves.exists:
            self._curves.refresh()
        self._images.clear()
        self._lines.clear()
        make = self._maker()
        if make is None:
            return
        for block, neurons in zip(blocks, drawn.columns[1:], strict=True):
            for neuron in neurons.tolist():
                make((block.layer, neuron))

    def draw(self, painter: QPainter, place: Place, box: QRectF) -> bool:
        """Draws the inside of a neuron's square. Returns whether there is anything to draw."""
        image, line = self._images.get(place), self._lines.get(place)
        if image is not None:
            smooth = self._surface.exists
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smooth)
            painter.drawImage(box, image.image)
        elif line is not None:
            self._draw_curve(painter, line, box)
        return image is not None or line is not None

    def _draw_curve(self, painter: QPainter, values: NDArray[np.float64], box: QRectF) -> None:
        room = box.adjusted(2, 3, -2, -3)
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        span = (high - low) or 1.0
        zero = room.bottom() + low / span * room.height()
        painter.setPen(QPen(self._theme.color("faint"), 1.0))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        x = np.linspace(room.left(), room.right(), values.size)
        y = room.bottom() - (values - low) / span * room.height()
        painter.setPen(QPen(self._theme.color("text"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(
            QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
        )

    def _maker(self) -> Callable[[Place], None] | None:
        if self._surface.exists:
            return self._over_plane
        if self._curves.exists:
            return self._along_input
        return self._of_weights if self._bank.dataset.image else None

    def _over_plane(self, place: Place) -> None:
        layer, neuron = place
        if layer == len(self._bank.layout.blocks) - 1:
            levels, ramp = self._surface.answers().clip(0, 1), self._ramp
        elif not self._surface.knows_neurons:
            return
        else:
            levels, ramp = self._surface.neuron(layer, neuron), self._grays
        every = self._every
        pixels = np.ascontiguousarray(ramp[(levels[::every, ::every] * 255).astype(np.intp)])
        self._images[place] = _Image(pixels, image_over(pixels))

    def _along_input(self, place: Place) -> None:
        self._lines[place] = self._curves.neuron(*place)

    def _of_weights(self, place: Place) -> None:
        layer, neuron = place
        if layer:
            return
        block, theme = self._bank.layout.blocks[0], self._theme
        bank = self._bank
        values = bank.values() if bank.positions is None else bank.whole() * ~bank.switches.silent
        weights = block.view(values)[: block.inputs, neuron].astype(np.float64)
        reach = float(np.abs(weights).max()) or 1.0
        ends = theme.color("negative"), theme.color("track"), theme.color("positive")
        pixels = diverging(*ends, (weights / reach).reshape(self._bank.dataset.image))
        self._images[place] = _Image(pixels, image_over(pixels))
