"""Where a hint about a knob goes: clear of the knob, of its neighbours and of what it says."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from eq_sim.ui.console.canvas_map import CanvasMap

_GRID = 6  # pixels between the places that are tried
_CLEAR = 1e4  # how much dearer it is to cover what must stay clear
_NEAR = 25.0  # pixels of other knobs that a pixel of distance is worth


def beside(canvas: CanvasMap, knob: int, bubble: QRect, sizes: list[QSize]) -> QRect:
    """Returns the best place for a hint in the view.

    The knob's own neuron and its bubble stay clear wherever there is room. Of other knobs it covers
    as little as it can, and it is as near as it can be.

    Args:
        canvas: where the knobs are.
        knob: which one the hint is about.
        bubble: where the knob's name and value stand while it is turned.
        sizes: of the hint; any will do.
    """
    strip, _ = canvas.geometry.column(canvas.layout, knob)
    shown = canvas.shown
    edges = (shown.left(), shown.top(), shown.right(), shown.bottom())
    column = canvas.box_of(knob, whole=True)
    own, others = [column, bubble], [canvas.in_view(QRectF(*canvas.geometry.inputs))]
    for one in canvas.geometry.strips_in(*edges):
        high = one.y + one.height - one.top
        box = canvas.in_view(QRectF(one.left, one.top, one.x + one.width - one.left, high))
        (own if one == strip else others).append(box)
    room = canvas.view.toSize()
    fitting = [size for size in sizes if size.boundedTo(room) == size] or sizes[:1]
    best, least = QRect(QPoint(0, 0), fitting[0]), np.inf
    for size in fitting:
        across = np.arange(0, max(1, int(canvas.view.width()) - size.width()), _GRID)
        down = np.arange(0, max(1, int(canvas.view.height()) - size.height()), _GRID)
        x, y = np.meshgrid(across, down)
        cost = _CLEAR * _covered(x, y, size, own)
        cost += _covered(x, y, size, others)
        cost += _NEAR * _distance(x, y, size, column)
        cost += np.abs(x + size.width() / 2 - column.center().x())  # all else being equal
        place = int(np.argmin(cost))
        if cost.flat[place] < least:
            least = float(cost.flat[place])
            best = QRect(QPoint(int(x.flat[place]), int(y.flat[place])), size)
    return best


def _covered(
    x: NDArray[np.int_], y: NDArray[np.int_], size: QSize, boxes: list[QRect]
) -> NDArray[np.float64]:
    """Returns how much of some boxes lies under a hint at each place."""
    area = np.zeros(x.shape)
    for box in boxes:
        wide = _overlap(x, size.width(), box.x(), box.width())
        area += wide * _overlap(y, size.height(), box.y(), box.height())
    return area


def _overlap(
    first: NDArray[np.int_], length: int, other: int, other_length: int
) -> NDArray[np.int_]:
    ends = np.minimum(first + length, other + other_length)
    return np.asarray(np.maximum(ends - np.maximum(first, other), 0))


def _distance(
    x: NDArray[np.int_], y: NDArray[np.int_], size: QSize, box: QRect
) -> NDArray[np.float64]:
    """Returns how far a hint is from a box at each place."""
    across = np.maximum(box.left() - (x + size.width()), x - box.right())
    down = np.maximum(box.top() - (y + size.height()), y - box.bottom())
    return np.asarray(np.hypot(np.maximum(across, 0), np.maximum(down, 0)))
