"""Faders that do not all fit: a desk that is scrolled, with as many side by side as can be read.

Which strips share a row is found at the narrowest columns that have room for a number; then the
columns of each row's layers grow until the row is full.
"""

from functools import lru_cache
from math import ceil, floor

from msgspec import Struct

from eq_sim.network.layout import Block, Layout
from eq_sim.ui.console import racks
from eq_sim.ui.console.measures import (
    HEADING,
    NARROWEST_FADER,
    SECTION_GAP,
    Measures,
    measures,
)
from eq_sim.ui.console.plan import BAND_GAP, INPUTS_WIDTH, Band, Piece, Plan, Stop
from eq_sim.ui.console.stops import READ_PITCH, large, readable

_MOST_ASIDE = 2.5  # widths of the view that a neuron's faders may take
_WIDEST_READ = 76.0
_LEAST_HEIGHT = 5.0
_FEWER = 0.75  # rows for which the inputs stand above the strips rather than beside them
_ANY_HEIGHT = 400.0  # of a strip: the width of its parts does not depend on it


class _Row(Struct):
    """Strips side by side: so many neurons of each layer, from the first of them on."""

    pieces: list[tuple[Block, int, int]]


def flowing(layout: Layout, width: float, height: float, ratio: float) -> Plan | None:
    """Returns the plan with faders in as many rows as they need, if there is room for rows.

    A neuron with many knobs may need more than the view's width: then it scrolls sideways, too.
    Where the view is so narrow that this makes for fewer rows, the inputs stand above the strips.

    Args:
        layout: the network's layout.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
    """
    aside = float(INPUTS_WIDTH + SECTION_GAP)
    widest = max(block.rows for block in layout.blocks)
    if aside + _wide(widest, READ_PITCH, ratio) > _MOST_ASIDE * width:
        return None
    beside = _rows(layout, width - aside, ratio)
    above = _rows(layout, width, ratio)
    return _planned(layout, (width, height), ratio, beside=len(above) > _FEWER * len(beside))


def _planned(
    layout: Layout, view: tuple[float, float], ratio: float, *, beside: bool
) -> Plan | None:
    width, height = view
    room = width - (INPUTS_WIDTH + SECTION_GAP if beside else 0)
    rows = _rows(layout, room, ratio)
    pitches = _pitches(layout, rows, room, ratio)
    bands = tuple(
        Band(
            tuple(Piece(block.layer, first, count, count) for block, first, count in row.pieces),
            HEADING if any(not first for _, first, _ in row.pieces) else 0.0,
        )
        for row in rows
    )
    top = 0.0 if beside else racks.INPUTS_ROW + float(BAND_GAP)
    headed = sum(band.heading > 0 for band in bands)
    free = height - top - headed * HEADING - (0 if beside else (headed - 1) * BAND_GAP)
    free -= len(bands) / ratio  # rows begin on whole pixels
    low = racks.tallest(len(bands), free, max(pitches), ratio)
    if low < _LEAST_HEIGHT:  # hardly a cell
        return None
    fits = tuple(
        min(pitch, racks.widest_pitch(block.rows, 1, low, room, ratio))
        for block, pitch in zip(layout.blocks, pitches, strict=True)
    )
    layers = len(layout.blocks)
    far = Stop(fits, (low,) * layers, (0.0,) * layers)
    high = max(low, readable(height - top))
    near = Stop(pitches, (high,) * layers, far.slack)
    inputs = (0.0, float(HEADING), float(INPUTS_WIDTH), height - HEADING)
    return Plan(
        layout,
        bands,
        (far, near, large(near, height)),
        opens_at=1,
        beside=beside,
        inputs=inputs if beside else (0.0, 0.0, width, float(racks.INPUTS_ROW)),
        width=width,
        height=height,
        ratio=ratio,
        centred=beside and len(bands) == 1,
    )


def _rows(layout: Layout, room: float, ratio: float) -> list[_Row]:
    """Lays strips side by side, row by row, as narrow as they can be read."""
    rows: list[_Row] = []
    left = 0.0  # of the row
    for block in layout.blocks:
        strip, gap = _wide(block.rows, READ_PITCH, ratio), _gap(READ_PITCH, ratio)
        whole = block.outputs * (strip + gap) - gap
        if rows and SECTION_GAP + whole <= left:
            rows[-1].pieces.append((block, 0, block.outputs))
            left -= SECTION_GAP + whole
            continue
        across = max(1, floor((room + gap) / (strip + gap)))
        across = ceil(block.outputs / ceil(block.outputs / across))  # no row is much shorter
        for first in range(0, block.outputs, across):
            rows.append(_Row([(block, first, min(across, block.outputs - first))]))
        left = room - rows[-1].pieces[0][2] * (strip + gap) + gap
    return rows


def _pitches(layout: Layout, rows: list[_Row], room: float, ratio: float) -> tuple[float, ...]:
    """Returns the width of a column per layer with which rows are full, as far as can be."""
    pitches = [_WIDEST_READ] * len(layout.blocks)
    for row in rows:
        found = _widest(row, room, ratio)
        for block, _, _ in row.pieces:
            pitches[block.layer] = min(pitches[block.layer], found)
    return tuple(pitches)


def _widest(row: _Row, room: float, ratio: float) -> float:
    """Returns the widest column with which a row has room, or the narrowest that can be read."""
    gaps = (len(row.pieces) - 1) * SECTION_GAP
    pixels = floor(_WIDEST_READ * ratio)
    while pixels > NARROWEST_FADER * ratio:
        pitch = pixels / ratio
        strips = sum(_line(block, count, pitch, ratio) for block, _, count in row.pieces)
        if strips + gaps <= room:
            return pitch
        pixels -= 1
    return READ_PITCH


def _line(block: Block, count: int, pitch: float, ratio: float) -> float:
    gap = _gap(pitch, ratio)
    return count * (_wide(block.rows, pitch, ratio) + gap) - gap


def _wide(columns: int, pitch: float, ratio: float) -> float:
    return _parts(pitch, ratio).wide(columns)


def _gap(pitch: float, ratio: float) -> float:
    return _parts(pitch, ratio).gap


@lru_cache(maxsize=512)  # every row asks for the same few
def _parts(pitch: float, ratio: float) -> Measures:
    return measures(pitch, _ANY_HEIGHT, ratio)
