"""Finds the best plan for a network in a view: which strips stand side by side, and how large.

Faders come first: where all fit they are shown, and a few hundred that do not fit scroll. Larger
networks open with all in view: as bars while these can be told apart, as cells in racks else.
"""

from functools import lru_cache
from math import ceil, floor

from msgspec import structs

from eq_sim.network.layout import Block, Layout
from eq_sim.ui.console import racks
from eq_sim.ui.console.measures import (
    HEADING,
    LOWEST_TRAVEL,
    NARROWEST_FADER,
    SECTION_GAP,
    STRIP_HEAD,
    foot,
    measures,
)
from eq_sim.ui.console.plan import BAND_GAP, INPUTS_WIDTH, Band, Piece, Plan, Stop

WIDEST_FADER = 340
SCROLL_BAR = 14  # what a scroll bar may take
_MOST_ROWS = 4  # of faders that are all in view
_MOST_FADERS = 600  # of more, too few would be in view

_GOOD_PITCH = 60
_GOOD_TRAVEL = 240
_READ_PITCHES = (44, 38, 34)  # columns with room for a number
_WHOLE_PITCHES = (44, 38, 34, 30, 26, 22, 18, 14)
_READ_HEIGHT = 200  # of a strip of faders that can be read
_MOST_ASIDE = 2.5  # widths of the view that a neuron's faders may take
_WIDEST_READ = 76
_LEAST_HEIGHT = 5.0
_LARGE_PITCH = 120.0
_LARGE_HEIGHT = 560.0

_BAR_LOWEST = 36
_BAR_GOOD = 90
_BAR_GOOD_WIDTH = 2.0
_NARROWEST_BAR = 2  # pixels of the screen
_WIDEST_BAR = 40.0
_INPUTS_ROW = 46


def arrange(
    layout: Layout,
    width: float,
    height: float,
    ratio: float,
    *,
    image: bool,
    whole: bool = False,
) -> Plan:
    """Returns the best plan for a view of that size.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        image: whether the inputs are a picture, whose weights make a picture too.
        whole: whether all of a few hundred knobs are in view at first, as bars if need be.
    """
    if layout.size <= _MOST_FADERS:
        found = _whole_faders(layout, width, height, ratio)
        if not found and whole:
            found = _whole_bars(layout, width, height, ratio)
        found = found or _flowing(layout, width - SCROLL_BAR, height, ratio)
        if found:
            return found
    for row in (_INPUTS_ROW, racks.INPUTS_ROW):  # lower inputs leave room for higher bars
        found = _bars(layout, width, height, ratio, float(row), image=image)
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
        if (rows > 1 and travel < LOWEST_TRAVEL) or pitch < NARROWEST_FADER:
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
    return _beside(layout, bands, (found, found), (high, high), (width, height), ratio, near=False)


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


def _whole_bars(layout: Layout, width: float, height: float, ratio: float) -> Plan | None:
    """Returns the plan that opens with all knobs in view as bars, as high as they can be."""
    plans = (_flowing(layout, width, height, ratio, (pitch,)) for pitch in _WHOLE_PITCHES)
    found = [plan for plan in plans if plan is not None and not plan.at(0.0).has_cells]
    if not found:
        return None
    best = max(found, key=lambda plan: (plan.stops[0].heights[0], plan.stops[0].pitches[0]))
    return structs.replace(best, opens_near=False)


def _flowing(
    layout: Layout,
    width: float,
    height: float,
    ratio: float,
    read: tuple[int, ...] = _READ_PITCHES,
) -> Plan | None:
    """Returns the plan with faders in as many rows as they need, if there is room for rows.

    A neuron with many knobs may need more than the view's width: then it scrolls sideways, too.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        read: widths of a column to choose from, the best first.
    """
    widest = max(block.rows for block in layout.blocks)
    for pitch in read:
        needed = INPUTS_WIDTH + SECTION_GAP + measures(pitch, 400.0, ratio).wide(widest)
        if needed <= width:
            break
    if needed > _MOST_ASIDE * width:
        return None
    lines = _flow(layout.blocks, width, pitch, ratio)
    bands = tuple(
        Band(tuple(pieces), HEADING if any(not piece.first for piece in pieces) else 0.0)
        for pieces in lines
    )
    wider, finer = float(pitch), 1 / ratio
    while wider < _WIDEST_READ and _widest_band(layout, bands, wider + finer, ratio) <= width:
        wider += finer
    room = height - sum(band.heading for band in bands)
    far = racks.tallest(len(bands), room, wider, ratio)
    if far < _LEAST_HEIGHT:  # hardly a cell
        return None
    far_pitch = wider
    while far_pitch > 1 and _widest_band(layout, bands, far_pitch, ratio) > width:
        far_pitch -= 1 / ratio
    heights = (far, max(far, _readable(height)))
    pitches = (far_pitch, wider)
    return _beside(layout, bands, pitches, heights, (width, height), ratio, near=True)


def _widest_band(layout: Layout, bands: tuple[Band, ...], pitch: float, ratio: float) -> float:
    """Returns where the widest row ends with columns so wide."""
    of, ends = measures(pitch, 100.0, ratio), []
    for band in bands:
        strips = sum(
            piece.count * (of.wide(layout.blocks[piece.layer].rows) + of.gap) - of.gap
            for piece in band.pieces
        )
        gaps = (len(band.pieces) - 1) * SECTION_GAP
        ends.append(INPUTS_WIDTH + SECTION_GAP + strips + gaps)
    return max(ends)


def _readable(height: float) -> float:
    """Returns the height of a strip of faders of which as many as can be read fill a view."""
    rows = max(1, floor(height / (_READ_HEIGHT + HEADING + BAND_GAP)))
    return max(height / rows - HEADING - BAND_GAP, STRIP_HEAD + LOWEST_TRAVEL + foot(0))


def _beside(
    layout: Layout,
    bands: tuple[Band, ...],
    pitches: tuple[float, float],
    heights: tuple[float, float],
    view: tuple[float, float],
    ratio: float,
    *,
    near: bool,
) -> Plan:
    """Returns a plan of faders beside their inputs.

    Args:
        layout: the network's layout.
        bands: which strips stand where.
        pitches: the width of a column, where all are in view and where faders can be read.
        heights: of a strip, likewise.
        view: its width and height.
        ratio: screen pixels per logical pixel.
        near: whether the desk opens where faders can be read.
    """
    width, height = view
    far_height, near_height = heights
    layers = len(layout.blocks)
    far = Stop((pitches[0],) * layers, (far_height,) * layers, (0.0,) * layers)
    return Plan(
        layout,
        bands,
        (far, _nearer(far, pitches[1], near_height), _large(far, near_height, height)),
        opens_near=near,
        beside=True,
        inputs=(0, HEADING, INPUTS_WIDTH, height - HEADING),
        width=width,
        height=height,
        ratio=ratio,
        centred=len(bands) == 1,
    )


def _nearer(far: Stop, pitch: float, height: float) -> Stop:
    return Stop(
        tuple(max(pitch, width) for width in far.pitches),
        tuple(max(height, high) for high in far.heights),
        far.slack,
    )


def _large(far: Stop, near: float, height: float) -> Stop:
    """Returns the sizes of the largest faders."""
    return _nearer(far, _LARGE_PITCH, max(near, min(height - HEADING, _LARGE_HEIGHT)))


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
    top = above + row + BAND_GAP
    room = height - top - HEADING * len(blocks) + BAND_GAP
    best, found = 0.0, None
    for lines in range(len(blocks), floor(room / (_BAR_LOWEST + BAND_GAP)) + 1):
        high = floor((room / lines - BAND_GAP) * ratio) / ratio
        for pixels in range(_NARROWEST_BAR, round(_WIDEST_BAR * ratio) + 1):
            pitch = pixels / ratio
            rows = []
            for block in blocks:
                of = measures(pitch, high, ratio, picture=image and not block.layer)
                across = floor((width + of.gap) / (of.wide(block.rows) + of.gap))
                rows.append(ceil(block.outputs / across) if across else lines + 1)
            if sum(rows) > lines:
                break
            quality = min(pitch / _BAR_GOOD_WIDTH, high / _BAR_GOOD)
            if quality > best:
                best, found = quality, (rows, high)
    if not found:
        return None
    rows, high = found
    pitches = []
    for block, count in zip(blocks, rows, strict=True):
        picture, across = image and not block.layer, ceil(block.outputs / count)
        fit = racks.widest_pitch(block.rows, across, high, width, ratio, picture=picture)
        pitches.append(min(floor(fit * ratio + 1e-4) / ratio, _WIDEST_BAR))
    pieces, slack = [], []
    for block, count, pitch in zip(blocks, rows, pitches, strict=True):
        across = ceil(block.outputs / count)
        of = measures(pitch, high, ratio, picture=image and not block.layer)
        strip = floor((width + of.gap) / across * ratio) / ratio - of.gap
        pieces.append(Piece(block.layer, 0, block.outputs, across))
        slack.append(max(0.0, strip - of.wide(block.rows)))
    bands = tuple(Band((piece,), HEADING) for piece in pieces)
    far = Stop(tuple(pitches), (high,) * len(blocks), tuple(slack))
    inputs = (0.0, float(above), width, row)
    return _below(layout, bands, far, inputs, height, ratio, image=image)


def _cells(layout: Layout, width: float, height: float, ratio: float, *, image: bool) -> Plan:
    """Returns the plan with all knobs in view as cells, in racks."""
    bands, far = racks.racked(layout, width, height - racks.INPUTS_ROW - BAND_GAP, ratio)
    inputs = (0.0, 0.0, width, float(racks.INPUTS_ROW))
    return _below(layout, bands, far, inputs, height, ratio, image=image)


def _below(
    layout: Layout,
    bands: tuple[Band, ...],
    far: Stop,
    inputs: tuple[float, float, float, float],
    height: float,
    ratio: float,
    *,
    image: bool,
) -> Plan:
    """Returns a plan of strips below their inputs."""
    near = _readable(height)
    pitch = float(_READ_PITCHES[1])
    return Plan(
        layout,
        bands,
        (far, _nearer(far, pitch, near), _large(far, near, height)),
        opens_near=layout.size <= _MOST_FADERS,
        beside=False,
        inputs=inputs,
        width=inputs[2],
        height=height,
        ratio=ratio,
        picture=image,
    )
