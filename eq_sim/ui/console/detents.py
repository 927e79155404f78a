"""The positions of faders that click, beside their tracks; and where a knob was turned to.

A fader stands in its position, with which the network computes. What hands and training turn is
between two: a short line left of the cap says where, and the next step's arrow begins there.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.positions import Positions
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.style.theme import Theme

LEAST_APART = 4.0
"""Pixels between two positions from which on they are told apart."""

_APART, _LONG, _MARK = 2.0, 5.0, 7.0
_SEEN = 1.0  # pixels between where a knob is turned to and where it clicks, from which on both show
_KEPT = 2_000  # strips whose lines are kept


class Detents:
    """Draws the positions of the faders in view.

    Args:
        bank: whose knobs.
        scales: what the tops of the faders mean.
    """

    def __init__(self, bank: KnobBank, scales: Scales) -> None:
        self._bank, self._scales = bank, scales
        self._lines: dict[tuple[object, ...], list[QLineF]] = {}
        self._of: Positions | None = None

    def marked(self, strip: Strip, canvas: CanvasMap) -> bool:
        """Whether the positions of a strip's faders are drawn."""
        positions = self._bank.positions
        if positions is None or not positions.few or strip.of.level is not Level.FADER:
            return False
        return self._apart(positions, strip, canvas) >= LEAST_APART

    def draw(self, painter: QPainter, canvas: CanvasMap, strips: list[Strip], theme: Theme) -> None:
        """Draws the positions, and where knobs are turned to."""
        bank = self._bank
        positions = bank.positions
        if positions is None:
            return
        if self._of is not positions or len(self._lines) > _KEPT:
            self._lines.clear()
            self._of = positions
        seen = {id(strip): strip.columns_in(canvas.shown.left(), canvas.shown.right())
                for strip in strips}  # fmt: skip
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(theme.color("muted"), 1.0))
        for strip in strips:
            if self.marked(strip, canvas):
                painter.drawLines(self._detents(positions, strip, canvas, seen[id(strip)]))
        painter.setPen(QPen(theme.color("text"), 2.0))
        stands, turned = bank.whole(), bank.turned()
        for strip in strips:
            columns = np.arange(seen[id(strip)].start, seen[id(strip)].stop)
            knobs = bank.layout.neuron(strip.layer, strip.neuron)[columns]
            here = self._heights(strip, canvas, turned[knobs].astype(np.float64))
            clicked = self._heights(strip, canvas, stands[knobs].astype(np.float64))
            apart = np.abs(here - clicked) >= _SEEN
            if apart.any():
                middles = strip.left + (columns[apart] + 0.5) * strip.of.pitch
                beside = FaderSize(strip.of.pitch, 1.0, 1.0).cap_width / 2
                ends = np.maximum(middles - beside - _MARK, middles - strip.of.pitch / 2 + 1)
                rows = zip(ends.tolist(), (middles - beside).tolist(), here[apart].tolist(),
                           strict=True)  # fmt: skip
                painter.drawLines([QLineF(left, y, right, y) for left, right, y in rows])
        painter.restore()

    def _detents(
        self, positions: Positions, strip: Strip, canvas: CanvasMap, seen: range
    ) -> list[QLineF]:
        """Returns a short line right of each column at each position, within the travel."""
        limit = self._scales.of_neuron(strip.layer, strip.neuron)
        of = (strip.layer, strip.neuron, strip.left, strip.top, strip.of, limit, seen, canvas.ratio)
        lines = self._lines.get(of)
        if lines is None:
            step = self._step(positions, strip)
            numbers = np.arange(-positions.rounding.limit, positions.rounding.limit + 1)
            values = numbers * step
            heights = self._heights(strip, canvas, values[np.abs(values) <= limit * (1 + 1e-6)])
            cap = FaderSize(strip.of.pitch, 1.0, 1.0).cap_width / 2
            long = min(_LONG, strip.of.pitch / 2 - cap - _APART - 1)
            lefts = strip.left + (np.arange(seen.start, seen.stop) + 0.5) * strip.of.pitch
            lefts = lefts + cap + _APART
            lines = self._lines[of] = [
                QLineF(left, y, left + long, y) for left in lefts.tolist() for y in heights.tolist()
            ]
        return lines

    def _step(self, positions: Positions, strip: Strip) -> float:
        knobs = self._bank.layout.neuron(strip.layer, strip.neuron)[:1]
        return float(positions.steps(knobs)[0])

    def _apart(self, positions: Positions, strip: Strip, canvas: CanvasMap) -> float:
        limit = self._scales.of_neuron(strip.layer, strip.neuron)
        return self._step(positions, strip) / limit * canvas.rise(strip.layer, 1.0)

    def _heights(
        self, strip: Strip, canvas: CanvasMap, values: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        limit = self._scales.of_neuron(strip.layer, strip.neuron)
        shares = np.clip(values / limit, -1.0, 1.0)
        middle = strip.top + strip.of.travel / 2
        return np.asarray(middle - shares * canvas.rise(strip.layer, 1.0))
