"""What stands still behind the knobs: strips, scales of faders, names, and the inputs' strip."""

from math import ceil, floor

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import neuron_name, source_name
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.cut_names import cut_names
from eq_sim.ui.console.headings import PLAIN
from eq_sim.ui.console.input_tiles import InputTiles, frame
from eq_sim.ui.console.measures import WIDE_FADER, Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.style.numbers import MINUS, tick
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.theme import Theme, font

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NARROWEST, _NAMED_FOOT = 12.0, 14.0  # strips from this width on have frames, feet so high names
_CENTER = Qt.AlignmentFlag.AlignCenter
_SCALE_SIZES = (10, 9, 8, 7)
_MOST_CUT = 100  # inputs of a layer whose names are compared with each other


def paint_backdrop(
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
) -> QPixmap:
    """Returns a picture of everything in the view that does not move, but for the headings.

    Args:
        bank: what is shown.
        canvas: where.
        strips: those that can be seen.
        scales: the numbers beside the faders.
        theme: the colours.
    """
    shown = canvas.shown
    pixmap = QPixmap((shown.size() * canvas.ratio).toSize())
    pixmap.setDevicePixelRatio(canvas.ratio)
    pixmap.fill(theme.color("panel"))
    with PicturePainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-shown.topLeft())
        brush = _Backdrop(bank, scales, theme, painter, shown)
        InputTiles(painter, theme, bank, canvas.geometry).draw()
        for strip in strips:
            brush.strip(strip, max(strip.x, shown.left()))
    return pixmap


class _Backdrop:
    def __init__(
        self,
        bank: KnobBank,
        scales: Scales,
        theme: Theme,
        painter: QPainter,
        shown: QRectF,
    ) -> None:
        self.shown, self.bank = shown, bank
        self.scales, self.theme, self.painter = scales, theme, painter
        self._widths: dict[tuple[str, float, bool], float] = {}
        self._cuts: dict[tuple[int, float, float], dict[str, str]] = {}

    def strip(self, strip: Strip, left: float) -> None:
        painter, theme, bank, of = self.painter, self.theme, self.bank, strip.of
        if strip.width >= _NARROWEST:
            frame(painter, theme, QRectF(strip.x, strip.y, strip.width, strip.height))
        faders = of.level is Level.FADER
        painter.setPen(theme.color("text"))
        painter.setFont(font(12 if faders else 10, bold=True))
        metrics = QFontMetricsF(painter.font())
        aside = 3.0 if of.picture else min(9.0, 2 + 0.08 * strip.width)
        begin = max(left, strip.left if of.picture else left) + aside
        name = neuron_name(bank.layout, bank.dataset, strip.layer, strip.neuron)
        if of.head >= metrics.height() - 1:
            box = QRectF(begin, strip.y, strip.x + strip.width - begin - 5, min(of.head, 26.0))
            if metrics.horizontalAdvance(name) > box.width():
                name = f"{strip.neuron + 1}"  # a narrow strip has room for the number
            wide = metrics.horizontalAdvance(name)
            if (
                wide <= min(strip.x + strip.width, self.shown.right()) - 3 - box.x()
            ):  # not for half of it, nor on the edge
                box.setWidth(max(box.width(), wide + 1))  # "11" must not be cut to "1"
                painter.drawText(box, _LEFT, name)
        else:
            name = f"{strip.neuron + 1}"
            room = of.gutter - 4
            if metrics.horizontalAdvance(name) <= room:  # beside a low strip
                box = QRectF(strip.left - of.gutter, strip.y, room, strip.height)
                painter.drawText(box, _RIGHT, name)
        if faders:
            self._scale(strip)
        if of.foot >= _NAMED_FOOT:
            self._sources(strip)

    def _scale(self, strip: Strip) -> None:
        painter, travel = self.painter, strip.of.travel
        size = FaderSize(strip.of.pitch, travel, 1.0)
        limit = tick(self.scales.of_neuron(strip.layer, strip.neuron), PLAIN)
        texts = ((0.0, limit), (0.5, "0"), (1.0, f"{MINUS}{limit}"))
        for pixels in _SCALE_SIZES:  # wide numbers are written smaller, never cut
            made = font(pixels, mono=True)
            if QFontMetricsF(made).horizontalAdvance(texts[-1][1]) <= strip.of.gutter - 1:
                break
        painter.setFont(made)
        notable = self.scales.layers[strip.layer].notable
        painter.setPen(self.theme.color("text" if notable else "muted"))
        for share, text in texts:
            y = strip.top + size.margin + share * (travel - 2 * size.margin)
            right = strip.of.gutter - (3 if pixels == _SCALE_SIZES[0] else 0)
            begin = strip.left - strip.of.gutter
            box = QRectF(begin, y - 8, right, 16)
            if self.shown.contains(box):  # no half of a number, which could be another
                painter.drawText(box, _RIGHT, text)

    def _sources(self, strip: Strip) -> None:
        painter, bank, of = self.painter, self.bank, strip.of
        pitch, block = of.pitch, bank.layout.blocks[strip.layer]
        y, faders = strip.top + of.travel, of.level is Level.FADER
        shown = self.shown
        # No half of a name: of columns at the edge of the view, the number alone tells enough.
        first = max(0, ceil((shown.left() - strip.left) / pitch))
        last = min(strip.columns, floor((shown.right() - strip.left) / pitch))
        if first >= last:
            return
        largest = 16 if pitch >= WIDE_FADER else 13 if pitch > 60 else 11
        least = 9
        if not faders:
            largest = least = 11 if pitch >= 34 else 9
        columns = range(first, last)
        sources = [column if column < block.inputs else None for column in columns]
        # The whole names, the short ones, or smaller ones; where not even those fit, as much of
        # each as tells it from the others: half of a name could be that of another.
        for size, whole in ((largest, pitch >= WIDE_FADER), (largest, False), (least, False)):
            ranked = bank.layout.is_adapter
            names = [
                source_name(bank.dataset, strip.layer, s, whole=whole, ranked=ranked)
                for s in sources
            ]
            wide = [
                self._wide(n, size, bold=s is None) for n, s in zip(names, sources, strict=True)
            ]
            if max(wide) <= pitch - 2:
                break
        else:
            names, wide = self._cut(strip, names, sources, size, pitch - 2)
        height = of.foot / 2 - 2 if faders else of.foot - of.coming * (of.foot / 2 + 2)
        for column, name, room, source in zip(columns, names, wide, sources, strict=True):
            if room <= pitch - 2:
                painter.setFont(font(size, bold=source is None))
                color = "text" if source is None or pitch > 60 else "muted"
                painter.setPen(self.theme.color(color))
                box = QRectF(strip.left + column * pitch, y, pitch, height)
                painter.drawText(box, _CENTER, name)

    def _cut(
        self, strip: Strip, names: list[str], sources: list[int | None], size: float, room: float
    ) -> tuple[list[str], list[float]]:
        """Returns names of columns cut to their room, and how wide they are then."""
        inputs = self.bank.layout.blocks[strip.layer].inputs
        if inputs <= _MOST_CUT:
            key = (strip.layer, size, room)
            if key not in self._cuts:
                every = [
                    source_name(
                        self.bank.dataset, strip.layer, s, ranked=self.bank.layout.is_adapter
                    )
                    for s in range(inputs)
                ]
                self._cuts[key] = cut_names(
                    every, lambda words: self._wide(words, size, bold=False), room
                )
            cut = self._cuts[key]
            names = [cut.get(name, name) for name in names]
        wide = [self._wide(n, size, bold=s is None) for n, s in zip(names, sources, strict=True)]
        return names, wide

    def _wide(self, words: str, size: float, *, bold: bool) -> float:
        """Returns how wide words are; measured once for all the strips of a layer."""
        key = (words, size, bold)
        if key not in self._widths:
            metrics = QFontMetricsF(font(size, bold=bold))
            self._widths[key] = metrics.horizontalAdvance(words)
        return self._widths[key]
