"""Finds the best place for every strip: faders where there is room for them, bars where not."""

from math import ceil, floor

from eq_sim.network.layout import Block, Layout
from eq_sim.ui.console.geometry import (
    BAR_GOOD,
    GUTTER,
    HEADING,
    INPUTS_WIDTH,
    SECTION_GAP,
    STRIP_GAP,
    STRIP_HEAD,
    STRIP_PAD,
    Geometry,
    Section,
    Strip,
    bar_foot,
    foot,
)

NARROWEST_FADER = 27
WIDEST_FADER = 340
LOWEST_TRAVEL = 80
_MOST_FADERS = 600  # no window has room for more, and trying would take long

_GOOD_PITCH = 60
_GOOD_TRAVEL = 240

_BAR_HEAD = 20
_BAR_PAD = 8
_BAR_LOWEST = 50
_BAR_GOOD_WIDTH = 2.0
_WIDEST_BAR = 40
_THUMB = 24.0
_INPUTS_ROW = 46


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
        width=width,
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
        quality = min(min(widths) / _BAR_GOOD_WIDTH, cell(rows) / BAR_GOOD)
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
    y, wide = float(top), width
    for block, count in zip(layout.blocks, counts, strict=True):
        across = ceil(block.outputs / count)
        pitch = max(1 / ratio, _bar_width(block, count, width, ratio))
        # A neuron with more knobs than the view has pixels is wider than the view, which scrolls.
        room = (width - STRIP_GAP * (across - 1)) / across
        cell_width = max(room, block.rows * pitch + 2 * _BAR_PAD)
        if across == 1:
            wide = max(wide, _snap(cell_width, ratio))
        thumb = _THUMB if image and block.layer == 0 and cell >= BAR_GOOD * 0.8 else 0.0
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
        width=wide,
        height=max(height, y - STRIP_GAP),
    )
