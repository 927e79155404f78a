"""Knobs as cells and bars: the same pixels as a plain loop over knobs finds, at every zoom."""

import tracemalloc
from itertools import groupby, product

import numpy as np
import pytest

from eq_sim.network.layout import Block
from eq_sim.ui.console.axis import Axis, even_axis
from eq_sim.ui.console.bars import BarMarks, BarRows, bar_look
from eq_sim.ui.console.cells import Shade, paint_cells, shade
from eq_sim.ui.console.grid import Grid
from eq_sim.ui.console.meters import meter_colors, paint_meters
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
    share = [0.0, 0.3, 0.3, 1.0][int(rng.integers(4))]
    silent = rng.random(values.size) < share if seed % 3 == 0 else None
    marked = rng.random(values.size) < 0.4 if seed % 4 == 1 else None
    kind = np.zeros(values.size, dtype=int)
    for row, mask in ((1, silent), (2, marked)):
        kind += 0 if mask is None else row * mask
    before = values.copy()
    limit = rng.uniform(0.2, 3.0, outputs) if seed % 4 == 0 else float(rng.uniform(0.2, 3.0))
    look = shade([DARK, LIGHT][seed % 2], root=seed % 5 > 1)
    grid = Grid(block, across, columns, lines)
    shown = grid.magnitudes(values)
    canvas = np.full((grid.shape[0] + 3, grid.shape[1] + 5), 7, dtype=np.uint32)
    part = canvas[1:-2, 2:-3]
    paint_cells(grid, values, limit, look, part, silent, marked)
    assert shown.dtype == values.dtype
    assert shown.shape == grid.shape == (lines.pixels, columns.pixels)
    for y, x in product(range(lines.pixels), range(columns.pixels)):
        knobs = beneath(block, across, columns, lines, y, x)
        assert sorted(grid.knobs_at(y, x).tolist()) == sorted(knobs)
        at = grid.knob_at(values, limit, y, x)
        if not knobs:
            assert at is None
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
        assert at in shares
        own = shares[at]
        assert np.isnan(own) if np.isnan(most) else abs(own) == pytest.approx(abs(most), rel=1e-5)
        near = [k for k in knobs if np.isnan(shares[k]) or abs(shares[k]) >= abs(most) * 0.99999]
        rows = {int(kind[knob]) for knob in near}
        signs = {np.copysign(abs(most), shares[knob]) for knob in near} | {most}
        allowed = {c for row in rows for s in signs for c in plain_color(s, look, row)}
        assert int(part[y, x]) in allowed
    assert (canvas[[0, -2, -1]] == 7).all()
    assert (canvas[:, [0, 1, -3, -2, -1]] == 7).all()
    assert np.array_equal(values, before, equal_nan=True)


def test_every_slot_is_under_a_pixel_wherever_the_picture_is() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        slots, pitch = int(rng.integers(1, 60)), float(rng.uniform(0.05, 9.0))
        rack, gap = int(rng.integers(0, 12)), float(rng.uniform(0.0, 5.0))
        start = float(rng.uniform(-9.0, 0.0))
        wide = int(slots * pitch + gap * slots + 30)
        axis = even_axis(wide, slots, pitch, start, rack, gap)
        shown = [
            slot
            for first, count in zip(axis.first, axis.count, strict=True)
            for slot in range(first, first + count)
        ]
        assert shown == sorted(shown)
        assert set(shown) == set(range(slots))
        pixels = np.bincount(shown, minlength=slots)
        assert pixels.min() >= max(1, np.floor(pitch))
        assert pixels.max() <= np.ceil(pitch) + 1
        seen = np.flatnonzero(axis.count == 1)
        begins = dict(zip(axis.first[seen[::-1]].tolist(), seen[::-1].tolist(), strict=True))
        for slot, pixel in begins.items():  # where it is drawn is where it lies
            racks = slot // rack if rack else 0
            assert abs(slot * pitch + racks * gap - start - pixel) <= max(1.0, pitch)


def plain_bars(
    block: Block,
    across: int,
    columns: Axis,
    line: int,
    values: np.ndarray,
    limit: float,
    height: int,
    ratio: float,
    marks: BarMarks,
) -> np.ndarray:
    """Returns the pixels of a line of bars, found column by column and row by row."""
    named = ("positive", "negative", "text", "muted", "strip", "faint", "window", "alarm")
    ink = {name: DARK.color(name).rgb() for name in named}
    half, thick, thin = height // 2, max(1, round(2 * ratio)), max(1, round(ratio))
    tip = max(1, min(thick, half // 4))  # of what is beyond the scale
    picture = np.zeros((height, columns.pixels), dtype=np.uint32)
    own = Axis(np.array([line]), np.array([1]))
    keys = [(int(f), int(c)) for f, c in zip(columns.first, columns.count, strict=True)]
    runs = [len(list(run)) for key, run in groupby(keys) if key[1] == 1]
    wide_enough = bool(runs) and float(np.mean(runs)) >= 2.5
    for x in range(columns.pixels):
        knobs = beneath(block, across, columns, own, 0, x)
        if not knobs:
            picture[:, x] = ink["window"]
            continue

        def rank(knob: int) -> tuple[bool, float, int, bool]:  # of equal ones the most marked
            own = (marks.silent, marks.above, marks.below)
            places = [mask[knob] for mask in own if mask is not None]
            nan, size, below = order(float(values[knob]))
            return nan, size, sum(1 << n for n, is_on in enumerate(places) if is_on), below

        knob = max(knobs, key=rank)
        value = float(values[knob])
        begin = end = x
        while begin and keys[begin - 1] == keys[x]:
            begin -= 1
        while end + 1 < columns.pixels and keys[end + 1] == keys[x]:
            end += 1
        parted = wide_enough and keys[x][1] == 1 and end > begin
        free = parted and x == end
        silent = marks.silent is not None and bool(marks.silent[knob])
        bias = block.bias and (keys[x][0] + 1) % block.rows == 0 and keys[x][1] == 1
        over = abs(value) > limit
        level = int(np.rint(np.clip(np.nan_to_num(value), -limit, limit) / limit * half))
        level = level or int(np.sign(np.nan_to_num(value)))
        colors = ("muted", "muted") if silent else ("text", "text") if bias else None
        up, down = colors or ("positive", "negative")
        for y in range(height):
            color = "faint" if y == half else "strip"
            reach = half - y
            edge = y if value > 0 else height - 1 - y
            if not free and np.isnan(value):
                color = "alarm"
            elif not free and over and edge < 2 * tip:
                color = "text" if edge < tip else "strip"
            elif not free and 0 < reach <= level:
                color = up
            elif not free and level <= reach < 0:
                color = down
            picture[y, x] = ink[color]
        if marks.starts is not None and parted and not free:
            begun = float(marks.starts[knob])
            at = int(np.rint(np.clip(begun / limit, -1, 1) * half)) or int(np.sign(begun))
            top = min(max(half - at - thin // 2, 0), height - thin)
            picture[top : top + thin, x] = ink["text"]
        if marks.above is not None and marks.above[knob]:
            picture[:thick, x] = ink["text"]
        if marks.below is not None and marks.below[knob]:
            picture[height - thick :, x] = ink["text"]
    return picture


@pytest.mark.parametrize("seed", range(40))
def test_bars_are_those_of_a_plain_loop(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    inputs, outputs = int(rng.integers(1, 9)), int(rng.integers(1, 12))
    across = int(rng.integers(1, outputs + 1))
    block = Block(0, int(rng.integers(0, 20)), inputs, outputs, bool(rng.random() < 0.7))
    columns = random_axis(rng, across * block.rows)
    height, ratio = int(rng.integers(12, 40)), float(rng.choice([1.0, 1.5, 2.0]))
    size = block.offset + block.size
    values = random_values(rng, size, ["float32", "float64"][seed % 2])

    def mask() -> np.ndarray | None:
        share = [0.0, 0.4, 0.4, 1.0][int(rng.integers(4))]
        return rng.random(size) < share if rng.random() < 0.5 else None

    starts = rng.normal(size=size).astype(values.dtype) if seed % 3 else None
    marks = BarMarks(mask(), mask(), mask(), starts)
    total = -(-outputs // across)
    lines = np.arange(total, dtype=np.intp)
    tops = lines * (height + 3) - height // 2  # the first begins above the picture
    out = np.full((int(tops[-1]) + height // 2 + 1, columns.pixels), 7, dtype=np.uint32)
    grid = Grid(block, across, columns, Axis(lines, np.ones_like(lines)))
    limit = float(rng.uniform(0.5, 2.0))
    BarRows(grid, bar_look(DARK, height, ratio), tops).paint(values, limit, out, marks)
    expected = np.full_like(out, 7)
    for line, top in enumerate(tops.tolist()):
        rows = plain_bars(block, across, columns, line, values, limit, height, ratio, marks)
        begin, end = max(top, 0), min(top + height, len(out))
        expected[begin:end] = rows[begin - top : end - top]
    # A bar's height, rounded to a whole pixel in single and in double precision, may differ.
    assert np.mean(out != expected) < 0.01
    assert np.array_equal(out == 7, expected == 7)


@pytest.mark.parametrize("across", [1, 3, 12])
def test_a_large_layer_is_the_same_in_all_its_parts(across: int) -> None:
    rng = np.random.default_rng(across)
    block = Block(1, 11, 700, 701, bias=True)  # more than is worked on at once
    values = rng.normal(size=block.offset + block.size).astype(np.float32)
    lines_of = -(-block.outputs // across)
    columns = even_axis(70, across * block.rows, 70 / (across * block.rows) * 1.3, 4.0, 900, 2.0)
    lines = even_axis(40, lines_of, 43.0 / lines_of, 1.0, 31, 1.5)
    shown = Grid(block, across, columns, lines).magnitudes(values)
    laid = np.zeros((lines_of * across, block.rows), dtype=np.float32)
    laid[: block.outputs] = block.view(values).T
    there = np.arange(lines_of * across)[:, np.newaxis].repeat(block.rows, 1) < block.outputs
    laid, there = (whole.reshape(lines_of, across * block.rows) for whole in (laid, there))
    gaps = np.ones(shown.shape, dtype=bool)
    for y, x in product(range(40), range(70)):
        first, slot = lines.first[y], columns.first[x]
        box = np.s_[first : first + lines.count[y], slot : slot + columns.count[x]]
        part, gaps[y, x] = laid[box].ravel(), not there[box].any()
        assert shown[y, x] == (part[np.abs(part).argmax()] if part.size else 0)
    look, out = shade(DARK, root=False), np.zeros(shown.shape, dtype=np.uint32)
    grid = Grid(block, across, columns, lines)
    paint_cells(grid, values, 3.0, look, out)
    level = np.rint(np.clip(shown / 3.0, -1, 1) * look.levels).astype(int)
    expected = np.where(gaps, look.gap, look.colors[0, look.levels + level])
    assert (out != expected).mean() < 0.001  # a border between colours may be rounded
    assert ((out == look.gap) == gaps).all()
    assert 0.01 < gaps.mean() < 0.5


def test_a_neuron_of_100_000_weights_and_a_layer_of_one_knob() -> None:
    rng = np.random.default_rng(3)
    long, look = Block(0, 0, 100_000, 1, bias=True), shade(DARK, root=True)
    values = rng.normal(size=long.size)
    line = Axis(np.zeros(1, dtype=np.intp), np.ones(1, dtype=np.intp))
    for pixels in (1, 7, 1600):
        columns = even_axis(pixels, long.rows, pixels / long.rows)
        shown = Grid(long, 1, columns, line).magnitudes(values)[0]
        parts = [
            values[first : first + count]
            for first, count in zip(columns.first, columns.count, strict=True)
        ]
        assert shown.tolist() == [part[np.abs(part).argmax()] for part in parts]
    near = even_axis(40, long.rows, 10.0, 10.0 * 99_998)  # its last two weights and its bias
    assert Grid(long, 1, near, line).magnitudes(values)[0, ::10].tolist() == [*values[-3:], 0.0]
    one = Block(2, 3, 1, 1, bias=False)
    theta = np.array([9, 9, 9, -0.25, 9], dtype=np.float32)
    out = np.zeros((3, 4), dtype=np.uint32)
    axes = even_axis(4, 1, 4.0), even_axis(3, 1, 3.0)
    paint_cells(Grid(one, 1, *axes), theta, 1.0, look, out)
    assert (out == look.colors[0, look.levels - 4 - 1]).all() or (
        out == look.colors[0, look.levels - 4]
    ).all()  # the root of a quarter is 4.5 of 9 levels
    assert (Grid(one, 1, *axes).magnitudes(theta) == np.float32(-0.25)).all()


def test_no_copy_of_a_large_layer_is_made() -> None:
    block = Block(0, 0, 999, 1000, bias=True)
    values = np.random.default_rng(0).normal(size=block.size)
    look, out = shade(DARK, root=True), np.zeros((200, 300), dtype=np.uint32)
    grid, silent = Grid(block, 1, even_axis(300, 1000, 0.3), even_axis(200, 1000, 0.2)), values > 1
    paint_cells(grid, values, 1.0, look, out, silent=silent)  # what is made once, is there
    tracemalloc.start()
    paint_cells(grid, values, 1.0, look, out, silent=silent)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < values.nbytes / 2


def test_a_root_shaped_scale_has_one_percent_half_way_to_four() -> None:
    block, look = Block(0, 0, 1, 5, bias=False), shade(LIGHT, root=True)
    line, five = even_axis(1, 1, 1.0), even_axis(5, 5, 1.0)
    values = np.array([0.01, 0.04, 0.05, -0.01, 0.0]) / 0.04
    out = np.zeros((1, 5), dtype=np.uint32)
    paint_cells(Grid(block, 5, five, line), values, 81 / 64, look, out)
    assert out[0].tolist() == [look.colors[0, 9 + level] for level in (4, 8, 9, -4, 0)]


def test_meters_stand_beside_their_neurons() -> None:
    block, colors = Block(0, 0, 3, 5, bias=True), meter_colors(DARK)
    numbers = np.array([1.0, 0.25, 0.5, 2.0, 0.75])
    # Lines of two strips, each with a meter of four pixels; the last line has one strip.
    strips = Axis(np.repeat([0, 1], 4), np.ones(8, dtype=np.intp))
    lines = even_axis(3, 3, 1.0)
    depth = np.tile([0.0, 0.25, 0.5, 0.75], 2)
    out = np.zeros((3, 8), dtype=np.uint32)
    paint_meters(block, 2, strips, lines, numbers, 1.0, depth, colors, out)
    lit = (out == colors.bar).reshape(3, 2, 4).sum(axis=2)
    assert lit.tolist() == [[4, 1], [2, 4], [3, 0]]
    assert (out[2, 4:] == colors.gap).all()
    # All five under one row of pixels: the largest.
    every = Axis(np.zeros(1, dtype=np.intp), np.array([3]))
    both = Axis(np.zeros(4, dtype=np.intp), np.full(4, 2))
    low = np.zeros((1, 4), dtype=np.uint32)
    paint_meters(block, 2, both, every, numbers, 4.0, depth[:4], colors, low)
    assert (low == colors.bar).sum() == 2
