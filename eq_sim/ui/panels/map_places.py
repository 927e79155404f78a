"""Where inputs, neurons and weights are on the map: squares in columns, lines from one to the next.

All numbers are logical pixels of a map whose words have their plain size.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from eq_sim.ui.models.network_map import Drawn, Lines

Numbers = NDArray[np.float64]

FOOT = 17.0
"""Room for the names of the layers."""

_TOP, _SIDE = 6.0, 8.0
_LEAST_PITCH, _LEAST_IN = 11.0, 14.0  # from neuron to neuron, input to input, where all have room
_PITCH, _OUT = 20.0, 12.0  # where not all have; outputs are told apart by their names
_LARGEST, _SMALLEST = 92.0, 7.0  # of a square's side
_SHARE = 0.76  # of the way from neuron to neuron that a square takes
_WIDE = 0.5  # of the way from column to column
_BOX = 32.0  # the height of an input's box at most
_ALONE = 0.34  # of the height: a square with nothing above or below it
_PICTURE = 0.62  # of the height: the picture of inputs that make one
_BEND = 25  # points of a line by which a pointer finds it
_DOT = 4.5  # a bias: its radius
_NEAR = 5.0


class Ask(Struct, frozen=True):
    """What decides where things are.

    Attributes:
        width: of the map.
        height: of the map.
        sizes: of all layers, the inputs first.
        image: rows and columns of the inputs' picture; None where each input is a box.
        inputs: the width of an input's name.
        outputs: the width of what stands beside the outputs.
        notes: whether the number of what is left out stands below a layer's name.
    """

    width: float
    height: float
    sizes: tuple[int, ...]
    image: tuple[int, int] | None
    inputs: float
    outputs: float
    notes: bool = True

    @property
    def high(self) -> float:
        """The height that the neurons have."""
        return max(20.0, self.height - _TOP - FOOT * (2 if self.notes else 1))

    def rooms(self) -> list[int]:
        """Returns how many neurons there is room for in each column."""
        rooms = []
        for column, size in enumerate(self.sizes):
            fits = size * (_LEAST_PITCH if column else _LEAST_IN) <= self.high
            rooms.append(size if fits else max(2, int(self.high // _PITCH)))
        rooms[-1] = max(2, int(self.high // _OUT))
        if self.image:
            rooms[0] = self.sizes[0]
        return rooms


class Places:
    """Where everything is.

    Args:
        ask: what decides it.
        drawn: which neurons there are.

    Attributes:
        foot: where the names of the layers begin.
        xs: the middle of each column.
        sides: of the squares of each column.
    """

    def __init__(self, ask: Ask, drawn: Drawn) -> None:
        self._ask, self._drawn = ask, drawn
        columns = len(drawn.columns)
        self.foot = _TOP + ask.high + 2
        apart = (ask.width - 2 * _SIDE - ask.outputs) / columns
        counts = [len(some) for some in drawn.columns]
        self._pitches = [ask.high / max(count, 1) for count in counts]
        self.sides = [
            max(_SMALLEST, min(_LARGEST, _SHARE * pitch, _WIDE * apart, _ALONE * ask.high))
            for pitch in self._pitches
        ]
        middle = max(self.sides[1:])
        self.sides[1:] = [min(side, middle) for side in self.sides[1:]]
        self._first = self._first_box(apart)
        left = _SIDE + self._first.width() / 2
        right = ask.width - _SIDE - ask.outputs - self.sides[-1] / 2
        self.xs: list[float] = np.linspace(left, max(left, right), columns).tolist()
        self._ys = [self._heights(column, count) for column, count in enumerate(counts)]

    def _first_box(self, apart: float) -> QRectF:
        """Returns the box of an input, or of the picture of all of them, at 0."""
        ask, side = self._ask, self.sides[0]
        if not ask.image:
            high = min(side, _BOX)
            return QRectF(0, 0, min(max(high, ask.inputs + 8), 0.8 * apart), high)
        rows, columns = ask.image
        high = min(_PICTURE * ask.high, 0.8 * apart * rows / columns)
        return QRectF(0, 0, high * columns / rows, high)

    def _heights(self, column: int, count: int) -> Numbers:
        """Returns the middle of each square of a column; of the cells of a picture, theirs."""
        if column == 0 and self._ask.image:
            rows, columns = self._ask.image
            side = self._first.height() / rows
            top = self._middle - self._first.height() / 2
            return np.asarray(top + (self._drawn.columns[0] // columns + 0.5) * side)
        pitch = min(self._pitches[column], 1.9 * self._height_of(column) + 8)
        return np.asarray(self._middle + (np.arange(count) - (count - 1) / 2) * pitch)

    @property
    def _middle(self) -> float:
        return _TOP + self._ask.high / 2

    def _height_of(self, column: int) -> float:
        return self._first.height() if column == 0 else self.sides[column]

    def picture(self) -> QRectF:
        """Returns where the picture of the inputs is."""
        box = QRectF(self._first)
        box.moveCenter(QPointF(self.xs[0], self._middle))
        return box

    def box(self, column: int, place: int) -> QRectF:
        """Returns the box of an input, or the square of a neuron, by its place in a column."""
        if column == 0 and self._ask.image:
            rows, columns = self._ask.image
            whole = self.picture()
            across = int(self._drawn.columns[0][place]) % columns
            side = whole.width() / columns
            y = float(self._ys[0][place]) - side / 2
            return QRectF(whole.left() + across * side, y, side, whole.height() / rows)
        box = QRectF(self._first) if column == 0 else QRectF(0, 0, *[self.sides[column]] * 2)
        box.moveCenter(QPointF(self.xs[column], float(self._ys[column][place])))
        return box

    def dot(self, layer: int, place: int) -> QPointF:
        """Returns where a neuron's bias is: at the lower left corner of its square."""
        box = self.box(layer + 1, place)
        inset = min(_DOT, box.width() / 4)
        return QPointF(box.left() - inset / 2, box.bottom() - inset / 2)

    def ends(self, lines: Lines) -> tuple[Numbers, Numbers]:
        """Returns (n, 2) where lines begin and (n, 2) where they end."""
        starts, ends = np.empty((len(lines.knobs), 2)), np.empty((len(lines.knobs), 2))
        for layer in range(len(self.xs) - 1):
            mine = lines.layers == layer
            sources = lines.sources[mine]
            starts[mine, 0] = self._right_of(layer)
            starts[mine, 1] = self._ys[layer][sources]
            ends[mine, 0] = self.xs[layer + 1] - self.sides[layer + 1] / 2
            ends[mine, 1] = self._ys[layer + 1][lines.neurons[mine]]
        return starts, ends

    def _right_of(self, column: int) -> float:
        """Returns where the lines of inputs or neurons begin."""
        half = (self._first.width() if column == 0 else self.sides[column]) / 2
        return self.xs[column] + half

    # What is under a pointer

    def neuron_at(self, point: QPointF) -> tuple[int, int] | None:
        """Returns the column and the place in it of what is at a point."""
        if self._ask.image and self.picture().contains(point):
            whole, (rows, columns) = self.picture(), self._ask.image
            across = int((point.x() - whole.left()) / whole.width() * columns)
            down = int((point.y() - whole.top()) / whole.height() * rows)
            return 0, min(down, rows - 1) * columns + min(across, columns - 1)
        for column in range(1 if self._ask.image else 0, len(self.xs)):
            for place in range(len(self._ys[column])):
                if self.box(column, place).contains(point):
                    return column, place
        return None

    def dot_at(self, point: QPointF) -> tuple[int, int] | None:
        """Returns the layer and the place of the neuron whose bias is at a point."""
        for layer in range(len(self.xs) - 1):
            for place in range(len(self._ys[layer + 1])):
                off = self.dot(layer, place) - point
                if off.manhattanLength() <= _DOT + 2:
                    return layer, place
        return None

    def line_at(self, point: QPointF, lines: Lines) -> int | None:
        """Returns which of some lines passes a point most closely, if any is near."""
        if not lines.knobs.size:
            return None
        starts, ends = self.ends(lines)
        along = np.linspace(0.0, 1.0, _BEND)
        x, y = curve(starts[:, :, np.newaxis], ends[:, :, np.newaxis], along)
        a, b = np.stack([x[:, :-1], y[:, :-1]], -1), np.stack([x[:, 1:], y[:, 1:]], -1)
        here, way = np.array([point.x(), point.y()]), b - a
        length = np.maximum((way**2).sum(-1), 1e-9)
        share = np.clip(((here - a) * way).sum(-1) / length, 0.0, 1.0)
        far = np.hypot(*np.moveaxis(a + share[..., np.newaxis] * way - here, -1, 0)).min(axis=1)
        nearest = float(far.min())
        if nearest > _NEAR:
            return None
        # Of lines that lie over each other, the strongest, which is drawn last.
        return int(np.flatnonzero(far <= nearest + 0.5)[-1])


def curve(starts: Numbers, ends: Numbers, along: Numbers) -> tuple[Numbers, Numbers]:
    """Returns x and y of the points of lines at shares of their way; they leave and end level."""
    (x0, y0), (x3, y3) = np.moveaxis(starts, 1, 0), np.moveaxis(ends, 1, 0)
    middle, rest = (x0 + x3) / 2, 1 - along
    first, second, third, last = rest**3, 3 * rest**2 * along, 3 * rest * along**2, along**3
    x = x0 * first + middle * (second + third) + x3 * last
    y = y0 * (first + second) + y3 * (third + last)
    return x, y


def widest(words: Sequence[float]) -> float:
    """Returns the largest of some widths; 0 of none."""
    return max(words, default=0.0)
