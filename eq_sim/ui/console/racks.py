"""Very many knobs in a view: layers as sections, in which lines of strips stand in racks.

A gap after every fifty or sixty-four neurons, numbers beside the lines and a meter beside each
strip make a desk of what would be a carpet.
"""

from math import ceil, floor

from eq_sim.network.layout import Block, Layout
from eq_sim.ui.console.measures import SECTION_GAP, measures
from eq_sim.ui.console.plan import BAND_GAP, Band, Piece, Stop

INPUTS_ROW = 34
HEADING = 24
NUMBERS = 40.0  # room for the numbers of neurons, left of the lines

_MOST_HEADINGS = 0.34  # of the height
_MOST_SIDE_BY_SIDE = 8
_NUMBERED = 200.0  # sections from this width on have numbers and meters
_SHARE = 0.35  # a layer with many more knobs is higher, but not as many times
_TALL = 1.25  # cells a little higher than wide show strips better
_WIDE_METER, _METER, _METERED = 22.0, 5.0, 0.035  # the last is a share of the strip
_LOWEST_RACK = 13.0
_RACK_GAP = 3.0
_LEAST = 1e-4


def widest_pitch(
    columns: int,
    across: int,
    height: float,
    width: float,
    ratio: float,
    *,
    picture: bool = False,
    meter: float = 0.0,
) -> float:
    """Returns the widest column with which so many strips fit side by side; about 0 if none does.

    Args:
        columns: knobs of a strip.
        across: strips in a line.
        height: of a strip.
        width: the room there is.
        ratio: screen pixels per logical pixel.
        picture: whether the weights make a picture.
        meter: room right of each strip.
    """
    low, high = _LEAST, max(_LEAST, width / (across * columns))
    if _line(columns, across, high, height, ratio, picture=picture, meter=meter) <= width:
        return high
    for _ in range(24):
        pitch = (low + high) / 2
        wide = _line(columns, across, pitch, height, ratio, picture=picture, meter=meter)
        low, high = (pitch, high) if wide <= width else (low, pitch)
    return low


def _line(
    columns: int,
    across: int,
    pitch: float,
    height: float,
    ratio: float,
    *,
    picture: bool,
    meter: float,
) -> float:
    of = measures(pitch, height, ratio, picture=picture)
    return across * (of.wide(columns) + of.gap + meter) - of.gap


def racked(
    layout: Layout, width: float, height: float, ratio: float
) -> tuple[tuple[Band, ...], Stop]:
    """Returns which strips stand where, and their sizes with all in view.

    Args:
        layout: where each knob sits in θ.
        width: of the room.
        height: of the room.
        ratio: screen pixels per logical pixel.
    """
    blocks, side = layout.blocks, 1
    while ceil(len(blocks) / side) * HEADING > _MOST_HEADINGS * height and side < min(
        len(blocks), _MOST_SIDE_BY_SIDE
    ):
        side += 1
    numbers = NUMBERS if width / side >= _NUMBERED else 0.0
    rows = [blocks[first : first + side] for first in range(0, len(blocks), side)]
    left = height - len(rows) * HEADING - (len(rows) - 1) * BAND_GAP
    left = max(left, 4.0 * len(rows))
    parts = [max(block.size for block in row) ** _SHARE for row in rows]
    bands, pitches, heights = [], [], []
    for row, part in zip(rows, parts, strict=True):
        room = (width - (side - 1) * SECTION_GAP) / side
        pieces = []
        for block in row:
            piece, pitch, high = _rack(block, room, numbers, left * part / sum(parts), ratio)
            pieces.append(piece)
            pitches.append(pitch)
            heights.append(high)
        bands.append(Band(tuple(pieces), HEADING))
    return tuple(bands), Stop(tuple(pitches), tuple(heights), (0.0,) * len(blocks))


def _rack(
    block: Block, room: float, numbers: float, height: float, ratio: float
) -> tuple[Piece, float, float]:
    """Returns how a layer's strips stand in some room, a column's width and a strip's height."""
    width = room - numbers

    def metered(across: int) -> float:
        return min(max(_METER, _METERED * width / across), _WIDE_METER) if numbers else 0.0

    def sized(across: int) -> tuple[float, float]:
        pitch = widest_pitch(block.rows, across, 1.0, width, ratio, meter=metered(across))
        return pitch, height / ceil(block.outputs / across)

    low, high = 1, block.outputs
    while low < high:  # the fewest strips in a line whose cells are not lower than wide
        middle = (low + high) // 2
        pitch, tall = sized(middle)
        low, high = (low, middle) if tall >= _TALL * pitch else (middle + 1, high)
    across = low
    if across > 1:
        (wide, low_tall), (pitch, tall) = sized(across - 1), sized(across)
        if min(wide, low_tall / _TALL) > min(pitch, tall / _TALL):
            across -= 1
    lines = ceil(block.outputs / across)
    across = ceil(block.outputs / lines)
    pitch, _ = sized(across)
    meter = metered(across)
    group = _group(block, across, lines, height)
    gaps = (ceil(lines / group) - 1) * _RACK_GAP if group else 0.0
    tall = tallest(lines, height - gaps, pitch, ratio)
    piece = Piece(
        block.layer, 0, block.outputs, across, group, _RACK_GAP if group else 0.0, numbers, meter
    )
    return piece, pitch, tall


def _group(block: Block, across: int, lines: int, height: float) -> int:
    """Returns after how many lines there is a gap: a round number of neurons, as on a desk."""
    neurons = 64 if block.outputs % 64 == 0 else 50
    group = max(1, round(neurons / across))
    while group * height / lines < _LOWEST_RACK and group < lines:
        group *= 2
    return group if group < lines else 0


def tallest(lines: int, room: float, pitch: float, ratio: float) -> float:
    """Returns the height of a strip with which so many lines fill some room.

    Args:
        lines: how many.
        room: the height there is.
        pitch: the width of a column.
        ratio: screen pixels per logical pixel.
    """
    low, high = _LEAST, max(room / lines, 2 * _LEAST)
    for _ in range(24):
        tall = (low + high) / 2
        of = measures(pitch, tall, ratio)
        fits = lines * (of.height + of.below) - of.below <= room
        low, high = (tall, high) if fits else (low, tall)
    return floor(low * 1e6) / 1e6
