"""Where each strip and knob is on the canvas: faders where there is room, bars where not.

Plain numbers, no Qt. Lengths are logical pixels; what has to be crisp is snapped to the pixels of
the screen. Content may be taller than the view: then it scrolls.
"""

from dataclasses import dataclass
from math import ceil, floor

from eq_sim.network.layout import Block, Layout

GUTTER = 30  # the numbers of the scale, left of a strip's first fader
STRIP_PAD = 6
STRIP_GAP = 8
SECTION_GAP = 24
HEADING = 28  # a section's name
STRIP_HEAD = 28  # a neuron's name
INPUTS_WIDTH = 82

NARROWEST_FADER = 27
WIDE_FADER = 120  # from here on its words and numbers are large
WIDEST_FADER = 340
LOWEST_TRAVEL = 80
_MOST_FADERS = 600  # no window has room for more, and trying would take long

_GOOD_PITCH = 60
_GOOD_TRAVEL = 240

_BAR_HEAD = 20
_BAR_PAD = 8
_BAR_LOWEST = 50
_BAR_GOOD = 90
_BAR_GOOD_WIDTH = 2.0
_WIDEST_BAR = 40
NAMED_BAR = 18
_THUMB = 24.0
_INPUTS_ROW = 46


def bar_foot(pitch: float, height: float) -> float:
    """Returns the height of the names under bars in a cell: large ones have room for them."""
    return 16.0 if pitch >= NAMED_BAR and height >= _BAR_GOOD else 0.0


def foot(pitch: float) -> float:
    """Returns the height of what stands under a fader: what it listens to, and its value."""
    return 64.0 if pitch >= WIDE_FADER else 46.0


@dataclass(frozen=True)
class Strip:
    """One neuron's place: its frame, and the run of knob columns in it."""

    layer: int
    neuron: int
    x: float
    y: float
    width: float
    height: float
    left: float
    """Where the first column begins."""
    top: float
    """Where the travel of the knobs begins."""
    columns: int
    thumb: float = 0.0
    """The side of the picture of its weights; 0 for none."""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is on the strip."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True)
class Section:
    """A layer's heading; a layer that goes on in the next row has its heading where it begins."""

    layer: int
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Geometry:
    """The whole canvas.

    Attributes:
        faders: whether knobs are faders; bars otherwise.
        pitch: the width of a column per layer.
        travel: the height in which knobs move, per layer.
        strips: every neuron, layer by layer.
        first: where each layer begins in ``strips``.
        sections: the headings.
        inputs: (x, y, width, height) of the inputs' strip.
        height: of the content.
    """

    faders: bool
    pitch: tuple[float, ...]
    travel: tuple[float, ...]
    strips: tuple[Strip, ...]
    first: tuple[int, ...]
    sections: tuple[Section, ...]
    inputs: tuple[float, float, float, float]
    height: float

    def strip(self, layer: int, neuron: int) -> Strip:
        """Returns a neuron's strip."""
        return self.strips[self.first[layer] + neuron]

    def strip_at(self, x: float, y: float) -> Strip | None:
        """Returns the strip at a point of the content."""
        return next((strip for strip in self.strips if strip.holds(x, y)), None)

    def knob_at(self, layout: Layout, x: float, y: float) -> int | None:
        """Returns the knob whose column is at a point of the content."""
        strip = self.strip_at(x, y)
        if strip is None or y < strip.top - STRIP_HEAD / 2:
            return None
        column = int((x - strip.left) // self.pitch[strip.layer])
        if not 0 <= column < strip.columns:
            return None
        return int(layout.neuron(strip.layer, strip.neuron)[column])

    def column(self, layout: Layout, knob: int) -> tuple[Strip, float]:
        """Returns a knob's strip, and where its column begins."""
        place = layout.knob(knob)
        strip = self.strip(place.layer, place.neuron)
        row = strip.columns - 1 if place.source is None else place.source
        return strip, strip.left + row * self.pitch[place.layer]


def arrange(layout: Layout, width: float, height: float, ratio: float, *, image: bool) -> Geometry:
    """Returns the best arrangement for a view of that size.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        image: whether the inputs are a picture, whose weights make a picture too.
    """
    best, found = 0.0, None
    for rows in range(1, 5):
        row_height = (height - STRIP_GAP * (rows - 1)) / rows
        pitch = _widest_pitch(layout, width, rows, ratio)
        travel = row_height - HEADING - STRIP_HEAD - foot(pitch)
        if (rows > 1 and travel < LOWEST_TRAVEL) or pitch < NARROWEST_FADER:
            continue
        # Good faders are both wide enough to read and long enough to turn.
        quality = min(pitch / _GOOD_PITCH, travel / _GOOD_TRAVEL)
        if quality > best:
            best, found = quality, pitch
    if found:
        return _faders(layout, width, height, found, ratio)
    return _bars(layout, width, height, ratio, image=image)


def _snap(value: float, ratio: float) -> float:
    return round(value * ratio) / ratio


def _strip_width(columns: int, pitch: float) -> float:
    return GUTTER + columns * pitch + STRIP_PAD


def _flow(layout: Layout, width: float, pitch: float) -> list[tuple[int, int, float, int]]:
    """Lays strips side by side, row by row. Returns (layer, neuron, x, row) of each."""
    left = INPUTS_WIDTH + SECTION_GAP
    x, row = float(left), 0
    placed = []
    for block in layout.blocks:
        strip = _strip_width(block.rows, pitch)
        whole = block.outputs * (strip + STRIP_GAP) - STRIP_GAP
        # A layer that fits on a row of its own is not torn apart.
        if x > left and x + whole > width and left + whole <= width:
            x, row = left, row + 1
        for neuron in range(block.outputs):
            if x > left and x + strip > width:
                x, row = left, row + 1
            placed.append((block.layer, neuron, x, row))
            x += strip + STRIP_GAP
        x += SECTION_GAP - STRIP_GAP
    return placed


def _widest_pitch(layout: Layout, width: float, rows: int, ratio: float) -> float:
    """Returns the widest column with which the strips fit into so many rows; 0 if none does."""
    if layout.size > _MOST_FADERS:
        return 0.0
    widest = max(block.rows for block in layout.blocks)
    for pixels in range(round(WIDEST_FADER * ratio), round(NARROWEST_FADER * ratio) - 1, -1):
        pitch = pixels / ratio
        if INPUTS_WIDTH + SECTION_GAP + _strip_width(widest, pitch) > width:
            continue
        if _flow(layout, width, pitch)[-1][3] < rows:
            return pitch
    return 0.0


def _faders(layout: Layout, width: float, height: float, pitch: float, ratio: float) -> Geometry:
    placed = _flow(layout, width, pitch)
    rows = placed[-1][3] + 1
    if rows == 1:  # few knobs: in the middle of what is left beside the inputs
        last = placed[-1]
        end = last[2] + _strip_width(layout.blocks[last[0]].rows, pitch)
        placed = [(layer, neuron, x + (width - end) / 2, 0) for layer, neuron, x, _ in placed]
    row_height = floor((height - STRIP_GAP * (rows - 1)) / rows * ratio) / ratio
    strips: list[Strip] = []
    sections: list[Section] = []
    first: list[int] = []
    for layer, neuron, x, row in placed:
        y = row * (row_height + STRIP_GAP)
        columns = layout.blocks[layer].rows
        if neuron == 0:
            first.append(len(strips))
            sections.append(Section(layer, x, y, width - x))
        strips.append(
            Strip(
                layer,
                neuron,
                _snap(x, ratio),
                _snap(y + HEADING, ratio),
                _snap(_strip_width(columns, pitch), ratio),
                _snap(row_height - HEADING, ratio),
                left=_snap(x + GUTTER, ratio),
                top=_snap(y + HEADING + STRIP_HEAD, ratio),
                columns=columns,
            )
        )
    travel = _snap(row_height - HEADING - STRIP_HEAD - foot(pitch), ratio)
    layers = len(layout.blocks)
    return Geometry(
        faders=True,
        pitch=(pitch,) * layers,
        travel=(travel,) * layers,
        strips=tuple(strips),
        first=tuple(first),
        sections=tuple(sections),
        inputs=(0, HEADING, INPUTS_WIDTH, height - HEADING),
        height=height,
    )


def _bar_width(block: Block, rows: int, room: float, ratio: float) -> float:
    """Returns how wide a knob's bar is when the layer's neurons stand in so many rows."""
    across = ceil(block.outputs / rows)
    cell = (room - STRIP_GAP * (across - 1)) / across
    return min(int((cell - 2 * _BAR_PAD) / block.rows * ratio) / ratio, _WIDEST_BAR)


def _bar_rows(layout: Layout, room: float, height: float, ratio: float) -> tuple[list[int], float]:
    """Returns each layer's rows of cells, and the cells' height.

    Rows go to the layer with the narrowest bars, one by one; the best number of rows has both
    bars that can be told apart and room for them to move. If nothing fits, bars are one pixel
    wide, and the view scrolls.
    """
    blocks = layout.blocks
    height -= HEADING * len(blocks)

    def cell(rows: list[int]) -> float:
        return (height + STRIP_GAP) / sum(rows) - STRIP_GAP

    best, found = 0.0, None
    rows = [1] * len(blocks)
    while cell(rows) >= _BAR_LOWEST:
        widths = [
            _bar_width(block, count, room, ratio) for block, count in zip(blocks, rows, strict=True)
        ]
        quality = min(min(widths) / _BAR_GOOD_WIDTH, cell(rows) / _BAR_GOOD)
        if min(widths) > 0 and quality > best:
            best, found = quality, (list(rows), cell(rows))
        rows[widths.index(min(widths))] += 1
    if found:
        return found
    rows = []
    for block in blocks:
        needed = block.rows / ratio + 2 * _BAR_PAD
        rows.append(ceil(block.outputs / max(1, int((room + STRIP_GAP) / (needed + STRIP_GAP)))))
    return rows, _BAR_LOWEST


def _bars(layout: Layout, width: float, height: float, ratio: float, *, image: bool) -> Geometry:
    top = HEADING + _INPUTS_ROW + STRIP_GAP
    counts, cell = _bar_rows(layout, width, height - top, ratio)
    cell = floor(cell * ratio) / ratio
    strips: list[Strip] = []
    sections: list[Section] = []
    first: list[int] = []
    pitches: list[float] = []
    heads: list[float] = []
    y = float(top)
    for block, count in zip(layout.blocks, counts, strict=True):
        across = ceil(block.outputs / count)
        cell_width = (width - STRIP_GAP * (across - 1)) / across
        pitch = max(1 / ratio, _bar_width(block, count, width, ratio))
        thumb = _THUMB if image and block.layer == 0 and cell >= _BAR_GOOD * 0.8 else 0.0
        head = max(_BAR_HEAD, thumb + 6)
        pitches.append(pitch)
        heads.append(head)
        first.append(len(strips))
        sections.append(Section(block.layer, 0, y, width))
        y += HEADING
        for neuron in range(block.outputs):
            row, column = divmod(neuron, across)
            x = column * (cell_width + STRIP_GAP)
            strip_y = y + row * (cell + STRIP_GAP)
            strips.append(
                Strip(
                    block.layer,
                    neuron,
                    _snap(x, ratio),
                    _snap(strip_y, ratio),
                    _snap(cell_width, ratio),
                    cell,
                    left=_snap(x + (cell_width - block.rows * pitch) / 2, ratio),
                    top=_snap(strip_y + head, ratio),
                    columns=block.rows,
                    thumb=thumb,
                )
            )
        y += count * (cell + STRIP_GAP)
    return Geometry(
        faders=False,
        pitch=tuple(pitches),
        travel=tuple(
            _snap(cell - head - 5 - bar_foot(pitch, cell), ratio)
            for head, pitch in zip(heads, pitches, strict=True)
        ),
        strips=tuple(strips),
        first=tuple(first),
        sections=tuple(sections),
        inputs=(0, HEADING, width, _INPUTS_ROW),
        height=max(height, y - STRIP_GAP),
    )
