"""A frame of a million knobs as cells beside a blit of the same picture; prints one JSON object.

python tests/benchmarks/cells_bench.py 1600 900 KIND

KIND is whole (all in view), corner (in a quarter of each side, many knobs a pixel), near (a part of
it, each knob some pixels), silent (all in view and none counts) or bars.
"""

import json
import sys
import time

import eq_sim  # noqa: F401  (before NumPy: it sets how many threads that has)


def frame(width: int, height: int, kind: str, rounds: int = 60) -> dict[str, float]:
    """Frames of 998,070 knobs that all move, and blits of the last one, turn by turn."""
    import numpy as np
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from eq_sim.app import make_application
    from eq_sim.network.layout import Architecture, Layout
    from eq_sim.ui.console.axis import Axis, even_axis
    from eq_sim.ui.console.bars import BarRows, bar_look
    from eq_sim.ui.console.cells import paint_cells, shade
    from eq_sim.ui.console.grid import Grid
    from eq_sim.ui.console.pixels import as_image
    from eq_sim.ui.style.theme import DARK

    sizes = (64, 1024, 900, 10)
    layout = Layout(Architecture(sizes, ("relu", "relu", "relu"), (True, True, True)))
    assert layout.size == 998_070
    stream = np.random.default_rng(1)
    start = (0.1 * stream.normal(size=layout.size)).astype(np.float32)
    step = (0.01 * stream.normal(size=layout.size)).astype(np.float32)
    silent = np.ones(layout.size, dtype=bool) if kind == "silent" else None
    canvas = np.zeros((height, width), dtype=np.uint32)
    image = as_image(canvas, 1.0)
    # A layer's share of the height, and its strips in a line.
    shares, across = ((0.0, 0.25), (0.27, 0.9), (0.92, 1.0)), (16, 1, 1)
    side = 0.25 if kind == "corner" else 1.0

    def paint(values: np.ndarray) -> None:
        for block, (top, end), many in zip(layout.blocks, shares, across, strict=True):
            first, last = round(top * height * side), round(end * height * side)
            rows, columns, slots = last - first, round(width * side), many * block.rows
            lines = -(-block.outputs // many)
            out = canvas[first:last, :columns]
            if kind == "bars":
                high, shown = 60, np.arange(min(lines, -(-rows // 60)))
                wide = even_axis(columns, slots, max(4.3, columns / slots))
                grid = Grid(block, many, wide, Axis(shown, np.ones_like(shown)))
                rows_of = BarRows(grid, bar_look(DARK, high, 1.0), shown * high)
                rows_of.paint(values, 0.3, out)
                continue
            near = 5.3 if kind == "near" else 1.0
            down = even_axis(rows, lines, near * rows / lines, start=3.3)
            wide = even_axis(columns, slots, near * columns / slots, start=7.7)
            grid = Grid(block, many, wide, down)  # made in each frame, as while one zooms
            paint_cells(grid, values, 0.3, shade(DARK, root=True), out, silent)

    class Picture(QWidget):
        values: np.ndarray | None = None

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            if self.values is not None:
                begin = time.thread_time()
                paint(self.values)
                works.append(time.thread_time() - begin)
            painter = QPainter(self)
            painter.drawImage(0, 0, image)
            painter.end()

    works: list[float] = []
    make_application()
    cells, blit = Picture(), Picture()
    for widget in (cells, blit):
        widget.resize(width, height)
        widget.show()
    QApplication.processEvents()
    times: list[tuple[float, float]] = []
    values = start.copy()
    for turn in range(rounds + 3):
        values += step
        cells.values = values
        pair = []
        for widget in (cells, blit):
            begin = time.perf_counter()
            widget.repaint()
            QApplication.processEvents()
            pair.append(time.perf_counter() - begin)
        if turn >= 3:
            times.append((pair[0], pair[1]))
    # Other programs use this machine, too, and a long frame meets more of them than a blit: what
    # it costs is the processor's time for painting and a blit, both in the quickest tenth.
    seen, bare = (1000 * float(np.percentile(column, 10)) for column in zip(*times, strict=True))
    ours = 1000 * float(np.percentile(works[-rounds:], 10)) + bare
    return {"frame_ms": ours, "seen_ms": seen, "blit_ms": bare, "ratio": ours / bare}


if __name__ == "__main__":
    print(json.dumps(frame(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
