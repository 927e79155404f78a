"""The headings of layers: a name, − and +, and what their scales and knobs are.

They are drawn with each frame, before the knobs: while all knobs move, so do their scales.
"""

from collections.abc import Callable, Iterator
from math import floor

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit, layer_name
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import Geometry, Section
from eq_sim.ui.console.heading_buttons import draw_buttons, heading_left, name_width
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import ROUGHLY, Scale, Scales
from eq_sim.ui.models.shown import Shown
from eq_sim.ui.style.numbers import tick
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.theme import Theme, font

PLAIN = 10_000
"""Limits of scales from here on are written with a power of ten."""

_NAMED = 8.0  # pixels around a name
_HIGH = 23.0  # of a line of words and buttons
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Headings:
    """Draws them; what they say is put together anew when it is something else.

    Args:
        bank: what is shown.
        scales: what the tops of the faders mean.
        theme: the colours.
    """

    def __init__(self, bank: KnobBank, scales: Scales, theme: Theme) -> None:
        self._bank, self._scales, self._theme = bank, scales, theme
        self._of: object = None
        self._canvas: CanvasMap | None = None
        self._drawn: list[tuple[QPointF, QPixmap]] = []

    def draw(
        self, painter: QPainter, canvas: CanvasMap, shown: Shown, said: tuple[str, ...]
    ) -> None:
        """Draws the headings in view.

        Args:
            painter: on the canvas.
            canvas: where.
            shown: what cells show.
            said: what comes before all else beside each layer's heading; empty for nothing.
        """
        of = (self._scales.revision, shown.kind, self._bank.switches, said)
        if self._canvas is not canvas or of != self._of:
            self._canvas, self._of = canvas, of
            self._drawn = list(self._pictures(canvas, shown.heading, said))
        for corner, picture in self._drawn:
            painter.drawPixmap(corner, picture)

    def _pictures(
        self, canvas: CanvasMap, of_cells: Callable[[int], str | None], said: tuple[str, ...]
    ) -> Iterator[tuple[QPointF, QPixmap]]:
        """Yields each heading in view, and where it begins."""
        shown, layout = canvas.shown, self._bank.layout
        for section in canvas.geometry.sections:
            if not (shown.top() - 40 < section.y < shown.bottom() and section.x < shown.right()):
                continue
            x = heading_left(section, shown)
            # A name may be wider than a narrow layer.
            end = max(section.x + section.width, x + name_width(layout, section.layer) + _NAMED)
            size = QSizeF(min(end, shown.right()) - x, _HIGH)
            # On a pixel of the screen, or its letters would be drawn between two.
            corner = QPointF(
                shown.left() + floor((x - shown.left()) * canvas.ratio) / canvas.ratio,
                shown.top() + floor((section.y - shown.top()) * canvas.ratio) / canvas.ratio,
            )
            pixels = (size * canvas.ratio).toSize() + QSize(1, 1)
            if pixels.width() < 2:
                continue
            picture = QPixmap(pixels)
            picture.setDevicePixelRatio(canvas.ratio)
            picture.fill(self._theme.color("panel"))
            with PicturePainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(-corner)
                bank, scales, theme = self._bank, self._scales, self._theme
                geometry = canvas.geometry
                brush = _Brush(bank, geometry, scales, theme, painter, shown, of_cells, said)
                brush.heading(section, x)
            yield corner, picture


class _Brush:
    def __init__(
        self,
        bank: KnobBank,
        geometry: Geometry,
        scales: Scales,
        theme: Theme,
        painter: QPainter,
        shown: QRectF,
        of_cells: Callable[[int], str | None],
        said: tuple[str, ...],
    ) -> None:
        self.shown, self.of_cells, self.said = shown, of_cells, said
        self.bank, self.geometry = bank, geometry
        self.scales, self.theme, self.painter = scales, theme, painter

    def heading(self, section: Section, x: float) -> None:
        layout, theme, painter = self.bank.layout, self.theme, self.painter
        layer, y = section.layer, section.y
        end = min(section.x + section.width, self.shown.right())
        title = layer_name(layout, layer)
        painter.setFont(font(13, bold=True))
        painter.setPen(theme.color("muted"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(title)
        if x + wide > self.shown.right() - 2:
            return
        painter.drawText(QRectF(x + 2, y, wide + 4, 22), _LEFT, title)
        x += wide + 14 + draw_buttons(painter, theme, layout, section, self.shown)
        said = self.said[layer] if layer < len(self.said) else ""
        if said:
            painter.setFont(font(11, bold=True))
            painter.setPen(theme.color("text"))
            metrics = QFontMetricsF(painter.font())
            shorter = (said, said.partition(" ")[2])  # "came first": of what, others say
            said = next((one for one in shorter if metrics.horizontalAdvance(one) <= end - x), "")
            wide = metrics.horizontalAdvance(said)
            painter.drawText(QRectF(x, y, max(0.0, end - x), 22), _LEFT, said)
            x += wide + 14
            painter.setPen(theme.color("muted"))
        painter.setFont(font(11))
        if self.scales.layers[layer].notable:
            painter.setPen(theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        room = max(0.0, end - x)
        for note in self._notes(layer):
            if metrics.horizontalAdvance(note) <= room:
                painter.drawText(QRectF(x, y, room, 22), _LEFT, note)
                break

    def _notes(self, layer: int) -> list[str]:
        """Returns what can be said beside a heading, the longest first."""
        scale = self.scales.layers[layer]
        unit = knob_unit(self.bank.layout, self.bank.dataset)
        values = tr("values in {unit}", unit=unit.strip()) if unit else ""
        level = self.geometry.of[layer].level
        instead = self.of_cells(layer) if level is Level.CELL else None
        said = scale_words(scale) if instead is None else [instead]
        switched = self._switched(layer) if level is Level.CELL else ""
        if switched:  # cells have no room for letters
            said = [*(", ".join(filter(None, (words, switched))) for words in said), switched]
        notes: list[tuple[str, ...]]
        if level is Level.FADER:
            notes = [(values, words) for words in said]
        else:
            notes = [(values, self._sizes(layer), words) for words in said]
        notes += [(values, words) for words in said]
        notes += [(words,) for words in said]
        return ["   ".join(part for part in note if part) for note in notes]

    def _sizes(self, layer: int) -> str:
        """Returns how many neurons a layer has, and what each has: "2 neurons × (3 weights)"."""
        block, adapter = self.bank.layout.blocks[layer], self.bank.layout.is_adapter
        if adapter and not layer:
            neurons = ntr("{count:,} rank", "{count:,} ranks", block.outputs)
        else:
            neurons = ntr("{count:,} neuron", "{count:,} neurons", block.outputs)
        if adapter:
            weights = ntr("{count:,} knob", "{count:,} knobs", block.inputs)
        else:
            weights = ntr("{count:,} weight", "{count:,} weights", block.inputs)
        if not block.bias:
            return f"{neurons} × ({weights})"
        return tr("{neurons} × ({weights} + bias)", neurons=neurons, weights=weights)

    def _switched(self, layer: int) -> str:
        """Returns how many knobs of a layer are frozen, muted and play solo; "" for none."""
        switches, block = self.bank.switches, self.bank.layout.blocks[layer]
        masks = (switches.frozen, switches.mutes, switches.solos)
        words = (
            later("{count:,} frozen"),
            later("{count:,} muted"),
            later("{count:,} solo"),
        )
        counts = (int(np.count_nonzero(block.view(mask))) for mask in masks)
        told = zip(words, counts, strict=True)
        return ", ".join(tr(each, count=count) for each, count in told if count)


def scale_words(scale: Scale) -> list[str]:
    """Returns what a heading says of a layer's scale, the longest first; never nothing."""
    limit, least = tick(scale.limit, PLAIN), tick(scale.least, PLAIN)
    short = f"±{limit}"
    if scale.own and scale.least != scale.limit:
        short = tr("±{least} to ±{limit}", least=least, limit=limit)
    if scale.own and scale.locked:
        words = tr("a scale for each neuron, {scale} (locked)", scale=short)
    elif scale.own:
        words = tr("a scale for each neuron, {scale} (automatic)", scale=short)
    elif scale.locked:
        words = tr("scale {scale} (locked)", scale=short)
    else:
        words = tr("scale {scale} (automatic)", scale=short)
    shorter = (
        tr("{scale} (locked)", scale=short) if scale.locked else tr("scale {scale}", scale=short)
    )
    said = [words, shorter, short]
    if scale.changed and not (scale.locked or scale.own):
        was = tick(scale.was, PLAIN)
        said = [tr("{scale}, at the start ±{was}", scale=words, was=was), *said]
    if scale.beyond:
        beyond = _beyond(scale)
        none = tr("none beyond ±{limit}", limit=tick(scale.furthest, PLAIN))
        said = [f"{said[0]}, {beyond}, {none}", *(f"{one}, {beyond}" for one in said), short]
    return said


def _beyond(scale: Scale) -> str:
    """Returns how many knobs are beyond the end of their scale."""
    if scale.beyond < ROUGHLY:
        return ntr("{count:,} knob beyond", "{count:,} knobs beyond", scale.beyond)
    return ntr("at least {count:,} knob beyond", "at least {count:,} knobs beyond", scale.beyond)
