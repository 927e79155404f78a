"""A meter for each neuron: a thin bar as long as one number of it, such as how far its knobs moved.

Seen from far a neuron is a row of cells, and its meter lies beside it or above its strip.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Block
from eq_sim.network.types import Array
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.grid import Grid
from eq_sim.ui.style.theme import Theme


class MeterColors(Struct, frozen=True):
    """The colours of meters, as pixels.

    Attributes:
        bar: as far as the number reaches.
        track: from there to the end.
        gap: where there is no neuron.
    """

    bar: int
    track: int
    gap: int


def meter_colors(theme: Theme) -> MeterColors:
    """Returns the colours of meters in a theme."""
    bar, track, gap = (theme.color(name).rgb() for name in ("muted", "track", "window"))
    return MeterColors(bar, track, gap)


def paint_meters(
    block: Block,
    across: int,
    strips: Axis,
    lines: Axis,
    numbers: Array,
    limit: float,
    depth: NDArray[np.floating],
    colors: MeterColors,
    out: NDArray[np.uint32],
) -> None:
    """Paints meters; where a pixel covers several neurons it shows the largest of them.

    Args:
        block: the layer.
        across: strips in a line.
        strips: across: of which strip of its line each column of pixels is.
        lines: down: of which line each row of pixels is.
        numbers: (neurons,) from 0 up; the sign of another does not matter.
        limit: the number that fills a meter.
        depth: how far along its meter a pixel lies, from 0 to 1: (columns,) where meters lie,
            (rows, 1) where they stand.
        colors: of bar, track and gap.
        out: (rows, columns) pixels to paint on.
    """
    one_each = Block(block.layer, 0, 1, block.outputs, bias=False)
    grid = Grid(one_each, across, strips, lines)
    shares = np.abs(grid.magnitudes(numbers)) / max(limit, np.finfo(numbers.dtype).tiny)
    out[...] = np.where(depth < shares, np.uint32(colors.bar), np.uint32(colors.track))
    out[grid.blank()] = colors.gap
