"""Finds the best plan for a network in a view: which strips stand side by side, and how large.

Faders come first: where all fit they are shown, and a few hundred that do not fit scroll. Larger
networks open with all in view as bars while these can be told apart; some thousands that do not
fit as bars scroll; more are cells in racks, all in view.
"""

from functools import lru_cache
from math import ceil, floor

from eq_sim.network.layout import Block, Layout
from eq_sim.ui.console import racks
from eq_sim.ui.console.flowing import flowing
from eq_sim.ui.console.measures import (
    HEADING,
    LOWEST_TRAVEL,
    NARROWEST_FADER,
    SECTION_GAP,
    STRIP_HEAD,
    Level,
    foot,
    height_in,
    level_of,
    measures,
)
from eq_sim.ui.console.plan import BAND_GAP, INPUTS_WIDTH, Band, Piece, Plan, Stop
from eq_sim.ui.console.stops import READ_PITCH, large, nearer, readable

WIDEST_FADER = 340
SCROLL_BAR = 10  # what a scroll bar may take
_MOST_ROWS = 4  # of faders that are all in view
_MOST_FADERS = 600  # of more, too few would be in view

_GOOD_PITCH = 60
_GOOD_TRAVEL = 240
_BAR_LOWEST = 36
_BAR_ROOMY = 56
_BAR_READ = 48  # of bars that scroll
_BAR_GOOD = 90
_BAR_GOOD_WIDTH = 2.0
_NARROWEST_BAR = 2  # pixels of the screen
_WIDEST_BAR = 40.0
_INPUTS_ROW = 46
_MOST_BARS = 5_000  # of more, too few would be in view where not all are
_MOST_VIEWS = 6.0  # of bars, one below the other


def arrange(layout: Layout, width: float, height: float, ratio: float, *, image: bool) -> Plan:
    """Returns the best plan for a view of that size.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        image: whether the inputs are a picture, whose weights make a picture too.
    """
    if layout.size <= _MOST_FADERS:
        found = _whole_faders(layout, width, height, ratio) or flowing(
            layout, width - SCROLL_BAR, height, ratio
        )
        if found:
            return found
    # Lower inputs leave room for higher bars.
    for row, least in ((_INPUTS_ROW, _BAR_ROOMY), (racks.INPUTS_ROW, _BAR_LOWEST)):
        found = _bars(layout, width, height, ratio, float(row), image=image)
        if found and found.stops[0].heights[0] >= least:
            return found
    if layout.size <= _MOST_BARS:
        found = _scrolled_bars(layout, width - SCROLL_BAR, height, ratio, image=image)
        if found:
            return found
    return _cells(layout, width, height, ratio, image=image)


# Faders


def _flow(blocks: tuple[Block, ...], width: float, pitch: float, ratio: float) -> list[list[Piece]]:
    """Lays strips side by side, row by row. Returns the pieces of layers in each row."""
    left = float(INPUTS_WIDTH + SECTION_GAP)
    of = measures(pitch, 400.0, ratio)
    x = left
    rows: list[list[Piece]] = [[]]
    for block in blocks:
        strip, gap = of.wide(block.rows), of.gap
        whole = block.outputs * (strip + gap) - gap
        # A layer that fits on a row of its own is not torn apart.
        if x > left and x + whole > width and left + whole <= width:
            x = left
            rows.append([])
        first = 0
        while first < block.outputs:
            room = floor((width - x + gap) / (strip + gap))
            if room < 1 and x > left:
                x = left
                rows.append([])
                continue
            count = min(max(1, room), block.outputs - first)
            rows[-1].append(Piece(block.layer, first, count, count))
            first += count
            x += count * (strip + gap)
        x += SECTION_GAP - gap
    return rows


def _whole_faders(layout: Layout, width: float, height: float, ratio: float) -> Plan | None:
    """Returns the plan with all knobs in view as faders, if there is one."""
    best, found = 0.0, None
    for rows, pitch in enumerate(_widest_pitches(layout.blocks, width, ratio), 1):
        row_height = (height - BAND_GAP * (rows - 1)) / rows
        travel = row_height - HEADING - STRIP_HEAD - foot(pitch)
        high = row_height - HEADING
        is_fader = level_of(pitch, floor(high * ratio) / ratio, ratio) is Level.FADER
        if not is_fader or (rows > 1 and travel < LOWEST_TRAVEL):
            continue
        # Good faders are both wide enough to read and long enough to turn.
        quality = min(pitch / _GOOD_PITCH, travel / _GOOD_TRAVEL)
        if quality > best:
            best, found = quality, pitch
    if not found:
        return None
    lines = _flow(layout.blocks, width, found, ratio)
    rows = len(lines)
    row_height = floor((height - BAND_GAP * (rows - 1)) / rows * ratio) / ratio
    bands = tuple(Band(tuple(pieces), HEADING) for pieces in lines)
    high = row_height - HEADING
    layers = len(layout.blocks)
    far = Stop((found,) * layers, (high,) * layers, (0.0,) * layers)
    return Plan(
        layout,
        bands,
        (far, far, large(far, height)),
        opens_at=0,
        beside=True,
        inputs=(0, HEADING, INPUTS_WIDTH, height - HEADING),
        width=width,
        height=height,
        ratio=ratio,
        centred=len(bands) == 1,
    )


@lru_cache(maxsize=64)  # a window asks again and again while it finds its size
def _widest_pitches(blocks: tuple[Block, ...], width: float, ratio: float) -> tuple[float, ...]:
    """Returns the widest column with which strips fit into one row, two and so on; 0 if none."""
    widest = max(block.rows for block in blocks)
    found = [0.0] * _MOST_ROWS
    for pixels in range(round(WIDEST_FADER * ratio), round(NARROWEST_FADER * ratio) - 1, -1):
        pitch = pixels / ratio
        strip = measures(pitch, 400.0, ratio).wide(widest)
        if INPUTS_WIDTH + SECTION_GAP + strip > width:
            continue
        needed = len(_flow(blocks, width, pitch, ratio))
        for rows in range(needed, _MOST_ROWS + 1):
            found[rows - 1] = found[rows - 1] or pitch
        if needed == 1:
            break
    return tuple(found)


# Bars and cells


def _bars(
    layout: Layout, width: float, height: float, ratio: float, row: float, *, image: bool
) -> Plan | None:
    """Returns the plan with all knobs in view as bars that can be told apart, if there is one.

    The best number of lines has both bars that can be told apart and room for them to move.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        row: the height of the inputs.
        image: whether the inputs are a picture.
    """
    blocks = layout.blocks
    above = HEADING if row == _INPUTS_ROW else 0
    room = height - above - row - (HEADING + BAND_GAP) * len(blocks)
    best, found = 0.0, None
    for lines in range(len(blocks), floor(room / _BAR_LOWEST) + 1):
        high = floor(height_in(room / lines) * ratio) / ratio
        for pixels in range(_NARROWEST_BAR, round(_WIDEST_BAR * ratio) + 1):
            pitch = pixels / ratio
            rows = _lines_of(layout, width, pitch, high, ratio, image=image)
            if not rows or sum(rows) > lines or high < _BAR_LOWEST:
                break
            quality = min(pitch / _BAR_GOOD_WIDTH, high / _BAR_GOOD)
            if quality > best:
                best, found = quality, (rows, high)
    if not found:
        return None
    rows, high = found
    bands, far = _lined(layout, width, rows, high, ratio, image=image)
    inputs = (0.0, float(above), width, row)
    return _below(layout, bands, (far,), inputs, height, ratio, image=image)


def _scrolled_bars(
    layout: Layout, width: float, height: float, ratio: float, *, image: bool
) -> Plan | None:
    """Returns the plan that opens with bars of which not all are in view, if they are few views.

    From far they are cells as wide as the bars, and all in view.
    """
    high, pitch = float(_BAR_READ), _NARROWEST_BAR / ratio
    rows = _lines_of(layout, width, pitch, high, ratio, image=image)
    below = measures(pitch, high, ratio).below
    if not rows or sum(rows) * (high + below) > _MOST_VIEWS * height:
        return None
    bands, opens = _lined(layout, width, rows, high, ratio, image=image)
    top = racks.INPUTS_ROW + float(BAND_GAP)
    room = height - top - len(rows) * HEADING - (len(rows) - 1) * BAND_GAP
    low = racks.tallest(sum(rows), room, max(opens.pitches), ratio)
    if low * ratio < 1:
        return None
    far = Stop(opens.pitches, (low,) * len(rows), opens.slack)
    inputs = (0.0, 0.0, width, float(racks.INPUTS_ROW))
    return _below(layout, bands, (far, opens), inputs, height, ratio, image=image)


def _lines_of(
    layout: Layout, width: float, pitch: float, high: float, ratio: float, *, image: bool
) -> list[int]:
    """Returns how many lines each layer needs; nothing if a strip of one has no room."""
    rows = []
    for block in layout.blocks:
        of = measures(pitch, high, ratio, picture=image and not block.layer)
        across = floor((width + of.gap) / (of.wide(block.rows) + of.gap))
        if not across:
            return []
        rows.append(ceil(block.outputs / across))
    return rows


def _lined(
    layout: Layout, width: float, rows: list[int], high: float, ratio: float, *, image: bool
) -> tuple[tuple[Band, ...], Stop]:
    """Returns the bands of so many lines of bars for each layer, and sizes that fill the width."""
    pitches, pieces, slack = [], [], []
    for block, count in zip(layout.blocks, rows, strict=True):
        picture, across = image and not block.layer, ceil(block.outputs / count)
        fit = racks.widest_pitch(block.rows, across, high, width, ratio, picture=picture)
        pitch = min(floor(fit * ratio + 1e-4) / ratio, _WIDEST_BAR)
        of = measures(pitch, high, ratio, picture=picture)
        strip = floor((width + of.gap) / across * ratio) / ratio - of.gap
        pitches.append(pitch)
        pieces.append(Piece(block.layer, 0, block.outputs, across))
        slack.append(max(0.0, strip - of.wide(block.rows)))
    bands = tuple(Band((piece,), HEADING) for piece in pieces)
    return bands, Stop(tuple(pitches), (high,) * len(rows), tuple(slack))


def _cells(layout: Layout, width: float, height: float, ratio: float, *, image: bool) -> Plan:
    """Returns the plan with all knobs in view as cells, in racks."""
    bands, far = racks.racked(layout, width, height - racks.INPUTS_ROW - BAND_GAP, ratio)
    inputs = (0.0, 0.0, width, float(racks.INPUTS_ROW))
    return _below(layout, bands, (far,), inputs, height, ratio, image=image)


def _below(
    layout: Layout,
    bands: tuple[Band, ...],
    first: tuple[Stop, ...],
    inputs: tuple[float, float, float, float],
    height: float,
    ratio: float,
    *,
    image: bool,
) -> Plan:
    """Returns a plan of strips below their inputs.

    Args:
        layout: the network's layout.
        bands: which strips stand where.
        first: the sizes with all in view, and those at which the desk opens if they are others.
        inputs: their strip.
        height: of the view.
        ratio: screen pixels per logical pixel.
        image: whether the inputs are a picture.
    """
    high = readable(height)
    near = nearer(first[-1], READ_PITCH, high)
    few = layout.size <= _MOST_FADERS
    return Plan(
        layout,
        bands,
        (*first, near, large(near, height)),
        opens_at=len(first) if few else len(first) - 1,
        beside=False,
        inputs=inputs,
        width=inputs[2],
        height=height,
        ratio=ratio,
        picture=image,
    )
