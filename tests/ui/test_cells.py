"""Knobs as cells and bars: the same pixels as a plain loop over knobs finds, at every zoom."""

from itertools import product

import numpy as np
import pytest

from eq_sim.network.layout import Block
from eq_sim.ui.console.axis import Axis, even_axis
from eq_sim.ui.console.cells import Shade, paint_cells, shade
from eq_sim.ui.console.grid import Grid
from eq_sim.ui.style.theme import DARK, LIGHT


def beneath(block: Block, across: int, columns: Axis, lines: Axis, y: int, x: int) -> list[int]:
    """Returns the knobs under a pixel, found one by one."""
    found = []
    for line in range(lines.first[y], lines.first[y] + lines.count[y]):
        for slot in range(columns.first[x], columns.first[x] + columns.count[x]):
            strip, column = divmod(slot, block.rows)
            neuron = line * across + strip
            if strip < across and neuron < block.outputs:
                found.append(block.offset + column * block.outputs + neuron)
    return found


def order(value: float) -> tuple[bool, float, bool]:
    """Returns what decides which of several knobs is shown: of equal ones that below zero."""
    return bool(np.isnan(value)), abs(value), bool(np.signbit(value))


def plain_color(share: float, look: Shade, row: int) -> set[int]:
    """Returns the colour of a share of the scale; two of them at a border between colours."""
    if np.isnan(share):
        return {look.alarm}
    size = min(abs(share), 1.0)
    level = look.levels * (size**0.5 if look.root else size)
    near = {int(np.floor(level + 0.5 + off)) for off in (-1e-4, 1e-4)}
    sign = -1 if share < 0 else 1
    return {int(look.colors[row, look.levels + sign * min(n, look.levels)]) for n in near}


def random_axis(rng: np.random.Generator, slots: int) -> Axis:
    """Returns an axis from a window somewhere, or one of pieces in any order, with gaps."""
    pixels = int(rng.integers(1, 30))
    if rng.random() < 0.7:
        pitch = float(rng.choice([0.025, 0.03, 0.21, 0.5, 0.77, 1.0, 1.3, 2.0, 3.7, 9.0]))
        start = float(rng.uniform(-5, slots * pitch))
        rack = int(rng.integers(0, 9))
        return even_axis(pixels, slots, pitch, start, rack, float(rng.uniform(0, 4)))
    first = rng.integers(0, slots, pixels)
    count = np.minimum(rng.integers(0, 41, pixels), slots - first)
    return Axis(first.astype(np.intp), count.astype(np.intp))


def random_values(rng: np.random.Generator, size: int, dtype: str) -> np.ndarray:
    values = rng.normal(size=size).astype(dtype)
    values[rng.random(size) < 0.1] = 0.0
    if rng.random() < 0.3:
        for odd in (np.nan, np.inf, -np.inf, -0.0):
            values[rng.integers(0, size, 1 + size // 20)] = odd
    return values


@pytest.mark.parametrize("seed", range(60))
def test_cells_are_those_of_a_plain_loop(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs, outputs = int(rng.integers(1, 14)), int(rng.integers(1, 40))
    across = int(rng.integers(1, outputs + 1))
    block = Block(1, int(rng.integers(0, 50)), inputs, outputs, bool(rng.random() < 0.7))
    columns = random_axis(rng, across * block.rows)
    lines = random_axis(rng, -(-outputs // across))
    dtype = ["float32", "float64"][seed % 2]
    values = random_values(rng, block.offset + block.size + 7, dtype)
    silent = rng.random(values.size) < 0.3 if seed % 3 == 0 else None
    before = values.copy()
    limit = rng.uniform(0.2, 3.0, outputs) if seed % 4 == 0 else float(rng.uniform(0.2, 3.0))
    look = shade([DARK, LIGHT][seed % 2], root=seed % 5 > 1)
    grid = Grid(block, across, columns, lines)
    shown = grid.magnitudes(values)
    canvas = np.full((grid.shape[0] + 3, grid.shape[1] + 5), 7, dtype=np.uint32)
    part = canvas[1:-2, 2:-3]
    paint_cells(grid, values, limit, look, part, silent)
    assert shown.dtype == values.dtype
    assert shown.shape == grid.shape == (lines.pixels, columns.pixels)
    for y, x in product(range(lines.pixels), range(columns.pixels)):
        knobs = beneath(block, across, columns, lines, y, x)
        if not knobs:
            assert shown[y, x] == 0
            assert part[y, x] == look.gap
            continue
        largest = max((values[knob] for knob in knobs), key=order)
        assert np.array_equal(shown[y, x], largest, equal_nan=True)
        shares = {}
        for knob in knobs:
            own = limit[(knob - block.offset) % outputs] if np.ndim(limit) else limit
            shares[knob] = float(values[knob]) / float(own)
        most = max(shares.values(), key=order)
        near = [k for k in knobs if np.isnan(shares[k]) or abs(shares[k]) >= abs(most) * 0.99999]
        rows = {0} if silent is None else {int(silent[knob]) for knob in near}
        signs = {np.copysign(abs(most), shares[knob]) for knob in near} | {most}
        allowed = {c for row in rows for s in signs for c in plain_color(s, look, row)}
        assert int(part[y, x]) in allowed
    assert (canvas[[0, -2, -1]] == 7).all()
    assert (canvas[:, [0, 1, -3, -2, -1]] == 7).all()
    assert np.array_equal(values, before, equal_nan=True)
